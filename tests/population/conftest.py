"""One population of four thousand people for all the stories here, made once."""

import pytest

from plait.population import Parameters, Population, make


@pytest.fixture(scope="session")
def usual() -> Parameters:
    return Parameters(people=4_000, seed=42)


@pytest.fixture(scope="session")
def population(usual: Parameters) -> Population:
    return make(usual)
