"""What commands there are, in words: loaded for every call, so it imports nothing.

A command `task list` is `command` in the module `harness.cli.task_list`.
"""

from __future__ import annotations

GROUPS = {
    "backend": "See which backends can be named, and try one.",
    "cache": "Look at the answers of earlier runs that are kept.",
    "results": "Look at the results of runs.",
    "task": "Look at tasks, and take their prompts elsewhere.",
}

COMMANDS = {
    "eval": "Ask backends for summaries, grade them, and show the results.",
    "compare": "Say whether a run is better than another, and on which facts.",
    "rescore": "Score a run's answers anew, with the gold and scorers of now.",
    "report": "Write a page to look at runs, as one HTML file.",
    "view": "Serve a folder of runs to a browser on this machine.",
    "score": "Grade summaries that you have, and show each verdict.",
    "prefer": "Tell which of two summaries is the more faithful, and why.",
    "fit": "Fit a small head over the grounding scorer on your labels.",
    "selftest": "Count what scorers find of known errors, and flag wrongly.",
    "metaeval": "Measure how far scorers agree with people's labels.",
    "results list": "List the runs of a folder.",
    "results export": "Write scores, facts, claims or the table of runs as a table.",
    "results sql": "Ask runs in SQL, by DuckDB.",
    "results show": "Show a run's table, or the verdicts on one sample.",
    "task list": "List the tasks.",
    "task show": "Show a task: its prompt, articles, facts, limit and scorers.",
    "task check": "Check gold, and try it on sentences with known verdicts.",
    "task migrate": "Bring gold files of an older version to the present one.",
    "task agree": "Say how far two gold files of one article agree, and where.",
    "task export": "Write prompts as JSONL, to be answered elsewhere.",
    "task merge": "Join two gold files of one article, for someone to decide.",
    "task import": "Make a task of articles in a table, with reference summaries.",
    "task export-gold": "Write gold as CSV, for a spreadsheet.",
    "task import-gold": "Make gold files of a CSV from a spreadsheet, or of marks.",
    "explain": "Explain the codes of problems, with examples.",
    "backend list": "List the backends.",
    "backend check": "Ask a backend for one short answer, and tell what works.",
    "cache info": "Show what the cache holds, and what it saved.",
    "cache explain": "Show which requests the cache would answer, and why not.",
    "cache clear": "Remove answers from the cache.",
}

PAGE = f"""\
Usage: harness [--debug] COMMAND [OPTIONS]

  Measure which facts of their articles summaries keep, change, or invent.

Commands:
{"".join(f"  {name:<17}{what}{chr(10)}" for name, what in COMMANDS.items())}
Options:
  --debug       Show the traceback of an error.
  --version     Show the version.
  -h, --help    Show this page, or with a command what it takes.

Examples:
  harness eval
  harness eval short-report --backend openai/gpt-4o-mini
  harness score --task short-report --summary summary.txt

Exit codes: 0 done; 1 a gate failed; 2 wrong usage or bad input, and nothing
was written; 3 finished or stopped, but not every sample has an answer; 70 a
fault of the harness itself; 130 interrupted; 143 terminated.
"""
"""What `harness --help` shows."""
