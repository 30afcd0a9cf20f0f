"""Lines for a terminal: wrapped to a width, in colour or not, with quotes of texts that steer nothing."""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from harness.gold.verdicts import Span
from harness.results.clean import clean_line, safe_log
from harness.results.table import WIDTH

INDENT = "    "
LONGEST_QUOTE = 150
_WIDEST = 100


def page_width() -> int:
    """Return the columns to fill: 80, or a terminal's, up to 100."""
    if sys.stdout is None or not sys.stdout.isatty():
        return WIDTH
    return max(40, min(_WIDEST, Console().width))


class Page:
    """Lines of a width, in colour or not."""

    def __init__(self, width: int, *, is_colour: bool) -> None:
        self.width = width
        self.is_colour = is_colour
        self._out = io.StringIO()
        self._console = Console(
            file=self._out,
            width=width,
            force_terminal=is_colour,
            color_system="standard" if is_colour else None,
            no_color=not is_colour,
            legacy_windows=False,
            highlight=False,
            emoji=False,
            markup=False,
        )

    def line(self, text: str | Text = "", style: str = "", *, indent: str = "", hanging: str | None = None) -> None:
        """Add text, wrapped; the first line behind `indent`, the others behind `hanging`, else `indent` too."""
        content = Text(text, style=style) if isinstance(text, str) else text
        for number, line in enumerate(self._wrap(content, len(indent), len(indent if hanging is None else hanging))):
            line.rstrip()
            start = indent if number == 0 or hanging is None else hanging
            self._console.print(Text(start if line.plain else "").append_text(line), soft_wrap=True)

    def _wrap(self, content: Text, indent: int, hanging: int) -> Sequence[Text]:
        """Return text as lines that fit, the first behind so many columns, the others behind so many."""
        lines = content.wrap(self._console, self.width - indent) or [Text()]
        if len(lines) == 1 or indent == hanging:
            return list(lines)
        first = lines[0]
        first.rstrip()
        cut = len(first.plain)
        rest = content.plain[cut:]
        cut += len(rest) - len(rest.lstrip(" ").removeprefix("\n"))  # the blanks and the line end that were wrapped at
        return [first, *content.divide([cut])[1].wrap(self._console, self.width - hanging)]

    def text(self) -> str:
        """Return what was added; a CI's log takes nothing of it for a command."""
        return safe_log(self._out.getvalue())


def draw_quote(page: Page, label: str, quote: str) -> None:
    """Add a quote behind its label, indented."""
    start = f"{INDENT}{label} "
    page.line(Text(quote), indent=start, hanging=" " * len(start))


def quote_of(text: str, span: Span) -> str:
    """Return the words of a span in quotation marks, on one line, cut where they are many."""
    return f'"{cut(text[span[0] : span[1]])}"'


def cut(text: str) -> str:
    """Return text as one line of 150 characters at most."""
    line = clean_line(text)
    return line if len(line) <= LONGEST_QUOTE else f"{line[: LONGEST_QUOTE - 1].rstrip()}…"
