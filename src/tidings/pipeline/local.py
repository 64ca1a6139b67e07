"""Sources to coded inputs on this machine: in this process, or in several that may die without taking the run along."""

from __future__ import annotations

import contextlib
import json
import os
import pickle
import queue
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from importlib import import_module
from typing import Any, Final, Protocol

from msgspec import Struct
from msgspec.structs import replace

from tidings.errors import TidingsError
from tidings.model.article import Article, ArticleReasons, Capture, article_id
from tidings.model.coding import GATE, Coding, Failure, coding_json, is_passed_over, read_coding
from tidings.pipeline.manifest import Settings
from tidings.pipeline.steps import StepError, in_plain_words
from tidings.store.rows import coding_id

NOT_ENGLISH: Final = "language"  # the step under which a reading says that a text is not to be coded
_ATTEMPTS: Final = 2
_AHEAD: Final = (
    8  # sources a worker may be ahead of the reader: enough to keep it busy, little enough to hold in memory
)


class SourceLike(Protocol):
    """An input before it is read."""

    @property
    def file(self) -> str:
        """The name the user gave, as POSIX path."""


class ReadingLike(Protocol):
    """An input once it is read: the article, the bytes kept, and what is to be said of the reading."""

    @property
    def article(self) -> Article:
        """The article; its text is ``None`` when nothing could be read."""

    @property
    def capture(self) -> Capture | None:
        """The original bytes, when there were any."""

    @property
    def failures(self) -> tuple[Failure, ...]:
        """Failures, and notes in plain words."""


class Recipe(Protocol):
    """What a worker does with a source. It is made once a worker, by a function that :class:`Job` names."""

    def read(self, source: Any) -> ReadingLike:
        """Bytes to article."""

    def code(self, article: Article) -> Coding:
        """Article to coding; a step that fails raises StepError."""


class Job(Struct, frozen=True, kw_only=True):
    """What every worker of a run is told: ``recipe`` is ``module:function``, called with the settings.

    Inputs whose complete coding is ``known`` to the record are read but not coded again. ``keep_originals`` sends the
    bytes along.
    """

    settings: Settings = Settings()
    recipe: str = "tidings.pipeline.plan:whole_plan"
    manifest: str = ""
    known: frozenset[str] = frozenset()
    keep_originals: bool = False


class Coded(Struct, frozen=True, kw_only=True):
    """One input, done. ``line`` is its JSON, or ``None`` when the record has it already.

    ``failed`` says in plain words why it could not be read or coded, ``None`` when it was; ``complete`` is false when
    another run may do better. ``passed_over``: the gate stopped it. ``notes`` are the other remarks on how it was read.
    ``accounts`` is how many the line has.
    """

    file: str
    line: bytes | None
    capture: Capture | None
    has_text: bool
    accounts: int
    failed: str | None
    complete: bool
    notes: tuple[str, ...] = ()
    passed_over: bool = False

    def coding(self) -> Coding:
        """The coding, with every quote compared with the text once more."""
        if self.line is None:
            raise TidingsError(f"{self.file} was not coded again: the record has it")
        return read_coding(self.line)


def code_sources(sources: Iterable[Any], settings: Settings, workers: int = 1) -> Iterator[Coding]:
    """The coding of each source, by file path, whatever the number of workers."""
    for done in run(sources, Job(settings=settings), workers):
        yield done.coding()


def run(sources: Iterable[Any], job: Job, workers: int = 1) -> Iterator[Coded]:
    """Each source coded, by file path and part. With one worker all happens in this process."""
    ordered = sorted(sources, key=lambda source: source.file)
    if workers <= 1 or len(ordered) <= 1:
        yield from map(ready(job), ordered)
    else:
        yield from _run_in_workers(ordered, job, min(workers, len(ordered)))


def ready(job: Job) -> Callable[[Any], Coded]:
    """The function that codes one source by this job; the recipe loads its knowledge here."""
    module, _, name = job.recipe.partition(":")
    recipe: Recipe = getattr(import_module(module), name)(job.settings)
    return lambda source: _code_one(source, recipe, job)


def _code_one(source: SourceLike, recipe: Recipe, job: Job) -> Coded:
    """One source through the recipe. Whatever goes wrong with it becomes a recorded failure, and the run goes on."""
    try:
        return _code_reading(recipe.read(source), recipe, job)
    except TidingsError as error:
        return _unread(source, "read", str(error))
    except Exception as error:  # noqa: BLE001  one bad input is a recorded failure, whatever is wrong with it
        return _unread(source, "read", in_plain_words(error))


def _code_reading(reading: ReadingLike, recipe: Recipe, job: Job) -> Coded:
    """A reading, coded, unless it is no English text or the record knows it."""
    article, capture = reading.article, reading.capture
    failed = why_not_coded(article, reading.failures)
    if job.known and coding_id(job.manifest, article, capture, complete=True) in job.known:
        return _result(article, None, None, 0, failed, complete=True)
    complete = capture is not None
    if failed is None:
        coding, line, failed = _coding_of(article, reading.failures, recipe)
        complete = failed is None
    else:
        coding = bare_coding(article, reading.failures)
        line = coding_json(coding)
    notes = tuple(failure.reason for failure in coding.failures if failure.step != GATE) if failed is None else ()
    kept = capture if job.keep_originals else None
    done = _result(article, line, kept, len(coding.accounts), failed, complete=complete)
    return replace(done, notes=notes, passed_over=is_passed_over(coding))


