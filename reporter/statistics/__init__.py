"""The rate engine: pure functions on arrays, in the methods and to the conventions of the field.

Which question, which function:

- How high is the rate, how sure are we? `intervals`: `crude_rate` (published), `exact_rate`, `proportion`.
- Does a rate differ from a target, or from another rate? `intervals`: `poisson_p_value`, `rate_ratio`.
- How do areas compare whose populations are made up differently? `standardise`: `direct`, `indirect_ratio`;
  and how much of a difference is that? `decomposition`: `kitagawa`.
- Which areas lie outside what chance does? `funnel`: `poisson_limits`, `flag`; where areas differ by more
  than chance anyway: `rate_overdispersion`, `adjusted_rate_limits`; how many flags are false:
  `expected_false_flags`.
- Is the rate rising or falling? `trend`: `calendar_trend` (the field's marker), `exact_trend` and
  `poisson_trend` (tests), `pooled_trend`, `segmented`.
- Is a single year out of line? `control_chart`: `u_chart`, with few events `g_chart` and `t_chart`.
- How unequal is it between deprived and others? `inequality`: `quantile`, `slope_index`; does that change?
  `inequality_trend`: `relative_index_trend`.
- Which areas really are extreme? `shrinkage`: `gamma_poisson`, `marshall`.
- Could a change be seen at all? `power`: `detectable_change`, `denominator_to_detect`.
- Many tests at once? `multiplicity`: `benjamini_hochberg`.
- Can a new count be right? `plausibility`: `plausibility`.

Conventions. Functions of single areas broadcast their arguments and treat each element by itself; functions
of a series or a set of areas take one-dimensional arrays. Results are named tuples of float arrays or floats.
NaN is "missing" going in and "cannot be computed" coming out; data never raise, settings out of range
(`confidence`, `multiplier`) do. Infinite are only a ratio with no event below it and what has no upper limit
(`rate_ratio`, `poisson_trend`). Rates are per `multiplier`, 1,000 unless said otherwise; control charts and
shrinkage are per unit of denominator. Nothing here reads a file, knows an area's name, or formats a number.
"""
