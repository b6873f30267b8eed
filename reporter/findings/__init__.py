"""Findings: statistics applied to released cells, in one vocabulary that pages, tables and checks share."""

from reporter.findings.edition import Findings, find, main_period, with_revisions

__all__ = ["Findings", "find", "main_period", "with_revisions"]
