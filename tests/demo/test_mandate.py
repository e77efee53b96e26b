"""The mandate of the sample tells what `data/README.md` says, and was written in its past."""

import datetime as dt

from sqlmodel import col, select

from pmm_core.access import Actor
from pmm_core.demo.sources import LAST_DAY
from pmm_core.mandate.differences import compare
from pmm_core.mandate.document import Part
from pmm_core.mandate.service import find_mandate, read_prepared
from pmm_core.mandate.versions import Prepared
from pmm_core.models import Audit, MandateVersion, SignOff
from pmm_core.settings import ROOT
from pmm_core.store.store import Store
from pmm_core.vocabulary import KpiBucket, NounKind, SignOffDecision

ADA = Actor("Ada Moreno")
README = " ".join((ROOT / "data/README.md").read_text("utf-8").split())


def prepared(sample: Store) -> Prepared:
    row = find_mandate(store=sample, actor=ADA)
    return read_prepared(store=sample, actor=ADA, mandate_id=row.id or 0, as_of=LAST_DAY)


def test_two_versions_were_put_forward_and_nothing_is_missing(sample: Store) -> None:
    found = prepared(sample)
    assert [(one.number, one.on) for one in found.versions] == [
        (2, dt.date(2026, 3, 27)),
        (1, dt.date(2025, 11, 5)),
    ]
    assert (found.gaps, found.has_changes) == ((), False)


def test_the_first_met_an_objection_and_the_second_waits_for_one_answer(sample: Store) -> None:
    second, first = prepared(sample).versions
    assert [one.person for one in first.those(SignOffDecision.OBJECTED)] == ["Marc Dubois"]
    assert [one.person for one in second.those(None)] == ["Sofia Rossi"]
    assert len(second.those(SignOffDecision.SIGNED)) == 4


def test_each_version_shows_its_own_round_and_the_values_of_its_own_day(sample: Store) -> None:
    second, first = (one.document for one in prepared(sample).versions)
    assert first.ranking and second.ranking
    assert (first.ranking.round, second.ranking.round) == ("Q4 2025", "Q2 2026")
    assert first.challenge == first.ranking.firsts[0] == second.ranking.firsts[0]
    days = [kpi.on for kpi in first.kpis if kpi.on]
    assert days and max(days) <= dt.date(2025, 11, 5)
    assert first.kpis[0].value != second.kpis[0].value
    assert all(second.of_bucket(bucket) for bucket in KpiBucket)


def test_what_success_looks_like_is_what_the_kpis_aim_at(sample: Store) -> None:
    newest = prepared(sample).versions[0].document
    aims = {kpi.name: kpi.post.value for kpi in newest.kpis if kpi.post}
    said = newest.success or ""
    assert f"{aims['Trial-to-paid conversion']:.0%} of trials become paid plans" in said
    assert f"Sellers win {aims['Win rate against suites']:.0%} of the deals" in said


def test_suites_went_into_the_focus_after_the_objection(sample: Store) -> None:
    second, first = (one.document for one in prepared(sample).versions)
    changed = {one.part for one in compare(first, second)}
    assert {Part.FOCUS, Part.NOT_FOCUS, Part.DEFENCE, Part.KPIS, Part.PARTNERS} <= changed
    assert "Deals are lost to suites" in (first.not_focus or "")
    assert "suites" in (second.focus or "")


def test_everything_was_recorded_on_its_own_day(sample: Store) -> None:
    with sample.read() as session:
        versions = session.exec(select(MandateVersion)).all()
        answers = session.exec(select(SignOff)).all()
        written = session.exec(
            select(Audit).where(Audit.noun == NounKind.MANDATE).order_by(col(Audit.id))
        ).all()
    assert [one.recorded_at.date() for one in versions] == [
        dt.date(2025, 11, 5),
        dt.date(2026, 3, 27),
    ]
    assert all(one.recorded_at.date() == one.on for one in answers)
    assert [(one.verb, one.recorded_at.date()) for one in written] == [
        ("add", dt.date(2025, 10, 31)),
        ("change", dt.date(2026, 3, 25)),
    ]


def test_the_readme_tells_the_shares_of_the_ranking_and_who_signed(sample: Store) -> None:
    second = prepared(sample).versions[0]
    assert second.document.ranking
    first, next_one = second.document.ranking.places[:2]
    assert (
        f"first in {first.first} of all weightings, “{next_one.challenge}” in {next_one.first}"
        in README
    )
    assert "4 of 5 signed" in README
