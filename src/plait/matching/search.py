"""Who is this? From a description to an answer: vocabulary, keys, features, scores; four reads of the store at most."""

from collections.abc import Mapping, Sequence

import numpy as np

from plait.matching.answers import Answer, answer
from plait.matching.keys import near_spellings, query_keys, query_names, query_variants
from plait.matching.model import Model
from plait.matching.ports import Store
from plait.matching.score import Scored, score
from plait.matching.sounds import variants
from plait.matching.standardise import Standard

CAP = 1000  # records of one key that are looked at
MOST = 10  # people an answer names


def vocabulary_of(queries: Sequence[Standard], store: Store) -> Mapping[int, Sequence[str]]:
    """The spellings near every name in these, asked for at once.

    The names asked about are among them, whether anybody ever bore them or not: the vocabulary is not asked for those. Else a
    name that is known only of somebody who may not be met would bring more rows than one that nobody has.
    """
    own = sorted({name for one in queries for name in query_names(one)})
    found = store.near_names(sorted({key for one in queries for key in query_variants(one)}), but=own)
    near = {key: list(names) for key, names in found.items()}
    for name in own:
        for key in variants(name):
            near.setdefault(key, []).append(name)
    return near


def look_up(
    query: Standard,
    store: Store,
    model: Model,
    *,
    cap_per_key: int = CAP,
) -> tuple[Scored, int]:
    """Every candidate, scored, and how many postings the cap left out."""
    return look_up_all([query], store, model, cap_per_key=cap_per_key)[0]


def look_up_all(
    queries: Sequence[Standard], store: Store, model: Model, *, cap_per_key: int = CAP
) -> list[tuple[Scored, int]]:
    """The same for several queries, in as many reads of the store as for one."""
    if not queries:
        return []
    vocabulary = vocabulary_of(queries, store)
    keys = [query_keys(one, near_spellings(one, vocabulary)) for one in queries]
    found = store.candidates_of(keys, cap_per_key=cap_per_key)
    known = store.features(np.unique(np.concatenate([one.refs for one in found])))
    return [
        (score(query, known.of(one.refs), model), one.dropped)
        for query, one in zip(queries, found, strict=True)
    ]


def search(
    query: Standard, store: Store, model: Model, *, most: int = MOST, cap_per_key: int = CAP
) -> Answer:
    """The people this may be, best first, with what the scores mean."""
    scored, dropped = look_up(query, store, model, cap_per_key=cap_per_key)
    return answer(query, scored, model, dropped=dropped, most=most)
