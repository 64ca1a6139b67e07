"""Sources into a record: coded, stored one by one, and skipped when the record knows them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tidings.pipeline.local import Coded, Job, run
from tidings.pipeline.manifest import Settings, manifest_json, run_manifest
from tidings.store.rows import Entry
from tidings.store.store import Store

RECIPE = Job().recipe


def read_into(
    store: Store, sources: tuple[Any, ...], settings: Settings, workers: int = 1, recipe: str = RECIPE
) -> Iterator[Coded]:
    """Each source by file path, given once it is stored. Broken off at any moment, the next run goes on from there."""
    manifest = run_manifest(settings)
    store.add_manifest(manifest.id, manifest_json(manifest))
    job = Job(
        settings=settings, recipe=recipe, manifest=manifest.id, known=store.known(manifest.id), keep_originals=True
    )
    store.log_run(manifest.id, "started", inputs=len(sources))
    added = 0
    for done in run(sources, job, workers):
        if done.line is not None:
            entry = Entry(coding=done.coding(), capture=done.capture, manifest=manifest.id, complete=done.complete)
            added += store.add(entry)
        yield done
    store.log_run(manifest.id, "ended", inputs=len(sources), added=added)
