"""The printed output of the sending commands; messages are shown by label, never by address."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.table import Column

from reporter.delivery.edition import read_edition
from reporter.delivery.plan import DeliveryPlan, Message, in_words
from reporter.machine.printed_table import printed_table

if TYPE_CHECKING:
    from reporter.delivery.correction import Corrected
    from reporter.delivery.ledger import Delivery
    from reporter.delivery.sending import Sent
    from reporter.delivery.status import PlanStatus

STYLES = {"sent": "green", "failed": "red", "unknown": "bold yellow", "sending": "yellow", "pending": ""}
LONGEST_LIST = 60
"""Greatest number of rows of a printed list; the plan's file has all of them."""


def describe_plan(console: Console, file: Path, plan: DeliveryPlan, edition_folder: Path) -> None:
    """Print the planned messages, networks without a recipient, and the next command."""
    _heading(console, plan)
    _list_messages(console, plan)
    names = read_edition(edition_folder).network_names()
    reached = {message.area_code for message in plan.messages}
    if missing := [name for code, name in names.items() if code not in reached]:
        console.print(
            f"[yellow]No recipient for {len(missing)} of {len(names)} networks:[/] {escape(_some(missing))}"
        )
    console.print(f"\nWrote {escape(str(file))}. Plan {plan.sha256[:12]}, not approved. Next:")
    console.print(f"  reporter send approve {escape(str(file))} --by NAME")


def describe_approval(console: Console, file: Path, plan: DeliveryPlan) -> None:
    """Print the approved messages and the next command."""
    approval = plan.approval
    assert approval is not None
    _heading(console, plan)
    _list_messages(console, plan)
    kind = "signed with a secret" if approval.method == "hmac-sha256" else "a record, not a proof of identity"
    console.print(
        f"\n[bold]Approved[/] by {escape(approval.name)} at {in_words(approval.time, plan.time_zone)} "
        f"(plan {approval.plan_sha256[:12]}; {kind}). Next:"
    )
    console.print(f"  reporter send run {escape(str(file))}    [dim]writes .eml files, sends nothing[/]")
    console.print(f"  reporter send run {escape(str(file))} --transport smtp --live")


def describe_run(console: Console, sent: Sent, file: Path, folder: Path) -> None:
    """Print the result of a run.

    Args:
        console: where to print.
        sent: the result.
        file: the plan.
        folder: the folder that the folder transport writes to.
    """
    verb = "sent" if sent.is_live else "written, none sent to anyone"
    place = f"by {sent.transport}" if sent.is_live else f"in {folder}/"
    states = Counter[str](delivery.state for delivery in sent.deliveries)
    new = states["sent"] - sent.before
    earlier = f" ({sent.before} before)" if sent.before else ""
    console.print(f"[bold]{new} message{'s' if new != 1 else ''} {verb}[/]{earlier}, {escape(place)}.")
    rest = [delivery for delivery in sent.deliveries if delivery.state != "sent"]
    if rest:
        _list_deliveries(console, rest)
    _what_next(console, states, file)


def describe_status(console: Console, status: PlanStatus, file: Path) -> None:
    """Print the number of messages in each state, and every message that was not sent."""
    plan = status.plan
    _heading(console, plan)
    approval = plan.approval
    said = f"by {approval.name} at {in_words(approval.time, plan.time_zone)}" if approval else "not yet"
    console.print(f"Approved {escape(said)}")
    for rows, done in ((status.rehearsal, "written to a folder"), (status.live, "sent")):
        number = sum(row.state == "sent" for row in rows.values())
        whole = number == len(plan.messages)
        style = "green" if whole else "bold"
        console.print(f"[{style}]{number} of {len(plan.messages)}[/] {done}")
    states = Counter[str](row.state for row in status.rows.values())
    rest = [status.rows[message.key] for message in status.in_state("unknown", "failed", "sending")]
    if rest:
        _list_deliveries(console, rest)
    _what_next(console, states, file)


def describe_settled(console: Console, delivery: Delivery, fate: str, file: Path) -> None:
    """Print the finding recorded in the ledger."""
    console.print(f"{delivery.area_code} {delivery.key[:12]} is recorded as {fate.replace('-', ' ')}.")
    if fate == "not-sent":
        console.print(f"The next reporter send run {escape(str(file))} sends it again.")


def describe_correction(console: Console, corrected: Corrected) -> None:
    """Print the messages of a correction and the next command."""
    plan = corrected.plan
    assert plan.correction is not None
    _heading(console, plan)
    console.print(f'Notice: "{escape(plan.correction.notice)}"')
    _list_messages(console, plan)
    if corrected.unchanged:
        console.print(f"{corrected.unchanged} more have the file as it is and get nothing.")
    if corrected.uncertain:
        console.print("[bold yellow]Among them, the earlier message may not have arrived:[/]")
        _list_deliveries(console, corrected.uncertain)
    file = escape(str(corrected.file))
    console.print(f"\nWrote {file}. Plan {plan.sha256[:12]}, not approved. Next:")
    console.print(f"  reporter send approve {file} --by NAME")


def _heading(console: Console, plan: DeliveryPlan) -> None:
    kind = "Correction: " if plan.correction else ""
    console.print(f"[bold]{escape(kind + plan.title)}[/]")
    mark = "[bold red]PRE-RELEASE[/], released" if plan.status == "pre-release" else "Released"
    networks = len({message.area_code for message in plan.messages})
    console.print(
        f"{mark} at {in_words(plan.release_time, plan.time_zone)}. "
        f"{len(plan.messages)} message{'s' if len(plan.messages) != 1 else ''} to {networks} "
        f"network{'s' if networks != 1 else ''}."
    )


def _list_messages(console: Console, plan: DeliveryPlan) -> None:
    table = printed_table(Column("Message", no_wrap=True), "Network", "Role", "File")
    for message in plan.messages[:LONGEST_LIST]:
        table.add_row(*map(escape, _columns(message)))
    console.print(table)
    if (more := len(plan.messages) - LONGEST_LIST) > 0:
        console.print(f"and {more} more in the plan.")


def _columns(message: Message) -> Sequence[str]:
    return message.label, f"{message.area_code} {message.area_name}", message.role, message.sha256[:12]


def _list_deliveries(console: Console, deliveries: Iterable[Delivery]) -> None:
    table = printed_table(Column("Message", no_wrap=True), "Network", "Role", "State", "What was said")
    for row in deliveries:
        style = STYLES[row.state]
        state = f"[{style}]{row.state}[/]" if style else row.state
        words = [escape(text) for text in (row.key[:12], row.area_code, row.role)]
        table.add_row(*words, state, escape(_without_addresses(row.detail)))
    console.print(table)


def _what_next(console: Console, states: Mapping[str, int], file: Path) -> None:
    name = escape(str(file))
    if states.get("unknown"):
        console.print(
            "[bold yellow]Unknown[/]: it may or may not have arrived, and is not sent again by itself. "
            "Ask the recipient or look at the server's log, then:"
        )
        console.print(f"  reporter send settle {name} --recipient MESSAGE --as sent|not-sent --by NAME")
    if states.get("failed") or states.get("pending") or states.get("sending"):
        console.print(f"Not sent: the next reporter send run {name} tries again.")


def _without_addresses(text: str) -> str:
    return re.sub(r"\S+@\S+", "[address]", text)


def _some(names: Sequence[str]) -> str:
    return ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")
