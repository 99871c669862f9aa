"""The only place that asks which database this is. Everything else is written for both."""

from django.db import connections


def is_sqlite(using: str = "default") -> bool:
    return connections[using].vendor == "sqlite"


def is_postgresql(using: str = "default") -> bool:
    return connections[using].vendor == "postgresql"
