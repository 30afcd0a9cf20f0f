"""`harness view`."""

from __future__ import annotations

from pathlib import Path

import click

PORT = 8642


@click.command("view", epilog="Example: harness view results --port 0")
@click.argument(
    "results", type=click.Path(exists=True, file_okay=False, path_type=Path), required=False, default=Path("results")
)
@click.option("--port", type=click.IntRange(0, 65535), default=PORT, show_default=True, help="0 is any that is free.")
def command(*, results: Path, port: int) -> None:
    """Serve a folder of runs to a browser on this machine.

    Runs that are under way show how far they are. Only 127.0.0.1 is listened on, and nothing is written. Ctrl-C ends
    it. RESULTS is 'results' unless it is named.
    """
    from harness.cli.running import cards_here  # noqa: PLC0415  (heavy)
    from harness.errors import UsageError  # noqa: PLC0415  (the same)
    from harness.results.report.server import LOOPBACK, Site, make_server  # noqa: PLC0415  (the same)

    try:
        server = make_server(Site(results, cards=cards_here()), port)
    except OSError as error:
        what = f"cannot be listened on: {error.strerror or error}."
        raise UsageError(what, where=f"{LOOPBACK}:{port}", mend="Name another with --port, or 0 for any.") from error
    with server:
        click.echo(f"http://{LOOPBACK}:{server.server_address[1]}/ (Ctrl-C ends it)")
        try:
            server.serve_forever(poll_interval=0.1)
        except KeyboardInterrupt:
            click.echo("Ended.", err=True)
