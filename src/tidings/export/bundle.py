"""A release as a folder that stands by itself: data, codebook, citation, coverage, losses, redactions, and a hash of every file.

The same record, settings and texts give the same bytes; nothing in it says when it was made but what it is told. Every file is
looked through once more for what its profile withholds, before the first is written.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import msgspec
from msgspec import Struct

from tidings import __version__
from tidings.errors import StoreError, UsageError
from tidings.export.codebook import SCHEMAS, codebook
from tidings.export.forms import Form, form_named
from tidings.export.jsonl import event_lines
from tidings.export.losses import Losses, loss_report
from tidings.export.pcodes import Pcodes
from tidings.export.profiles import Profile, Release, Safety, release
from tidings.export.redact import redaction_report
from tidings.model.event import View
from tidings.model.ids import sha256
from tidings.reference.export_rules import load_schema
from tidings.reference.ontology import load_ontology
from tidings.reference.safety import load_safety

MANIFEST: Final = "MANIFEST.json"
SEAL: Final = "MANIFEST.json.sha256"
_DATA: Final = "data"
_TYPES: Final = {
    "csv": "text/csv", "json": "application/json", "jsonl": "application/x-ndjson", "jsonld": "application/ld+json",
    "geojson": "application/geo+json", "sqlite": "application/vnd.sqlite3", "parquet": "application/vnd.apache.parquet",
    "md": "text/markdown", "cff": "application/yaml",
}  # fmt: skip
_SPACES = re.compile(r"[^a-z0-9]+")


class About(Struct, frozen=True, kw_only=True):
    """What a release says of itself.

    ``coverage``, ``evaluation`` and ``changes`` are pages in Markdown: what was read and what was not, how good it is, what is
    new since the last release. ``inputs``: a sentence on what was read, for a coverage page that is made here. ``licence``: an SPDX name for the data; quotes stay their publishers'.
    """

    title: str
    authors: tuple[str, ...]
    version: str
    licence: str = "CC-BY-4.0"
    url: str | None = None
    inputs: str | None = None
    coverage: str | None = None
    evaluation: str | None = None
    changes: str | None = None


class ManifestFile(Struct, frozen=True, kw_only=True, order=True):
    """A file of a bundle: its path with ``/``, its size, its hash."""

    path: str
    bytes: int
    sha256: str


class Manifest(Struct, frozen=True, kw_only=True):
    """What a bundle holds. ``config``: the hash of what decided its content, which ``datapackage.json`` spells out."""

    tidings: str
    profile: str
    config: str
    files: tuple[ManifestFile, ...]


class Fault(Struct, frozen=True, kw_only=True, order=True):
    """What is wrong with a bundle, and with which file."""

    path: str
    what: str


def write_bundle(
    view: View,
    folder: Path,
    *,
    profile: Profile,
    safety: Safety,
    about: About,
    forms: Iterable[str] = ("jsonl", "csv"),
    pcodes: Pcodes | None = None,
) -> Manifest:
    """Write the release of a view under a profile into a new or empty folder.

    Raises WithheldError, with nothing written, when a file holds what the profile withholds; UsageError when the folder is not
    empty or a form is unknown.
    """
    must_be_new(folder)
    files = bundle_files(view, profile=profile, safety=safety, about=about, forms=forms, pcodes=pcodes)
    write_files(folder, files)
    return msgspec.json.decode(files[MANIFEST], type=Manifest)


def must_be_new(folder: Path) -> None:
    """Raise UsageError unless a folder is empty or not there yet: a release is never written over another."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"{folder} is not empty: a release is never written over another; name a new folder")


