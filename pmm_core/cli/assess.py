"""`assess`: what a person thinks of a KPI, beside its computed status."""

import datetime as dt

import click

from pmm_core.catalogue.called import label_of, the_kpi, the_person
from pmm_core.catalogue.service import read_directory
from pmm_core.cli.day import Day
from pmm_core.cli.named import of_a_kpi
from pmm_core.cli.root import Call
from pmm_core.company.service import today
from pmm_core.response import wording
from pmm_core.response.answer import assessment_answer
from pmm_core.response.drafts import AssessmentDraft
from pmm_core.response.service import assess
from pmm_core.vocabulary import Confidence


@click.command("assess")
@of_a_kpi
@click.option("--confidence", type=click.Choice([one.value for one in Confidence]))
@click.option("--analysis", metavar="TEXT", help="Why the number is as it is.")
@click.option("--by", required=True, metavar="NAME", help="Who says so.")
@click.option("--on", type=Day(), help="For which day; today unless given.")
@click.pass_obj
def assess_command(
    call: Call,
    /,
    kpi: str,
    scope: str | None,
    segment: str,
    by: str,
    on: dt.date | None,
    **said: str | None,
) -> None:
    """Say how sure somebody is of a KPI, and why it is as it is: NAME or SCOPE/NAME."""
    store = call.open_store()
    known = read_directory(store=store, actor=call.actor)
    named = the_kpi(known, kpi, scope)
    day = today(store=store, settings=call.settings).day
    draft = AssessmentDraft.check(
        kpi_id=named.id,
        segment=segment,
        on=on or day,
        person_id=the_person(known, by).id,
        **said,
    )
    kept = assess(store=store, actor=call.actor, draft=draft, today=day)
    document = {"kpi": label_of(known, named), "segment": segment or None}
    call.answer({**document, **(assessment_answer(kept) or {})}, wording.was_assessed(named.name))
