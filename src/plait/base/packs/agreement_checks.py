"""Is the process of asking families whole: signed, the region's own, its deviations true, its words plain enough to read?"""

import re
from collections.abc import Iterator
from datetime import date

from plait.base.packs.faults import Fault
from plait.base.packs.layers import Chain, SourceFile
from plait.base.packs.schema.agreement import AgreementFile

LONGEST_SENTENCE = {"plain": 20, "easy_read": 12}  # words
READING_AGE = 11
SETTINGS = ("ages", "parents", "terms", "authoriser")
_WORD = re.compile(r"[A-Za-z’']+")
_VOWELS = re.compile(r"[aeiouy]+")
_PLACE = re.compile(r"\{[a-z_]+\}")


def agreement_faults(chain: Chain) -> Iterator[Fault]:
    """Everything across files that the schema of one file cannot see."""
    files = chain.in_force()
    source = files.get("agreement.toml")
    if source is None:
        return
    if not source.layer.startswith("regions/"):
        yield source.fault(
            "The process of asking families is the region's. List what you do otherwise in deviations.toml."
        )
    process = AgreementFile.model_validate(source.data, strict=False)
    if len({one.body for one in process.signed_by}) < 2:
        yield source.fault("A regional process is signed by at least two bodies.", "signed_by")
    for table, key in (
        ("steps", "code"),
        ("prompts", "on"),
        ("reasons_without", "code"),
        ("reasons_not_told", "code"),
    ):
        yield from _twice(source, table, key)
    for age in (process.ages.own_right_from, process.ages.adult_from):
        if age not in process.ages.birthdays:
            yield source.fault(
                f"At {age} it changes whose answer counts, so that birthday is among those asked about.",
                "ages",
            )
    for style in ("plain", "easy_read"):
        yield from _hard_to_read(source, style)
    deviations = files.get("deviations.toml")
    if deviations is not None:
        yield from _deviations(deviations, source)


def agreement_review(chain: Chain, on: date) -> Iterator[Fault]:
    """Warnings: deviations that were to be looked at again."""
    source = chain.in_force().get("deviations.toml")
    for index, row in enumerate(source.data["deviations"] if source else ()):
        if source is not None and date.fromisoformat(row["review_by"]) < on:
            yield source.warning(
                f"This deviation was to be looked at again by {row['review_by']}.", "deviations", index
            )


def _twice(source: SourceFile, table: str, key: str) -> Iterator[Fault]:
    seen: set[str] = set()
    for index, row in enumerate(source.data[table]):
        if row[key] in seen:
            yield source.fault(f"“{row[key]}” stands here twice.", table, index, key)
        seen.add(row[key])


def _deviations(source: SourceFile, regional: SourceFile) -> Iterator[Fault]:
    if not source.layer.startswith("areas/"):
        yield source.fault("Only an area deviates: a region changes agreement.toml itself.")
    seen: set[str] = set()
    for index, row in enumerate(source.data["deviations"]):
        part, key = row["key"].split(".")
        stands = regional.data[part][key]
        if row["regional"] != stands:
            yield source.fault(
                f"{regional.path} says {stands!r} here, not {row['regional']!r}.",
                "deviations",
                index,
                "regional",
            )
        if row["ours"] == stands:
            yield source.fault("This is no deviation: the region says the same.", "deviations", index, "ours")
        if type(row["ours"]) is not type(stands):
            yield source.fault(f"{row['key']} takes another kind of value.", "deviations", index, "ours")
        if row["key"] in seen:
            yield source.fault(f"“{row['key']}” stands here twice.", "deviations", index, "key")
        seen.add(row["key"])


def _hard_to_read(source: SourceFile, style: str) -> Iterator[Fault]:
    most = LONGEST_SENTENCE[style]
    every: list[str] = []
    for index, section in enumerate(source.data["sheet"][style]["sections"]):
        for place, line in enumerate(section["lines"]):
            for sentence in sentences(line):
                every.append(sentence)
                if (long := len(sentence.split())) > most:
                    said = f"This sentence has {long} words; at most {most} are easy to follow."
                    yield source.fault(said, "sheet", style, "sections", index, "lines", place)
    if every and (age := reading_age(every)) > READING_AGE:
        said = (
            f"The {style} sheet needs a reading age of {age:.0f}; families are written to for {READING_AGE}."
        )
        yield source.fault(said, "sheet", style)


def sentences(text: str) -> list[str]:
    """The sentences of a line, each place (`{worker}`) counted as one short word."""
    whole = _PLACE.sub("Sam", text)
    return [one.strip() for one in re.split(r"(?<=[.?!])\s+", whole) if one.strip()]


def reading_age(texts: list[str]) -> float:
    """Flesch-Kincaid grade plus five: about the age at which most children read this with ease. Syllables are counted by
    groups of vowels, which is right on the whole and wrong in single words."""
    words = [word for text in texts for word in _WORD.findall(text)]
    if not words:
        return 0.0
    beats = sum(_syllables(word.lower()) for word in words)
    return 0.39 * len(words) / len(texts) + 11.8 * beats / len(words) - 15.59 + 5


def _syllables(word: str) -> int:
    groups = len(_VOWELS.findall(word))
    silent = word.endswith("e") and not word.endswith("le") and groups > 1
    return max(1, groups - silent)
