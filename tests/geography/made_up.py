"""Small files to group: five areas, one of which lies in two networks, and a nation."""

from __future__ import annotations

from pathlib import Path

COUNTS = """area_code,year,basis,births,deaths,early
A,2020,occurring,1000,10,7
B,2020,occurring,500,3,2
C,2020,occurring,301,5,5
N,2020,occurring,1801,18,14
A,2021,occurring,1100,8,6
B,2021,occurring,510,1,1
C,2021,occurring,300,2,1
N,2021,occurring,1910,11,8
"""
LOOKUP = """area_code,area_name,network_code,network_name,region_code,region_name,share
A,Ashford,W1,West,R,Region,1
B,"Bath, City of",W2,East,R,Region,0.6
C,Corby,W2,East,R,Region,1
"""
SHARED = """area_code,network_code,share
A,W1,1
B,W1,0.4
B,W2,0.6
C,W2,1
"""
CHANGES = (
    "changed_to_code,changed_to_name,changed_from_code,changed_from_name,desc,"
    "entity_type,date,year,split,merge\n"
)


def files(folder: Path, counts: str = COUNTS, lookup: str = LOOKUP) -> tuple[Path, Path]:
    """Write both files."""
    (folder / "in.csv").write_text(counts)
    (folder / "lookup.csv").write_text(lookup)
    return folder / "in.csv", folder / "lookup.csv"
