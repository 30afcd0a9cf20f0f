"""How long the page of many samples takes to write, to open in Chromium, and to answer.

    python benchmarks/report.py [SAMPLES ...]

Makes a run of each size in a temporary folder (two backends; an article of 400 words and 40 gold facts a sample),
writes its page, and opens it with Playwright in Debian's Chromium, or the one that CHROMIUM names. Prints the page's
size in MB and the seconds to write it; then milliseconds: from the start of its opening until it can be used (the
middle of five), until a filter for text has been drawn, and until the next answer has been.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import sync_playwright

from harness.backends.base import Answer
from harness.gold.gold import Evidence
from harness.gold.verdicts import FactVerdict
from harness.results.aggregate import aggregate
from harness.results.disk import to_json
from harness.results.models import (
    AnswerRecord,
    ArticleRecord,
    BackendRecord,
    Manifest,
    PromptRecord,
    SampleRecord,
    ScoreRow,
    ScorerRecord,
    StoredArticle,
    TaskRecord,
    Volatile,
)
from harness.results.report.data import pack
from harness.results.report.page import render_page
from harness.results.store import RunFolder, create_run, write_summary

SIZES = (100, 2_000)
FACTS, WORDS, BACKENDS = 40, 400, ("made/one", "made/two")
KINDS = ("count", "date", "attribution", "statement")
VERDICTS = ("supported", "omitted", "omitted", "contradicted")
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
OPENINGS = 5
TYPE_AND_PRESS = """async () => {
  const timed = async (work) => {
    const start = performance.now();
    work();
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    return performance.now() - start;
  };
  const box = document.getElementById("filter-q");
  const type = () => { box.value = "made/a000 bridge"; box.dispatchEvent(new Event("input")); };
  const press = () => document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "j", bubbles: true }));
  return [await timed(type), await timed(press)];
}"""
VOCABULARY = "river town mayor bridge water people night report said Monday flood closed rose three metres"


def prose(words: int, chance: random.Random) -> str:
    """Return so many words."""
    return " ".join(chance.choices(VOCABULARY.split(), k=words)) + "."


def make_run(results: Path, size: int) -> RunFolder:
    """Write a run of a size."""
    chance = random.Random(size)
    names = [f"a{number:05}" for number in range(size)]
    articles = [StoredArticle(sha256=f"{i:064x}", title=f"Article {i}", text=prose(WORDS, chance)) for i in range(size)]
    manifest = Manifest(
        run="20310514-091500-3fa9",
        harness="0",
        python="3",
        seed=0,
        epochs=1,
        limit=None,
        tasks=(
            TaskRecord(
                name="made",
                version=1,
                samples=tuple(SampleRecord(id=f"made/{name}", articles=(name,)) for name in names),
                gold={},
                prompt=PromptRecord(name="plain", version=1, sha256="0" * 64),
                words=100,
                scorers=(ScorerRecord(name="facts", signatures=("facts|v:1",)),),
            ),
        ),
        articles=tuple(ArticleRecord(id=name, sha256=f"{i:064x}", event=name) for i, name in enumerate(names)),
        backends=tuple(BackendRecord(name=name, parameters={}) for name in BACKENDS),
        planned=size * len(BACKENDS),
        plan="0" * 64,
        volatile=Volatile(started="", platform=""),
    )
    folder = create_run(results, manifest, articles)
    answers, rows = [], []
    for backend in BACKENDS:
        for name in names:
            head: dict[str, Any] = {
                "id": f"{name} {backend}",
                "sample": f"made/{name}",
                "backend": backend,
                "epoch": 1,
            }
            answers.append(AnswerRecord(**head, answer=Answer(text=prose(80, chance)), error=None, at=""))
            rows.append(score(head, name, chance))
    folder.journal.write_text("".join(f"{to_json(one)}\n" for one in answers), encoding="utf-8")
    (folder.path / "scores.jsonl").write_text("".join(f"{to_json(one)}\n" for one in rows), encoding="utf-8")
    write_summary(folder, aggregate(manifest, answers, rows))
    return folder


def score(head: dict[str, Any], article: str, chance: random.Random) -> ScoreRow:
    """Return verdicts on all facts of a sample."""
    facts = tuple(verdicts(article, chance))
    number = {word: float(sum(fact.verdict == word for fact in facts)) for word in set(VERDICTS)}
    values = {"recall": number["supported"] / FACTS, **number, "unsupported": 0.0}
    return ScoreRow(
        **head,
        task="made",
        scorer="facts",
        signature="facts|v:1",
        outcome="score",
        reason="",
        values=values,
        facts=facts,
    )


def verdicts(article: str, chance: random.Random) -> Iterable[FactVerdict]:
    """Yield a verdict on each fact."""
    for number in range(FACTS):
        verdict = chance.choice(VERDICTS)
        start = chance.randrange(300)
        yield FactVerdict.model_validate(
            {
                "id": f"fact-{number}",
                "kind": KINDS[number % 4],
                "verdict": verdict,
                "summary_span": None if verdict == "omitted" else (start, start + 40),
                "evidence": (Evidence(article=article, start=number * 40, end=number * 40 + 60),),
                "expected": "",
                "found": "" if verdict == "omitted" else prose(3, chance),
                "reason": f"{verdict}: {prose(6, chance)}",
            }
        )


def measure(page_file: Path) -> tuple[float, float, float]:
    """Return milliseconds to open a page, to filter by text, and to go to the next answer."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM)
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        opened = []
        for _ in range(OPENINGS):
            page.goto("about:blank")
            page.goto(f"{page_file.as_uri()}#samples")
            page.wait_for_selector("html[data-ready=yes]")
            opened.append(page.evaluate("performance.now()"))
        filtered, following = page.evaluate(TYPE_AND_PRESS)
        browser.close()
    return median(opened), filtered, following


def main(sizes: Iterable[int]) -> None:
    """Measure each size."""
    print(f"{'samples':>8} {'page MB':>8} {'write s':>8} {'open ms':>8} {'filter ms':>10} {'next ms':>8}")
    for size in sizes:
        with tempfile.TemporaryDirectory() as given:
            folder = make_run(Path(given), size)
            start = time.perf_counter()
            text = render_page(pack([folder], cards=()), "Benchmark")
            seconds = time.perf_counter() - start
            file = Path(given) / "report.html"
            file.write_text(text, encoding="utf-8")
            opened, filtered, following = measure(file)
        print(f"{size:8,} {len(text) / 1e6:8.2f} {seconds:8.2f} {opened:8.0f} {filtered:10.0f} {following:8.0f}")


if __name__ == "__main__":
    main([int(one) for one in sys.argv[1:]] or SIZES)
