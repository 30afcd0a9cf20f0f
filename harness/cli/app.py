"""The click application: commands loaded when they are called, and errors told in lines."""

from __future__ import annotations

import errno
import gc
import sys
import traceback
from importlib import import_module

import click

from harness import __version__
from harness.cli.commands import COMMANDS, GROUPS, PAGE, module_of
from harness.cli.streams import clean_up_on_sigterm, leave_quietly, use_utf8

INTERRUPTED = 130
FAULT_OF_OURS = 70
"""As in sysexits.h: an error in the program itself."""

GARBAGE = 50_000
"""Objects made from which the process looks for circles among them; Python's own 700 cost a fifth of the time."""


class LazyGroup(click.Group):
    """A group that imports a command's module when the command is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  (click's signature)
        """Return the names of the commands below this group."""
        return list(self._helps())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  (the same)
        """Return a command, imported now; None for a name that is none."""
        path = self._prefix() + cmd_name
        if path in GROUPS:
            return LazyGroup(cmd_name, help=GROUPS[path])
        if path not in COMMANDS:
            return None
        command: click.Command = import_module(f"harness.cli.{module_of(path)}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002  (the same)
        """Write the list of commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(self._helps().items()))

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Show the help where no command is named; that is wrong usage in every version of click."""
        if not args and not ctx.resilient_parsing:
            click.echo(ctx.get_help(), err=True)
            ctx.exit(2)
        return super().parse_args(ctx, args)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that the arguments begin with; a typo is told the nearest name."""
        known = self._helps()
        if args[0] not in known and not args[0].startswith("-"):
            from harness.errors import did_you_mean  # noqa: PLC0415  (it loads difflib)

            raise click.UsageError(f"No such command {args[0]!r}. {did_you_mean(args[0], known)}", ctx)
        return super().resolve_command(ctx, args)

    def _prefix(self) -> str:
        return f"{self.name} "

    def _helps(self) -> dict[str, str]:
        prefix = self._prefix()
        return {path.removeprefix(prefix): what for path, what in COMMANDS.items() if path.startswith(prefix)}


class Root(LazyGroup):
    """The program: it turns what commands raise into lines and exit codes."""

    def get_help(self, ctx: click.Context) -> str:  # noqa: ARG002  (click's signature)
        """Return the page."""
        return PAGE.rstrip("\n")

    def invoke(self, ctx: click.Context) -> object:
        """Run a command."""
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.Abort, click.exceptions.Exit):
            raise
        except KeyboardInterrupt:
            click.echo("Interrupted.", err=True)
            ctx.exit(INTERRUPTED)
        except Exception as error:  # noqa: BLE001  (the last stop: told to the user, and the process ends)
            if isinstance(error, OSError) and _is_broken_pipe(error):
                leave_quietly()
            from harness.backends.keys import remove_keys  # noqa: PLC0415  (only where something went wrong)

            if ctx.params["debug"]:
                click.echo(remove_keys("".join(traceback.format_exception(error))), nl=False, err=True)
            text, exit_code = _explain(error)
            click.echo(remove_keys(text), err=True)
            ctx.exit(exit_code)

    def _prefix(self) -> str:
        return ""

    def _helps(self) -> dict[str, str]:
        return {path: what for path, what in COMMANDS.items() if " " not in path} | GROUPS


@click.command("harness", cls=Root, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
@click.version_option(__version__, prog_name="harness", message="%(prog)s %(version)s")
def app(*, debug: bool) -> None:
    """Measure which facts of their articles summaries keep, change, or invent."""
    del debug  # `Root.invoke` reads it


def run() -> None:
    """Run the program on the process's arguments, and end it."""
    use_utf8()
    clean_up_on_sigterm()
    gc.set_threshold(GARBAGE)
    app(prog_name="harness")


def _explain(error: Exception) -> tuple[str, int]:
    """Return what a user is told of an error, and the exit code."""
    from harness.errors import HarnessError, TaskError  # noqa: PLC0415  (only where something went wrong)
    from harness.results.clean import escape_controls, safe_log  # noqa: PLC0415  (the same)

    if isinstance(error, TaskError):
        return safe_log(escape_controls(error.with_codes)), error.exit_code
    if isinstance(error, HarnessError):
        return safe_log(escape_controls(str(error))), error.exit_code
    if isinstance(error, OSError):
        what = f"{error.strerror or error}."
        return safe_log(escape_controls(f"{error.filename}: {what}" if error.filename else what)), 2
    what = safe_log(escape_controls(f"{type(error).__name__}: {error}"))
    return (
        f"{what}\nThis is a fault of the harness itself. 'harness --debug …' shows where; please report it.",
        FAULT_OF_OURS,
    )


def _is_broken_pipe(error: OSError) -> bool:
    """Whether output's reader went away; Windows calls it an invalid argument."""
    return error.errno == errno.EPIPE or (
        sys.platform == "win32" and error.errno == errno.EINVAL and not error.filename
    )
