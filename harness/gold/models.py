"""What a gold file holds. The format is explained, with examples, in `docs/gold-format.md`."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, model_validator
from typing_extensions import Self

from harness.articles.models import PeriodText
from harness.files.records import Flag, Name, Record, Text, Whole, one_or_many
from harness.text.amounts import Amount, parse_amount
from harness.text.dates import Duration, parse_duration

Importance = Literal["key", "supporting", "detail"]
WEIGHTS: dict[str, int] = {"key": 3, "supporting": 2, "detail": 1}

Bound = Literal["exact", "about", "at least", "at most", "more than", "fewer than", "up to"]
Certainty = Literal["asserted", "likely", "possible", "unconfirmed", "denied"]
Polarity = Literal["positive", "negative"]
Relation = Literal["agree", "conflict", "scope", "precision", "certainty"]
How = Literal[
    "says", "confirms", "claims", "reports", "believes", "estimates", "suggests", "expects", "fears", "warns",
    "cannot confirm", "denies", "does not say",
]  # fmt: skip
NameKind = Literal["person", "body", "place", "outlet", "group", "document", "other"]
DisputeVerdict = Literal["fair", "one-sided", "flattened", "blended", "misattributed", "fabricated", "omitted"]


def _as_amount(value: str) -> str:
    parse_amount(value)
    return value


def _as_duration(value: str) -> str:
    parse_duration(value)
    return value


def _as_quotes(value: Any) -> Any:  # noqa: ANN401
    """A bare text, a mapping, or a list of either is a list of quotes."""
    items = value if isinstance(value, (list, tuple)) else [value]
    return [{"quote": item} if isinstance(item, str) else item for item in items]


def _as_names(value: Any) -> Any:  # noqa: ANN401
    return {"all": [value]} if isinstance(value, str) else value


AmountText = Annotated[Text, AfterValidator(_as_amount)]
DurationText = Annotated[Text, AfterValidator(_as_duration)]
Texts = Annotated[tuple[Text, ...], one_or_many]
Terms = Annotated[
    tuple[Annotated[tuple[Text, ...], one_or_many], ...],
    Field(description="Groups of alternative words: each group must be met for the content to count as stated."),
]


class Quote(Record):
    """Words of an article that carry a fact: one quote that stands there exactly once."""

    quote: Text = Field(description="Copied from the article; blanks and typographic marks may differ.")
    article: Name | None = Field(default=None, description="The article quoted, where the file is for several.")
    original: tuple[Whole, Whole] | None = Field(
        default=None, description="Start and end (code points, end exclusive) in the report that the article retells."
    )

    @model_validator(mode="after")
    def _is_a_span(self) -> Self:
        if self.original and self.original[0] >= self.original[1]:
            raise ValueError(f"'original': {list(self.original)} ends before it starts.")
        return self


class NameEntry(Record):
    """One place for every spelling of who or what is named."""

    name: Text | None = Field(default=None, description="The full name, as the article has it.")
    also: Texts = Field(default=(), description="Other spellings, short forms, acronyms, aliases.")
    kind: NameKind = Field(default="other", description="person, body, place, outlet, group, document or other.")
    role: Text | None = Field(default=None, description="Title or function, as in 'colonel'.")
    of: Text | None = Field(default=None, description="The body or country that the role belongs to.")
    all: tuple[Text, ...] = Field(default=(), description="A joint source: keys of its members.")

    @model_validator(mode="after")
    def _is_one_or_joint(self) -> Self:
        if bool(self.name) == bool(self.all):
            raise ValueError("a name has either 'name', or 'all' with the keys of a joint source's members.")
        return self


class Sources(Record):
    """Who says something: all of several names together, or any one of them."""

    all: Annotated[tuple[Text, ...], one_or_many] = Field(default=(), description="Keys of joint sources.")
    any: Annotated[tuple[Text, ...], one_or_many] = Field(default=(), description="Keys of alternatives, each enough.")

    @model_validator(mode="after")
    def _has_one_form(self) -> Self:
        if bool(self.all) == bool(self.any):
            raise ValueError("wants a name's key, or 'all: [keys]', or 'any: [keys]'.")
        return self

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of every name in it."""
        return self.all or self.any


class Happening(Record):
    """What a date belongs to, where no fact says it."""

    who: Text | None = None
    did: Texts = ()
    what: Text | None = None
    polarity: Polarity = "positive"


class Count(Record):
    """How many or how much."""

    value: AmountText = Field(description="11000, 10000 to 11000, 1/3 to 1/2, 50%, thousands, 2.7 million.")
    bound: Bound = Field(
        default="exact", description="In words: about, at least, at most, more than, fewer than, up to."
    )
    unit: Text = Field(description="What is counted, as in 'soldiers'.")
    who: Text | None = Field(default=None, description="A key of names, or words: whom the count is about.")
    did: Texts = Field(default=(), description="The predicate in its base form, or several taken together.")
    to: Text | None = Field(default=None, description="Where to, or to whom.")
    where: Text | None = Field(default=None, description="At which place.")
    of: Text | None = Field(default=None, description="Of what whole: a fact's id, or a number.")
    combined: Flag = Field(default=False, description="true where several predicates are counted together.")
    certainty: Certainty = Field(default="asserted", description="asserted, likely, possible, unconfirmed or denied.")
    terms: Terms = ()

    @property
    def amount(self) -> Amount:
        """The value as an interval."""
        return parse_amount(self.value)


