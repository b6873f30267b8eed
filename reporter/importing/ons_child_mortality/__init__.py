"""Counts a publication from the workbooks of child mortality of the Office for National Statistics.

`importer.py` is the order of work.
"""
