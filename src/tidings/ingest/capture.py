"""The bytes of an input, as they were found: read once, hashed, and known to be whole."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

from msgspec import Struct

from tidings.errors import InputError
from tidings.model.coding import Failure

MOST_TEXT = 5_000_000  # bytes of UTF-8 (RECORD §8)
MOST_BYTES = {
    "text": 4 * MOST_TEXT,
    "json": 4 * MOST_TEXT,
    "jsonl": 4 * MOST_TEXT,
    "html": 4 * MOST_TEXT,
    "pdf": 200_000_000,
}
_TRIES = 3

Reader = Callable[[Path, int, int | None], bytes]


class Found(Struct, frozen=True):
    """Bytes, and a note in plain words when the file changed while it was being read."""

    content: bytes
    notes: tuple[Failure, ...] = ()


def read_bytes(path: str, kind: str, offset: int = 0, length: int | None = None, read: Reader | None = None) -> Found:
    """The bytes of a file, or of ``length`` bytes at ``offset`` of it. Raises InputError with a plain reason.

    A file whose size or time of change differs before and after is read again, three times at most; what is kept then is what was
    read last. Too large a file is refused unread: no text of 5 MB takes more than 20 MB in any encoding.
    """
    read = read or _read
    where = Path(path)
    try:
        content, steady = _steadily(read, where, kind, offset, length)
        if steady:
            return Found(content)
        for _ in range(_TRIES - 1):
            content, steady = _steadily(read, where, kind, offset, length)
            if steady:
                return Found(content, (_changed("it was read again, and then it stayed the same"),))
    except OSError as error:
        raise InputError(_plain(error, where)) from error
    return Found(content, (_changed(f"{_TRIES} times in a row; what is kept is what the last reading found"),))


def _steadily(read: Reader, path: Path, kind: str, offset: int, length: int | None) -> tuple[bytes, bool]:
    """The bytes, and whether the file was the same before and after."""
    before = _state(path, kind, length)
    content = read(path, offset, length)
    after = _state(path, kind, length)
    return content, before == after and (length is not None or len(content) == before[0])


def _read(path: Path, offset: int, length: int | None) -> bytes:
    with path.open("rb") as file:
        file.seek(offset)
        return file.read() if length is None else file.read(length)


def _state(path: Path, kind: str, length: int | None) -> tuple[int, int, int]:
    found = path.stat()
    if not stat.S_ISREG(found.st_mode):
        raise InputError(
            f"{'a folder' if stat.S_ISDIR(found.st_mode) else 'not a regular file'}, so there is no article to read"
        )
    size = found.st_size if length is None else length
    if size > MOST_BYTES.get(kind, MOST_TEXT):
        raise InputError(too_long(size))
    return found.st_size, found.st_mtime_ns, found.st_ino


def too_long(size: int) -> str:
    """The plain reason for refusing an input of so many bytes."""
    return f"too long: {size:,} bytes, and at most {MOST_TEXT:,} bytes of text are read as one article"


def _changed(what: str) -> Failure:
    return Failure(step="capture", reason=f"the file changed while it was being read: {what}")


def _plain(error: OSError, path: Path) -> str:
    if isinstance(error, FileNotFoundError):
        return f"there is no file {os.fspath(path)!r}"
    if isinstance(error, PermissionError):
        return f"no permission to read {os.fspath(path)!r}"
    return f"{os.fspath(path)!r} cannot be read: {error.strerror or error}"
