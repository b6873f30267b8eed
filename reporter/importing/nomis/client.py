"""Queries Nomis page by page; uses answers kept before, and tries again after passing faults."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Self

import httpx
import stamina

from reporter import __version__
from reporter.errors import ReporterError
from reporter.importing.nomis.answer import NomisPage, TransientError, read_page
from reporter.importing.nomis.cache import Cache, NomisAnswer
from reporter.importing.nomis.datasets import Dataset
from reporter.machine.progress import Progress

_TRY_AGAIN = (429, 500, 502, 503, 504)


@dataclass(frozen=True)
class Patience:
    """Limits on waiting for Nomis.

    Attributes:
        timeout: seconds to wait for a connection, and for each part of an answer.
        attempts: greatest number of attempts.
        wait: seconds before the second attempt, doubled before each further one; 0 for no wait.
        longest_wait: greatest number of seconds between two attempts, whatever Nomis asks for.
    """

    timeout: float = 60
    attempts: int = 5
    wait: float = 1
    longest_wait: float = 60


@dataclass(frozen=True)
class Records:
    """All records of an answer.

    Attributes:
        rows: the records, by column.
        date: day of the oldest page; None where Nomis did not give it.
    """

    rows: tuple[Mapping[str, str], ...]
    date: str | None


class _BusyError(TransientError):
    """Nomis asked for a later attempt."""

    def __init__(self, message: str, after: float | None) -> None:
        super().__init__(message)
        self.after = after


class Client:
    """A connection to Nomis.

    Args:
        base_url: URL of the API, such as https://www.nomisweb.co.uk/api/v01.
        cache: the answers kept.
        key: an API key; None for a guest.
        patience: limits on waiting.
        refresh: ignore answers kept before.
    """

    def __init__(
        self,
        base_url: str,
        cache: Cache,
        key: str | None = None,
        patience: Patience | None = None,
        refresh: bool = False,
    ) -> None:
        self._base = base_url.rstrip("/")
        self._cache = cache
        self._key = key
        self._patience = patience or Patience()
        self._refresh = refresh
        agent = {"User-Agent": f"indicator-reporter/{__version__}"}
        self._http = httpx.Client(timeout=self._patience.timeout, follow_redirects=True, headers=agent)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.close()

    def records(self, dataset: Dataset, asked: Mapping[str, str], progress: Progress) -> Records:
        """All records of a data set.

        Args:
            dataset: the data set.
            asked: areas and years, as parameters of the URL.
            progress: advances by one step a page; Nomis gives a guest up to 25,000 records a page.

        Raises:
            InputError: Nomis does not know a parameter, or nothing matches.
            ReporterError: Nomis cannot be reached, fails, or gives a wrong answer in every attempt.
        """
        rows: list[Mapping[str, str]] = []
        dates: list[str] = []
        count = 1
        while len(rows) < count:
            page, date = self._page(dataset, asked, len(rows))
            rows += page.rows
            count = page.count
            dates += [date] if date else []
            progress.step()
        return Records(tuple(rows), min(dates, default=None))

    def _page(self, dataset: Dataset, asked: Mapping[str, str], offset: int) -> tuple[NomisPage, str | None]:
        """A page and its day; a page read without a fault is kept."""
        parameters = {**asked, **dataset.asked} | ({"recordOffset": str(offset)} if offset else {})
        address = f"{self._base}/dataset/{dataset.id}.data.csv?{httpx.QueryParams(parameters)}"
        kept = None if self._refresh else self._cache.get(address)
        if kept is not None:
            return read_page(kept.text, dataset.shown, address, offset), kept.date
        patience = self._patience
        attempts = stamina.retry_context(
            on=_whether_to_try_again(patience),
            attempts=patience.attempts,
            timeout=None,
            wait_initial=patience.wait,
            wait_max=patience.longest_wait if patience.wait else 0,
            wait_jitter=patience.wait,
        )
        for attempt in attempts:
            with attempt:
                answer = self._ask(address)
                page = read_page(answer.text, dataset.shown, address, offset)
        self._cache.keep(address, answer)
        return page, answer.date

    def _ask(self, address: str) -> NomisAnswer:
        """The answer to one request; the key is sent but never in a message."""
        query = {"uid": self._key} if self._key else {}
        try:
            response = self._http.get(httpx.URL(address).copy_merge_params(query))
        except httpx.HTTPError as error:
            raise TransientError(f"Nomis does not answer ({_reason(error)}): {address}") from None
        if response.status_code in _TRY_AGAIN:
            message = f"Nomis answered with {response.status_code} {response.reason_phrase}: {address}"
            raise _BusyError(message, _seconds(response.headers.get("Retry-After")))
        if not response.is_success:
            message = f"Nomis answered with {response.status_code} {response.reason_phrase}: {address}"
            raise ReporterError(message)
        return NomisAnswer(response.text, _day(response.headers.get("Date")))


def _whether_to_try_again(patience: Patience) -> Callable[[Exception], bool | float]:
    """A function of an error: whether to try again, or the seconds to wait where Nomis gave them."""

    def decide(error: Exception) -> bool | float:
        if isinstance(error, _BusyError) and error.after is not None:
            return min(error.after, patience.longest_wait)
        return isinstance(error, TransientError)

    return decide


def _reason(error: httpx.HTTPError) -> str:
    if isinstance(error, httpx.TimeoutException):
        return "it takes too long"
    return str(error) or type(error).__name__


def _seconds(retry_after: str | None) -> float | None:
    """Seconds of a Retry-After header; None where it is a date or missing."""
    return float(retry_after) if retry_after and retry_after.isdigit() else None


def _day(date: str | None) -> str | None:
    try:
        return parsedate_to_datetime(date).date().isoformat() if date else None
    except ValueError:
        return None
