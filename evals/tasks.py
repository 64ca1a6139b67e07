"""What is measured: each task with its set, the way its predictions are made, and its scorer."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from msgspec import Struct

from evals import (
    control,
    control_wars,
    ecb,
    factuality,
    fusion,
    gate,
    hard,
    muc4_slots,
    own,
    rams,
    record,
    sides,
    swaps,
    wikievents,
    wikiwars,
)
from evals.baseline import set_digest
from evals.common import SHARED, Row, read_rows
from evals.figures import (
    Figure,
    Measured,
    aec_figures,
    geo_figures,
    hard_figures,
    muc4_figures,
    muc4_slots_figures,
    named_figures,
    negative_figures,
    places_figures,
    record_figures,
    sides_figures,
    swaps_figures,
)
from evals.predictions import Predictor, say
from evals.scorers import json_printed, json_written, printed
from training.annotations import FOLDER, part, read_all

DATA = SHARED / "data"


class Task(Struct, frozen=True, kw_only=True):
    """A measurement. ``files`` are the set's, below ../shared: a digest of them tells a changed set from a changed tidings.

    A set that lies elsewhere gives its own ``digest``.
    """

    name: str
    set: str
    unit: str
    files: tuple[str, ...]
    measure: Callable[[Predictor], Measured]
    digest: Callable[[], str] | None = None


def record_task(predictor: Predictor) -> Measured:
    """The hand-coded articles, read as a user's folder with a manifest of dates."""
    return record_figures(json_written("record_score.py", _read_folder(predictor, "record", SHARED / "gold")))


def negatives_task(predictor: Predictor) -> Measured:
    """Articles with no event in them, read in the same way among all of ``data/news``."""
    return negative_figures(printed("record_score.py", news_codings(predictor), "--negatives", DATA / "news"))


def fusion_task(predictor: Predictor) -> Measured:
    """Accounts of ``data/news``, read as a user's folder, put together to events."""
    return fusion.measure(news_codings(predictor))


def control_task(_: Predictor) -> Measured:
    """Who held what on a day, asked of a record of the articles that say so."""
    return control.measure()


def ecb_task(_: Predictor) -> Measured:
    """Event coreference across texts, mentions given."""
    return ecb.measure()


def news_codings(predictor: Predictor) -> Path:
    """The codings of ``data/news``, of all texts that the scorer writes out."""
    return _read_folder(predictor, "news", DATA / "news")


def _read_folder(predictor: Predictor, name: str, folder: Path) -> Path:
    """Predictions for the texts that the scorer writes out for a system, nothing of their labels beside them."""
    from tidings.ingest.inputs import list_sources

    with tempfile.TemporaryDirectory() as place:
        texts = Path(place)
        printed("record_score.py", "--write-inputs", folder, "--out", texts)
        sources = list_sources([texts], manifest=texts / "manifest.csv")
        given = (f"{path.name}\0{path.read_text(encoding='utf-8')}" for path in sorted(texts.iterdir()))
        return predictor.of(
            "record", given, lambda: _counted(record.lines(sources, predictor.workers), len(sources)), name
        )


def _counted(rows: Iterable[Row], total: int) -> Iterable[Row]:
    for number, row in enumerate(rows, 1):
        say(f"{number} of {total}", passing=True)
        yield row


def geo_task(predictor: Predictor) -> Measured:
    """Place names of web pages, found and placed."""
    gold = DATA / "tudloc2013" / "dev.jsonl"
    found = predictor.of_rows("geo", _given(gold, "id", "text"))
    return geo_figures(json_printed("geo_score.py", gold, found))


def places_task(predictor: Predictor) -> Measured:
    """A coder's place strings to points."""
    gold = DATA / "ucdp_ged_sample" / "train.jsonl"
    rows = _given(gold, "id", "where_coordinates", "adm_1", "adm_2", "country")
    return places_figures(json_written("ged_places_score.py", predictor.of_rows("places", rows)))


