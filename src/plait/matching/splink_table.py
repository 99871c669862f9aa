"""Plain records as the table Splink reads, with the columns the definition's SQL speaks of; the same for DuckDB and Spark."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from plait.matching import dates, places
from plait.matching.columns import Coded
from plait.matching.keys import address_hashes
from plait.matching.sounds import heard, roots
from plait.matching.spelling import parts
from plait.matching.standardise import Standards


def table(plain: Standards, refs: Sequence[int] | Any) -> Any:
    """An arrow table with `ref` and every compared and derived column; unknown is null."""

    def derived(column: Coded, change: Any) -> Any:
        return column.map(change).arrow()

    address = address_hashes(plain)
    root_lists = pa.array(
        [list(roots(name)) or None for name in plain.forename.values], pa.list_(pa.string())
    )
    columns = {
        name: getattr(plain, name).arrow()
        for name in ("forename", "middle", "surname", "previous", "born", "sex")
    }
    return pa.table(
        {
            "ref": pa.array(np.asarray(refs, np.int64)),
            **columns,
            "nhs": plain.nhs.arrow(),
            "upn": plain.upn.arrow(),
            "postcode": plain.postcode.arrow(),
            "forename_sound": derived(plain.forename, heard),
            "forename_roots": root_lists.take(pa.array(plain.forename.codes)),
            "surname_sound": derived(plain.surname, heard),
            "surname_first": derived(plain.surname, lambda name: parts(name)[0]),
            "surname_last": derived(plain.surname, lambda name: parts(name)[1]),
            "born_swapped": derived(plain.born, dates.swapped),
            "year": derived(plain.born, lambda born: born[:4]),
            "birthday": derived(plain.born, lambda born: born[5:]),
            "outcode": derived(plain.postcode, places.outcode),
            "sector": derived(plain.postcode, places.sector),
            "address": pa.array(address, mask=address == 0),
        }
    )
