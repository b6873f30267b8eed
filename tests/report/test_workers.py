"""Rendering many pages: in this process, in workers, and when one of them fails."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from reporter.errors import RenderError
from reporter.machine.parallel import WorkerPool
from reporter.machine.progress import Silent
from reporter.machine.resources import templates_folder
from reporter.report.contexts.context import Context
from reporter.report.edition.reuse import FinishedPages, key_of
from reporter.report.edition.workers import load_renderers, render_all
from reporter.report.page import Medium, Page
from reporter.report.provenance import rendering_hash
from reporter.report.render import Renderer

TEMPLATE = """<!doctype html>
<html lang="en"><head><title>{{ area.name }}</title></head>
<body><h1>{{ area.name }}</h1><p>{{ area.events / area.births }}</p></body></html>
"""


KINDS: tuple[tuple[str, Medium], ...] = (("html", "screen"), ("pdf", "print"))


@dataclass(frozen=True, slots=True)
class OfArea(Context):
    """Context of a page that divides."""

    area: dict[str, object]


def pages(births: int = 1000) -> list[Page]:
    contexts = [OfArea({"name": f"Area {n}", "events": n, "births": births - n}) for n in range(6)]
    return [
        Page(f"networks/{n}.{kind}", "area.html", medium, context)
        for n, context in enumerate(contexts)
        for kind, medium in KINDS
    ]


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, ...]:
    (tmp_path / "area.html").write_text(TEMPLATE)
    return tmp_path, templates_folder()


@pytest.fixture(scope="module", params=[1, 2])
def pool(request: pytest.FixtureRequest) -> Iterator[WorkerPool]:
    with WorkerPool(request.param) as pool:
        yield pool


def rendered(folders: tuple[Path, ...], pool: WorkerPool) -> dict[str, bytes]:
    made_with = rendering_hash(folders)
    load_renderers(pool, folders, made_with)
    return render_all(pages(), folders, pool, Silent(), FinishedPages(made_with))()


def test_any_number_of_processes_gives_the_same_bytes(folders: tuple[Path, ...], pool: WorkerPool) -> None:
    files = rendered(folders, pool)
    assert list(files) == sorted(page.path for page in pages())
    assert b"<h1>Area 3</h1><p>%a</p>" % (3 / 997) in files["networks/3.html"]
    renderer = Renderer(folders)
    assert files == {page.path: renderer.render(page) for page in pages()}


def test_a_style_sheet_that_was_changed_is_read_again(folders: tuple[Path, ...], pool: WorkerPool) -> None:
    """By the same processes: one program may build again and again."""
    own = folders[0] / "own/style/print.css"
    own.parent.mkdir(parents=True)
    drawn = []
    for colour in ("#111111", "#123456"):
        own.write_text(f"h1{{color:{colour}}}")
        drawn.append(rendered(folders, pool))
    papers = [page for page in pages() if page.medium == "print"]
    assert [drawn[1][page.path] for page in papers] == [Renderer(folders).render(page) for page in papers]
    assert not [page.path for page in papers if drawn[0][page.path] == drawn[1][page.path]]


def test_one_page_that_fails_fails_them_all_and_is_named(folders: tuple[Path, ...], pool: WorkerPool) -> None:
    wrong = pages(births=4)  # The fifth area has no births.
    drawn = render_all(wrong, folders, pool, Silent(), FinishedPages(""))
    with pytest.raises(RenderError, match=r"^networks/4\.(html|pdf): area\.html:3: ZeroDivisionError: "):
        drawn()


def test_the_key_of_every_rendered_page_is_told(folders: tuple[Path, ...], pool: WorkerPool) -> None:
    finished = FinishedPages("code")
    render_all(pages(), folders, pool, Silent(), finished)()
    assert finished.keys == {page.path: key_of(page, "code") for page in pages()}
