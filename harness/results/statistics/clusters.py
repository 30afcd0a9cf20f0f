"""Which samples are one observation: those that are about one event."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from harness.results.models import Manifest


def clusters_of(samples: Iterable[str], manifests: Sequence[Manifest]) -> dict[str, int]:
    """Return the number of each sample's cluster: what shares an event, directly or by others, is one."""
    chosen = dict.fromkeys(samples)
    events = [events_of(manifest) for manifest in manifests]
    first = events[0]
    numbers: dict[str, int] = {}
    if all(len(first[sample]) == 1 and all(one[sample] == first[sample] for one in events) for sample in chosen):
        return {sample: numbers.setdefault(first[sample][0], len(numbers)) for sample in chosen}
    leader: dict[str, str] = {}

    def lead(event: str) -> str:
        while leader.setdefault(event, event) != event:
            event = leader[event]
        return event

    for sample in chosen:
        joined = list(dict.fromkeys(event for one in events for event in one[sample]))
        for event in joined:
            leader[lead(event)] = lead(joined[0])
    return {sample: numbers.setdefault(lead(first[sample][0]), len(numbers)) for sample in chosen}


def events_of(manifest: Manifest) -> dict[str, tuple[str, ...]]:
    """Return the events that each sample's articles are about."""
    event_of = {article.id: article.event for article in manifest.articles}
    return {
        sample.id: tuple(event_of[article] for article in sample.articles)
        for task in manifest.tasks
        for sample in task.samples
    }
