"""Tasks: articles, gold, prompt and scorers, and the samples that they make."""

from harness.tasks.load import find_task_files, load_task, load_tasks
from harness.tasks.models import Limit, Prompt, ScorerSpec, Task, TaskFile
from harness.tasks.samples import Sample, samples_of

__all__ = [
    "Limit",
    "Prompt",
    "Sample",
    "ScorerSpec",
    "Task",
    "TaskFile",
    "find_task_files",
    "load_task",
    "load_tasks",
    "samples_of",
]
