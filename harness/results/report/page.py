"""The page as one HTML file: template, style and script put together, with a policy that lets nothing else run.

The policy (a Content Security Policy) names the one script and the one style by their hashes. Nothing can be loaded or
sent; with `require-trusted-types-for`, browsers refuse to make markup of text even where the script asked for it.
"""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

SCRIPTS = ("base", "model", "drawing", "results", "compare", "disputes", "samples", "reader", "theme", "live", "main")
OF_INDEX = ("base", "theme", "live", "index")


def render_page(data: Mapping[str, Any], title: str, connect: str = "") -> str:
    """Return the page of packed runs (`data.pack`). It holds all it shows; it may ask for no more than `connect`."""
    return _render("page.html", SCRIPTS, data, title, connect, columns=data["columns"], sides=data["sides"])


def render_index(runs: Sequence[Mapping[str, Any]], title: str) -> str:
    """Return the page of a folder of runs, which asks its own server for their progress."""
    return _render("index.html", OF_INDEX, {"runs": runs}, title, "'self'", runs=runs)


def _render(
    template: str, scripts: Sequence[str], data: Mapping[str, Any], title: str, connect: str, **shown: object
) -> str:
    from jinja2 import Environment  # noqa: PLC0415  (heavy)
    from markupsafe import Markup  # noqa: PLC0415  (the same)

    environment = Environment(autoescape=True, keep_trailing_newline=True)
    style, script = _style(), _script(tuple(scripts))
    return environment.from_string(_read(template)).render(
        title=title,
        policy=policy_of(style, script, connect),
        style=Markup(style),  # noqa: S704  (ours)
        script=Markup(script),  # noqa: S704  (ours)
        data=Markup(script_json({"deflate": deflate(data)})),  # noqa: S704  (no text in it can close the tag)
        **shown,
    )


def deflate(value: object) -> str:
    """Return JSON, compressed (zlib, as DecompressionStream calls "deflate") and in base64; `js/base.js` unpacks it.

    It is a sixth to a third as large, so that a page of the built-in suite can be sent by mail.
    """
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return base64.b64encode(zlib.compress(text.encode("utf-8"))).decode("ascii")


def script_json(value: object) -> str:
    """Return JSON that stands in a script tag as it is: ASCII, without `<`, `>` and `&`."""
    text = json.dumps(value, ensure_ascii=True, allow_nan=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def policy_of(style: str, script: str, connect: str = "") -> str:
    """Return the policy under which this style and this script run, and may connect to no more than `connect`."""
    rules = {
        "default-src": "'none'",
        "script-src": hash_of(script),
        "style-src": hash_of(style),
        "base-uri": "'none'",
        "form-action": "'none'",
        "require-trusted-types-for": "'script'",
        "trusted-types": "'none'",
    }
    if connect:
        rules["connect-src"] = connect
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def hash_of(text: str) -> str:
    """Return the source expression of an inline script or style."""
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"


@cache
def _read(name: str) -> str:
    return files("harness.results.report").joinpath(name).read_text(encoding="utf-8")


@cache
def _style() -> str:
    return _tight(_read("page.css"))


@cache
def _script(names: tuple[str, ...]) -> str:
    parts = "".join(_tight(_read(f"js/{name}.js")) for name in names)
    return f'(async () => {{\n"use strict";\n{parts}}})();\n'


def _tight(text: str) -> str:
    """Return a script or style without blanks that lead lines, empty lines, and lines of comment."""
    lines = (line.strip() for line in text.splitlines())
    return "".join(f"{line}\n" for line in lines if line and not line.startswith("//"))
