"""Briefings that are too large to be sent stop the build."""

from reporter.delivery.transports import notify
from reporter.verification.attachments import LARGEST, attachment_problems


def test_only_a_briefing_above_the_limit_is_a_problem() -> None:
    files = {
        "publication.pdf": b"0" * (LARGEST + 1),
        "networks/A.pdf": b"0" * LARGEST,
        "networks/B.pdf": b"0" * (LARGEST + 1),
        "networks/B.html": b"0" * (LARGEST + 1),
    }
    assert list(attachment_problems(files)) == [
        "networks/B.pdf: 2,097,153 bytes, more than the 2,097,152 that can be sent"
    ]


def test_the_limit_is_that_of_the_transport() -> None:
    assert LARGEST == notify.LARGEST
