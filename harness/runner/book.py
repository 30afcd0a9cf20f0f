"""Which planned requests have an answer, and where: the journal seen from the plan."""

from __future__ import annotations

import asyncio
from array import array
from collections import OrderedDict
from collections.abc import AsyncIterator

from harness.results.disk import parse_json, to_record, translate_os_errors
from harness.results.models import AnswerRecord
from harness.runner.journal import Journal
from harness.runner.plan import Plan, Planned

RECENT = 256
"""Records kept in memory, so that an answer that is scored soon is not read again."""

_NOWHERE = -1


class Book:
    """The journal by the plan's numbers. What is added is in the journal when `add` returns."""

    def __init__(self, journal: Journal, plan: Plan) -> None:
        """Look up what the journal holds already; an error that may pass is asked again, and so counts as lacking."""
        self.journal = journal
        self.plan = plan
        self._places = array("q", [_NOWHERE]) * len(plan)
        self._recent: OrderedDict[int, AnswerRecord] = OrderedDict()
        self._waited_for: tuple[int, asyncio.Future[None]] | None = None
        standing = journal.standing
        if standing:
            for planned in plan:
                place, is_final = standing.get(planned.id, (_NOWHERE, False))
                if is_final:
                    self._places[planned.number] = place

    def lacks(self, number: int) -> bool:
        """Whether a request is still to be asked."""
        return self._places[number] == _NOWHERE

    def done(self) -> int:
        """Return how many requests are not."""
        return len(self._places) - self._places.count(_NOWHERE)

    def add(self, planned: Planned, record: AnswerRecord) -> None:
        """Write a record to the journal."""
        self._places[planned.number] = self.journal.append(record)
        self._recent[planned.number] = record
        if len(self._recent) > RECENT:
            self._recent.popitem(last=False)
        if self._waited_for and self._waited_for[0] == planned.number and not self._waited_for[1].done():
            self._waited_for[1].set_result(None)

    async def records(self) -> AsyncIterator[tuple[Planned, AnswerRecord]]:
        """Yield each request with its record, in the order of the plan, as they come. One reader at a time."""
        with translate_os_errors(self.journal.path):
            file = self.journal.path.open("rb")
        with file:
            for planned in self.plan:
                if self.lacks(planned.number):
                    await self._arrival(planned.number)
                record = self._recent.pop(planned.number, None)
                if record is None:
                    with translate_os_errors(self.journal.path):
                        file.seek(self._places[planned.number])
                        line = file.readline()
                    record = to_record(parse_json(line), AnswerRecord, str(self.journal.path))
                yield planned, record

    async def _arrival(self, number: int) -> None:
        arrived: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waited_for = (number, arrived)
        try:
            await arrived
        finally:
            self._waited_for = None
