"""Seeded mutants of an approved plan and its edition: every one is refused before a byte leaves.

Two recipients, files, hashes, dates, statuses or bytes are exchanged or changed, in the plan, in the edition,
or in both so that they fit each other again. The unchanged plan goes, before and after all of them.
"""

import json
import random
import shutil
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from reporter.delivery.approval import _signature
from reporter.delivery.edition import read_edition
from reporter.delivery.ledger import FILE_NAME
from reporter.delivery.letter import Letter
from reporter.delivery.plan import Approval, DeliveryPlan, Message, make_plan
from reporter.delivery.plan_file import plan_bytes
from reporter.delivery.planning import approve_plan, plan_delivery
from reporter.delivery.recipient import Recipient
from reporter.delivery.refusal import RefusedError
from reporter.delivery.sending import run
from reporter.errors import InputError
from reporter.machine.progress import Silent
from tests.delivery.plans import ACCESS, AFTER, after, load, write_recipients
from tests.delivery.test_sending import Handed, taken
from tests.edition import read_folder
from tests.publications.briefings import NETWORKS, write_briefings
from tests.publications.finished import write_manifest

MUTANTS = 1000
SECRET = "known to approvers only"
Files = dict[str, bytes]
Mutate = Callable[["Ground", random.Random], Files]
"""Gives the files that a mutant changes, by their path beside the plan; and their bytes."""


class Ground:
    """An approved plan, its edition, and other editions to take wrong files from."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.plan_file = folder / "plan.json"
        write_briefings(folder / "edition", access=[ACCESS])
        write_recipients(folder / "recipients.csv", each=2)
        plan_delivery(folder / "edition", folder / "recipients.csv", self.plan_file, AFTER)
        approve_plan(self.plan_file, "A. Approver", AFTER, SECRET)
        self.plan = load(self.plan_file)
        self.files = read_folder(folder)
        self.others = [
            read_folder(write_briefings(folder.parent / name, **options))
            for name, options in (
                ("earlier", {"edition": "2021", "title": "A made-up publication: 2021"}),
                ("another", {"name": "another", "title": "Another publication: 2022"}),
                ("marked", {"status": "pre-release", "access": [ACCESS]}),
                ("corrected", {"words": dict.fromkeys(NETWORKS, "Other words.")}),
            )
        ]

    def manifest(self) -> Any:
        return json.loads(self.files["edition/manifest.json"])

    def with_manifest(self, changed: Files, said: Mapping[str, Any] | None = None) -> Files:
        """Changed files with a manifest that lists them as they are."""
        whole = {
            path.removeprefix("edition/"): content
            for path, content in {**self.files, **changed}.items()
            if path.startswith("edition/") and path != "edition/manifest.json"
        }
        write_manifest(self.folder / "edition", {**self.manifest(), **(said or {})}, whole)
        return {**changed, "edition/manifest.json": (self.folder / "edition/manifest.json").read_bytes()}

    def with_plan(self, plan: DeliveryPlan) -> Files:
        return {"plan.json": plan_bytes(plan)}


def pdf(code: str) -> str:
    return f"edition/networks/{code}.pdf"


def two_files(ground: Ground, chance: random.Random) -> Files:
    one, two = chance.sample(list(NETWORKS), 2)
    changed = {pdf(one): ground.files[pdf(two)], pdf(two): ground.files[pdf(one)]}
    return ground.with_manifest(changed) if chance.random() < 0.5 else changed


def file_of_another_edition(ground: Ground, chance: random.Random) -> Files:
    code = chance.choice(list(NETWORKS))
    changed = {pdf(code): chance.choice(ground.others)[f"networks/{code}.pdf"]}
    return ground.with_manifest(changed) if chance.random() < 0.5 else changed


def another_edition(ground: Ground, chance: random.Random) -> Files:
    return {f"edition/{path}": content for path, content in chance.choice(ground.others).items()}


def what_the_manifest_says(ground: Ground, chance: random.Random) -> Files:
    key, value = chance.choice(
        [
            ("edition", "2021"),
            ("publication", "another"),
            ("status", "pre-release"),
            ("title", "Another"),
            ("release_time", f"2026-11-{chance.randint(10, 18)}T09:30:00+00:00"),
        ]
    )
    return ground.with_manifest({}, {key: value})


def two_fields_of_messages(ground: Ground, chance: random.Random) -> Files:
    messages = list(ground.plan.messages)
    one, two = chance.sample(range(len(messages)), 2)
    names = chance.sample(list(Message.model_fields), chance.randint(1, 4))
    fields = [messages[one].model_dump(), messages[two].model_dump()]
    messages[one] = Message(**{**fields[0], **{name: fields[1][name] for name in names}})
    messages[two] = Message(**{**fields[1], **{name: fields[0][name] for name in names}})
    return ground.with_plan(forged(ground.plan.model_copy(update={"messages": tuple(messages)}), chance))


def messages_left_out_or_doubled(ground: Ground, chance: random.Random) -> Files:
    messages = list(ground.plan.messages)
    place = chance.randrange(len(messages))
    if chance.random() < 0.5:
        messages.insert(chance.randrange(len(messages)), messages[place])
    else:
        del messages[place]
    return ground.with_plan(forged(ground.plan.model_copy(update={"messages": tuple(messages)}), chance))


def two_recipients(ground: Ground, chance: random.Random) -> Files:
    """Each gets the other's network, and all that follows is made to follow."""
    fields = [message.model_dump(include=set(Recipient._fields)) for message in ground.plan.messages]
    one, two = chance.sample(fields, 2)
    one["area_code"], two["area_code"] = two["area_code"], one["area_code"]
    recipients = [Recipient(**each) for each in fields]
    plan = make_plan(read_edition(ground.folder / "edition"), recipients, ground.plan_file, {})
    return ground.with_plan(forged(plan.model_copy(update={"approval": ground.plan.approval}), chance))


