"""Loading of templates: a publication's own file replaces, follows or extends the shipped one.

A publication's own templates are in a folder beside its settings, at the paths of those they change:

- `own/X` is read after `X`: a macro, a colour or a rule of style there replaces the one of the same name.
- `X` replaces the shipped `X`.
- `shipped/X` names the shipped file even where a publication has its own, so that its own can extend it.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from jinja2 import BaseLoader, Environment, TemplateNotFound, TemplateSyntaxError
from jinja2.loaders import split_template_path

from reporter.errors import Problem, RenderError

AFTER = "own"
"""Folder of files read after the template of the same name."""

SHIPPED = "shipped"
"""Prefix by which a publication's own file refers to a shipped file."""


class _Join(NamedTuple):
    """The file read after a template, and the number of lines before it."""

    after: Path
    lines: int


class _Place(NamedTuple):
    """A line of a template, its name as users know it, and whether the template is the publication's own."""

    file: Path
    line: int
    named: str
    is_own: bool

    def problems(self, what: str) -> list[Problem]:
        """Problems of input that the producer can mend; empty for others."""
        return [Problem(str(self.file), self.line, what, "a template without errors")] if self.is_own else []


class Templates(BaseLoader):
    """Jinja loader of the templates of some folders.

    Args:
        folders: folders of templates, a publication's own first, the shipped one last.
    """

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = list(folders)
        self._joins: dict[Path, _Join] = {}

    def file(self, name: str) -> Path | None:
        """The file of a name such as 'fonts/Own.ttf', the publication's own before the shipped one."""
        return next((file for folder in self._folders if (file := folder / name).is_file()), None)

    def has(self, name: str) -> bool:
        """Whether there is a template of a name; 'shipped/X' is the shipped X."""
        shipped = name.removeprefix(f"{SHIPPED}/")
        return (self._folders[-1] / shipped if shipped != name else self.file(name) or Path()).is_file()

    def names(self, suffixes: Collection[str], *, only_own: bool = False) -> tuple[str, ...]:
        """The names of all templates of these kinds, or of the publication's own; each once."""
        return tuple(
            sorted(
                {
                    file.relative_to(folder).as_posix().removeprefix(f"{AFTER}/")
                    for folder in self._folders[: -1 if only_own else None]
                    for file in folder.rglob("*")
                    if file.suffix in suffixes and file.is_file()
                }
            )
        )

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """Text and file of a template, and a test of whether it is unchanged."""
        first, *rest = split_template_path(template)
        shipped = first == SHIPPED
        file = self._folders[-1].joinpath(*rest) if shipped else self.file("/".join((first, *rest)))
        if file is None or not file.is_file():
            raise TemplateNotFound(template)
        files = [file]
        text = text_of(file)
        after = None if shipped else self.file(f"{AFTER}/{template}")
        if after is not None:
            files.append(after)
            text = text if text.endswith("\n") else f"{text}\n"
            self._joins[file] = _Join(after, text.count("\n"))
            text += text_of(after)
        times = [each.stat().st_mtime_ns for each in files]
        return text, str(file), lambda: _times(files) == times

    @contextmanager
    def placed(self, template: str, page: str = "") -> Iterator[None]:
        """Raise errors of a block that renders a template as RenderError.

        Args:
            template: the template, named in the error where no line is known.
            page: the page that is rendered; empty if none.

        Raises:
            RenderError: the template failed; names the page, and file and line of the template.
        """
        try:
            yield
        except RenderError:
            raise
        # A template can fail as any code can: with a missing key, a wrong type, a division by zero.
        except Exception as error:
            where = f"{page}: " if page else ""
            what = f"{type(error).__name__}: {error}"
            place = self._place(error)
            said = f"{where}{place.named if place else template}: {what}"
            raise RenderError(said, place.problems(f"{where}{what}") if place else ()) from error

    def _place(self, error: Exception) -> _Place | None:
        """Where the innermost template stands in which an error arose; None where none is known."""
        frames = [
            (Path(frame.f_code.co_filename), line) for frame, line in traceback.walk_tb(error.__traceback__)
        ]
        if isinstance(error, TemplateSyntaxError) and error.filename is not None:
            frames = [(Path(error.filename), error.lineno)]
        return next((place for frame in reversed(frames) if (place := self._known(*frame)) is not None), None)

    def _known(self, file: Path, line: int) -> _Place | None:
        """File and line, as users know them, of a line of a loaded template; None for other files."""
        join = self._joins.get(file)
        if join is not None and line > join.lines:
            file, line = join.after, line - join.lines
        folder = next((folder for folder in self._folders if file.is_relative_to(folder)), None)
        if folder is None:
            return None
        return _Place(
            file, line, f"{file.relative_to(folder).as_posix()}:{line}", folder != self._folders[-1]
        )


def text_of(file: Path) -> str:
    """The text of a template.

    Raises:
        RenderError: it is not UTF-8.
    """
    try:
        return file.read_text("utf-8")
    except UnicodeDecodeError as error:
        said = f"the template is not UTF-8 at byte {error.start + 1}"
        problems = [Problem(str(file), 0, said, "text saved as UTF-8")]
        raise RenderError(f"{file.name}: {said}", problems) from None


def _times(files: Sequence[Path]) -> list[int] | None:
    try:
        return [file.stat().st_mtime_ns for file in files]
    except OSError:
        return None
