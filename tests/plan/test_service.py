"""A launch defined by hand says what it is for; what a plan lacks is told."""

import pytest

from pmm_core.catalogue.drafts import LaunchDraft
from pmm_core.catalogue.service import add, read_directory
from pmm_core.errors import InvalidInput, NotFound
from pmm_core.models import Initiative
from pmm_core.plan import wording
from pmm_core.plan.build import Gap
from pmm_core.plan.drafts import LaunchByHand
from pmm_core.plan.service import keep_launch, read_plan
from pmm_core.store.store import Store
from pmm_core.vocabulary import LaunchType
from tests.catalogue import made as nouns
from tests.plan import made


def test_a_new_launch_says_which_objective_it_serves(any_store: Store) -> None:
    comet, ada = nouns.product(any_store, "Comet"), nouns.person(any_store, "Ada")
    draft = LaunchByHand(
        product_id=comet.id or 0, name="Insights", launched_on=made.DAY_0, owner_id=ada.id
    )
    said = {"store": any_store, "actor": made.ADA, "base": None, "today": made.TODAY}
    with pytest.raises(InvalidInput) as refused:
        keep_launch(**said, draft=draft)
    assert refused.value.code == "objective_missing"
    assert refused.value.details["problems"][0]["field"] == "objective"
    assert not read_directory(store=any_store, actor=made.ADA).in_use(Initiative)
    pricing = LaunchByHand(product_id=comet.id or 0, name="Yearly plans", kind="pricing")
    assert keep_launch(**said, draft=pricing).objective is None


def test_a_launch_without_objective_from_elsewhere_may_stay_so_and_is_a_finding(
    store: Store,
) -> None:
    comet = nouns.product(store, "Comet")
    draft = LaunchDraft(product_id=comet.id or 0, name="Insights", launched_on=made.DAY_0)
    launch = add(store=store, actor=made.ADA, draft=draft)
    assert made.plan(store, launch).gaps[:2] == (Gap.NO_OBJECTIVE, Gap.NO_OWNER)
    ada = nouns.person(store, "Ada")
    kept = made.keep(store, launch, audience="Everybody", owner_id=ada.id)
    assert (kept.audience, kept.objective) == ("Everybody", None)
    assert made.plan(store, launch).gaps[:2] == (Gap.NO_OBJECTIVE, Gap.NO_TYPE)
    first = wording.findings(made.plan(store, launch))[0]
    assert first.message == "No objective yet." and first.recommendation


def test_a_launch_made_by_hand_has_one_owner_and_one_from_a_file_may_wait_for_it(
    any_store: Store,
) -> None:
    comet = nouns.product(any_store, "Comet")
    draft = LaunchByHand(
        product_id=comet.id or 0, name="Insights", launched_on=made.DAY_0, objective="More"
    )
    said = {"store": any_store, "actor": made.ADA, "today": made.TODAY}
    with pytest.raises(InvalidInput) as refused:
        keep_launch(**said, base=None, draft=draft)
    assert refused.value.code == "owner_missing"
    assert refused.value.details["problems"][0]["field"] == "owner_id"
    assert not read_directory(store=any_store, actor=made.ADA).in_use(Initiative)
    imported = nouns.launch(any_store, comet, "Imported")
    kept = made.keep(any_store, imported, audience="Everybody")
    assert (kept.audience, kept.owner_id) == ("Everybody", None)
    assert Gap.NO_OWNER in made.plan(any_store, imported).gaps
    with pytest.raises(InvalidInput) as given_up:
        made.keep(any_store, made.launch(any_store, "Owned"), owner_id=None)
    assert given_up.value.code == "owner_missing"


def test_everything_a_person_defines_is_in_the_plan(any_store: Store) -> None:
    ada = nouns.person(any_store, "Ada")
    launch = made.launch(
        any_store,
        owner_id=ada.id,
        launch_type="new_feature",
        contents="What changed in a shop, and why",
        audience="Every shop on a paid plan",
        adopt_events=("insight_opened",),
        activation_events=("insight_seen",),
        min_uses=3,
        min_days=2,
        engaged_days=14,
        engaged_min_days=4,
        windows=(30, 7, 90),
        timezone="Europe/Berlin",
    )
    plan = made.plan(any_store, launch)
    assert (plan.owner, plan.launch_type) == ("Ada", LaunchType.NEW_FEATURE)
    assert plan.dates.timezone == "Europe/Berlin"
    assert dict(wording.counting(plan.counting)) == {
        "Clock": "Day 0 is the launch day",
        "Activation": "The first “insight_seen”",
        "Adoption": "At least 3 uses on 2 days, of “insight_opened”",
        "Engagement": "Of those who adopted: use on 4 days of the last 14",
        "Windows": "Day 7, 30 and 90",
        "Event log": "None yet: counts can be typed",
    }
    assert plan.gaps == (Gap.NO_TIER, Gap.NO_READINESS, Gap.NO_TARGETS)


@pytest.mark.parametrize(
    ("said", "what"),
    [
        ({"engaged_days": 3, "engaged_min_days": 4}, "active on 4 of 3 days"),
        ({"engaged_days": 0}, "at least 1"),
        ({"launch_type": "party"}, "Choose one of"),
        ({"timezone": "Mars/Base"}, "Europe/Berlin"),
        ({"windows": ()}, "1 to 365"),
    ],
)
def test_what_cannot_be_is_refused_with_what_to_do(said: dict, what: str) -> None:
    fields = {"product_id": 1, "name": "Insights", "launched_on": made.DAY_0, "objective": "More"}
    with pytest.raises(InvalidInput, match=what) as refused:
        LaunchByHand.check(**fields | said)
    assert refused.value.code == "draft_invalid"


def test_there_is_no_plan_without_a_launch(store: Store) -> None:
    with pytest.raises(NotFound):
        read_plan(store=store, actor=made.ADA, launch_id=7, as_of=made.TODAY)


@pytest.mark.parametrize(
    ("days", "when"),
    [(-12, "launches in 12 days"), (0, "launches today"), (1, "launched 1 day ago")],
)
def test_the_headline_tells_when_and_how_ready(store: Store, days: int, when: str) -> None:
    launch = made.launch(store)
    as_of = made.DAY_0.fromordinal(made.DAY_0.toordinal() + days)
    plan = made.plan(store, launch, as_of)
    assert wording.headline(plan) == f"Insights {when}: no readiness list yet"
