"""The KPI that a kind of metric would be: one of those there are, or a new one."""

from collections.abc import Iterable
from dataclasses import dataclass

from pmm_core.metric.rules import JUDGED_BY_DAY, MetricKind
from pmm_core.vocabulary import Cadence, Control, Indicator, KpiBucket, Rung

# Words in the name of a KPI that is this kind of metric, in small letters.
_CALLED = {
    MetricKind.ACTIVATION: ("activation", "activated"),
    MetricKind.ADOPTION: ("adopted", "adoption"),
    MetricKind.ENGAGEMENT: ("engagement", "active", "retained", "retention"),
    MetricKind.CLOSE_RATE: ("close rate", "closing rate"),
    MetricKind.WIN_RATE: ("win rate",),
    MetricKind.AVERAGE_SELLING_PRICE: ("selling price", "deal size", "contract value"),
    MetricKind.REVENUE: ("revenue", "mrr", "arr"),
}


@dataclass(frozen=True)
class Proposal:
    """A KPI as it would be made for a kind of metric.

    Attributes:
        unit: `%` (values are fractions); null for money, whose currency is the company's.
    """

    name: str
    definition: str
    bucket: KpiBucket
    indicator: Indicator
    rung: Rung
    control: Control
    unit: str | None
    cadence: Cadence


def is_called(kind: MetricKind, name: str) -> bool:
    """Tell by its name whether a KPI is likely to be this kind of metric."""
    words = f" {name.casefold()} "
    return any(word in words if " " in word else f" {word} " in words for word in _CALLED[kind])


def likely(kind: MetricKind, names: Iterable[tuple[int, str]]) -> tuple[int, ...]:
    """Return the ids of the KPIs whose name says they are this kind of metric."""
    return tuple(kpi_id for kpi_id, name in names if is_called(kind, name))


def propose(kind: MetricKind) -> Proposal:
    """Describe the KPI that would be made for a kind of metric."""
    name, definition = _PROPOSED[kind]
    day = JUDGED_BY_DAY.get(kind)
    money = kind in (MetricKind.AVERAGE_SELLING_PRICE, MetricKind.REVENUE)
    return Proposal(
        name=name,
        definition=definition,
        bucket=KpiBucket.REVENUE if day is None else KpiBucket.ADOPTION,
        indicator=Indicator.LAGGING if day is None else Indicator.LEADING,
        rung=Rung.RESULT if day is None else Rung.USE,
        control=Control.SHARED if kind is MetricKind.REVENUE else Control.DIRECT,
        unit=None if money else "%",
        cadence=Cadence.MONTHLY,
    )


_PROPOSED = {
    MetricKind.ACTIVATION: (
        "Activated by day 5",
        "New users who reached the first moment of value within 5 days / new users.",
    ),
    MetricKind.ADOPTION: (
        "Adopted by day 10",
        "Eligible users who used what was launched within 10 days / eligible users.",
    ),
    MetricKind.ENGAGEMENT: (
        "Engaged by day 30",
        "New users who came back in each of their first 4 weeks / new users.",
    ),
    MetricKind.CLOSE_RATE: (
        "Close rate",
        "Opportunities won / all opportunities opened in the period, also those that faded away.",
    ),
    MetricKind.WIN_RATE: (
        "Win rate",
        "Deals won / deals decided in the period, won or lost.",
    ),
    MetricKind.AVERAGE_SELLING_PRICE: (
        "Average selling price",
        "Amount of the deals won in the period / deals won.",
    ),
    MetricKind.REVENUE: (
        "Revenue",
        "What customers are billed for the period.",
    ),
}
