"""Puts the settings, people, products, KPIs and launches of the sample company into a store.

They are made on the day they came up and changed on the day they changed, so that a look back
finds the former owner and the former name.
"""

import datetime as dt
import json
from dataclasses import dataclass, field

from sqlmodel import Session, col, select

from pmm_core.access import Actor
from pmm_core.demo.sources import (
    TIMEZONE,
    Line,
    counts,
    day,
    known_day,
    number,
    read_table,
    recorded,
    whole,
)
from pmm_core.models import FormerName, Initiative, Kpi, Person, Product, Setting, Team
from pmm_core.results import ScopeRef
from pmm_core.store.store import Unit
from pmm_core.vocabulary import (
    Cadence,
    Clock,
    Control,
    Direction,
    Goal,
    Indicator,
    InitiativeType,
    KpiBucket,
    LateJoiners,
    LaunchType,
    NounKind,
    PersonKind,
    Rung,
    Scope,
)

FIRST_DAY = dt.date(2024, 4, 1)
_LEAD = Actor("Ada Moreno")


@dataclass
class Ids:
    """Where the nouns are found by the names the tables use; a blank name finds nothing.

    Attributes:
        kpis: by scope as written and name.
    """

    teams: dict[str, int | None] = field(default_factory=dict)
    people: dict[str, int | None] = field(default_factory=dict)
    products: dict[str, int | None] = field(default_factory=dict)
    initiatives: dict[str, int | None] = field(default_factory=dict)
    kpis: dict[tuple[str, str], int] = field(default_factory=dict)


def unit_of(session: Session, actor: Actor, on: dt.date) -> Unit:
    """Open the part of a unit of work that somebody recorded on a day."""
    return Unit(session, actor=actor, at=recorded(on))


def log_name(product: str, launch: str) -> str:
    """Name the file of a launch's event log, e.g. `comet-insights.parquet`."""
    return f"{product}-{launch}.parquet".lower().replace(" ", "-")


def add_nouns(session: Session) -> Ids:
    """Add every noun of the sample and play its history; needs an empty store."""
    ids = Ids()
    start = unit_of(session, _LEAD, FIRST_DAY)
    for line in read_table("settings"):
        start.add(Setting(key=line["key"], value=json.loads(line["value"])))
    for line in read_table("teams"):
        ids.teams[line["team"]] = start.add(Team(name=line["team"])).id
    people = read_table("people")
    for line in people:
        person = unit_of(session, _LEAD, known_day(line["recorded_on"])).add(_person(line, ids))
        ids.people[line["person"]] = person.id
    leavers = {line["successor"]: line for line in people if line["successor"]}
    for line in read_table("products"):
        owner = _owner_on(FIRST_DAY, line["owner"], leavers)
        product = Product(
            name=line["product"], description=line["description"], owner_id=ids.people[owner]
        )
        ids.products[line["product"]] = start.add(product).id
    _add_initiatives(session, ids, leavers)
    _add_kpis(session, ids, leavers)
    for leaver in leavers.values():
        _hand_over(session, ids, leaver)
    return ids


def _add_initiatives(session: Session, ids: Ids, leavers: dict[str, Line]) -> None:
    planned: dict[str, dt.date] = {}
    for slip in read_table("launch_slips"):
        planned.setdefault(f"{slip['product']}/{slip['launch']}", known_day(slip["before"]))
    for line in read_table("initiatives"):
        on = known_day(line["recorded_on"])
        owner = _owner_on(on, line["owner"], leavers)
        unit = unit_of(session, Actor(owner), on)
        name = f"{line['product']}/{line['name']}"
        initiative = _initiative(line, ids, ids.people[owner])
        # A launch was entered with the day planned then; what moved it is played later.
        initiative.launched_on = planned.get(name, initiative.launched_on)
        ids.initiatives[name] = unit.add(initiative).id


