"""``tidings serve``: the record in a browser."""

from __future__ import annotations

import click

from tidings.cli.options import actors_option, added_layers, added_option, db_option, gazetteer_option

_PORT = 8765
# As <netinet/tcp.h> numbers them. Else an answer of two pieces waits 40 ms for the acknowledgement of the first.
_TCP, _NO_DELAY = 6, 1


@click.command("serve")
@db_option
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=_PORT,
    show_default=True,
    metavar="N",
    help="The port; 0 takes a free one.",
)
@click.option(
    "--bind",
    default="127.0.0.1",
    show_default=True,
    metavar="ADDRESS",
    help="The address to listen on: this machine alone, if not given.",
)
@click.option(
    "--host",
    "hosts",
    multiple=True,
    metavar="NAME",
    help="A further name by which it may be asked, as browsers print it.",
)
@click.option(
    "--https",
    "secure",
    is_flag=True,
    help="It is reached through HTTPS (a proxy before it does that): cookies are marked so.",
)
@click.option(
    "--by",
    envvar="TIDINGS_REVIEWER",
    metavar="NAME",
    help="Your name on what you rule, while the record knows no people.",
)
@gazetteer_option
@added_option
@actors_option
def command(
    db: str, port: int, bind: str, hosts: tuple[str, ...], secure: bool, by: str | None, gazetteer: str | None, added_places: bool,
    actors: str | None,
) -> None:  # fmt: skip
    """Open a record in the browser: map, events, articles with their words lit, review.

    One process, this machine alone, no network. Once people are added (`tidings people add`), they sign in. Places and actors of
    your own are found when a name is typed, and own towns are printed on the map.
    """
    import getpass

    import uvicorn

    from tidings.errors import UsageError
    from tidings.web.app import make_app
    from tidings.web.settings import LOOPBACK, DeskSettings

    names = (*LOOPBACK, *(name.lower() for name in hosts))
    if bind not in ("127.0.0.1", "localhost", "::1") and not hosts:
        raise UsageError(f"--bind {bind} lets other machines in: say by which name they ask with --host NAME")
    settings = DeskSettings(
        db=db, reviewer=by or getpass.getuser(), hosts=names, secure=secure, gazetteer=gazetteer, actors=actors,
        layers=added_layers(added_places),
    )  # fmt: skip
    app = make_app(settings)
    config = uvicorn.Config(app, host=bind, port=port, log_level="warning", server_header=False, access_log=False)
    server = uvicorn.Server(config)
    sockets = [config.bind_socket()]
    sockets[0].setsockopt(_TCP, _NO_DELAY, 1)
    sockets[0].listen(config.backlog)  # whoever reads the address below may come at once
    click.echo(f"http://{bind if ':' not in bind else f'[{bind}]'}:{sockets[0].getsockname()[1]}/  (Ctrl+C stops it)")
    server.run(sockets=sockets)
