"""Puts the mandate of the sample company, its versions and what was said to each into a store."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, cast

from sqlalchemy.engine import Engine
from sqlmodel import Session, select

from pmm_core.access import Actor
from pmm_core.demo.nouns import Ids, unit_of
from pmm_core.demo.sources import Line, day, known_day, read_table
from pmm_core.mandate.drafts import MandateDraft, PartnerDraft
from pmm_core.mandate.service import freeze, read_document
from pmm_core.models import Challenge, Mandate, MandateVersion, ScoringRound, SignOff
from pmm_core.store.store import Store
from pmm_core.vocabulary import SignOffDecision


class _FromWithin(Store):
    """A store while it is being filled: what is read is what was written so far."""

    def __init__(self, session: Session) -> None:
        super().__init__(cast(Engine, session.get_bind()))
        self._session = session

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Read inside the unit of work that fills the store."""
        yield self._session


def add_mandate(session: Session, ids: Ids) -> None:
    """Add the mandate as it was written and put forward, version by version.

    Rounds and KPIs are there already; each version shows them as they stood on its day.
    """
    store = _FromWithin(session)
    mandate: Mandate | None = None
    for line in read_table("mandate_versions"):
        actor, on = Actor(line["by"]), known_day(line["put_forward_on"])
        written = unit_of(session, actor, known_day(line["written_on"]))
        row = _draft(session, line, ids).row()
        if mandate is None:
            mandate = written.add(row)
        else:
            said: Mapping[str, Any] = row.model_dump(include=set(MandateDraft.model_fields))
            written.change(Mandate, mandate.id or 0, said, version=mandate.version)
        document = read_document(store=store, actor=actor, mandate=mandate, as_of=on)
        version = freeze(unit_of(session, actor, on), mandate.id or 0, document, line["note"])
        _add_sign_offs(session, version, ids)


def _draft(session: Session, line: Line, ids: Ids) -> MandateDraft:
    rounds = {one.name: one.id for one in session.exec(select(ScoringRound)).all()}
    challenges = {one.name: one.id for one in session.exec(select(Challenge)).all()}
    kpis = _of_version("mandate_kpis", line)
    return MandateDraft.check(
        name=line["mandate"],
        team_id=ids.teams[line["team"]],
        purpose=line["purpose"],
        focus_id=challenges[line["challenge"]],
        focus=line["focus"],
        not_focus=line["not_focus"],
        round_id=rounds[line["round"]],
        defence=line["defence"],
        kpi_ids=[ids.kpis[one["scope"], one["kpi"]] for one in kpis],
        partners=[_partner(one, ids) for one in _of_version("mandate_partners", line)],
        success=line["success"],
        review_on=day(line["review_on"]),
        signer_ids=[ids.people[one["person"]] for one in _of_version("sign_offs", line)],
    )


def _of_version(table: str, line: Line) -> list[Line]:
    return [one for one in read_table(table) if one["version"] == line["version"]]


def _partner(line: Line, ids: Ids) -> PartnerDraft:
    return PartnerDraft.check(
        function=line["function"],
        accountable_id=ids.people[line["accountable"]],
        consulted_ids=[ids.people[name] for name in line["consulted"].split("|")],
        together=line["together"],
        overlap=line["overlap"],
    )


def _add_sign_offs(session: Session, version: MandateVersion, ids: Ids) -> None:
    """Add what each signer said on their day; whoever said nothing has no row."""
    for line in read_table("sign_offs"):
        if line["version"] != str(version.number) or not line["decision"]:
            continue
        on = known_day(line["on"])
        unit_of(session, Actor(line["person"]), on).add(
            SignOff(
                version_id=version.id or 0,
                person_id=ids.people[line["person"]] or 0,
                decision=SignOffDecision(line["decision"]),
                on=on,
                objection=line["objection"] or None,
            )
        )