def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write the files of a release; StoreError when the disk does not take them."""
    try:
        for path, content in files.items():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
    except OSError as error:
        raise StoreError(f"{error.filename or folder}: {error.strerror or error}") from error


def bundle_files(
    view: View,
    *,
    profile: Profile,
    safety: Safety,
    about: About,
    forms: Iterable[str] = ("jsonl", "csv"),
    pcodes: Pcodes | None = None,
) -> dict[str, bytes]:
    """The files of a release by path, in the order in which they are written; the manifest and its hash come last."""
    chosen = [form_named(name) for name in dict.fromkeys(forms)]
    if not chosen:
        raise UsageError("a release holds data: name at least one form")
    shown = release(profile, view, safety)
    config = _config(shown, safety, about, chosen, pcodes)
    files: dict[str, bytes] = {}
    losses: dict[str, str] = {}
    for form in chosen:
        lost = Losses()
        told = {"full": view, "pcodes": pcodes, "persons": profile == "internal"}
        for path, pieces in form.files(shown.view, lost, **told):
            files[f"{_DATA}/{form.name}/{path}"] = b"".join(pieces)
        losses[form.name] = loss_report(form.name, form.schema_version, lost.all())
    files |= {f"schemas/{name}.json": content for name, content in _schemas(chosen).items()}
    files["SOURCES.csv"] = _sources(view, shown)
    files |= {path: text.encode() for path, text in _pages(shown, about, chosen, losses, safety.today).items()}
    files["datapackage.json"] = _datapackage(files, shown, about, config)
    # A packed table cannot be read through, so the record that all forms are made of is.
    shown.check("the record", b"".join(event_lines(shown.view.events)))
    for path, content in files.items():
        shown.check(path, content, data=path.startswith(_DATA) or path in {"SOURCES.csv", "LOSSES.md"})
    manifest = _manifest(profile, _config_hash(config), files)
    sealed = msgspec.json.format(msgspec.json.encode(manifest), indent=1) + b"\n"
    return {**files, MANIFEST: sealed, SEAL: f"{sha256(sealed)}  {MANIFEST}\n".encode()}


# --- pages ------------------------------------------------------------------------------------------------------------


def _pages(
    shown: Release, about: About, forms: list[Form], losses: Mapping[str, str], today: dt.date | None
) -> dict[str, str]:
    return {
        "README.md": _readme(shown, about, forms),
        "CODEBOOK.md": codebook(form.name for form in forms),
        "CITATION.cff": _citation(about, today),
        "CHANGES.md": about.changes or "# Changes\n\nNot told: compare two releases with `tidings changes`.\n",
        "COVERAGE.md": about.coverage or _coverage(shown, about.inputs),
        "EVALUATION.md": about.evaluation or "# Evaluation\n\nNot told: nobody has measured this release.\n",
        "LOSSES.md": "\n".join(losses.values()),
        "REDACTIONS.md": redaction_report(shown.profile, shown.redactions),
    }


def _readme(shown: Release, about: About, forms: list[Form]) -> str:
    return "\n".join(
        [
            f"# {about.title}, version {about.version}",
            "",
            f"Reported events of armed conflict, coded by tidings {__version__}; profile `{shown.profile}`, {len(shown.view.events)} events.",
            "A claim is not a finding: each value is what somebody reported, with who says so. Counts are of what was read, never “the toll”.",
            "",
            *(f"- `data/{form.name}/`: {form.about} (schema {form.schema_version})" for form in forms),
            "- `CODEBOOK.md`, `COVERAGE.md`, `EVALUATION.md`, `CHANGES.md`: what the codes mean, what was read, how good it is, what is new",
            "- `LOSSES.md`: what each form says otherwise than the record; `REDACTIONS.md`: what the profile took out, and how often",
            "- `schemas/`: the JSON Schema of a row or line of each form",
            "- `SOURCES.csv`: the articles, with publisher, address and terms; their texts are their publishers' and are not here",
            f"- `{MANIFEST}`: the SHA-256 of every file. `tidings verify-bundle FOLDER` checks them.",
            "",
        ]
    )


def _coverage(shown: Release, inputs: str | None) -> str:
    """What the record itself can say: how many articles, by outlet, and from when to when."""
    articles = {member.article.id: member.article for member in shown.view.members.values()}
    outlets: dict[str, int] = {}
    for article in articles.values():
        outlets[article.outlet or "unknown"] = outlets.get(article.outlet or "unknown", 0) + 1
    days = [article.published for article in articles.values() if article.published]
    lines = [
        "# Coverage",
        "",
        inputs or "How much was read without finding an event is not told.",
        "",
        "Below are the articles that tell an event of this release.",
        "",
    ]
    lines += [f"Published from {min(days)} to {max(days)}." if days else "No publication day is known.", ""]
    lines += ["| outlet | articles |", "| --- | ---: |"]
    lines += [f"| {name} | {count} |" for name, count in sorted(outlets.items())]
    return "\n".join(lines) + "\n"


def _citation(about: About, today: dt.date | None) -> str:
    import yaml

    page: dict[str, Any] = {
        "cff-version": "1.2.0",
        "message": "If you use these data, please cite them as below, and the publishers in SOURCES.csv.",
        "type": "dataset",
        "title": about.title,
        "version": about.version,
        "authors": [{"name": name} for name in about.authors],
        "license": about.licence,
        "keywords": ["armed conflict", "event data", "news"],
    }
    if about.url is not None:
        page["url"] = about.url
    if today is not None:
        page["date-released"] = str(today)
    return yaml.safe_dump(page, sort_keys=False, allow_unicode=True)


def _schemas(forms: list[Form]) -> dict[str, bytes]:
    """The JSON Schema of a row or line of each form that has one."""
    names = sorted({SCHEMAS.get(form.name, form.name) for form in forms})
    return {name: json.dumps(load_schema(name), indent=1, ensure_ascii=False).encode() + b"\n" for name in names}


def _sources(view: View, shown: Release) -> bytes:
    """One row an article: whose it is and on what terms. The hash of its text is that of the original, unless its source is protected."""
    originals = {member.article.id: member.article for member in view.members.values()}
    kept = {member.article.id: member.article for member in shown.view.members.values()}
    page = io.StringIO(newline="")
    writer = csv.writer(page)
    writer.writerow(["article", "outlet", "url", "published", "language", "text_sha256", "terms"])
    for known, article in sorted(kept.items()):
        text = originals[known].text
        guarded = shown.withheld.protected.spans(
            " | ".join(filter(None, (originals[known].outlet, originals[known].url)))
        )
        hashed = "" if guarded or text is None else sha256(text.encode())
        terms = "text and quotes belong to the publisher; quoted under its terms"
        writer.writerow(
            [
                known,
                article.outlet or "",
                article.url or "",
                article.published or "",
                article.language or "",
                hashed,
                terms,
            ]
        )
    return page.getvalue().encode()


# --- what it is made by -----------------------------------------------------------------------------------------------


def _config(shown: Release, safety: Safety, about: About, forms: list[Form], pcodes: Pcodes | None) -> dict[str, Any]:
    """What decides the content. The lists of names and of protected sources are not in it: a hash of them could be guessed at."""
    words = load_safety()
    return {
        "tidings": __version__,
        "profile": shown.profile,
        "forms": {form.name: form.schema_version for form in forms},
        "event_types": load_ontology().digest,
        "safety_words": words.digest,
        "delay_days": words.delay_days if shown.profile == "public" else 0,
        "quote_cap": words.quote_cap if shown.profile != "internal" else None,
        "today": None if safety.today is None else str(safety.today),
        "released_by_a_person": sorted(safety.released),
        "pcodes": None if pcodes is None else sha256(repr(sorted(pcodes.items())).encode()),
        "version": about.version,
    }


def _config_hash(config: Mapping[str, Any]) -> str:
    return sha256(json.dumps(config, sort_keys=True, ensure_ascii=False).encode())


def _datapackage(files: Mapping[str, bytes], shown: Release, about: About, config: Mapping[str, Any]) -> bytes:
    """A Frictionless data package over the data files."""
    package = {
        "profile": "data-package",
        "name": _slug(f"{about.title}-{shown.profile}"),
        "title": about.title,
        "version": about.version,
        "description": "Reported events of armed conflict, each value with who says so. Coded by tidings.",
        "licenses": [{"name": about.licence}],
        "contributors": [{"title": name, "role": "author"} for name in about.authors],
        "config": dict(config),
        "resources": [_resource(path, content) for path, content in files.items() if path.startswith(_DATA)],
    }
    return json.dumps(package, indent=1, ensure_ascii=False).encode() + b"\n"


def _resource(path: str, content: bytes) -> dict[str, Any]:
    ending = path.rpartition(".")[2]
    resource: dict[str, Any] = {
        "name": _slug(path.removeprefix(f"{_DATA}/")),
        "path": path,
        "format": ending,
        "mediatype": _TYPES.get(ending, "application/octet-stream"),
        "bytes": len(content),
        "hash": f"sha256:{sha256(content)}",
    }
    if ending == "csv":
        header = next(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
        resource |= {
            "profile": "tabular-data-resource",
            "encoding": "utf-8",
            "schema": {"fields": [{"name": name, "type": "string"} for name in header], "missingValues": [""]},
        }
    return resource


def _slug(text: str) -> str:
    return _SPACES.sub("-", text.casefold()).strip("-")


def _manifest(profile: str, config: str, files: Mapping[str, bytes]) -> Manifest:
    return Manifest(
        tidings=__version__,
        profile=profile,
        config=config,
        files=tuple(
            ManifestFile(path=path, bytes=len(content), sha256=sha256(content))
            for path, content in sorted(files.items())
        ),
    )


# --- checking ---------------------------------------------------------------------------------------------------------


def verify_bundle(folder: Path) -> list[Fault]:
    """What is wrong with a bundle, by file: changed, missing, not listed. Empty when it is what it was.

    UsageError when the folder holds no manifest that can be read.
    """
    try:
        content = (folder / MANIFEST).read_bytes()
    except OSError as error:
        raise UsageError(f"{folder} is no release: {MANIFEST} cannot be read ({error.strerror})") from error
    seal = folder / SEAL
    if not seal.is_file() or seal.read_text(encoding="ascii", errors="replace") != f"{sha256(content)}  {MANIFEST}\n":
        return [Fault(path=MANIFEST, what=f"it is not what {SEAL} says: one of the two was changed")]
    try:
        manifest = msgspec.json.decode(content, type=Manifest)
    except msgspec.DecodeError as error:
        return [Fault(path=MANIFEST, what=f"it cannot be read: {error}")]
    return sorted(_faults(folder, manifest))


def _faults(folder: Path, manifest: Manifest) -> Iterator[Fault]:
    listed = {each.path: each for each in manifest.files}
    for path, each in listed.items():
        try:
            content = (folder / path).read_bytes()
        except OSError:
            yield Fault(path=path, what="it is missing")
            continue
        if sha256(content) != each.sha256:
            yield Fault(path=path, what=f"it was changed: its SHA-256 is not {each.sha256[:16]}…")
    for found in folder.rglob("*"):
        path = found.relative_to(folder).as_posix()
        if found.is_file() and path not in listed and path not in {MANIFEST, SEAL}:
            yield Fault(path=path, what="it is not in the manifest")