def aec_task(predictor: Predictor) -> Measured:
    """UCDP's record of one event a text."""
    rows = _given(DATA / "ucdp_aec" / "dev.jsonl", "id", "source_date", "text")
    return aec_figures(json_printed("ucdp_aec_score.py", predictor.of_rows("ucdp_aec", rows)))


def muc4_task(predictor: Predictor) -> Measured:
    """Templates of lower-case texts of 1989 and 1990."""
    gold = DATA / "muc4" / "dev.jsonl"
    rows = _given(gold, "docid", "text")
    return muc4_figures(json_printed("muc4_score.py", gold, predictor.of_rows("muc4", rows)), len(rows))


def muc4_slots_task(predictor: Predictor) -> Measured:
    """Dates and victims of incidents in the texts as printed, in capitals, with their datelines."""
    gold = DATA / "muc4" / "dev.rich.jsonl"
    rows = _given(gold, "docid", "text", "dateline")
    found = muc4_slots.both(list(read_rows(gold)), list(read_rows(predictor.of_rows("muc4_rich", rows))))
    return muc4_slots_figures(found, len(rows))


def wikiwars_task(predictor: Predictor) -> Measured:
    """Time expressions of narrative histories."""
    from tidings.annotate.sentences import SpacyParser

    path = DATA / "wikiwars" / "dev.jsonl"
    found, _ = wikiwars.evaluate(path, SpacyParser())
    hits = (("extent", found.matched), ("extent_strict", found.strict), ("value", found.right))
    figures = tuple(
        Figure(
            name=name,
            value=found.f1(right) / 100,
            precision=right / max(1, found.ours),
            recall=right / max(1, found.gold),
            of=f"{right}/{found.gold}",
        )
        for name, right in hits
    )
    return Measured(n=sum(1 for _ in read_rows(path)), figures=figures)


def factuality_task(predictor: Predictor) -> Measured:
    """Whether the acts of web pages and of business news happened."""
    from tidings.annotate.sentences import SpacyParser

    parser = SpacyParser()
    web, r = factuality.evaluate_uds(DATA / "uds_ih2" / "dev.jsonl", parser)
    news = factuality.evaluate_meantime(DATA / "meantime_factuality" / "dev.jsonl", parser)
    figures = [Figure(name="uds_r", value=max(0.0, r), of=str(web.asked))]
    for name, found in (("uds", web), ("meantime", news)):
        figures.append(Figure(name=f"{name}_macro", value=found.macro, of=f"{found.right}/{found.asked}"))
        figures += [
            Figure(name=f"{name}_{answer.replace(' ', '_')}", value=found.f1(answer)) for answer in factuality.ANSWERS
        ]
    return Measured(n=web.asked + news.asked, figures=tuple(figures))


def sides_task(predictor: Predictor) -> Measured:
    """Names of sides to actors, by country and day."""
    return sides_figures(read_rows(predictor.of_rows("sides", sides.rows(DATA))))


def gate_task(predictor: Predictor) -> Measured:
    """What the gate lets pass and what it stops."""
    return gate.gate_figures(predictor)


def hard_task(predictor: Predictor) -> Measured:
    """Hard sentences of our own, the golden and the open ones; says which golden ones fail."""
    told = list(read_rows(predictor.of_rows("hard", hard.rows())))
    for kind in hard.KINDS:
        say(hard.counted(kind, told))
    for row in told:
        if row["golden"] and row["faults"]:
            say(f"golden, and does not hold: {row['id']}")
    return hard_figures(told)


def swaps_task(predictor: Predictor) -> Measured:
    """Sentences of our own with their sides exchanged; says which pairs are not coded alike."""
    told = list(read_rows(predictor.of_rows("swaps", swaps.rows())))
    for row in told:
        if row["differences"]:
            say(f"not alike: {row['left']} | {row['right']}")
    return swaps_figures(told)


def own_task(_: Predictor) -> Measured:
    """The coder on the test part of our own annotated sentences."""
    items = part(read_all(), "test")
    return named_figures(len(items), own.figures(own.run(items)))


