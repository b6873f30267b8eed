"""Outlines of all pages of an edition, before any is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial

from reporter.findings import Findings
from reporter.publication.areas import Areas
from reporter.publication.loading import Publication
from reporter.publication.paths import AREA_PAGES, NETWORK_PAGES
from reporter.publication.release import AFTER_RELEASE, ReleaseState
from reporter.report.contexts.context import Context
from reporter.report.page import Medium, Page
from reporter.report.pages.area import area_page
from reporter.report.pages.briefing import briefing
from reporter.report.pages.national import national
from reporter.report.pages.page_inputs import PageInputs
from reporter.report.pages.quality import quality


@dataclass(frozen=True)
class Outline:
    """A page with a path and a template, not written yet.

    Attributes:
        path: path of the file inside the edition.
        template: name of the Jinja template.
        medium: HTML or PDF.
        write: function that gives the template's context; pages of the same content share it.
    """

    path: str
    template: str
    medium: Medium
    write: Callable[[], Context]

    @property
    def page(self) -> Page:
        """The page in plain data."""
        return Page(self.path, self.template, self.medium, self.write())


def pages(
    publication: Publication, areas: Areas, findings: Findings, release_state: ReleaseState = AFTER_RELEASE
) -> tuple[Page, ...]:
    """The national publication, the quality report and a briefing for every network, each as HTML and PDF.

    Other areas have a page of their own where their level says so, as HTML only: nobody is sent it.

    Args:
        publication: settings and indicators.
        areas: the areas.
        findings: findings from the edition's released cells.
        release_state: released or not, and the editions that this one supersedes.
    """
    return tuple(
        outline.page for outline in outlines(PageInputs(publication, areas, findings, release_state))
    )


def outlines(page_inputs: PageInputs) -> tuple[Outline, ...]:
    """Outlines of the same pages, each written on request."""
    whole, about_quality = cache(partial(national, page_inputs)), cache(partial(quality, page_inputs))
    found = [
        Outline("index.html", "national.html", "screen", whole),
        Outline("publication.pdf", "national.html", "print", whole),
        Outline("quality.html", "quality.html", "screen", about_quality),
        Outline("quality.pdf", "quality.html", "print", about_quality),
    ]
    for network in page_inputs.areas.of_type(page_inputs.network_type):
        own = cache(partial(briefing, page_inputs, network))
        found += [
            Outline(f"{NETWORK_PAGES}{network.code}.html", "briefing.html", "screen", own),
            Outline(f"{NETWORK_PAGES}{network.code}.pdf", "briefing.html", "print", own),
        ]
    for area in page_inputs.page_areas:
        path = f"{AREA_PAGES}{area.code}.html"
        found.append(Outline(path, "area.html", "screen", partial(area_page, page_inputs, area)))
    return tuple(found)
