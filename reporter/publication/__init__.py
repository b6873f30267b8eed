"""The parts of a publication: settings, indicators, areas, periods, rules for small numbers, release."""
