"""Import from the registers themselves: one row a birth, one row a death.

`importer.py` runs the import; `cells.py` has the queries, `ages.py` the ages under one year and under 28
days, `tabulate.py` lays out the counts, `quality.py` and `malformed.py` report faults of the registers.
"""
