"""A worker process: sources come in on standard input, coded inputs go out on standard output, until the input ends.

It is started as a program of its own and not forked, so it works from a notebook and from a script without a
``__main__`` guard, and its death (no memory left, a crash in a library) is one broken pipe to the parent.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
from collections.abc import Callable
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tidings.errors import TidingsError


def main() -> None:
    """Serve until the parent closes the pipe. What libraries print goes to standard error."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle; it then closes the pipe
    os.environ.update(dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "BLIS_NUM_THREADS"), "1"))
    source, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    code, trouble = _ready(pickle.load(source))
    _say(trouble, answers)
    while code is not None:
        try:
            asked = pickle.load(source)
        except EOFError:
            return
        _say(code(asked), answers)


def _ready(job: Any) -> tuple[Callable[[Any], Any] | None, TidingsError | None]:
    """The coding function with its knowledge loaded, or what stops it from loading."""
    from tidings.errors import TidingsError
    from tidings.pipeline.local import ready

    try:
        return ready(job), None
    except TidingsError as error:
        return None, error
    except Exception as error:  # noqa: BLE001  told to the parent, which stops the run
        return None, TidingsError(f"a worker could not start: {type(error).__name__}: {error}")


def _say(answer: Any, answers: IO[bytes]) -> None:
    try:
        pickle.dump(answer, answers)
        answers.flush()
    except BrokenPipeError:
        os._exit(0)  # the parent was killed; nobody is there to be told, least of all with a traceback


if __name__ == "__main__":
    main()
