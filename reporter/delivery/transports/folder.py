"""The folder transport, the default: writes every letter as an .eml file and sends nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Self

from reporter.delivery.letter import Letter, mail_bytes
from reporter.delivery.plan import NO_DOMAIN, Message
from reporter.delivery.transports.transport import Outcome, UnavailableError
from reporter.errors import InputError
from reporter.machine.folders import make_private, write_file


class FolderTransport:
    """Writes letters to a folder.

    Args:
        folder: the folder; created if it does not exist.
    """

    name = "folder"
    is_live = False

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __enter__(self) -> Self:
        """Create the folder."""
        try:
            make_private(self._folder)
        except OSError as error:
            raise UnavailableError(f"{self._folder} cannot be written: {error.strerror}") from None
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Nothing to release."""

    def refusals(self, letter: Letter) -> Iterator[str]:
        """No reasons: a folder takes every letter."""
        return iter(())

    def prepare(self, letter: Letter) -> Callable[[], Outcome]:
        """A function that writes the e-mail as a file, whole or not at all."""
        address = letter.plan.reply_to or f"nobody@{NO_DOMAIN}"
        return partial(self._write, letter.message, mail_bytes(letter, address, address))

    def _write(self, message: Message, mail: bytes) -> Outcome:
        file = self._file(message)
        try:
            write_file(file, mail, private=True)
        except InputError as error:
            raise UnavailableError(str(error)) from None
        return Outcome("sent", f"written as {file.name}")

    def look_up(self, message: Message) -> Outcome:
        """'sent' if the file exists, else 'failed'."""
        file = self._file(message)
        written = file.exists()
        return Outcome(
            "sent" if written else "failed", f"{'written as' if written else 'no file'} {file.name}"
        )

    def _file(self, message: Message) -> Path:
        return self._folder / f"{message.area_code}_{message.label}.eml"
