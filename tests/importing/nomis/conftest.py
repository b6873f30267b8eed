"""A server on this machine that answers as Nomis does, faults included."""

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from reporter.importing.nomis.cache import Cache
from reporter.importing.nomis.client import Client, Patience
from reporter.importing.nomis.importer import AREA_TYPES, NomisImport, import_nomis
from tests.importing.nomis.real_rows import FIGURES, Figure, matching, page

KNOWN = {"geography", "date", "cause_of_death", "gender", "age", "measure", "measures", "uid", "recordOffset"}


@dataclass
class Fault:
    """What the server answers instead of figures: status, body, headers; or nothing at all."""

    body: str = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    is_silent: bool = False


@dataclass
class Nomis:
    """The server: what it has, what it will answer next, and what it was asked."""

    url: str = ""
    figures: Sequence[Figure] = FIGURES
    page_size: int = 25_000
    faults: list[Fault] = field(default_factory=list)
    asked: list[dict[str, str]] = field(default_factory=list)
    ended: threading.Event = field(default_factory=threading.Event)

    def answer(self, path: str, query: str) -> Fault:
        """The next fault, or else what Nomis has; nothing where it knows no parameter or nothing matches."""
        asked = {name: values[0] for name, values in parse_qs(query).items()}
        dataset = path.rpartition("/")[2].partition(".")[0]
        self.asked.append({"dataset": dataset, **asked})
        if self.faults:
            return self.faults.pop(0)
        found = matching(self.figures, asked.get("geography", ""), asked.get("date"))
        if asked.keys() - KNOWN or not found:
            return Fault()
        return Fault(page(dataset, found, int(asked.get("recordOffset", 0)), self.page_size))


@pytest.fixture
def nomis() -> Iterator[Nomis]:
    """The server, at `nomis.url`."""
    state = Nomis()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            address = urlsplit(self.path)
            answer = state.answer(address.path, address.query)
            if answer.is_silent:
                state.ended.wait(timeout=30)
                return
            body = answer.body.encode()
            self.send_response_only(answer.status)
            for name, value in {"Date": "Tue, 06 Feb 2024 09:30:00 GMT", **answer.headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", answer.headers.get("Content-Length", str(len(body))))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *arguments: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        state.url = f"http://127.0.0.1:{server.server_address[1]}/api/v01"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield state
        state.ended.set()
        server.shutdown()
        thread.join()


class Steps:
    """Progress that counts."""

    def __init__(self) -> None:
        self.pages = 0

    def stage(self, description: str, steps: int = 0) -> None:
        pass

    def step(self) -> None:
        self.pages += 1


Import = Callable[..., NomisImport]


@pytest.fixture
def imported(nomis: Nomis, tmp_path: Path) -> Import:
    """Imports from the server without ever waiting."""

    def run(years: range | None = None, areas: Sequence[str] = AREA_TYPES, **options: Any) -> NomisImport:
        patience = Patience(timeout=options.pop("timeout", 5), attempts=3, wait=0, longest_wait=0)
        cache = Cache(tmp_path / "cache")
        with Client(nomis.url, cache, patience=patience, **options) as client:
            return import_nomis(client, areas, years, Steps())

    return run
