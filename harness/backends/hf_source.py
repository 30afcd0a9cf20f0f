"""Where a model's files are: a folder of yours, or a repository of the Hugging Face hub with its local cache."""

from __future__ import annotations

import hashlib
import json
import os
import re
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from harness.backends.quoting import quote_line
from harness.errors import BackendError, UsageError

FILES = ("*.json", "*.safetensors", "*.model", "*.txt", "*.jinja")
"""What is taken of a repository: settings, weights, tokenizer and templates, and no code."""

_HUB_ID = re.compile(r"[\w.-]{1,96}(?:/[\w.-]{1,96})?(?:@[\w./-]{1,100})?", re.ASCII)
_PROBE = 4096
"""Bytes at the beginning of each tensor that go into a folder's fingerprint."""
_LONGEST_HEADER = 100_000_000


class Source(Protocol):
    """A model's files, and what tells them from another model's."""

    @property
    def label(self) -> str:
        """What answers call the model."""
        ...

    @property
    def identity(self) -> Mapping[str, Any]:
        """What tells this model from another, on every machine."""
        ...

    def fetch(self) -> Path:
        """Return the folder with the files; raise BackendError where they cannot be had."""
        ...


@dataclass(frozen=True)
class Folder:
    """A folder on this machine; nothing is fetched for it."""

    path: Path
    fingerprint: str

    @property
    def label(self) -> str:
        """The folder's own name."""
        return self.path.resolve().name

    @property
    def identity(self) -> Mapping[str, Any]:
        """A fingerprint of the contents; the path says nothing."""
        return {"sha256": self.fingerprint}

    def fetch(self) -> Path:
        """Return the folder."""
        return self.path


@dataclass(frozen=True)
class Hub:
    """A repository of the hub at one commit."""

    repository: str
    commit: str
    where: str

    @property
    def label(self) -> str:
        """The repository and the beginning of the commit."""
        return f"{self.repository}@{self.commit[:12]}"

    @property
    def identity(self) -> Mapping[str, Any]:
        """The repository and the commit."""
        return {"model": self.repository, "commit": self.commit}

    def fetch(self) -> Path:
        """Return the cache's folder, after fetching what it lacks; raise BackendError where that fails."""
        from huggingface_hub import snapshot_download  # noqa: PLC0415  (an extra)

        try:
            return Path(snapshot_download(self.repository, revision=self.commit, allow_patterns=list(FILES)))
        except (OSError, ValueError) as error:
            what = f"the model cannot be fetched from the hub: {_first_line(error)}"
            raise BackendError(what, where=self.where, retry_after=10.0, cause="unavailable") from error


def find_source(name: str, model: str) -> Source:
    """Return where a model is; raise UsageError where it cannot be found or would run code of its own.

    A folder that exists is meant before a repository of the same name.
    """
    where = quote_line(name)
    path = Path(os.path.expanduser(model))  # noqa: PTH111  (a home that is unknown is left as it is typed)
    if path.is_dir():
        return Folder(path, _check_folder(path, where))
    if path.is_absolute() or model.startswith((".", "~")) or not _HUB_ID.fullmatch(model):
        raise UsageError("there is no such folder.", where=where, mend="Check the path.")
    return _find_on_hub(model, where)


def _find_on_hub(model: str, where: str) -> Hub:
    """Return a repository at the commit that it is at; where the hub cannot be reached, at the one that is cached."""
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    from huggingface_hub import hf_hub_download  # noqa: PLC0415  (an extra)

    repository, _, revision = model.partition("@")
    try:
        config = hf_hub_download(repository, "config.json", revision=revision or None)
    except (OSError, ValueError) as error:
        what = f"the hub has no such model, or it cannot be reached: {_first_line(error)}"
        raise UsageError(what, where=where, mend="Check the name, or give the folder of a model.") from error
    return Hub(repository, Path(config).parent.name, where)


def _check_folder(path: Path, where: str) -> str:
    """Return the fingerprint of a model's folder; raise UsageError where it holds no model that may be loaded."""
    if (path / "adapter_config.json").exists():
        raise UsageError("the folder holds an adapter.", where=where, mend="Merge it with its base model.")
    if not (path / "config.json").is_file():
        raise UsageError("the folder has no config.json.", where=where, mend="Name the folder of a model.")
    if not any(path.glob("*.safetensors")):
        what = "the folder has no .safetensors file; weights in other formats may run code, and are not loaded."
        raise UsageError(what, where=where, mend="Save the model with safetensors.")
    try:
        return _fingerprint(path)
    except OSError as error:
        raise UsageError(f"a file cannot be read: {error.strerror or error}.", where=where) from error
    except ValueError as error:
        raise UsageError(f"{error}.", where=where, mend="Save the model anew.") from error


def _fingerprint(folder: Path) -> str:
    """Return a hash over the small files, and over every tensor's name, shape, place and first bytes.

    So a model of many gigabytes is told from another in a moment, even where they differ in one layer.
    """
    digest = hashlib.sha256()
    for file in sorted({file for pattern in FILES for file in folder.glob(pattern)}):
        digest.update(f"{file.name}\0".encode())
        with file.open("rb") as opened:
            for piece in _probe(opened, file.name) if file.suffix == ".safetensors" else [opened.read()]:
                digest.update(hashlib.sha256(piece).digest())
    return digest.hexdigest()


def _probe(file: BinaryIO, name: str) -> Iterator[bytes]:
    """Yield the header of a safetensors file, and the first bytes of each tensor."""
    start = file.read(8)
    length = struct.unpack("<Q", start)[0] if len(start) == 8 else 0  # noqa: PLR2004
    header = file.read(length) if 0 < length <= _LONGEST_HEADER else b""
    try:
        tensors = json.loads(header)
        places = sorted(tensor["data_offsets"] for key, tensor in tensors.items() if key != "__metadata__")
    except (ValueError, AttributeError, TypeError, KeyError) as error:
        raise ValueError(f"{name} is no safetensors file") from error
    yield header
    for begin, end in places:
        file.seek(8 + length + begin)
        yield file.read(min(_PROBE, end - begin))


def _first_line(error: Exception) -> str:
    line = quote_line(next((line for line in str(error).splitlines() if line.strip()), type(error).__name__))
    return line if line.endswith((".", "!", "?", "…")) else f"{line}."
