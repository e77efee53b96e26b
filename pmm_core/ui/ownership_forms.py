"""The forms of health signs and targeted segments, and how both are kept."""

from collections.abc import Callable, Mapping
from typing import Any, cast

import streamlit as st

from pmm_core.catalogue.directory import Directory
from pmm_core.catalogue.service import read_directory
from pmm_core.formatting import BLANK, show_day
from pmm_core.models import HealthSign, Noun, Product, TargetedSegment
from pmm_core.ownership import wording
from pmm_core.ownership.drafts import HealthSignDraft, TargetedSegmentDraft
from pmm_core.ui.fields import Fields, choices
from pmm_core.ui.kept import Keeping, OpenedNoun, noun_keeping
from pmm_core.ui.session import Visit
from pmm_core.vocabulary import HealthSignKind


def sign_keeping(visit: Visit) -> Keeping:
    """Tell how health signs are kept on screen."""

    def named(row: HealthSign) -> str:
        return f"{wording.KINDS[row.kind]}, {show_day(row.on, visit.settings.manner)}"

    return _keeping(visit, HealthSign, _sign_form, named)


def segment_keeping(visit: Visit) -> Keeping:
    """Tell how targeted segments are kept on screen."""

    def named(row: TargetedSegment) -> str:
        return row.name

    return _keeping(visit, TargetedSegment, _segment_form, named)


def _keeping(
    visit: Visit,
    table: type[Noun],
    form: Callable[[Visit, OpenedNoun], Any],
    named: Callable[[Any], str],
) -> Keeping:
    known = read_directory(store=visit.store, actor=visit.actor)
    return noun_keeping(
        table,
        form=form,
        named=named,
        write=lambda field, value: (wording.FIELDS[field], _written(known, field, value)),
        archive_note=wording.ARCHIVE_NOTE,
    )


def _sign_form(visit: Visit, opened: OpenedNoun) -> HealthSignDraft | None:
    sign = cast(HealthSign | None, opened.noun)
    known = read_directory(store=visit.store, actor=visit.actor)
    ask = Fields(opened.key, wording.FIELDS)
    # The kind stands before the form: what was seen is asked in its words.
    kind = ask.word("kind", sign.kind if sign else None, wording.KINDS, required=True)
    with st.form(ask.form, border=False):
        healthy = _healthy(ask, sign, kind)
        on = ask.day("on", sign.on if sign else visit.today, latest=visit.today)
        evidence = ask.text("evidence", sign.evidence if sign else None, lines=3)
        current = sign.product_id if sign else None
        product_id = ask.noun("product_id", current, choices(known, Product, current))
        if not ask.save_button():
            return None
    return HealthSignDraft.check(
        kind=kind, healthy=healthy, on=on, evidence=evidence, product_id=product_id
    )


def _healthy(ask: Fields, sign: HealthSign | None, kind: HealthSignKind | None) -> bool | None:
    words: Mapping[bool, str] = (
        {True: wording.HEALTHY[kind], False: wording.UNHEALTHY[kind]}
        if kind
        else {True: "Healthy", False: "Unhealthy"}
    )
    return st.radio(
        wording.FIELDS["healthy"],
        list(words),
        index=None if sign is None else int(not sign.healthy),
        format_func=lambda healthy: words[healthy],
        key=ask.key("healthy"),
    )


def _segment_form(visit: Visit, opened: OpenedNoun) -> TargetedSegmentDraft | None:
    segment = cast(TargetedSegment | None, opened.noun)
    known = read_directory(store=visit.store, actor=visit.actor)
    ask = Fields(opened.key, wording.FIELDS)
    with st.form(ask.form, border=False):
        name = ask.name(segment.name if segment else None)
        why = ask.text("why", segment.why if segment else None, lines=3)
        proof = ask.text(
            "proof", segment.proof if segment else None, lines=3, note=wording.PROOF_NOTE
        )
        current = segment.product_id if segment else None
        with st.grid(columns=2, min_column_width=180):
            product_id = ask.noun("product_id", current, choices(known, Product, current))
            since = ask.day("since", segment.since if segment else None)
        if not ask.save_button():
            return None
    return TargetedSegmentDraft.check(
        name=name, why=why, proof=proof, product_id=product_id, since=since
    )


def _written(known: Directory, field: str, value: Any) -> str:
    if value is None or value == "":
        return BLANK
    if field == "product_id":
        return known.name(Product, value) or BLANK
    if field == "kind":
        return wording.KINDS[HealthSignKind(value)]
    if isinstance(value, bool):
        return "Healthy" if value else "Unhealthy"
    return show_day(value) if hasattr(value, "strftime") else str(value)
