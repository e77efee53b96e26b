"""Reads mandates, keeps them, puts versions forward and records what stakeholders say to each."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from sqlmodel import Session

from pmm_core.access import Actor, require
from pmm_core.catalogue import service as catalogue
from pmm_core.errors import ChangedElsewhere, InvalidInput, NotFound, Refused
from pmm_core.mandate import wording
from pmm_core.mandate.checks import find_gaps
from pmm_core.mandate.differences import compare
from pmm_core.mandate.document import (
    MandateDocument,
    MandateKpi,
    Partner,
    Proof,
    Signer,
    from_content,
    to_content,
)
from pmm_core.mandate.drafts import MandateDraft, PartnerDraft, SignOffDraft
from pmm_core.mandate.versions import Answer, Prepared, Version, newest_answers
from pmm_core.models import Challenge, Kpi, Mandate, MandateVersion, Person, SignOff, Team
from pmm_core.prioritizer import service as prioritizer
from pmm_core.prioritizer.defence import Defence
from pmm_core.results import name_key
from pmm_core.scorecard import service as scorecard
from pmm_core.scorecard.standpoints import Standpoint
from pmm_core.store import mandates
from pmm_core.store.store import Store, Unit
from pmm_core.vocabulary import Action


def read_mandates(*, store: Store, actor: Actor) -> Sequence[Mandate]:
    """Read every mandate in use, in the order they were made."""
    require(actor, Action.READ, store)
    with store.read() as session:
        return mandates.in_use(session=session)


def find_mandate(*, store: Store, actor: Actor, name: str | None = None) -> Mandate:
    """Find the mandate somebody means; the only one unless named.

    Raises:
        InvalidInput: there is none (`no_mandate`), or several and no name (`mandate_ambiguous`).
        NotFound: none has this name.
    """
    rows = read_mandates(store=store, actor=actor)
    names = [row.name for row in rows]
    if name is None:
        if len(rows) == 1:
            return rows[0]
        if not rows:
            raise InvalidInput(wording.NO_MANDATE, code="no_mandate")
        raise InvalidInput(wording.ambiguous(names), code="mandate_ambiguous")
    found = next((row for row in rows if name_key(row.name) == name_key(name)), None)
    if found is None:
        raise NotFound("mandate", name, near=names)
    return found


def read_prepared(*, store: Store, actor: Actor, mandate_id: int, as_of: dt.date) -> Prepared:
    """Read a mandate as it reads on a day, what it lacks, and every version of it.

    Raises:
        NotFound: there is no such mandate.
    """
    require(actor, Action.READ, store)
    with store.read() as session:
        row = _mandate(session, mandate_id)
        versions = _versions(session, mandate_id)
        archived = _archived_names(session, row)
    document = read_document(store=store, actor=actor, mandate=row, as_of=as_of)
    return Prepared(
        mandate_id=mandate_id,
        document=document,
        gaps=find_gaps(document, archived=archived),
        versions=versions,
        has_changes=not versions or bool(compare(versions[0].document, document)),
    )


def read_document(
    *, store: Store, actor: Actor, mandate: Mandate, as_of: dt.date
) -> MandateDocument:
    """Read what a mandate says on a day, with its ranking and its KPIs as they stand."""
    require(actor, Action.READ, store)
    ranking, uncovered = read_ranking(store=store, actor=actor, round_id=mandate.round_id)
    known = catalogue.read_directory(store=store, actor=actor)
    with store.read() as session:
        challenges = prioritizer.name_challenges(session)
        focus = session.get(Challenge, mandate.focus_id) if mandate.focus_id else None
    proof_id = (focus.kpi_id or 0) if focus else 0
    kpis = _read_kpis(store, actor, as_of, {*mandate.kpi_ids, proof_id})
    draft = MandateDraft.of(mandate)
    people = {one: known.name(Person, one) or "" for one in draft.person_ids}
    return MandateDocument(
        name=mandate.name,
        as_of=as_of,
        team=known.name(Team, mandate.team_id),
        purpose=mandate.purpose,
        challenge=challenges.get(mandate.focus_id or 0),
        proof=_proof(focus, kpis.get(proof_id)) if focus else None,
        focus=mandate.focus,
        not_focus=mandate.not_focus,
        defence=mandate.defence,
        ranking=ranking,
        uncovered=uncovered,
        kpis=tuple(kpis[one] for one in mandate.kpi_ids if one in kpis),
        partners=tuple(_partner(one, people) for one in draft.partners),
        success=mandate.success,
        review_on=mandate.review_on,
        signers=tuple(Signer(one, people[one]) for one in mandate.signer_ids),
    )


def keep_mandate(
    *, store: Store, actor: Actor, base: Mandate | None, draft: MandateDraft
) -> Mandate:
    """Make a mandate, or write what a person changed of one.

    Args:
        base: as the person saw it; null for a new one.

    Raises:
        InvalidInput: another has the name (`name_taken`), or it names something that is not in use
            (`not_in_use`).
        ChangedElsewhere: somebody saved it first.
    """
    require(actor, Action.WRITE, store)
    with store.write(actor=actor) as unit:
        _check_name(unit.session, draft.name, base.id if base else None)
        _check_named(unit.session, draft, MandateDraft.of(base) if base else None)
        if base is None:
            return catalogue.create_all(unit, [draft])[0]
        return catalogue.change(unit, base, draft)


def restore_mandate(*, store: Store, actor: Actor, mandate: Mandate) -> Mandate:
    """Bring an archived mandate back.

    Raises:
        InvalidInput: another has its name by now (`name_taken`).
        ChangedElsewhere: somebody saved it first.
    """
    require(actor, Action.WRITE, store)
    with store.read() as session:
        _check_name(session, mandate.name, mandate.id)
    return catalogue.restore(store=store, actor=actor, noun=mandate)


def put_forward(
    *, store: Store, actor: Actor, mandate: Mandate, as_of: dt.date, note: str | None = None
) -> int:
    """Put a mandate forward as it stands: words, ranking and KPIs are frozen together.

    Args:
        mandate: as the person saw it.
        as_of: the day, today.
        note: what the version is about.

    Returns:
        The number of the version.

    Raises:
        InvalidInput: something is missing (`mandate_incomplete`), or it says what the newest
            version says (`nothing_changed`).
        ChangedElsewhere: somebody saved it, or put it forward, first.
    """
    require(actor, Action.WRITE, store)
    mandate_id = mandate.id or 0
    prepared = read_prepared(store=store, actor=actor, mandate_id=mandate_id, as_of=as_of)
    if prepared.needed:
        messages = [gap.message for gap in prepared.needed]
        problems = [{"part": gap.part, "message": gap.message} for gap in prepared.needed]
        raise InvalidInput(
            wording.incomplete(messages), code="mandate_incomplete", details={"problems": problems}
        )
    if not prepared.has_changes:
        raise InvalidInput(wording.NOTHING_NEW, code="nothing_changed")
    with store.write(actor=actor) as unit:
        seen = prepared.newest.id if prepared.newest else None
        newest = _newest_id(unit.session, mandate_id)
        if (_mandate(unit.session, mandate_id).version, newest) != (mandate.version, seen):
            raise ChangedElsewhere(
                wording.PUT_FORWARD_ELSEWHERE,
                details={"noun": "mandate", "name": mandate.name, "by": None, "fields": []},
            )
        return freeze(unit, mandate_id, prepared.document, note).number


def freeze(
    unit: Unit, mandate_id: int, document: MandateDocument, note: str | None
) -> MandateVersion:
    """Store a document as the next version inside an open unit of work; see `put_forward`."""
    earlier = mandates.versions(session=unit.session, mandate_id=mandate_id)
    return unit.add(
        MandateVersion(
            mandate_id=mandate_id,
            number=1 + (earlier[0].number if earlier else 0),
            content=to_content(document),
            note=note or None,
        )
    )


def answer_version(
    *, store: Store, actor: Actor, version_id: int, draft: SignOffDraft, as_of: dt.date
) -> Answer:
    """Record what a stakeholder says to the newest version; what they said before stays.

    Args:
        as_of: today; nobody answers on a later day.

    Raises:
        Refused: another version is in force (`version_superseded`).
        InvalidInput: the person was not asked (`not_asked`), or the day is not one on which the
            version could be answered (`day_wrong`).
    """
    require(actor, Action.WRITE, store)
    with store.write(actor=actor) as unit:
        row = unit.session.get(MandateVersion, version_id)
        if row is None:
            raise NotFound("version", str(version_id))
        newest = mandates.versions(session=unit.session, mandate_id=row.mandate_id)[0]
        if newest.id != row.id:
            said = wording.superseded(row.number, newest.number)
            raise Refused(said, code="version_superseded")
        document = from_content(row.content)
        if draft.person_id not in {one.id for one in document.signers}:
            raise InvalidInput(wording.NOT_ASKED, code="not_asked")
        if not document.as_of <= draft.on <= as_of:
            raise InvalidInput(wording.day_wrong(document.as_of, as_of), code="day_wrong")
        return _answer(unit.add(SignOff(version_id=version_id, **draft.model_dump())), document)


def read_ranking(
    *, store: Store, actor: Actor, round_id: int | None
) -> tuple[Defence | None, str | None]:
    """Read the ranking of a round as a mandate quotes it, or why it may not be read yet."""
    require(actor, Action.READ, store)
    if round_id is None:
        return None, None
    try:
        return prioritizer.read_defence(store=store, actor=actor, round_id=round_id), None
    except (Refused, InvalidInput) as refused:
        return None, refused.message


def _proof(challenge: Challenge, kpi: MandateKpi | None) -> Proof:
    """A proof speaks of the KPI, not of the team that moves it."""
    return Proof(replace(kpi, partner=None) if kpi else None, challenge.proof or None)


def _read_kpis(
    store: Store, actor: Actor, as_of: dt.date, kpi_ids: Collection[int]
) -> dict[int, MandateKpi]:
    known = catalogue.read_directory(store=store, actor=actor)
    standpoints = scorecard.read_standpoints(store=store, actor=actor, as_of=as_of, only=kpi_ids)
    return {
        kpi_id: _kpi(
            kpi,
            standpoints.get(kpi_id) if known.is_in_use(kpi) else None,
            owner=known.name(Person, kpi.owner_id),
            partner=known.name(Team, kpi.partner_team_id),
        )
        for kpi_id in kpi_ids
        if (kpi := known.get(Kpi, kpi_id)) is not None
    }


def _kpi(kpi: Kpi, at: Standpoint | None, *, owner: str | None, partner: str | None) -> MandateKpi:
    """An archived KPI stands nowhere any more, and is still named."""
    said = MandateKpi(kpi.name, bucket=kpi.bucket, owner=owner, partner=partner, unit=kpi.unit)
    if at is None or at.estimate is None:
        return said
    return replace(
        said,
        scope=at.scope,
        value=at.estimate.value,
        on=at.estimate.as_of,
        post=at.post,
        status=at.status,
    )


def _partner(draft: PartnerDraft, people: Mapping[int, str]) -> Partner:
    return Partner(
        function=draft.function,
        accountable=people[draft.accountable_id] if draft.accountable_id else None,
        consulted=tuple(people[one] for one in draft.consulted_ids),
        together=draft.together,
        overlap=draft.overlap,
    )


def _mandate(session: Session, mandate_id: int) -> Mandate:
    row = session.get(Mandate, mandate_id)
    if row is None:
        raise NotFound("mandate", str(mandate_id))
    return row


def _versions(session: Session, mandate_id: int) -> tuple[Version, ...]:
    rows = mandates.versions(session=session, mandate_id=mandate_id)
    said = mandates.sign_offs(session=session, version_ids=[row.id or 0 for row in rows])
    return tuple(_version(row, [one for one in said if one.version_id == row.id]) for row in rows)


def _version(row: MandateVersion, said: Sequence[SignOff]) -> Version:
    document = from_content(row.content)
    return Version(
        id=row.id or 0,
        number=row.number,
        by=row.recorded_by,
        note=row.note,
        document=document,
        answers=newest_answers([_answer(one, document) for one in said], document),
    )


def _answer(row: SignOff, document: MandateDocument) -> Answer:
    """Name the stakeholder as the version does."""
    names = {one.id: one.name for one in document.signers}
    return Answer(row.person_id, names[row.person_id], row.decision, row.on, row.objection)


def _newest_id(session: Session, mandate_id: int) -> int | None:
    rows = mandates.versions(session=session, mandate_id=mandate_id)
    return rows[0].id if rows else None


def _archived_names(session: Session, row: Mandate) -> set[str]:
    """Name people and challenge of a mandate that are not in use any more."""
    known = catalogue.directory(session)
    people = [known.get(Person, one) for one in MandateDraft.of(row).person_ids]
    named: list[Person | Challenge | None] = [*people]
    named += [session.get(Challenge, row.focus_id)] if row.focus_id else []
    return {one.name for one in named if one is not None and one.archived_at is not None}


def _check_name(session: Session, name: str, mandate_id: int | None) -> None:
    for row in mandates.in_use(session=session):
        if row.id != mandate_id and name_key(row.name) == name_key(name):
            raise InvalidInput(wording.name_taken(row.name), code="name_taken")


def _check_named(session: Session, draft: MandateDraft, base: MandateDraft | None) -> None:
    """Refuse KPIs and people that are not in use; what was named before may stay."""
    known = catalogue.directory(session)
    kpis = set(draft.kpi_ids) - set(base.kpi_ids if base else ())
    people = draft.person_ids - (base.person_ids if base else set())
    _check_in_use({one.id for one in known.in_use(Kpi)}, kpis, "KPI")
    _check_in_use({one.id for one in known.in_use(Person)}, people, "person")


def _check_in_use(in_use: Collection[int | None], ids: Collection[int], what: str) -> None:
    if not set(ids) <= set(in_use):
        raise InvalidInput(wording.not_in_use(what), code="not_in_use")