def _result(
    article: Article, line: bytes | None, capture: Capture | None, accounts: int, failed: str | None, *, complete: bool
) -> Coded:
    return Coded(
        file=article.file, line=line, capture=capture, has_text=article.text is not None, accounts=accounts, failed=failed,
        complete=complete,
    )  # fmt: skip


def why_not_coded(article: Article, failures: tuple[Failure, ...]) -> str | None:
    """Why an article that was read is not coded: no text, or not English; ``None`` when it is coded."""
    if article.text is None:
        return article.reasons.text or "no text could be read"
    return next((failure.reason for failure in failures if failure.step == NOT_ENGLISH), None)


def _coding_of(article: Article, notes: tuple[Failure, ...], recipe: Recipe) -> tuple[Coding, bytes, str | None]:
    """The coding of an article, its JSON line, and why a step of it failed, if one did."""
    try:
        coding = recipe.code(article)
        whole = replace(coding, article=article, failures=(*notes, *coding.failures))
        return whole, coding_json(whole), None
    except StepError as error:
        failure = Failure(step=error.step, reason=str(error))
    except Exception as error:  # noqa: BLE001  as above; the text is kept
        failure = Failure(step="coding", reason=in_plain_words(error))
    bare = bare_coding(article, (*notes, failure))
    return bare, coding_json(bare), f"{failure.step}: {failure.reason}"


def bare_coding(article: Article, failures: tuple[Failure, ...]) -> Coding:
    """A coding that says nothing but what went wrong."""
    return Coding(article=article, accounts=(), control=(), quotes=(), gaps=(), failures=failures)


def _unread(source: SourceLike, step: str, reason: str) -> Coded:
    """An input of which nothing is known but its name and why it was not read."""
    article = Article(
        id=article_id(None, None, source.file, None), file=source.file, title=None, outlet=None, url=None, language=None,
        published=None, published_basis="unknown", text=None, removed=(),
        reasons=ArticleReasons(text=reason, published="the input could not be read"),
    )  # fmt: skip
    line = coding_json(bare_coding(article, (Failure(step=step, reason=reason),)))
    return _result(article, line, None, 0, reason, complete=False)


def _run_in_workers(ordered: list[Any], job: Job, workers: int) -> Iterator[Coded]:
    """Results in the order of the sources, computed ahead by a bounded number."""
    idle: queue.SimpleQueue[_Worker] = queue.SimpleQueue()
    team = [_Worker(job) for _ in range(workers)]
    for worker in team:
        idle.put(worker)

    def ask(source: Any) -> Coded:
        worker = idle.get()
        try:
            return worker.ask(source)
        finally:
            idle.put(worker)

    threads = ThreadPoolExecutor(workers, thread_name_prefix="tidings")
    waiting: deque[Future[Coded]] = deque()
    try:
        for source in ordered:
            waiting.append(threads.submit(ask, source))
            if len(waiting) >= workers * _AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        threads.shutdown(wait=False, cancel_futures=True)
        for worker in team:
            worker.stop()


class _Worker:
    """A worker process, started at the first question and again after it has died."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._process: subprocess.Popen[bytes] | None = None
        self._stopped = False

    def ask(self, source: SourceLike) -> Coded:
        """The source, coded. When the process dies over it twice, that is the recorded failure."""
        ended = 0
        for _ in range(_ATTEMPTS):
            try:
                answer = self._answer(source)
            except (EOFError, OSError, pickle.UnpicklingError):
                ended = self._buried()
                if self._stopped:
                    break
            else:
                return answer
        how = f"signal {-ended}" if ended < 0 else f"exit code {ended}"
        reason = f"the process that read this input died twice ({how}); perhaps the memory did not suffice"
        return _unread(source, "worker", reason)

    def stop(self) -> None:
        """End the process, whatever it is doing."""
        self._stopped = True
        if self._process is not None:
            self._process.kill()
            self._buried()

    def _answer(self, source: SourceLike) -> Coded:
        process = self._process or self._started()
        pipe_in, pipe_out = process.stdin, process.stdout
        if pipe_in is None or pipe_out is None:
            raise EOFError
        pickle.dump(source, pipe_in)
        pipe_in.flush()
        answer: Coded = pickle.load(pipe_out)
        return answer

    def _started(self) -> subprocess.Popen[bytes]:
        """A new process that has loaded its knowledge; what stops it from loading stops the run."""
        start = (
            "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from tidings.pipeline.worker import main; main()"
        )
        command = [sys.executable, "-c", start, json.dumps(sys.path)]
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=dict(os.environ))
        self._process = process
        if process.stdin is None or process.stdout is None:
            raise EOFError
        pickle.dump(self._job, process.stdin)
        process.stdin.flush()
        error = pickle.load(process.stdout)
        if error is not None:
            raise error
        return process

    def _buried(self) -> int:
        """Wait for a dead process; returns its exit code (negative: the signal)."""
        process, self._process = self._process, None
        if process is None:
            return 0
        for pipe in filter(None, (process.stdin, process.stdout)):
            with contextlib.suppress(OSError):
                pipe.close()
        return process.wait()
