"""Addresses of published cells: `table/key/.../column`, in which a key may hold any character.

What separates parts, addresses and the markup around them is percent-encoded (RFC 3986): an area type
'county / unitary' is 'county %2F unitary'.
"""

from __future__ import annotations

import re
from urllib.parse import unquote

_PARTING = re.compile(r"""[%/;"'<>&\x00-\x1f\x7f-\xa0]""")


def address(*parts: object) -> str:
    """The address of these parts, such as 'trends/infant-mortality/E92000001/registered'."""
    return "/".join(_PARTING.sub(_encoded, str(part)) for part in parts)


def parts_of(address: str) -> list[str]:
    """The parts of an address."""
    return [unquote(part) for part in address.split("/")]


def _encoded(sign: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in sign[0].encode())
