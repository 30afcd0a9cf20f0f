"""Gold files drawn at random, with texts that spreadsheets, YAML and terminals may take for their own."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from harness.gold.models import GoldFile

_EVIL = [
    "=SUM(A1)", "+1", "-1", "@x", "'=1", "''", "'", "2031-05", "1/3", "007", "mar1", "1e5", "1.50", "TRUE", "null",
    "a | b", "a \\| b", "\\", "\\x41", "a / b", "a + b", "/", "+", "|", 'say "no"', "a\nb", "x: y", "a #b", "- a", "~",
    "[a]", "{a}", "& a", "\x1b[31m", "\u202eabc", "\ufeffa", "\u2028", "é🙂", "a\u200db", "\x85", "\x7f", "::error::",
    "a,b;c\td", "fair: no", "\uff1d1",
]  # fmt: skip
TEXTS = (
    (st.sampled_from(_EVIL) | st.text(max_size=12)).map(str.strip).filter(lambda text: bool(text) and _is_text(text))
)
_LISTS = st.lists(TEXTS, min_size=1, max_size=3)
_NAMES = st.from_regex(r"\A[a-z0-9][a-z0-9._-]{0,8}\Z")
_PERIODS = st.sampled_from(["2031-05", "2031-05-06", "mid 2031-05", "2024-10/..", "XXXX-01", "194X"])
_CERTAIN = st.sampled_from(["asserted", "likely", "possible"])
_TERMS = st.lists(_LISTS, min_size=1, max_size=2)


def _is_text(text: str) -> bool:
    return text.isascii() or not any(0xD800 <= ord(char) <= 0xDFFF for char in text)


def _some(needed: dict[str, Any], optional: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(needed, optional=optional)


_HAPPENING = _some({}, {"who": TEXTS, "did": _LISTS, "what": TEXTS, "polarity": st.just("negative")})
_VALUES = st.one_of(
    _some(
        {"value": st.sampled_from(["1/3", "50%", "2.50", "10000 to 11000"]), "unit": TEXTS},
        {
            **dict.fromkeys(("who", "to", "where", "of"), TEXTS),
            "did": _LISTS, "combined": st.just("true"), "bound": st.just("about"), "terms": _TERMS,
        },
    ).map(lambda value: {"count": value}),
    _some({"when": _PERIODS, "of": TEXTS | _HAPPENING}, {"certainty": _CERTAIN, "terms": _TERMS}).map(
        lambda value: {"date": value}
    ),
    _some({"lasting": st.just("2 to 3 months"), "of": TEXTS}, {"since": TEXTS, "until": TEXTS}).map(
        lambda value: {"date": value}
    ),
    _some(
        {
            "who": st.one_of(TEXTS, _some({"all": _LISTS}, {}), _some({"any": _LISTS}, {})),
            "what": TEXTS | _LISTS,
            "terms": _TERMS,
        },
        {"via": _LISTS, "how": st.just("cannot confirm")},
    ).map(lambda value: {"says": value}),
    _some({"did": _LISTS}, {"who": TEXTS, "what": TEXTS, "certainty": _CERTAIN, "terms": _TERMS}).map(
        lambda value: {"states": value}
    ),
)  # fmt: skip
_SPANS = st.tuples(st.integers(0, 9), st.integers(10, 99)).map(lambda span: [str(place) for place in span])
_QUOTES = TEXTS | _some({"quote": TEXTS, "original": _SPANS}, {})
_FACTS = st.builds(
    lambda head, value: {**head, **value},
    _some(
        {"id": _NAMES, "statement": TEXTS, "evidence": st.lists(_QUOTES, min_size=1, max_size=3)},
        {"importance": st.sampled_from(["key", "detail"]), "accepts": _LISTS, "rejects": _LISTS},
    ),
    _VALUES,
)
_ENTRIES = _some({"name": TEXTS}, {"also": _LISTS, "kind": st.just("person"), "role": TEXTS, "of": TEXTS}) | st.builds(
    lambda keys: {"all": keys}, _LISTS
)
_EXAMPLES = st.lists(_some({"text": TEXTS, "verdict": st.just("one-sided")}, {}), min_size=1, max_size=2)
_GROUPS = _some(
    {"id": _NAMES, "point": TEXTS, "members": st.lists(TEXTS, min_size=2, max_size=3)},
    {"relation": st.just("conflict"), "importance": st.just("key"), "examples": _EXAMPLES},
)


@st.composite
def gold_files(draw: st.DrawFn) -> GoldFile:
    """Draw a gold file; its names and ids need not lead anywhere."""
    return GoldFile.model_validate(
        {
            "gold": "1",
            "article": draw(_NAMES),
            "names": draw(st.dictionaries(TEXTS, _ENTRIES, max_size=3)),
            "background": draw(st.lists(TEXTS, max_size=2)),
            "words": draw(st.dictionaries(st.sampled_from(["flood", "high water"]), st.just(["spate"]), max_size=2)),
            "opposites": draw(st.lists(st.just(["flood", "drought"]), max_size=1)),
            "facts": draw(st.lists(_FACTS, min_size=1, max_size=4)),
            "groups": draw(st.lists(_GROUPS, max_size=2)),
            "references": draw(st.lists(_some({"id": _NAMES, "focus": TEXTS, "text": TEXTS}, {}), max_size=2)),
        }
    )
