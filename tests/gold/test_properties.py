"""What always holds of reading and matching: number formats, bounds, and changes to a text that change no verdict."""

from __future__ import annotations

import textwrap
import unicodedata
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.articles.load import load_article
from harness.files.project import Project, builtin_project
from harness.gold.load import load_gold
from harness.gold.matching import Matcher, Matching
from harness.scorers.facts import is_consistent
from harness.text.reading import Reading

if TYPE_CHECKING:
    from collections.abc import Callable

    from harness.gold.gold import GoldFact

DATA = Path(__file__).parent.parent / "data"
BUILT_IN = ("pullback-explainer", "relayed-broadcast", "relayed-interview", "short-report", "tabloid-digest")
FERRY = ("ferry-morning", "ferry-evening")
SUITE = ("cup-match", "quarterly", "storm-first", "storm-second", "storm-third")

FAULTS = ("contradicted", "unsupported")

few = settings(max_examples=40, deadline=None, derandomize=True)

# Numbers and bounds

ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
WORDS = [*ONES.split(), "eighteen", "nineteen"]
TENS = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def in_words(n: int) -> str:
    """Return a number below 100,000 in words."""
    if n < 20:
        return WORDS[n]
    if n < 100:
        return TENS[n // 10] + (f"-{WORDS[n % 10]}" if n % 10 else "")
    size, name = (1000, "thousand") if n >= 1000 else (100, "hundred")
    rest = f" and {in_words(n % size)}" if n % size and n % size < 100 else f" {in_words(n % size)}" if n % size else ""
    return f"{in_words(n // size)} {name}{rest}"


FORMS: dict[str, Callable[[int], str]] = {
    "commas": lambda n: f"{n:,}",
    "plain": lambda n: f"{n}",
    "no-break blanks": lambda n: f"{n:,}".replace(",", "\u00a0"),
    "narrow blanks": lambda n: f"{n:,}".replace(",", "\u202f"),
    "words": in_words,
}
THOUSANDS: dict[str, Callable[[int], str]] = {
    "k": lambda n: f"{n}k",
    "thousand": lambda n: f"{n} thousand",
    "words": lambda n: f"{in_words(n)} thousand",
}
BOUNDS = {
    "about": ("about", "around", "roughly", "approximately", "some", "nearly", "an estimated"),
    "at least": ("at least", "no fewer than", "not less than", "a minimum of"),
    "at most": ("at most", "no more than", "not more than", "a maximum of"),
    "up to": ("up to", "as many as"),
    "more than": ("more than", "over", "in excess of"),
    "fewer than": ("fewer than", "less than", "under"),
}


def only_quantity(text: str) -> tuple[float, float, str]:
    """Return the one quantity of a text: least, most and bound."""
    (found,) = Reading(text).quantities
    return found.amount.low, found.amount.high, found.bound


@few
@given(n=st.integers(2, 99_999), form=st.sampled_from(sorted(FORMS)))
def test_a_number_is_read_in_every_format(n: int, form: str) -> None:
    assert only_quantity(f"The officials counted {FORMS[form](n)} soldiers there.") == (n, n, "exact")


@few
@given(n=st.integers(2, 999), form=st.sampled_from(sorted(THOUSANDS)))
def test_thousands_are_read_in_every_format(n: int, form: str) -> None:
    text = f"The officials counted {THOUSANDS[form](n)} soldiers there."
    assert only_quantity(text) == (1000 * n, 1000 * n, "exact")


@few
@given(
    n=st.integers(2, 99_999),
    form=st.sampled_from(sorted(FORMS)),
    bound=st.sampled_from([(bound, words) for bound, listed in BOUNDS.items() for words in listed]),
)
def test_every_bound_is_read_before_every_format(n: int, form: str, bound: tuple[str, str]) -> None:
    name, words = bound
    assert only_quantity(f"The officials counted {words} {FORMS[form](n)} soldiers there.") == (n, n, name)


# Texts that say the same


@cache
def sample(name: str) -> tuple[Matcher, tuple[GoldFact, ...]]:
    """Return the matcher of one article, and its facts."""
    project = builtin_project() if name in BUILT_IN else Project(DATA / ("ferry" if name in FERRY else "suite"))
    article = load_article(project, project.root / "seeds" / f"{name}.md")
    gold = load_gold(project, project.root / "gold" / f"{name}.yaml", {name: article})
    return Matcher(gold, [article]), gold.facts


def verdicts(matching: Matching) -> dict[str, object]:
    """Return all that may not change: verdicts on facts and disputes, kinds of claims that are faults, consistency."""
    return {
        "facts": {fact.id: fact.verdict for fact in matching.facts},
        "disputes": {dispute.id: (dispute.verdict, dispute.also) for dispute in matching.disputes},
        "claims": {(claim.type, claim.severity) for claim in matching.claims if claim.verdict in FAULTS},
        "is_faulty": is_consistent(matching) is False,
    }


def changes(before: dict[str, object], after: dict[str, object]) -> dict[str, tuple[object, object]]:
    """Return what differs between two results."""
    facts, others = before["facts"], after["facts"]
    assert isinstance(facts, dict)
    assert isinstance(others, dict)
    found: dict[str, tuple[object, object]] = {i: (facts[i], others[i]) for i in facts if facts[i] != others[i]}
    found |= {key: (before[key], after[key]) for key in before if key != "facts" and before[key] != after[key]}
    return found


@st.composite
def statements(draw: st.DrawFn, least: int = 1) -> tuple[Matcher, list[str]]:
    """Return a matcher with some of its facts' statements."""
    matcher, facts = sample(draw(st.sampled_from((*BUILT_IN, *FERRY, *SUITE))))
    chosen = draw(st.lists(st.integers(0, len(facts) - 1), min_size=least, max_size=4, unique=True))
    return matcher, [facts[i].fact.statement for i in chosen]


CURLY = str.maketrans({"'": "\u2019"})
LOOKS: dict[str, Callable[[str], str]] = {
    "runs of blanks": lambda t: t.replace(" ", "   "),
    "blanks around": lambda t: f" \t {t} \n",
    "no-break blanks": lambda t: t.replace(" ", "\u00a0"),
    "hard wrapping": lambda t: textwrap.fill(t, 60, break_on_hyphens=False),
    "Windows line ends": lambda t: textwrap.fill(t, 60, break_on_hyphens=False).replace("\n", "\r\n"),
    "byte order mark": lambda t: f"\ufeff{t}",
    "zero-width blanks": lambda t: t.replace(" ", " \u200b"),
    "soft hyphens": lambda t: "".join(c + "\u00ad" * (c == "n") for c in t),
    "right-to-left marks": lambda t: f"\u202b{t}\u202c".replace(" ", " \u200f"),
    "NFD": lambda t: unicodedata.normalize("NFD", t),
    "NFKC": lambda t: unicodedata.normalize("NFKC", t),
    "typographic apostrophes": lambda t: t.translate(CURLY),
    "typographic hyphens": lambda t: t.replace("-", "\u2011"),
    "full-width digits": lambda t: "".join(chr(ord(c) + 0xFEE0) if c.isdecimal() else c for c in t),
}


@pytest.mark.parametrize("look", sorted(LOOKS))
@settings(few, max_examples=12)
@given(said=statements())
def test_how_a_text_is_typed_changes_no_verdict(look: str, said: tuple[Matcher, list[str]]) -> None:
    matcher, listed = said
    text = " ".join(listed)
    assert changes(verdicts(matcher.match(text)), verdicts(matcher.match(LOOKS[look](text)))) == {}


@settings(few, max_examples=25)
@given(said=statements(), times=st.integers(2, 5))
def test_repetition_changes_no_verdict(said: tuple[Matcher, list[str]], times: int) -> None:
    matcher, listed = said
    once = " ".join(listed)
    assert changes(verdicts(matcher.match(once)), verdicts(matcher.match(" ".join([once] * times)))) == {}


@settings(few, max_examples=25)
@given(said=statements(least=2))
def test_order_of_statements_contradicts_nothing_and_loses_no_count_or_date(said: tuple[Matcher, list[str]]) -> None:
    """A statement may lend its names to the next, so that support of loosely worded facts can come and go."""
    matcher, listed = said
    one, other = matcher.match(" ".join(listed)), matcher.match(" ".join(reversed(listed)))
    assert {v.id for v in other.facts if v.verdict == "contradicted"} == set()
    sure = ("count", "date")
    supported = [{v.id for v in m.facts if v.kind in sure and v.verdict == "supported"} for m in (one, other)]
    assert supported[0] == supported[1]


@settings(few, max_examples=40)
@given(said=statements(least=2))
def test_another_faithful_statement_takes_no_support_away(said: tuple[Matcher, list[str]]) -> None:
    matcher, listed = said
    before = {v.id for v in matcher.match(listed[0]).facts if v.verdict == "supported"}
    after = {v.id for v in matcher.match(" ".join(listed[:2])).facts if v.verdict == "supported"}
    assert before - after == set()
