"""A recipient, and what an e-mail address must be."""

from __future__ import annotations

from typing import NamedTuple

from email_validator import EmailNotValidError, validate_email


class Recipient(NamedTuple):
    """Someone who receives a network's briefing."""

    area_code: str
    name: str
    email: str
    role: str
    organisation: str


def email_fault(address: str) -> str | None:
    """What is wrong with an e-mail address, without repeating it; None where nothing is.

    Whether anyone reads mail there is not asked: that takes a network. Addresses under .test (RFC 6761) are
    taken, so that a rehearsal need not use anyone's.
    """
    try:
        usual_address(address)
    except EmailNotValidError as error:
        return str(error).rstrip(".").replace(address, "it")
    return None


def usual_address(address: str) -> str:
    """An address in its usual form: the domain in lower case and ASCII."""
    found = validate_email(address, check_deliverability=False, allow_smtputf8=False, test_environment=True)
    return found.ascii_email or found.normalized
