"""Copies of what an area holds, as its privacy officer gathers them: `python -m tests.journeys.copies "Who asks" "About whom"`.

In the surroundings of that area, in a process of its own. Writes one JSON object for each: `refused`, the reason where no copy is
given, and `lines`, what it would hold before anything is taken out.
"""

import json
import sys

from plait.site.cli.common import prepare


def copy_for(requester: str, about: str) -> dict[str, object]:
    """Asked for by the requester about the person of this name, checked, gathered."""
    from plait.base.access.verdict import Refused
    from plait.base.clock.now import now
    from plait.people.models import Person
    from plait.privacy.actions import answer_request as requests
    from plait.privacy.models import RequestLine
    from plait.privacy.queries.requests import items_to_gather
    from plait.privacy.queries.words import words_of, words_to_gather
    from plait.site.demo.cast import find

    at, (forename, surname) = now(), about.split()
    named = {"descriptions__forename": forename, "descriptions__surname": surname}
    person = str(Person.objects.filter(**named).distinct().get().pk)
    by, refused = find(at=at).actor("privacy_officer", at=at), ""
    made = requests.record_request(
        kind="access", about=about, person_id="", requester=requester, asks_as="parent", safe_contact="",
        said="Everything.", received_at=at, by=by, at=at,
    )  # fmt: skip
    try:
        requests.check_request(
            request_id=str(made.pk), person_id=person, how="Passport seen.", scope="", by=by, at=at
        )
        requests.gather_request(request_id=str(made.pk), by=by, at=at)
    except Refused as refusal:
        refused = refusal.verdict.reason
    lines = [RequestLine(request=made, item=one, agency_id=one.agency_id) for one in items_to_gather(person)]
    texts = [one.text for one in words_of(lines).values()] + [one.text for one in words_to_gather(person)]
    return {"refused": refused, "lines": texts}


if __name__ == "__main__":
    prepare()
    asks, *whom = sys.argv[1:]
    for one in whom:
        sys.stdout.write(json.dumps(copy_for(asks, one)) + "\n")
