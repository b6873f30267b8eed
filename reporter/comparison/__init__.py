"""Comparison: the cells of published editions and their differences, from published files alone.

No raw count is read here: any reader of the published files could do the same.
"""
