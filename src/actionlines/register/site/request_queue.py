"""The queue before the site: a few requests at once, some that wait a little, and 503 at once for all others.

A server that queues without end answers nobody: each request waits for those before it, and most readers are gone
when their turn comes. Here each process works on a fixed number of requests (threads of its own, so that
connections of the database and memory are bounded too). Four lanes wait apart, the first is served first:

    save   what changes something, and signing in     may wait longest
    known  pages and the API, with a session or token
    read   pages and the API, of visitors
    heavy  downloads of lists and papers              at most half of the threads

A body is received before its request enters a lane, and files and answers in pieces are sent by the threads of the
server: a slow peer holds no thread that answers. Few of one block of addresses may be on their way (`_Peers`).

Reading of all kinds leaves one thread to `save`. Whether a session is real is not looked up here: who makes one up
waits with those who are signed in, never with those who save.

A request that finds its lane full, or that waits longer than its lane allows, gets 503 with Retry-After. A lane of
reading that was not empty for two seconds is overloaded: a request that comes then waits a quarter of the time (as
CoDel does with packets, RFC 8289). As many are answered, and sooner.
"""

from __future__ import annotations

import os
import re
import tempfile
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from actionlines.register.core.limits import most_of
from actionlines.register.core.time_limit import time_limit
from actionlines.register.site.middleware.errors import busy
from actionlines.register.site.middleware.limits import block_of

if TYPE_CHECKING:
    from wsgiref.types import InputStream, StartResponse, WSGIEnvironment

# Django's answer is more than WSGI asks for: it can be closed, and says whether it is made while it is sent.
Application = Callable[["WSGIEnvironment", "StartResponse"], HttpResponseBase]
_SPARE = 16
_SAFE = frozenset(("GET", "HEAD", "OPTIONS"))
_SAVES = ("/account/", "/first/")
_ASKS = ("/api/instruments/comparison",)  # sends much, and saves nothing
_HEAVY = re.compile(
    r"/api/openapi\.json|/api/instruments/comparison|/me/data\.json|/data/.|/roadmaps/\d+/file/|/reports/\d+/report\."
)
_DOWNLOAD = re.compile(r"(?:^|&)as=[^&]")
_SESSION = f"{settings.SESSION_COOKIE_NAME}="
AHEAD = most_of("answer-file-bytes")
BODY = most_of("file-bytes") + (1 << 20)  # of a form with its files
_PIECE, _SIP = 1 << 16, 1 << 10  # bytes that are sent, and that are waited for, at a time
_CROWD = 2.0  # seconds in which a lane was never empty, after which it is overloaded
_STALLED = 60.0  # seconds without a reader, after which the rest of an answer is not made


@dataclass(frozen=True, slots=True)
class Lane:
    """A lane: at most `at_once` are worked on, and `waiting` wait, each for `patience` seconds at most. An answer may
    take `seconds`.
    """

    name: str
    at_once: int
    waiting: int
    patience: float
    seconds: int


def threads_of_server(threads: int, waiting: int) -> int:
    """Return how many threads a server needs, so that some are left to say 503 when all lanes are full."""
    return threads + 3 * waiting + waiting // 4 + most_of("peers-all") + _SPARE


class _Job:
    """A request on its way, and its answer."""

    __slots__ = ("begun", "body", "environ", "error", "headed", "headers", "status")

    def __init__(self, environ: WSGIEnvironment) -> None:
        self.environ = environ
        self.begun, self.headed = threading.Event(), threading.Event()
        self.status, self.headers = "", list[tuple[str, str]]()
        self.body: Iterable[bytes] = ()
        self.error: BaseException | None = None