def _add_kpis(session: Session, ids: Ids, leavers: dict[str, Line]) -> None:
    for line in read_table("kpis"):
        on = known_day(line["recorded_on"])
        owner = _owner_on(on, line["owner"], leavers)
        kpi = unit_of(session, Actor(owner), on).add(_kpi(line, ids, ids.people[owner]))
        assert kpi.id is not None, "a stored KPI has an id"
        ids.kpis[line["scope"], line["kpi"]] = kpi.id
        if line["former_name"]:
            unit = unit_of(session, Actor(owner), known_day(line["renamed_on"]))
            unit.change(Kpi, kpi.id, {"name": line["kpi"]}, version=kpi.version)
            unit.add(FormerName(noun=NounKind.KPI, noun_id=kpi.id, name=line["former_name"]))


def _hand_over(session: Session, ids: Ids, leaver: Line) -> None:
    """Give all that somebody owns to the successor on the last day."""
    gone, successor = ids.people[leaver["person"]], ids.people[leaver["successor"]]
    assert gone is not None, "whoever leaves is stored"
    unit = unit_of(session, _LEAD, known_day(leaver["left_on"]))
    owned: tuple[type[Product] | type[Initiative] | type[Kpi], ...] = (Product, Initiative, Kpi)
    for model in owned:
        theirs = select(model).where(col(model.owner_id) == gone).order_by(col(model.id))
        for row in session.exec(theirs).all():
            unit.change(model, row.id or 0, {"owner_id": successor}, version=row.version)
    changes = {
        "left_on": day(leaver["left_on"]),
        "successor_id": successor,
        "archived_at": unit.at,
    }
    unit.change(Person, gone, changes, version=1)


def _owner_on(on: dt.date, owner: str, leavers: dict[str, Line]) -> str:
    """Name who owned on a day what somebody owns now: whoever took over was not there before."""
    leaver = leavers.get(owner)
    return leaver["person"] if leaver and on <= known_day(leaver["left_on"]) else owner


def _person(line: Line, ids: Ids) -> Person:
    return Person(
        name=line["person"],
        kind=PersonKind(line["kind"]),
        team_id=ids.teams.get(line["team"]),
        email=line["email"],
    )


def _initiative(line: Line, ids: Ids, owner_id: int | None) -> Initiative:
    product_id = ids.products[line["product"]]
    assert product_id is not None, "a stored product has an id"
    is_launch = line["kind"] == InitiativeType.LAUNCH
    return Initiative(
        product_id=product_id,
        name=line["name"],
        kind=InitiativeType(line["kind"]),
        launch_type=LaunchType(line["launch_type"]) if is_launch else None,
        contents=line["contents"] or None,
        launched_on=day(line["launched_on"]),
        timezone=TIMEZONE,
        tier=whole(line["tier"]),
        tier_answers=dict(counts(line["tier_answers"])),
        tier_why=line["tier_why"] or None,
        owner_id=owner_id,
        objective=line["objective"] or None,
        audience=line["audience"] or None,
        log=log_name(line["product"], line["name"]) if is_launch else None,
        clock=Clock.EXPOSURE if line["expose_event"] else Clock.LAUNCH,
        adopt_events=line["adopt_events"].split(),
        activation_events=line["activation_event"].split(),
        expose_event=line["expose_event"] or None,
        after_exposure_day=line["after_exposure_day"] == "yes",
        late_joiners=LateJoiners(line["late_joiners"]),
        leave_event=line["leave_event"] or None,
        segment_by=line["segment_by"] or None,
    )


def _kpi(line: Line, ids: Ids, owner_id: int | None) -> Kpi:
    scope = ScopeRef.parse(line["scope"])
    is_below = scope.kind in (Scope.LAUNCH, Scope.INITIATIVE)
    return Kpi(
        scope=scope.kind,
        product_id=ids.products.get(scope.product or ""),
        initiative_id=ids.initiatives[f"{scope.product}/{scope.name}"] if is_below else None,
        name=line["former_name"] or line["kpi"],
        definition=line["definition"],
        bucket=KpiBucket(line["bucket"]),
        indicator=Indicator(line["indicator"]),
        rung=Rung(line["rung"]) if line["rung"] else None,
        control=Control(line["control"]),
        unit=line["unit"],
        direction=Direction(line["direction"]),
        goal=Goal(line["goal"]),
        low=number(line["low"]),
        high=number(line["high"]),
        cadence=Cadence(line["cadence"]) if line["cadence"] else None,
        owner_id=owner_id,
        partner_team_id=ids.teams.get(line["partner_team"]),
        source=line["source"] or None,
    )
