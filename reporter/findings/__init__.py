"""Findings: statistics applied to released cells, in one vocabulary that pages, tables and checks share."""

from reporter.findings.edition import find, main_period
from reporter.findings.model import Findings

__all__ = ["Findings", "find", "main_period"]
