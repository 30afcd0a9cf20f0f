"""The values of scores as a table of SQL, a row each, fast: read into one column per name, put in rows when asked.

A map of twelve values takes DuckDB several times as long to read as twelve columns. What those are called is looked up
first; by scorer and outcome, since a value that is null is a row, and one that is not there is none.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

_MOST_NAMES = 500
_MOST_SORTS = 50
_Sorts = dict[tuple[str, str], tuple[str, ...]]


def stage_values(
    database: duckdb.DuckDBPyConnection, table: str, run: str, reading: str, columns: Iterable[str], path: str
) -> str:
    """Load the scores of a file into a table; return the SELECT that has a row of it for each value.

    `reading` is a `read_json` of $path with {values} where the type of the values belongs; it also has the texts
    `scorer` and `outcome`. Raises duckdb.Error for what cannot be read.
    """
    sorts = _sorts(database, reading, path)
    kind, pairs = "MAP(VARCHAR, DOUBLE)", "map_entries(values)"
    if sorts is not None:
        names = dict.fromkeys(name for names in sorts.values() for name in names)
        # a struct has a field at least; this one is read of no score
        kind = f"STRUCT({', '.join(f'{_name(name)} DOUBLE' for name in names or ['-'])})"
        pairs = _pairs(sorts)
    shape = reading.replace("{values}", kind.replace("'", "''"))
    kept = ", ".join(columns)
    database.execute(
        f"CREATE OR REPLACE TABLE {table} AS SELECT $run AS run, {kept}, outcome, values FROM {shape}",  # noqa: S608  (ours)
        {"path": path, "run": run},
    )
    return (
        f"SELECT run, {kept}, pair.key AS metric, pair.value AS value "  # noqa: S608  (the same)
        f"FROM (SELECT *, unnest({pairs}) AS pair FROM {table})"
    )


def _sorts(database: duckdb.DuckDBPyConnection, reading: str, path: str) -> _Sorts | None:
    """Return the names of values by scorer and outcome; None where they differ within one, or fit no columns."""
    shape = reading.replace("{values}", "JSON")
    found = database.execute(
        f"SELECT DISTINCT scorer, outcome, json_keys(values) FROM {shape} LIMIT {_MOST_SORTS + 1}",  # noqa: S608  (ours)
        {"path": path},
    ).fetchall()
    sorts: _Sorts = {(scorer, outcome): tuple(names or ()) for scorer, outcome, names in found}
    every = {name for names in sorts.values() for name in names}
    one_each = len(sorts) == len(found) <= _MOST_SORTS and all(
        len(set(names)) == len(names) for names in sorts.values()
    )
    whole = all(scorer is not None and outcome is not None for scorer, outcome in sorts)
    # DuckDB tells columns apart by their letters, not by capitals
    apart = len({name.lower() for name in every}) == len(every) <= _MOST_NAMES
    plain = all(name and name.isascii() and name.isprintable() for name in every)
    return sorts if one_each and whole and apart and plain else None


def _pairs(sorts: _Sorts) -> str:
    cases = [
        f"WHEN scorer = {_text(scorer)} AND outcome = {_text(outcome)} THEN ["
        + ", ".join(f"{{'key': {_text(name)}, 'value': values.{_name(name)}}}" for name in names)
        + "]"
        for (scorer, outcome), names in sorts.items()
        if names
    ]
    kind = "STRUCT(key VARCHAR, value DOUBLE)[]"
    return f"CASE {' '.join(cases)} ELSE []::{kind} END" if cases else f"[]::{kind}"


def _name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
