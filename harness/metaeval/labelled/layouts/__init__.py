"""Layouts of labelled data: the project's own format and those that others publish, a module each."""

from harness.metaeval.labelled.layouts import (
    aggrefact,
    bump,
    faithbench,
    frank,
    own,
    qags,
    ragtruth,
    summedits,
    tofueval,
)
from harness.metaeval.labelled.layouts.base import Layout

LAYOUTS: tuple[Layout, ...] = (
    summedits.LAYOUT,
    bump.LAYOUT,
    qags.LAYOUT,
    frank.LAYOUT,
    faithbench.LAYOUT,
    ragtruth.LAYOUT,
    aggrefact.LAYOUT,
    tofueval.LAYOUT,
    own.LAYOUT,
)
"""All that are known; the first that a file belongs to reads it."""

__all__ = ["LAYOUTS", "Layout"]
