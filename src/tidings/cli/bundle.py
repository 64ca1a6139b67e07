"""``tidings bundle``: a release as a folder that stands by itself."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tidings.cli.options import db_option
from tidings.cli.output import plural
from tidings.cli.safety import OWN_FILE, PROFILES, pcodes_option, reviewed_view, safety_of, safety_options, text_of

if TYPE_CHECKING:
    from tidings.export.profiles import Safety
    from tidings.model.event import View


@click.command("bundle")
@click.argument("folder", metavar="FOLDER", type=click.Path(file_okay=False, path_type=Path))
@db_option
@click.option(
    "--profile",
    "profiles",
    type=click.Choice(PROFILES),
    multiple=True,
    help="What may leave the house; may be given several times: a folder for each. Public if not given.",
)
@click.option(
    "--format",
    "forms",
    multiple=True,
    metavar="NAME",
    help="A form of 'tidings export'; may be given several times. jsonl and csv if not given.",
)
@safety_options
@pcodes_option
@click.option("--dry-run", is_flag=True, help="Write nothing; print what each profile would take out.")
@click.option(
    "--withheld",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write here, for your own eyes, which names are withheld, to find those to keep.",
)
@click.option(
    "--title", default="Reported events of armed conflict", show_default=True, help="The title of the release."
)
@click.option("--by", "authors", multiple=True, metavar="NAME", help="Who releases it; may be given several times.")
@click.option(
    "--release", "version", default="1", show_default=True, metavar="VERSION", help="The version of the release."
)
@click.option("--licence", default="CC-BY-4.0", show_default=True, metavar="SPDX", help="The licence of the data.")
@click.option("--coverage", type=OWN_FILE, metavar="FILE", help="A page on what was read and what was not.")
@click.option("--evaluation", type=OWN_FILE, metavar="FILE", help="A page on how good it is.")
@click.option("--changes", type=OWN_FILE, metavar="FILE", help="A page on what is new.")
def command(
    folder: Path, db: str, profiles: tuple[str, ...], forms: tuple[str, ...], today: dt.date | None, names: Path | None,
    keep: Path | None, protected: Path | None, released: Path | None, pcodes: Path | None, title: str,
    authors: tuple[str, ...], version: str, licence: str, coverage: Path | None, evaluation: Path | None,
    changes: Path | None, dry_run: bool, withheld: Path | None,
) -> None:  # fmt: skip
    """Write a release: data, codebook, citation, coverage, losses, redactions, and a hash of every file.

    With one profile into FOLDER, with several into a folder each inside it. Nothing is written when a file would hold what its
    profile withholds.
    """
    from tidings.export.bundle import About, bundle_files, must_be_new, write_files
    from tidings.export.pcodes import read_pcodes
    from tidings.export.profiles import profile_named

    about = About(
        inputs=_inputs(db) if coverage is None else None,
        title=title,
        authors=authors or ("not told",),
        version=version,
        licence=licence,
        coverage=text_of(coverage),
        evaluation=text_of(evaluation),
        changes=text_of(changes),
    )
    codes = None if pcodes is None else read_pcodes(pcodes)
    chosen = list(dict.fromkeys(profiles)) or ["public"]
    targets = {name: folder / name if len(chosen) > 1 else folder for name in chosen}
    for target in targets.values():
        must_be_new(target)
    view, safety = reviewed_view(db, safety_of(today, names, keep, protected, released))
    if dry_run or withheld is not None:
        _preview(view, safety, chosen, withheld)
    if dry_run:
        return
    made = {
        target: bundle_files(
            view, profile=profile_named(name), safety=safety, about=about, forms=forms or ("jsonl", "csv"), pcodes=codes
        )
        for name, target in targets.items()
    }
    for target, files in made.items():
        write_files(target, files)
        print(f"wrote {plural(len(files), 'file')} to {target}", file=sys.stderr)


def _preview(view: View, safety: Safety, profiles: list[str], withheld: Path | None) -> None:
    """What each profile takes out, on standard output; and which names, into a file for whoever publishes."""
    from tidings.export.profiles import profile_named, release
    from tidings.export.redact import redaction_report

    names: set[str] = set()
    for name in profiles:
        shown = release(profile_named(name), view, safety)
        names.update(shown.withheld.names)
        print(redaction_report(name, shown.redactions))
    if withheld is not None:
        withheld.write_text("".join(f"{name}\n" for name in sorted(names)), encoding="utf-8")
        print(f"wrote {plural(len(names), 'name')} to {withheld}: for your eyes, not to be passed on", file=sys.stderr)


def _inputs(db: str) -> str:
    """A sentence on what the record was made of, for the page on coverage."""
    from tidings.review.coverage import coverage
    from tidings.store.judgements import tombstones
    from tidings.store.store import open_store

    with open_store(db, create=False) as store:
        found = coverage(store.codings(), tombstones(store))
    fates = ", ".join(f"{number} {fate}" for fate, number in found.totals.items())
    silent = "" if found.silent is None else f" Nothing was read of {found.silent[0]} to {found.silent[1]}."
    days = f"{found.first} to {found.last}" if found.first and found.last else "days not known"
    return f"{plural(sum(found.totals.values()), 'input')}: {fates}; published {days}.{silent}"
