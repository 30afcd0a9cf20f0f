"""Gold for tests, written as a gold file has it, and the sentences that are made of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from harness.gold.gold import Evidence, Gold, GoldFact, GoldGroup
from harness.gold.models import GoldFile
from harness.metaeval.corruptions import corruptions_of
from harness.metaeval.probes import Probe
from harness.metaeval.rewordings import rewordings_of

NAMES: dict[str, Any] = {
    "france": {"name": "France", "kind": "place", "also": ["French", "Paris"]},
    "peru": {"name": "Peru", "kind": "place", "also": ["Peruvian"]},
    "oslo": {"name": "Oslo", "kind": "place"},
    "mayor": {"name": "Inger Holst", "kind": "person", "also": ["the mayor", "Holst"]},
    "captain": {"name": "Ove Brandal", "kind": "person", "also": ["the captain"]},
    "agency": {"name": "the Harbour Agency", "kind": "body", "also": ["the agency"]},
    "reports": {"name": "reports", "kind": "document"},
}


def make_gold(
    *facts: Mapping[str, Any],
    names: Mapping[str, Any] = NAMES,
    groups: Iterable[Mapping[str, Any]] = (),
    apart: bool = True,
) -> Gold:
    """Return the gold of an article; each fact has its own stretch as evidence, with `apart=False` all have one."""
    written = [{"id": f"fact-{i}", "evidence": f"words {i}", **fact} for i, fact in enumerate(facts)]
    file = GoldFile.model_validate(
        {"gold": "1", "article": "port", "names": dict(names), "facts": written, "groups": list(groups)}
    )
    spans = [(10 * i, 10 * i + 9) if apart else (0, 9) for i in range(len(written))]
    return Gold(
        name="port",
        sha256="0" * 64,
        articles=("port",),
        facts=tuple(
            GoldFact(id=fact.id, article="port", fact=fact, evidence=(Evidence(article="port", start=start, end=end),))
            for fact, (start, end) in zip(file.facts, spans, strict=True)
        ),
        groups=tuple(GoldGroup(id=g.id, group=g, members=g.members, weight=2) for g in file.groups),
        names={"port": file.names},
    )


def count(statement: str, value: str, **more: Any) -> dict[str, Any]:
    """Return a count fact as a file has it; `accepts`, `importance` and `id` are the fact's, the rest the count's."""
    return {"statement": statement, **_outer(more), "count": {"value": value, "unit": "people", "did": ["die"], **more}}


def date(statement: str, **more: Any) -> dict[str, Any]:
    """Return a date fact."""
    return {"statement": statement, **_outer(more), "date": {"of": {"did": "open"}, **more}}


def states(statement: str, **more: Any) -> dict[str, Any]:
    """Return a statement fact."""
    return {"statement": statement, **_outer(more), "states": {"did": ["open"], **more}}


def says(statement: str, who: str, **more: Any) -> dict[str, Any]:
    """Return an attribution."""
    content = {} if "what" in more else {"what": "so", "terms": [["so"]]}
    return {"statement": statement, **_outer(more), "says": {"who": who, **content, **more}}


def _outer(more: dict[str, Any]) -> dict[str, Any]:
    return {key: more.pop(key) for key in ("id", "accepts", "rejects", "importance") if key in more}


def errors(change: str, *facts: Mapping[str, Any], **options: Any) -> list[str]:
    """Return the sentences with an error of one class that are made of facts."""
    return texts(corruptions_of(make_gold(*facts, **options)), change)


def rewordings(change: str, *facts: Mapping[str, Any], **options: Any) -> list[str]:
    """Return the rewordings of one kind that are made of facts."""
    return texts(rewordings_of(make_gold(*facts, **options)), change)


def texts(probes: Iterable[Probe], change: str) -> list[str]:
    """Return the texts of one class."""
    return [probe.text for probe in probes if probe.change == change]
