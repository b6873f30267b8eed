"""Finds the files that come with the product: the templates and the shipped example.

A wheel carries them inside the package; a source checkout keeps them in folders of their own.
"""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]
_CHECKOUT = _PACKAGE.parent


def templates_folder() -> Path:
    """Return the folder of the Jinja templates, style sheets and fonts."""
    return _shipped("_templates", "templates")


def example_folder() -> Path:
    """Return the folder of the shipped example publication."""
    return _shipped("_example", "data/infant-mortality")


def house_style_folder() -> Path:
    """Return the folder of the example house style: templates to stand beside a publication's settings."""
    return _shipped("_house_style", "data/house-style")


def _shipped(in_package: str, in_checkout: str) -> Path:
    """Return the folder inside an installed package, else the one of the source checkout."""
    installed = _PACKAGE / in_package
    return installed if installed.is_dir() else _CHECKOUT / in_checkout


def package_folder() -> Path:
    """Return the folder of the package `reporter`."""
    return _PACKAGE
