"""What the words that the hub writes to somebody about a concern are held against, and the one place that stops them."""

from collections.abc import Iterable

from django.db.models import Q

from plait.base.access.verdict import Refused, no
from plait.people.models import Description, SafetyNote
from plait.people.places import whereabouts_of
from plait.people.queries import ids_of
from plait.people.rules import Finding, Secrets, names_in, what_must_not_leave
from plait.referrals.models import Contact, ContactPerson, Referrer

GIVES_AWAY = "gives-away"


def secrets_of(contact: Contact) -> Secrets:
    """Of every concern about the same people: who told us, who must not know, and where whoever is protected is. Nothing
    of the closed list, unless it is this very concern: from the outside there is none."""
    own = contact.people.values_list("description__person_id", flat=True)
    known = frozenset(ids_of(str(one) for one in own))
    open_ = Q(contact__route=Contact.Route.STANDARD) | Q(contact=contact)
    concerns = {
        contact.pk,
        *ContactPerson.objects.filter(
            open_, description__person_id__in=known, role=ContactPerson.Role.CHILD
        ).values_list("contact_id", flat=True),
    }
    around = ContactPerson.objects.filter(contact_id__in=concerns).values("description__person_id")
    people = known | {str(one) for one in around.values_list("description__person_id", flat=True)}
    notes = SafetyNote.objects.filter(person_id__in=known, ended_at__isnull=True).exclude(
        kind=SafetyNote.Kind.SAFE_CONTACT
    )
    unaware = frozenset(who for who in notes.values_list("who", flat=True) if who.strip())
    told = Referrer.objects.filter(contact_id__in=concerns).values_list(
        "name", "practitioner__name", "agency__name", "protected", "phone", "email"
    )
    named = {name.casefold() for who in unaware for name in names_in(who)}
    described = Description.objects.filter(person_id__in=people).values_list(
        "forename", "surname", "other_names"
    )
    # Whoever must not know may be an adult of the concern: their surname is the family's only where a child has it too.
    family = frozenset(" ".join(names) for names in described if names[0].casefold() not in named)
    return Secrets(
        where=whereabouts_of(people),
        told=frozenset(name for name, signed, *_ in told for name in (name, signed) if name),
        unaware=unaware,
        family=family,
        reach=frozenset(one for _, _, _, _, *ways in told for one in ways if one),
        works=frozenset(agency for _, _, agency, protected, *_ in told if protected and agency),
        warned=notes.exists(),
    )


def findings_in(contact: Contact, text: str, *, other_because: str = "") -> list[Finding]:
    """What must be taken out of this text before it leaves; not names, once somebody said why they are somebody else's."""
    found = what_must_not_leave(text, secrets_of(contact))
    return [one for one in found if not (one.by_chance and other_because.strip())]


def insist_may_leave(contact: Contact, texts: Iterable[str], *, other_because: str = "", about: str) -> bool:
    """Raises Refused while anything must be taken out; True where a name was let stand for the reason given."""
    secrets = secrets_of(contact)
    found = [one for text in texts for one in what_must_not_leave(text, secrets)]
    if any(not (one.by_chance and other_because.strip()) for one in found):
        # The words themselves stand beside the form and in no refusal, which is kept.
        raise Refused(
            no(
                GIVES_AWAY,
                say="These words would say where somebody protected is, who told us, or who must not know. Nothing was sent.",
                next_step="Take them out, then send it",
            ),
            about=about,
        )
    return bool(found)
