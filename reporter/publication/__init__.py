"""What a publication is made of: settings, indicators, areas, periods, rules for small numbers, release."""
