"""What a gold file points to: keys of names, ids of facts, words of articles.

These checks read the data as it was written, whatever its shape, so that a fault in one place hides none in another.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import chain

from harness.articles.models import Article
from harness.errors import Problem, did_you_mean, shown
from harness.files.document import Document, Path
from harness.gold.gold import Evidence
from harness.gold.models import Quote
from harness.text.amounts import parse_amount
from harness.text.dates import parse_period
from harness.text.fold import fold
from harness.text.words import lexicon

_ENOUGH = 8
"""Characters in which a quote must agree with its article for the place where they part to be of help."""


def fact_ids(document: Document) -> list[str]:
    """Return the ids of a file's facts, in order."""
    return [name for fact in document.items(("facts",)) for _, name in document.text((*fact, "id"))]


def check_links(document: Document) -> Iterator[Problem]:
    """Yield every duplicate id, unknown name, unknown fact, and fact that leads back to itself, of one file."""
    for key in ("facts", "groups", "references"):
        yield from _duplicate_ids(document, key)
    yield from _unknown_names(document)
    yield from _unknown_facts(document)
    yield from _circles(document)
    yield from _families(document)


def _duplicate_ids(document: Document, key: str) -> Iterator[Problem]:
    first: dict[str, Path] = {}
    for item in document.items((key,)):
        for path, name in document.text((*item, "id")):
            if name in first:
                line, _ = document.source.position(document.offset(first[name]))
                what = f"the id {shown(name)} stands twice (first in line {line})."
                yield document.problem(path, what, "Give each its own.", code="G201")
            first.setdefault(name, path)


def _unknown_names(document: Document) -> Iterator[Problem]:
    entries = document.names(("names",))
    known = set(entries)
    joint = {key for key in entries if document.items(("names", key, "all"))}
    for key in entries:
        for path, name in document.texts(("names", key, "all")):
            yield from _unknown(document, path, name, known, "key of 'names'", "G202")
            if name in joint:
                mend = "Name its members."
                yield document.problem(path, f"{name!r} is a joint source itself.", mend, code="G206")
    for fact in document.items(("facts",)):
        says = (*fact, "says")
        lists = (document.texts((*says, *place)) for place in (("who", "all"), ("who", "any"), ("via",)))
        for path, name in chain(document.text((*says, "who")), *lists):
            yield from _unknown(document, path, name, known, "key of 'names'", "G202")


def _unknown(
    document: Document, path: Path, name: str, known: Collection[str], kind: str, code: str
) -> Iterator[Problem]:
    if name not in known:
        mend = did_you_mean(name, known) or ("Check its spelling." if known else f"There is no {kind} yet.")
        yield document.problem(path, f"{shown(name)} is no {kind}.", mend, code)


def _unknown_facts(document: Document) -> Iterator[Problem]:
    known = set(fact_ids(document))
    for fact in document.items(("facts",)):
        for path, name in _facts_meant(document, fact):
            yield from _unknown(document, path, name, known, "fact of this file", "G203")
        for path, name in chain(document.text((*fact, "date", "since")), document.text((*fact, "date", "until"))):
            if name not in known and name != "published" and not _is_date(name):
                mend = did_you_mean(name, ["published", *known])
                yield document.problem(
                    path, f"{shown(name)} is no date, no fact's id and not 'published'.", mend, code="G205"
                )
    if not document.items(("includes",)):
        yield from check_members(document, known, "fact of this file")


def _facts_meant(document: Document, fact: Path) -> Iterator[tuple[Path, str]]:
    """Yield the ids of other facts that a fact names; a text as `says: what` and a number as `count: of` are none."""
    if isinstance(document.at((*fact, "says", "what")), list):
        yield from document.texts((*fact, "says", "what"))
    yield from document.text((*fact, "date", "of"))
    yield from (found for found in document.text((*fact, "count", "of")) if not _is_amount(found[1]))


def check_members(document: Document, known: Collection[str], kind: str) -> Iterator[Problem]:
    """Yield each member of a file's groups that is no known fact, or stands in a group already."""
    owner: dict[str, str] = {}
    for group in document.items(("groups",)):
        group_id = str(document.at((*group, "id")))
        for path, member in document.texts((*group, "members")):
            yield from _unknown(document, path, member, known, kind, "G203")
            if member in owner:
                what = f"{member!r} is in the group {owner[member]!r} already."
                yield document.problem(path, what, "Keep it in one group.", code="G207")
            owner.setdefault(member, group_id)


def _circles(document: Document) -> Iterator[Problem]:
    """Yield each fact that names itself, through others or at once: its topic would never be found."""
    links: dict[str, list[tuple[Path, str]]] = {}
    for fact in document.items(("facts",)):
        for _, name in document.text((*fact, "id")):
            links.setdefault(name, list(_facts_meant(document, fact)))
    done: set[str] = set()
    for name in links:
        if name not in done:
            yield from _circles_from(document, name, links, done)


