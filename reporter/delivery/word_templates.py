"""Templates of an e-mail's words: where they come from, and what little they may do.

A plan is a file that others hand on, and its own templates come with it. They run in Jinja's sandbox, without
whatever says something else each time or takes time without end in one call. A template can still hold up a
run: loops within loops over text, macros that call themselves, text padded to any width are not bounded. What
it cannot do is read or write anything, or say something other than what was approved: `plan.Message` has the
hash of each letter's words.
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
    """A template: the own one, or the shipped one where there is none or it is called `shipped/NAME`.

    In HTML every value is escaped, also where a template of plain text is included.

    Args:
        own: own templates by name.
        name: which.
    """
    return _environment(tuple(sorted(own.items())), name.endswith(".html")).get_template(name)


def place(error: Exception, own: Mapping[str, str]) -> tuple[str, int] | None:
    """Name and line of the innermost own template in which an error arose; None where it is none."""
    if isinstance(error, TemplateSyntaxError) and error.name in own:
        return str(error.name), error.lineno
    frames = [(frame.f_code.co_filename, line) for frame, line in traceback.walk_tb(error.__traceback__)]
    return next((each for each in reversed(frames) if each[0] in own), None)


class _Sandbox(ImmutableSandboxedEnvironment):
    # One multiplication or power can fill the memory.
    intercepted_binops = frozenset(("*", "**"))

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> NoReturn:
        raise SecurityError(f"'{operator}' is not for letters")


@cache
def _environment(own: tuple[tuple[str, str], ...], is_html: bool) -> Environment:
    texts = dict(own)
    shipped = FileSystemLoader(templates_folder() / "mail")
    # Its file is its name, by which `place` knows it again.
    given = FunctionLoader(lambda name: (texts[name], name, lambda: True) if name in texts else None)
    environment = _Sandbox(
        loader=ChoiceLoader([PrefixLoader({"shipped": shipped}), given, shipped]),
        autoescape=is_html,
        undefined=StrictUndefined,
        finalize=_words_only,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    # Among them `range`, with which two loops last for hours, and `lipsum`, whose words are random.
    environment.globals.clear()
    del environment.filters["random"]
    return environment


# With a context, Jinja asks about literals too.
@pass_context
def _words_only(_: Context, value: object) -> object:
    """What is printed: text or a number, for anything else may hold an address in memory."""
    # Undefined says by itself what is missing.
    is_words = isinstance(value, str | int | float | Undefined) and not isinstance(value, bool)
    if not is_words:
        raise TypeError(f"{type(value).__name__} is neither text nor a number")
    return value
