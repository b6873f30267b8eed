"""Counts of events: their table, the files they are read from and written to, plausibility and quality."""
