"""Bindings: which of the origins that a sentence names belongs to which of its values.

An origin in brackets behind a value is the value's. Where origins and values take turns, the first of them says
whether origins stand before (`the police say 19, the office 23`) or behind (`19 by the police, 23 by the office`). Else
those on both sides are taken.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from harness.gold.matching.origins import Origin, Origins
from harness.gold.matching.passage import Passage
from harness.gold.matching.points import Version
from harness.gold.matching.tellings import Telling

_PART = re.compile(r"[;|\n]")
_OPENS = re.compile(r"[^(),.;|\n]{0,60}\(")
"""What may stand between a value and the bracket with its origin: a few words and no mark."""


@dataclass(frozen=True, slots=True)
class Bound:
    """The origins of a value, and the number that an earlier sentence opened with and that still holds.

    `is_near` where nothing stands between value and origin that could have others.
    """

    origins: tuple[Origin, ...]
    is_near: bool
    held: tuple[Origin, ...] = ()
    is_bracketed: bool = False


def bind(passage: Passage, telling: Telling, tellings: Sequence[Telling], origins: Origins) -> Bound:
    """Return the origins of one of a point's tellings; `tellings` are all that its sentence has of the point."""
    here = [o for o in origins.named[telling.sentence] if _may_hold(passage, o, telling)]
    held = origins.held[telling.sentence]
    bracketed = _bracketed(passage, telling, here)
    if bracketed:
        return Bound(bracketed, is_near=True, held=held, is_bracketed=True)
    first, last = _part(passage, telling)
    inside = [o for o in here if first <= o.first < last]
    others = [m for m in tellings if first <= m.first < last and m is not telling]
    left = max((m.last for m in others if m.last <= telling.first), default=first)
    right = min((m.first for m in others if m.first >= telling.last), default=last)
    before = tuple(o for o in inside if left <= o.first < telling.first)
    behind = tuple(o for o in inside if telling.last <= o.first < right)
    turn = _turn(inside, [*others, telling])
    if turn == "before" and before:
        return Bound(before, is_near=True, held=held)
    if turn == "behind" and behind:
        return Bound(behind, is_near=True, held=held)
    far = _last_run([o for o in inside if o.first < telling.first], others)
    if behind and (before or far) and right < last and "," in _between(passage, telling.last, behind[0].first):
        behind = ()  # it opens the next value's clause
    if before or behind:
        return Bound(before + behind, is_near=True, held=held)
    far = far or tuple(o for o in inside if o.first >= telling.last)[:1]
    carried = tuple(o for o in here if o.last <= first)[-1:]
    return Bound(far or carried, is_near=False, held=held)


def _may_hold(passage: Passage, origin: Origin, telling: Telling) -> bool:
    """Whether a value may be an origin's: not where the origin speaks in the sentence, but of other words."""
    said = [s.scope for s in passage.speakers[telling.sentence] if s.first <= origin.first < s.last]
    return not said or any(first <= telling.first < last for first, last in said)


def standing(versions: Sequence[Version], rivals: Sequence[Version], bound: Bound) -> str:
    """Return whether origins are of one of some versions (`own`), surely of none (`other`), or unknown (`none`).

    An article's number is not enough where a rival's source is named as the speaker.
    """
    if any(version.is_from(o) for version in versions for o in bound.held):
        return "own"
    own = [o for o in bound.origins if any(version.is_from(o) for version in versions)]
    others = [o for o in bound.origins if o.is_sure and o not in own and _tells(o, bound)]
    speaks = [o for o in own if o.keys]
    spoken = [o for o in others if o.is_speaker and any(rival.is_from(o) for rival in rivals)]
    if own and not (bound.is_near and spoken and not speaks):
        return "own"
    return "other" if others and bound.is_near else "none"


def _tells(origin: Origin, bound: Bound) -> bool:
    """Whether an origin surely is given as a source: by its number, its verb of saying, or in brackets."""
    return bool(origin.articles) or origin.is_speaker or bound.is_bracketed


def has_one_source(bound: Bound) -> bool:
    """Whether a value is given to one article or speaker: then no two are mixed."""
    sure = [o for o in bound.origins if o.is_sure]
    articles = frozenset().union(*(o.articles for o in sure))
    return bool(sure) and len(articles) < 2 and sum(bool(o.keys) for o in sure) < 2  # noqa: PLR2004


def _bracketed(passage: Passage, telling: Telling, here: Sequence[Origin]) -> tuple[Origin, ...]:
    text = passage.reading.text
    opening = _OPENS.match(text, telling.span[1])
    if not opening:
        return ()
    closing = text.find(")", opening.end(), passage.reading.sentences[telling.sentence][1])
    first, last = passage.reading.word_range((opening.end() - 1, closing if closing >= 0 else opening.end()))
    return tuple(o for o in here if first <= o.first < last)


def _part(passage: Passage, telling: Telling) -> tuple[int, int]:
    """Return the words around a value between semicolons, cells and lines."""
    start, end = passage.reading.sentences[telling.sentence]
    text = passage.reading.text
    begin = max((m.end() for m in _PART.finditer(text, start, telling.span[0])), default=start)
    stop = _PART.search(text, telling.span[1], end)
    return passage.reading.word_range((begin, stop.start() if stop else end))


def _between(passage: Passage, first: int, last: int) -> str:
    words = passage.reading.words
    return passage.reading.text[words[first - 1].end : words[last].start]


def _turn(origins: Sequence[Origin], tellings: Sequence[Telling]) -> str:
    """Return on which side of values their origins stand, where the two take turns."""
    marks = sorted([(o.first, "o") for o in origins] + [(m.first, "m") for m in tellings])
    order = re.sub(r"(.)\1+", r"\1", "".join(kind for _, kind in marks))
    if len(order) % 2 or len(order) < 4:  # noqa: PLR2004  (two of each)
        return ""
    return "before" if order[0] == "o" else "behind"


def _last_run(origins: Sequence[Origin], tellings: Sequence[Telling]) -> tuple[Origin, ...]:
    """Return the last origins that no value parts from each other."""
    run: list[Origin] = []
    for origin in reversed(origins):
        if run and any(origin.last <= m.first < run[-1].first for m in tellings):
            break
        run.append(origin)
    return tuple(reversed(run))
