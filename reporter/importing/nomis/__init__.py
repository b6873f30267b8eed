"""Import from Nomis: live births and deaths registered under one year of age, by area.

`importer.py` runs the import; `datasets.py` has the queries, `client.py` sends them, `answer.py` reads the
answers, `cache.py` keeps them, `rounding.py` separates exact counts from the intervals that Nomis's rounding
leaves.
"""
