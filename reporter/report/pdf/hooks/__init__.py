"""Hooks into private parts of WeasyPrint, pydyf and Pango."""
