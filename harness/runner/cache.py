"""Answers of earlier runs, kept in one SQLite file so that no request is paid for twice.

An entry belongs to one request in all that could change its answer, and to one epoch: epochs show how much answers
vary, and never share one. What is kept is the answer as it came, with what it took and cost. Refusals, empty answers,
unknown ends and errors are not kept: asking again may mend them. Processes may use one file at once, and one that is
killed leaves it whole.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from pydantic import ValidationError

from harness.backends.base import Answer
from harness.errors import RunError
from harness.files.records import Record
from harness.results.disk import translate_os_errors
from harness.runner.cache_keys import VERSION, Parts, digest
from harness.scorers.grade import is_blank

FILE = Path(".cache") / "answers.sqlite"
"""Where the cache is, below the folder of the run folders."""

NOT_CACHED = frozenset({"extractive", "saved", "command", "python"})
"""Providers whose answers cost nothing, or hang on more than the request says."""

_GOOD = frozenset({"stop", "length"})
_BUSY_SECONDS = 30.0
_HITS_AT_ONCE = 500
_APPLICATION = 0x53554D48
"""Marks the file as one of this program."""

_TABLES = f"""
CREATE TABLE backends (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    parameters TEXT NOT NULL,
    UNIQUE (name, parameters)
);
CREATE TABLE answers (
    key BLOB PRIMARY KEY,
    backend INTEGER NOT NULL REFERENCES backends,
    epoch INTEGER NOT NULL,
    content TEXT NOT NULL,
    content_hash BLOB NOT NULL,
    articles_hash BLOB NOT NULL,
    answer TEXT NOT NULL,
    cost REAL,
    at TEXT NOT NULL,
    hits INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX by_content ON answers (content_hash);
CREATE INDEX by_articles ON answers (articles_hash);
CREATE INDEX by_backend ON answers (backend);
PRAGMA application_id = {_APPLICATION};
PRAGMA user_version = {VERSION}"""

_NEAR = """
SELECT name, parameters, content, epoch FROM (
    SELECT * FROM (SELECT backend, content, epoch FROM answers WHERE content_hash = :content LIMIT 20)
    UNION
    SELECT * FROM (SELECT backend, content, epoch FROM answers WHERE articles_hash = :articles LIMIT 20)
    UNION
    SELECT * FROM (
        SELECT backend, content, epoch FROM answers
        WHERE backend IN (SELECT id FROM backends WHERE name = :backend) LIMIT 20
    )
) JOIN backends ON backends.id = backend"""


@dataclass(frozen=True, slots=True)
class CachedAnswer:
    """An answer as it came, `at` a time (UTC, as records have it), with its `cost` in US dollars."""

    answer: Answer
    cost: float | None
    at: str


class CachedBackend(Record):
    """What is kept of one backend: the entries, how often they were used, and what that saved in US dollars."""

    backend: str
    entries: int
    oldest: str
    newest: str
    hits: int
    saved: float


def is_cached(spec: str) -> bool:
    """Whether answers of a `provider/model` are kept: unless they cost nothing, or hang on more than the request."""
    return spec.partition("/")[0] not in NOT_CACHED


def is_good(answer: Answer) -> bool:
    """Whether an answer is kept: it came to its end, or to the token limit, and is not empty."""
    return answer.finish in _GOOD and not is_blank(answer.text)


class AnswerCache:
    """An open cache, for one thread."""

    def __init__(self, path: Path, *, is_made: bool = True) -> None:
        """Open the file; with `is_made` it is made where it is missing.

        Raises RunError where it is missing, cannot be used, is no cache, or is one of another version.
        """
        self.path = path
        self._hits: Counter[str] = Counter()
        self._backends: dict[tuple[str, str], int] = {}
        if is_made:
            with translate_os_errors(path):
                path.parent.mkdir(parents=True, exist_ok=True)
        elif not path.exists():
            raise RunError("there is no cache.", where=str(path), mend="Make one with 'harness eval --cache'.")
        with self._translated():
            self._db = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None)
        try:
            with self._translated():
                self._prepare()
        except BaseException:
            self._db.close()
            raise

    def get(self, key: str, *, is_counted: bool = True) -> CachedAnswer | None:
        """Return the answer that is kept under a key; None where none is. Raises RunError where it cannot be read."""
        with self._translated():
            select = "SELECT answer, cost, at FROM answers WHERE key = ?"
            row = self._db.execute(select, (bytes.fromhex(key),)).fetchone()
        if row is None:
            return None
        if is_counted:
            self._hits[key] += 1
        if len(self._hits) >= _HITS_AT_ONCE:
            self._count_hits()
        try:
            return CachedAnswer(Answer.model_validate_json(row[0]), row[1], row[2])
        except ValidationError as error:
            raise self._error("is damaged.", "Empty it with 'harness cache clear'.") from error

    def put(self, key: str, parts: Parts, answer: Answer, cost: float | None, at: str) -> None:
        """Keep an answer under a key, in place of one that is there. Raises RunError where it cannot be written."""
        with self._translated(), self._writing():
            self._db.execute(
                "INSERT INTO answers (key, backend, epoch, content, content_hash, articles_hash, answer, cost, at)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO UPDATE"
                " SET answer = excluded.answer, cost = excluded.cost, at = excluded.at",
                (
                    bytes.fromhex(key),
                    self._backend_id(parts),
                    parts.epoch,
                    parts.content,
                    digest(parts.content),
                    digest(parts.articles),
                    answer.model_dump_json(),
                    cost,
                    at,
                ),
            )

    def near(self, parts: Parts) -> list[Parts]:
        """Return what entries that may be near to a request are made of: of its text, its articles or its backend."""
        asked = {"content": digest(parts.content), "articles": digest(parts.articles), "backend": parts.backend}
        with self._translated():
            return [Parts(*row) for row in self._db.execute(_NEAR, asked)]

    def backends(self) -> list[CachedBackend]:
        """Return what is kept, by backend."""
        select = (
            "SELECT name, count(*), min(at), max(at), sum(hits), total(hits * cost)"
            " FROM answers JOIN backends ON backends.id = backend GROUP BY name ORDER BY name"
        )
        names = CachedBackend.model_fields
        with self._translated():
            rows = self._db.execute(select).fetchall()
        return [CachedBackend(**dict(zip(names, row, strict=True))) for row in rows]

    def clear(self, backend: str | None = None, before: str | None = None) -> tuple[int, int]:
        """Remove the entries of a backend, and from before a time, or all; return how many went, of how many."""
        where = "(:backend IS NULL OR backend IN (SELECT id FROM backends WHERE name = :backend))"
        delete = f"DELETE FROM answers WHERE {where} AND (:before IS NULL OR at < :before)"  # noqa: S608  (no input)
        with self._translated():
            with self._writing():
                (entries,) = self._db.execute("SELECT count(*) FROM answers").fetchone()
                removed = self._db.execute(delete, {"backend": backend, "before": before}).rowcount
            self._db.execute("VACUUM")
            self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return removed, entries

    def close(self) -> None:
        """Count what was used, and close the file."""
        try:
            self._count_hits()
        finally:
            self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _prepare(self) -> None:
        """Make the tables where the file is new, and refuse a file of others."""
        (application,) = self._db.execute("PRAGMA application_id").fetchone()
        if application != _APPLICATION:
            with self._writing():
                if self._db.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,):
                    for statement in _TABLES.split(";"):
                        self._db.execute(statement)
        (application,) = self._db.execute("PRAGMA application_id").fetchone()
        (version,) = self._db.execute("PRAGMA user_version").fetchone()
        if application != _APPLICATION:
            raise self._error("is no cache of this program.", "Name another file.")
        if version != VERSION:
            what = f"is a cache of version {version}; this version of the harness reads {VERSION}."
            raise self._error(what, "Name another file, or delete it.")
        self._db.execute("PRAGMA journal_mode = WAL")  # readers and a writer at once; elsewhere SQLite's own
        self._db.execute("PRAGMA synchronous = NORMAL")  # a power cut may cost the last entries, and breaks nothing

    def _backend_id(self, parts: Parts) -> int:
        known = (parts.backend, parts.parameters)
        if known not in self._backends:
            self._db.execute("INSERT OR IGNORE INTO backends (name, parameters) VALUES (?, ?)", known)
            row = self._db.execute("SELECT id FROM backends WHERE name = ? AND parameters = ?", known).fetchone()
            self._backends[known] = row[0]
        return self._backends[known]

    def _count_hits(self) -> None:
        hits, self._hits = self._hits, Counter()
        if hits:
            counted = [(times, bytes.fromhex(key)) for key, times in hits.items()]
            with self._translated(), self._writing():
                self._db.executemany("UPDATE answers SET hits = hits + ? WHERE key = ?", counted)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Hold the file for writing while the block runs; all of what it does is done, or nothing."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._backends.clear()
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_NOTADB:
                raise self._error("is no cache of this program.", "Name another file.") from error
            raise self._error(
                f"the cache cannot be used: {error}.", "Leave --cache out, or name another file."
            ) from error

    def _error(self, what: str, mend: str) -> RunError:
        return RunError(what, where=str(self.path), mend=mend)
