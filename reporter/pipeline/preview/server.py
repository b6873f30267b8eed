"""HTTP server of the preview, on this machine only; it tells browsers to reload changed pages."""

from __future__ import annotations

import asyncio
import json
import logging
import socket
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing
from typing import TypeVar

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route
from watchfiles import awatch

from reporter.errors import InputError, Problem
from reporter.pipeline.preview.answers import Preview

T = TypeVar("T")

LOOPBACK = "127.0.0.1"
NAMES = [LOOPBACK, "localhost"]
"""Allowed host names; a foreign page whose name was made to resolve to this machine has another."""

CHANGES = "/.preview/changes"
"""Path of the event stream on changes of a page. No path of an edition begins with a dot."""

LOOK_EVERY = 5000
"""Milliseconds after which files are checked even without a file system event."""

STEP = 10
"""Milliseconds without a further event before a change is handled: one save causes many events."""

HEADERS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}

SCRIPT = """<script>
{{
  // Only a page in view listens: a browser opens no more than six connections to one place.
  let changes;
  const listen = () => {{
    changes?.close();
    if (document.hidden) return;
    changes = new EventSource({address});
    changes.addEventListener("changed", () => location.reload());
  }};
  addEventListener("pageshow", listen);
  document.addEventListener("visibilitychange", listen);
}}
</script>
"""


def bind(port: int) -> socket.socket:
    """A socket that listens on this machine alone.

    Args:
        port: its port; 0 takes any that is free.

    Raises:
        InputError: the port is not available.
    """
    try:
        return socket.create_server((LOOPBACK, port))
    except OSError as error:
        problem = Problem(
            f"--port {port}", 0, f"cannot be had: {error.strerror}", "a free port, or 0 for any"
        )
        raise InputError([problem]) from None


def with_script(content: bytes, path: str, content_hash: str) -> bytes:
    """The page as it is served, with the script that reloads it after a change.

    Args:
        content: the page.
        path: its path in the edition.
        content_hash: hash of the page, which identifies the version that the browser shows.
    """
    address = json.dumps(f"{CHANGES}?shown={content_hash}&page={path}").replace("<", "\\u003c")
    return content + SCRIPT.format(address=address).encode()


class Server:
    """HTTP server of one preview, until it is interrupted.

    One thread makes all answers, so that the server stays responsive and no two stages run at once.
    """

    def __init__(self, preview: Preview) -> None:
        self._preview = preview
        self._maker = ThreadPoolExecutor(1)
        self._changed = asyncio.Event()

    async def run(self, listening: socket.socket) -> None:
        """Serve on a socket until a signal ends it."""
        app = Starlette(
            routes=[Route(CHANGES, self._changes), Route("/{path:path}", self._file)],
            middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=NAMES, www_redirect=False)],
        )
        # Open event streams would delay the end: the server does not wait for them, and logs no error.
        config = uvicorn.Config(app, lifespan="off", ws="none", log_config=None, timeout_graceful_shutdown=0)
        logging.getLogger("uvicorn").setLevel(logging.CRITICAL)
        async with asyncio.TaskGroup() as tasks:
            watching = tasks.create_task(self._watch())
            await uvicorn.Server(config).serve(sockets=[listening])
            watching.cancel()

    async def _file(self, request: Request) -> Response:
        path = request.path_params["path"] or "index.html"
        answer = await self._made(lambda: self._preview.answer(path))
        content = answer.content
        if answer.media_type == "text/html":
            content = with_script(content, path, answer.hash)
        return Response(content, answer.status, HEADERS, answer.media_type)

    async def _changes(self, request: Request) -> Response:
        page, shown = (request.query_params.get(name, "") for name in ("page", "shown"))
        return StreamingResponse(self._news(page, shown), headers=HEADERS, media_type="text/event-stream")

    async def _news(self, page: str, shown: str) -> AsyncIterator[str]:
        """Server-sent events, one whenever the page differs from the version in the browser."""
        yield ": listening\n\n"
        while True:
            # Taken before the page is made, so that a change meanwhile is not missed.
            changed = self._changed
            answer = await self._made(lambda: self._preview.answer(page))
            if answer.hash != shown:
                shown = answer.hash
                yield f"event: changed\ndata: {shown}\n\n"
            await changed.wait()

    async def _watch(self) -> None:
        """Refresh the preview after each event in the watched folders; wake the event streams."""
        await self._made(self._preview.refresh)
        polling = None
        while True:
            folders = await self._made(self._preview.folders)
            happenings = awatch(
                *folders,
                watch_filter=None,
                recursive=False,
                step=STEP,
                # Files are checked at intervals too: a watch starts a moment after its folders were listed.
                rust_timeout=LOOK_EVERY,
                yield_on_timeout=True,
                force_polling=polling,
            )
            try:
                async with aclosing(happenings):
                    async for _ in happenings:
                        if await self._made(self._preview.refresh):
                            self._changed.set()
                            self._changed = asyncio.Event()
                        if await self._made(self._preview.folders) != folders:
                            break
            except FileNotFoundError:
                continue  # A folder was deleted while the watch started.
            except OSError:
                polling = True  # The system's limit of watched folders is reached.

    async def _made(self, make: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._maker, make)
