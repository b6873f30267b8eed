"""Corrections: a corrected edition goes only to recipients who were, or may have been, sent another file."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from reporter.delivery.edition import FinishedEdition, briefing_path, read_edition
from reporter.delivery.ledger import Delivery, Ledger, ledger_file
from reporter.delivery.plan import CorrectionNotice, DeliveryPlan
from reporter.delivery.plan_file import read_plan
from reporter.delivery.planning import checked_plan
from reporter.delivery.recipient import Recipient
from reporter.delivery.refusal import RefusedError
from reporter.delivery.words import NOTICE, WordsError, rendered
from reporter.errors import InputError, Problem


@dataclass(frozen=True)
class Corrected:
    """The plan of a correction.

    Attributes:
        file: path of the plan.
        plan: the plan.
        uncertain: earlier messages of unknown fate, whose recipients get the correction too.
        unchanged: how many recipients have the same file already.
    """

    file: Path
    plan: DeliveryPlan
    uncertain: tuple[Delivery, ...]
    unchanged: int


def plan_correction(
    earlier_file: Path, edition_folder: Path, file: Path | None, notice: str | None, now: dt.datetime
) -> Corrected:
    """Plan the sending of a corrected edition; the plan needs approval like any other.

    Args:
        earlier_file: a plan of the earlier edition; the ledger stands beside it.
        edition_folder: the corrected edition.
        file: path of the new plan, in the folder of the earlier one; None for a default name.
        notice: the notice to recipients; None for the words of the edition's last correction.
        now: the present time.

    Raises:
        InputError: a plan, the edition or the ledger cannot be read, or `file` is in another folder.
        RefusedError: there is nothing to correct, or the edition may not be sent; nothing is written.
    """
    earlier, _ = read_plan(earlier_file)
    edition = read_edition(edition_folder)
    file = file or earlier_file.with_suffix(".correction.json")
    if file.parent.resolve() != earlier_file.parent.resolve():
        message = "is not in the folder of the earlier plan"
        raise InputError([Problem(str(file), 0, message, "a plan that shares its ledger")])
    _refuse_another_release(earlier, edition)
    latest = _latest(earlier, earlier_file)
    changed = [row for row in latest if _hash(edition, row) != row.content_sha256]
    if not changed:
        raise RefusedError(["nobody was sent a file that differs from the one in this edition"])
    recipients = [
        Recipient(row.area_code, row.name, row.email, row.role, row.organisation) for row in changed
    ]
    said = notice or (edition.manifest.corrections[-1].what if edition.manifest.corrections else "")
    try:
        told = rendered(earlier.words, NOTICE, {"changed": said})
    except WordsError as error:
        raise RefusedError([f"the notice cannot be put in words: {error}"]) from None
    correction = CorrectionNotice(of=earlier.sha256, notice=told)
    plan = checked_plan(edition, recipients, file, now, earlier.words, correction)
    uncertain = tuple(row for row in changed if row.state == "unknown")
    return Corrected(file, plan, uncertain, len(latest) - len(changed))


def _refuse_another_release(earlier: DeliveryPlan, edition: FinishedEdition) -> None:
    wanted, found = (
        (earlier.publication, earlier.edition),
        (edition.manifest.publication, edition.manifest.edition),
    )
    if wanted != found:
        raise RefusedError([f"the plan is of {' '.join(wanted)}, and the edition is {' '.join(found)}"])


def _latest(earlier: DeliveryPlan, earlier_file: Path) -> list[Delivery]:
    """The last message that each recipient of the edition got, or may have got, ordered by network.

    Where no run was live, messages written to a folder count: they may have been sent by other means.

    Raises:
        RefusedError: nothing was sent, or a sender has not finished.
    """
    file = ledger_file(earlier_file)
    if not file.exists():
        raise RefusedError([f"there is no {file.name} beside the plan: nothing was sent"])
    with Ledger(file) as ledger:
        rows = [ledger.deliveries(earlier.publication, earlier.edition, live) for live in (True, False)]
    reached = [[row for row in each if row.state in ("sent", "unknown", "sending")] for each in rows]
    found = reached[0] or reached[1]
    if any(row.state == "sending" for row in found):
        raise RefusedError(["a sender has not finished: run the plan again first"])
    latest = {(row.area_code, row.email.casefold()): row for row in sorted(found, key=lambda row: row.number)}
    return [latest[who] for who in sorted(latest)]


def _hash(edition: FinishedEdition, row: Delivery) -> str:
    listed = edition.listed(briefing_path(row.area_code))
    if listed is None:
        raise RefusedError([f"the corrected edition has no briefing for {row.area_code}"])
    return listed.sha256
