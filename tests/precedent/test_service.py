"""Launches of a store beside each other: read from their own logs, as of one day."""

import datetime as dt
from pathlib import Path

import pytest

from pmm_core.access import Actor
from pmm_core.adoption.service import find_launch
from pmm_core.catalogue.service import read_directory
from pmm_core.errors import InvalidInput, NotFound, NotPermitted
from pmm_core.models import ExternalFactor, Initiative
from pmm_core.precedent.service import HowToCompare, read_comparison, read_forecast
from pmm_core.store.store import Store
from pmm_core.vocabulary import ForecastState, InitiativeType, Role, WhyLeftOut

TODAY = dt.date(2026, 3, 31)
NOW = dt.datetime(2026, 3, 31, tzinfo=dt.UTC)


def id_of(store: Store, name: str) -> int:
    return find_launch(store=store, actor=Actor("Ada Moreno"), name=name)


def test_launches_of_the_sample_stand_as_its_description_says(sample: Store, owner: Actor) -> None:
    found = read_comparison(
        store=sample, actor=owner, launch_id=id_of(sample, "Insights"), as_of=TODAY
    )
    assert found.day == 30
    counts = {one.launch.label: (one.at.adopted, one.at.n) for one in found.launches}
    assert counts == {
        "Comet/Insights": (412, 1212),
        "Quill/E-signature": (9, 22),
        "Harbor/Knowledge base": (208, 860),
        "Comet/Mobile app": (120, 1500),
    }
    assert found.placing and (found.placing.rank, found.placing.of) == (1, 3)
    assert {one.launch: one.why for one in found.left_out} == {
        "Quill/Guided setup": WhyLeftOut.OTHER_CLOCK,
        "Harbor/Smart routing": WhyLeftOut.TOO_EARLY,
    }
    assert found.mix and set(found.mix.weights) == {"Business", "Team", "Free"}


def test_named_launches_alone_are_compared_on_the_day_asked_for(
    sample: Store, owner: Actor
) -> None:
    mobile = id_of(sample, "Mobile app")
    found = read_comparison(
        store=sample,
        actor=owner,
        launch_id=id_of(sample, "Smart routing"),
        beside=[mobile],
        how=HowToCompare(day=10),
        as_of=TODAY,
    )
    assert [(one.launch.name, one.at.adopted) for one in found.launches] == [
        ("Smart routing", 133),
        ("Mobile app", 76),
    ]


def test_a_running_launch_is_forecast_from_the_complete_ones(sample: Store, owner: Actor) -> None:
    found = read_forecast(
        store=sample, actor=owner, launch_id=id_of(sample, "Smart routing"), as_of=TODAY
    )
    assert found.state is ForecastState.READY
    assert (found.day, found.by_day) == (15, 30)
    counts = {one.launch.name: (one.adopted_by(30), one.n) for one in found.past}
    assert counts == {
        "Insights": (412, 1212),
        "Knowledge base": (208, 860),
        "Mobile app": (120, 1500),
    }
    assert WhyLeftOut.TOO_FEW in [one.why for one in found.left_out]


def test_nothing_later_than_the_day_looked_at_is_known(sample: Store, owner: Actor) -> None:
    then = dt.date(2026, 1, 23)
    found = read_forecast(
        store=sample, actor=owner, launch_id=id_of(sample, "Insights"), as_of=then
    )
    assert (found.day, found.adopted) == (10, 268)
    assert {one.launch.name for one in found.past} == {"Knowledge base", "Mobile app"}


def test_a_launch_whose_log_cannot_be_read_is_left_out_with_the_reason(
    sample: Store, owner: Actor
) -> None:
    asked = id_of(sample, "Insights")
    with sample.write(actor=owner) as unit:
        comet = unit.session.get_one(Initiative, asked).product_id
        unit.add(Initiative(name="Planned", product_id=comet, recorded_at=NOW))
    found = read_comparison(store=sample, actor=owner, launch_id=asked, as_of=TODAY)
    (planned,) = [one for one in found.left_out if one.launch == "Comet/Planned"]
    assert planned.why is WhyLeftOut.UNREADABLE
    assert planned.detail and "no event log" in planned.detail


def test_what_fell_into_the_same_days_is_found(sample: Store, owner: Actor) -> None:
    asked = id_of(sample, "Insights")
    with sample.write(actor=owner) as unit:
        comet = unit.session.get_one(Initiative, asked).product_id
        for name, kind, day in (
            ("Twin", InitiativeType.LAUNCH, 20),
            ("Prices", InitiativeType.PRICING, 20),
            ("Earlier", InitiativeType.LAUNCH, 2),
        ):
            unit.add(
                Initiative(
                    name=name,
                    kind=kind,
                    product_id=comet,
                    launched_on=dt.date(2026, 1, day),
                    recorded_at=NOW,
                )
            )
        unit.add(ExternalFactor(name="Strike", start_on=dt.date(2026, 2, 1), recorded_at=NOW))
    found = read_comparison(store=sample, actor=owner, launch_id=asked, as_of=TODAY)
    own = [one.name for one in found.overlaps if one.launch == "Comet/Insights"]
    assert own == ["Comet/Earlier", "Comet/Twin", "Strike"]
    others = {one.launch: one.name for one in found.overlaps if one.launch != "Comet/Insights"}
    assert others["Comet/Mobile app"] == "A rival raised its prices"


@pytest.mark.parametrize("day", [-1, 31])
def test_a_day_the_curve_does_not_cover_is_refused(sample: Store, owner: Actor, day: int) -> None:
    asked = id_of(sample, "Insights")
    with pytest.raises(InvalidInput) as fault:
        read_comparison(
            store=sample, actor=owner, launch_id=asked, how=HowToCompare(day), as_of=TODAY
        )
    assert fault.value.code == "day_beyond_curve"
    with pytest.raises(InvalidInput, match="days 0 to 30"):
        read_forecast(store=sample, actor=owner, launch_id=asked, by_day=day, as_of=TODAY)


def test_an_initiative_that_is_no_launch_is_not_compared(sample: Store, owner: Actor) -> None:
    directory = read_directory(store=sample, actor=owner)
    other = next(
        one for one in directory.in_use(Initiative) if one.kind is not InitiativeType.LAUNCH
    )
    with pytest.raises(NotFound):
        read_comparison(store=sample, actor=owner, launch_id=other.id or 0, as_of=TODAY)


def test_a_visitor_reads_no_store_of_somebody(store: Store, tmp_path: Path) -> None:
    visitor = Actor("visitor", Role.VISITOR)
    with pytest.raises(NotPermitted):
        read_comparison(store=store, actor=visitor, launch_id=1, as_of=TODAY)
    with pytest.raises(NotPermitted):
        read_forecast(store=store, actor=visitor, launch_id=1, as_of=TODAY)
