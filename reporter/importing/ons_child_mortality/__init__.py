"""Import from the child mortality workbooks of the Office for National Statistics.

`importer.py` runs the import.
"""
