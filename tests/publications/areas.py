"""Areas of small publications."""

from __future__ import annotations

from collections.abc import Sequence

from reporter.publication.areas import Area, Areas


def areas(networks: int | Sequence[str], districts: int, *, regions: int = 0) -> Areas:
    """A nation N of networks W0, W1, ..., each of districts: D0-0, D0-1, ... of W0.

    Args:
        networks: how many networks there are, or their names.
        districts: how many districts each network has; with 0 the networks are the smallest areas.
        regions: how many regions R0, R1, ... the networks lie in, in turn; with 0 they lie in the nation.
    """
    names = [f"Network {n}" for n in range(networks)] if isinstance(networks, int) else networks
    above = [f"R{r}" for r in range(regions)] or ["N"]
    return Areas.of(
        [
            Area("N", "Nation", "nation"),
            *(Area(f"R{r}", f"Region {r}", "region", ("N",)) for r in range(regions)),
            *(Area(f"W{n}", name, "network", (above[n % len(above)],)) for n, name in enumerate(names)),
            *(
                Area(f"D{n}-{d}", f"{name} Ward {d}", "district", (f"W{n}",))
                for n, name in enumerate(names)
                for d in range(districts)
            ),
        ]
    )
