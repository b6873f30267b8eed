"""Private files of an edition, never published: its private record and its linked cells."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict

from reporter.comparison.published import BY_CATEGORY, RATES
from reporter.disclosure.earlier_record import LINKED, earlier_table, to_json
from reporter.pipeline.twins.find import Twins
from reporter.publication.loading import Publication
from reporter.publication.profiles import Profile
from reporter.report.provenance import input_hashes, sha256


def private_files(
    publication: Publication,
    profile: Profile,
    twins: Twins,
    files: Mapping[str, bytes],
) -> dict[str, bytes]:
    """The private record, with input hashes, withheld cells and twin coverage, and the linked cells, as JSON.

    Args:
        publication: settings and indicators.
        profile: the rules.
        twins: the edition at the gate and its twins, which have other withheld counts and the same released
            cells.
        files: the files of the edition, by path.
    """
    gate_result = twins.truth.gate_result
    record = {
        "inputs": input_hashes(publication.input_files),
        "profile": profile.name,
        "disclosure": gate_result.record,
        "twins": asdict(twins.coverage),
    }
    table = earlier_table(gate_result, publication.settings.publication.edition)
    return {
        "record.json": json.dumps(record, indent=1, ensure_ascii=False).encode() + b"\n",
        LINKED: to_json(table, hashes_of_rates(files)),
    }


def hashes_of_rates(files: Mapping[str, bytes]) -> dict[str, str]:
    """The hash of each table of rates of an edition, by its path."""
    return {path: sha256(files[path]) for path in (RATES, BY_CATEGORY) if path in files}
