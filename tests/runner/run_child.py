"""A real process that runs `evaluate` and says on stdout what happens, one event a line, for tests to read and kill it.

Arguments: the results folder, the run to resume or `-`, the number of epochs, and how its backend behaves:
`quick` answers after a moment with long texts; `held` answers the first epoch and holds every later request until
Ctrl-C is noticed; `stuck` holds them for good.
"""

from __future__ import annotations

import asyncio
import random
import sys
from pathlib import Path

from runner_fakes import FakeBackend, KeptProgress, LengthScorer, make_task

from harness.backends.base import Answer, Request
from harness.errors import HarnessError
from harness.results.models import AnswerRecord
from harness.runner.conditions import Conditions
from harness.runner.evaluate import evaluate

CONNECTIONS = 4
LONG = "It rose \u2028 \U0001f30a. " * 1000
"""Several pages, so that a write is not one step."""


def say(event: str) -> None:
    sys.stdout.write(f"{event}\n")
    sys.stdout.flush()


class TellingProgress(KeptProgress):
    def advance(self, record: AnswerRecord) -> None:
        say(f"done {record.id}")


async def main(results: Path, resume: str | None, epochs: int, manner: str) -> int:
    stopping = asyncio.Event()
    chance = random.Random(epochs)

    def on_say(text: str) -> None:
        if manner == "held":
            stopping.set()
        say(f"say {text}")

    async def reply(request: Request) -> Answer:
        say(f"asked {request.id}")
        if manner == "quick":
            await asyncio.sleep(chance.random() / 1000)
            return Answer(text=LONG[: chance.randrange(len(LONG))])
        if request.epoch > 1:
            await stopping.wait()
        return Answer(text="It rose.")

    try:
        run = await evaluate(
            [make_task()],
            [FakeBackend(reply=reply)],
            scorers={"rivers": [LengthScorer()]},
            results_dir=results,
            epochs=epochs,
            conditions=Conditions.connections(CONNECTIONS),
            resume=resume,
            progress=TellingProgress(on_say),
        )
    except HarnessError as error:
        say(f"error {error}")
        return error.exit_code
    return run.exit_code


if __name__ == "__main__":
    folder, run, number, how = sys.argv[1:]
    sys.exit(asyncio.run(main(Path(folder), None if run == "-" else run, int(number), how)))
