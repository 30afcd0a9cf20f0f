"""Whether the hosted backends work with the oldest and the newest version of each provider's package that is allowed.

    python benchmarks/sdks.py [anthropic google litellm] [--folder FOLDER]

An environment is made for each version, with the core's requirements and what the tests need; then that backend's
tests run in it. The folder keeps the environments for the next time; without one they are made anew and removed.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import tomllib
import venv
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SDKS = ("anthropic", "google", "litellm")
TESTED_WITH = ("hypothesis", "pytest", "pytest-xdist")


def versions(extra: str) -> Iterator[tuple[str, str]]:
    """Yield the requirements of the oldest and of the newest version that an extra allows, each with its name."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    (requirement,) = project["optional-dependencies"][extra]
    floor = re.fullmatch(r"([\w-]+)>=([\d.]+),<\d+", requirement)
    if not floor:
        sys.exit(f"{extra}: {requirement!r} is not written as package>=oldest,<major.")
    yield "oldest", f"{floor[1]}=={floor[2]}"
    yield "newest", requirement


def make(folder: Path, requirement: str) -> Path:
    """Return the Python of an environment with a requirement, made where it does not exist yet."""
    python = folder / "bin" / "python"
    if not python.exists():
        venv.create(folder, with_pip=True)
        project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
        wanted = [*project["dependencies"], *TESTED_WITH, requirement]
        install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *wanted]
        subprocess.run(install, check=True)
    return python


def tell_version(python: Path, requirement: str) -> str:
    """Return the version of a package that an environment has."""
    package = re.split("[=<>]", requirement, maxsplit=1)[0]
    code = f"from importlib.metadata import version; print({package!r}, version({package!r}))"
    return subprocess.run([python, "-c", code], check=True, capture_output=True, encoding="utf-8").stdout.strip()


def test(python: Path, extra: str) -> str:
    """Return the last line of a backend's tests."""
    files = ["tests/backends/test_wire.py", "tests/backends/test_cassettes.py"]
    own = ROOT / "tests" / "backends" / f"test_{extra}.py"
    files += [str(own.relative_to(ROOT))] if own.exists() else []
    done = subprocess.run(
        [python, "-m", "pytest", "-n", "1", "-W", "default", "-k", f"{extra} or test_{extra}", *files],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    lines = done.stdout.strip().splitlines()
    failed = [line for line in lines if line.startswith(("FAILED", "ERROR"))]
    return "\n".join([lines[-1] if lines else done.stderr.strip(), *failed])


def main() -> None:
    """Print a line for each version of each package."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sdks", nargs="*", metavar="SDK", help=f"of {', '.join(SDKS)}; all unless named")
    parser.add_argument("--folder", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        for extra in given.sdks or SDKS:
            for name, requirement in versions(extra):
                python = make((given.folder or Path(made)) / f"{extra}-{name}", requirement)
                print(f"{tell_version(python, requirement)} ({name}): {test(python, extra)}", flush=True)


if __name__ == "__main__":
    main()
