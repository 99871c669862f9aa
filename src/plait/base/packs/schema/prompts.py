"""prompts.toml: which questions Plait puts to a person, in which words, from when on; and the questions to think with.

Nothing here is a score: each number says only from when on a question is asked. No rule may be given a protected
characteristic: what each may look at is `RULES`, a closed list of kinds of facts, and its words are read for them.
"""

import re
from dataclasses import dataclass
from typing import Annotated, Self

from pydantic import Field, model_validator

from plait.base.packs.schema.common import Code, Headed, MaybeText, Strict, Text

# Every kind of fact that a rule may look at. A kind that is not here is seen by none.
FACTS: dict[str, str] = {
    "concern": "a concern about this child was received: `code` says from whom",
    "words": "what a concern said",
    "voice": "the child’s own words stand somewhere",
    "open": "work on a concern is going on",
    "ended": "work on a concern ended: `code` is the outcome",
    "reason": "the reason that was written beside an outcome",
    "decided": "what happens next was decided: `code` is the outcome",
    "decided-elsewhere": "something was decided for another child named with this one: `code` is the outcome",
    "rated": "an urgency was given: `number` grows as urgency falls",
    "rang": "a call was written down: `who` says about what",
    "check": "an agency was asked: `code` is how that stands, `number` is 1 where it must be asked, `agency` which it is",
    "decided-without": "a decision was made while an agency that must be asked was out",
    "answer": "an agency answered: `code` says how",
    "item": "something an agency told: `agency` whose it is",
    "adult": "an adult was named with the child",
    "adult-asked": "an agency was asked about that adult",
    "adult-elsewhere": "an adult who was named with the child is named in another family’s concern",
    "other-child": "another child was named with this one",
    "child-asked": "an agency was asked about that child",
    "dissent": "an agency sees a decision differently",
    "closed": "the referral was closed",
    "born": "the child’s date of birth",
    "unborn": "the child is not born yet",
    "responsible": "somebody has parental responsibility",
    "told": "whether somebody was told, or why not, was written down",
    "move-question": "a question about the family’s moves",
    "area-asked": "another area asked whether this child is known here: `code` tells two areas apart and names neither",
    "missing": "word that the family is missing has been out since then: `code` is live, or unseen where it ended by itself",
    "home": "where the child is said to live now: `code` tells two homes apart and names neither",
    "school": "the child’s school, as somebody said: `code` tells two schools apart",
    "may-be-two": "it waits to be said whether two records are of one person",
    "home-of-feared": "somebody from whom the child is protected is said to live at the same address",
    "held": "somebody still has to be told what came of it",
    "unanswered": "a disagreement waits for its answer",
    "stepped-down": "help got less and the family is watched",
    "looked": "somebody looked whether it still holds: `code` says what they found",
    "watch-ended": "nobody watches any more: help grew again, work began again, or it held to the end",
}


@dataclass(frozen=True, slots=True)
class Needs:
    """What one rule is told by the pack, and the kinds of facts it may look at."""

    looks_at: tuple[str, ...]
    numbers: tuple[str, ...] = ()
    words: bool = False
    codes: bool = False


RULES: dict[str, Needs] = {
    "bruise-infant": Needs(("born", "unborn", "words", "item", "concern"), ("months",), words=True),
    "feared-at-home": Needs(("home-of-feared",)),
    "no-voice": Needs(("open", "voice"), ("days",)),
    "must-ask-out": Needs(("decided-without", "answer")),
    "unborn-after-harm": Needs(("unborn", "decided-elsewhere"), codes=True),
    "answer-left-open": Needs(("answer", "rang", "item"), ("days",), codes=True),
    "relative-not-heard": Needs(("concern", "rang", "ended"), ("days",), codes=True),
    "low-level-adds-up": Needs(("concern",), ("days", "least")),
    "same-outcome": Needs(("ended",), ("days", "least"), codes=True),
    "adult-not-asked-about": Needs(("open", "adult", "adult-asked", "check")),
    "other-child-not-asked-about": Needs(("open", "other-child", "child-asked", "check")),
    "adult-elsewhere": Needs(("open", "adult-elsewhere"), ("days",)),
    "not-brought": Needs(("item",), ("days", "least"), words=True),
    "called-malicious": Needs(("reason",), words=True),
    "lowered-twice": Needs(("rated", "answer", "item"), ("least",)),
    "closed-over-dissent": Needs(("dissent", "closed", "decided")),
    "parent-not-told": Needs(("open", "responsible", "told"), ("days",)),
    "moves": Needs(("move-question",)),
    "asked-from-two-areas": Needs(("area-asked",), ("days",)),
    "missing-unseen": Needs(("missing",), ("days",)),
    "two-homes-said": Needs(("home",), ("days",)),
    "new-school-after-concern": Needs(("school", "concern"), ("days",)),
    "may-be-two": Needs(("may-be-two",), ("days",)),
    "still-to-tell": Needs(("held",), ("days",)),
    "disagreement-waits": Needs(("unanswered",), ("days",)),
    "taken-out-of-school": Needs(("words", "item", "concern"), ("days",), words=True),
    "assumed-known": Needs(("words", "item", "open"), words=True),
    "agency-silent": Needs(("check",), ("days", "least"), codes=True),
    "not-reached": Needs(("stepped-down", "looked", "watch-ended"), codes=True),
    "slipping": Needs(("stepped-down", "looked", "watch-ended", "concern"), ("days",), codes=True),
    "said-to-hold": Needs(("looked", "concern"), ("days",), codes=True),
}

