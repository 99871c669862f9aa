"""An invented population: people, families, moves, agencies and their errors. Plain Python: knows nothing of the rest."""

from plait.population.errors import Fault
from plait.population.parameters import AGENCIES, CULTURES, Parameters
from plait.population.population import Population, make
from plait.population.queries import KINDS

__all__ = ["AGENCIES", "CULTURES", "KINDS", "Fault", "Parameters", "Population", "make"]
