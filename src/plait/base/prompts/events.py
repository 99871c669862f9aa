"""What base asks of the apps above: the facts about a child, and which evidence a reader may see."""

from dataclasses import dataclass
from datetime import datetime

from plait.base.announce.bus import Event, Question
from plait.base.audit.actor import Actor
from plait.base.prompts.rules import Fact


@dataclass(frozen=True, slots=True)
class FactsAbout(Question[list[Fact]]):
    """What is known of this child, of the kinds in `packs.schema.prompts.FACTS`? `known_as` holds every id of theirs."""

    known_as: tuple[str, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class Evidence:
    """One record as a reader may see it: a line of plain words, and the page where it stands."""

    words: str
    path: str = ""


@dataclass(frozen=True, slots=True)
class InSight(Question[dict[str, Evidence]]):
    """Which of these records may this person read now? What is left out is not there for them."""

    refs: tuple[str, ...]
    by: Actor
    at: datetime


@dataclass(frozen=True, slots=True)
class PromptAnswered(Event):
    """Somebody said what a question means; `prompt` is its id as text."""

    prompt: str
    kind: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class AnswersErased(Event):
    """The reasons that people gave to these questions (ids as text) were erased. Others erase theirs."""

    prompts: tuple[str, ...]
    by: Actor
    at: datetime
