"""What is owed to somebody about their data, and is late: whom it is asked of, on which page. Pure."""

LATE = "right-late"
# By what the clock is about: the page of whoever owes it, and that of the officer who sees to it.
PAGES = {
    "complaint": ("", "/privacy/complaints/{}/"),
    "request": ("", "/privacy/requests/{}/"),
    "lookup": ("/explain/{}/", "/privacy/look-ups/{}/"),
}


def is_told_here(subject: str) -> bool:
    """A complaint not acknowledged, a request not answered, a look not explained."""
    return subject.partition(":")[0] in PAGES


def pages_of(subject: str) -> tuple[str, str]:
    """For whoever owes it, and for the officer."""
    kind, _, record_id = subject.partition(":")
    own, officers = PAGES[kind]
    return own.format(record_id), officers.format(record_id)
