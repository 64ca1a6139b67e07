"""``/api/v1/exports``: the record, or what filters let through of it, in other people's forms."""

from __future__ import annotations

import io
import zipfile
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request, Response
from msgspec.structs import replace

from tidings.errors import UsageError
from tidings.export.forms import FORMS, form_named
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

router = APIRouter(tags=["exports"])
_MEDIA: Final = {
    "jsonl": "application/x-ndjson", "csv": "text/csv; charset=utf-8", "geojson": "application/geo+json", "jsonld": "application/ld+json",
    "sqlite": "application/vnd.sqlite3",
}  # fmt: skip
_EVERYTHING: Final = Filters(standing="all")
_ZIP_DAY: Final = (1980, 1, 1, 0, 0, 0)  # the first a ZIP knows: the same record gives the same bytes


@router.get(
    "/exports/{form}",
    responses=told_bytes("application/octet-stream", "the file"),
    dependencies=[Depends(only_known(*FILTERS, "profile"))],
)
def export(
    request: Request, form: str, now: Annotated[Snapshot, Depends(snapshot_of)], record: Annotated[DeskRecord, Depends(record_of)],
    asked: Annotated[Filters, Depends(filters)], asker: Annotated[Asker, Depends(asker_of)], profile: str = "internal",
) -> Response:  # fmt: skip
    """A form of `tidings export`, the same bytes; with filters, of the events they let through. Who took out what is logged.

    Without any filter it is the whole record. A form that is a folder comes as a ZIP.
    """
    if form not in FORMS:
        raise NotFoundError(f"there is no form {form[:60]!r}: there are {', '.join(FORMS)}")
    is_whole = not any(name in request.query_params for name in FILTERS)
    content = export_bytes(record, now, form, profile, _EVERYTHING if is_whole else asked)
    done = Exported(
        form=form, profile=profile, generation=now.generation, sha256=sha256(content), asked=request.url.query[:500]
    )
    log_of(request).add(asker.who, done)
    ending = "zip" if FORMS[form].is_folder else FORMS[form].ending
    headers = {"Content-Disposition": f'attachment; filename="{form}.{ending}"'}
    return answer_bytes(request, content, _MEDIA.get(ending, "application/octet-stream"), headers=headers)


def export_bytes(record: DeskRecord, now: Snapshot, form: str, profile: str, asked: Filters) -> bytes:
    """The bytes of a form under a profile. UsageError says what is wrong, WithheldError what must not leave the house."""
    chosen, kind = form_named(form), _profile(profile)
    view = record_view(record.store)
    if asked != _EVERYTHING:
        wanted = set(now.index.ids(asked))
        view = replace(view, events=tuple(event for event in view.events if event.id in wanted))
    shown = release(kind, view, Safety(today=clock.today(), released=_released(now, view)))
    pieces = chosen.files(shown.view, Losses(), full=view, pcodes=None, persons=profile == "internal")
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
