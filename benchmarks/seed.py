"""Fill the database of PLAIT_DATABASE with a fictional area: `PLAIT_DATABASE=… ./run bench seed --size 50000`.

What waits this morning is the same at every size, row for row: 60 concerns that nobody has rated, 10 rated, 85 referrals
open at the hub, 300 with their leads, 80 checks that the police have still to answer. Only the past behind it grows.
"""

import json
import os
import sys
import time

import typer


def main(size: int = typer.Option(5_000, help="How many referrals."), check: bool = False) -> None:
    """Migrate and fill the empty database named by PLAIT_DATABASE; prints what was written as JSON lines."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "plait.site.settings")
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from benchmarks.seeding.filling import fill
    from plait.agencies.models import Practitioner

    began = time.perf_counter()
    call_command("migrate", verbosity=0)
    if Practitioner.objects.exists():
        sys.exit("Somebody is at work in this database already. Name an empty one: PLAIT_DATABASE=…")
    made = fill(size)
    if check:
        connection.check_constraints()
    print(json.dumps({**made, "seconds": round(time.perf_counter() - began, 1)}), flush=True)


if __name__ == "__main__":
    typer.run(main)
