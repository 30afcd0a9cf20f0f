"""No connection but to the server of the chosen backend: real processes, in which each attempt at one is noted.

An audit hook sees what connects a socket, sends to an address or looks up a name, whichever library does it. Unless
the address is allowed, the attempt is refused as well.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from servers import ModelServer, Reply, completion
from small_project import ROOT, child_environment, install_plugin, make_project

PROGRAM = """
import json, sys

noted, allowed = sys.argv[1], json.loads(sys.argv[2])
ADDRESS = {"socket.connect": 1, "socket.sendto": 1, "socket.getaddrinfo": 0, "socket.gethostbyname": 0}

def note(event, args):
    if event in ADDRESS:
        address = args[ADDRESS[event]]
        shown = list(address[:2]) if isinstance(address, tuple) else address
        with open(noted, "a", encoding="utf-8") as file:
            file.write(json.dumps([event, shown]) + "\\n")
        if shown not in allowed:
            raise RuntimeError(f"{event} {shown} is not allowed in this test")  # no OSError, which would be tried again

sys.addaudithook(note)
sys.argv[:] = ["harness", *sys.argv[3:]]
from harness.cli import main
main()
"""


class Machine:
    """A folder with two projects, in which the program runs and is watched."""

    def __init__(self, folder: Path) -> None:
        self.folder = make_project(folder)
        self.noted = folder / "noted"
        self.site = install_plugin(folder / "site")
        row = '{"id": "a", "summary": "About 1,200 people left.", "document": "About 1,300 people left."}\n'
        (folder / "rows.jsonl").write_text(row, "utf-8")
        (folder / "answers.jsonl").write_text('{"sample": "bridges", "summary": "Two bridges."}\n', "utf-8")
        shutil.copytree(ROOT / "tests" / "data" / "ferry", folder / "ferry")

    def run(
        self, *arguments: str, allowed: Sequence[object] = (), within: str = ".", **environment: str
    ) -> tuple[int, str]:
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM, str(self.noted), json.dumps(allowed), *arguments],
            cwd=self.folder / within,
            env=child_environment(self.site, **environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
            encoding="utf-8",
        )
        return done.returncode, done.stdout

    @property
    def attempts(self) -> list[object]:
        """What was tried, in order."""
        if not self.noted.exists():
            return []
        return [json.loads(line) for line in self.noted.read_text("utf-8").splitlines()]


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def address_of(server: ModelServer) -> list[object]:
    return ["127.0.0.1", int(server.url.rpartition(":")[2].partition("/")[0])]


@pytest.mark.parametrize(
    ("arguments", "code", "within"),
    [
        (("eval",), 0, "."),
        (("eval", "--cache", "--epochs", "2"), 0, "."),
        (("eval", "two", "--backend", "saved/answers.jsonl"), 3, "."),
        (("eval", "two", "--backend", "command/cat"), 0, "."),
        (("score", "--task", "flood", "--summaries", "rows.jsonl"), 0, "."),
        (("score", "--pairs", "rows.jsonl"), 0, "."),
        (("task", "list"), 0, "."),
        (("task", "show", "flood"), 0, "."),
        (("task", "check", "ferry-morning"), 0, "ferry"),
        (("task", "export"), 0, "."),
        (("backend", "list"), 0, "."),
        (("selftest", "ferry-morning"), 0, "ferry"),
        (("eval", "short-report"), 0, "seeds"),
    ],
)
def test_what_asks_no_model_opens_no_connection(
    machine: Machine, arguments: tuple[str, ...], code: int, within: str
) -> None:
    done, printed = machine.run(*arguments, within=within)
    assert done == code, printed
    assert machine.attempts == []


def test_the_hook_sees_and_refuses(machine: Machine, model_server: ModelServer) -> None:
    arguments = ("eval", "two", "--limit", "1", "--backend", "openai/m", "--base-url", model_server.url)
    done, printed = machine.run(*arguments)
    assert done == 70, printed
    assert ["socket.connect", address_of(model_server)] in machine.attempts
    assert model_server.received == []


@pytest.mark.parametrize("option", [(), ("--cache",), ("--record", "r.yaml")])
def test_a_model_run_connects_to_the_chosen_server_only(
    machine: Machine, model_server: ModelServer, option: tuple[str, ...]
) -> None:
    """Not to a proxy that the environment names, nor to where a redirect points."""
    with ModelServer() as other:
        model_server.script = [Reply(307, "", {"Location": other.url}), completion("Two bridges were closed.")]
        proxies = dict.fromkeys(("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY", "all_proxy"), other.url)
        arguments = ("eval", "two", "--backend", "openai/m", "--base-url", model_server.url, *option)
        done, printed = machine.run(*arguments, allowed=[address_of(model_server)], **proxies)
        assert done == 3, printed
        assert "a redirect; none is followed" in printed
        assert {json.dumps(attempt) for attempt in machine.attempts} == {
            json.dumps(["socket.connect", address_of(model_server)])
        }
        assert other.connections == 0


def test_a_replayed_run_opens_no_connection(machine: Machine, model_server: ModelServer) -> None:
    arguments = ("eval", "two", "--backend", "openai/m", "--base-url", model_server.url)
    done, printed = machine.run(*arguments, "--record", "r.yaml", allowed=[address_of(model_server)])
    assert done == 0, printed
    machine.noted.unlink()
    done, printed = machine.run(*arguments, "--replay", "r.yaml")
    assert done == 0, printed
    assert machine.attempts == []
    assert len(model_server.received) == 2
    done, printed = machine.run(*arguments, "--replay", "r.yaml", "--epochs", "2", "--temperature", "1")
    assert done == 3, printed
    assert machine.attempts == []


def test_explaining_the_cache_opens_no_connection(machine: Machine, model_server: ModelServer) -> None:
    asked = ("two", "--backend", "openai/m", "--base-url", model_server.url)
    machine.run("eval", *asked, "--cache", allowed=[address_of(model_server)])
    machine.noted.unlink()
    for arguments in (("explain", *asked, "--epochs", "2"), ("info",), ("clear",)):
        done, printed = machine.run("cache", *arguments)
        assert done == 0, printed
    assert machine.attempts == []
