import html as html_module
import re
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

from reporter.errors import RenderError
from reporter.publication.release import ReleaseState
from reporter.report.page import Page
from reporter.report.pages.outlines import pages
from reporter.report.render import Renderer
from reporter.verification.page_text import read_page
from tests.publications import made_up


def test_a_page_and_a_pdf_for_the_nation_and_every_network(made_up_pages: dict[str, Page]) -> None:
    networks = [f"networks/W{n}.{kind}" for n in range(6) for kind in ("html", "pdf")]
    about_quality = ["quality.html", "quality.pdf"]
    regions = ["areas/R0.html", "areas/R1.html"]
    assert list(made_up_pages) == ["index.html", "publication.pdf", *about_quality, *networks, *regions]


def test_levels_without_pages_of_their_own_are_not_linked(templates: Path) -> None:
    publication = made_up.publication()
    levels = tuple(level.model_copy(update={"area_pages": False}) for level in publication.settings.levels)
    settings = publication.settings.model_copy(update={"levels": levels})
    planned = pages(replace(publication, settings=settings), made_up.areas(), made_up.findings())
    assert not any(page.path.startswith("areas/") for page in planned)
    for page in planned:
        if page.path in ("index.html", "networks/W0.html"):
            assert not re.search(r'href="[./]*areas/', Renderer([templates]).render(page).decode())


def test_smaller_areas_may_have_pages_too(templates: Path) -> None:
    """A district's page: its own figures, nothing below it, links to its network and region."""
    publication = made_up.publication()
    levels = tuple(level.model_copy(update={"area_pages": True}) for level in publication.settings.levels)
    settings = publication.settings.model_copy(update={"levels": levels})
    planned = pages(replace(publication, settings=settings), made_up.areas(), made_up.findings())
    paths = [page.path for page in planned]
    assert len([path for path in paths if path.startswith("areas/D")]) == 18
    assert not {"areas/W0.html", "areas/N.html"} & set(paths)  # a briefing, and the national page
    rendered = {
        page.path: Renderer([templates]).render(page).decode()
        for page in planned
        if page.path in ("areas/D0-1.html", "networks/W0.html")
    }
    district = rendered["areas/D0-1.html"]
    assert "Ash and Region 0" in read_page(district).root.text()
    around = (("../networks/W0.html", "Ash"), ("../areas/R0.html", "Region 0"))
    assert around in pairwise(links(district))
    assert 'id="level-1"' not in district
    assert ("../areas/D0-1.html", "'+Start") in links(rendered["networks/W0.html"])


def links(page: str) -> list[tuple[str, str]]:
    """Target and text of every link of a page."""
    return [(link.attributes["href"], link.text()) for link in read_page(page).root.all("a")]


