"""Editions in memory, in cached stages: figures from the gate, pages as plain data, rendered pages."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from reporter.comparison.superseded import superseded
from reporter.counts.files import read_settings
from reporter.disclosure.gate import release
from reporter.disclosure.protection.solution_cache import SolutionCache
from reporter.findings import Findings, find, with_revisions
from reporter.findings.models import KnownModels
from reporter.machine.garbage import collected_after
from reporter.machine.processors import processors
from reporter.machine.progress import Progress
from reporter.machine.rows import text_in_python
from reporter.pipeline.build import read_inputs, with_superseded
from reporter.pipeline.preview.files import data_read
from reporter.pipeline.preview.stage_cache import StageCache
from reporter.pipeline.preview.without_words import without_words
from reporter.pipeline.refused_by_gate import refusals_with_place
from reporter.pipeline.up_to_date import content_of
from reporter.publication.areas import Areas
from reporter.publication.loading import Publication
from reporter.publication.paths import edition_folder
from reporter.publication.release import ReleaseState
from reporter.publication.source_record import source_file
from reporter.report.charts.typeface import font_files
from reporter.report.figures import with_figures
from reporter.report.pages.outlines import Outline, outlines
from reporter.report.pages.page_inputs import PageInputs
from reporter.report.provenance import rendering_hash, sha256
from reporter.report.render import Renderer
from reporter.report.tables import data_files


@dataclass(frozen=True)
class Figures:
    """Areas, findings and superseded editions, as in a build; none of them depends on words."""

    areas: Areas
    findings: Findings
    superseded: Mapping[int, str]


@dataclass(frozen=True)
class PreviewEdition:
    """An edition before any page is rendered.

    Attributes:
        publication: settings and indicators.
        figures: its areas and findings.
        release_state: its status, before or after release, and the editions it supersedes.
        outlines: outlines of its pages by path.
    """

    publication: Publication
    figures: Figures
    release_state: ReleaseState
    outlines: Mapping[str, Outline]

    @cached_property
    def tables(self) -> dict[str, bytes]:
        """Data files of the edition by path."""
        return data_files(self.publication, self.figures.findings, self.figures.areas, self.release_state)


class Editions:
    """Maker of editions from the present input files, reusing cached stages.

    Args:
        settings_file: the publication's `publication.toml`.
        output: folder of finished editions, for those that a correction supersedes.
        progress: told of every stage that runs, not of cached ones.
    """

    def __init__(self, settings_file: Path, output: Path, progress: Progress) -> None:
        self._settings_file = settings_file
        self._output = output
        self._progress = progress
        self._compiled = _Compiled()
        self._models = KnownModels()
        self._solved = SolutionCache()
        self._figures: StageCache[Figures] = StageCache(most=4)
        self._outlines: StageCache[dict[str, Outline]] = StageCache(most=4)
        self._renderers: StageCache[Renderer] = StageCache(most=4)
        self._rendered: StageCache[bytes] = StageCache(most=200)

    def edition(self, now: dt.datetime) -> PreviewEdition:
        """The edition as a build at the given time would make it.

        Raises:
            InputError: something in the input must be changed.
            DisclosureError: the planned publication cannot be made safe.
        """
        publication = read_settings(self._settings_file)
        folder = edition_folder(publication, self._output)
        without_texts = without_words(publication)
        with collected_after():
            made_of, figures = self._figures.get(
                lambda: _hash(
                    [_said(without_texts), [content_of(path) for path in data_read(without_texts, folder)]]
                ),
                lambda: self._through_the_gate(publication, without_texts, folder),
            )
        release_state = ReleaseState(publication.settings.release.status(now), figures.superseded)
        record = source_file(publication.path(publication.settings.data.counts))
        fonts = font_files(publication.templates) or ()  # Labels are placed by their widths.
        worded = with_figures(publication, figures.findings, figures.areas)
        page_inputs = PageInputs(worded.on_pages, figures.areas, figures.findings, release_state)
        _, planned = self._outlines.get(
            lambda: _hash(
                [made_of, _said(publication), release_state.status, *map(content_of, (record, *fonts))]
            ),
            lambda: {outline.path: outline for outline in outlines(page_inputs)},
        )
        return PreviewEdition(worded.in_files, figures, release_state, planned)

    def rendered(self, edition: PreviewEdition, path: str) -> bytes:
        """Rendered bytes of one page of an edition.

        Raises:
            RenderError: rendering failed or gave a warning; names the template and its line.
        """
        page = edition.outlines[path].page
        folders = edition.publication.templates

        def render() -> bytes:
            _, renderer = self._renderers.get(
                lambda: rendering_hash(folders), lambda: Renderer(folders, self._compiled)
            )
            return renderer.render(page)

        _, file = self._rendered.get(lambda: _hash([rendering_hash(folders), sha256(page.data)]), render)
        return file

    @text_in_python
    def _through_the_gate(
        self, publication: Publication, without_texts: Publication, folder: Path
    ) -> Figures:
        """Figures by the steps of `build.build`; words serve only messages about the input."""
        self._progress.stage("Reading and checking the input")
        inputs = read_inputs(publication, folder)
        replaced = superseded(folder, without_texts.settings.corrections)
        self._progress.stage("Protecting small numbers")
        inputs = with_superseded(inputs, replaced.editions)
        given = inputs.areas, inputs.counts, inputs.profile, inputs.public_counts
        with refusals_with_place(publication.file):
            gate_result = release(without_texts, *given, self._solved, processors())
        self._progress.stage("Computing rates, limits and trends")
        earlier = (*inputs.previous, *replaced.editions)
        findings = with_revisions(find(gate_result.released, without_texts, self._models), earlier)
        return Figures(inputs.areas, findings, replaced.names)


class _Compiled(BytecodeCache):
    """Cache of compiled templates; Jinja stores the source's hash with each and ignores outdated ones."""

    def __init__(self) -> None:
        self._of: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Load the bucket's bytecode if it is cached."""
        if bucket.key in self._of:
            bucket.bytecode_from_string(self._of[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Cache the bucket's bytecode."""
        self._of[bucket.key] = bucket.bytecode_to_string()


def _said(publication: Publication) -> list[object]:
    """Settings file, settings and indicators of a publication as plain data."""
    records = (publication.settings, *publication.indicators)
    # Records without words hold None where the model expects text; this is intended, so no warnings.
    return [str(publication.file), *(each.model_dump(mode="json", warnings=False) for each in records)]


def _hash(content: object) -> str:
    return sha256(json.dumps(content).encode())
