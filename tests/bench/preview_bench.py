"""From saving a file to the new page: one page of the shipped edition in the preview.

Run by `make bench`. Processor seconds depend on the machine; the ratios to rendering the same page in the
same run, with everything read and ready, do not. The last column is what a browser waits, with a real server,
watched files, and whatever else the machine does.
"""

from __future__ import annotations

import datetime as dt
import platform
import re
import shutil
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from reporter.machine.progress import Silent
from reporter.machine.resources import example_folder, templates_folder
from reporter.pipeline.preview.answers import Preview
from reporter.pipeline.preview.editions import Editions
from reporter.report.render import Renderer
from tests.bench.timing import least
from tests.pipeline.preview.served import Served, serving

PAGES = ("index.html", "networks/E54000050.html", "networks/E54000050.pdf")
"""The national page, and a briefing: the one of the authorities whose counts are changed."""
ROUNDS = 3


class Unheard(Silent):
    """Is told what the preview does and says nothing."""

    def changed(self, files: list[str]) -> None:
        """Say nothing."""

    def failed(self, lines: list[str]) -> None:
        """A benchmark of a page that cannot be made means nothing."""
        raise RuntimeError("\n".join(lines))


def main() -> None:
    """Print the figures."""
    print(f"{platform.processor() or platform.machine()}: {_model()}")
    with tempfile.TemporaryDirectory() as name:
        settings = _publication(Path(name))
        preview = Preview(settings, Path(name) / "output", Unheard(), _now)
        bare = _bare(settings)
        for path in PAGES:
            preview.answer(path)
        processor = {
            (what, path): min(_seconds(change, partial(preview.answer, path)) for _ in range(rounds))
            for what, change, paths, rounds in _changes(settings)
            for path in paths
        }
        with serving(settings, Path(name) / "log") as served:
            for path in PAGES:
                served.get(path)
            waits = {
                (what, path): min(_wait(served, path, change) for _ in range(rounds))
                for what, change, paths, rounds in _changes(settings)
                for path in paths
            }
    print(f"{'changed':<20}{'page':<26}{'s CPU':>8}{'x bare':>9}{'s until served':>17}")
    for (what, path), seconds in processor.items():
        ratio, waited = seconds / bare[path], waits[what, path]
        print(f"{what:<20}{path:<26}{seconds:>8.2f}{ratio:>9.1f}{waited:>17.2f}")


def _publication(folder: Path) -> Path:
    """The shipped example with one template of its own, for a change that leaves the shipped ones alone."""
    shutil.copytree(example_folder(), folder / "mine")
    (folder / "mine/templates").mkdir(exist_ok=True)
    shutil.copy(templates_folder() / "base.html", folder / "mine/templates")
    return folder / "mine/publication.toml"


def _changes(settings: Path) -> list[tuple[str, Callable[[], None], tuple[str, ...], int]]:
    """What is changed, how, which pages that changes, and how often; each call gives other files."""
    return [
        ("a template", partial(_append, settings.parent / "templates/base.html"), PAGES, ROUNDS),
        ("a word of settings", partial(_longer_title, settings), PAGES, ROUNDS),
        ("two counts", partial(_move_a_birth, settings.parent / "counts.csv"), PAGES[1:], ROUNDS),
    ]


def _append(template: Path) -> None:
    template.write_text(template.read_text("utf-8") + "<!-- changed -->\n", "utf-8")


def _longer_title(settings: Path) -> None:
    settings.write_text(
        re.sub(r'^title = "', 'title = "A ', settings.read_text("utf-8"), count=1, flags=re.M)
    )


def _move_a_birth(counts: Path) -> None:
    """From one authority to another of the same network in 2022: all larger counts stay as they are."""
    lines = counts.read_text("utf-8").splitlines()
    for area, more in (("E06000001", 1), ("E06000002", -1)):
        place = next(number for number, line in enumerate(lines) if line.startswith(f"{area},2022,"))
        code, year, basis, births, *deaths = lines[place].split(",")
        lines[place] = ",".join([code, year, basis, str(int(births) + more), *deaths])
    counts.write_text("\n".join(lines) + "\n", "utf-8")


def _bare(settings: Path) -> dict[str, float]:
    """Processor seconds of rendering each page in plain data, everything else read and ready."""
    edition = Editions(settings, settings.parent / "output", Unheard()).edition(_now())
    renderer = Renderer((settings.parent / "templates", templates_folder()))
    return {path: least(partial(renderer.render, edition.outlines[path].page), ROUNDS) for path in PAGES}


def _seconds(change: Callable[[], None], answer: Callable[[], object]) -> float:
    change()
    start = time.process_time()
    answer()
    return time.process_time() - start


def _wait(served: Served, path: str, change: Callable[[], None]) -> float:
    """Seconds from the save until the new page is there; a PDF is asked for, a page hears of its change."""
    is_page = path.endswith(".html")
    start = time.perf_counter()
    if is_page:
        with served.listening(path) as news:
            start = time.perf_counter()
            change()
            next(line for line in news if line == "event: changed")
    else:
        change()
    served.get(path)
    return time.perf_counter() - start


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def _model() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    found = re.search(r"model name\s*: (.*)", cpuinfo.read_text("utf-8")) if cpuinfo.exists() else None
    return found[1] if found else "unknown processor"


if __name__ == "__main__":
    main()