# Words that speak of a protected characteristic. No rule looks for one of them in what somebody wrote.
PROTECTED = re.compile(
    r"ethnic|\brac(e|ial)\b|^(black|white|asian)s?$|\basian\b|(black|white) (child|boy|girl|famil|people)|mixed herit"
    r"|nationalit|immigra|asylum|refugee|migrant|religi|faith|muslim|islam|christian|jewish|hindu|sikh|gypsy|roma\b|traveller"
    r"|disab|autis|wheelchair|\bsex\b|gender|trans\b|\bgay\b|lesbian|bisexual|pregnan|married|marriage|foreign|interpreter"
    r"|\blanguage\b|\b(wo)?m[ae]n\b",
    re.IGNORECASE,
)

Number = Annotated[int, Field(ge=0, le=3_660)]


class PromptRule(Strict):
    """One question: when it is asked, in which words, on what it rests.

    `asks` may say {count} and {days}. `mandatory` stands first and cannot be put off. An area may leave a rule out with a
    reason (`on = false`). `quiet_days`: so long after somebody said that it is known, nothing alike is asked.
    """

    code: Code
    label: Text
    asks: Text
    because: Text
    rests_on: Text
    mandatory: bool = False
    on: bool = True
    off_because: MaybeText = ""
    numbers: dict[str, Number] = {}
    words: tuple[Text, ...] = ()
    codes: tuple[Code, ...] = ()
    quiet_days: Annotated[int, Field(ge=0, le=400)] = 90

    @model_validator(mode="after")
    def _fits(self) -> Self:
        needs = RULES.get(self.code)
        if needs is None:
            raise ValueError(f"There is no rule “{self.code}”")
        if set(self.numbers) != set(needs.numbers):
            raise ValueError(f"“{self.code}” needs these numbers: {', '.join(needs.numbers) or 'none'}")
        if bool(self.words) != needs.words or bool(self.codes) != needs.codes:
            raise ValueError(
                f"“{self.code}” needs {'words' if needs.words else 'no words'} and {'codes' if needs.codes else 'no codes'}"
            )
        if not self.on and not self.off_because:
            raise ValueError(f"“{self.code}” is left out: say why (off_because)")
        for word in (*self.words, *self.codes):
            if PROTECTED.search(word):
                raise ValueError(f"“{word}” speaks of a protected characteristic: no rule may look for it")
        return self

    def said(self, **facts: object) -> str:
        """The question with its numbers put in. A brace that names nothing stays as it is written."""
        found = self.asks
        for name, value in facts.items():
            found = found.replace("{" + name + "}", str(value))
        return found


class ThinkingQuestion(Strict):
    """One question to think with, for a meeting or alone."""

    code: Code
    asks: Text


class PromptsFile(Headed):
    """The rules in the order in which their questions stand on a page, and the questions to think with.

    `most_on_a_page` is never more than three. `later_days`: for how long a question may be put off.
    `supervision_days`: after how many whoever took one to supervision hears that it was not talked over.
    """

    version: Text
    most_on_a_page: Annotated[int, Field(ge=1, le=3)]
    later_days: Annotated[int, Field(ge=1, le=60)]
    supervision_days: Annotated[int, Field(ge=1, le=60)] = 14
    thinking_at_once: Annotated[int, Field(ge=2, le=3)]
    rules: Annotated[tuple[PromptRule, ...], Field(min_length=1)]
    thinking: Annotated[tuple[ThinkingQuestion, ...], Field(min_length=6)]

    @model_validator(mode="after")
    def _every_rule(self) -> Self:
        codes = [rule.code for rule in self.rules]
        if len(set(codes)) != len(codes):
            raise ValueError("A rule stands here twice")
        missing = [code for code in RULES if code not in codes]
        if missing:
            raise ValueError(f"The rule “{missing[0]}” is missing; say on = false to leave it out")
        return self

    def rule(self, code: str) -> PromptRule | None:
        """One rule by its code."""
        return next((rule for rule in self.rules if rule.code == code), None)

    def place(self, code: str) -> int:
        """Where a rule stands in the area’s order."""
        return next((place for place, rule in enumerate(self.rules) if rule.code == code), len(self.rules))

    def asked(self) -> tuple[PromptRule, ...]:
        """The rules this area asks by."""
        return tuple(rule for rule in self.rules if rule.on)
