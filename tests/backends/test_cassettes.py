"""Each hosted backend is recorded and played back: with the server off, and no connection opened."""

from __future__ import annotations

import json
import socket
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml
from asking import needs
from cassettes import COOKIE, KEY, PROMPTS, RECORDED, SHOWN, Recorded, ask_all, record, tape

pytestmark = pytest.mark.filterwarnings("ignore:.*:UserWarning", "ignore:.*:DeprecationWarning")


@pytest.fixture(autouse=True)
def key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TAPE_KEY", KEY)


@pytest.fixture(params=RECORDED)
def recorded(request: pytest.FixtureRequest) -> Recorded:
    found = RECORDED[request.param]
    needs(found.package)
    return found


def play(recorded: Recorded, file: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Play a recording back where no connection can be opened; all of it must be played."""

    def refuse(*_: Any) -> None:
        raise AssertionError("a connection was opened while a recording was played")

    for name in ("connect", "connect_ex"):
        monkeypatch.setattr(socket.socket, name, refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    with tape(file, "none") as cassette:
        shown = ask_all(recorded, base_url_of(recorded, file))
    assert len(cassette) == len(PROMPTS)
    assert cassette.all_played
    return shown


def base_url_of(recorded: Recorded, file: Path) -> str:
    """Return the base URL of the server that a recording was made from."""
    uri = urlsplit(yaml.safe_load(file.read_text(encoding="utf-8"))["interactions"][0]["request"]["uri"])
    return f"{uri.scheme}://{uri.netloc}{'/v1' if recorded.name == 'openai' else ''}"


def test_the_recording_that_is_kept_plays(recorded: Recorded, monkeypatch: pytest.MonkeyPatch) -> None:
    assert play(recorded, recorded.file, monkeypatch) == SHOWN


def test_a_recording_made_now_plays(recorded: Recorded, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "made.yaml"
    record(recorded, file)

    assert play(recorded, file, monkeypatch) == SHOWN


def test_a_request_that_was_not_recorded_is_refused(recorded: Recorded, tmp_path: Path) -> None:
    file = tmp_path / "other.yaml"
    data = yaml.safe_load(recorded.file.read_text(encoding="utf-8"))
    changed = json.loads(json.dumps(data).replace(PROMPTS[0], "Something else."))
    file.write_text(yaml.safe_dump(changed), encoding="utf-8")

    with tape(file, "none") as cassette:
        shown = ask_all(recorded, base_url_of(recorded, file))

    assert shown[0] != SHOWN[0]
    assert shown[1:] == SHOWN[1:]
    assert not cassette.all_played


@pytest.mark.parametrize("name", RECORDED)
def test_no_recording_holds_a_key_or_a_cookie(name: str) -> None:
    text = RECORDED[name].file.read_text(encoding="utf-8")

    assert KEY[8:] not in text
    assert COOKIE not in text
    assert "127.0.0.1" in text
