"""Contexts of pages: records of what templates read; worker processes load no data library for them.

What is None in a record is missing, and its template says so or leaves it out. Charts have records of
their own (`charts.drawings`).
"""
