"""Fixed sentences of the words file: on rules of small numbers, and claims with their conditions."""

from __future__ import annotations

from reporter.publication.indicator import Record
from reporter.records.fields import Text


class RuleTexts(Record):
    """Sentences on small numbers; `rules.rules_in_words` selects those that are true of a profile.

    In braces: {smallest} and {largest} count withheld, {base} of rounding, {no_rate_below},
    {unreliable_below}, {last_unreliable}, {events}, {denominators}, {smallest_denominator} and
    {largest_denominator} withheld, {comparator}, {levels}, {steps}: years or other single periods.
    """

    events: Text
    """What is counted, where the indicators share no noun."""
    those_counted: Text
    """Noun for those counted in denominators, where these share none."""
    all_shown: Text
    """Nothing is withheld."""
    withheld: Text
    """Counts of three sizes or more are withheld."""
    withheld_two: Text
    """Counts of two sizes are withheld."""
    withheld_one: Text
    """Counts of one size are withheld."""
    secondary: Text
    """Secondary suppression."""
    rounded_others: Text
    """All counts that are not withheld are rounded."""
    secondary_bounds: Text
    """Secondary suppression, where what a count can be stands in place of the symbol."""
    rounded_others_bounds: Text
    """All counts that are not withheld are rounded, likewise."""
    rounded_all: Text
    """Nothing is withheld, all is rounded."""
    rates_from_rounded: Text
    """Rates are made from rounded counts."""
    rates_from_exact: Text
    """Rates are made from exact counts, which gives these away."""
    some_levels: Text
    """The rule holds for some levels only."""
    all_or_none: Text
    """Counts are withheld where all or none of the denominator had the event."""
    denominators: Text
    """Denominators of two sizes or more are withheld."""
    denominators_one: Text
    """Denominators of one size are withheld."""
    differences: Text
    """Small differences of counts are protected."""
    exact_comparator: Text
    """The comparator's counts are neither rounded nor withheld for their size."""
    exact_withheld: Text
    """Either of these two, of rules that withhold counts."""
    at_source: Text
    """The source withholds counts itself."""
    sign_at_source: Text
    """A sign of the source, and the counts that it stands for."""
    bounds_in_place: Text
    """What a withheld count can be stands in its place."""
    bounds_in_columns: Text
    """What a withheld count can be stands in columns of the workbook."""
    zeros_shown: Text
    """Zeros are published."""
    no_rate: Text
    """Rates on fewer than two or more events are not given."""
    no_rate_on_none: Text
    """Rates on no event are not given."""
    unreliable: Text
    """Rates on a range of events are given with a warning."""
    unreliable_one: Text
    """Rates on one number of events are given with a warning."""
    unreliable_below: Text
    """Rates on few events are given with a warning, where one on a single event is given."""


class BoundTexts(Record):
    """What a withheld count can be, in place of the count."""

    between: Text
    """Both bounds follow from the other figures, with {least} and {greatest}."""
    at_least: Text
    """Only the least does, with {least}."""


class ClaimTexts(Record):
    """Claims in fixed words, each with the condition on which pages make it.

    Unless another is named, a claim is about the headline indicator, in the area of the page; on the
    national page that is the comparator. In braces: what a template fills in.
    """

    rate_rose: Text
    """From the year before to the latest, if the newest run has another verdict or there is none:
    p below 0.05, allowing for the areas tested; a ratio above 1."""
    rate_fell: Text
    """The same, and a ratio below 1."""
    no_clear_change: Text
    """The same test, p at least 0.05."""
    change_untested: Text
    """No event in either year."""
    run_rose: Text
    """From the first to the last year of the newest run on one basis, three years or more: p below 0.05,
    allowing for the areas tested; a ratio above 1."""
    run_fell: Text
    """The same, and a ratio below 1."""
    run_no_clear_change: Text
    """The same test, p at least 0.05."""
    run_untested: Text
    """No event in either year."""
    trend_rose: Text
    """Over the longest run of years on one basis, if it is another: p below 0.05, and a rising rate."""
    trend_fell: Text
    """The same, and a falling rate."""
    no_clear_trend: Text
    """The same test, p at least 0.05."""
    trend_untested: Text
    """The test has no p-value."""
    clearly_higher: Text
    """Above limits that allow for chance and for variation among the areas of its level, ten or more."""
    clearly_lower: Text
    """Below these limits."""
    within: Text
    """Inside these limits, and inside the 95% limits for chance alone."""
    within_spread: Text
    """Inside these limits, and outside the 95% limits for chance alone: follows `higher` or `lower`."""
    higher: Text
    """Above the limits for chance alone, and not clearly higher."""
    lower: Text
    """Below the limits for chance alone, and not clearly lower."""
    close: Text
    """Inside the limits for chance alone, of a level of fewer than ten areas."""
    not_compared: Text
    """The rate of the area or that of the comparator is not given."""
    no_comparator_rate: Text
    """No row of the comparator in the main period."""
    one_in: Text
    """At most half of those counted had the event, which none of them has twice."""
    basis_break: Text
    """Rates of single years up to one year on one basis, from a later year on another, none on both."""
    one_basis: Text
    """All rates of the indicator on one basis."""
    variation: Text
    """Networks whose counts are known, ten or more, differ by more than chance: p below 0.05."""
    no_sign_of_variation: Text
    """The same test, p at least 0.05."""
    variation_unknown: Text
    """Ten or more such networks, without an event or a comparator's rate above 0."""
    variation_not_judged: Text
    """Fewer than ten such networks."""
    variation_needs_all: Text
    """Ten areas with known counts, and one of them withheld or decimal, of a kind that needs all."""
    not_drawn_one: Text
    """One network without a rate in the period of the funnel."""
    not_drawn: Text
    """Several networks without a rate in the period of the funnel."""
    not_drawn_here: Text
    """The network of the briefing is one of these."""
    none_withheld: Text
    """Every count and denominator has a number, by category as well."""
    one_withheld: Text
    """One count has none."""
    some_withheld: Text
    """Several counts have none."""
    denominators_withheld: Text
    """Some counts, withheld or not, have no number as their denominator."""
    all_given: Text
    """Areas of a level all have count and rate without a symbol of withholding or reliability."""
    incomplete: Text
    """Years in which some areas of a level have rates and others none, on one basis."""
    no_figures: Text
    """Years between others of which no table has a rate, neither by itself nor in a pool."""
    by_category_alone: Text
    """Years between others with rates by category, and no rate of everyone, pools included."""
    target_on_course: Text
    """An indicator with a target: the trend's limits leave the line to it out on the good side."""
    target_not_on_course: Text
    """The same, on the other side."""
    target_cannot_be_told: Text
    """The same: neither, or the newest run has fewer than three years or no event."""
    contains_compared: Text
    """Every area with a value set against the comparator’s is a part of the comparator."""
    none_implausible: Text
    """The settings acknowledge no implausible count."""
