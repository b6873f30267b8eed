"""Kinds of measure and their statistics: `kind_of` an indicator answers what every finding asks."""

from __future__ import annotations

from collections.abc import Mapping

from reporter.findings.kinds.kind import Compared, Floats, KindOfMeasure, Model, Observed, Slope
from reporter.findings.kinds.poisson import Count, CountRatio, ObservedOverExpected, Rate
from reporter.findings.kinds.proportion import Proportion
from reporter.findings.kinds.standardised import DirectlyStandardised
from reporter.publication.indicator import Indicator
from reporter.publication.kinds import Kind

KINDS: Mapping[Kind, KindOfMeasure] = {
    each.kind: each
    for each in (
        Rate(),
        Proportion(),
        CountRatio(),
        DirectlyStandardised(),
        ObservedOverExpected(),
        Count(),
    )
}


def kind_of(indicator: Indicator) -> KindOfMeasure:
    """The kind of an indicator's measure."""
    return KINDS[indicator.measure]


__all__ = ["KINDS", "Compared", "Floats", "KindOfMeasure", "Model", "Observed", "Slope", "kind_of"]
