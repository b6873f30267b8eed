"""The rate engine: pure functions on arrays, in the methods and to the conventions of the field.

Which question, which function:

- How high is the rate, how sure are we? `intervals`: `crude_rate` (published), `exact_rate`, `proportion`,
  `mean`.
- Does it differ from a target, from another, from the rest? `intervals`: `poisson_p_value`, `rate_ratio`,
  `rate_against_rest`; `proportion_score_test`, `binomial_p_value`, `proportion_difference`;
  `mean_difference`.
- How do areas compare whose populations are made up differently? `standardise`: `direct`, `direct_ratio`,
  `indirect_ratio`, `observed_expected`; how much of a difference is that? `decomposition`: `kitagawa`.
- Which areas lie outside what chance does? `funnel`: `poisson_limits`, `binomial_limits`, `flag`; do areas
  differ by more than chance? `negative_binomial`, withheld counts too, `beta_binomial`,
  `additive_overdispersion`; which lie outside that? `verdict`, `mixture_limits`; how many flags are false?
  `expected_false_flags`.
- Is the rate rising or falling? `trend`: `calendar_trend` (the field's marker), `run_change` (the newest
  years), `exact_trend` and `poisson_trend` (tests), `logistic_trend`, `weighted_trend`, `segmented`; where
  does that lead? `projection`, `target_line`.
- Is a single year out of line? `control_chart`: `u_chart`, with few events `g_chart` and `t_chart`.
- How unequal is it between deprived and others? `inequality`: `quantile`, `regression_index`, `slope_index`
  (published); does that change? `inequality_trend`: `index_trend`, `relative_index_trend`.
- Which areas really are extreme? `shrinkage`: `gamma_poisson`, `beta_binomial_shares`, `marshall`,
  `exceedance`, `ranks`.
- Could a change be seen at all? `power`: `detectable_by_limits`, `flag_probability`; `detectable_change`,
  `denominator_to_detect` (quoted).
- Many tests at once? `multiplicity`: `benjamini_hochberg`.
- Can a new count be right? `plausibility`: `plausibility`.

Conventions. Functions of single areas broadcast their arguments and treat each element by itself; functions
of a series or a set of areas take one-dimensional arrays. Results are named tuples of float arrays or floats.
NaN is "missing" going in and "cannot be computed" coming out; data never raise, settings out of range
(`confidence`, `multiplier`) do. Infinite are only a ratio with no event below it, a score against a target
that is impossible, and what has no upper limit. Rates are per `multiplier`, 1,000 unless said otherwise;
control charts and shrinkage are per unit of denominator. Nothing here reads a file, knows an area's name, or
formats a number.
"""
