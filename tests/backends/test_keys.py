from __future__ import annotations

import base64
import urllib.parse

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.backends.keys import Key, mask_keys, read_key, without_keys
from harness.errors import BackendError

SECRET = "sk-planted-4f9a1c77e2d84b06"
KEY = Key(SECRET)


def test_a_key_shows_itself_to_a_server_only() -> None:
    assert SECRET not in f"{KEY} {KEY!r} {[KEY]}"
    assert KEY.headers == {"Authorization": f"Bearer {SECRET}"}


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        (f"Incorrect API key: {SECRET}.", "Incorrect API key: [key]."),
        ("Incorrect API key provided: sk-ab*****wxyz. See…", "Incorrect API key provided: [key]. See…"),
        (f"sent 'Authorization: Bearer {SECRET}'", "sent 'Authorization: [key]'"),
        ("a bearer some-other-token here", "a [key] here"),
        (f"cut off: {SECRET[:15]}", "cut off: [key]"),
        (f"twice {SECRET[3:]} and {SECRET[5:20]}", "twice [key] and [key]"),
        ("nothing to hide in disk-space or task-1", "nothing to hide in disk-space or task-1"),
    ],
)
def test_a_key_its_parts_and_what_looks_like_one_are_masked(text: str, masked: str) -> None:
    assert mask_keys(text, KEY) == masked


def test_what_looks_like_a_key_is_masked_without_knowing_any() -> None:
    assert mask_keys("key sk-abcdefgh is wrong", None) == "key [key] is wrong"


@given(st.text("sk-planted4f9a1c77e2d84b06 .", max_size=40), st.integers(0, 18), st.integers(8, 27))
def test_no_eight_characters_of_a_key_are_left(text: str, start: int, end: int) -> None:
    masked = mask_keys(f"{text}{SECRET[start:end]}{text}", KEY)

    assert not any(SECRET[i : i + 8] in masked for i in range(len(SECRET) - 7))


def test_a_summary_loses_the_whole_key_and_nothing_else() -> None:
    assert KEY.remove_from(f"He planted {SECRET} and sk-planted trees.") == "He planted [key] and sk-planted trees."


def test_a_placeholder_is_no_secret() -> None:
    assert Key("EMPTY").remove_from("EMPTY streets") == "EMPTY streets"
    assert mask_keys("EMPTY streets", Key("EMPTY")) == "EMPTY streets"


def test_the_key_is_read_from_the_environment_without_blanks_around_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOME_KEY", f"{SECRET}\n")

    assert read_key("SOME_KEY", "openai/m").headers == KEY.headers


@pytest.mark.parametrize("value", ["", " \n"])
def test_a_key_that_is_missing_fails_for_good_and_names_the_variable(
    monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("SOME_KEY", value)

    with pytest.raises(BackendError, match="openai/m: the environment variable SOME_KEY holds no key") as caught:
        read_key("SOME_KEY", "openai/m")

    assert not caught.value.is_retryable


@pytest.mark.parametrize("value", ["sk-plan\nted", "sk-planté", "sk-\u2026"])
def test_characters_that_no_key_has_are_refused_without_quoting_them(
    monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("SOME_KEY", value)

    with pytest.raises(BackendError) as caught:
        read_key("SOME_KEY", "openai/m")

    assert "sk-" not in str(caught.value)


@given(st.binary(max_size=7), st.binary(max_size=7), st.booleans())
def test_a_key_inside_base64_is_masked_wherever_it_begins(before: bytes, after: bytes, is_for_urls: bool) -> None:
    encode = base64.urlsafe_b64encode if is_for_urls else base64.b64encode
    secret = "sk/planted+4f9a1c77e2d84b06??>>"
    text = encode(before + secret.encode() + after).decode()
    assert all(len(part) < 8 for part in mask_keys(text, Key(secret)).split("[key]")[1:-1])
    masked = Key(secret).remove_from(text)
    assert "[key]" in masked
    assert len(masked.replace("[key]", "")) <= len(encode(before)) + len(encode(after)) + 4


def test_a_key_inside_a_url_is_masked() -> None:
    secret = "sk/planted+4f9a=1c77"
    text = f"https://host/?key={urllib.parse.quote(secret, safe='')}&a=1"
    assert mask_keys(text, Key(secret)) == "https://host/?key=[key]&a=1"
    assert Key(secret).remove_from(text) == "https://host/?key=[key]&a=1"


def test_where_nothing_is_sent_no_key_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOME_KEY", SECRET)
    with without_keys():
        assert SECRET not in str(read_key("SOME_KEY", "openai/m").headers)
        assert read_key("NO_SUCH_KEY", "openai/m").forms == ()
    assert read_key("SOME_KEY", "openai/m").headers == KEY.headers
