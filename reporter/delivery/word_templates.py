"""Templates of e-mails: where they are loaded from, and the sandbox that limits them.

A plan is a file that is handed on, and its custom templates come with it. They run in Jinja's sandbox,
without functions whose result is random or whose single call may not end. A template can still hold up a run:
loops within loops over text, macros that call themselves, and padding to any width are not bounded. It can
neither read nor write anything, nor say anything but what was approved: `plan.Message` has the hash of each
letter.
"""

from __future__ import annotations

import traceback
from collections.abc import Mapping
from functools import cache
from typing import Any, NoReturn

from jinja2 import (
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    FunctionLoader,
    PrefixLoader,
    StrictUndefined,
    Template,
    TemplateSyntaxError,
    Undefined,
    pass_context,
)
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from reporter.machine.resources import templates_folder


def word_template(own: Mapping[str, str], name: str) -> Template:
    """The custom template of this name, else the shipped one; `shipped/NAME` is always the shipped one.

    In HTML every value is escaped, also where a template of plain text is included.

    Args:
        own: custom templates by name.
        name: name of the template.
    """
    return _environment(tuple(sorted(own.items())), name.endswith(".html")).get_template(name)


def place(error: Exception, own: Mapping[str, str]) -> tuple[str, int] | None:
    """Name and line of the innermost custom template in which an error arose; None where it arose in none."""
    if isinstance(error, TemplateSyntaxError) and error.name in own:
        return str(error.name), error.lineno
    frames = [(frame.f_code.co_filename, line) for frame, line in traceback.walk_tb(error.__traceback__)]
    return next((each for each in reversed(frames) if each[0] in own), None)


class _Sandbox(ImmutableSandboxedEnvironment):
    # A single multiplication or power can exhaust the memory.
    intercepted_binops = frozenset(("*", "**"))

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> NoReturn:
        raise SecurityError(f"'{operator}' is not for letters")


@cache
def _environment(own: tuple[tuple[str, str], ...], is_html: bool) -> Environment:
    texts = dict(own)
    shipped = FileSystemLoader(templates_folder() / "mail")
    # The name also serves as the file name, by which `place` finds the template in a traceback.
    given = FunctionLoader(lambda name: (texts[name], name, lambda: True) if name in texts else None)
    environment = _Sandbox(
        loader=ChoiceLoader([PrefixLoader({"shipped": shipped}), given, shipped]),
        autoescape=is_html,
        undefined=StrictUndefined,
        finalize=_words_only,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    # They include `range`, with which two nested loops can last for hours, and the random `lipsum`.
    environment.globals.clear()
    del environment.filters["random"]
    return environment


# Jinja calls a finalizer on literals too if it takes the context.
@pass_context
def _words_only(_: Context, value: object) -> object:
    """The value to print, which must be text or a number: other objects may print a memory address."""
    # An undefined value raises its own error when it is printed.
    is_words = isinstance(value, str | int | float | Undefined) and not isinstance(value, bool)
    if not is_words:
        raise TypeError(f"{type(value).__name__} is neither text nor a number")
    return value
