"""What is kept of requests and replies, and by what two requests are the same."""

from __future__ import annotations

import base64
import gzip
import json
import zlib
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from vcr import Request

from harness.runner.scrubbing import digest_of, keys_shown
from harness.runner.scrubbing import scrub_request as scrub_request_of
from harness.runner.scrubbing import scrub_response as scrub_response_of

SECRET = "sk/planted+4f9a1c77e2d84b06"
URL = "https://api.example.org/v1/chat?alt=json"


def sent(body: Any = b"{}", *, url: str = URL, method: str = "POST", **headers: str) -> Request:
    return Request(method, url, body, {name.replace("_", "-"): value for name, value in headers.items()})


def scrub_request(request: Request) -> dict[str, Any]:
    return scrub_request_of(request, keys_shown(request))


def scrub_response(response: dict[str, Any], request: Request) -> dict[str, Any]:
    return scrub_response_of(response, keys_shown(request))


def reply(body: bytes, code: int = 200, **headers: str) -> dict[str, Any]:
    named = {name.replace("_", "-"): [value] for name, value in headers.items()}
    return {"status": {"code": code, "message": SECRET}, "headers": named, "body": {"string": body}}


def test_only_harmless_headers_are_kept() -> None:
    request = sent(Authorization=f"Bearer {SECRET}", Content_Type="application/json", Cookie="a=b", X_New="1")
    assert scrub_request(request)["headers"] == {"Content-Type": ["application/json"]}
    kept = scrub_response(
        reply(b"{}", Set_Cookie="a=b", Retry_After="3", OpenAI_Organization="we", X_Request_Id="7"), request
    )
    assert kept["headers"] == {"retry-after": ["3"], "x-request-id": ["7"]}


def test_only_harmless_parts_of_a_url_are_kept() -> None:
    request = sent(url=f"https://me:{SECRET[3:10]}word@api.example.org/v1?key=abc&alt=json&page={SECRET}#top")
    assert scrub_request(request)["uri"] == "https://api.example.org/v1?alt=json"


@pytest.mark.parametrize(
    "request_", [sent(Authorization=f"Bearer {SECRET}"), sent(X_Api_Key=SECRET), sent(url=f"{URL}&key={quote(SECRET)}")]
)
@pytest.mark.parametrize("code", [200, 401])
@pytest.mark.parametrize(
    "shown", [SECRET, SECRET[4:20], quote(SECRET, safe=""), base64.b64encode(f"Bearer {SECRET}".encode()).decode()]
)
def test_what_a_request_shows_is_masked_where_it_comes_back(request_: Request, code: int, shown: str) -> None:
    kept = json.dumps(scrub_response(reply(json.dumps({"said": shown}).encode(), code, Request_Id=shown), request_))
    assert "[key]" in kept
    assert not any(form in kept for form in (SECRET[4:12], SECRET[12:20], shown[-14:]))


def test_keys_of_the_environment_are_masked_though_they_were_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OTHER_API_KEY", SECRET)
    assert scrub_request(sent(f'{{"a": "{SECRET}"}}'))["body"] == '{"a": "[key]"}'
    assert scrub_response(reply(SECRET.encode()), sent())["body"]["string"] == "[key]"


def test_what_only_looks_like_a_key_stays_in_an_answer_and_goes_from_an_error() -> None:
    assert scrub_response(reply(b"The key-holders left."), sent())["body"]["string"] == "The key-holders left."
    assert scrub_response(reply(b"sk-ab****wxyz is wrong", 401), sent())["body"]["string"] == "[key] is wrong"


@pytest.mark.parametrize(("pack", "encoding"), [(gzip.compress, "gzip"), (zlib.compress, "deflate")])
def test_a_packed_body_is_kept_unpacked_and_masked(pack: Callable[[bytes], bytes], encoding: str) -> None:
    packed = pack(f"ü{SECRET}".encode())
    kept = scrub_response(reply(packed, Content_Encoding=encoding), sent(Authorization=SECRET))
    assert kept["body"]["string"] == "ü[key]"
    assert kept["headers"] == {}


def test_a_body_that_its_client_has_unpacked_is_kept_as_it_is() -> None:
    assert scrub_response(reply(b"plain", Content_Encoding="gzip"), sent())["body"]["string"] == "plain"


def test_the_servers_own_phrase_is_not_kept() -> None:
    assert scrub_response(reply(b"", 429), sent())["status"] == {"code": 429, "message": "Too Many Requests"}
    assert scrub_response(reply(b"", 299), sent())["status"] == {"code": 299, "message": ""}


@pytest.mark.parametrize(
    "other",
    [
        sent(method="PUT"),
        sent(url="http://api.example.org/v1/chat?alt=json"),
        sent(url="https://api.example.com/v1/chat?alt=json"),
        sent(url="https://api.example.org:444/v1/chat?alt=json"),
        sent(url="https://api.example.org/v1/talk?alt=json"),
        sent(url="https://api.example.org/v1/chat?alt=sse"),
        sent(b'{"a": 1}'),
        sent("no JSON"),
    ],
)
def test_requests_that_differ_are_not_the_same(other: Request) -> None:
    assert digest_of(other) != digest_of(sent())


@pytest.mark.parametrize(
    "same",
    [
        sent(Authorization="Bearer other"),
        sent({}),
        sent("{ }"),
        sent(url="https://API.example.org:443/v1/chat?alt=json&key=1"),
    ],
)
def test_requests_that_differ_in_what_is_not_kept_are_the_same(same: Request) -> None:
    assert digest_of(same) == digest_of(sent())


@given(st.dictionaries(st.text(), st.one_of(st.text(), st.integers(), st.none())))
def test_how_a_client_hands_its_body_over_does_not_matter(body: dict[str, Any]) -> None:
    text = json.dumps(body)
    turned = json.dumps(dict(reversed(body.items())), ensure_ascii=False, indent=1)
    forms = [sent(body), sent(text), sent(text.encode()), sent(turned.encode("utf-8", "surrogatepass"))]
    assert len({digest_of(form) for form in forms[:3]}) == 1
    if turned.isascii():
        assert digest_of(forms[3]) == digest_of(forms[0])


def test_the_boundary_of_a_form_does_not_matter() -> None:
    forms = [
        sent(f"--{name}\r\n\r\ntext\r\n--{name}--", Content_Type=f'multipart/form-data; boundary="{name}"')
        for name in ("one", "two")
    ]
    assert digest_of(forms[0]) == digest_of(forms[1])


def test_a_body_of_unknown_kind_is_named_only() -> None:
    assert scrub_request(sent(object()))["body"] == "[object]"
