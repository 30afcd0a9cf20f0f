"""An article more for a set: its gold of candidates, and what in it disagrees with the articles that are there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from harness.articles.models import Article
from harness.authoring.names import slug, unused
from harness.errors import UsageError
from harness.files.document import Document
from harness.files.patch import Patch, appended, flow, patched, scalar
from harness.files.project import Project
from harness.files.yaml import parse_yaml
from harness.gold.compare import Value, compare_amounts, compare_durations, compare_periods
from harness.gold.gold import Gold
from harness.gold.models import Fact
from harness.tasks.models import Task
from harness.text.dates import parse_period
from harness.text.stems import stem
from harness.text.words import as_phrase, lexicon, word_set

_EMPTY = word_set(
    "the a an of in to by was were is are have has had be been do with that and or on at as its their his her it they "
    "about more than least most some say from for into after before when who which not no will would than up"
)
_ALIKE = 0.3
"""The least share of words that two facts on one point have in common, apart from their values; set by eye."""


@dataclass(frozen=True)
class Dispute:
    """Facts that disagree: those of the set's articles and the new one, as `ARTICLE/FACT`, with their statements.

    `group` is the set's group that the former stand in, if they do.
    """

    members: tuple[str, ...]
    statements: tuple[str, ...]
    point: str
    group: str | None = None


def check_set(task: Task) -> Gold:
    """Return the gold of a set; raise UsageError for a task of another kind."""
    if not task.together or not task.gold:
        mend = "Such a task says 'together: true', and its gold 'includes' those of its articles."
        raise UsageError(f"{task.name!r} is no task of a set of articles.", mend=mend)
    return task.gold[0]


def find_disputes(gold: Gold, article: str, facts: Sequence[Fact]) -> list[Dispute]:
    """Return where counts and dates of a new article go against the set's, each set's fact with what is most like it.

    Compared are facts of one kind whose words are alike; those that the values leave compatible are no dispute.
    """
    groups = {member: group.id for group in gold.groups for member in group.members}
    grouped = {group.id: group.members for group in gold.groups}
    known = {
        fact.id if "/" in fact.id else f"{fact.article}/{fact.id}": fact.fact for fact in (*gold.facts, *gold.others)
    }
    found: dict[object, tuple[list[str], list[Fact]]] = {}
    for fact in facts:
        rival = _most_alike(fact, known)
        if rival is None or not disagree(known[rival], fact):
            continue
        group = groups.get(rival)
        members, theirs = found.setdefault(group or rival, (list(grouped[group] if group else (rival,)), []))
        members.append(f"{article}/{fact.id}")
        theirs.append(fact)
    return [_dispute(key, members, theirs, known, grouped) for key, (members, theirs) in found.items()]


def _dispute(
    key: object, members: list[str], theirs: list[Fact], known: Mapping[str, Fact], grouped: Mapping[str, object]
) -> Dispute:
    statements = [known[name].statement for name in members if name in known]
    first = theirs[0]
    point = (
        "When, or for how long?" if first.date else f"How many {first.count.unit}?" if first.count else "What is so?"
    )
    return Dispute(
        tuple(members),
        (*statements, *(fact.statement for fact in theirs)),
        point,
        str(key) if key in grouped else None,
    )


def _most_alike(fact: Fact, known: Mapping[str, Fact]) -> str | None:
    shares = {name: _alike(fact, other) for name, other in known.items() if other.kind == fact.kind}
    best = max(shares, key=lambda name: shares[name], default=None)
    return best if best is not None and shares[best] >= _ALIKE else None


def _alike(one: Fact, other: Fact) -> float:
    """Return the share of words that two facts have in common (Dice), 0 to 1; 0 where they count other things."""
    ours, theirs = _words(one), _words(other)
    if one.count and other.count:
        if one.count.amount.is_share != other.count.amount.is_share:
            return 0.0
        topics = [_keys([count.unit, *count.did]) for count in (one.count, other.count)]
        if topics[0].isdisjoint(topics[1]):
            return 0.0
    shared = sum(not _keys([word]).isdisjoint(*([_keys(theirs)])) for word in ours)
    return 2 * shared / (len(ours) + len(theirs)) if ours and theirs else 0.0


def _words(fact: Fact) -> list[str]:
    value = fact.count or fact.date
    more = [*fact.count.did, fact.count.unit] if fact.count else []
    words = [lemma for text in (fact.statement, *more) for lemma in as_phrase(text)] if value else []
    return [word for word in dict.fromkeys(words) if word not in _EMPTY and not word[0].isdigit()]


def _keys(texts: Iterable[str]) -> set[str]:
    lemmas = [lemma for text in texts for lemma in as_phrase(text) if lemma not in _EMPTY]
    families = {f"={family}" for lemma in lemmas for family in lexicon().families_of((lemma,))}
    return {*lemmas, *(f"/{stem(lemma)}" for lemma in lemmas), *families}


def disagree(one: Fact, other: Fact) -> bool:
    """Whether the values of two counts, or of two dates, cannot both be so."""
    if one.count and other.count:
        a, b = (Value(fact.amount, fact.bound) for fact in (one.count, other.count))
        return compare_amounts(a, b) == "different" and compare_amounts(b, a) == "different"
    if one.date and other.date and one.date.when and other.date.when:
        return compare_periods(parse_period(one.date.when), parse_period(other.date.when)) == "different"
    if one.date and other.date and (a_long := one.date.duration) and (b_long := other.date.duration):
        return compare_durations(a_long, b_long, is_vague=b_long.is_vague, bound=one.date.bound) == "different"
    return False


def set_patches(project: Project, task: Task, article: Article, disputes: Sequence[Dispute]) -> dict[Path, str]:
    """Return the set's task and gold files with the article added and the disputes as drafts, as whole texts.

    Raises UsageError where the article is in the set already.
    """
    if article.id in (one.id for one in task.articles):
        raise UsageError(f"the article {article.id!r} is in the set already.", where=task.file)
    at = next(iter(_paths(project, task)))
    document = parse_yaml(project.read(at))
    texts = {at: patched(document.source.text, [appended(document, ("articles",), article.id)])}
    gold = project.path(
        "gold", str(document.at(("gold",)) if isinstance(document.at(("gold",)), str) else task.gold[0].name)
    )
    document = parse_yaml(project.read(gold))
    patches = [appended(document, ("includes",), article.id), *_groups(document, disputes)]
    texts[gold] = patched(document.source.text, patches)
    return texts


def _paths(project: Project, task: Task) -> Iterator[Path]:
    yield project.root / task.file


def _groups(document: Document, disputes: Sequence[Dispute]) -> Iterator[Patch]:
    """Yield the patch that adds disputes to a set's gold, each a draft group with its statements above it."""
    taken = {str(document.at((*place, "id"))) for place in document.items(("groups",))}
    items: list[str] = []
    for dispute in disputes:
        name = unused(slug(dispute.group or dispute.point, "-") or "dispute", taken)
        taken.add(name)
        items.append(_group_text(name, dispute))
    if not items:
        return
    if document.items(("groups",)):
        yield appended(document, ("groups",), "\n".join(items).removeprefix("- ").replace("\n- ", "\n- "))
    else:
        end = len(document.source.text.rstrip("\n"))
        yield Patch(end, len(document.source.text), "\ngroups:\n" + "\n".join(items) + "\n")


def _group_text(name: str, dispute: Dispute) -> str:
    lines = [
        f"- id: {scalar(name)}",
        "  draft: true",
        f"  point: {scalar(dispute.point)}",
        "  relation: conflict",
        f"  members: {flow(list(dispute.members))}",
    ]
    notes = [
        f"  # {member}: {statement}" for member, statement in zip(dispute.members, dispute.statements, strict=False)
    ]
    joins = [f"  # Accepted, it joins the group {dispute.group!r}."] if dispute.group else []
    return "\n".join([*lines, *("".join(c if c.isprintable() else " " for c in note) for note in (*notes, *joins))])
