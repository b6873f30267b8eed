"""What a stage remembers: by what it was made from, and never anything made while that changed."""

from __future__ import annotations

from functools import partial

import pytest

from reporter.errors import InputError
from reporter.pipeline.preview.stage_cache import StageCache


def made_of(keys: str, most: int = 2) -> str:
    """The keys for which a result was made, of those asked for one after the other."""
    made: list[str] = []
    stage: StageCache[None] = StageCache(most)
    for key in keys:
        stage.get(partial(str, key), partial(made.append, key))
    return "".join(made)


def test_a_result_is_made_once_for_each_key() -> None:
    assert made_of("abab") == "ab"


def test_the_one_asked_for_longest_ago_goes_first() -> None:
    assert made_of("abacab") == "abcb"


def test_what_was_made_while_its_files_changed_is_made_anew() -> None:
    state = ["old"]
    seen: list[str] = []

    def make() -> str:
        seen.append(state[0])
        state[0] = "new"
        return seen[-1]

    stage: StageCache[str] = StageCache(most=2)
    assert stage.get(lambda: state[0], make) == ("new", "new")
    assert seen == ["old", "new"]
    state[0] = "old"
    assert stage.get(lambda: state[0], lambda: "made anew") == ("old", "made anew")


def test_a_failure_is_not_remembered() -> None:
    stage: StageCache[str] = StageCache(most=2)

    def fail() -> str:
        raise InputError([])

    with pytest.raises(InputError):
        stage.get(lambda: "a", fail)
    assert stage.get(lambda: "a", lambda: "made") == ("a", "made")
