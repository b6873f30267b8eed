"""Turns what others publish or hold into the tidy counts file; one module or package a source."""
