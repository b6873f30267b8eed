"""Lays the rates of Fingertips beside those of an edition; `comparison.py` is the order of work."""
