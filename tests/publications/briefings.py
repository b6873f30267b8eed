"""Finished editions of briefings: short PDFs by the product's own writer, with what it says of each."""

from __future__ import annotations

import datetime as dt
import html
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from reporter.counts.files.tidy_writer import areas_csv
from reporter.publication.areas import Area
from reporter.publication.release import Status
from reporter.report.pdf.writer import PdfWriter
from tests.publications.finished import write_finished
from tests.publications.settings import publication

RELEASE = dt.datetime(2026, 11, 19, 9, 30, tzinfo=dt.UTC)
NETWORKS = {
    "W1": "North and West Network",
    "W2": "Stoke-on-Water, Upper Fir Valley and the Long Hills Network of Seventeen Places",
    "W3": "Network 1",
    "W4": "Network 11",
    "W5": "Åland & “Quoted” <b>Network</b>",
}
TITLE = "A made-up publication: 2022"


@cache
def _writer() -> PdfWriter:
    return PdfWriter("@page { size: A5 }")


@cache
def briefing_pdf(
    code: str, name: str, edition: str, status: str, publication: str, title: str, words: str
) -> bytes:
    """A briefing with the metadata, the title and the heading of the product's own template."""
    said = {"author": "Test office", "edition": edition, "area-code": code, "status": status}
    said["publication"] = publication
    meta = "".join(f'<meta name="{key}" content="{value}">' for key, value in said.items())
    heading, below = html.escape(name), html.escape(title)
    page = (
        f'<html lang="en"><head><title>{heading}: {below}</title>{meta}</head>'
        f"<body><p>{below} · Briefing</p><h1>{heading}</h1><p>{words}</p></body></html>"
    )
    return _writer().write(page, f"networks/{code}.pdf")


def write_briefings(
    folder: Path,
    *,
    name: str = "made-up",
    edition: str = "2022",
    title: str = TITLE,
    status: Status = "released",
    release_time: dt.datetime = RELEASE,
    time_zone: str | None = None,
    kind: str = "confirmed",
    access: Sequence[Mapping[str, Any]] = (),
    corrections: Sequence[str] = (),
    producer: tuple[str, str] = ("Test office", "team@office.example"),
    networks: Mapping[str, str] = NETWORKS,
    words: Mapping[str, str] | None = None,
) -> Path:
    """Write an edition with a briefing for each network.

    Args:
        folder: made where it does not exist.
        name: id of the publication.
        edition: name of the edition.
        title: title of the publication.
        status: on which side of its release the edition was built.
        release_time: the release time.
        time_zone: the zone, where it is named.
        kind: whether that is confirmed or provisional.
        access: who may see it before; as the manifest says it, which no settings need allow.
        corrections: what was wrong, of each correction.
        producer: name and e-mail address; as the manifest says them.
        networks: names of the networks by their code.
        words: words of some networks' briefings.

    Returns:
        The folder.
    """
    said = words or {}
    files = {
        "index.html": b"<p>Everything.</p>",
        "tables/areas.csv": areas_csv(Area(code, each, "network") for code, each in networks.items()),
    }
    for code, each in networks.items():
        text = said.get(code, "Some words.")
        files[f"networks/{code}.pdf"] = briefing_pdf(code, each, edition, status, name, title, text)
    about = {"id": name, "title": title, "edition": edition}
    made = publication(publication=about, release={"time": release_time, "kind": kind})
    return write_finished(
        folder,
        files,
        made,
        status=status,
        release={
            "time": release_time.isoformat(),
            "time_zone": time_zone,
            "kind": kind,
            "pre_release_access": list(access),
        },
        producer={"name": producer[0], "email": producer[1]},
        corrections=[{"what": what, "why": "A slip."} for what in corrections],
    )
