"""Mandates kept in a real store, put forward, answered, and never changed afterwards."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from sqlmodel import select

from pmm_core.access import Actor
from pmm_core.catalogue.service import archive, save
from pmm_core.errors import ChangedElsewhere, InvalidInput, NotFound, NotPermitted, Refused
from pmm_core.ledger.drafts import SnapshotDraft
from pmm_core.ledger.service import record_value
from pmm_core.mandate.differences import compare
from pmm_core.mandate.document import Part, Proof, from_content, to_content
from pmm_core.mandate.drafts import MandateDraft, PartnerDraft, SignOffDraft
from pmm_core.mandate.service import (
    answer_version,
    find_mandate,
    keep_mandate,
    put_forward,
    read_mandates,
    read_prepared,
    restore_mandate,
)
from pmm_core.mandate.versions import Prepared
from pmm_core.models import Audit, Challenge, Kpi, Mandate, Person
from pmm_core.prioritizer.drafts import ChallengeDraft
from pmm_core.store.store import Store
from pmm_core.vocabulary import BusinessFunction, NounKind, Role, SignOffDecision
from tests.catalogue import made
from tests.mandate.written import ADA, TODAY, mandate, scored_round

BO = Actor("Bo Lind")
SIGNED, OBJECTED = SignOffDecision.SIGNED, SignOffDecision.OBJECTED
APRIL = dt.date(2026, 4, 7)


def prepared(store: Store, row: Mandate, as_of: dt.date = TODAY) -> Prepared:
    return read_prepared(store=store, actor=ADA, mandate_id=row.id or 0, as_of=as_of)


def change(store: Store, row: Mandate, actor: Actor = ADA, **said: Any) -> Mandate:
    draft = MandateDraft.check(**MandateDraft.of(row).model_dump() | said)
    return keep_mandate(store=store, actor=actor, base=row, draft=draft)


def forward(store: Store, row: Mandate, on: dt.date = TODAY, note: str | None = None) -> int:
    return put_forward(store=store, actor=ADA, mandate=row, as_of=on, note=note)


def answer(store: Store, version_id: int, person_id: int, **said: Any) -> None:
    given = {"decision": SIGNED, "on": TODAY, **said}
    draft = SignOffDraft.check(person_id=person_id, **given)
    answer_version(store=store, actor=ADA, version_id=version_id, draft=draft, as_of=APRIL)


def test_a_mandate_is_put_forward_signed_and_put_forward_again(any_store: Store) -> None:
    row = mandate(any_store)
    ada, bo = row.signer_ids
    assert prepared(any_store, row).needed == ()
    assert forward(any_store, row, note="The first one.") == 1
    first = prepared(any_store, row).versions[0]
    assert (first.number, first.by, first.on, first.note) == (
        1,
        "Ada Moreno",
        TODAY,
        "The first one.",
    )
    assert [one.person for one in first.those(None)] == ["Ada Moreno", "Bo Lind"]
    answer(any_store, first.id, ada)
    answer(any_store, first.id, bo, decision=OBJECTED, objection="Suites come first.")
    signed = prepared(any_store, row).versions[0]
    assert [one.decision for one in signed.answers] == [SIGNED, OBJECTED]
    assert not signed.is_agreed

    row = change(any_store, row, focus="Say what the trial shows, and renew the comparison.")
    assert forward(any_store, row, APRIL) == 2
    second, first = prepared(any_store, row, APRIL).versions
    assert second.document.focus != first.document.focus
    assert [one.decision for one in second.answers] == [None, None]
    answer(any_store, second.id, bo, on=APRIL)
    answer(any_store, second.id, ada, on=APRIL)
    assert prepared(any_store, row, APRIL).versions[0].is_agreed


def test_a_version_is_what_was_put_forward_whatever_happens_afterwards(any_store: Store) -> None:
    row = mandate(any_store)
    forward(any_store, row)
    before = prepared(any_store, row).versions[0].document
    with any_store.read() as session:
        kpi = session.get(Kpi, row.kpi_ids[0])
        challenge = session.get(Challenge, row.focus_id)
        person = session.get(Person, row.signer_ids[1])
    assert kpi and challenge and person
    said = SnapshotDraft(kpi_id=kpi.id or 0, on=TODAY, value=0.4)
    record_value(store=any_store, actor=ADA, draft=said, today=TODAY)
    renamed = ChallengeDraft.of(challenge).model_copy(update={"name": "Trials end too early"})
    save(store=any_store, actor=ADA, base=challenge, draft=renamed)
    archive(store=any_store, actor=ADA, noun=kpi)
    now = prepared(any_store, row)
    assert now.versions[0].document == before
    assert now.document.challenge == "Trials end too early"
    assert now.has_changes


def test_the_proof_of_the_challenge_is_frozen_and_a_new_one_is_a_change(any_store: Store) -> None:
    row = mandate(any_store)
    forward(any_store, row)
    assert prepared(any_store, row).document.proof == Proof()
    with any_store.read() as session:
        challenge = session.get(Challenge, row.focus_id)
    assert challenge
    kpi = made.kpi(any_store, None, "Trials that stay", unit="%")
    value = SnapshotDraft(kpi_id=kpi.id or 0, on=TODAY, value=0.4)
    record_value(store=any_store, actor=ADA, draft=value, today=TODAY)
    proven = ChallengeDraft.of(challenge).model_copy(update={"kpi_id": kpi.id, "proof": "4 of 10."})
    save(store=any_store, actor=ADA, base=challenge, draft=proven)
    now = prepared(any_store, row)
    assert now.has_changes
    assert now.versions[0].document.proof == Proof()
    forward(any_store, row, APRIL)
    record_value(
        store=any_store,
        actor=ADA,
        draft=value.model_copy(update={"on": APRIL, "value": 0.5}),
        today=APRIL,
    )
    after = prepared(any_store, row, APRIL)
    kept, today = after.versions[0].document.proof, after.document.proof
    assert kept and kept.kpi and today and today.kpi
    assert (kept.number, kept.kpi.name, kept.kpi.value) == ("4 of 10.", "Trials that stay", 0.4)
    assert (today.kpi.value, after.has_changes) == (0.5, False)


def test_a_version_put_forward_before_proof_was_kept_reads_as_before(store: Store) -> None:
    content = to_content(prepared(store, mandate(store)).document)
    del content["proof"]
    older = from_content(content)
    assert older.proof is None
    assert compare(older, replace(older, proof=Proof(number="4 of 10."))) == ()


def test_values_that_move_make_no_new_version(store: Store) -> None:
    row = mandate(store)
    forward(store, row)
    said = SnapshotDraft(kpi_id=row.kpi_ids[0], on=TODAY, value=0.4)
    record_value(store=store, actor=ADA, draft=said, today=TODAY)
    assert not prepared(store, row).has_changes
    with pytest.raises(InvalidInput, match="nothing to put forward") as refused:
        forward(store, row, APRIL)
    assert refused.value.code == "nothing_changed"


def test_ranking_weights_and_kpis_are_frozen_with_the_words(store: Store) -> None:
    row = mandate(store)
    said = SnapshotDraft(kpi_id=row.kpi_ids[0], on=TODAY, value=0.4)
    record_value(store=store, actor=ADA, draft=said, today=TODAY)
    forward(store, row)
    found = prepared(store, row).versions[0].document
    assert found.ranking is not None
    assert found.ranking.firsts == ("Trials end early",)
    assert sum(one.rank_shares[0] for one in found.ranking.places) == pytest.approx(1, abs=1e-9)
    assert found.ranking.weights.in_order() == pytest.approx((1 / 3,) * 3)
    assert (found.kpis[0].value, found.kpis[0].on) == (0.4, TODAY)


def test_what_is_missing_holds_it_back_and_each_is_told(store: Store) -> None:
    row = change(store, mandate(store), purpose=None, signer_ids=[])
    with pytest.raises(InvalidInput) as refused:
        forward(store, row)
    assert refused.value.code == "mandate_incomplete"
    assert [one["part"] for one in refused.value.details["problems"]] == [
        Part.PURPOSE,
        Part.SIGNERS,
    ]
    assert "Say why the team exists. Choose who is asked to sign." in refused.value.message
    assert prepared(store, row).versions == ()


def test_covered_scores_hold_it_back_and_say_who_is_missing(store: Store) -> None:
    scored = scored_round(store)
    late = made.person(store, "Cleo Roth")
    said = {"name": "Covered", "round_id": scored.id}
    row = keep_mandate(store=store, actor=ADA, base=None, draft=MandateDraft(**said))
    with store.write(actor=ADA) as unit:
        scorers = [*scored.scorer_ids, late.id]
        unit.change(type(scored), scored.id or 0, {"scorer_ids": scorers}, version=1)
    document = prepared(store, row).document
    assert document.ranking is None
    assert document.uncovered is not None and "Cleo Roth" in document.uncovered


def test_what_somebody_saved_or_put_forward_meanwhile_is_not_put_forward_over(
    any_store: Store,
) -> None:
    row = mandate(any_store)
    change(any_store, row, BO, success="Another success.")
    with pytest.raises(ChangedElsewhere):
        forward(any_store, row)
    assert prepared(any_store, row).versions == ()


def test_of_two_who_save_the_second_is_told_and_nothing_is_lost(any_store: Store) -> None:
    row = mandate(any_store)
    change(any_store, row, BO, success="Theirs.")
    with pytest.raises(ChangedElsewhere, match="Bo Lind") as refused:
        change(any_store, row, success="Mine.")
    assert refused.value.details["fields"] == [
        {
            "field": "success",
            "base": "Every fourth trial becomes a plan.",
            "theirs": "Theirs.",
            "yours": "Mine.",
        }
    ]


def test_the_last_answer_of_a_person_counts_and_the_earlier_ones_stay(store: Store) -> None:
    row = mandate(store)
    bo = row.signer_ids[1]
    forward(store, row)
    version = prepared(store, row).versions[0]
    answer(store, version.id, bo, decision=OBJECTED, objection="Suites come first.")
    answer(store, version.id, bo, on=APRIL)
    (latest,) = prepared(store, row).versions[0].those(SIGNED)
    assert (latest.person, latest.on, latest.objection) == ("Bo Lind", APRIL, None)
    with store.read() as session:
        entries = session.exec(select(Audit).where(Audit.noun == NounKind.SIGN_OFF)).all()
    assert [(one.verb, one.actor) for one in entries] == [("add", "Ada Moreno")] * 2


def test_an_answer_that_cannot_be_is_refused(store: Store) -> None:
    row = mandate(store)
    other = made.person(store, "Cleo Roth").id or 0
    forward(store, row)
    version = prepared(store, row).versions[0]
    for person_id, on, code in (
        (other, TODAY, "not_asked"),
        (row.signer_ids[0], TODAY - dt.timedelta(days=1), "day_wrong"),
        (row.signer_ids[0], APRIL + dt.timedelta(days=1), "day_wrong"),
    ):
        with pytest.raises(InvalidInput) as refused:
            answer(store, version.id, person_id, on=on)
        assert refused.value.code == code
    row = change(store, row, focus="Another.")
    forward(store, row, APRIL)
    with pytest.raises(Refused, match="Version 1 was followed by version 2") as superseded:
        answer(store, version.id, row.signer_ids[0])
    assert superseded.value.code == "version_superseded"


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"decision": OBJECTED}, "Say what you object to"),
        ({"decision": SIGNED, "objection": "But."}, "Whoever signs does not object"),
    ],
)
def test_an_objection_has_words_and_a_signature_none(said: dict[str, Any], sentence: str) -> None:
    with pytest.raises(InvalidInput, match=sentence):
        SignOffDraft.check(person_id=1, on=TODAY, **said)


def test_exactly_one_is_accountable_and_is_not_consulted_besides() -> None:
    with pytest.raises(InvalidInput, match="is not consulted besides"):
        PartnerDraft.check(function=BusinessFunction.SALES, accountable_id=1, consulted_ids=[1, 2])
    twice = [PartnerDraft(function=BusinessFunction.SALES, accountable_id=one) for one in (1, 2)]
    with pytest.raises(InvalidInput, match="stands once"):
        MandateDraft.check(name="M", partners=twice)


def test_functions_nothing_is_said_of_are_not_kept() -> None:
    partners = [
        PartnerDraft(function=BusinessFunction.LEADERSHIP),
        PartnerDraft(function=BusinessFunction.SALES, together="One deck."),
        PartnerDraft(function=BusinessFunction.PRODUCT, together="The trial."),
    ]
    draft = MandateDraft.check(name="M", partners=partners)
    assert [one.function.value for one in draft.partners] == ["product", "sales"]


def test_people_and_kpis_that_left_are_not_chosen_anew_and_may_stay(store: Store) -> None:
    row = mandate(store)
    with store.read() as session:
        kpi = session.get(Kpi, row.kpi_ids[0])
    assert kpi
    archive(store=store, actor=ADA, noun=kpi)
    row = change(store, row, success="Still kept.")
    assert any("is archived" in gap.message for gap in prepared(store, row).needed)
    with pytest.raises(InvalidInput, match="A KPI that was chosen"):
        draft = MandateDraft(name="Another", kpi_ids=[kpi.id or 0])
        keep_mandate(store=store, actor=ADA, base=None, draft=draft)
    with pytest.raises(InvalidInput, match="A person that was chosen"):
        draft = MandateDraft(name="Another", signer_ids=[99])
        keep_mandate(store=store, actor=ADA, base=None, draft=draft)


def test_two_mandates_have_two_names(store: Store) -> None:
    row = keep_mandate(store=store, actor=ADA, base=None, draft=MandateDraft(name="Focus"))
    with pytest.raises(InvalidInput, match="There is already a mandate called “Focus”"):
        keep_mandate(store=store, actor=ADA, base=None, draft=MandateDraft(name=" focus "))
    gone = archive(store=store, actor=ADA, noun=row)
    keep_mandate(store=store, actor=ADA, base=None, draft=MandateDraft(name="focus"))
    with pytest.raises(InvalidInput, match="already a mandate"):
        restore_mandate(store=store, actor=ADA, mandate=gone)


def test_one_is_found_by_its_name_or_because_it_is_the_only_one(store: Store) -> None:
    with pytest.raises(InvalidInput, match="There is no mandate yet"):
        find_mandate(store=store, actor=ADA)
    keep_mandate(store=store, actor=ADA, base=None, draft=MandateDraft(name="Comet"))
    assert find_mandate(store=store, actor=ADA).name == "Comet"
    keep_mandate(store=store, actor=ADA, base=None, draft=MandateDraft(name="Harbor"))
    assert find_mandate(store=store, actor=ADA, name="harbor").name == "Harbor"
    with pytest.raises(InvalidInput, match="name one of Comet or Harbor"):
        find_mandate(store=store, actor=ADA)
    with pytest.raises(NotFound, match="Quill"):
        find_mandate(store=store, actor=ADA, name="Quill")


def test_a_review_that_has_passed_an_objection_and_silence_are_told(store: Store) -> None:
    row = mandate(store)
    assert [one.message for one in prepared(store, row).findings] == [
        "This mandate has never been put forward."
    ]
    forward(store, row)
    version = prepared(store, row).versions[0]
    answer(store, version.id, row.signer_ids[1], decision=OBJECTED, objection="Suites.")
    late = dt.date(2026, 7, 1)
    assert [one.message for one in prepared(store, row, late).findings] == [
        "The review was due on 30 Jun 2026.",
        "Bo Lind objects to version 1.",
        "Ada Moreno has not answered version 1 since 31 Mar 2026.",
    ]
    on_the_day = prepared(store, row, dt.date(2026, 6, 30)).findings
    assert not any("review" in one.message for one in on_the_day)
    row = change(store, row, success="More.")
    assert prepared(store, row).findings[-1].message == (
        "What is written here has changed since version 1; nobody has signed it."
    )


def test_a_store_with_a_mandate_alone_is_not_empty(store: Store) -> None:
    assert store.is_empty
    keep_mandate(store=store, actor=ADA, base=None, draft=MandateDraft(name="Focus"))
    assert not store.is_empty


def test_a_visitor_may_change_nothing(sample: Store) -> None:
    visitor = Actor("Visitor", role=Role.VISITOR)
    (row,) = read_mandates(store=sample, actor=visitor)
    version = prepared(sample, row).versions[0]
    draft = SignOffDraft(person_id=version.answers[0].person_id, decision=SIGNED, on=TODAY)
    calls = (
        lambda: keep_mandate(store=sample, actor=visitor, base=row, draft=MandateDraft.of(row)),
        lambda: put_forward(store=sample, actor=visitor, mandate=row, as_of=TODAY),
        lambda: restore_mandate(store=sample, actor=visitor, mandate=row),
        lambda: answer_version(
            store=sample, actor=visitor, version_id=version.id, draft=draft, as_of=TODAY
        ),
    )
    for call in calls:
        with pytest.raises(NotPermitted):
            call()
