"""``tidings takedown``: an article or a person's name out of the record on request; a tombstone stays."""

from __future__ import annotations

import click

from tidings.cli.options import Said, by_option, db_option
from tidings.cli.output import plural


@click.group("takedown")
def command() -> None:
    """Take something out of the record, and out of the bytes of its file. There is no way back from the record itself.

    What was exported, copied or backed up before is not reached.
    """


reason_option = click.option(
    "--reason", type=Said(), required=True, metavar="TEXT", help="Why; it stays in the record, so name nobody."
)


@command.command("article")
@click.argument("article", required=False)
@click.option("--url", metavar="URL", help="The articles with this address.")
@click.option("--file", metavar="FILE", help="The articles read under this name.")
@by_option
@reason_option
@db_option
def article_(article: str | None, url: str | None, file: str | None, by: str, reason: str, db: str) -> None:
    """ARTICLE (its id) with its original, its text and every quote, and all that was read from the same bytes."""
    from tidings.errors import UsageError
    from tidings.store.store import open_store
    from tidings.store.takedown import articles_named, same_texts, take_down_articles

    if sum(each is not None for each in (article, url, file)) != 1:
        raise UsageError("name what to take down in one way: an article's id, --url or --file")
    with open_store(db, create=False) as store:
        taken = take_down_articles(store, articles_named(store, article, url, file), by, reason)
        copies = same_texts(store, taken)
    for grave in taken:
        click.echo(f"{grave.id}  {grave.target}  {plural(len(grave.accounts), 'account')} gone")
    for copy in copies:
        click.echo(f"{copy} has the same text and stays: take it down too if it is meant", err=True)


@command.command("person")
@click.argument("names", metavar="NAME...", nargs=-1, required=True)
@by_option
@reason_option
@db_option
def person(names: tuple[str, ...], by: str, reason: str, db: str) -> None:
    """Mask a person's NAME with █, letter by letter: in originals, texts, codings, claims, file names and judgements.

    Give each way the name is written as a NAME: the full one, the surname alone, other spellings. Originals that cannot be masked (PDF)
    go. Masked articles get new ids.
    """
    from tidings.ingest.decode import decode
    from tidings.store.store import open_store
    from tidings.store.takedown import take_down_person

    with open_store(db, create=False) as store:
        done = take_down_person(store, names, by, reason, lambda content: decode(content, html=True).text)
    if done.tombstone is None:
        click.echo("the name stands nowhere in the record", err=True)
    else:
        gone = f" ({done.originals_gone} dropped, as they cannot be masked)" if done.originals_gone else ""
        click.echo(
            f"{done.tombstone.id}  masked in {plural(done.articles, 'article')}, {plural(done.originals, 'original')}{gone} "
            f"and {plural(done.judgements, 'judgement')}"
        )
    for word, times in done.remaining.items():
        click.echo(
            f"{word!r} alone still stands in the texts {plural(times, 'time')}: give it as a further NAME if it is meant",
            err=True,
        )


@command.command("compact")
@db_option
def compact_(db: str) -> None:
    """Write the file anew without what was deleted, where another program had it open before."""
    from tidings.store.store import open_store
    from tidings.store.takedown import compact

    with open_store(db, create=False) as store:
        compact(store)
