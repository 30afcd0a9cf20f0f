"""A text read once: its sentences, words, clauses, quantities, dates, quotations and names, with exact offsets."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache

from harness.text.amounts import Amount
from harness.text.dates import Period
from harness.text.fold import FoldedText, Span
from harness.text.numbers import NumberSpan, find_numbers
from harness.text.sentences import split_sentences
from harness.text.timing import TimeMention, find_times
from harness.text.words import Lexicon, PhraseFinder, Word, lexicon, split_words

_CLAUSE_BREAK = re.compile(
    r"[,;:\u2013\u2014()]|\s-\s|\b(?:but|while|whereas|although|though|because|after|before|which|who|that|and|with|as|since)\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"\"([^\"\n]{1,1000})\"|\u201c([^\u201d\n]{1,1000})\u201d|\u00ab([^\u00bb\n]{1,1000})\u00bb|(?<!\w)\u2018([^\u2018\n]{3,1000}?)\u2019(?!\w)")
_ORDINAL_OR_LABEL = re.compile(r"(?:\b(?:No\.?|Nos\.?|[Cc]hapter|[Ss]ection|[Aa]rticle|[Pp]age|[Rr]oom|[Rr]oute|[Hh]ighway|[Ff]light|G|F|Covid|COVID)[ -]?|[#\[])$")
_CLOCK = re.compile(r"\d{1,2}[:.]\d{2}(?!\d)|\d{1,2}(?:[:.]\d{2})?\s?(?:a\.?m|p\.?m)\b", re.IGNORECASE)
_SCORE = re.compile(r"\b\d{1,3}\s?[-\u2013]\s?\d{1,3}\b(?=\s(?:win|victory|defeat|loss|draw|lead|over|against)\b)", re.IGNORECASE)
_AGE = re.compile(r"[- ]year[- ]old|\saged?\b", re.IGNORECASE)
_BLANK_WORDS = {"a", "an", "the", "of", "those", "these", "their", "its", "his", "her", "all", "to", "just", "only", "some", "have", "been", "be", "is", "are", "was", "were"}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number that counts something: how much, with what bound, and the words it is tied to.

    `start` and `end` hold the number with its bound; `units` are the base forms of the noun phrase after it;
    `cues` the base forms of the clause around it.
    """

    start: int
    end: int
    amount: Amount
    bound: str
    sentence: int
    units: tuple[str, ...]
    first_word: int
    last_word: int

    def __str__(self) -> str:
        return describe_amount(self.amount, self.bound)


def describe_amount(amount: Amount, bound: str = "exact") -> str:
    """Return an amount in words, as reasons show it."""

    def one(value: float) -> str:
        if amount.is_share:
            return f"{100 * value:.4g}%"
        return f"{value:,.10g}"

    if amount.magnitude:
        text = amount.magnitude
    elif amount.is_range:
        text = f"{one(amount.low)} to {one(amount.high)}"
    else:
        text = one(amount.low)
    return text if bound == "exact" else f"{bound} {text}"


@lru_cache(maxsize=1)
def _finders() -> dict[str, PhraseFinder]:
    lex = lexicon()
    return {
        "bound": PhraseFinder(lex.bounds, by="lower"),
        "negation": PhraseFinder(dict.fromkeys(lex.negations, "not"), by="lower"),
        "hedge": PhraseFinder(lex.hedges),
        "speech": PhraseFinder(lex.speech),
        "source": PhraseFinder(dict.fromkeys(lex.sources, "source")),
    }


