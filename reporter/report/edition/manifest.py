"""The manifest of an edition: its title, release and versions, and the hash of every published file.

Nothing in it comes from the raw input: a small count could be guessed from a hash. Hashes of the input
belong to the private record, which is not published.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict

from reporter.comparison.published import PublishedEdition
from reporter.machine.resources import templates_folder
from reporter.publication.indicator import Indicator
from reporter.publication.loading import Publication
from reporter.publication.profiles import Profile
from reporter.publication.release import AFTER_RELEASE, ReleaseState
from reporter.publication.settings import Settings
from reporter.report.edition.embedded_tables import CONFORMS_TO
from reporter.report.fields import as_json
from reporter.report.provenance import built_with, sha256, template_hashes


def manifest(
    publication: Publication,
    files: Mapping[str, bytes],
    release_state: ReleaseState = AFTER_RELEASE,
    earlier: Sequence[PublishedEdition] = (),
    *,
    names: Mapping[str, Sequence[str]] | None = None,
    rules: Profile | None = None,
    archive: bool = False,
) -> bytes:
    """The manifest of an edition's files, as JSON.

    Args:
        publication: the publication, whose own templates stand beside its settings.
        files: the published bytes of each file, by its path in the edition.
        release_state: whether the edition is built before or after its release.
        earlier: editions that its figures were compared with.
        names: names that its pages print, by the address of what they name.
        rules: the rules by which counts were released.
        archive: whether its PDFs are archive files.
    """
    settings = publication.settings
    described: dict[str, object] = {
        "publication": settings.publication.id,
        "title": settings.publication.title,
        "edition": settings.publication.edition,
        "language": settings.publication.language,
        "release_time": settings.release.local_time.isoformat(),
        "designation": settings.release.designation,
        "status": release_state.status,
        **({"archive": CONFORMS_TO} if archive else {}),
        "release": _release(settings),
        "producer": {"name": settings.producer.name, "email": settings.producer.email},
        "corrections": [
            {"time": each.time.isoformat(), "what": each.what, "why": each.why}
            for each in settings.corrections
        ],
        "previous": None if release_state.previous is None else asdict(release_state.previous),
        "counts": None if rules is None else _rules(settings, rules),
        "measures": {each.id: _measures(each) for each in publication.indicators},
        "names": dict(names or {}),
        "compared_with": [_compared(edition) for edition in earlier],
        "built_with": built_with(),
        "templates": template_hashes((templates_folder(), publication.file.parent / "templates")),
        "files": [
            {"path": path, "bytes": len(content), "sha256": sha256(content)}
            for path, content in sorted(files.items())
        ],
    }
    return (json.dumps(described, ensure_ascii=False, indent=2, default=as_json) + "\n").encode()


def _rules(settings: Settings, rules: Profile) -> dict[str, object]:
    """The rules by which counts are withheld and rounded, as pages say them in words."""
    return {
        "rounded_to": rules.round_to,
        "rates_from": rules.rates_from,
        "withheld_from": rules.withhold_from,
        "withheld_to": rules.withhold_to,
        "zero_is_shown": rules.zero_is_shown,
        "levels": list(rules.levels),
        "exact_area": settings.comparator if rules.comparator_is_exact else None,
    }


def _measures(indicator: Indicator) -> dict[str, dict[str, tuple[str, ...] | bool]]:
    """The columns of the counts that make an indicator."""
    both = {"numerator": indicator.numerator, "denominator": indicator.denominator}
    return {
        name: {
            "add": each.add,
            "subtract": each.subtract,
            **({"decimal": True} if each.decimal else {}),
        }
        for name, each in both.items()
    }


def _release(settings: Settings) -> dict[str, object]:
    """The release; with its zone where pages name it."""
    release, zone = settings.release, settings.named_zone
    said = release.model_dump(mode="json", include={"announced", "kind", "pre_release_access"})
    return {"time": release.local_time.isoformat(), **({"time_zone": zone} if zone else {}), **said}


def _compared(edition: PublishedEdition) -> dict[str, object]:
    return {
        "publication": edition.publication,
        "edition": edition.edition,
        "release_time": None if edition.time is None else edition.time.isoformat(),
        "corrections": edition.corrections,
    }
