"""Counts a publication from Nomis: live births and deaths registered under one year of age, by area.

`importer.py` is the order of work; `datasets.py` says what is asked for, `client.py` asks, `answer.py` reads
what comes back, `cache.py` keeps it, `rounding.py` tells counts from the intervals that Nomis's rounding
leaves.
"""
