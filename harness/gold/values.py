"""The typed values of gold facts: how many, when, who says what, and what is so."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Discriminator, Field, Tag, model_validator

from harness.articles.models import PeriodText
from harness.files.records import Flag, Record, Text, fault, not_empty
from harness.gold.notation import AmountText, DurationText, Terms, Texts, bare_name, form_of, one_of
from harness.text.amounts import Amount, parse_amount
from harness.text.dates import Duration, parse_duration

Bound = Literal["exact", "about", "at least", "at most", "more than", "fewer than", "up to"]
Certainty = Literal["asserted", "likely", "possible", "unconfirmed", "denied"]
Polarity = Literal["positive", "negative"]
How = Literal[
    "says", "confirms", "claims", "reports", "believes", "estimates", "suggests", "expects", "fears", "warns",
    "cannot confirm", "denies", "does not say",
]  # fmt: skip


class Sources(Record):
    """Who says something: all of several names together, or any one of them."""

    model_config = one_of(("all",), ("any",))

    all: Texts = Field(default=(), description="Keys of joint sources.", examples=[["agency", "mayor"]])
    any: Texts = Field(default=(), description="Keys of alternatives, each enough.", examples=[["agency", "mayor"]])

    @model_validator(mode="after")
    def _has_one_form(self) -> Self:
        if bool(self.all) == bool(self.any):
            raise fault(
                "a source is one of 'all' and 'any'.",
                "Write a name's key, '{all: [keys]}' or '{any: [keys]}'.",
                code="G114",
            )
        return self

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of every name in it."""
        return self.all or self.any


class Happening(Record):
    """What a date belongs to, where no fact says it."""

    who: Text | None = Field(default=None, description="A key of names, or words.", examples=["dyke"])
    did: Texts = Field(default=(), description="The predicate in its base form, or alternatives.", examples=[["break"]])
    what: Text | None = Field(default=None, description="The object or complement, in words.", examples=["near Lebus"])
    polarity: Polarity = Field(
        default="positive", description="negative where it is dated that it did not happen.", examples=["negative"]
    )


class Count(Record):
    """How many or how much."""

    value: AmountText = Field(
        description="11000, 10000 to 11000, 1/3 to 1/2, 50%, thousands, 2.7 million.", examples=["11000"]
    )
    bound: Bound = Field(
        default="exact",
        description="In words: exact, about, at least, at most, more than, fewer than, up to.",
        examples=["about"],
    )
    unit: Text = Field(description="What is counted, as in 'soldiers'.", examples=["people"])
    who: Text | None = Field(
        default=None, description="A key of names, or words: whom the count is about.", examples=["residents"]
    )
    did: Texts = Field(
        default=(),
        description="The predicate in its base form, or alternatives; with 'combined', all taken together.",
        examples=[["leave"]],
    )
    to: Text | None = Field(default=None, description="Where to, or to whom.", examples=["the hills"])
    where: Text | None = Field(default=None, description="At which place.", examples=["Lebus"])
    of: Text | None = Field(default=None, description="Of what whole: a fact's id, or a number.", examples=["1200"])
    combined: Flag = Field(
        default=False, description="true where several predicates are counted together.", examples=[True]
    )
    certainty: Certainty = Field(
        default="asserted",
        description="asserted, likely, possible, unconfirmed or denied.",
        examples=["unconfirmed"],
    )
    terms: Terms = ()

    @property
    def amount(self) -> Amount:
        """The value as an interval."""
        return parse_amount(self.value)


class When(Record):
    """When something happened, or for how long."""

    model_config = one_of(("when",), ("lasting",))

    when: PeriodText | None = Field(
        default=None, description="2025-01, mid 2025-01, late 2024, XXXX-01, 2024-10/..", examples=["mid 2025-01"]
    )
    lasting: DurationText | None = Field(
        default=None,
        description="A length of time: 3 weeks, 2 to 3 months, several weeks, many months, a few days, weeks.",
        examples=["3 weeks"],
    )
    bound: Bound = Field(default="exact", description="Of the duration, in words.", examples=["at least"])
    since: Text | None = Field(
        default=None,
        description="From when the duration runs: a date, a fact's id, 'published'.",
        examples=["2025-01"],
    )
    until: Text | None = Field(
        default=None, description="To when the duration runs: a date, a fact's id, 'published'.", examples=["published"]
    )
    of: Annotated[
        Annotated[Text, Tag("a text")] | Annotated[Happening, Tag("a mapping")],
        Discriminator(lambda value: "a mapping" if form_of(value) == "a mapping" else "a text"),
    ] = Field(description="What is dated: a fact's id, or who did what.", examples=[{"who": "dyke", "did": "break"}])
    certainty: Certainty = Field(
        default="asserted", description="asserted, likely, possible, unconfirmed or denied.", examples=["possible"]
    )
    terms: Terms = ()

    @model_validator(mode="after")
    def _has_one_value(self) -> Self:
        if bool(self.when) == bool(self.lasting):
            raise fault(
                "a date has either 'when' or 'lasting'.",
                "Keep one: a point or period, or a length of time.",
                code="G115",
            )
        return self

    @property
    def duration(self) -> Duration | None:
        """The length of time, where it is one."""
        return parse_duration(self.lasting) if self.lasting else None


class Says(Record):
    """Who says what, through whom, and how firmly."""

    who: Annotated[Sources, bare_name] = Field(
        description="A key of names; 'all: [keys]' or 'any: [keys]'.", examples=["agency"]
    )
    via: Texts = Field(
        default=(), description="Keys of those who relay it, nearest to the reader first.", examples=[["gazette"]]
    )
    how: How = Field(default="says", description="How firmly.", examples=["believes"])
    what: Annotated[
        Annotated[Text, Tag("a text")] | Annotated[tuple[Text, ...], not_empty, Tag("a list")],
        Discriminator(lambda value: "a list" if form_of(value) == "a list" else "a text"),
    ] = Field(description="A list of fact ids, or words.", examples=[["left-homes"]])
    terms: Terms = ()

    @model_validator(mode="after")
    def _has_terms(self) -> Self:
        if isinstance(self.what, str) and not self.terms:
            raise fault(
                "content in words needs 'terms'.", "Add them, or give 'what' as a list of fact ids: [ID].", code="G116"
            )
        return self


class States(Record):
    """That something is so, or is not."""

    who: Text | None = Field(default=None, description="A key of names, or words.", examples=["dyke"])
    did: Texts = Field(description="The predicate in its base form, or alternatives.", examples=[["break", "burst"]])
    what: Text | None = Field(default=None, description="The object or complement, in words.", examples=["near Lebus"])
    polarity: Polarity = Field(
        default="positive", description="negative where the fact is that it is not so.", examples=["negative"]
    )
    certainty: Certainty = Field(
        default="asserted", description="asserted, likely, possible, unconfirmed or denied.", examples=["possible"]
    )
    terms: Terms = ()
