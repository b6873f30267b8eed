"""Small finished editions for tests of delivery: PDFs of the product's own writer, and their manifest."""

import csv
import datetime as dt
import hashlib
import html
import io
import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from reporter.delivery.plan import Plan
from reporter.delivery.planning import approve_plan, plan_delivery
from reporter.report.pdf.writer import PdfWriter

RELEASE = dt.datetime(2026, 11, 19, 9, 30, tzinfo=dt.UTC)
AFTER = RELEASE + dt.timedelta(days=1)
"""A time at which a released edition may go to everyone."""

NETWORKS = {
    "W1": "North and West Network",
    "W2": "Stoke-on-Water, Upper Fir Valley and the Long Hills Network of Seventeen Places",
    "W3": "Network 1",
    "W4": "Network 11",
    "W5": "Åland & “Quoted” <b>Network</b>",
}
TITLE = "A made-up publication: 2022"
ACCESS = {"role": "Minister", "organisation": "Department", "hours": 24, "reason": "To answer questions."}


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


def write_edition(
    folder: Path,
    *,
    publication: str = "made-up",
    edition: str = "2022",
    status: str = "released",
    release_time: dt.datetime = RELEASE,
    access: Sequence[Mapping[str, Any]] = (),
    kind: str = "confirmed",
    title: str = TITLE,
    words: Mapping[str, str] | None = None,
    corrections: Sequence[str] = (),
    producer: tuple[str, str] = ("Test office", "team@office.example"),
    networks: Mapping[str, str] = NETWORKS,
) -> Path:
    """Write an edition; `words` are the words of some networks' briefings."""
    said = words or {}
    areas = io.StringIO()
    rows = csv.writer(areas, lineterminator="\n")
    rows.writerow(["area_code", "area_name", "area_type", "parent_code"])
    rows.writerows([code, name, "network", ""] for code, name in networks.items())
    files = {"index.html": b"<p>Everything.</p>", "tables/areas.csv": areas.getvalue().encode()}
    for code, name in networks.items():
        files[f"networks/{code}.pdf"] = briefing_pdf(
            code, name, edition, status, publication, title, said.get(code, "Some words.")
        )
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    described = {
        "publication": publication,
        "title": title,
        "edition": edition,
        "language": "en-GB",
        "release_time": release_time.isoformat(),
        "designation": "none",
        "status": status,
        "release": {"time": release_time.isoformat(), "kind": kind, "pre_release_access": list(access)},
        "producer": {"name": producer[0], "email": producer[1]},
        "corrections": [{"what": what, "why": "A slip."} for what in corrections],
    }
    write_manifest(folder, described, files)
    return folder


def write_manifest(folder: Path, described: Mapping[str, Any], files: Mapping[str, bytes]) -> None:
    """Write a manifest that lists files as the product's own does."""
    listed = [
        {"path": path, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        for path, content in sorted(files.items())
    ]
    (folder / "manifest.json").write_text(json.dumps({**described, "files": listed}), "utf-8")


def write_recipients(file: Path, codes: Sequence[str] = tuple(NETWORKS), each: int = 1) -> Path:
    """Write recipients.csv: some recipients of each network."""
    lines = ["area_code,name,email,role"]
    lines += [
        f"{code},Lead {number} of {code},lead{number}@{code.lower()}.example,Network lead"
        for code in codes
        for number in range(each)
    ]
    file.write_text("\n".join(lines) + "\n", "utf-8")
    return file


def approved_plan(folder: Path, each: int = 1, **edition: Any) -> Path:
    """An edition, its recipients and its approved plan, all in one folder; the path of the plan."""
    write_edition(folder / "edition", **edition)
    write_recipients(folder / "recipients.csv", tuple(edition.get("networks", NETWORKS)), each)
    plan_file = folder / "plan.json"
    plan_delivery(folder / "edition", folder / "recipients.csv", plan_file, AFTER)
    approve_plan(plan_file, "A. Approver", AFTER, None)
    return plan_file


def load(plan_file: Path) -> Plan:
    """The plan of a file."""
    return Plan.model_validate_json(plan_file.read_bytes())


def after() -> dt.datetime:
    """A clock that stands still after the release."""
    return AFTER