def _circles_from(
    document: Document, start: str, links: Mapping[str, list[tuple[Path, str]]], done: set[str]
) -> Iterator[Problem]:
    trail: dict[str, Iterator[tuple[Path, str]]] = {start: iter(links[start])}
    while trail:
        name = next(reversed(trail))
        path, target = next(trail[name], ((), None))
        if target is None:
            done.add(name)
            del trail[name]
        elif target in trail:
            circle = [*list(trail)[list(trail).index(target) :], target]
            what = f"the fact {name!r} leads back to itself ({' → '.join(circle)})."
            yield document.problem(path, what, "Name the fact that it rests on.", code="G208")
        elif target in links and target not in done:
            trail[target] = iter(links[target])


def _families(document: Document) -> Iterator[Problem]:
    """Yield each pair of opposites that names an unknown family, or whose families come to have a word in common."""
    words = {key: [text for _, text in document.texts(("words", key))] for key in document.names(("words",))}
    if not words and document.at(("opposites",)) is None:
        return
    known = {*lexicon().families, *words}
    named: dict[frozenset[str], Path] = {}
    for path in document.items(("opposites",)):
        names = list(document.texts(path)) if isinstance(document.at(path), list) else []
        for place, name in names:
            yield from _unknown(document, place, name, known, "family of the lexicon or key of 'words'", "G204")
        named[frozenset(name for _, name in names)] = path
    pairs = [(first, second) for first, second in map(sorted, lexicon().opposites | set(_pairs(named, known)))]
    wider = lexicon().extended(words, pairs)
    for first, second in sorted(pairs):
        common = sorted(wider.families[first] & wider.families[second])
        if common:
            path = named.get(frozenset((first, second)), ("words", first if first in words else second))
            what = f"{first!r} and {second!r} are opposites, but {shown(' '.join(common[0]))} is a word of both."
            yield document.problem(path, what, "Take it from one.", code="G209")


def _pairs(named: Iterable[frozenset[str]], known: Collection[str]) -> Iterator[frozenset[str]]:
    return (pair for pair in named if len(pair) == 2 and pair.issubset(known))  # noqa: PLR2004


def _is_amount(text: str) -> bool:
    try:
        parse_amount(text)
    except ValueError:
        return False
    return True


def _is_date(text: str) -> bool:
    try:
        parse_period(text)
    except ValueError:
        return False
    return True


def check_quotes(document: Document, article: Article) -> Iterator[Problem]:
    """Yield each piece of evidence that does not stand in the article just once."""
    for fact in document.items(("facts",)):
        for item in document.items((*fact, "evidence")):
            yield from _check_quote(document, item, article)


def _check_quote(document: Document, item: Path, article: Article) -> Iterator[Problem]:
    for path, name in document.text((*item, "article")):
        if name != article.id:
            what = f"the quote is of {name!r}, but the file is of the article {article.id!r}."
            yield document.problem(path, what, "Leave 'article' out.", code="G303")
    if article.is_original:
        yield from _check_original(document, item, article)
        return
    place = (*item, "quote") if isinstance(document.at(item), dict) else item
    for path, quote in document.texts(place):
        fault = _misplaced(quote, article)
        if fault:
            yield document.problem(path, *fault)


def _check_original(document: Document, item: Path, article: Article) -> Iterator[Problem]:
    ends = [text for _, text in document.texts((*item, "original"))][1:2]
    for end in ends:
        if end.isdecimal() and len(end) < 10 and int(end) > len(article.text):  # noqa: PLR2004  (no such file is read)
            what = f"'original' ends at {end}, past the end of the report ({len(article.text)})."
            yield document.problem((*item, "original"), what, "Count the report's code points anew.", code="G304")


def _misplaced(quote: str, article: Article) -> tuple[str, str, str] | None:
    """Return what is wrong with a quote's place, how to mend it, and its code; None where it stands just once."""
    text, wanted = article.folded.text, fold(quote).strip()
    first = text.find(wanted) if wanted else -1
    if first < 0:
        what = f"the quote {shown(quote)} stands nowhere in the article {article.id!r}."
        return what, _where_it_parts(wanted, text), "G301"
    if text.find(wanted, first + 1) < 0:
        return None
    what = f"the quote {shown(quote)} stands {max(2, text.count(wanted))} times in the article {article.id!r}."
    return what, "Lengthen it until it is the only one.", "G302"


def _where_it_parts(wanted: str, text: str) -> str:
    """Return up to where a quote agrees with its article, found by halving."""
    low, high = 0, len(wanted)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if wanted[:middle] in text else (low, middle - 1)
    if low < _ENOUGH:
        return "Copy it from the article."
    return f"Copy it from the article, which differs after {wanted[:low][-30:].strip()!r}."


def locate(quote: Quote, article: Article) -> Evidence | None:
    """Return where a checked quote stands; None in an original for which it gives no span."""
    if article.is_original:
        span = quote.original
    else:
        start = article.folded.text.find(fold(quote.quote).strip())
        span = article.folded.span(start, start + len(fold(quote.quote).strip()))
    return Evidence(article=article.id, start=span[0], end=span[1]) if span else None
