"""What was written about somebody when their help got less, for a copy that they ask for."""

from collections.abc import Iterable, Iterator

from plait.people.events import Held
from plait.referrals.models import Contact
from plait.stepdown.models import LookedAgain, StepDown, Told


def written_about(person_ids: Iterable[str]) -> list[Held]:
    """Each agency's own words of every step down after a concern about them; of the closed list there is none. What was said on
    the way stands at the step itself, so that nothing is given twice."""
    rows = StepDown.objects.filter(
        referral__contact__people__description__person_id__in=list(person_ids),
        referral__contact__route=Contact.Route.STANDARD,
    )
    found: list[Held] = []
    for one in rows.select_related("from_team", "to_team").distinct().order_by("made_at", "pk"):
        found += _of(one)
    return [one for one in found if one.text.strip()]


def _of(one: StepDown) -> Iterator[Held]:
    ours, theirs = str(one.from_team.agency_id), str(one.to_team.agency_id)
    needs = "; ".join(need.what for need in one.needs.order_by("at", "pk"))
    text = _parts(
        ("Why", one.why), ("If it does not hold", one.contingency), ("Still needed", needs),
        ("Why against the usual rule", one.bar_because), ("Why without what was missing", one.risk_because),
    )  # fmt: skip
    yield Held(one.ref, ours, "When help got less", text, one.made_at)
    if one.declined_at is not None:
        yield Held(
            f"stepdown-no:{one.pk}", theirs, "Why a team said no", one.declined_because, one.declined_at
        )
    told = "; ".join(
        row.how for row in one.told.filter(whom=Told.Whom.FAMILY).order_by("at", "pk") if row.how
    )
    yield Held(f"stepdown-told:{one.pk}", ours, "How the family was told", told, one.made_at)
    for look in one.looks.order_by("at", "pk"):
        yield _looked(look, theirs)


def _looked(look: LookedAgain, agency: str) -> Held:
    text = _parts(
        ("What our records say", look.own_records), ("The child’s words", look.child_words), ("Partners", look.partners)
    )  # fmt: skip
    return Held(f"stepdown-look:{look.pk}", agency, "When somebody looked again", text, look.at)


def _parts(*parts: tuple[str, str]) -> str:
    return "\n\n".join(f"{label}: {said}" for label, said in parts if said.strip())
