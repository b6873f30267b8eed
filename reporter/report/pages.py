"""All pages of an edition, planned: what each says, before any is rendered."""

from __future__ import annotations

from reporter.areas import Areas
from reporter.findings.model import Findings
from reporter.publication import Publication
from reporter.release import AFTER_RELEASE, Standing
from reporter.report.area import area_page
from reporter.report.briefing import briefing
from reporter.report.material import AREA_PAGES, NETWORK_PAGES, Material
from reporter.report.national import national
from reporter.report.page import Page
from reporter.report.quality import quality


def pages(
    publication: Publication, areas: Areas, findings: Findings, standing: Standing = AFTER_RELEASE
) -> tuple[Page, ...]:
    """The national publication, the quality report and a briefing for every network, each as HTML and PDF.

    Other areas have a page of their own where their level says so, as HTML only: nobody is sent it.

    Args:
        publication: settings and indicators.
        areas: the areas.
        findings: what the edition found in its released cells.
        standing: on which side of its release the edition is built, and what it supersedes.
    """
    material = Material(publication, areas, findings, standing)
    whole, about_quality = national(material), quality(material)
    found = [
        Page("index.html", "national.html", "screen", whole),
        Page("publication.pdf", "national.html", "print", whole),
        Page("quality.html", "quality.html", "screen", about_quality),
        Page("quality.pdf", "quality.html", "print", about_quality),
    ]
    for network in material.areas.of_type(material.network_type):
        own = briefing(material, network)
        found += [
            Page(f"{NETWORK_PAGES}{network.code}.html", "briefing.html", "screen", own),
            Page(f"{NETWORK_PAGES}{network.code}.pdf", "briefing.html", "print", own),
        ]
    for area in material.page_areas:
        path = f"{AREA_PAGES}{area.code}.html"
        found.append(Page(path, "area.html", "screen", area_page(material, area)))
    return tuple(found)
