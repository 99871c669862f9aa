"""A small world on a database of its own, and the shipped model."""

import sqlite3
from collections.abc import Callable, Iterator

import pytest

from plait.matching.model import Model, current
from plait.matching.ports import filing
from plait.matching.standardise import Standard, standardise
from plait.people.store.match_store import MatchStore


@pytest.fixture(scope="session")
def model() -> Model:
    return current()


@pytest.fixture
def store() -> Iterator[MatchStore]:
    connection = sqlite3.connect(":memory:")
    made = MatchStore(connection.cursor(), vendor="sqlite", mark="?")
    made.create()
    yield made
    connection.close()


def person(text: str) -> Standard:
    """`first middle* surname, born, sex, street, postcode, nhs, previous` with commas; what is missing is not known."""
    fields = [field.strip() for field in text.split(",")] + [""] * 7
    names = fields[0].split(" ")
    typed = {
        "forename": names[0],
        "middle": " ".join(names[1:-1]),
        "surname": names[-1] if len(names) > 1 else "",
        "born_on": fields[1],
        "sex": fields[2],
        "street": fields[3],
        "postcode": fields[4],
        "nhs_number": fields[5],
        "previous_surname": fields[6],
    }
    return standardise(typed)


@pytest.fixture
def hold(store: MatchStore) -> Callable[..., None]:
    """File records: person id → description."""
    held = [0]

    def file(**records: str) -> None:
        for who, text in records.items():
            held[0] += 1
            store.put(filing(person(text), [held[0]], [who.partition("__")[0]]))

    return file
