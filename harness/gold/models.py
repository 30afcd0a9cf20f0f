"""What a gold file holds. The format is explained, with examples, in `docs/gold-format.md`."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, ConfigDict, Field, model_validator

from harness.files.records import Name, Record, Text, fault, not_empty, one_or_many
from harness.gold.notation import Pair, Phrase, Phrases, Span, Texts, bare_quote, check_version, one_of
from harness.gold.values import Bound, Certainty, Count, Happening, How, Polarity, Says, Sources, States, When

__all__ = [
    "WEIGHTS",
    "Bound",
    "Certainty",
    "Count",
    "DisputeVerdict",
    "Example",
    "Fact",
    "GoldFile",
    "Group",
    "Happening",
    "How",
    "Importance",
    "NameEntry",
    "NameKind",
    "Polarity",
    "Quote",
    "Reference",
    "Relation",
    "Says",
    "Sources",
    "States",
    "When",
]

Importance = Literal["key", "supporting", "detail"]
WEIGHTS: dict[str, int] = {"key": 3, "supporting": 2, "detail": 1}

Relation = Literal["agree", "conflict", "scope", "precision", "certainty"]
NameKind = Literal["person", "body", "place", "outlet", "group", "document", "other"]
DisputeVerdict = Literal["fair", "one-sided", "flattened", "blended", "misattributed", "fabricated", "omitted"]


class Quote(Record):
    """Words of an article that carry a fact: one quote that stands there exactly once."""

    quote: Text = Field(
        description="Copied from the article; blanks and typographic marks may differ.",
        examples=["about 400 people left their homes"],
    )
    article: Name | None = Field(
        default=None, description="The article quoted; the file's own where it is left out.", examples=["river-flood"]
    )
    original: Span | None = Field(
        default=None,
        description="Start and end (code points, end exclusive) in the report that the article retells.",
        examples=[[120, 160]],
    )


class NameEntry(Record):
    """One place for every spelling of who or what is named."""

    model_config = one_of(("name",), ("all",))

    name: Text | None = Field(
        default=None, description="The full name, as the article has it.", examples=["the Oder Flood Agency"]
    )
    also: Texts = Field(
        default=(),
        description="Other spellings, short forms, acronyms, aliases.",
        examples=[["the flood agency", "OFA"]],
    )
    kind: NameKind = Field(
        default="other", description="person, body, place, outlet, group, document or other.", examples=["body"]
    )
    role: Text | None = Field(default=None, description="Title or function, as in 'colonel'.", examples=["mayor"])
    of: Text | None = Field(
        default=None, description="The body or country that the role belongs to.", examples=["Lebus"]
    )
    all: tuple[Text, ...] = Field(
        default=(), description="A joint source: keys of its members.", examples=[["agency", "mayor"]]
    )

    @model_validator(mode="after")
    def _is_one_or_joint(self) -> Self:
        if bool(self.name) == bool(self.all):
            raise fault(
                "a name has either 'name' or 'all'.", "'all' lists the keys of a joint source's members.", code="G101"
            )
        return self


class Fact(Record):
    """One assertion about an article, typed by which of its four keys stands."""

    model_config = one_of(("count",), ("date",), ("says",), ("states",))

    id: Name = Field(description="The fact's name, once in the file.", examples=["left-homes"])
    importance: Importance = Field(
        default="supporting", description="key (weight 3), supporting (2) or detail (1).", examples=["key"]
    )
    statement: Text = Field(
        description="The fact in one plain sentence.", examples=["About 400 people left their homes."]
    )
    count: Count | None = Field(
        default=None,
        description="How many or how much.",
        examples=[{"value": "400", "bound": "about", "unit": "people", "did": "leave"}],
    )
    date: When | None = Field(
        default=None, description="When, or for how long.", examples=[{"when": "2030-03", "of": "left-homes"}]
    )
    says: Says | None = Field(
        default=None, description="Who says it, and how firmly.", examples=[{"who": "agency", "what": ["left-homes"]}]
    )
    states: States | None = Field(
        default=None,
        description="That something is so, or is not.",
        examples=[{"who": "dyke", "did": "break", "polarity": "negative"}],
    )
    evidence: Annotated[tuple[Annotated[Quote, bare_quote], ...], not_empty, one_or_many] = Field(
        description="The words of the article that carry the fact: a quote, or several.",
        examples=["about 400 people left their homes"],
    )
    accepts: Texts = Field(
        default=(),
        description="Sentences that state the fact in other words.",
        examples=[["Some 400 residents had to go."]],
    )
    rejects: Texts = Field(
        default=(), description="Sentences that do not state it.", examples=[["About 40 people left their homes."]]
    )

    @model_validator(mode="after")
    def _has_one_kind(self) -> Self:
        kinds = [kind for kind in ("count", "date", "says", "states") if getattr(self, kind) is not None]
        if len(kinds) != 1:
            found = " and ".join(kinds) or "none"
            raise fault(
                f"a fact has one of 'count', 'date', 'says' and 'states', found {found}.",
                "Make two facts of it." if kinds else "Add the one that says what it is.",
                code="G102",
            )
        return self

    @property
    def kind(self) -> str:
        """Which of count, date, attribution or statement it is."""
        if self.count:
            return "count"
        if self.date:
            return "date"
        return "attribution" if self.says else "statement"

    @property
    def weight(self) -> int:
        """What the fact counts in recall: 3, 2 or 1."""
        return WEIGHTS[self.importance]


class Example(Record):
    """A passage on a dispute with the verdict that it deserves; a test of the gold."""

    text: Text = Field(
        description="One or two sentences as they would stand in a summary.", examples=["The agency says 400, [2] 500."]
    )
    verdict: DisputeVerdict = Field(
        description="fair, one-sided, flattened, blended, misattributed, fabricated or omitted.", examples=["fair"]
    )


class Group(Record):
    """Facts on one point, in one article or over several."""

    id: Name = Field(description="The group's name, once in the file.", examples=["how-many-left"])
    point: Text = Field(
        description="What the members are about, as a question.", examples=["How many people left their homes?"]
    )
    relation: Relation = Field(
        default="agree",
        description="agree; or, for a dispute, conflict, scope, precision or certainty.",
        examples=["conflict"],
    )
    importance: Importance | None = Field(
        default=None, description="The highest of its members' where it is left out.", examples=["key"]
    )
    members: Annotated[tuple[Text, ...], not_empty] = Field(
        description="Fact ids; ARTICLE/FACT where the file is for a set.", examples=[["left-homes", "left-by-monday"]]
    )
    examples: tuple[Example, ...] = Field(
        default=(),
        description="Passages with the verdicts that they deserve; tests of the gold.",
        examples=[[{"text": "The agency says 400, [2] 500.", "verdict": "fair"}]],
    )

    @model_validator(mode="after")
    def _has_rivals(self) -> Self:
        if self.is_dispute and len(self.members) == 1:
            raise fault(
                "a dispute has two members or more.", "Add the rival fact, or write 'relation: agree'.", code="G103"
            )
        return self

    @property
    def is_dispute(self) -> bool:
        """Whether its members differ."""
        return self.relation != "agree"


class Reference(Record):
    """A hand-written summary, for overlap measures."""

    id: Name = Field(description="The reference's name, once in the file.", examples=["short"])
    focus: Text = Field(description="What it keeps, in a few words.", examples=["the main event"])
    text: Text = Field(description="The summary.", examples=["About 400 people fled a flood of the Oder."])


class GoldFile(Record):
    """One YAML file under gold/: the facts of one article, or the groups over a set of articles."""

    model_config = ConfigDict(
        json_schema_extra={
            "oneOf": [
                {"required": ["article"], "anyOf": [{"required": ["facts"]}, {"required": ["references"]}]},
                {"required": ["includes"]},
            ]
        }
    )

    gold: Annotated[Literal["1"], BeforeValidator(check_version)] = Field(
        description="Version of this format.", examples=["1"]
    )
    article: Name | None = Field(
        default=None, description="The article that the facts are of.", examples=["river-flood"]
    )
    includes: tuple[Name, ...] = Field(
        default=(),
        description="For a set: the gold files of its articles, in the task's order.",
        examples=[["river-flood", "dyke-report"]],
    )
    names: dict[str, NameEntry] = Field(
        default_factory=dict,
        description="Keys for who and what is named.",
        examples=[{"agency": {"name": "the Oder Flood Agency", "kind": "body"}}],
    )
    background: tuple[Text, ...] = Field(
        default=(),
        description="True, harmless things that the article does not say.",
        examples=[["The Oder is a river."]],
    )
    words: dict[Phrase, Phrases] = Field(
        default_factory=dict,
        description="Words that state the same, added to the lexicon for this gold: by a family's name, known or new.",
        examples=[{"flood": ["high water", "spate"]}],
    )
    opposites: tuple[Pair, ...] = Field(
        default=(),
        description="Pairs of families that exclude each other, added to the lexicon's.",
        examples=[[["flood", "drought"]]],
    )
    facts: tuple[Fact, ...] = Field(
        default=(),
        description="What the article asserts, each assertion once.",
        examples=[
            [
                {
                    "id": "left-homes",
                    "statement": "About 400 people left their homes.",
                    "count": {"value": "400", "bound": "about", "unit": "people", "did": "leave"},
                    "evidence": "about 400 people left their homes",
                }
            ]
        ],
    )
    groups: tuple[Group, ...] = Field(
        default=(),
        description="Facts on one point; those that differ are disputes.",
        examples=[[{"id": "how-many-left", "point": "How many left?", "members": ["left-homes"]}]],
    )
    references: tuple[Reference, ...] = Field(
        default=(),
        description="Hand-written summaries.",
        examples=[[{"id": "short", "focus": "the main event", "text": "About 400 people fled a flood."}]],
    )

    @model_validator(mode="after")
    def _is_for_one_or_a_set(self) -> Self:
        if bool(self.article) == bool(self.includes):
            raise fault(
                "a gold file has either 'article' or 'includes'.", "'includes' is for the gold of a set.", code="G104"
            )
        if self.article and not self.facts and not self.references:
            raise fault(
                "the file has neither facts nor references.", "Add 'facts' (see docs/gold-format.md).", code="G105"
            )
        if self.includes and self.facts:
            raise fault(
                "the gold of a set has no facts of its own.",
                "Put them in the gold files that it includes.",
                code="G106",
            )
        if len(self.includes) == 1:
            raise fault("a set has two articles or more.", "Name the article's own gold file in the task.", code="G107")
        return self
