"""The commands `reporter send ...`: parse, call, print; no logic.

Exit codes: 0 done and all sent, 1 refused or not all sent, 2 the input must be changed, 3 the fate of some
messages is unknown. The time is always the present: no option changes it.
"""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from reporter.cli.terminal import err, out

if TYPE_CHECKING:
    from reporter.delivery.plan import DeliveryPlan
    from reporter.delivery.transports.transport import Transport

SOME_UNKNOWN = 3


PLAN_FILE = click.argument("plan", type=click.Path(path_type=Path), metavar="PLAN.json")
BY = click.option("--by", required=True, metavar="NAME", help="Name of the person who decides.")


@click.group()
def send() -> None:
    """Send briefings: plan, approve, run; then status, settle, correct."""


@send.command(name="plan")
@click.argument("edition", type=click.Path(path_type=Path), metavar="EDITION_DIR")
@click.option("--recipients", type=click.Path(path_type=Path), required=True, help="Who receives (CSV).")
@click.option(
    "--plan",
    type=click.Path(path_type=Path),
    help="File to write the plan to; by default delivery/plan.json in the edition's private folder.",
)
@click.option("--words", type=click.Path(path_type=Path), help="Folder of own templates of the e-mail.")
def plan_command(edition: Path, recipients: Path, plan: Path | None, words: Path | None) -> None:
    """Freeze who gets which briefing of an edition, with hashes; sends nothing."""
    from reporter.delivery.describe import describe_plan
    from reporter.delivery.planning import plan_delivery
    from reporter.publication.paths import private_folder

    place = plan or private_folder(edition) / "delivery" / "plan.json"
    describe_plan(out, place, plan_delivery(edition, recipients, place, _now(), words), edition)


@send.command()
@PLAN_FILE
@BY
def approve(plan: Path, by: str) -> None:
    """Put a name and the time under the plan's hash; a plan changed later is refused."""
    from reporter.delivery.describe import describe_approval
    from reporter.delivery.planning import approve_plan

    describe_approval(out, plan, approve_plan(plan, by, _now(), _key()))


@send.command(name="run")
@PLAN_FILE
@click.option(
    "--transport",
    type=click.Choice(["folder", "smtp", "notify"]),
    default="folder",
    show_default=True,
    help="folder writes .eml files and sends nothing.",
)
@click.option("--to", type=click.Path(path_type=Path), help="Folder for .eml files; 'messages' by the plan.")
@click.option("--live", is_flag=True, help="Really send; smtp and notify refuse without it.")
def run_command(
    plan: Path, transport: Literal["folder", "smtp", "notify"], to: Path | None, live: bool
) -> None:
    """Send an approved plan: each message once, checked again just before it goes."""
    from reporter.cli.descriptions import progress_bar
    from reporter.delivery.describe import describe_run
    from reporter.delivery.plan_file import read_plan
    from reporter.delivery.sending import run

    chosen = _transport(transport, to, live, plan, read_plan(plan)[0])
    with progress_bar(err) as progress:
        sent = run(plan, chosen, _now, _key(), progress)
    describe_run(out, sent, plan, _folder(to, plan))
    states = {delivery.state for delivery in sent.deliveries}
    _exit(SOME_UNKNOWN if "unknown" in states else 0 if states == {"sent"} else 1)


@send.command()
@PLAN_FILE
def status(plan: Path) -> None:
    """Say what became of every message of a plan."""
    from reporter.delivery.describe import describe_status
    from reporter.delivery.status import plan_status

    found = plan_status(plan)
    describe_status(out, found, plan)
    _exit(SOME_UNKNOWN if found.in_state("unknown") else 0)


@send.command()
@PLAN_FILE
@click.option("--recipient", required=True, help="The message's label as status shows it, or its address.")
@click.option("--as", "fate", type=click.Choice(["sent", "not-sent"]), required=True, help="What was found.")
@BY
def settle(plan: Path, recipient: str, fate: Literal["sent", "not-sent"], by: str) -> None:
    """Record what a person found out about a message of unknown fate."""
    from reporter.delivery.describe import describe_settled
    from reporter.delivery.status import settle as settle_message

    describe_settled(out, settle_message(plan, recipient, fate, by, _now()), fate, plan)


@send.command()
@PLAN_FILE
@click.option(
    "--edition",
    type=click.Path(path_type=Path),
    required=True,
    metavar="EDITION_DIR",
    help="Corrected edition.",
)
@click.option(
    "--plan",
    "new_plan",
    type=click.Path(path_type=Path),
    help="File to write the new plan to; by default beside the old one, ending in .correction.json.",
)
@click.option(
    "--notice",
    help="What changed, for the recipients; by default what the edition says of its last correction.",
)
def correct(plan: Path, edition: Path, new_plan: Path | None, notice: str | None) -> None:
    """Plan a corrected edition for exactly those who were sent another file of it; sends nothing."""
    from reporter.delivery.correction import plan_correction
    from reporter.delivery.describe import describe_correction

    describe_correction(out, plan_correction(plan, edition, new_plan, notice, _now()))


def _transport(
    name: Literal["folder", "smtp", "notify"],
    to: Path | None,
    live: bool,
    plan_file: Path,
    plan: DeliveryPlan,
) -> Transport:
    """The chosen transport: the folder by default; a live one only with `--live`."""
    from reporter.delivery.refusal import RefusedError

    if name == "folder":
        if live:
            raise click.UsageError("--live goes with --transport smtp or notify: folder sends nothing.")
        from reporter.delivery.transports.folder import FolderTransport

        return FolderTransport(_folder(to, plan_file))
    if to:
        raise click.UsageError("--to goes with --transport folder.")
    if not live:
        raise RefusedError([f"--transport {name} reaches people: add --live to send"])
    if name == "smtp":
        from reporter.delivery.transports import smtp

        return smtp.SmtpTransport(smtp.settings_from(os.environ, plan))
    from reporter.delivery.transports import notify

    return notify.NotifyTransport(notify.settings_from(os.environ))


def _folder(to: Path | None, plan_file: Path) -> Path:
    """Folder of the folder transport: by default 'messages' beside the plan."""
    return to or plan_file.with_name("messages")


def _key() -> str | None:
    from reporter.delivery.approval import KEY_VARIABLE

    return os.environ.get(KEY_VARIABLE) or None


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def _exit(code: int) -> None:
    if code:
        click.get_current_context().exit(code)
