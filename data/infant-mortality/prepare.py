"""Makes counts.csv and areas.csv from figures of the Office for National Statistics.

Run from the folder of the source checkout, with the package installed:

    python data/infant-mortality/prepare.py SOURCE_FOLDER [TARGET_FOLDER]

SOURCE_FOLDER holds `england_wales_areas_2010_2022.csv`, `lookup_lad_code_changes_2009_2023.csv` and
`lookup_ltla22_icb22_bestfit.csv`; README.md says what they are. Both files are written to TARGET_FOLDER, else
to the folder of this file. The same sources give the same bytes. A sum that misses the published total of
England stops the run.
"""

import datetime as dt
import sys
from pathlib import Path

import pandas as pd

from reporter.geography.boundaries import CodeChanges, Combination, combine

BOUNDARIES = dt.date(2022, 4, 1)
ENGLAND = "E92000001"
AUTHORITY_TYPES = (
    "Unitary Authority",
    "Metropolitan District",
    "Non-metropolitan District",
    "London Borough",
)
COUNTS = ["live_births", "infant_deaths", "neonatal_deaths"]
KEYS = ["area_code", "year", "basis"]
YEARS_WITHOUT_BIRTHS = (2017,)
CORNWALL_WITH_SCILLY = Combination("E06000052", of=("E06000052", "E06000053"))
HACKNEY_WITH_CITY = Combination("E09000012", of=("E09000012", "E09000001"))
NAMES = {CORNWALL_WITH_SCILLY.code: "Cornwall and Isles of Scilly"}


def main(arguments: list[str]) -> None:
    """Write both files."""
    if not 1 <= len(arguments) <= 2:
        sys.exit(f"usage: {Path(__file__).name} SOURCE_FOLDER [TARGET_FOLDER]")
    source = Path(arguments[0])
    target = Path(arguments[-1]) if len(arguments) == 2 else Path(__file__).parent
    areas = areas_table(source)
    counts = counts_table(source)
    unknown = set(counts["area_code"]) - set(areas["area_code"])
    if unknown:
        sys.exit(f"areas without a place in the lookup: {sorted(unknown)}")
    target.mkdir(parents=True, exist_ok=True)
    areas.to_csv(target / "areas.csv", index=False, lineterminator="\n")
    counts.to_csv(target / "counts.csv", index=False, lineterminator="\n")


def counts_table(source: Path) -> pd.DataFrame:
    """Counts of all authorities on the boundaries of April 2022, and the published totals of England."""
    figures = pd.read_csv(
        source / "england_wales_areas_2010_2022.csv",
        dtype={"area_code": "str", "geography_type": "str", "basis": "str", **dict.fromkeys(COUNTS, "Int64")},
    )
    figures = figures[~figures["year"].isin(YEARS_WITHOUT_BIRTHS)]
    columns = [*KEYS, *COUNTS]
    published = figures.loc[figures["area_code"] == ENGLAND, columns]
    authorities = figures.loc[figures["geography_type"].isin(AUTHORITY_TYPES), columns]
    combined = combine(authorities, [CORNWALL_WITH_SCILLY, HACKNEY_WITH_CITY])
    moved = CodeChanges.read(source / "lookup_lad_code_changes_2009_2023.csv").move(combined, to=BOUNDARIES)
    check_totals(moved, published)
    return pd.concat([moved, published.astype(dict.fromkeys(COUNTS, "int64"))]).sort_values(
        ["year", "basis", "area_code"]
    )


def check_totals(authorities: pd.DataFrame, published: pd.DataFrame) -> None:
    """Stop unless the authorities add up to England in every year and count."""
    sums = authorities.groupby(["year", "basis"])[COUNTS].sum()
    totals = published.set_index(["year", "basis"])[COUNTS].astype("int64")
    difference = sums - totals
    wrong = difference[(difference != 0).any(axis=1) | difference.isna().any(axis=1)]
    if not wrong.empty:
        sys.exit(f"authorities less England, expected 0 everywhere:\n{wrong}")


def areas_table(source: Path) -> pd.DataFrame:
    """Areas from the largest to the smallest type, by name within a type."""
    lookup = pd.read_csv(source / "lookup_ltla22_icb22_bestfit.csv", dtype="str")
    scilly = set(CORNWALL_WITH_SCILLY.of) - {CORNWALL_WITH_SCILLY.code}
    lookup = lookup[~lookup["ltla22_code"].isin(scilly)]
    authorities = level(lookup, "ltla22_code", "ltla22_name", "authority", "icb24_code")
    authorities["area_name"] = authorities["area_code"].map(NAMES).fillna(authorities["area_name"])
    boards = level(lookup, "icb24_code", "icb24_name", "ICB", "nhs_region_code")
    boards["area_name"] = boards["area_name"].str.replace("Integrated Care Board", "ICB")
    regions = level(
        lookup.assign(england=ENGLAND), "nhs_region_code", "nhs_region_name", "NHS region", "england"
    )
    england = pd.DataFrame(
        {"area_code": [ENGLAND], "area_name": ["England"], "area_type": ["England"], "parent_code": [""]}
    )
    ordered = [table.sort_values(["area_name", "area_code"]) for table in (regions, boards, authorities)]
    return pd.concat([england, *ordered])


def level(lookup: pd.DataFrame, code: str, name: str, area_type: str, parent: str) -> pd.DataFrame:
    """One type of area with the area each is a part of."""
    columns = {code: "area_code", name: "area_name", parent: "parent_code"}
    table = lookup[list(columns)].drop_duplicates().rename(columns=columns)
    table.insert(2, "area_type", area_type)
    return table


if __name__ == "__main__":
    main(sys.argv[1:])
