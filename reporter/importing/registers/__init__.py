"""Counts a publication from the registers themselves: one row a birth, one row a death.

`importer.py` is the order of work; `cells.py` asks the engine, `ages.py` says who is under one year and who
under 28 days, `tabulate.py` lays the answers out, `quality.py` and `malformed.py` say what is wrong with the
registers.
"""
