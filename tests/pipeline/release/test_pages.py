"""What pages say of release, access, corrections, revisions and quality."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from io import BytesIO
from typing import Any

import page as page_validation
import pandas as pd
import pikepdf
import pytest

from reporter.comparison.published import PublishedCell
from reporter.publication.periods import years_in_words
from reporter.publication.release import ReleaseState
from tests.pipeline.release.conftest import Render, revised
from tests.publications import made_up

BEFORE = ReleaseState("pre-release")
ACCESS = [{"role": "Minister <x>", "organisation": "Department", "hours": 24, "reason": "To answer."}]
CORRECTION = {
    "time": "2024-03-20T12:00:00+00:00",
    "what": "One count was wrong.",
    "why": "A row was read twice.",
}
PAGES = ("index.html", "quality.html", "networks/W2.html")
PDFS = ("publication.pdf", "quality.pdf", "networks/W2.pdf")


def text(content: bytes) -> str:
    """What a reader sees of an HTML page."""
    body = re.sub(r"<(style|script)>.*?</\1>", "", content.decode(), flags=re.DOTALL)
    apart = re.sub(r"</?(t[dhr]|p|li|h\d|caption|section)\b[^>]*>", " ", body)
    return " ".join(unescape(re.sub(r"<[^>]+>", "", apart)).split())


def one_more(cell: PublishedCell) -> PublishedCell:
    """The cell with one event more, as an earlier edition might have had it."""
    assert cell.numerator is not None
    assert cell.value is not None
    return replace(cell, numerator=cell.numerator + 1, value=cell.value + 1)


@pytest.mark.parametrize("path", PAGES)
def test_every_page_says_on_which_side_of_the_release_it_is(render: Render, path: str) -> None:
    before, after = render(path, release_state=BEFORE).decode(), render(path).decode()
    assert '<meta name="status" content="pre-release"/>' in before
    assert "<strong>PRE-RELEASE.</strong>" in before
    assert '<meta name="status" content="released"/>' in after
    assert "PRE-RELEASE" not in after


@pytest.mark.parametrize("path", PDFS)
def test_every_pdf_carries_its_status_and_stays_accessible(render: Render, path: str) -> None:
    content = render(
        path, release_state=BEFORE, corrections=[CORRECTION], release={"pre_release_access": ACCESS}
    )
    with pikepdf.open(BytesIO(content)) as opened:
        assert str(opened.docinfo["/status"]) == "pre-release"
    report = page_validation.validate_pdf_bytes(content, profile="ua1")
    assert [f"{failure.rule_id}: {failure.message}" for failure in report.failures] == []


def test_a_provisional_time_is_called_so(render: Render) -> None:
    assert "a provisional time." in text(
        render("index.html", release_state=BEFORE, release={"kind": "provisional"})
    )


def test_access_before_the_release_is_an_annex_of_the_national_publication(render: Render) -> None:
    with_access = text(render("index.html", release={"pre_release_access": ACCESS}))
    assert "Minister <x> Department 24 To answer." in with_access
    assert "Annex: pre-release access" not in text(render("index.html"))


@pytest.mark.parametrize(
    ("release", "said"),
    [
        ({"designation": "none"}, "These are not official statistics."),
        (
            {"designation": "accredited official statistics", "reviewed": "June 2022"},
            "independently reviewed by the Office for Statistics Regulation in June 2022. They comply with "
            "the standards of trustworthiness, quality and value in the Code of Practice for Statistics",
        ),
        ({"designation": "official statistics"}, "These are official statistics."),
        (
            {"designation": "official statistics in development", "development": "Networks are new"},
            "official statistics that are undergoing a development",
        ),
    ],
)
def test_a_designation_is_worded_as_the_regulator_does(
    render: Render, release: dict[str, Any], said: str
) -> None:
    """The wording: Office for Statistics Regulation, accredited official statistics policy and guidance."""
    assert said in text(render("quality.html", release=release))


@pytest.mark.parametrize("path", PAGES)
def test_a_correction_stands_on_top_of_every_page(render: Render, path: str) -> None:
    page = render(
        path, release_state=ReleaseState("released", {1: "2022.superseded-1"}), corrections=[CORRECTION]
    )
    words = text(page)
    notice = words.index("Correction, 20 March 2024. One count was wrong. Why: A row was read twice.")
    assert notice < words.index("Contents")
    root = "../" if path.startswith("networks/") else ""
    assert f'href="{root}../2022.superseded-1/index.html"' in page.decode()
    assert '<meta name="dcterms.modified" content="2024-03-20T12:00:00+00:00"/>' in page.decode()


def test_a_superseded_edition_that_is_not_there_is_not_linked(render: Render) -> None:
    page = render("index.html", corrections=[CORRECTION])
    assert "the edition as released at 9:30am on Thursday 14 March 2024." in text(page)
    assert b"superseded-1" not in page


def test_several_corrections_stand_with_the_latest_first(render: Render) -> None:
    second = {"time": "2024-04-02T12:00:00+01:00", "what": "Another.", "why": "A slip."}
    words = text(render("index.html", corrections=[CORRECTION, second]))
    assert words.index("Correction, 2 April 2024.") < words.index("Correction, 20 March 2024.")
    assert "the edition as corrected at 12pm on Wednesday 20 March 2024" in words


def test_revised_numbers_are_marked_and_explained(render: Render) -> None:
    page = render("index.html", revised(one_more)).decode()
    nation = re.findall(r'<tr data-area="N">.*?</tr>', page)
    assert any("[r]" in row for row in nation)
    assert not any("[r]" in row for row in re.findall(r'<tr data-area="W\d">.*?</tr>', page))
    assert "<b>[r]</b> revised" in page


def test_the_change_log_counts_what_differs_and_shows_the_comparators(render: Render) -> None:
    words = text(render("index.html", revised(one_more)))
    assert "18 of them differ" in words  # two indicators of the nation in nine periods
    assert "Since the edition 2021" in words
    assert "Whole events in Nation, before and after" in words


def test_an_edition_without_changes_says_so(render: Render) -> None:
    words = text(render("index.html", revised(lambda cell: cell)))
    assert "none differs." in words
    assert "[r]" not in words


def test_the_quality_report_has_its_five_dimensions_and_names_the_code(render: Render) -> None:
    words = text(render("quality.html", quality={"accuracy": ["A statement of the producer"]}))
    headings = (
        "Relevance",
        "Accuracy and reliability",
        "Timeliness and punctuality",
        "Accessibility and clarity",
        "Coherence and comparability",
    )
    places = [words.rindex(f"{heading} ") for heading in headings]
    assert places == sorted(places)
    assert "A statement of the producer." in words
    assert re.search(r"Hash of its code \(SHA-256\) ?[0-9a-f]{64}", words)


@pytest.mark.parametrize(
    ("years", "said"),
    [((2010, 2011, 2012, 2015), "2010 to 2012, 2015"), ((2020,), "2020"), ((), "")],
)
def test_years_in_words(years: tuple[int, ...], said: str) -> None:
    assert years_in_words(years) == said


def test_the_quality_report_says_which_years_have_no_figures(render: Render) -> None:
    """The made-up edition has 2010 to 2014, 2020 to 2022, and 2019 by deprivation alone; pools count too."""
    findings = made_up.findings()
    by_area = replace(findings, by_category=findings.by_category.iloc[:0])
    pool = findings.rates.iloc[:1].assign(first_year=2016, last_year=2018, period="2016 to 2018")
    pooled = replace(findings, rates=pd.concat([findings.rates, pool]))
    assert "There are no figures for 2015 to 2018." in text(render("quality.html"))
    assert "There are no figures for 2015 to 2019." in text(render("quality.html", by_area))
    assert "There are no figures for 2015." in text(render("quality.html", pooled))


def test_months_from_the_end_of_the_year_to_the_release(render: Render) -> None:
    """From 31 December 2022 to 14 March 2024 are 14 whole months."""
    assert "The release is 14 months after the end of that year." in text(render("quality.html"))


def test_weeks_from_the_announcement_to_the_release(render: Render) -> None:
    """From 15 February to 14 March 2024 are 28 days."""
    words = text(render("quality.html", release={"announced": "2024-02-15"}))
    assert "The release was announced on 15 February 2024, 4 weeks before." in words


@pytest.mark.parametrize("path", PAGES)
def test_every_page_leads_to_the_quality_report(render: Render, path: str) -> None:
    root = "../" if path.startswith("networks/") else ""
    assert f'<a href="{root}quality.html">Methods and quality</a>' in render(path).decode()
