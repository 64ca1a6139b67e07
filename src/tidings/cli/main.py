"""``tidings``: the commands of RECORD §8, each imported when it is called, and its exit codes."""

from __future__ import annotations

import contextlib
import os
import sys
from importlib import import_module
from typing import Any, Final

import click

from tidings import __version__
from tidings.errors import DataError, StoreError, TidingsError, UsageError

COMMANDS: Final = {
    "read": "Read articles into a record file.",
    "show": "The timeline of a record, or one account in full.",
    "events": "The happenings, each once, and one of them with its ledger.",
    "why": "Why two accounts or events are one, or are not.",
    "why-not": "The same: why two are not one.",
    "sentence": "One event in a line that can be quoted, with footnotes.",
    "control": "Who held a place on a day, and how that changed.",
    "serve": "The record in a browser: map, events, words lit, review.",
    "dossier": "One event in one HTML file: words, tolls, map, ledger.",
    "code": "Say what articles tell, as JSON lines; nothing is stored.",
    "annotate": "What is found in the text: names, places, dates, counts ...",
    "export": "The record as JSON lines, a CSV table or a map.",
    "bundle": "A release: data, codebook, losses, redactions, hashes.",
    "verify-bundle": "Is a release what it was when it was made?",
    "review": "Rule on events: accept, set, reject, merge, split, undo.",
    "people": "Who may work at the desk, and as what.",
    "audit": "Who did what to the record; does it all follow?",
    "changes": "What is new, changed or gone since a day, and why.",
    "recode": "Code the stored originals anew; what that changes.",
    "coverage": "What was read, passed over, failed or taken down.",
    "takedown": "Take an article or a person's name out on request.",
    "verify": "Hash every original and check every quote again.",
    "evaluate": "Compare a record with answers made by hand.",
    "schema": "The JSON Schema of a line of `tidings code`.",
    "gazetteer": "Look up places; add a country's villages.",
    "actors": "Look up actors.",
}
_MODULES: Final = {"why-not": "why", "verify-bundle": "verify_bundle"}
NOTHING_DONE: Final = 3
# The backspace tells click to keep the lines of a paragraph as they are.
_HELP: Final = """From news of war to a sourced record: what was reported, where, when, by whom, and how sure one can be.

\b
Start with:  tidings read reports/
             tidings show

Exit codes: 0 all read, 1 some inputs failed, 2 wrong usage, 3 nothing could be read or stored.
"""


class Commands(click.Group):
    """Commands whose modules are imported when they are called, so that ``--help`` is quick. What goes wrong is one plain line."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order in which one needs them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name, from the module of that name."""
        if cmd_name not in COMMANDS:
            return None
        command = import_module(f"tidings.cli.{_MODULES.get(cmd_name, cmd_name)}").command
        if not isinstance(command, click.Command):
            raise TypeError(f"tidings.cli.{cmd_name}.command is no command")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands, written from the table above without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; an expected error becomes its exit code: 2 wrong usage, 3 nothing could be read or stored."""
        try:
            return super().invoke(ctx)
        except (UsageError, DataError) as error:
            raise click.UsageError(str(error)) from error
        except StoreError as error:
            _stop(str(error), ctx)
        except TidingsError as error:
            _stop(str(error), ctx)
        except BrokenPipeError:
            _hush()
            ctx.exit(0)
        except OSError as error:
            _hush()  # a full disk would be told once more, with a traceback, when Python ends
            _stop(f"{error.filename}: {error.strerror}" if error.filename else str(error.strerror or error), ctx)


def _stop(reason: str, ctx: click.Context) -> None:
    click.echo(f"Error: {reason}", err=True)
    ctx.exit(NOTHING_DONE)


def _hush() -> None:
    """Nobody takes our output (``| head``, a full disk): say nothing more, not even at the end of the program."""
    with contextlib.suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@click.group(
    cls=Commands, help=_HELP, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(__version__, prog_name="tidings")
def main() -> None:
    """The commands, by name."""


if __name__ == "__main__":
    main()
