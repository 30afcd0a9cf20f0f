"""Errors in who and where: another source, words in quotation marks that nobody said, another name, names exchanged."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations

from harness.gold.gold import Gold, GoldFact
from harness.gold.models import NameEntry
from harness.metaeval.probes import rivals_of, spellings
from harness.metaeval.slots import Slot, is_country, proper_form, slot_of, stems_in, stems_of, strangers_to
from harness.metaeval.written import places_of, put

_SPEAKERS = ("person", "outlet", "body")
_SAYING = [
    "say", "claim", "note", "indicate", "suggest", "confirm", "report", "believe", "estimate", "warn", "fear",
    "expect", "deny", "attribute", "deem", "write", "relay", "think", "add", "explain", "specify", "mention",
    "tell", "announce", "disclose", "reveal", "state", "stress", "underline", "call", "put", "cite",
]  # fmt: skip
_SINGULAR = {
    **{verb: f"{verb}s" for verb in _SAYING if verb not in ("put", "deny")},
    "deny": "denies", "have": "has", "are": "is", "were": "was", "do": "does",
}  # fmt: skip
_FINITE = frozenset([
    "said", "told", "added", "noted", "wrote", "denied", "thought", "was", "has", "had", "is", "does", "did", "put",
    "puts", "denies", "underlined", "called", "according",
]) | {f"{verb.removesuffix('e')}ed" for verb in _SAYING} | set(_SINGULAR) | set(_SINGULAR.values())  # fmt: skip
_BY_WHOM = re.compile(r"(?:\w+ed|said|told|estimate|report|account|statement) by$")
_LEADING = frozenset([
    "to", "by", "from", "that", "citing", "cites", "cited", "quoting", "with", "said", "says", "told", "and",
    "what", "as", "than", "for", "when", "learned", "in",
])  # fmt: skip
"""Words before a source that leave it a whole of its own."""


def other_speaker(gold: Gold, fact: GoldFact, base: str) -> Iterator[str]:
    """Yield an attribution's sentence with another source, one that says nothing like it in the article."""
    says = fact.fact.says
    names = gold.names_of(fact.article)
    if says is None or len(_members(names, says.who.keys)) != 1 or names[says.who.keys[0]].all:
        return
    slot = slot_of(base, names[says.who.keys[0]])
    if slot is None or not _is_source(base, slot) or _is_named_beside(base, slot, names[says.who.keys[0]]):
        return
    own = [entry for key in _sources(gold, fact, names) if (entry := names.get(key))]
    texts = [base, *(text for entry in own for text in (*spellings(entry), entry.of or ""))]
    for entry in strangers_to(names, _SPEAKERS, texts):
        if proper_form(entry) and _fits_pronouns(base, names[says.who.keys[0]], entry):
            text = slot.fill(_with_singular_verb(base, slot), entry)
            if text:
                yield text
                return


def _is_source(base: str, slot: Slot) -> bool:
    """Whether a name stands alone as the one who speaks: nothing before or after it belongs to it."""
    before = base[: slot.start - len(slot.article)].rstrip()
    last = re.search(r"(\w+)$", before)
    after = re.match(r"('s )?(\w*)(?: (\w+))?", base[slot.end :].lstrip(" "))
    is_led = not before or before[-1] in ",;:" or (last is not None and last[1].lower() in _LEADING)
    if not is_led or after is None or slot.is_adjective:
        return False
    if re.search(r"\bby$", before) and not _BY_WHOM.search(before):
        return False
    return bool(after[1]) or not after[2] or (after[2] in _FINITE and after[3] != "by")


def _is_named_beside(base: str, slot: Slot, entry: NameEntry) -> bool:
    """Whether a proper name of a source stands outside its slot, as in `Mira Holst, the coroner, said`."""
    rest = f"{base[: slot.start]} {base[slot.end :]}"
    return any(places_of(rest, text) for text in spellings(entry) if text[:1].isupper())


def _with_singular_verb(base: str, slot: Slot) -> str:
    verb = re.match(r" (\w+)", base[slot.end :])
    if verb is None or verb[1] not in _SINGULAR:
        return base
    return put(base, (slot.end + 1, slot.end + verb.end()), _SINGULAR[verb[1]])


def _fits_pronouns(base: str, old: NameEntry, new: NameEntry) -> bool:
    """Whether the pronouns of a sentence, which may mean the source, still fit a new one."""
    if re.search(r"(?i)\b(?:they|their|them|themselves)\b", base):
        return False
    wrong = r"(?i)\b(?:it|its)\b" if new.kind == "person" else r"(?i)\b(?:he|she|his|her|him)\b"
    return old.kind == new.kind or not re.search(wrong, base)


def _members(names: Mapping[str, NameEntry], keys: Iterable[str]) -> set[str]:
    return {member for key in keys for member in (names[key].all or (key,))}


