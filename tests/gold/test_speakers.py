"""Whom a text gives as sources, and which words it gives to them, worked out by hand."""

from __future__ import annotations

import pytest

from harness.gold.matching.passage import NameBook, Passage
from harness.gold.matching.speaker import Speaker
from harness.gold.models import NameEntry
from harness.text.reading import Reading

NAMES = NameBook(
    {
        "lebus": {
            "agency": NameEntry(name="the Oder Flood Agency", also=("OFA",), kind="body", of="Germany"),
            "mayor": NameEntry(name="Ada Brandt", also=("Brandt",), kind="person", role="mayor", of="Lebus"),
            "skipper": NameEntry(name="Jan Kost", kind="person", role="captain", of="the Lebus ferry"),
            "doctor": NameEntry(name="Ida Wren", also=("Wren",), kind="person", role="club doctor", of="Lebus FC"),
            "police": NameEntry(name="police", also=("the police",), kind="body"),
            "gazette": NameEntry(name="Oder Gazette", also=("the Gazette",), kind="outlet"),
            "reports": NameEntry(name="reports", kind="document"),
            "institute": NameEntry(name="Corran Institute", kind="body"),
            "lebus": NameEntry(name="Lebus", kind="place"),
            "germany": NameEntry(name="Germany", also=("German", "Berlin"), kind="place"),
            "poland": NameEntry(name="Poland", also=("Polish", "Warsaw"), kind="place"),
        }
    }
)


def speakers(text: str) -> list[Speaker]:
    return [speaker for sentence in Passage(Reading(text), NAMES).speakers for speaker in sentence]


def named(text: str, *, role: str = "source") -> list[set[str]]:
    """Return the keys of the sources, or of those who are told; an empty set for somebody unknown."""
    return [{key for _, key in speaker.keys} for speaker in speakers(text) if speaker.role == role]


SOURCES = [
    # a verb of saying before or behind its subject, or far from it
    ("Brandt said that the dyke had broken.", [{"mayor"}]),
    ("The dyke had broken, said Ada Brandt.", [{"mayor"}]),
    ("The dyke, Brandt said, had broken.", [{"mayor"}]),
    ("Ada Brandt, who had been on the spot, later told reporters that the dyke had broken.", [{"mayor"}]),
    ("Ida Wren of the Corran Institute in Berlin said so.", [{"doctor"}]),
    ("Ida Wren of the operator, the Corran Institute, said so.", [{"doctor"}]),
    ("As the Oder Gazette reports, the dyke broke.", [{"gazette"}]),
    # what is counted says nothing
    ("Brandt was cleared on all counts.", []),
    ("Brandt altered six test reports.", []),
    ("Six dykes held, Brandt reports.", [{"mayor"}]),
    # passive: only who stands behind `by`
    ("The flood was described by Brandt as grave.", [{"mayor"}]),
    ("The flood was reported on Monday.", [{"reports"}]),
    ("Brandt was told about it.", []),
    # prepositions and nouns
    ("According to the OFA, the dyke broke.", [{"agency"}]),
    ("The dyke broke in the view of Ada Brandt.", [{"mayor"}]),
    ("By the agency's own account the dyke broke.", [{"agency"}]),
    ("Data from Berlin and Warsaw show a flood.", [{"germany", "poland"}]),
    ("Polish and German figures show a flood.", [{"germany", "poland"}]),
    ("The police have 19 dead.", [{"police"}]),
    ("Some 400 people fled (Oder Flood Agency).", [{"agency"}]),
    # labels
    ("Brandt: the dyke broke.", [{"mayor"}]),
    ("WHAT THE POLICE SAY: the dyke broke.", [{"police"}]),
    ("Dead: 19 people.", []),
    # roles
    ("The skipper said that the dyke broke.", [{"skipper"}]),
    ("The mayor of Lebus accused the police.", [{"mayor"}]),
    ("The dyke broke, a physician at Lebus FC said.", [{"doctor"}]),
    ("The agency in Berlin said so.", [{"agency"}]),
    ("The agency in Warsaw said so.", [set()]),
    ("A Polish minister said so.", [set()]),
    ("Mayor Olga Kranz said so.", [set()]),
    ("The Warsaw Gazette said so.", [set()]),
    # pronouns mean the last source
    ("Brandt met Jan Kost, the mayor said. He was calm, she added.", [{"mayor"}, {"mayor"}]),
    ("The OFA said that Lebus was safe. It warned of rain.", [{"agency"}, {"agency"}]),
    # no sources: names that are only there, nouns that only look like verbs
    ("Brandt met the police in Berlin.", []),
    ("The report was long.", []),
    ("Jan Kost found it hard to explain the flood.", []),
]


