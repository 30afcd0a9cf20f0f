"""A real YAML language server completes our keys and marks what does not fit.

`HARNESS_YAML_LANGUAGE_SERVER` names the script `yaml-language-server` of the npm package; without it these tests are
skipped. `npm install yaml-language-server` in any folder puts it at node_modules/yaml-language-server/bin.
"""

from __future__ import annotations

import json
import os
import queue
import shutil
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from harness.files.front_matter import split_front_matter
from harness.files.source import decode
from harness.tasks.schemas import FOLDER

DATA = Path(__file__).resolve().parents[1] / "data" / "flood"
SERVER = os.environ.get("HARNESS_YAML_LANGUAGE_SERVER", "")
NODE = shutil.which("node")
pytestmark = [
    pytest.mark.skipif(not (SERVER and NODE), reason="HARNESS_YAML_LANGUAGE_SERVER or node is missing"),
    pytest.mark.xdist_group("language server"),
]
PATIENCE = 60.0


class Server:
    """Speaks the language server protocol with a process."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.process = subprocess.Popen(
            [str(NODE), SERVER, "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self.messages: queue.Queue[dict[str, Any]] = queue.Queue()
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()
        self.number = 0
        self.ask("initialize", {"processId": None, "rootUri": folder.as_uri(), "capabilities": {"workspace": {}}})
        self.tell("initialized", {})
        settings = {"validate": True, "completion": True, "hover": True, "schemaStore": {"enable": False}}
        self.tell("workspace/didChangeConfiguration", {"settings": {"yaml": settings}})

    def _read(self) -> None:
        out = self.process.stdout
        assert out is not None
        while header := out.readline():
            length = 0
            while header.strip():
                if header.lower().startswith(b"content-length:"):
                    length = int(header.split(b":")[1])
                header = out.readline()
            self.messages.put(json.loads(out.read(length)))

    def _send(self, message: dict[str, Any]) -> None:
        data = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self.process.stdin is not None
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(data), data))
        self.process.stdin.flush()

    def tell(self, method: str, params: Any) -> None:
        self._send({"method": method, "params": params})

    def ask(self, method: str, params: Any) -> Any:
        self.number += 1
        self._send({"id": self.number, "method": method, "params": params})
        return self._until(lambda message: message.get("id") == self.number and "method" not in message)["result"]

    def _until(self, is_wanted: Any) -> dict[str, Any]:
        while True:
            message = self.messages.get(timeout=PATIENCE)
            if "method" in message and "id" in message:
                items = message.get("params", {}).get("items", [])
                self._send({"id": message["id"], "result": [None] * len(items)})
            elif is_wanted(message):
                return message

    def open(self, name: str, text: str) -> tuple[str, list[dict[str, Any]]]:
        """Open a file; return its name as the server knows it, and its diagnostics."""
        uri = (self.folder / name).as_uri()
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        self.tell("textDocument/didOpen", {"textDocument": document})
        found = self._until(
            lambda m: m.get("method") == "textDocument/publishDiagnostics" and m["params"]["uri"] == uri
        )
        return uri, found["params"]["diagnostics"]

    def labels(self, uri: str, line: int, character: int) -> set[str]:
        place = {"textDocument": {"uri": uri}, "position": {"line": line, "character": character}}
        found = self.ask("textDocument/completion", place)
        return {item["label"] for item in (found["items"] if isinstance(found, dict) else found)}

    def hover(self, uri: str, line: int, character: int) -> str:
        place = {"textDocument": {"uri": uri}, "position": {"line": line, "character": character}}
        return str(self.ask("textDocument/hover", place))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("editor"))
    try:
        yield server
    finally:
        server.process.kill()
        server.process.wait()
        server.reader.join(PATIENCE)
        for pipe in (server.process.stdin, server.process.stdout):
            assert pipe is not None
            pipe.close()


def with_schema(kind: str, text: str) -> str:
    return f"# yaml-language-server: $schema={(FOLDER / f'{kind}.json').as_uri()}\n{text}"


def front_matter(name: str) -> str:
    head, _ = split_front_matter(decode(name, (DATA / name).read_bytes()), "")
    return head.text.lstrip()


GOOD = {
    "gold": [(DATA / "gold" / f"{name}.yaml").read_text("utf-8") for name in ("flood", "dyke", "both")],
    "task": [(DATA / "tasks" / f"{name}.yaml").read_text("utf-8") for name in ("river", "both")],
    "article": [front_matter("seeds/flood.md"), front_matter("seeds/dyke.md")],
    "prompt": [front_matter("tasks/prompts/plain.md")],
}


@pytest.mark.parametrize(("kind", "number"), [(kind, i) for kind, texts in GOOD.items() for i in range(len(texts))])
def test_a_good_file_has_no_diagnostics(server: Server, kind: str, number: int) -> None:
    assert server.open(f"good-{kind}-{number}.yaml", with_schema(kind, GOOD[kind][number]))[1] == []


@pytest.mark.parametrize(
    ("kind", "old", "new", "said"),
    [
        ("gold", "unit: metres", "unitt: metres", "unitt"),
        ("gold", "polarity: negative", "polarity: minus", "Value is not accepted"),
        ("gold", "  evidence: The Oder rose by three metres\n", "", 'Missing property "evidence"'),
        ("gold", "names:", "nmaes:", "nmaes"),
        ("task", "version: 1", "version: one", ""),
        ("task", "limit: {words: 50}", "limit: 50", "Incorrect type"),
        ("task", "prompt: plain", "promt: plain", "promt"),
        ("article", "invented: true", "invented: perhaps", "Value is not accepted"),
        ("article", "title: A river floods\n", "", 'Missing property "title"'),
        ("prompt", "version: 1", "verison: 1", "verison"),
    ],
)
def test_a_bad_file_is_marked_where_it_is_bad(server: Server, kind: str, old: str, new: str, said: str) -> None:
    good = GOOD[kind][0]
    assert good.count(old) >= 1
    number = abs(hash((kind, new)))
    _, found = server.open(f"bad-{kind}-{number}.yaml", with_schema(kind, good.replace(old, new, 1)))
    assert found
    assert said in " ".join(one["message"] for one in found)
    if new:
        line = (
            with_schema(kind, good.replace(old, new, 1))
            .split("\n")
            .index(next(row for row in good.replace(old, new, 1).split("\n") if new.strip() in row))
        )
        assert line in {one["range"]["start"]["line"] for one in found}


def test_keys_and_values_are_completed(server: Server) -> None:
    text = with_schema("gold", "gold: 1\narticle: flood\nfacts:\n- id: rose\n  st\n")
    uri, _ = server.open("keys.yaml", text)
    assert {"statement", "importance", "count", "date", "says", "states", "evidence"} <= server.labels(uri, 5, 4)

    text = with_schema("gold", "gold: 1\narticle: flood\nfacts:\n- id: rose\n  importance: \n")
    uri, _ = server.open("words.yaml", text)
    assert {"key", "supporting", "detail"} <= server.labels(uri, 5, 14)

    uri, _ = server.open("task.yaml", with_schema("task", "task: river\n\n"))
    assert {"version", "articles", "gold", "prompt", "limit", "scorers"} <= server.labels(uri, 2, 0)

    uri, _ = server.open("nested.yaml", with_schema("gold", "gold: 1\nfacts:\n- id: a\n  count:\n    \n"))
    assert {"value", "bound", "unit", "did"} <= server.labels(uri, 5, 4)


def test_a_key_is_explained_where_one_points_at_it(server: Server) -> None:
    uri, _ = server.open("hover.yaml", with_schema("task", GOOD["task"][0]))
    assert "Raise it when prompt, articles or gold change what figures mean." in server.hover(uri, 2, 2)