def wikievents_task(_: Predictor) -> Measured:
    """Triggers and arguments of WikiEvents by the heads alone."""
    rows = list(read_rows(DATA / "wikievents" / "dev.jsonl"))
    found = {**wikievents.figures(rows), **wikievents.argument_figures(rows)}
    wanted = {"triggers": "conflict and life F1", "all_triggers": "all F1", "arguments": "arguments F1", "arguments_given": "arguments, triggers given F1"}  # fmt: skip
    return named_figures(len(rows), {name: float(found[key]) for name, key in wanted.items()})


def rams_task(_: Predictor) -> Measured:
    """Arguments of RAMS by the heads, which have seen it, and by the coder with and without them."""
    rows = list(read_rows(rams.FILE))
    return named_figures(len(rows), rams.both(rows))


def wars_task(predictor: Predictor) -> Measured:
    """Who held what in simulated wars, against two rules of thumb; ``python -m evals.control_wars`` prints the tables."""
    return control_wars.measure(predictor.workers)


def own_digest() -> str:
    """The sha256 of our own annotations."""
    return set_digest(FOLDER, (path.name for path in FOLDER.glob("*.txt")))


def _given(path: Path, *fields: str) -> list[Row]:
    """The rows of a set with what a system is given, and no gold."""
    return [{field: row.get(field) for field in fields} for row in read_rows(path)]


TASKS = (
    Task(name="record", set="gold, reports", unit="articles", files=("gold", "reports"), measure=record_task),
    Task(name="negatives", set="data/news", unit="articles", files=("data/news",), measure=negatives_task),
    Task(name="fusion", set="data/news", unit="articles", files=("data/news",), measure=fusion_task),
    Task(name="control", set="gold", unit="dated statements", files=("gold/control_dev.jsonl", "reports", "data/news"), measure=control_task),
    Task(name="ecb", set="ecbplus dev", unit="mentions", files=("data/ecbplus/dev.jsonl",), measure=ecb_task),
    Task(name="geo", set="tudloc2013 dev", unit="pages", files=("data/tudloc2013/dev.jsonl",), measure=geo_task),
    Task(name="places", set="ucdp_ged_sample", unit="rows", files=("data/ucdp_ged_sample/train.jsonl",), measure=places_task),
    Task(name="ucdp_aec", set="ucdp_aec dev", unit="texts", files=("data/ucdp_aec",), measure=aec_task),
    Task(name="muc4", set="muc4 dev", unit="texts", files=("data/muc4/dev.jsonl",), measure=muc4_task),
    Task(name="muc4_slots", set="muc4 dev, rich", unit="texts", files=("data/muc4/dev.rich.jsonl",), measure=muc4_slots_task),
    Task(name="wikiwars", set="wikiwars dev", unit="histories", files=("data/wikiwars/dev.jsonl",), measure=wikiwars_task),
    Task(name="factuality", set="uds_ih2 dev, meantime dev", unit="words", measure=factuality_task,
         files=("data/uds_ih2/dev.jsonl", "data/meantime_factuality/dev.jsonl")),
    Task(name="sides", set="ucdp_ged_sample, ucdp_aec", unit="rows", measure=sides_task,
         files=("data/ucdp_ged_sample/train.jsonl", "data/ucdp_aec/actor_aliases.json", "data/ucdp_aec/dev.jsonl")),
    Task(name="gate", set="conflict; other matters", unit="texts", files=gate.FILES, measure=gate_task),
    Task(name="hard", set="our own", unit="sentences", files=(), measure=hard_task, digest=hard.digest),
    Task(name="own", set="our own, annotated", unit="items", files=(), measure=own_task, digest=own_digest),
    Task(name="wikievents", set="wikievents dev", unit="texts", files=("data/wikievents/dev.jsonl",), measure=wikievents_task),
    Task(name="rams", set="rams dev, seen by the heads", unit="windows", files=("data/rams/dev.jsonl",), measure=rams_task),
    Task(name="swaps", set="our own", unit="pairs", files=(), measure=swaps_task, digest=swaps.digest),
    Task(name="wars", set="our own, simulated", unit="wars", files=(), measure=wars_task, digest=control_wars.digest),
)  # fmt: skip
