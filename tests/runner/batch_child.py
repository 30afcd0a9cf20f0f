"""A real process that runs a batch run against a provider on a loopback port, for tests to kill, interrupt and resume.

Arguments: the results folder, the run to resume or `-`, the provider, its base URL, and `wait` or `leave`. It says on
stdout what is done and said, one event a line; pauses last a thousandth of what they are.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import Literal, cast

from batch_fakes import BatchFake
from run_child import TellingProgress, say
from runner_fakes import LengthScorer, make_task

from harness.backends.batches import BatchLimits
from harness.errors import HarnessError
from harness.runner.clock import Clock
from harness.runner.conditions import Conditions
from harness.runner.evaluate import evaluate

EPOCHS = 30
LIMITS = BatchLimits(requests=20, size=10**6)


async def main(results: Path, resume: str | None, backend: BatchFake, batches: Literal["wait", "leave"]) -> int:
    try:
        run = await evaluate(
            [make_task()],
            [backend],
            scorers={"rivers": [LengthScorer()]},
            results_dir=results,
            epochs=EPOCHS,
            conditions=Conditions(batches=batches),
            resume=resume,
            progress=TellingProgress(lambda text: say(f"say {text}")),
            clock=Clock(sleep=lambda seconds: asyncio.sleep(seconds / 1000)),
        )
    except HarnessError as error:
        say(f"error {error}")
        return error.exit_code
    return run.exit_code


if __name__ == "__main__":
    folder, run, provider, url, how = sys.argv[1:]
    asked = BatchFake(f"{provider}/stub", url, LIMITS)
    manner = cast("Literal['wait', 'leave']", how)
    sys.exit(asyncio.run(main(Path(folder), None if run == "-" else run, asked, manner)))
