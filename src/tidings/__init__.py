"""tidings reads news of war and says, with its sources open, what was reported, where, when, by whom, and how sure one can be.

>>> import tidings
>>> record = tidings.read("reports/")  # doctest: +SKIP
>>> record.accounts()  # doctest: +SKIP
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tidings.api import Record, open_record, read

__version__ = "0.1.0"
__all__ = ["Record", "__version__", "open_record", "read"]


def __getattr__(name: str) -> Any:
    """The interface, loaded at its first use: ``import tidings`` costs nothing."""
    if name not in __all__:
        raise AttributeError(f"module 'tidings' has no attribute {name!r}")
    from tidings import api

    return getattr(api, name)


def __dir__() -> list[str]:
    return sorted(__all__)