class When(Record):
    """When something happened, or for how long."""

    when: PeriodText | None = Field(default=None, description="2025-01, mid 2025-01, late 2024, XXXX-01, 2024-10/..")
    lasting: DurationText | None = Field(default=None, description="A length of time, as in '3 weeks'.")
    bound: Bound = Field(default="exact", description="Of the duration, in words.")
    since: Text | None = Field(
        default=None, description="From when the duration runs: a date, a fact's id, 'published'."
    )
    until: Text | None = Field(default=None, description="To when the duration runs: a date, a fact's id, 'published'.")
    of: Text | Happening = Field(description="What is dated: a fact's id, or who did what.")
    certainty: Certainty = Field(default="asserted", description="asserted, likely, possible, unconfirmed or denied.")
    terms: Terms = ()

    @model_validator(mode="after")
    def _has_one_value(self) -> Self:
        if bool(self.when) == bool(self.lasting):
            raise ValueError("a date has either 'when' or 'lasting'.")
        return self

    @property
    def duration(self) -> Duration | None:
        """The length of time, where it is one."""
        return parse_duration(self.lasting) if self.lasting else None


class Says(Record):
    """Who says what, through whom, and how firmly."""

    who: Annotated[Sources, BeforeValidator(_as_names)] = Field(
        description="A key of names; 'all: [keys]' or 'any: [keys]'."
    )
    via: Texts = Field(default=(), description="Keys of those who relay it, nearest to the reader first.")
    how: How = Field(default="says", description="How firmly.")
    what: Text | Annotated[tuple[Text, ...], Field(min_length=1)] = Field(description="A list of fact ids, or words.")
    terms: Terms = ()

    @model_validator(mode="after")
    def _has_terms(self) -> Self:
        if isinstance(self.what, str) and not self.terms:
            raise ValueError("content in words needs 'terms' (or give 'what' as a list of fact ids).")
        return self


class States(Record):
    """That something is so, or is not."""

    who: Text | None = Field(default=None, description="A key of names, or words.")
    did: Texts = Field(description="The predicate in its base form, or alternatives.")
    what: Text | None = Field(default=None, description="The object or complement, in words.")
    polarity: Polarity = Field(default="positive", description="negative where the fact is that it is not so.")
    certainty: Certainty = Field(default="asserted", description="asserted, likely, possible, unconfirmed or denied.")
    terms: Terms = ()


class Fact(Record):
    """One assertion about an article, typed by which of its four keys stands."""

    id: Name
    importance: Importance = Field(default="supporting", description="key (weight 3), supporting (2) or detail (1).")
    statement: Text = Field(description="The fact in one plain sentence.")
    count: Count | None = None
    date: When | None = None
    says: Says | None = None
    states: States | None = None
    evidence: Annotated[tuple[Quote, ...], BeforeValidator(_as_quotes), Field(min_length=1)]
    accepts: Texts = Field(default=(), description="Sentences that state the fact in other words.")
    rejects: Texts = Field(default=(), description="Sentences that do not state it.")

    @model_validator(mode="after")
    def _has_one_kind(self) -> Self:
        kinds = [kind for kind in ("count", "date", "says", "states") if getattr(self, kind) is not None]
        if len(kinds) != 1:
            found = " and ".join(kinds) or "none"
            raise ValueError(f"a fact has one of 'count', 'date', 'says', 'states'; found {found}.")
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

    text: Text
    verdict: DisputeVerdict


class Group(Record):
    """Facts on one point, in one article or over several."""

    id: Name
    point: Text = Field(description="What the members are about, as a question.")
    relation: Relation = Field(default="agree", description="agree, conflict, scope, precision or certainty.")
    importance: Importance | None = Field(default=None, description="Default: the highest of its members.")
    members: tuple[Text, ...] = Field(min_length=1, description="Fact ids; ARTICLE/FACT where the file is for a set.")
    examples: tuple[Example, ...] = ()

    @property
    def is_dispute(self) -> bool:
        """Whether its members differ."""
        return self.relation != "agree"


class Reference(Record):
    """A hand-written summary, for overlap measures."""

    id: Name
    focus: Text = Field(description="What it keeps, in a few words.")
    text: Text


class GoldFile(Record):
    """One YAML file under gold/: the facts of one article, or the groups over a set of articles."""

    gold: Literal["1"] = Field(description="Version of this format.")
    article: Name | None = Field(default=None, description="The article that the facts are of.")
    includes: tuple[Name, ...] = Field(default=(), description="For a set: the gold files of its articles.")
    names: dict[str, NameEntry] = Field(default_factory=dict, description="Keys for who and what is named.")
    background: tuple[Text, ...] = Field(default=(), description="True, harmless things that the article does not say.")
    facts: tuple[Fact, ...] = ()
    groups: tuple[Group, ...] = ()
    references: tuple[Reference, ...] = ()

    @model_validator(mode="after")
    def _is_for_one_or_a_set(self) -> Self:
        if bool(self.article) == bool(self.includes):
            raise ValueError("a gold file has either 'article' (with facts) or 'includes' (with groups).")
        if self.article and not self.facts:
            raise ValueError("the file has no facts.")
        if self.includes and self.facts:
            raise ValueError("the facts of a set stand in the gold files that it includes.")
        return self