@pytest.mark.parametrize("most", [6, 5])
def test_of_many_networks_the_national_page_alone_has_the_table(
    templates: Path, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    """Six networks: a briefing repeats the table of all where it may hold six rows, and else leads to it."""
    monkeypatch.setattr("reporter.report.pages.briefing.MOST_IN_A_TABLE", most)
    planned = pages(made_up.publication(), made_up.areas(), made_up.findings())
    page = next(page for page in planned if page.path == "networks/W0.html")
    (compared,) = re.findall(
        r'<section id="compared".*?</section>', Renderer([templates]).render(page).decode(), re.DOTALL
    )
    assert compared.count("<tr data-area=") == (6 if most == 6 else 0)
    leads_to_it = 'The <a href="../index.html#networks">national publication</a> gives the figures of every'
    assert (leads_to_it in compared) == (most == 5)
    assert "<svg" in compared


def test_the_page_of_a_region_compares_its_networks(html: dict[str, str]) -> None:
    text = html["areas/R0.html"]
    section = text[text.index('<section id="level-1"') : text.index('<section id="reading"')]
    rows = re.findall(
        r'<tr data-area="(\w+)"><th scope="row"(?: data-name="[^"]+")?>(?:<a href="([^"]+)")?', section
    )
    own = [(f"W{n}", f"../networks/W{n}.html") for n in (0, 2, 4)]
    assert sorted(rows[:3]) == own
    assert rows[3:] == [("R0", ""), ("N", "")]
    assert ("areas/R0.html", "Region 0") in links(html["index.html"])
    assert ("../areas/R0.html", "Region 0") in links(html["networks/W0.html"])
    assert ", part of Region 0" in read_page(html["networks/W0.html"]).root.text()
    assert "pdf" not in text.split("<main")[1].split("<footer")[0].lower()


def test_every_page_renders_whatever_is_missing(html: dict[str, str]) -> None:
    assert len(html) == 10
    assert not any(
        "None" in text or "nan" in re.sub(r"data:[^)]*", "", text).split() for text in html.values()
    )


def test_a_network_whose_count_is_withheld_says_so(html: dict[str, str]) -> None:
    text = html["networks/W5.html"]
    assert '<p class="big">[c]</p>' in text
    said = read_page(text).root.text()
    assert "The number of events is withheld [c], so no rate can be given." in said
    assert "Hazel is not drawn, because its rate is not given." in said


class ReadPage(HTMLParser):
    """Elements, attributes and text of a page as a browser reads them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text.append(data)


@pytest.mark.parametrize("path", ["index.html", "networks/W2.html", "networks/W1.html"])
def test_hostile_names_are_text(html: dict[str, str], path: str) -> None:
    page = ReadPage(html[path])
    scripts = [tag for tag, _ in page.elements if tag == "script"]
    assert scripts == ["script"]  # the page's own
    assert not any(name.startswith("on") for _, attributes in page.elements for name in attributes)
    assert made_up.HOSTILE in "".join(page.text)


def test_hostile_names_are_text_in_charts(html: dict[str, str]) -> None:
    (chart,) = re.findall(
        r'<svg class="chart wide"[^>]*aria-labelledby="figure-2-t .*?</svg>',
        html["networks/W2.html"],
        re.DOTALL,
    )
    lines = re.findall(r'<text class="label strong"[^>]*>(.*?)</text>', chart)
    assert html_module.unescape(" ".join(lines)) == made_up.HOSTILE
    assert "<script" not in chart


def test_only_symbols_in_use_are_explained(html: dict[str, str]) -> None:
    def explained(path: str) -> list[str]:
        return re.findall(r"<b>(\[\w+\])</b>", html[path])

    assert explained("index.html") == ["[c]", "[x]", "[u]"]
    assert explained("networks/W0.html") == ["[c]"]
    assert explained("networks/W2.html") == ["[c]", "[u]"], "the table under its funnel has every network"
    assert explained("networks/W4.html") == ["[c]"]


def test_rows_and_columns_have_headers(html: dict[str, str]) -> None:
    for text in html.values():
        headers = [attributes for tag, attributes in ReadPage(text).elements if tag == "th"]
        assert {header.get("scope") for header in headers} <= {"col", "row", "rowgroup"}
        for row in re.findall(r"<tr[^>]*>(?:(?!</tr>).)*<td.*?</tr>", text, re.DOTALL):
            assert '<th scope="row"' in row


def test_nothing_is_loaded_from_elsewhere(html: dict[str, str]) -> None:
    for text in html.values():
        elements = ReadPage(text).elements
        assert not any(tag in ("link", "img", "iframe", "object") for tag, _ in elements)
        assert not any("src" in attributes for _, attributes in elements)
        assert not re.search(r"url\((?!data:)", text)


def test_pre_release_pages_say_so(renderer: Renderer) -> None:
    for status in ("pre-release", "released"):
        release_state = ReleaseState(status)
        planned = pages(made_up.publication(), made_up.areas(), made_up.findings(), release_state)
        text = renderer.render(planned[0]).decode()
        warning = "Not for publication, and not to be shared, before 9:30am on Thursday 14 March 2024."
        assert (f"<strong>PRE-RELEASE.</strong> {warning}" in text) == (status == "pre-release")
        assert f'<meta name="status" content="{status}"/>' in text


def test_a_publication_overrides_a_template_by_its_name(
    tmp_path: Path, templates: Path, made_up_pages: dict[str, Page]
) -> None:
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "support.html").write_text("Call {{ producer.name }} & ask.", encoding="utf-8")
    shipped = Renderer([templates]).render(made_up_pages["networks/W0.html"]).decode()
    own = Renderer([tmp_path, templates]).render(made_up_pages["networks/W0.html"]).decode()
    assert "Call Test office & ask." not in read_page(shipped).root.text()
    assert "Call Test office & ask." in read_page(own).root.text()


def test_an_error_names_the_page_and_the_line_of_the_template(
    tmp_path: Path, templates: Path, made_up_pages: dict[str, Page]
) -> None:
    (tmp_path / "parts").mkdir()
    for broken in ("{{ no_such_thing }}", "{% if %}"):
        (tmp_path / "parts" / "support.html").write_text(f"One line\n{broken}\n", encoding="utf-8")
        with pytest.raises(RenderError, match=r"^networks/W0\.html: parts/support\.html:2: "):
            Renderer([tmp_path, templates]).render(made_up_pages["networks/W0.html"])


def test_rendering_loads_no_data_libraries() -> None:
    """Workers that render pages stay light."""
    code = """import sys, reporter.report.render
print(sorted({'pandas', 'numpy', 'scipy'} & set(sys.modules)))"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_engine_and_the_templates_name_no_indicator(repository: Path) -> None:
    own = [
        *(repository / "reporter" / "report").glob("*.py"),
        *(repository / "reporter/report/charts").glob("*.py"),
    ]
    shown = [
        file
        for file in (repository / "templates").rglob("*")
        if file.suffix in (".html", ".svg", ".css", ".js")
    ]
    assert len(own) > 10
    assert len(shown) > 20
    named = [
        file.name
        for file in (*own, *shown)
        if re.search(r"infant|neonat|mortality rate|babies|baby", file.read_text("utf-8"), re.IGNORECASE)
    ]
    assert named == []


def _luminance(colour: str) -> float:
    """Relative luminance of a colour such as '#12436d' (WCAG 2.2, definition)."""
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("palette", ["palette", "dark"])
def test_colours_stand_out_from_what_they_are_on(renderer: Renderer, palette: str) -> None:
    """WCAG 2.2: 4.5 to 1 for text (1.4.3), 3 to 1 for the marks of charts (1.4.11)."""
    assert faint(getattr(renderer.module("style/palette.css", "screen"), palette)) == []


def faint(colours: dict[str, str]) -> list[str]:
    """The pairs of a palette's colours that stand out too little from each other."""
    least = {(text, ground): 4.5 for text in ("ink", "muted", "blue") for ground in ("paper", "wash")}
    for ground in ("paper", "wash", "band_998", "band_95"):
        least["ink", ground] = 4.5
        for mark in ("blue", "grey", "plum"):
            least.setdefault((mark, ground), 3)
    for text in ("bar_ink", "bar_muted"):
        least[text, "bar"] = 4.5
    return [
        f"{one} on {other}"
        for (one, other), ratio in least.items()
        if _contrast(colours[one], colours[other]) < ratio
    ]
