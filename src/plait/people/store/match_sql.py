"""The four tables of the search and every statement on them, for SQLite and PostgreSQL.

`match_record` one row a record, what is compared, packed in columns; `match_key` hashed key → record, with the record's place in
that key's list (`n`), so that a cap on a list is a range of the index and always gives the same records; `match_name` the
vocabulary; `match_household` who belonged to which household. Parameters are written `%s`.
"""

# ruff: noqa: S608 — every part of a statement is a constant of this file

from dataclasses import dataclass

from plait.matching.ports import FEATURES

COLUMNS = ("ref", *FEATURES, "street")
SPELT = ("forename", "middle", "surname", "previous")  # the columns whose words are in the vocabulary
_LIST = ", ".join(COLUMNS)
_MARKS = ", ".join(["%s"] * len(COLUMNS))
_COMPARED = ", ".join(("ref", *FEATURES))

_TEXTS = ", ".join(f"{name} text not null" for name in FEATURES if name != "address")


@dataclass(frozen=True, slots=True)
class Statements:
    """One database's way of saying each thing."""

    create: tuple[str, ...]
    index: tuple[str, ...]
    candidates: str  # keys, cap → (ref, n, key)
    lengths: str  # keys → (longest n of each key)
    features: str  # refs → ref, FEATURES
    whole: str  # refs → COLUMNS
    names: str  # variant keys → (variant, name)
    households: str  # persons → (person, household)
    add_record: str
    add_key: str  # h, ref: at the end of that key's list
    add_key_at: str  # h, n, ref
    add_name: str  # v, name
    add_household: str
    assign: str  # person, ref
    drop_records: str
    drop_key: str  # h, ref
    borne: tuple[str, ...]  # names → those of them that a record bears, in one column each
    drop_name: str  # v, name
    drop_households: str  # person
    at_once: bool  # do add_key, add_name and drop_key take whole columns, in one journey to the server? Else row by row


SQLITE = Statements(
    create=(
        f"create table match_record (ref integer primary key, {_TEXTS}, address integer not null, street text not null)",
        "create table match_key (h integer, n integer, r integer, primary key (h, n, r)) without rowid",
        "create table match_name (v integer not null, name text not null, primary key (v, name)) without rowid",
        "create table match_household (person text, household text, primary key (person, household)) without rowid",
    ),
    index=(
        "create index match_record_person on match_record (person) where person <> ''",
        "create index match_household_of on match_household (household)",
    ),
    # cross join: SQLite keeps the order of the tables as written
    candidates="select k.r, k.n, k.h from json_each(%s) q cross join match_key k on k.h = q.value and k.n < %s",
    lengths="select (select max(k.n) from match_key k where k.h = q.value) from json_each(%s) q",
    features=f"select {_COMPARED} from json_each(%s) q cross join match_record on ref = q.value",
    whole=f"select {_LIST} from json_each(%s) q cross join match_record on ref = q.value",
    names="select v, name from json_each(%s) q cross join match_name on v = q.value "
    "where name not in (select value from json_each(%s))",
    households="select person, household from json_each(%s) q cross join match_household on person = q.value",
    add_record=f"insert into match_record ({_LIST}) values ({_MARKS})",
    add_key="insert into match_key (h, n, r) select q.h, "
    "(select coalesce(max(k.n) + 1, 0) from match_key k where k.h = q.h), q.r from (select %s as h, %s as r) q",
    add_key_at="insert into match_key (h, n, r) values (%s, %s, %s)",
    add_name="insert or ignore into match_name (v, name) values (%s, %s)",
    add_household="insert or ignore into match_household (person, household) values (%s, %s)",
    assign="update match_record set person = %s where ref = %s",
    drop_records="delete from match_record where ref in (select value from json_each(%s))",
    drop_key="delete from match_key where h = %s and r = %s",
    borne=tuple(
        f"select distinct {name} from match_record where {name} in (select value from json_each(%s))"
        for name in SPELT
    ),
    drop_name="delete from match_name where v = %s and name = %s",
    drop_households="delete from match_household where person = %s",
    at_once=False,
)

POSTGRES = Statements(
    create=(
        f"create table match_record (ref bigint primary key, {_TEXTS}, address bigint not null, street text not null)",
        "create table match_key (h bigint not null, n integer not null, r bigint not null)",
        'create table match_name (v bigint not null, name text collate "C" not null, primary key (v, name))',
        "create table match_household (person text not null, household text not null, primary key (person, household))",
    ),
    index=(
        "create index match_key_of on match_key (h, n) include (r)",
        "create index match_record_person on match_record (person) where person <> ''",
        "create index match_household_of on match_household (household)",
    ),
    candidates="select k.r, k.n, k.h from match_key k where k.h = any(%s::bigint[]) and k.n < %s",
    lengths="select (select max(k.n) from match_key k where k.h = q.h) from unnest(%s::bigint[]) q(h)",
    features=f"select {_COMPARED} from match_record where ref = any(%s::bigint[]) order by ref",
    whole=f"select {_LIST} from match_record where ref = any(%s::bigint[]) order by ref",
    names="select v, name from match_name where v = any(%s::bigint[]) and name <> all(%s::text[])",
    households="select person, household from match_household where person = any(%s::text[])",
    add_record=f"insert into match_record ({_LIST}) values ({_MARKS})",
    add_key="insert into match_key (h, n, r) select q.h, coalesce((select max(k.n) + 1 from match_key k where k.h = q.h), 0)"
    " + row_number() over (partition by q.h order by q.place) - 1, q.r"
    " from unnest(%s::bigint[], %s::bigint[]) with ordinality q(h, r, place)",
    add_key_at=SQLITE.add_key_at,
    add_name="insert into match_name (v, name) select q.v, q.name from unnest(%s::bigint[], %s::text[]) q(v, name)"
    " on conflict do nothing",
    add_household="insert into match_household (person, household) values (%s, %s) on conflict do nothing",
    assign=SQLITE.assign,
    drop_records="delete from match_record where ref = any(%s::bigint[])",
    borne=tuple(f"select distinct {name} from match_record where {name} = any(%s::text[])" for name in SPELT),
    drop_name="delete from match_name m using unnest(%s::bigint[], %s::text[]) q(v, name)"
    " where m.v = q.v and m.name = q.name",
    drop_key="delete from match_key k using unnest(%s::bigint[], %s::bigint[]) q(h, r) where k.h = q.h and k.r = q.r",
    drop_households=SQLITE.drop_households,
    at_once=True,
)
