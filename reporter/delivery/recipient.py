"""A recipient, and the check of an e-mail address."""

from __future__ import annotations

from typing import NamedTuple

from email_validator import EmailNotValidError, validate_email


class Recipient(NamedTuple):
    """A person who receives a network's briefing."""

    area_code: str
    name: str
    email: str
    role: str
    organisation: str


def email_fault(address: str) -> str | None:
    """The fault of an e-mail address, in words that do not contain it; None for a valid address.

    Only the form is checked, not whether the mailbox exists, which takes a network. Addresses under .test
    (RFC 6761) are valid, so that a rehearsal needs no real address.
    """
    try:
        usual_address(address)
    except EmailNotValidError as error:
        return str(error).rstrip(".").replace(address, "it")
    return None


def usual_address(address: str) -> str:
    """The address with its domain in lower case and ASCII.

    Raises:
        EmailNotValidError: the address is not valid.
    """
    found = validate_email(address, check_deliverability=False, allow_smtputf8=False, test_environment=True)
    return found.ascii_email or found.normalized
