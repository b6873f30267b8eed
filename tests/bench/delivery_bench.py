"""How many messages a second are sent: 1,000 recipients of 5 networks, by SMTP with TLS on loopback.

Run by `make bench`. Every message carries a PDF as large as a briefing of the shipped edition, is opened and
checked just before it goes, and is claimed and recorded on disk. The server runs in a process of its own.
Parts of the work are timed on their own too.
"""

from __future__ import annotations

import dataclasses
import multiprocessing
import random
import ssl
import tempfile
import time
from multiprocessing.connection import Connection
from pathlib import Path

from reporter.delivery.checks import check_plan, file_faults
from reporter.delivery.ledger import Ledger
from reporter.delivery.letter import Letter, mail_bytes
from reporter.delivery.sending import run
from reporter.delivery.transports.smtp import SmtpTransport
from reporter.machine.progress import Silent
from tests.delivery.mail_server import mail_server
from tests.delivery.plans import AFTER, after, approved_plan

RECIPIENTS, NETWORKS = 1000, 5
WORDS = 1000
"""Words of a briefing; with so many it has about the 80 kB of a briefing of the shipped edition."""
SAMPLE = 100


def main() -> None:
    """Print the figures."""
    processes = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        plan_file = _plan(folder)
        pipe, other_end = processes.Pipe()
        server = processes.Process(target=_serve, args=(other_end, str(folder / "authority.pem")))
        server.start()
        settings = dataclasses.replace(pipe.recv(), seconds=60)
        context = ssl.create_default_context(cafile=folder / "authority.pem")
        start, used = time.perf_counter(), time.process_time()
        sent = run(plan_file, SmtpTransport(settings, context), after, None, Silent())
        wall, processor = time.perf_counter() - start, time.process_time() - used
        pipe.send("how many")
        assert pipe.recv() == RECIPIENTS
        assert {delivery.state for delivery in sent.deliveries} == {"sent"}
        server.join()
        size = len((folder / "edition/networks/N00.pdf").read_bytes())
        print(
            f"{RECIPIENTS} messages of {size / 1000:.0f} kB, {NETWORKS} networks, SMTP with TLS on loopback"
        )
        print(f"whole run                  {RECIPIENTS / wall:8.1f} messages a second  ({wall:.1f} s wall)")
        print(f"processor time of sender   {processor / RECIPIENTS * 1000:8.2f} ms a message")
        for what, seconds in _parts(plan_file).items():
            print(f"  {what:<24} {seconds * 1000:8.2f} ms a message")


def _plan(folder: Path) -> Path:
    """An approved plan whose briefings have the size of real ones."""
    noise = random.Random(1)  # Noise, because it does not compress.
    networks = {f"N{number:02}": f"Network {number:02} of the Bench" for number in range(NETWORKS)}
    words = {code: " ".join(noise.randbytes(20).hex() for _ in range(WORDS)) for code in networks}
    return approved_plan(folder, each=RECIPIENTS // NETWORKS, networks=networks, words=words)


def _parts(plan_file: Path) -> dict[str, float]:
    """Seconds a message of the parts of sending, on their own."""
    checked = check_plan(plan_file, AFTER, None)
    messages = checked.plan.messages[:SAMPLE]
    content = checked.edition.read(messages[0].path)
    letters = [Letter(message, checked.plan, content, AFTER) for message in messages]
    found = {}
    start = time.perf_counter()
    for message in messages:
        assert not file_faults(checked.plan, checked.edition, message)[1]
    found["open and check the PDF"] = time.perf_counter() - start
    start = time.perf_counter()
    for letter in letters:
        mail_bytes(letter, "out@office.example", "team@office.example")
    found["write the e-mail"] = time.perf_counter() - start
    with Ledger(plan_file.with_name("bench.sqlite")) as ledger:
        ledger.register(checked.plan, True, AFTER)
        start = time.perf_counter()
        for message in messages:
            ledger.claim(message, True, "smtp", AFTER)
            ledger.record(message, True, "sent", "", AFTER)
        found["claim and record on disk"] = time.perf_counter() - start
    return {what: seconds / SAMPLE for what, seconds in found.items()}


def _serve(pipe: Connection, certificate: str) -> None:
    """Run a mail server: tell how to reach it, and, when asked, how many messages it took."""
    with mail_server() as server:
        server.authority.cert_pem.write_to_path(certificate)
        pipe.send(server.settings)
        pipe.recv()
        pipe.send(len(server.post.taken))


if __name__ == "__main__":
    main()
