"""What makes two questions about identities the same question."""

import hashlib


def question_key(
    kind: str, one_id: str, other_id: str | None = None, record_id: str | None = None, about_what: str = ""
) -> str:
    """What the question is, whoever asks it and when: while one is open, the same is not asked beside it."""
    subjects = ":".join(sorted(filter(None, (one_id, other_id, record_id))))
    return hashlib.sha256(f"{kind}|{subjects}|{about_what}".encode()).hexdigest()
