"""Counts of events: the table of them, the files they are read from, and what makes them implausible."""
