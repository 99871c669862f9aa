"""An agency's number for one person, sent again for another: two lives are not made one, and somebody is asked."""

from datetime import date

import pytest

from plait.matching.alike import Named, keys, names_another
from plait.people.jobs import look_for_new_records
from plait.people.models import (
    AddressPeriod,
    Assertion,
    Description,
    Person,
    PersonIdentifier,
    ReviewItem,
    SourceRecord,
)
from plait.people.queries import standing_id
from plait.people.store.filing import standards_of
from tests.people.extracts import HEAD, LEANNE, Desk
from tests.people.test_night import night

AGNES = "1,Agnes,Holt,1950-07-09,F,,9 Tanner Row,EW2 3BB\n"


def looked(desk: Desk) -> None:
    while look_for_new_records(desk.at):
        pass


def joined(desk: Desk) -> Person:
    """Leanne, known to two agencies; the engine joined the surgery's record to the other."""
    desk.imports(HEAD + LEANNE.replace("1,", "77,", 1), agency="police")
    looked(desk)
    desk.imports(HEAD + LEANNE)
    looked(desk)
    said = Assertion.objects.get(decided="engine")
    return Person.objects.get(pk=standing_id(str(said.person_id)))


@pytest.mark.django_db
def test_a_number_that_stands_for_somebody_else_now_brings_them_into_nobodys_life(desk: Desk) -> None:
    leanne = joined(desk)
    done = desk.imports(HEAD + AGNES)
    assert (done.changed, done.to_review) == (1, 1)
    agnes = Description.objects.get(forename="Agnes").person
    assert agnes != leanne
    assert set(leanne.descriptions.values_list("forename", flat=True)) == {"Leanne"}
    assert set(leanne.addresses.values_list("place__line", flat=True)) == {"14 Heron Quay"}
    item = ReviewItem.objects.get()
    assert (item.kind, {item.one_id, item.other_id}) == ("claimed", {leanne.pk, agnes.pk})
    looked(desk)
    assert night(desk.at) == [], "asked once, by the import"
    # What comes later under the number is hers, and Leanne's own stays as it was.
    desk.imports(HEAD + AGNES.replace("9 Tanner Row", "2 Mill Lane").replace(",F,,", ",F,9990000026,"))
    assert SourceRecord.objects.get(agency_id=desk.agency("surgery")).person == agnes
    assert AddressPeriod.objects.filter(person=leanne, to_on__isnull=False).count() == 0
    assert PersonIdentifier.objects.get(value="9990000026").person == agnes
    told = {one.forename: one for one in Description.objects.order_by("number")}
    read = dict(zip(told, standards_of(list(told.values())), strict=True))
    assert read["Leanne"].nhs != read["Agnes"].nhs
    assert read["Leanne"].postcode != read["Agnes"].postcode, "each is found by their own home"


@pytest.mark.django_db
def test_a_record_that_a_guard_keeps_from_its_person_now_is_questioned_by_day_and_by_night(
    desk: Desk,
) -> None:
    leanne = joined(desk)
    desk.imports(HEAD + LEANNE.replace("Leanne", "Rosalind").replace("0018", "0026"))
    assert Description.objects.get(forename="Rosalind").person == leanne, "the birthday is hers"
    assert ("split", str(leanne.pk)) in [(one.kind, one.one) for one in night(desk.at)]
    looked(desk)
    item = ReviewItem.objects.get(kind="split")
    assert (item.one, item.score) == (leanne, -5.0)


def named(first: str, last: str, born: str = "") -> Named:
    return Named(keys(first), keys(last), date.fromisoformat(born) if born else None)


@pytest.mark.parametrize(
    ("now", "another"),
    [
        (named("Agnes", "Holt", "1950-07-09"), True),
        (named("Agnes", "Holt"), True),
        (named("Leanne", "Holt", "1950-07-09"), True),
        (named("Leanne", "Holt", "1991-03-02"), False),  # she married
        (named("Agnes", "Holt", "1991-03-02"), False),  # a new name, the same birthday
        (named("Leanne", "Kerigan", "1961-07-09"), False),  # a birthday put right
        (named("Leanne", "Holt"), False),
        (named("", "Holt", "1950-07-09"), False),  # nobody can tell
    ],
)
def test_who_is_plainly_somebody_else(now: Named, another: bool) -> None:
    assert names_another(named("Leanne", "Kerrigan", "1991-03-02"), now) is another


@pytest.mark.django_db
def test_a_number_that_comes_in_a_file_of_its_own_is_looked_for(desk: Desk) -> None:
    """By a name without a birthday nobody could say that the surgery's record is of whom the police know."""
    desk.imports(HEAD + LEANNE, agency="police")
    desk.imports(HEAD + "9,Lea,Kerigan,,F,,3 Mill Lane,EW7 1AB\n")
    looked(desk)
    assert not Assertion.objects.filter(decided="engine").exists() and not ReviewItem.objects.exists()
    numbers = 'kind = "identifiers"\n[columns]\nrecord = "id"\nkind = "what"\nvalue = "number"\n'
    desk.imports("id,what,number\n9,nhs,999 000 0018\n", numbers)
    looked(desk)
    known = {str(one) for one in Person.objects.values_list("pk", flat=True)}
    asked = {str(one) for item in ReviewItem.objects.all() for one in (item.one_id, item.other_id)}
    assert Assertion.objects.filter(decided="engine").exists() or asked == known
