"""Who is this? From a description to an answer: vocabulary, keys, features, scores; four reads of the store at most."""

from collections.abc import Mapping, Sequence

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
    vocabulary: Mapping[int, Sequence[str]] | None = None,
) -> tuple[Scored, int]:
    """Every candidate, scored, and how many postings the cap left out. `vocabulary`: where it was asked for already."""
    if vocabulary is None:
        vocabulary = vocabulary_of([query], store)
    found = store.candidates(query_keys(query, near_spellings(query, vocabulary)), cap_per_key=cap_per_key)
    return score(query, store.features(found.refs), model), found.dropped


def search(
    query: Standard, store: Store, model: Model, *, most: int = MOST, cap_per_key: int = CAP
) -> Answer:
    """The people this may be, best first, with what the scores mean."""
    scored, dropped = look_up(query, store, model, cap_per_key=cap_per_key)
    return answer(query, scored, model, dropped=dropped, most=most)
