"""Puts what the sample company says of itself, and who answers for which KPI, into a store."""

import json

from sqlmodel import Session

from pmm_core.access import Actor
from pmm_core.demo.nouns import Ids, unit_of
from pmm_core.demo.sources import known_day, read_table
from pmm_core.models import AccountableMetric, Setting
from pmm_core.vocabulary import Standing

_LEAD = Actor("Ada Moreno")


def add_facts(session: Session) -> None:
    """Add what the company says of itself."""
    for line in read_table("facts"):
        unit = unit_of(session, _LEAD, known_day(line["recorded_on"]))
        unit.add(Setting(key=line["key"], value=json.loads(line["value"])))


def add_metrics(session: Session, ids: Ids) -> None:
    """Add who carries which KPI, and play how one standing changed."""
    for line in read_table("accountable_metrics"):
        unit = unit_of(session, Actor(line["recorded_by"]), known_day(line["recorded_on"]))
        metric = unit.add(
            AccountableMetric(
                kpi_id=ids.kpis[line["scope"], line["kpi"]],
                standing=Standing(line["former_standing"] or line["standing"]),
                person_id=ids.people.get(line["person"]),
                team_id=ids.teams.get(line["team"]),
                cycle=line["cycle"] or None,
                reason=line["reason"],
            )
        )
        if line["changed_on"]:
            later = unit_of(session, _LEAD, known_day(line["changed_on"]))
            changes = {"standing": Standing(line["standing"])}
            later.change(AccountableMetric, metric.id or 0, changes, version=metric.version)
