"""What an identity shield knows of its two sides, with other names, halves of names and former pupil numbers: they were not among
its traits. Nothing is taken away."""

from django.db import migrations
from django.db.models import Q

from plait.people.store.shields import traits_of_description, traits_of_number


def add(apps, schema_editor):
    model = {name: apps.get_model("people", name) for name in ("IdentityShield", "Person", "Merge", "Description", "PersonIdentifier")}
    for shield in model["IdentityShield"].objects.order_by("pk"):
        for side in ("former", "present"):
            ids = _known_as(model, getattr(shield, f"{side}_id"))
            traits = set(getattr(shield, f"{side}_traits"))
            for told in model["Description"].objects.filter(person_id__in=ids):
                traits |= traits_of_description(told)
            for kind, value in model["PersonIdentifier"].objects.filter(person_id__in=ids).values_list("kind", "value"):
                traits |= traits_of_number(kind, value)
            setattr(shield, f"{side}_traits", sorted(traits))
        shield.save(update_fields=["former_traits", "present_traits"])


def _known_as(model, person_id):
    found, fresh = {person_id}, {person_id}
    while fresh:
        pairs = model["Merge"].objects.filter(
            Q(survivor_id__in=fresh) | Q(loser_id__in=fresh), undone_at__isnull=True
        ).values_list("survivor_id", "loser_id")
        led = model["Person"].objects.filter(superseded_by_id__in=fresh).values_list("pk", flat=True)
        fresh = ({one for pair in pairs for one in pair} | set(led)) - found
        found |= fresh
    return found


class Migration(migrations.Migration):
    dependencies = [("people", "0009_places_by_postcode")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
