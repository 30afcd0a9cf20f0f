"""What a check found, for other programs: JSON, the annotations of a GitHub workflow, and SARIF 2.1.0."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any, Literal
from urllib.parse import quote

from harness import __version__
from harness.metaeval.check import Checked
from harness.metaeval.codes import explanations, level_of
from harness.metaeval.findings import Finding, count, show_findings
from harness.results.clean import clean_line

Form = Literal["text", "json", "github", "sarif"]
FORMS: tuple[Form, ...] = ("text", "json", "github", "sarif")

VERSION = 1
"""The version of the JSON report."""

_SARIF = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def report(checked: Checked, form: Form) -> str:
    """Return what a check found in a form, with the faults of loading among it; all text is made fit to print."""
    if form == "text":
        return show_findings(checked.findings, checked.files, checked.drafts)
    findings = sorted([*checked.findings, *(Finding(fault, "problem") for fault in checked.faults)])
    if form == "github":
        return "".join(f"{_annotation(finding)}\n" for finding in findings)
    data = _json(findings, checked) if form == "json" else _sarif(findings)
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def _json(findings: Sequence[Finding], checked: Checked) -> dict[str, Any]:
    return {
        "version": VERSION,
        "files": checked.files,
        "drafts": checked.drafts,
        "problems": count(findings, "problem"),
        "warnings": count(findings, "warning"),
        "findings": [
            {
                "code": finding.problem.code,
                "level": finding.level,
                "file": clean_line(finding.problem.file),
                "line": finding.problem.line or None,
                "column": finding.problem.column or None,
                "fact": finding.fact or None,
                "what": clean_line(finding.problem.what),
                "mend": clean_line(finding.problem.mend),
            }
            for finding in findings
        ],
    }


def _message(finding: Finding) -> str:
    return clean_line(f"{finding.problem.what} {finding.problem.mend}").strip()


def _annotation(finding: Finding) -> str:
    """Return a command of GitHub's log: in a property ',' and ':' end it, '%' starts an escape anywhere."""
    problem = finding.problem
    places = {"file": clean_line(problem.file), "line": problem.line, "col": problem.column, "title": problem.code}
    shown = ",".join(f"{key}={_escaped(str(value), ':,')}" for key, value in places.items() if value)
    return f"::{'error' if finding.level == 'problem' else 'warning'} {shown}::{_escaped(_message(finding))}"


def _escaped(text: str, more: str = "") -> str:
    return "".join(f"%{ord(char):02X}" if char in f"%\r\n{more}" else char for char in text)


def _sarif(findings: Sequence[Finding]) -> dict[str, Any]:
    known = list(explanations())
    driver = {
        "name": "harness",
        "semanticVersion": __version__,
        "rules": [
            {
                "id": code,
                "shortDescription": {"text": found.what},
                "fullDescription": {"text": found.why},
                "help": {"text": f"'harness explain {code}' shows a bad and a good example."},
                "defaultConfiguration": {"level": _level(level_of(code))},
            }
            for code, found in explanations().items()
        ],
    }
    results = [_result(finding, known) for finding in findings]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return {"$schema": _SARIF, "version": "2.1.0", "runs": [run]}


def _level(level: str) -> str:
    return "error" if level == "problem" else "warning"


def _result(finding: Finding, known: Sequence[str]) -> dict[str, Any]:
    problem = finding.problem
    place: dict[str, Any] = {"artifactLocation": {"uri": quote(problem.file)}}
    if problem.line:
        column = {"startColumn": problem.column} if problem.column else {}
        place["region"] = {"startLine": problem.line, **column}
    key = hashlib.sha256(f"{problem.code}\n{problem.file}\n{problem.what}".encode("utf-8", "replace")).hexdigest()
    return {
        "ruleId": problem.code,
        "ruleIndex": known.index(problem.code),
        "level": _level(finding.level),
        "message": {"text": _message(finding)},
        "locations": [{"physicalLocation": place}],
        "partialFingerprints": {"harness/v1": key[:32]},
    }
