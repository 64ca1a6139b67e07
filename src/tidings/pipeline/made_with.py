"""What an index in a record rests on, as a hash: when the code or the tables behind it change, it is made anew."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from importlib.resources import files

from tidings import __version__


@cache
def made_with(package: str, *versions: int) -> str:
    """The hash of a package's modules, of the tables of reference and of the versions. Read once a run."""
    parts = [*files(package).iterdir(), *(files("tidings.reference") / "data").iterdir()]
    rules = [part for part in parts if part.name.endswith((".py", ".yaml"))]
    content = b"".join(part.read_bytes() for part in sorted(rules, key=lambda part: part.name))
    stamp = " ".join(map(str, (*versions, __version__)))
    return sha256(f"{stamp} ".encode() + content).hexdigest()
