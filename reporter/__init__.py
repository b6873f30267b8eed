"""Turns counts of births and deaths into an annual indicator publication.

The flow is one way: sources, counts, disclosure, statistics, findings, report, verify, delivery. Behind the
disclosure gate nothing has ever seen a protected number.
"""

__version__ = "0.1.0"
