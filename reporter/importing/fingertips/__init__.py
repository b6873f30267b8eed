"""Compares the rates of Fingertips with those of an edition; start reading at `comparison.py`."""
