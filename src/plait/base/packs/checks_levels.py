"""What must fit together about the levels of need: law, domains, ages, indicators, and the words that find them."""

from collections.abc import Iterator
from itertools import pairwise

from plait.base.packs.faults import Fault
from plait.base.packs.layers import SourceFile
from plait.base.packs.pack import Pack
from plait.base.packs.said import find


def levels(source: SourceFile, pack: Pack) -> Iterator[Fault]:
    """Every fault in the area's framework; a level, a domain or an age that nothing speaks for is one."""
    scheme = pack.level_scheme
    numbers = {level.n for level in scheme.levels}
    domains = {domain.code for domain in scheme.domains}
    ages = {band.code for band in scheme.age_bands}
    spoken_for = {indicator.domain for indicator in scheme.indicators}
    for index, level in enumerate(scheme.levels):
        if level.statutory_basis != "none" and level.statutory_basis not in pack.gateways:
            sentence = f"There is no gateway “{level.statutory_basis}”."
            yield source.fault(sentence, "levels", index, "statutory_basis")
        if not any(indicator.level == level.n for indicator in scheme.indicators):
            yield source.fault(f"Level {level.n} has no indicator in plain words.", "levels", index)
    for index, domain in enumerate(scheme.domains):
        if domain.code not in spoken_for:
            yield source.fault(f"No indicator speaks of “{domain.label}”.", "domains", index)
    for index, indicator in enumerate(scheme.indicators):
        if indicator.level not in numbers:
            yield source.fault(f"There is no level {indicator.level}.", "indicators", index, "level")
        if indicator.domain not in domains:
            yield source.fault(f"There is no domain “{indicator.domain}”.", "indicators", index, "domain")
        for age in indicator.ages:
            if age not in ages:
                yield source.fault(f"There is no age band “{age}”.", "indicators", index, "ages")
    yield from _ages(source, pack)
    yield from _order(source, pack)


def _ages(source: SourceFile, pack: Pack) -> Iterator[Fault]:
    """From before birth to the eighteenth birthday without a gap, and something that speaks for protection at every age."""
    bands = sorted(pack.level_scheme.age_bands, key=lambda band: band.from_months)
    for before, after in pairwise(bands):
        if before.to_months != after.from_months:
            sentence = f"“{after.label}” does not begin where “{before.label}” ends."
            yield source.fault(sentence, "age_bands", pack.level_scheme.age_bands.index(after), "from_months")
    if bands[-1].to_months < 216:
        sentence = "The ages end before the eighteenth birthday."
        yield source.fault(sentence, "age_bands", pack.level_scheme.age_bands.index(bands[-1]), "to_months")
    top = pack.levels[-1].n
    for index, band in enumerate(pack.level_scheme.age_bands):
        if not any(one.level == top and band.code in one.ages for one in pack.level_scheme.indicators):
            yield source.fault(f"Nothing speaks for level {top} at “{band.label}”.", "age_bands", index)


def _order(source: SourceFile, pack: Pack) -> Iterator[Fault]:
    """The law of a higher level is never weaker, and where it is for protection nobody's agreement is waited for."""
    strength = {"none": 0, "CA04_10": 1, "CA89_17": 2, "CA89_47": 3}
    for index, (below, level) in enumerate(pairwise(pack.levels), start=1):
        if strength[level.statutory_basis] < strength[below.statutory_basis]:
            sentence = f"Level {level.n} stands on weaker law than level {below.n}."
            yield source.fault(sentence, "levels", index, "statutory_basis")
    for index, level in enumerate(pack.levels):
        if level.statutory_basis == "CA89_47" and level.agreement_needed:
            sentence = f"Level {level.n} protects a child: it waits for nobody’s agreement."
            yield source.fault(sentence, "levels", index, "agreement_needed")


def said_alike(source: SourceFile, pack: Pack) -> Iterator[Fault]:
    """A group of words that leads to no indicator of the area finds nothing."""
    texts = [indicator.text for indicator in pack.level_scheme.indicators]
    assert pack.synonyms is not None
    for index, group in enumerate(pack.synonyms.groups):
        if not any(find(word, texts, None) for word in group.words):
            sentence = f"No indicator of this area has any of these words: {', '.join(group.words)}."
            yield source.fault(sentence, "groups", index, "words")
