"""The words of an article around a value: a quote that stands there once, a plain sentence of it, and its verb."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property

from harness.articles.models import Article
from harness.text.dates import Period, parse_period
from harness.text.fold import Span, fold
from harness.text.reading import Reading
from harness.text.words import Word, lexicon, word_set

_FEWEST = 4
"""Words that a quote should have at least."""

_EDGES = " \n\t,;:\u2013\u2014-()"
_IN_NUMBER = re.compile(r"\d,\d")
_JOINING = word_set("and but or")
_RELATIVE = word_set("which who that whose whom")
_LEADING = word_set("and but while whereas although though because after before which who that as with since or so")
PRONOUNS = word_set("them their his her its us me my our your whom these those it they he she we i him this that")
_NO_VERBS = PRONOUNS | word_set(
    "a an less least more most people men women children feet indeed need red hundred shed bed speed seed media data"
)
_MADE_OF_OTHERS = frozenset({"s", "er", "est", "ly", "'s"})
_AUXILIARIES = word_set("be have do will would may might can could must shall should not")

_MODALS = word_set("will would may might can could must shall should")


class Passages:
    """An article, read against the day that it came out."""

    def __init__(self, article: Article) -> None:
        self.article = article
        published: Period | None = parse_period(article.published.date) if article.published else None
        self.reading = Reading(article.text, published=published)

    @cached_property
    def _folded(self) -> str:
        return self.article.folded.text

    def clause(self, span: Span) -> Span:
        """Return the clause or clauses around a span that a quote can be of: some words, standing once."""
        number = self.reading.sentence_of(span[0])
        sentence = self.reading.sentences[number]
        clauses = self._clauses(number)
        inside = [i for i, clause in enumerate(clauses) if clause[0] < span[1] and span[0] < clause[1]]
        first, last = (inside[0], inside[-1]) if inside else (0, len(clauses) - 1)
        while True:
            found = self._trimmed((clauses[first][0], clauses[last][1]) if clauses else sentence, span)
            if self._is_enough(found) and not (first and self._lacks_subject(clauses[first])):
                return found
            if first == 0 and last >= len(clauses) - 1:
                return self._wider(sentence, number)
            if first and (last >= len(clauses) - 1 or self._lacks_subject(clauses[first])):
                first -= 1
            else:
                last += 1

    def _clauses(self, number: int) -> list[Span]:
        """Return the clauses of a sentence; the comma inside a number parts none."""
        joined: list[Span] = []
        for start, end in self.reading.clauses[number]:
            goes_on = joined and _IN_NUMBER.match(self.article.text, start - 1)
            joined.append((joined.pop()[0] if goes_on else start, end))
        return joined

    def _lacks_subject(self, clause: Span) -> bool:
        """Whether a clause leans on the one before: `which …`, `was …`, `published in …`."""
        first, last = self.reading.word_range(clause)
        words = [word for word in self.reading.words[first:last] if word.lower not in _JOINING]
        return not words or words[0].lower in _RELATIVE or words[0].lemma in _AUXILIARIES or self._is_verb(words[0])

    def _wider(self, sentence: Span, number: int) -> Span:
        """Return a sentence with those before and behind it, as far as it takes to stand once."""
        first = last = number
        every = self.reading.sentences
        while self.stands(sentence) != 1 and (first > 0 or last < len(every) - 1):
            first, last = max(0, first - 1), min(len(every) - 1, last + 1)
            sentence = every[first][0], every[last][1]
        return sentence

    def _is_enough(self, span: Span) -> bool:
        first, last = self.reading.word_range(span)
        return last - first >= _FEWEST and self.stands(span) == 1

    def stands(self, span: Span) -> int:
        """Return how many times the words of a span stand in the article."""
        wanted, text = fold(self.article.text[slice(*span)]).strip(), self._folded
        first = text.find(wanted)
        return 0 if first < 0 or not wanted else 2 if text.find(wanted, first + 1) >= 0 else 1

    def _trimmed(self, span: Span, inner: Span) -> Span:
        """Return a span without the marks at its ends and the conjunction before it, but with all of another span."""
        start, end = span
        text = self.article.text
        while start < inner[0] and text[start] in _EDGES:
            start += 1
        while end > inner[1] and text[end - 1] in f"{_EDGES}.":
            end -= 1
        first, last = self.reading.word_range((start, end))
        words = self.reading.words[first:last]
        if len(words) > 1 and words[0].lower in _LEADING - _RELATIVE and words[1].start <= inner[0]:
            start = words[1].start
        return start, end

    def statement(self, span: Span) -> str:
        """Return the words of a span as a sentence."""
        text = " ".join(self.article.text[slice(*span)].split()).strip(_EDGES).rstrip(".")
        if text.count('"') % 2:
            text = text.replace('"', "")
        return f"{text[:1].upper()}{text[1:]}."

    def verb(self, span: Span, near: Span) -> str | None:
        """Return the base form of the verb of a clause, the nearest to a value, by its form; None where none is seen.

        There is no tagger here: a past form or a participle is a verb, and what follows `will` or `may`; a present form
        mostly is not seen.
        """
        first, last = self.reading.word_range(span)
        at = self.reading.word_at(near[0])
        words = self.reading.words
        verbs = [i for i in range(first, last) if self._is_verb(words[i]) or (i > first and _follows(words, i))]
        behind = [i for i in verbs if i > at]
        best = behind[0] if behind and behind[0] - at <= 2 * _FEWEST else max(verbs, default=None)
        return self.reading.lemmas[best] if best is not None else None

    @staticmethod
    def _is_verb(word: Word) -> bool:
        lower, lemma = word.lower, word.lemma
        if lower in _NO_VERBS or lemma in _AUXILIARIES or not lower.isalpha() or word.is_capital:
            return False
        if (lemma,) in lexicon().speech or lower == lemma or lower.endswith("ing"):
            return False
        return not any(lower.endswith(ending) for ending in _MADE_OF_OTHERS)


def _follows(words: Sequence[Word], position: int) -> bool:
    """Whether a word is a base form right behind a modal verb: `will take`."""
    word, before = words[position], words[position - 1]
    return before.lower in _MODALS and word.lower == word.lemma and word.lemma not in _AUXILIARIES