@pytest.mark.parametrize(("text", "sources"), SOURCES)
def test_sources_are_found(text: str, sources: list[set[str]]) -> None:
    assert named(text) == sources


RELAYS = [
    ("Brandt told the Oder Gazette that the dyke broke.", [{"mayor"}], [{"gazette"}]),
    ("Speaking to the Gazette, Brandt called it grave.", [{"mayor"}, {"mayor"}], [{"gazette"}]),
    ("Police sources cited by the Oder Gazette said so.", None, [{"gazette"}]),
    ("The Oder Gazette, citing Jan Kost, reported a flood.", [{"skipper"}, {"gazette"}], []),
]


@pytest.mark.parametrize(("text", "sources", "told"), RELAYS)
def test_who_passes_it_on_is_told_from_who_says_it(
    text: str, sources: list[set[str]] | None, told: list[set[str]]
) -> None:
    assert named(text, role="addressee") == told
    if sources:
        assert {key for keys in named(text) for key in keys} == {key for keys in sources for key in keys}


SCOPES = [
    ("Brandt says 12 died, while police say nine died.", ["Brandt says 12 died", "while police say nine died"]),
    ("12 according to Brandt, nine according to police", ["12 according to Brandt", "nine according to police"]),
    ("Brandt left; the police say nine died.", ["the police say nine died"]),
    ("The dyke broke, and the police say nine died.", ["and the police say nine died"]),
    ("Nine died, the police say, with 20 hurt.", ["Nine died, the police say"]),
    ("According to Brandt, nine died, and 20 were hurt.", ["According to Brandt, nine died, and 20 were hurt"]),
]


@pytest.mark.parametrize(("text", "scopes"), SCOPES)
def test_each_source_has_its_own_words(text: str, scopes: list[str]) -> None:
    reading = Reading(text)
    found = [speaker.scope for speaker in speakers(text)]
    assert [text[reading.words[a].start : reading.words[b - 1].end] for a, b in found] == scopes


def test_source_of_a_list_holds_until_another_is_named() -> None:
    text = "- Source: the Oder Flood Agency\n- Dead: nine\n- Hurt: 20, according to police"
    assert named(text) == [{"agency"}, {"agency"}, {"police"}]


def test_denial_and_negation_are_noted() -> None:
    (denies,) = speakers("Brandt denies that the dyke broke.")
    (refuses,) = speakers("Brandt has not denied that the dyke broke.")
    (reply,) = speakers("Not so, says Brandt.")
    assert (denies.how, denies.is_negated) == ("denies", False)
    assert (refuses.how, refuses.is_negated) == ("denies", True)
    assert not reply.is_negated


def test_only_who_stands_beside_the_cue_is_sure() -> None:
    sure = ["Brandt said so.", "According to Brandt, so.", "So, in the view of Brandt.", "Brandt: so it is."]
    assert all(speaker.is_subject for text in sure for speaker in speakers(text))
    unsure = ["The police have 19 dead.", "Brandt spoke. She said so."]
    assert not any(speaker.is_subject for text in unsure for speaker in speakers(text)[-1:])
