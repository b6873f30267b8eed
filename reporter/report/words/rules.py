"""The rules of a profile in words: on withheld counts, and on rates too uncertain to give."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import takewhile
from typing import Literal, NamedTuple

from reporter.publication.areas import Areas
from reporter.publication.loading import Publication
from reporter.publication.profiles import Profile
from reporter.report.words.catalogue import Words, fill
from reporter.report.words.texts import RuleTexts


class RulesInWords(NamedTuple):
    """The symbols of a profile and its two rules for readers; a rule without content is empty.

    Attributes:
        denominators: the noun of what denominators count, such as 'births'.
        bounds: whether what a withheld count can be stands in its place.
    """

    withheld_mark: str
    withheld_rule: str
    no_rate_mark: str
    unreliable_mark: str
    reliability_rule: str
    denominators: str
    bounds: bool = False


def rules_in_words(
    profile: Profile,
    texts: RuleTexts,
    events: str,
    denominators: str,
    comparator: str,
    levels: Mapping[str, str],
    steps: str = "years",
    *,
    bounds: Literal["in_place", "in_columns"] | None = None,
    at_source: Mapping[str, tuple[int, int]],
) -> RulesInWords:
    """The rules of a profile; its own wording replaces that of the templates.

    Args:
        profile: the profile.
        texts: sentences of the templates.
        events: the noun of what is counted, such as 'deaths'.
        denominators: the noun of what denominators count, such as 'births'.
        comparator: name of the area that others are compared with.
        levels: the words for several areas of each type.
        steps: the word for several single periods of the counts.
        bounds: where what a withheld count can be is said, if anywhere: in its place, or in other columns.
        at_source: the signs of counts that the source withholds, and what each stands for.
    """
    bounds = bounds if profile.withholds or at_source else None
    reliability = profile.reliability
    values = {
        "smallest": profile.withhold_from,
        "largest": profile.withhold_to,
        "base": profile.round_to,
        "no_rate_below": reliability.no_rate_below,
        "unreliable_below": reliability.unreliable_below,
        "last_unreliable": reliability.unreliable_below - 1,
        "events": events,
        "denominators": denominators,
        "smallest_denominator": profile.withhold_denominators_from,
        "largest_denominator": profile.withhold_denominators_to,
        "comparator": comparator,
        "steps": steps,
        "levels": ", ".join(levels.get(each, each) for each in profile.levels),
        "signs": "; ".join(
            fill("words.toml", texts.sign_at_source, {"sign": sign, "smallest": least, "largest": greatest})
            for sign, (least, greatest) in at_source.items()
        ),
    }

    def said(names: Iterable[str]) -> str:
        return " ".join(fill("words.toml", getattr(texts, name), values) for name in names)

    names = [*_withheld(profile, "_bounds" if bounds == "in_place" else "")]
    if at_source:
        untrue = {"all_shown"} | {"zeros_shown" for least, _ in at_source.values() if not least}
        names = [name for name in names if name not in untrue]
    withheld = " ".join(filter(None, (profile.rule or said(names), said(["at_source"] if at_source else []))))
    return RulesInWords(
        withheld_mark=profile.mark,
        withheld_rule=f"{withheld} {said([f'bounds_{bounds}'])}" if bounds else withheld,
        no_rate_mark=reliability.no_rate_mark,
        unreliable_mark=reliability.unreliable_mark,
        reliability_rule=reliability.rule or said(_uncertain(profile)),
        denominators=denominators,
        bounds=bounds == "in_place",
    )


def rules_of(
    publication: Publication,
    areas: Areas,
    profile: Profile,
    words: Words,
    bounds: Literal["in_place", "in_columns"] = "in_place",
) -> RulesInWords:
    """The rules that a publication's counts were released by, in its own nouns and names.

    Args:
        publication: settings and indicators.
        areas: the areas.
        profile: the rules.
        words: words of the templates.
        bounds: where what a withheld count can be is said, if the settings ask for it.
    """
    settings = publication.settings
    nouns, texts = [indicator.words for indicator in publication.indicators], words.rules
    return rules_in_words(
        profile,
        texts,
        noun_of_all([each.events for each in nouns], texts.events),
        noun_of_all([each.denominator for each in nouns], texts.those_counted),
        areas[settings.comparator].name,
        {level.area_type: level.plural for level in settings.levels},
        words.steps[publication.step_name].plural,
        bounds=bounds if settings.disclosure.show == "bounds" else None,
        at_source=settings.data.withheld,
    )


def noun_of_all(nouns: Iterable[str], otherwise: str) -> str:
    """The words that all nouns end with, such as 'deaths' of 'infant deaths' and 'neonatal deaths'.

    Args:
        nouns: the nouns, one at least.
        otherwise: the noun where they share no last word.
    """
    reversed_words = [noun.split()[::-1] for noun in nouns]
    shared = takewhile(lambda words: len(set(words)) == 1, zip(*reversed_words, strict=False))
    return " ".join([words[0] for words in shared][::-1]) or otherwise


def _withheld(profile: Profile, shown_as: str) -> Iterator[str]:
    """Names of the sentences on withholding and rounding, in their order; `shown_as` ends some of them."""
    span = profile.withhold_to - profile.withhold_from
    hides = profile.withholds or profile.withholds_denominators
    if span >= 0:
        yield ("withheld_one", "withheld_two")[span] if span < 2 else "withheld"
    if profile.withhold_all_or_none:
        yield "all_or_none"
    if profile.withholds_denominators:
        only_one = profile.withhold_denominators_to == profile.withhold_denominators_from
        yield "denominators_one" if only_one else "denominators"
    if hides:
        yield ("rounded_others" if profile.round_to > 1 else "secondary") + shown_as
        if profile.differences == "protect":
            yield "differences"
    else:
        yield "rounded_all" if profile.round_to > 1 else "all_shown"
    if profile.round_to > 1:
        yield "rates_from_rounded" if profile.rates_from == "rounded" else "rates_from_exact"
    if profile.levels:
        yield "some_levels"
    if profile.comparator_is_exact:
        yield "exact_comparator"
    if profile.withholds and (profile.levels or profile.comparator_is_exact):
        yield "exact_withheld"
    if profile.withholds and profile.zero_is_shown:
        yield "zeros_shown"


def _uncertain(profile: Profile) -> Iterator[str]:
    """Names of the sentences on rates not given, or given with a warning."""
    lowest, unreliable = profile.reliability.no_rate_below, profile.reliability.unreliable_below
    if lowest > 0:
        yield "no_rate" if lowest > 1 else "no_rate_on_none"
    if unreliable > lowest:
        only_one = unreliable - lowest == 1
        yield ("unreliable_one" if only_one else "unreliable") if lowest > 1 else "unreliable_below"
