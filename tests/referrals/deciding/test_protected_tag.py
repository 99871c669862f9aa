"""That somebody is protected stands on every page about them, and never what is protected."""

from plait.people.models import Person, Place
from plait.referrals.actions.accept_lead import accept_lead
from tests.referrals.deciding.conftest import Desk, Story
from tests.referrals.deciding.test_decide import decide

TAG, LOCK = "Whereabouts protected", "Restricted record"
SECRET = "He has found them twice"


def test_the_tag_stands_on_concern_protect_referral_and_lead_pages(story: Story, desk: Desk) -> None:
    decide(story, outcome="section_47")
    accept = f"/lead/{story.referral.pk}/accept/"
    pages = [
        ("screener", f"/hub/concerns/{story.contact.pk}/"),
        ("screener", f"/referrals/of/{story.contact.pk}/protect/"),
        ("screener", f"/referrals/{story.referral.pk}/protect/"),
        ("screener", f"/referrals/{story.referral.pk}/"),
        ("lead", "/lead/"),
        ("lead", accept),
    ]
    Person.objects.update(address_hidden=False)
    Place.objects.update(shielded=False)
    for who, path in pages:
        text = desk.get(who, path).content.decode()
        assert TAG not in text and LOCK not in text, path
    Person.objects.filter(pk=story.child()).update(address_hidden=True, address_hidden_because=SECRET)
    for who, path in pages:
        text = desk.get(who, path).content.decode()
        assert TAG in text and LOCK not in text and SECRET not in text, path
    accept_lead(referral_id=str(story.referral.pk), by=story.who("lead"), at=story.at)
    Person.objects.filter(pk=story.child()).update(restricted=True)
    assert LOCK in desk.get("lead", "/lead/").content.decode()
