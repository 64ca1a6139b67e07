"""The errors tidings raises: each names the value, the place and the way out."""


class TidingsError(Exception):
    """Anything tidings refuses to do. Its text is one plain sentence fit to print to a user."""


class BadEvidenceError(TidingsError):
    """A quote that is not the text between its offsets (RECORD, promise 1)."""


class BadValueError(TidingsError):
    """A value that breaks its own rule: bounds out of order, a date that ends before it starts."""


class InputError(TidingsError):
    """An input that cannot be read: one recorded failure, the run goes on."""


class UsageError(TidingsError):
    """A wrong option, file or setting: the run does not start (exit code 2)."""


class DataError(TidingsError):
    """Shipped or user-given reference data that is damaged or malformed."""


class StoreError(TidingsError):
    """The record file cannot be opened, read or written (exit code 3)."""


class WithheldError(TidingsError):
    """A file that was to leave the house holds what a profile withholds; nothing is written (exit code 3)."""