def what_the_plan_says(ground: Ground, chance: random.Random) -> Files:
    said = ground.plan.model_dump()
    key, value = chance.choice(
        [
            ("edition", "2021"),
            ("publication", "another"),
            ("status", "pre-release"),
            ("title", "Another"),
            ("release_time", said["release_time"].replace(day=chance.randint(1, 18))),
            ("folder", f"../{chance.choice(['earlier', 'another', 'marked', 'corrected'])}"),
            ("manifest_sha256", f"{chance.getrandbits(256):064x}"),
            ("reply_to", "another@office.example"),
        ]
    )
    return ground.with_plan(forged(DeliveryPlan.model_validate({**said, key: value}), chance))


def what_the_approval_says(ground: Ground, chance: random.Random) -> Files:
    approval = ground.plan.approval
    assert approval is not None
    said = approval.model_dump()
    key, value = chance.choice(
        [
            ("name", "B. Approver"),
            ("time", AFTER.replace(second=chance.randint(1, 59))),
            ("plan_sha256", f"{chance.getrandbits(256):064x}"),
            ("signature", f"{chance.getrandbits(256):064x}"),
            ("method", "record"),
        ]
    )
    changed = chance.choice([Approval.model_validate({**said, key: value}), None])
    return ground.with_plan(ground.plan.model_copy(update={"approval": changed}))


def bytes_of_a_file(ground: Ground, chance: random.Random) -> Files:
    path = chance.choice(
        ["plan.json", "edition/manifest.json", *map(pdf, NETWORKS), "edition/tables/areas.csv"]
    )
    content = bytearray(ground.files[path])
    one, two = chance.sample(range(len(content)), 2)
    match chance.choice(["change", "exchange", "insert", "delete", "cut"]):
        case "change":
            content[one] ^= chance.randint(1, 255)
        case "exchange":
            content[one], content[two] = content[two], content[one]
        case "insert":
            content.insert(one, chance.choice([0, 10, 32, content[two]]))
        case "delete":
            del content[one]
        case _:
            del content[one:]
    return {path: bytes(content)}