class RequestQueue:
    """An application of WSGI around another one. `threads` work; `waiting` requests may wait in each lane."""

    def __init__(self, application: Application, threads: int, waiting: int, patience: float = 0.8) -> None:
        self._application = application
        self._threads = threads
        reading, page, work = max(1, threads - 1), most_of("page-seconds"), most_of("work-seconds")
        self._lanes = {
            lane.name: lane
            for lane in (
                Lane("save", reading, waiting, 10 * patience, work),
                Lane("known", reading, waiting, 4 * patience, page),
                Lane("read", reading, waiting, patience, page),
                Lane("heavy", max(1, threads // 2), max(1, waiting // 4), 5 * patience, work),
            )
        }
        self._waiting: dict[str, deque[_Job]] = {name: deque() for name in self._lanes}
        self._empty = dict.fromkeys(self._lanes, 0.0)  # when nobody waited in it for the last time
        self._running: Counter[str] = Counter()
        self._changed = threading.Condition()
        self._started = False
        self._peers = _Peers()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Return the answer of the application; 503 where there is no room for the request."""
        if environ["PATH_INFO"].startswith("/static/"):
            return self._application(environ, start_response)
        if not (length := _length(environ)):
            return self._queued(environ, start_response)
        if (give_back := self._peers.take(environ)) is None:
            return _refuse(environ, start_response)
        with tempfile.SpooledTemporaryFile(most_of("form-bytes")) as body:
            try:
                _receive(environ["wsgi.input"], length, body)
            except OSError:  # a peer that is too slow, or a full disk
                return _refuse(environ, start_response)
            finally:
                give_back()
            environ["wsgi.input"] = body
            return self._queued(environ, start_response)

    def _queued(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        lane = self._lanes[lane_of(environ)]
        job, waiting = _Job(environ), self._waiting[lane.name]
        with self._changed:
            self._start()
            if len(waiting) >= lane.waiting:
                return _refuse(environ, start_response)
            now = time.monotonic()
            if not waiting:
                self._empty[lane.name] = now
            crowded = lane.name != "save" and now - self._empty[lane.name] > _CROWD
            waiting.append(job)
            self._changed.notify()
        if not job.begun.wait(lane.patience / 4 if crowded else lane.patience):
            with self._changed:
                if not job.begun.is_set():
                    waiting.remove(job)
                    return _refuse(environ, start_response)
        job.headed.wait()
        if job.error is not None:
            raise job.error
        body = job.body
        if not isinstance(body, list):
            if (give_back := self._peers.take(environ)) is None:
                body.close()  # type: ignore[attr-defined]
                return _refuse(environ, start_response)
            body = _Sent(body, give_back)
        start_response(job.status, job.headers)
        return body

    def _start(self) -> None:
        if not self._started:
            self._started = True
            for number in range(self._threads):
                threading.Thread(target=self._work, name=f"request-{number}", daemon=True).start()

    def _work(self) -> None:
        while True:
            with self._changed:
                while (taken := self._next()) is None:
                    self._changed.wait()
            name, job = taken
            try:
                self._answer(job, self._lanes[name].seconds)
            finally:
                with self._changed:
                    self._running[name] -= 1
                    self._changed.notify()
                del job, taken

    def _next(self) -> tuple[str, _Job] | None:
        reading = sum(self._running[name] for name in self._lanes if name != "save")
        for name, lane in self._lanes.items():
            full = name != "save" and reading >= self._lanes["read"].at_once
            if self._waiting[name] and self._running[name] < lane.at_once and not full:
                job = self._waiting[name].popleft()
                self._running[name] += 1
                job.begun.set()
                return name, job
        return None

    def _answer(self, job: _Job, seconds: int) -> None:
        """Run the application; an answer that is sent while it is made goes on to be made here."""
        try:
            with time_limit(seconds):
                answer = self._application(job.environ, _Head(job))
        except BaseException as error:  # the server's thread raises it, as without a queue
            job.error = error
            job.headed.set()
            return
        if getattr(answer, "file_to_stream", None):  # sent by the server's thread, which also closes it
            job.body = answer
            job.headed.set()
            return
        if getattr(answer, "streaming", False):
            stream = job.body = _Stream()
            job.headed.set()
            stream.fill(answer)
            return
        try:
            job.body = [b"".join(answer)]
        except BaseException as error:
            job.error = error
        finally:
            # Closed by this thread, whose connections of the database Django then looks after.
            answer.close()
            job.headed.set()


class _Head:
    """`start_response` for the application."""

    def __init__(self, job: _Job) -> None:
        self._job = job

    def __call__(
        self, status: str, headers: list[tuple[str, str]], exc_info: object = None, /
    ) -> Callable[[bytes], object]:
        self._job.status, self._job.headers = status, headers
        return _no_writing


def _no_writing(piece: bytes) -> object:
    raise NotImplementedError("WSGI has this way of answering for old applications; Django never takes it")


class _Stream:
    """An answer in pieces: made in one thread into a file, and sent from it by another, however slow its reader is.

    Of what is made, at most AHEAD bytes wait; then the maker waits, as long as the reader takes it at the least rate.
    """

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by whichever thread is the last
        self._made = self._taken = 0
        self._last: BaseException | None = None
        self._ended = self._closed = False
        self._changed = threading.Condition()
        self._pace = _Pace()

    def fill(self, answer: HttpResponseBase) -> None:
        """Make all pieces, until the reader is gone."""
        try:
            for piece in answer:
                if not self._put(piece):
                    break
        except BaseException as error:
            self._last = error
        finally:
            answer.close()
            self._end(made=True)

    def _end(self, *, made: bool = False) -> None:
        with self._changed:
            self._ended, self._closed = self._ended or made, self._closed or not made
            self._changed.notify_all()
            if self._ended and self._closed:
                self._file.close()

    def _put(self, piece: bytes) -> bool:
        with self._changed:
            if self._made > AHEAD:
                taken = self._changed.wait_for(lambda: self._closed or self._taken == self._made, _STALLED)
                self._closed = self._closed or not taken
                self._made = self._taken = 0
            if self._closed:
                return False
            self._made += os.pwrite(self._file.fileno(), piece, self._made)
            self._changed.notify_all()
            return True

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        with self._changed:
            while self._made == self._taken and not (self._ended or self._closed):
                self._changed.wait()
            if self._closed:
                raise ConnectionAbortedError("the reader has not taken the answer")
            if self._made > self._taken:
                piece = os.pread(self._file.fileno(), min(_PIECE, self._made - self._taken), self._taken)
                self._taken += len(piece)
                self._pace.count(len(piece))
                self._changed.notify_all()
                return piece
        self._end()
        if self._last is not None:
            raise self._last
        raise StopIteration

    def close(self) -> None:
        """Tell the writer that nobody reads the rest of the answer."""
        self._end()


class _Pace:
    """Raise ConnectionAbortedError where a peer is slower than the least rate."""

    def __init__(self) -> None:
        self._began, self._bytes = time.monotonic(), 0

    def count(self, size: int) -> None:
        """Count bytes that the peer has sent or taken."""
        late = time.monotonic() - self._began - most_of("peer-seconds")
        if late > 0 and self._bytes < late * most_of("peer-rate"):
            raise ConnectionAbortedError("the peer is too slow")
        self._bytes += size


class _Peers:
    """How many bodies come in and answers in pieces go out, of one block of addresses and of all."""

    def __init__(self) -> None:
        self._open: Counter[str] = Counter()
        self._lock = threading.Lock()

    def take(self, environ: WSGIEnvironment) -> Callable[[], None] | None:
        """Return what gives the place back, once or more often; None where there is no place."""
        request = HttpRequest()
        request.META = environ
        block = block_of(request)
        with self._lock:
            if self._open[block] >= most_of("peers") or self._open.total() >= most_of("peers-all"):
                return None
            self._open[block] += 1
        places = [block]

        def give_back() -> None:
            """Give the place back."""
            with self._lock:
                if places:
                    self._open.subtract((places.pop(),))
                    self._open += Counter()  # without those that have none

        return give_back


class _Sent:
    """An answer in pieces on its way to its reader: a file, or what a thread of the queue makes."""

    def __init__(self, body: Iterable[bytes], give_back: Callable[[], None]) -> None:
        self._body, self._give_back = body, give_back

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._body)

    def close(self) -> None:
        """Close the answer, and let others of its reader begin."""
        self._give_back()
        self._body.close()  # type: ignore[attr-defined]


def _length(environ: WSGIEnvironment) -> int:
    """Return how many bytes of a body come in before the request has a place; 0 where the site refuses them."""
    text = environ.get("CONTENT_LENGTH") or "0"
    length = int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0
    form = (environ.get("CONTENT_TYPE") or "").startswith("multipart/form-data")
    return length if length <= (BODY if form else most_of("form-bytes")) else 0


def _receive(source: InputStream, length: int, body: IO[bytes]) -> None:
    """Take a body in, so that the thread of a slow peer is none that answers. Raises ConnectionAbortedError."""
    pace = _Pace()
    while length and (piece := source.read(min(_SIP, length))):
        pace.count(len(piece))
        length -= body.write(piece)
    if length:
        raise ConnectionAbortedError("the body was cut off")
    body.seek(0)


def lane_of(environ: WSGIEnvironment) -> str:
    """Return the name of the lane of a request.

    >>> lane_of({"REQUEST_METHOD": "GET", "PATH_INFO": "/activities/", "QUERY_STRING": "as=csv"})
    'heavy'
    """
    path = environ["PATH_INFO"]
    if (environ["REQUEST_METHOD"] not in _SAFE and path not in _ASKS) or path.startswith(_SAVES):
        return "save"
    if _HEAVY.match(path) or _DOWNLOAD.search(environ.get("QUERY_STRING") or ""):
        return "heavy"
    known = "HTTP_AUTHORIZATION" in environ or _SESSION in environ.get("HTTP_COOKIE", "")
    return "known" if known else "read"


def _refuse(environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
    answer: HttpResponse = busy(environ["PATH_INFO"])
    start_response(f"503 {answer.reason_phrase}", [*answer.items()])
    return [answer.content]
