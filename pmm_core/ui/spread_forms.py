"""The forms of allocations, house rules and the first product, and how allocations are kept."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

import streamlit as st

from pmm_core.catalogue.directory import Directory
from pmm_core.catalogue.service import read_directory
from pmm_core.errors import ChangedElsewhere
from pmm_core.formatting import BLANK, safe_text, show_day, show_percent
from pmm_core.models import Allocation, Person, Product
from pmm_core.spread import wording
from pmm_core.spread.build import Spread
from pmm_core.spread.drafts import AllocationDraft, FirstProductDraft, RulesDraft, TierEffort
from pmm_core.spread.service import (
    RulesInForce,
    allocate,
    change_allocation,
    choose_first,
    read_allocations,
    read_rules,
    restore_allocation,
    save_rules,
)
from pmm_core.ui.dialogs import Dialog, show_dialog
from pmm_core.ui.editing import Notice, finish_task, open_task, opened_task, show_sides
from pmm_core.ui.fields import Fields, choices, people
from pmm_core.ui.kept import Keeping, OpenedNoun, OpenedOnPage, Storing, noun_keeping
from pmm_core.ui.session import Visit

_EFFORT = ("low", "usual", "high", "weeks_before", "weeks_after")


@dataclass(frozen=True)
class OpenedRules(OpenedOnPage):
    """House rules that are being changed, as they were when they were opened."""

    base: RulesInForce
    refused: ChangedElsewhere | None = None


@dataclass(frozen=True)
class OpenedFirst(OpenedOnPage):
    """The first product that is being chosen.

    Attributes:
        seen: id of the choice in force the person saw; null if there was none.
    """

    seen: int | None
    refused: ChangedElsewhere | None = None


def allocation_keeping(visit: Visit) -> Keeping:
    """Tell how allocations are kept on screen."""
    known = read_directory(store=visit.store, actor=visit.actor)
    return noun_keeping(
        Allocation,
        form=_allocation_form,
        named=lambda row: allocation_name(known, row),
        write=lambda field, value: (wording.FIELDS[field], _written(known, field, value)),
        archive_note=wording.ARCHIVE_NOTE,
        storing=Storing(_store_allocation, _restore_allocation),
        title=wording.ADD_TITLE,
    )


def _store_allocation(visit: Visit, base: Any, draft: Any) -> Allocation:
    if base is None:
        return allocate(store=visit.store, actor=visit.actor, draft=draft)
    return change_allocation(store=visit.store, actor=visit.actor, base=base, draft=draft)


def _restore_allocation(visit: Visit, row: Any) -> Allocation:
    return restore_allocation(store=visit.store, actor=visit.actor, noun=row)


def allocation_name(known: Directory, row: Allocation) -> str:
    """Name an allocation: who, what, how much."""
    person = known.name(Person, row.person_id) or BLANK
    product = known.name(Product, row.product_id) or BLANK
    return f"{person}, {product} {show_percent(row.share)}"


def _allocation_form(visit: Visit, opened: OpenedNoun) -> AllocationDraft | None:
    row = cast(Allocation | None, opened.noun)
    known = read_directory(store=visit.store, actor=visit.actor)
    every = read_allocations(store=visit.store, actor=visit.actor)
    buyers = sorted({one.buyer for one in every if one.buyer}, key=str.casefold)
    if not (people(known) and choices(known, Product)):
        st.markdown(wording.NO_PRODUCT_YET)
        return None
    ask = Fields(opened.key, wording.FIELDS)
    person_id, product_id = (row.person_id, row.product_id) if row else (None, None)
    with st.form(ask.form, border=False), st.grid(columns=2, min_column_width=200):
        said: dict[str, Any] = {
            "person_id": ask.noun("person_id", person_id, people(known, person_id), required=True),
            "product_id": ask.noun(
                "product_id", product_id, choices(known, Product, product_id), required=True
            ),
            "buyer": ask.choice(
                "buyer",
                row.buyer if row else None,
                buyers,
                accept_new=True,
                note=wording.BUYER_NOTE,
            ),
            "share": ask.number(
                "share", row.share if row else None, unit="%", note=wording.SHARE_NOTE
            ),
            "start_on": ask.day("start_on", row.start_on if row else visit.today),
            "end_on": ask.day("end_on", row.end_on if row else None, note=wording.UNTIL_NOTE),
        }
        saved = ask.save_button()
    return AllocationDraft.check(**said) if saved else None


def show_opened_rules(visit: Visit) -> None:
    """Show the house rules in a dialog, if they are open."""
    opened = opened_task(OpenedOnPage)
    if isinstance(opened, OpenedRules):
        body = Dialog(wording.RULES_TITLE, lambda current: _rules(current, opened), width="medium")
        show_dialog(visit, body)


def _rules(visit: Visit, opened: OpenedRules) -> None:
    if opened.refused is not None:
        show_sides(opened.refused, _written_rule)
    st.caption(wording.RULES_NOTE)
    said = opened.base.said
    ask = Fields("spread-rules", wording.FIELDS)
    with st.form(ask.form, border=False):
        with st.grid(columns=3, min_column_width=180):
            same_buyer = ask.number("same_buyer", said.same_buyer)
            thin_from = ask.number("thin_from", said.thin_from)
            hours = ask.number("hours_a_week", said.hours_a_week)
        tiers = [_effort(effort) for effort in said.tiers]
        if not ask.save_button():
            return
    draft = RulesDraft.check(
        same_buyer=same_buyer, thin_from=thin_from, hours_a_week=hours, tiers=tuple(tiers)
    )
    try:
        save_rules(store=visit.store, actor=visit.actor, base=opened.base, draft=draft)
    except ChangedElsewhere as refused:
        # What the person started from stays the base: only their own changes are written.
        now = read_rules(store=visit.store, actor=visit.actor)
        open_task(OpenedRules(RulesInForce(said, now.version), refused))
        st.rerun()
    else:
        finish_task(Notice(wording.SAVED_RULES))


def _written_rule(field: str, value: Any) -> tuple[str, str]:
    said = wording.efforts(value) if field == "tiers" else wording.number(value)
    return wording.FIELDS[field], said


def _effort(effort: TierEffort) -> TierEffort:
    st.markdown(f"**Tier {effort.tier}**")
    ask = Fields(f"spread-rules-{effort.tier}", wording.FIELDS)
    with st.grid(columns=len(_EFFORT), min_column_width=110):
        typed = {field: ask.number(field, float(getattr(effort, field))) for field in _EFFORT}
    return TierEffort.check(tier=effort.tier, **typed)


def show_opened_first(visit: Visit, spread: Spread) -> None:
    """Show the choice of the first product in a dialog, if it is open."""
    opened = opened_task(OpenedOnPage)
    if isinstance(opened, OpenedFirst):
        body = Dialog(wording.FIRST_TITLE, lambda current: _first(current, opened, spread))
        show_dialog(visit, body)


def _first(visit: Visit, opened: OpenedFirst, spread: Spread) -> None:
    if opened.refused is not None:
        st.warning(safe_text(opened.refused.message), icon=":material/group:")
    st.caption(safe_text(wording.suggestion(spread.suggestion)))
    products = {one.product.id: one.product.name for one in spread.products}
    ask = Fields("first-product", wording.FIELDS)
    with st.form(ask.form, border=False):
        product_id = ask.noun("product_id", None, products, required=True)
        reason = ask.text("reason", None, lines=3)
        if not ask.save_button("Start with it"):
            return
    draft = FirstProductDraft.check(product_id=product_id, reason=reason)
    try:
        choose_first(store=visit.store, actor=visit.actor, draft=draft, seen=opened.seen)
    except ChangedElsewhere as refused:
        open_task(replace(opened, seen=refused.details["current"], refused=refused))
        st.rerun()
    else:
        finish_task(Notice(wording.chose(products[draft.product_id])))


def _written(known: Directory, field: str, value: Any) -> str:
    if value is None or value == "":
        return BLANK
    if field == "person_id":
        return known.name(Person, value) or BLANK
    if field == "product_id":
        return known.name(Product, value) or BLANK
    if field == "share":
        return show_percent(value)
    return show_day(value) if hasattr(value, "strftime") else str(value)


def holding_now(rows: Sequence[Allocation], spread: Spread) -> list[Allocation]:
    """Keep the allocations that hold on the day looked at, or start later."""
    return [
        row
        for row in rows
        if row.archived_at is None and (row.end_on is None or row.end_on >= spread.as_of)
    ]
