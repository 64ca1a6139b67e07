"""Figures read off what the scorers of ../shared/tools print. Pure: a scorer's JSON in, figures in [0, 1] out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import Struct, structs

from tidings.errors import DataError


class Figure(Struct, frozen=True, kw_only=True):
    """One measured number in [0, 1], higher is better; an F1 has its precision and recall beside it.

    ``of`` says what was counted ("12/15"). ``least`` is what an issue asks for, whatever the baseline says.
    """

    name: str
    value: float
    precision: float | None = None
    recall: float | None = None
    of: str = ""
    least: float | None = None


class Measured(Struct, frozen=True, kw_only=True):
    """What a task gave: its figures over ``n`` items (articles, rows …)."""

    n: int
    figures: tuple[Figure, ...]


_F1 = ("events_all", "events_imp2", "events_imp3", "actors", "recipients", "place_name", "place_161km", "date_start", "counts",
       "killed_total", "attribution", "control", "gaps")  # fmt: skip
_SHARES = (
    "type_exact",
    "place_precision",
    "date_precision",
    "not_events_clean",
    "quotes_exact",
    "values_evidenced",
    "text_faithful",
)
_LEAST = {"events_imp2": 0.5, "quotes_exact": 1.0, "values_evidenced": 1.0}  # issue 2; RECORD §1 for the evidence


def record_figures(scored: dict[str, Any]) -> Measured:
    """The figures of ``record_score.py --json``; a measure with nothing to judge is left out."""
    measures = scored["measures"]
    figures = [_record_figure(name, measures[name]) for name in (*_F1, *_SHARES) if measures[name]["f1"] is not None]
    figures += [_required(row["events_all"]) for row in scored["per_article"] if row["id"] == "baghouz-2019"]
    return Measured(n=scored["articles"], figures=tuple(figures))


def _record_figure(name: str, found: dict[str, Any]) -> Figure:
    both = (found["p"], found["r"]) if name in _F1 else (None, None)
    return Figure(
        name=name,
        value=found["f1"],
        precision=both[0],
        recall=both[1],
        of=_of(found["hit"], found["gold"]),
        least=_LEAST.get(name),
    )


def _required(found: dict[str, Any]) -> Figure:
    """How many of the required accounts of one long article are found: issue 2 asks for 12."""
    return Figure(
        name="baghouz_required",
        value=found["r"] or 0.0,
        of=_of(found["hit"], found["gold"]),
        least=round(12 / max(12, found["gold"]), 3),
    )


def _of(hit: float, gold: float) -> str:
    return f"{hit:.0f}/{gold:.0f}"


def negative_figures(printed: str) -> Measured:
    """The figure in the last line of ``record_score.py --negatives``: "n of N clean"."""
    found = re.search(r"^(\d+) of (\d+) clean$", printed, re.MULTILINE)
    if found is None:
        raise DataError(f"record_score.py --negatives printed no line 'n of N clean' but {printed[-200:]!r}")
    clean, n = int(found[1]), int(found[2])
    return Measured(n=n, figures=(Figure(name="clean", value=clean / n, of=_of(clean, n), least=0.8),))


def fusion_figures(scored: dict[str, Any], pairs: dict[str, int], n: int) -> Measured:
    """What ``fusion_score.py --json`` says of events, with pairs of accounts as compared before they are put together.

    ``unmixed`` and ``unsplit``: 1 less the mixed, or split, events for each event of the gold. Issue 6 asks for a B-cubed F1 of
    0.92, no mixed event and no template joined.
    """
    gold, wire = scored["gold_events"], scored["wire"] or {"hit": 0, "pred": 0, "gold": 0, "templates_joined": 0}
    mixed, split = len(scored["mixed"]), len(scored["split"])
    shares = (
        Figure(name="coverage", value=scored["coverage"], of=_of(scored["matched"], scored["gold_rows"])),
        Figure(name="unmixed", value=max(0.0, 1 - mixed / gold), of=f"{mixed} mixed", least=1.0),
        Figure(name="unsplit", value=max(0.0, 1 - split / gold), of=f"{split} split"),
    )
    wired, joined = wire["templates_joined"], _counted_f1("wire", wire)
    apart = Figure(name="templates_apart", value=1.0 if wired == 0 else 0.0, of=f"{wired} joined", least=1.0)
    b3 = structs.replace(_f1("b3", scored["b3"]), least=0.92)
    return Measured(
        n=n, figures=(b3, _f1("b3_all", scored["b3_all"]), *shares, joined, apart, _counted_f1("pairs", pairs))
    )


def _counted_f1(name: str, found: Mapping[str, int]) -> Figure:
    """F1 of ``hit`` right of ``pred`` given, with ``gold`` to find."""
    hit, pred, gold = found["hit"], found["pred"], found["gold"]
    return Figure(
        name=name,
        value=2 * hit / max(1, pred + gold),
        precision=hit / max(1, pred),
        recall=hit / max(1, gold),
        of=_of(hit, gold),
    )


def geo_figures(scored: dict[str, Any]) -> Measured:
    """Recognition and both readings of resolution from ``geo_score.py --json``."""
    matched, end_to_end = scored["resolution_on_matched"], scored["resolution_end_to_end"]
    shares = [Figure(name="acc161_on_matched", value=matched["acc161"], of=str(matched["n"]))] if matched["n"] else []
    shares.append(Figure(name="acc161_end_to_end", value=end_to_end["acc161"], of=str(end_to_end["n"])))
    names = ("geoparse_f1_161", "recognition_overlap", "recognition_exact")
    return Measured(n=scored["docs"], figures=(*(_f1(name, scored[name]) for name in names), *shares))


def _f1(name: str, found: dict[str, Any], scale: float = 1.0) -> Figure:
    return Figure(name=name, value=found["f1"] / scale, precision=found["p"] / scale, recall=found["r"] / scale)


def places_figures(scored: dict[str, Any]) -> Measured:
    """Shares of the rows, from ``ged_places_score.py --json``."""
    found = scored["all"]
    return Measured(
        n=found["n"],
        figures=tuple(
            Figure(name=name, value=found[name]) for name in ("answered", "within_161", "within_25", "precision")
        ),
    )


def sides_figures(rows: Iterable[dict[str, Any]]) -> Measured:
    """Shares of the rows of ``evals.sides``: GED events with both sides right, names of UCDP-AEC that lead to their side."""
    told = list(rows)
    shares = (("ged_both_sides", "ged"), ("aec_names", "aec"))
    figures = [_share(name, [not row["wrong"] for row in told if row["set"] == part]) for name, part in shares]
    return Measured(n=len(told), figures=tuple(figures))


def swaps_figures(rows: Iterable[dict[str, Any]]) -> Measured:
    """Shares of the pairs of ``evals.swaps``: coded alike with their sides exchanged; both sides named in both codings."""
    told = list(rows)
    figures = (_share("same", [not row["differences"] for row in told]), _share("both_sides", [row["told"] for row in told]))  # fmt: skip
    return Measured(n=len(told), figures=figures)


def named_figures(n: int, values: Mapping[str, float]) -> Measured:
    """Figures that are numbers by name already."""
    return Measured(n=n, figures=tuple(Figure(name=name, value=value) for name, value in values.items()))


def hard_figures(rows: Iterable[dict[str, Any]]) -> Measured:
    """Shares of the hard sentences that hold, golden and open together, with how many are open questions; each kind apart."""
    told = list(rows)
    figures = []
    for kind in dict.fromkeys(row["kind"] for row in told):
        found = [row for row in told if row["kind"] == kind]
        note = f"{sum(not row['golden'] for row in found)} open"
        figures.append(_share(kind, [not row["faults"] for row in found], note))
    return Measured(n=len(told), figures=tuple(figures))


def _share(name: str, right: list[bool], note: str = "") -> Figure:
    return Figure(
        name=name,
        value=sum(right) / max(1, len(right)),
        of=", ".join(filter(None, (_of(sum(right), len(right)), note))),
    )


_MUC4 = (("template_type", "Template type", "templates"), ("documents", "Template type", "documents"), ("ceaf_ree", "CEAF-REE strict", "micro"),
         ("ceaf_tf", "CEAF-TF (GTT)", "micro"), ("ceaf_rme_phi3", "CEAF-RME phi3", "micro"))  # fmt: skip


def muc4_figures(scored: dict[str, Any], n: int) -> Measured:
    """The F1 scores that papers quote, from ``muc4_score.py --json``, which prints per cent."""
    roles = scored["CEAF-REE strict"]
    figures = [_f1(name, scored[part][row], 100) for name, part, row in _MUC4]
    return Measured(
        n=n, figures=(*figures, *(_f1(f"ree_{role}", roles[role], 100) for role in roles if role != "micro"))
    )


def muc4_slots_figures(scored: dict[str, dict[str, dict[str, float]]], n: int) -> Measured:
    """The slots of :func:`evals.muc4_slots.both`: F over all templates in the manner of 1992, then the strict ones."""
    return Measured(
        n=n,
        figures=tuple(
            Figure(name=f"{slot}{suffix}", value=found["f1"], precision=found["precision"], recall=found["recall"])
            for manner, suffix in (("slots", ""), ("strict", "_strict"))
            for slot, found in scored[manner].items()
        ),
    )


_AEC_GROUPS = ("actor", "date", "location", "deaths", "aggregate")
_AEC_FIELDS = ("place_any", "place_finest", "deaths_total", "core_event")


def aec_figures(scored: dict[str, Any]) -> Measured:
    """Sensible scores on what the texts support, by group, and the strict one that compares with published numbers.

    ``ucdp_aec_score.py --json`` prints per cent.
    """
    sensible = scored["sensible_supported"]
    figures = [_percent(f"sensible_{group}", sensible["groups"][group]) for group in _AEC_GROUPS]
    figures += [_percent(name, *sensible["fields"][name]) for name in _AEC_FIELDS]
    figures.append(_percent("strict_all", scored["strict_all"]["groups"]["aggregate"]))
    return Measured(n=scored["cases"], figures=tuple(figures))


def _percent(name: str, share: float | None, n: int | None = None) -> Figure:
    return Figure(name=name, value=(share or 0.0) / 100, of="" if n is None else str(n))
