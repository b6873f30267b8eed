"""The shipped fonts are what subset.py cuts, byte for byte, and hold the signs that pages use."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest
from fontTools.ttLib import TTFont

WEIGHTS = {"Regular": 400, "SemiBold": 600, "Bold": 700}


@pytest.fixture(scope="module")
def fonts(repository: Path) -> Path:
    return repository / "templates/fonts"


@pytest.fixture(scope="module")
def subset(fonts: Path) -> ModuleType:
    specification = importlib.util.spec_from_file_location("subset", fonts / "subset.py")
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def test_subset_makes_the_shipped_fonts_again(fonts: Path, subset: ModuleType, tmp_path: Path) -> None:
    subset.write_fonts(tmp_path)
    shipped = {path.name: path.read_bytes() for path in fonts.iterdir() if path.suffix in {".ttf", ".woff2"}}
    assert len(shipped) == len(WEIGHTS) + 1
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == shipped


@pytest.mark.parametrize(("name", "weight"), WEIGHTS.items())
def test_font_is_static_and_holds_the_signs_of_a_publication(name: str, weight: int, fonts: Path) -> None:
    font = TTFont(fonts / f"OpenSans-{name}.ttf")
    assert font["OS/2"].usWeightClass == weight
    assert "fvar" not in font
    characters = {chr(code) for code in font.getBestCmap()}
    assert {"\N{HYPHEN}", "\N{NON-BREAKING HYPHEN}"} <= characters
    assert characters >= set("Ynys Môn Dŵr Tŷ 0123456789 £€ ½ – — − × ± ≤ ≥ ≈ α χ² σ φ ρ ‘’ “” • … † ‡")


def test_screens_have_the_letters_of_welsh_and_the_signs_of_statistics(fonts: Path) -> None:
    font = TTFont(fonts / "OpenSans-Screen.woff2")
    (weights,) = font["fvar"].axes
    assert (weights.axisTag, weights.minValue, weights.maxValue) == ("wght", 400, 600)
    characters = {chr(code) for code in font.getBestCmap()}
    assert characters >= set("Ynys Môn Dŵr Tŷ 0123456789 £ ½ – — − × ± ≤ ≥ α χ² σ φ ‘’ “” • … \N{HYPHEN}")


@pytest.mark.parametrize("name", WEIGHTS)
def test_figures_are_of_one_width(name: str, fonts: Path) -> None:
    font = TTFont(fonts / f"OpenSans-{name}.ttf")
    characters = font.getBestCmap()
    assert len({font["hmtx"][characters[ord(figure)]][0] for figure in "0123456789"}) == 1
