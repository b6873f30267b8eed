"""Contexts of pages: records of what templates read; worker processes load no data library for them.

What is None in a record is missing, and its template says so or leaves it out. A chart is an `object` here:
its record is the concern of `charts` and of the chart's own template.
"""
