"""Import from any table of counts that is kept as delimited text; start reading at `importer.py`."""
