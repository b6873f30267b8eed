"""Imports: published tables and registers turned into the tidy counts; one module or package a source."""