def _sources(gold: Gold, fact: GoldFact, names: Mapping[str, NameEntry]) -> set[str]:
    """Return the keys of all who say a fact's content, or what stands in a group with it, or relay it."""
    says = fact.fact.says
    contents = set(says.what) if says and isinstance(says.what, tuple) else {fact.id}
    mates = {mate.fact.id for other in gold.facts if other.fact.id in contents for mate in rivals_of(gold, other)}
    own: set[str] = set()
    for other in gold.facts:
        theirs = other.fact.says
        if theirs is None or other.article != fact.article:
            continue
        what = set(theirs.what) if isinstance(theirs.what, tuple) else {other.id}
        alike = other is fact or what & (contents | mates) or other in rivals_of(gold, fact)
        in_words = (
            isinstance(theirs.what, str) and says and isinstance(says.what, str) and _alike(theirs.terms, says.terms)
        )
        if alike or in_words:
            own |= {*theirs.who.keys, *theirs.via, *_members(names, theirs.who.keys)}
    return own


def _alike(one: tuple[tuple[str, ...], ...], other: tuple[tuple[str, ...], ...]) -> bool:
    words = {word for group in one for word in group}
    return bool(words & {word for group in other for word in group})


def made_up_quotation(gold: Gold, fact: GoldFact, base: str) -> Iterator[str]:
    """Yield what a source says put into quotation marks in the gold's words, which are not the article's."""
    says = fact.fact.says
    if says is None or says.how in ("denies", "cannot confirm", "does not say") or base != fact.fact.statement:
        return
    names = gold.names_of(fact.article)
    name = proper_form(names[says.who.keys[0]])
    contents = [other for other in gold.facts if isinstance(says.what, tuple) and other.fact.id in says.what]
    if name is None or len(contents) != 1 or len(says.who.keys) != 1:
        return
    words = contents[0].fact.statement.rstrip(".")
    if stems_of(names[says.who.keys[0]]) & stems_in([words]):
        return  # nobody speaks of himself by name
    is_quoted = any(words.lower() in quote.quote.lower() for quote in (*fact.fact.evidence, *contents[0].fact.evidence))
    if '"' not in words and not is_quoted:
        yield f'"{words}," {name} said.'


def other_name(gold: Gold, fact: GoldFact, base: str) -> Iterator[str]:
    """Yield a sentence with another person, body or place for one that it names.

    None for a detail: it is often common knowledge, which may hold of the other as well.
    """
    if fact.fact.says or fact.fact.date or fact.fact.importance == "detail" or next(rivals_of(gold, fact), None):
        return
    names = gold.names_of(fact.article)
    quotes = [quote.quote for quote in fact.fact.evidence]
    for entry in names.values():
        slot = slot_of(base, entry) if entry.kind in ("person", "body", "place") else None
        if slot is None or (entry.kind != "place" and slot.words[:1].islower()):
            continue
        strangers = strangers_to(names, [entry.kind], [base, *quotes, *spellings(entry), entry.of or ""])
        for other in sorted(strangers, key=lambda stranger: -_mentions(gold, fact, stranger)):
            text = slot.fill(base, other) if is_country(entry) == is_country(other) else None
            if text:
                yield text
                return


def _mentions(gold: Gold, fact: GoldFact, entry: NameEntry) -> int:
    """Return in how many of an article's facts a name stands: the commonest are those that summaries mix up."""
    stems = stems_of(entry)
    return sum(bool(stems & stems_in([other.fact.statement])) for other in gold.facts if other.article == fact.article)


_BOTH_WAYS = re.compile(
    r"(?i)\b(?:and|or|with|between|both|together|neither|nor|mutual|each|meet|met|relations|ties|talks|border|like|unlike)\b"
)


def exchanged_names(gold: Gold, fact: GoldFact, base: str) -> Iterator[str]:
    """Yield a sentence in which two names of one kind have changed places, where it matters who is which."""
    if fact.fact.says or fact.fact.date or next(rivals_of(gold, fact), None) or _BOTH_WAYS.search(base):
        return
    found = [
        (entry, slot)
        for entry in gold.names_of(fact.article).values()
        if entry.kind in ("person", "place") and (slot := slot_of(base, entry)) and slot.article[:1].lower() != "a"
    ]
    for (one, a), (other, b) in combinations(found, 2):
        is_one_kind = (
            one.kind == other.kind and a.is_adjective == b.is_adjective and a.article.lower() == b.article.lower()
        )
        if is_one_kind and is_country(one) == is_country(other) and not stems_of(one) & stems_of(other):
            first, last = sorted((a, b), key=lambda slot: slot.start)
            yield put(put(base, (last.start, last.end), first.words), (first.start, first.end), last.words)
            return
