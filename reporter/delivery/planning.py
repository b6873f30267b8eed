"""The steps before a plan is sent: it is made for an edition and its recipients, and approved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path

from reporter.delivery.approval import approve
from reporter.delivery.checks import edition_faults, release_refusals
from reporter.delivery.edition import FinishedEdition, read_edition
from reporter.delivery.plan import (
    CorrectionNotice,
    DeliveryPlan,
    contradictions,
    make_plan,
    template_variables,
)
from reporter.delivery.plan_file import read_plan, write_plan
from reporter.delivery.recipient import Recipient
from reporter.delivery.recipients_file import read_recipients
from reporter.delivery.refusal import RefusedError
from reporter.delivery.words import WordsError, check_words, read_words


def plan_delivery(
    edition_folder: Path,
    recipients_file: Path,
    plan_file: Path,
    now: dt.datetime,
    words_folder: Path | None = None,
) -> DeliveryPlan:
    """Plan the messages of an edition, and write the plan.

    Args:
        edition_folder: the finished edition.
        recipients_file: the recipients.
        plan_file: path of the plan to write.
        now: the present time.
        words_folder: folder of custom templates of e-mails; None for the shipped ones.

    Raises:
        InputError: with every problem of the edition, the recipients or the templates.
        RefusedError: a file is not the listed one or not its network's briefing, or a recipient may not have
            the edition yet; nothing was written.
    """
    edition = read_edition(edition_folder)
    recipients = read_recipients(recipients_file, edition.network_names())
    words: dict[str, str] = {}
    if words_folder is not None:
        words = read_words(words_folder)
        plain = make_plan(edition, recipients, plan_file, {})
        check_words(
            words_folder, words, [template_variables(plain, each.model_dump()) for each in plain.messages]
        )
    return checked_plan(edition, recipients, plan_file, now, words, None)


def checked_plan(
    edition: FinishedEdition,
    recipients: Sequence[Recipient],
    plan_file: Path,
    now: dt.datetime,
    words: Mapping[str, str],
    correction: CorrectionNotice | None,
) -> DeliveryPlan:
    """Make a plan, check it and every file of it, and write it.

    Raises:
        RefusedError: with every reason why the plan could not be sent.
    """
    try:
        plan = make_plan(edition, recipients, plan_file, words, correction)
    except WordsError as error:
        raise RefusedError([f"the letters cannot be put in words: {error}"]) from None
    reasons = [
        *contradictions(plan),
        *edition_faults(plan, edition),
        *release_refusals(plan, edition, plan.messages, now),
    ]
    if reasons:
        raise RefusedError(reasons)
    write_plan(plan, plan_file)
    return plan


def approve_plan(plan_file: Path, name: str, now: dt.datetime, key: str | None) -> DeliveryPlan:
    """Check a plan's edition and files once more, and write the plan with a person's approval.

    Args:
        plan_file: the plan.
        name: name of the person who approves.
        now: the present time.
        key: the secret of signatures; None where there is none.

    Raises:
        InputError: the plan or its edition cannot be read.
        RefusedError: the plan contradicts itself, or its edition and files are not the planned ones; nothing
            is written.
    """
    plan, _ = read_plan(plan_file)
    approved = approve(plan, name, now, key)
    if reasons := list(edition_faults(plan, read_edition(plan.edition_folder(plan_file)))):
        raise RefusedError(reasons)
    write_plan(approved, plan_file)
    return approved
