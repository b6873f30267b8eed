"""Stillbirths by integrated care board from the ONS workbooks, by commands: import, group, check, build."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
from click.testing import CliRunner

from reporter.cli import commands

RECORD = """
id = "stillbirths"
title = "Stillbirths"
type = "Headline indicator"
rationale = "Stillbirths are closely tied to care during pregnancy and birth."
definition = "A stillbirth is the birth of a baby without signs of life after 24 or more weeks of pregnancy."
calculation = "The numerator divided by the denominator, multiplied by 1,000."
multiplier = 1000
basis = "occurring"
data_source = "Office for National Statistics, child mortality (death cohort)."
polarity = "low is good"
numerator = { description = "Stillbirths in the calendar year.", add = ["stillbirths"] }
denominator = { description = "Live births and stillbirths in it.", add = ["live_births", "stillbirths"] }

[words]
rate = "stillbirth rate"
event = "stillbirth"
events = "stillbirths"
denominator = "births"
plain = "how many babies are stillborn, for every 1,000 babies born"
"""

SHOWN = """
[[show]]
indicators = ["stillbirths"]
basis = "occurring"
levels = ["ICB", "England"]
first_year = 2022
last_year = 2022
single_years = true
pools = []
"""


def run(*arguments: str | Path) -> None:
    result = CliRunner().invoke(commands, [str(each) for each in arguments])
    assert result.exit_code == 0, result.exception or result.output


def test_stillbirths_of_the_boards_of_the_south_west(reference: Path, tmp_path: Path) -> None:
    """The workbook of 2022 has 143 stillbirths of 49,090 births in the South West (Table 3, E12000009)."""
    folder = tmp_path / "stillbirths"
    run("new", folder)
    workbook = reference / "ons-workbooks" / "cim2022deathcohortworkbook.xlsx"
    authorities = tmp_path / "authorities.csv"
    run("import", "ons-child-mortality", workbook, "--within", "E12000009", "--counts", authorities)
    columns = {"area_code": "ltla22_code", "area_name": "ltla22_name"}
    columns |= {"network_code": "icb22_code", "network_name": "icb22_name", "share": "share_of_la"}
    columns |= {"region_code": "nhs_region_code", "region_name": "nhs_region_name"}
    named = [part for name, column in columns.items() for part in ("--column", f"{name}={column}")]
    whole = pd.read_csv(authorities).set_index("area_code").loc["E12000009"]
    lookup = pd.read_csv(reference / "ons" / "lookup_ltla22_icb22_bestfit.csv")
    lookup[lookup["ltla22_code"].isin(pd.read_csv(authorities)["area_code"])].to_csv(
        tmp_path / "lookup.csv", index=False
    )
    asked: list[str | Path] = [
        *("group", str(authorities), "--lookup", str(tmp_path / "lookup.csv"), *named, "--leave-out-others"),
        *("--whole", "E12000009", "England", "--type", "network=ICB", "--type", "whole=England"),
        *("--type", "region=NHS region"),
        *("--counts", str(folder / "counts.csv"), "--areas", str(folder / "areas.csv")),
    ]
    run(*asked)
    _settings(folder)
    run("check", folder / "publication.toml")
    run("build", folder / "publication.toml", "--output", tmp_path / "output")
    rates = pd.read_csv(tmp_path / "output" / "stillbirths" / "2022" / "tables" / "rates.csv")
    boards = rates[rates["area_type"] == "ICB"]
    assert len(boards) == 7
    assert boards["numerator"].sum() == whole["stillbirths"] == 143
    assert boards["denominator"].sum() == whole["stillbirths"] + whole["live_births"] == 49_090


def _settings(folder: Path) -> None:
    """The settings that `reporter new` writes, with the indicator of stillbirths alone."""
    (folder / "indicators" / "stillbirths.toml").write_text(RECORD)
    file = folder / "publication.toml"
    text = file.read_text()
    for section in ("breakdowns", "breakdowns.categories", "data.parts", "show"):
        text = re.sub(rf"(?ms)^\[+{re.escape(section)}\]+.*?(?=^\[)", "", text)
    text = re.sub(r"(?m)^(breakdowns|tiles) = .*$", "", text)
    text = re.sub(r"(?ms)^indicators = \[.*?^\]", 'indicators = ["indicators/stillbirths.toml"]', text)
    text = text.replace('id = "infant-mortality"', 'id = "stillbirths"').replace("E92000001", "E12000009")
    file.write_text(text.replace("[disclosure]", SHOWN + "\n[disclosure]", 1))
