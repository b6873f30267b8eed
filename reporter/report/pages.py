"""All pages of an edition, planned: what each says, before any is rendered."""

from __future__ import annotations

from reporter.areas import Areas
from reporter.findings.model import Findings
from reporter.publication import Publication
from reporter.report.briefing import briefing
from reporter.report.material import Material
from reporter.report.national import national
from reporter.report.page import Page


def pages(
    publication: Publication, areas: Areas, findings: Findings, *, pre_release: bool = False
) -> tuple[Page, ...]:
    """The national publication and a briefing for every network, each as HTML and PDF.

    Args:
        publication: settings and indicators.
        areas: the areas.
        findings: what the edition found in its released cells.
        pre_release: whether the pages are made for eyes before the release time, and say so.
    """
    material = Material(publication, areas, findings, pre_release)
    whole = national(material)
    found = [
        Page("index.html", "national.html", "screen", whole),
        Page("publication.pdf", "national.html", "print", whole),
    ]
    for network in material.areas.of_type(material.network_type):
        own = briefing(material, network)
        found += [
            Page(f"networks/{network.code}.html", "briefing.html", "screen", own),
            Page(f"networks/{network.code}.pdf", "briefing.html", "print", own),
        ]
    return tuple(found)
