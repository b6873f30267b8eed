"""A source checkout uses the folders that stand in it."""

from pathlib import Path

from reporter.machine.resources import example_folder, templates_folder


def test_checkout_uses_its_own_folders(repository: Path) -> None:
    assert templates_folder() == repository / "templates"
    assert example_folder() == repository / "data/infant-mortality"