def forged(plan: DeliveryPlan, chance: random.Random) -> DeliveryPlan:
    """A changed plan with its old approval, or with one made again by someone without the secret."""
    approval = plan.approval
    assert approval is not None
    if chance.random() < 0.5:
        return plan
    renewed = approval.model_copy(
        update={"plan_sha256": plan.sha256, "method": chance.choice(["record", "hmac-sha256"])}
    )
    signature = _signature(renewed, None if renewed.method == "record" else "a guess")
    return plan.model_copy(update={"approval": renewed.model_copy(update={"signature": signature})})


KINDS: tuple[Mutate, ...] = (
    two_files,
    file_of_another_edition,
    another_edition,
    what_the_manifest_says,
    two_recipients,
    two_fields_of_messages,
    messages_left_out_or_doubled,
    what_the_plan_says,
    what_the_approval_says,
    bytes_of_a_file,
)


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Ground:
    folder = tmp_path_factory.mktemp("ground") / "whole"
    folder.mkdir()
    return Ground(folder)


def restore(ground: Ground, changed: Mapping[str, bytes]) -> None:
    for path in changed:
        (ground.folder / path).write_bytes(ground.files[path])


def goes(ground: Ground) -> list[Letter]:
    letters = list[Letter]()
    run(ground.plan_file, Handed(ground.folder, taken(letters)), after, SECRET, Silent())
    (ground.folder / FILE_NAME).unlink()
    (ground.folder / FILE_NAME).with_suffix(".lock").unlink(missing_ok=True)
    return letters


def test_no_mutant_of_an_approved_plan_sends_a_byte(ground: Ground) -> None:
    assert len(goes(ground)) == len(ground.plan.messages) == 10
    chance = random.Random(20261119)
    refused = Counter[str]()
    letters = list[Letter]()
    transport = Handed(ground.folder, taken(letters))
    while refused.total() < MUTANTS:
        mutate = chance.choice(KINDS)
        changed = mutate(ground, chance)
        for path, content in changed.items():
            (ground.folder / path).write_bytes(content)
        if read_folder(ground.folder) == ground.files:
            continue  # Two equal things were exchanged.
        with pytest.raises((RefusedError, InputError)):
            run(ground.plan_file, transport, after, SECRET, Silent())
        refused[mutate.__name__] += 1
        assert letters == []
        assert not (ground.folder / FILE_NAME).exists()
        restore(ground, changed)
    assert set(refused) == {mutate.__name__ for mutate in KINDS}
    assert len(goes(ground)) == 10


def test_no_edition_with_a_wrong_file_can_be_planned_even_where_its_hashes_fit(ground: Ground) -> None:
    """The mutants are made before the plan: nothing but the PDFs themselves can tell."""
    chance = random.Random(19)
    recipients = ground.folder / "recipients.csv"
    for _ in range(100):
        one, two = chance.sample(list(NETWORKS), 2)
        wrong = [ground.files[pdf(two)], *(other[f"networks/{one}.pdf"] for other in ground.others[:3])]
        changed = ground.with_manifest({pdf(one): chance.choice(wrong)})
        for path, content in changed.items():
            (ground.folder / path).write_bytes(content)
        with pytest.raises(RefusedError, match=rf"networks/{one}\.pdf says its"):
            plan_delivery(ground.folder / "edition", recipients, ground.folder / "new.json", AFTER)
        assert not (ground.folder / "new.json").exists()
        restore(ground, changed)


def test_a_file_that_is_gone_is_refused(ground: Ground) -> None:
    letters = list[Letter]()
    for path in ("edition/manifest.json", pdf("W1"), "edition/tables/areas.csv"):
        (ground.folder / path).unlink()
        with pytest.raises((RefusedError, InputError), match=r"read"):
            run(ground.plan_file, Handed(ground.folder, taken(letters)), after, SECRET, Silent())
        restore(ground, {path: b""})
    shutil.move(ground.folder / "edition", ground.folder / "moved")
    with pytest.raises(InputError, match="holds no manifest"):
        run(ground.plan_file, Handed(ground.folder, taken(letters)), after, SECRET, Silent())
    shutil.move(ground.folder / "moved", ground.folder / "edition")
    assert letters == []
