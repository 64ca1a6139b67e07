"""``/api/v1/exports``: the record, or what filters let through of it, in other people's forms."""

from __future__ import annotations

import io
import zipfile
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Query, Request, Response
from msgspec.structs import replace

from tidings.errors import UsageError
from tidings.export.forms import FORMS
from tidings.export.losses import Losses
from tidings.export.profiles import Profile, Safety, profile_named, release
from tidings.model.audit import Exported
from tidings.model.event import View
from tidings.model.ids import sha256
from tidings.review.rulings import state_of
from tidings.review.views import record_view
from tidings.store import clock
from tidings.web.answers import NotFoundError, answer_bytes, told_bytes
from tidings.web.api.asked import FILTERS, filters, only_known
from tidings.web.audit import log_of
from tidings.web.guard import Asker, asker_of
from tidings.web.index_filters import Filters
from tidings.web.records import DeskRecord, Snapshot, record_of, snapshot_of
from tidings.web.told_event import opened

router = APIRouter(tags=["exports"])
_MEDIA: Final = {
    "jsonl": "application/x-ndjson", "csv": "text/csv; charset=utf-8", "geojson": "application/geo+json", "jsonld": "application/ld+json",
    "sqlite": "application/vnd.sqlite3",
}  # fmt: skip
_ZIP_DAY: Final = (1980, 1, 1, 0, 0, 0)  # the first a ZIP knows: the same record gives the same bytes


@router.get(
    "/exports/{form}",
    responses=told_bytes("application/octet-stream", "the file"),
    dependencies=[Depends(only_known(*FILTERS, "profile", "event"))],
)
def export(
    request: Request, form: str, now: Annotated[Snapshot, Depends(snapshot_of)], record: Annotated[DeskRecord, Depends(record_of)],
    asked: Annotated[Filters, Depends(filters)], asker: Annotated[Asker, Depends(asker_of)], profile: str = "internal",
    event: Annotated[str | None, Query(min_length=1, max_length=100, description="the id of one event, or of any of its accounts")] = None,
) -> Response:  # fmt: skip
    """A form of `tidings export`, the same bytes; with filters, of the events they let through. Who took out what is logged.

    Without any filter it is the whole record, with `event` that one alone. A form that is a folder comes as a ZIP.
    """
    if form not in FORMS:
        raise NotFoundError(f"there is no form {form[:60]!r}: there are {', '.join(FORMS)}")
    has_filters = any(name in request.query_params for name in FILTERS)
    if event is not None and has_filters:
        raise UsageError("one event is exported without filters")
    kind = _profile(profile)
    view, wanted = _looked_at(record, now, kind, event, asked if has_filters else None)
    content = export_bytes(now, view, form, kind, wanted)
    done = Exported(
        form=form, profile=profile, generation=now.generation, sha256=sha256(content), asked=request.url.query[:500]
    )
    log_of(request).add(asker.who, done)
    name = f"event-{now.key(event).removeprefix('c1:')[:12]}-{form}" if event else form
    ending = "zip" if FORMS[form].is_folder else FORMS[form].ending
    headers = {"Content-Disposition": f'attachment; filename="{name}.{ending}"'}
    return answer_bytes(request, content, _MEDIA.get(ending, "application/octet-stream"), headers=headers)


def _looked_at(
    record: DeskRecord, now: Snapshot, profile: Profile, event: str | None, asked: Filters | None
) -> tuple[View, set[str] | None]:
    """A view, and the ids of its events that are asked for (``None``: all). Inside of the house one event's own articles are enough."""
    if event is not None and profile == "internal":
        return opened(record.store, now, event).view, None
    wanted = {now.key(event)} if event is not None else None if asked is None else set(now.index.ids(asked))
    return record_view(record.store), wanted


def _cut(view: View, wanted: set[str] | None) -> View:
    return view if wanted is None else replace(view, events=tuple(each for each in view.events if each.id in wanted))


def export_bytes(now: Snapshot, view: View, form: str, profile: Profile, wanted: set[str] | None = None) -> bytes:
    """The bytes of a form under a profile, of the events asked for. WithheldError says what must not leave the house.

    They are cut from what of the whole view may leave: a camp that one event lies at is withheld where another names it in passing.
    """
    chosen = FORMS[form]
    shown = release(profile, view, Safety(today=clock.today(), released=_released(now, view)))
    given, full = _cut(shown.view, wanted), _cut(view, wanted)
    pieces = chosen.files(given, Losses(), full=full, pcodes=None, persons=profile == "internal")
    files = {name: b"".join(content) for name, content in pieces}
    for name, content in files.items():
        shown.check(name, content)
    return _zipped(files) if chosen.is_folder else b"".join(files.values())


def _profile(name: str) -> Profile:
    if name not in ("internal", "partner", "public"):
        raise UsageError(f"there is no profile {name[:60]!r}: there are internal, partner, public")
    return profile_named(name)


def _released(now: Snapshot, view: View) -> frozenset[str]:
    """Events that a person has released."""
    return frozenset(event.id for event in view.events if state_of(event, now.states).state == "released")


def _zipped(files: dict[str, bytes]) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(name, _ZIP_DAY), content, zipfile.ZIP_DEFLATED)
    return kept.getvalue()
