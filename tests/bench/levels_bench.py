"""Whether 308 briefings cost 308 times one: the shipped edition for networks of one level and of another.

Run by `make bench`. The gate, the findings and the planning are timed as a whole; of the briefings a few,
spread over all of them, each as HTML and as PDF.
"""

from __future__ import annotations

import time
from dataclasses import replace
from statistics import mean

from reporter.disclosure.gate import release
from reporter.findings import find
from reporter.pipeline.build import read
from reporter.publication.paths import NETWORK_PAGES
from reporter.report.edition.workers import rendered
from reporter.report.pages.outlines import pages
from tests.bench.shipped import SETTINGS

LEVELS = ("ICB", "authority")
RENDERED = 12
"""About how many briefings are rendered; the first also reads templates and fonts, and does not count."""


def main() -> None:
    """Print the figures."""
    inputs = read(SETTINGS)
    for level in LEVELS:
        settings = inputs.publication.settings.model_copy(update={"network": level})
        publication = replace(inputs.publication, settings=settings)
        areas = replace(inputs.areas, tiles=inputs.areas.tiles if level == "ICB" else ())
        start = time.process_time()
        findings = find(release(publication, areas, inputs.counts, inputs.profile).released, publication)
        found = time.process_time()
        planned = {page.path: page for page in pages(publication, areas, findings)}
        all_planned = time.process_time()
        codes = [area.code for area in areas.of_type(level)]
        of_some = [
            [planned[f"{NETWORK_PAGES}{code}.{medium}"] for medium in ("html", "pdf")]
            for code in codes[:: len(codes) // RENDERED]
        ]
        seconds, sizes = [], []
        for briefing in of_some:
            began = time.process_time()
            (_, html, _), _ = (rendered(page, publication.templates, "shipped") for page in briefing)
            seconds.append(time.process_time() - began)
            sizes.append(len(html))
        print(
            f"{len(codes):>4} networks: gate and findings {found - start:5.1f} s CPU,"
            f" planning {1000 * (all_planned - found) / len(codes):5.1f} ms a network,"
            f" HTML and PDF {1000 * mean(seconds[1:]):5.0f} ms a network,"
            f" HTML at most {max(sizes) / 1000:.1f} kB"
        )


if __name__ == "__main__":
    main()
