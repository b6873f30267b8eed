"""The names that pages print, by what they name: the final check holds every marked name against them."""

from __future__ import annotations

from collections.abc import Sequence

from reporter.publication.areas import Areas
from reporter.publication.loading import Publication
from reporter.report.provenance import built_with


def printed_names(publication: Publication, areas: Areas) -> dict[str, list[str]]:
    """Texts by the address of what they name, such as 'levels/network': only those that no table holds.

    Args:
        publication: settings and indicators.
        areas: the areas.
    """
    settings, made_with = publication.settings, built_with()
    found: dict[str, Sequence[str]] = {
        "publication/title": [settings.publication.title],
        "publication/edition": [settings.publication.edition],
        **{f"levels/{level.area_type}": [level.singular, level.plural] for level in settings.levels},
        **{
            f"indicators/{indicator.id}": [indicator.title, *indicator.words.model_dump().values()]
            for indicator in publication.indicators
        },
        **{f"breakdowns/{breakdown.id}": [breakdown.title] for breakdown in settings.breakdowns},
        **{f"bases/{block.basis}": [block.basis] for block in settings.show},
        **{f"tiles/{tile.area_code}": [tile.label] for tile in areas.tiles},
        "made-with/reporter": [made_with.reporter],
        "made-with/code": [made_with.code_sha256],
        "made-with/python": [made_with.python],
        **{f"made-with/{name}": [f"{name} {version}"] for name, version in made_with.packages.items()},
    }
    return {address: list(dict.fromkeys(map(str, texts))) for address, texts in found.items()}
