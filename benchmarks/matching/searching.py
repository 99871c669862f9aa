"""What a search costs and finds: latency, recall by kind and by culture, strangers, relatives, families."""

import time
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from benchmarks.figures import Figure, p95, percentile
from benchmarks.matching.world import WARM_UP, World
from plait.matching.answers import Says
from plait.matching.family import search_family
from plait.matching.model import Model
from plait.matching.search import search
from plait.population import CULTURES, KINDS

SEARCH = {"sqlite": (6.0, 4.0), "postgres": (10.0, 7.0)}
LEAST_OF_A_CULTURE = 40  # queries; fewer say nothing about it


@dataclass
class Found:
    """What the nine kinds of query gave on one database."""

    took: list[float] = field(default_factory=list)  # milliseconds by the clock on the wall
    worked: list[float] = field(
        default_factory=list
    )  # of those, this process at work: what others on the machine do not touch
    hits: dict[str, list[bool]] = field(default_factory=lambda: defaultdict(list))
    firsts: dict[str, list[bool]] = field(default_factory=lambda: defaultdict(list))
    by_culture: dict[int, list[bool]] = field(default_factory=lambda: defaultdict(list))

    @property
    def recall(self) -> float:
        """Of all nine kinds, each counting the same."""
        return sum(sum(one) / len(one) for one in self.hits.values()) / len(self.hits)


def ask_all(made: World, store: Any, model: Model, each: int) -> Found:
    """Every kind of query, so many of each, kinds by turns so that none has a warmer cache."""
    asked = [
        (kind, *one) for kind in KINDS for one in made.queries(made.population.queries(kind, each, made.seed))
    ]
    asked = [one for start in range(each) for one in asked[start::each]]
    for _, query, _, _ in asked[:WARM_UP]:
        search(query, store, model)
    found = Found()
    for kind, query, truth, culture in asked:
        started, worked = time.perf_counter(), time.thread_time()
        said = search(query, store, model)
        found.worked.append((time.thread_time() - worked) * 1000)
        found.took.append((time.perf_counter() - started) * 1000)
        hit = any(one.person == str(truth) for one in said.candidates)
        found.hits[kind].append(hit)
        found.firsts[kind].append(bool(said.candidates) and said.candidates[0].person == str(truth))
        found.by_culture[culture].append(hit)
    return found


def latency(kind: str, found: Found, size: str) -> Figure:
    """The p95 of a search on one database."""
    floor, aim = SEARCH[kind]
    against = (
        f"p50 {percentile(found.took, 0.5):.2f}, p99 {percentile(found.took, 0.99):.2f} ms, {len(found.took)} queries; "
        f"p95 of this process at work {p95(found.worked):.2f} ms"
    )
    return Figure(f"search in process at {size}, p95, {kind}", p95(found.took), "ms", against, floor, aim)


def recall(found: Found, size: str) -> list[Figure]:
    """Recall@10 as a whole, and the worst culture below it. The kinds are said beside."""
    kinds = ", ".join(f"{kind} {sum(hits) / len(hits):.3f}" for kind, hits in found.hits.items())
    everyone = [hit for hits in found.by_culture.values() for hit in hits]
    whole = sum(everyone) / len(everyone)
    shares = {
        CULTURES[culture]: sum(hits) / len(hits)
        for culture, hits in found.by_culture.items()
        if len(hits) >= LEAST_OF_A_CULTURE
    }
    worst = min(shares, key=lambda name: shares[name])
    return [
        Figure(f"recall@10 over nine kinds at {size}", found.recall, "of 1", kinds, 0.97, 0.98, "higher"),
        Figure(
            f"worst name culture below the whole at {size}",
            100 * (whole - shares[worst]),
            "points",
            f"{worst}, {shares[worst]:.3f} against {whole:.3f}",
            4.0,
            2.0,
        ),
    ]


def strangers(made: World, store: Any, model: Model, each: int, size: str) -> Figure:
    """People nobody knows who were given somebody over the line of the known."""
    asked = made.queries(made.population.queries("stranger", each, made.seed))
    over = sum(search(query, store, model).says is Says.KNOWN for query, _, _ in asked)
    return Figure(
        f"strangers given a candidate over the line at {size}",
        100 * over / each,
        "%",
        f"{over} of {each}",
        0.2,
        0.1,
    )


def relatives(made: World, store: Any, model: Model, each: int, size: str) -> Figure:
    """Children nobody holds whose brother or sister somebody does, claimed as known."""
    asked = made.queries(_as_many(made.population.unknown_children, each, made.seed))
    said = [search(query, store, model) for query, _, _ in asked]
    claimed = sum(one.says is Says.KNOWN for one in said)
    family = sum(one.says is Says.FAMILY for one in said)
    against = f"{claimed} of {len(asked)}; {100 * family / len(asked):.0f} % answered: family known, this person not"
    return Figure(
        f"unknown relatives claimed as known at {size}", 100 * claimed / len(asked), "%", against, 1.0, 0.35
    )


def _as_many(ask: Any, wanted: int, seed: int) -> Any:
    while True:
        try:
            return ask(wanted, seed)
        except ValueError:
            wanted = wanted * 3 // 4
            if wanted < 20:
                raise


def families(made: World, store: Any, model: Model, each: int, size: str) -> list[Figure]:
    """Families that moved and took another name, with households inferred; the line is the best any stranger family got."""
    took: list[float] = []

    def asked(stranger: bool) -> dict[int, tuple[list[Any], set[str]]]:
        columns = made.population.family_queries(each, made.seed, stranger)
        groups: dict[int, tuple[list[Any], set[str]]] = {}
        for number, (query, truth, _) in zip(
            columns["query_id"].tolist(), made.queries(columns), strict=True
        ):
            members, people = groups.setdefault(number, ([], set()))
            members.append(query)
            people.add(str(truth))
        return groups

    def best(members: list[Any]) -> Any:
        started = time.perf_counter()
        said = search_family(members, store, model)
        took.append((time.perf_counter() - started) * 1000)
        return said.families[0] if said.families else None

    strange = [best(members) for members, _ in asked(True).values()]
    line = max((one.score for one in strange if one), default=0.0)
    first = over = 0
    known = asked(False)
    for members, people in known.values():
        top = best(members)
        right = top is not None and any(member.person in people for member in top.members)
        first += right
        over += right and top.score > line
    over_known = sum(bool(one) and one.score >= model.lines.family_known for one in strange)
    count = len(known)
    against = f"{count} families, inferred households, p95 {p95(took):.1f} ms a family"
    line_said = f"line {line:.1f} from {len(strange)} stranger families; {over_known} of them over {model.lines.family_known:.0f}"
    return [
        Figure(
            f"renamed and moved family found first at {size}",
            first / count,
            "of 1",
            against,
            0.93,
            0.98,
            "higher",
        ),
        Figure(
            f"renamed family above the no-stranger line at {size}",
            over / count,
            "of 1",
            line_said,
            0.80,
            0.92,
            "higher",
        ),
    ]
