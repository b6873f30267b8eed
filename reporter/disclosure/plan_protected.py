"""Planning with protection: the information loss of each way of publishing after secondary suppression.

Small counts are only part of the loss, because secondary suppression withholds further cells. So each way of
publishing goes through the gate as if it were the whole publication, with the larger levels beside it.
"""

from __future__ import annotations

from dataclasses import replace

from reporter.counts.table import Counts
from reporter.disclosure.gate import release
from reporter.disclosure.plan import InformationLoss, PublishingPlan
from reporter.disclosure.protection.errors import CannotBeProtected
from reporter.disclosure.public_counts import NO_PUBLIC_COUNTS, PublicCounts
from reporter.machine.progress import Progress
from reporter.publication.areas import Areas
from reporter.publication.loading import Publication
from reporter.publication.profiles import Profile


def with_protection(
    plan: PublishingPlan,
    publication: Publication,
    areas: Areas,
    counts: Counts,
    profile: Profile,
    progress: Progress,
    public_counts: PublicCounts = NO_PUBLIC_COUNTS,
    jobs: int = 1,
) -> PublishingPlan:
    """The plan ranked by the share of cells without a rate after secondary suppression.

    Args:
        plan: ranked by the size of counts alone.
        publication: settings and indicators.
        areas: the areas.
        counts: complete counts.
        profile: the rules.
        progress: advances by one step for each way of publishing.
        public_counts: counts that are public already; the attacker has them.
        jobs: threads in the gate.
    """
    progress.stage("Protecting each way of publishing", len(plan.losses))
    losses = []
    for loss in plan.losses:
        share = loss.no_rate
        if loss.withheld:
            alone = _alone(publication, loss)
            share = _share_without_rate(alone, areas, counts, profile, public_counts, jobs, loss)
        losses.append(loss._replace(protected=share))
        progress.step()
    return PublishingPlan.of(losses, plan.share, plan.projections)


def _alone(publication: Publication, loss: InformationLoss) -> Publication:
    """The publication reduced to this way of publishing, with counts of everyone and the larger levels."""
    settings = publication.settings
    types = [level.area_type for level in settings.levels]
    show = publication.main_block.model_copy(
        update={
            "indicators": (loss.indicator,),
            "levels": tuple(types[types.index(loss.area_type) :]),
            "breakdowns": (),
            "single_years": loss.years == 1,
            "pools": (loss.years,) if loss.years > 1 else (),
        }
    )
    by_category = show.model_copy(update={"breakdowns": (loss.breakdown,)})
    blocks = (show, by_category) if loss.breakdown else (show,)
    disclosure = settings.disclosure.model_copy(update={"known_counts": "show"})
    return replace(
        publication, settings=settings.model_copy(update={"show": blocks, "disclosure": disclosure})
    )


def _share_without_rate(
    publication: Publication,
    areas: Areas,
    counts: Counts,
    profile: Profile,
    public_counts: PublicCounts,
    jobs: int,
    loss: InformationLoss,
) -> float:
    try:
        released = release(publication, areas, counts, profile, public_counts, jobs=jobs).released
    except CannotBeProtected:
        return 1.0
    cells = released.by_category if loss.breakdown else released.cells
    cells = cells[cells["area_type"] == loss.area_type]
    few = cells["rate_numerator"].fillna(0) < profile.reliability.no_rate_below
    return float((cells["withheld"] | few).mean())
