"""The product's own briefings say what they are, and survive no exchange."""

import datetime as dt

import pytest

from reporter.delivery.briefing_file import NotABriefingError, differences, read_briefing
from reporter.delivery.plan import DeliveryPlan, Message
from reporter.machine.resources import templates_folder
from reporter.report.pages.outlines import pages
from reporter.report.render import Renderer
from tests.publications import made_up


@pytest.fixture(scope="module")
def briefings() -> dict[str, bytes]:
    renderer = Renderer([templates_folder()])
    planned = pages(made_up.publication(), made_up.areas(), made_up.findings())
    wanted = ("networks/W2.pdf", "networks/W3.pdf")
    return {page.path: renderer.render(page) for page in planned if page.path in wanted}


def message(code: str) -> Message:
    return Message(
        area_code=code,
        area_name=made_up.areas()[code].name,
        name="A",
        email="a@example.org",
        role="Lead",
        organisation="",
        path=f"networks/{code}.pdf",
        sha256="",
        bytes=0,
        subject="",
        attachment="",
        key="",
        message_id="",
    )


def plan(edition: str = "") -> DeliveryPlan:
    about = made_up.publication().settings.publication
    return DeliveryPlan(
        publication=about.id,
        title=about.title,
        edition=edition or about.edition,
        language="en-GB",
        status="released",
        release_time=dt.datetime(2024, 3, 14, tzinfo=dt.UTC),
        folder=".",
        manifest_sha256="",
        producer="",
        reply_to=None,
        words={},
        correction=None,
        messages=(),
    )


def test_a_briefing_of_the_real_template_is_recognised(briefings: dict[str, bytes]) -> None:
    for code in ("W2", "W3"):
        assert list(differences(briefings[f"networks/{code}.pdf"], message(code), plan())) == []


def test_another_networks_briefing_is_not(briefings: dict[str, bytes]) -> None:
    found = list(differences(briefings["networks/W3.pdf"], message("W2"), plan()))
    assert found[0] == "says its area code is 'W3', not 'W2'"
    assert found[1].startswith("says its title is 'The Dogwood, Elder and Upper Fir Valley")
    assert len(found) == 3
    assert "on its first page" in found[2]


def test_another_years_briefing_is_not(briefings: dict[str, bytes]) -> None:
    found = list(differences(briefings["networks/W3.pdf"], message("W3"), plan("2021")))
    assert found == ["says its edition is '2022', not '2021'"]


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"<html>", b"\0" * 1000])
def test_what_is_no_pdf(content: bytes) -> None:
    with pytest.raises(NotABriefingError):
        read_briefing(content)
    assert list(differences(content, message("W2"), plan())) == ["is no PDF that can be opened"]
