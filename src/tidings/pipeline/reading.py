"""Sources into a record: coded, stored one by one, and skipped when the record knows them; or rehearsed, with nothing stored."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec.structs import replace

from tidings.model.coding import Coding
from tidings.model.tombstone import Tombstone
from tidings.pipeline.linking import link
from tidings.pipeline.local import Coded, Job, run
from tidings.pipeline.manifest import Settings, manifest_json, run_manifest
from tidings.review.rulings import rulings
from tidings.store.judgements import judgements
from tidings.store.rows import Entry
from tidings.store.store import Store
from tidings.store.takedown import refusal, refusals, restore

RECIPE = Job().recipe
_LINKED_AT_ONCE = 50  # articles


def read_into(
    store: Store,
    sources: tuple[Any, ...],
    settings: Settings,
    workers: int = 1,
    recipe: str = RECIPE,
    *,
    again: bool = False,
) -> Iterator[Coded]:
    """Each source by file path, given once it is stored. Broken off at any moment, the next run goes on from there.

    What was taken down is refused, with its reason as failure, unless it is wanted ``again``.
    """
    manifest = run_manifest(settings)
    store.add_manifest(manifest.id, manifest_json(manifest))
    forbidden = refusals(store)
    store.log_run(manifest.id, "started", inputs=len(sources))
    added, unlinked = 0, list[str]()
    for done in run(sources, _job(store, settings, recipe, manifest.id), workers):
        if done.line is None:
            yield done
            continue
        entry = Entry(coding=done.coding(), capture=done.capture, manifest=manifest.id, complete=done.complete)
        grave = forbidden.of(entry.coding.article, entry.capture)
        if grave is not None and not again:
            yield _refused(done, grave)
            continue
        if store.add(entry):
            added += 1
            unlinked.append(entry.coding.article.id)
        if grave is not None:
            restore(store, entry.coding, entry.capture)
        if len(unlinked) >= _LINKED_AT_ONCE:
            link(store, rulings(judgements(store)), unlinked)
            unlinked.clear()
        yield done
    link(store, rulings(judgements(store)), unlinked)
    store.log_run(manifest.id, "ended", inputs=len(sources), added=added)


class Rehearsal:
    """A run of which nothing is stored: go through it, then ask what the record would say."""

    def __init__(
        self, store: Store, sources: tuple[Any, ...], settings: Settings, workers: int = 1, recipe: str = RECIPE
    ) -> None:
        self._store, self._sources, self._settings = store, sources, settings
        self._workers, self._recipe = workers, recipe
        self._manifest = run_manifest(settings)
        self._entries: list[Entry] = []

    def __iter__(self) -> Iterator[Coded]:
        """Each source by file path, coded unless the record knows it."""
        self._entries.clear()
        forbidden = refusals(self._store)
        job = _job(self._store, self._settings, self._recipe, self._manifest.id)
        for done in run(self._sources, job, self._workers):
            if done.line is None:
                yield done
                continue
            entry = Entry(
                coding=done.coding(), capture=done.capture, manifest=self._manifest.id, complete=done.complete
            )
            grave = forbidden.of(entry.coding.article, entry.capture)
            if grave is None:
                self._entries.append(entry)
            yield done if grave is None else _refused(done, grave)

    def codings(self) -> list[Coding]:
        """What the record would say."""
        return self._store.rehearsed(self._entries, {self._manifest.id: manifest_json(self._manifest)})


def _job(store: Store, settings: Settings, recipe: str, manifest: str) -> Job:
    known = store.known(manifest)
    return Job(settings=settings, recipe=recipe, manifest=manifest, known=known, keep_originals=True)


def _refused(done: Coded, grave: Tombstone) -> Coded:
    return replace(done, line=None, capture=None, accounts=0, failed=refusal(grave), notes=(), passed_over=False)
