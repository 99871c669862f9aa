"""PostgreSQL as Django speaks to it, and a second kind of cursor: for questions that are asked again and again in the same words.

Django writes everything into the text of a statement, so the server plans each one anew. A question about access needs 1 to
11 ms for its plan and a tenth of one for its answer. A *kept* cursor sends the words and what is asked with apart; the server
then plans a question a few times for each connection, and keeps the plan. Plans follow the tables: after an ANALYZE they are
made anew.
"""

import re
from collections.abc import Collection, Sequence
from typing import Any, cast

from django.db.backends.postgresql import base, operations
from django.db.backends.utils import CursorWrapper
from psycopg.sql import Literal

# From the second time on the server keeps the plan of words that come again. What a page asks it asks on every page.
_KEPT_FROM = 1
# On one connection; of those asked least lately the plan is let go. (psycopg's own 100 are some pages' worth.)
_MOST_KEPT = 400
# The server plans such a question for what is asked the first five times, and then, by itself (plan_cache_mode "auto"), keeps
# one plan where that is no dearer: it must not be made to, since a plan for any moment at all takes a third of a table to be
# before it. A page's questions are short; only their plans are long: nothing is won by compiling them.
_SETTINGS = "-c jit=off"

_KEPT = "kept"  # stands for the name of a cursor, which is how Django asks for another kind
_MARK = re.compile("%%|%s")


class DatabaseOperations(operations.DatabaseOperations):
    """How statements are written for it."""

    def last_executed_query(self, cursor: Any, sql: str, params: Any) -> str:
        """What was asked, for whoever reads the statements along: a kept cursor never had it in one piece."""
        if isinstance(cursor, base.ServerBindingCursor):
            return str(self.compose_sql(sql, params))
        return super().last_executed_query(cursor, sql, params)


class DatabaseWrapper(base.DatabaseWrapper):
    """One connection."""

    ops_class = DatabaseOperations

    def get_connection_params(self) -> dict[str, Any]:
        params: dict[str, Any] = super().get_connection_params()
        params["prepare_threshold"] = _KEPT_FROM
        params["options"] = f"{params.get('options', '')} {_SETTINGS}".strip()
        return params

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        made = super().get_new_connection(conn_params)
        made.prepared_max = _MOST_KEPT
        return made

    def create_cursor(self, name: str | None = None) -> Any:
        if name == _KEPT:
            return cast(Any, base.ServerBindingCursor)(self.connection)
        return super().create_cursor(name)

    def kept_cursor(self) -> CursorWrapper:
        """For words that come again and again, with their constants in them; `cursor` is for everything else."""
        return cast(CursorWrapper, cast(Any, self)._cursor(_KEPT))

    def as_constants(self, sql: str, params: Sequence[Any], *, but: Collection[int]) -> str:
        """These words with every parameter written into them, except those in the places `but`."""
        number = iter(range(len(params)))

        def written(found: re.Match[str]) -> str:
            if found[0] == "%%" or (place := next(number)) in but:
                return found[0]
            return Literal(params[place]).as_string(self.connection).replace("%", "%%")

        return _MARK.sub(written, sql)