class Reading:
    """A text with everything read from it, each part on first use. Offsets are code points of `text`, end exclusive."""

    def __init__(self, text: str, *, published: Period | None = None, splitter: Callable[[str], list[Span]] = split_sentences) -> None:
        self.text = text
        self.published = published
        self._splitter = splitter

    @cached_property
    def lexicon(self) -> Lexicon:
        """The lexicon in use."""
        return lexicon()

    @cached_property
    def folded(self) -> FoldedText:
        """The text with blanks and typographic marks made one."""
        return FoldedText(self.text)

    @cached_property
    def sentences(self) -> list[Span]:
        """Spans of the sentences."""
        return self._splitter(self.text)

    @cached_property
    def words(self) -> list[Word]:
        """All words."""
        return split_words(self.text)

    @cached_property
    def _word_starts(self) -> list[int]:
        return [word.start for word in self.words]

    def word_at(self, offset: int) -> int:
        """Return the position of the last word that starts at or before an offset."""
        return max(0, bisect_right(self._word_starts, offset) - 1)

    def word_range(self, span: Span) -> tuple[int, int]:
        """Return first and last + 1 positions of the words that start inside a span."""
        return bisect_right(self._word_starts, span[0] - 1), bisect_right(self._word_starts, span[1] - 1)

    def sentence_of(self, offset: int) -> int:
        """Return the number of the sentence that an offset lies in."""
        return max(0, bisect_right(self._sentence_starts, offset) - 1)

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [start for start, _ in self.sentences]

    @cached_property
    def sentence_words(self) -> list[tuple[int, int]]:
        """For each sentence its first and last + 1 word positions."""
        return [self.word_range(span) for span in self.sentences]

    @cached_property
    def lemmas(self) -> list[str]:
        """The base forms of all words."""
        return [word.lemma for word in self.words]

    @cached_property
    def quotations(self) -> list[Span]:
        """Spans of the words inside quotation marks."""
        spans = []
        for match in _QUOTED.finditer(self.text):
            group = next(i for i in range(1, 5) if match.group(i) is not None)
            spans.append(match.span(group))
        return spans

    @cached_property
    def times(self) -> list[TimeMention]:
        """Dates, periods and durations."""
        return find_times(self.text, published=self.published)

    @cached_property
    def clauses(self) -> list[list[Span]]:
        """For each sentence the spans between commas, stops and conjunctions."""
        found = []
        for start, end in self.sentences:
            cuts = [start, *(m.start() for m in _CLAUSE_BREAK.finditer(self.text, start, end)), end]
            found.append([(a, b) for a, b in zip(cuts, cuts[1:], strict=False) if b > a])
        return found

    def cues(self, kind: str) -> list[tuple[int, int, str]]:
        """Return (first word, last word + 1, value) of every bound, negation, hedge, speech or source cue."""
        return self._cues[kind]

    @cached_property
    def _cues(self) -> dict[str, list[tuple[int, int, str]]]:
        return {kind: finder.find(self.words) for kind, finder in _finders().items()}

    @cached_property
    def quantities(self) -> list[Quantity]:
        """Numbers that count something; dates, durations, ages, clock times, scores and labels are left out."""
        others = [(t.start, t.end) for t in self.times]
        others += [m.span() for pattern in (_CLOCK, _SCORE) for m in pattern.finditer(self.text)]
        found = []
        for number in find_numbers(self.text):
            inside = any(start < number.end and number.start < end for start, end in others)
            before = self.text[max(0, number.start - 12) : number.start]
            if inside or _ORDINAL_OR_LABEL.search(before) or _AGE.match(self.text, number.end):
                continue
            if self._is_pronoun(number):
                continue
            found.append(self._quantity(number))
        return found

    def _is_pronoun(self, number: NumberSpan) -> bool:
        """`one of them`, `one soldier`, `no one`: too common as an article to count."""
        return self.text[number.start : number.end].lower() in ("one", "zero")

    def _quantity(self, number: NumberSpan) -> Quantity:
        first = self.word_at(number.start)
        last = self.word_at(number.end - 1)
        bound, start = self._bound_before(first, number.start)
        end = number.end
        if bound == "exact":
            bound, end = self._bound_after(last, number.end)
        return Quantity(
            start=start,
            end=end,
            amount=number.amount,
            bound=bound,
            sentence=self.sentence_of(number.start),
            units=self._units_after(last + 1),
            first_word=first,
            last_word=last,
        )

    def _bound_before(self, first: int, start: int) -> tuple[str, int]:
        """Return the bound that ends within two small words before a number, and where it starts."""
        low = max(0, first - 6)
        best: tuple[str, int] = ("exact", start)
        for begin, end, value in _finders()["bound"].find(self.words, low, first):
            gap = self.words[end:first]
            if len(gap) <= 3 and all(w.lower in _GAP_WORDS for w in gap) and not re.search("[.;:!?]", self.text[self.words[end - 1].end : start]):  # noqa: PLR2004
                if value != "about" or best[0] == "exact":
                    best = (value, min(best[1], self.words[begin].start))
        return best

    def _bound_after(self, last: int, end: int) -> tuple[str, int]:
        for begin, stop, value in _finders()["bound"].find(self.words, last + 1, min(last + 5, len(self.words))):
            phrase = tuple(w.lower for w in self.words[begin:stop])
            if phrase[0] in ("or", "and") and begin <= last + 3:
                return value, self.words[stop - 1].end if begin == last + 1 else end
            if phrase == ("at", "least") and begin == last + 1:
                return value, self.words[stop - 1].end
        return "exact", end

    def _units_after(self, position: int) -> tuple[str, ...]:
        """Return base forms of the noun phrase that follows a number: up to six words, to the next stop or preposition."""
        units: list[str] = []
        previous_end = self.words[position - 1].end if position else 0
        for word in self.words[position : position + 8]:
            between = self.text[previous_end : word.start]
            if re.search(r"[^\s'\"\u2019\u201c\u201d-]", between) or (word.lower in _UNIT_STOPS and (units or word.lower != "of")):
                break
            previous_end = word.end
            if word.lower not in _BLANK_WORDS:
                units.append(word.lemma)
        return tuple(units)


_GAP_WORDS = {"the", "a", "an", "some", "of", "estimated", "total", "that", "perhaps", "maybe", "probably", "possibly", "approximate", "approximately", "another", "around", "about", "roughly", "these", "those", "is", "$"}
_UNIT_STOPS = {
    "of", "in", "on", "at", "to", "from", "by", "with", "for", "and", "or", "but", "were", "was", "are", "is", "have", "has", "had",
    "who", "which", "that", "while", "as", "than", "since", "until", "during", "after", "before", "into", "over", "against", "being",
    "been", "be", "out", "among", "amid", "said", "according", "not", "may", "might", "could", "would", "will", "so", "because", "if",
}  # fmt: skip
