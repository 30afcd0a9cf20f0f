"""Labelled data: documents and summaries with people's judgements, to measure scorers on."""

from harness.metaeval.labelled.groups import split_groups
from harness.metaeval.labelled.load import load_labelled
from harness.metaeval.labelled.models import ErrorSpan, LabelledSummary

__all__ = ["ErrorSpan", "LabelledSummary", "load_labelled", "split_groups"]
