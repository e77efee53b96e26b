"""KPI values into a real store: what is new, what is known, and what is refused."""

import datetime as dt

import pytest

from pmm_core.access import Actor
from pmm_core.catalogue.drafts import KpiDraft, ProductDraft
from pmm_core.catalogue.service import add, archive, read_directory, save
from pmm_core.errors import InvalidInput, NotPermitted
from pmm_core.importers.apply import commit, preview, read_imports
from pmm_core.importers.contract import ImportOptions, SourceFile
from pmm_core.models import Kpi, Person, Product
from pmm_core.store.store import Store
from pmm_core.vocabulary import Cadence, Direction, KpiBucket, NounKind, Role, Scope
from tests.importers.reading import HEADERS, TODAY, excel, text
from tests.importers.stored import (
    ADA,
    codes,
    comet,
    imported,
    in_force,
    kpi,
    launch,
    person,
    planned,
    row_counts,
)


def row(on: str, value: str, *, kpi: str = "Activation rate", product: str = "Comet") -> list[str]:
    return [product, kpi, on, value]


THREE = text(HEADERS, row("2026-01-31", "29%"), row("2026-02-28", "30%"), row("2026-03-31", "31%"))


@pytest.fixture
def rate(store: Store) -> Kpi:
    return kpi(store, comet(store), unit="%")


def test_accepted_rows_are_stored_under_one_import_id(store: Store, rate: Kpi) -> None:
    result = imported(store, THREE)
    assert result.plan.rows.as_json() == {
        "read": 3,
        "accepted": 3,
        "rejected": 0,
        "duplicate": 0,
        "unchanged": 0,
    }
    assert in_force(store, rate.id) == {
        ("2026-01-31", ""): 0.29,
        ("2026-02-28", ""): 0.30,
        ("2026-03-31", ""): 0.31,
    }
    (record,) = read_imports(store=store, actor=ADA)
    assert (record.id, record.recorded_by, record.files) == (result.import_id, ADA.name, ["a.csv"])


def test_a_preview_stores_nothing_and_a_visitor_cannot_commit(store: Store, rate: Kpi) -> None:
    before = row_counts(store)
    plan = planned(store, THREE)
    assert plan.refusal is None and plan.rows.accepted == 3
    assert row_counts(store) == before
    with pytest.raises(NotPermitted):
        commit(store=store, actor=Actor("guest", Role.VISITOR), plan=plan)


def test_the_preview_shows_columns_first_rows_and_days(store: Store, rate: Kpi) -> None:
    plan = planned(store, text((*HEADERS, "colour"), [*row("2026-03-31", "31%"), "red"]))
    assert plan.columns[-2:] == (("value", "value"), ("colour", None))
    assert plan.first_rows == ((2, ("Comet", "Activation rate", "2026-03-31", "31%", "red")),)
    assert plan.days == (dt.date(2026, 3, 31), dt.date(2026, 3, 31))
    assert plan.match.confidence == 0.99


def test_the_same_content_again_stores_nothing_and_names_the_earlier_import(
    store: Store, rate: Kpi
) -> None:
    first = imported(store, THREE).import_id
    again = imported(store, THREE)
    assert (again.import_id, again.plan.same_as) == (None, first)
    assert (again.plan.rows.unchanged, again.plan.rows.accepted) == (3, 0)
    assert len(read_imports(store=store, actor=ADA)) == 1


def test_a_longer_export_adds_only_what_is_new(store: Store, rate: Kpi) -> None:
    imported(store, THREE)
    longer = imported(store, THREE + text(row("2026-04-05", "32%")))
    assert (longer.plan.rows.accepted, longer.plan.rows.unchanged) == (1, 3)
    shorter = imported(store, text(HEADERS, row("2026-01-31", "29%")))
    assert (shorter.import_id, shorter.plan.rows.unchanged) == (None, 1)
    assert len(in_force(store, rate.id)) == 4


def test_a_changed_value_is_a_revision_and_the_old_one_stays_in_the_history(
    store: Store, rate: Kpi
) -> None:
    imported(store, THREE)
    before = row_counts(store)["kpi_snapshot"]
    imported(store, text(HEADERS, row("2026-03-31", "33%")))
    assert in_force(store, rate.id)["2026-03-31", ""] == 0.33
    assert row_counts(store)["kpi_snapshot"] == before + 1


def test_unknown_names_are_listed_with_suggestions_and_never_created_silently(
    store: Store, rate: Kpi
) -> None:
    plan = planned(
        store,
        text(
            HEADERS,
            row("2026-03-31", "1", kpi="Activation rat"),
            row("2026-03-31", "1", product="X"),
        ),
    )
    assert [(one.noun, one.name, one.near) for one in plan.unknown] == [
        (NounKind.KPI, "Activation rat", ("Activation rate",)),
        (NounKind.PRODUCT, "X", ()),
        (NounKind.KPI, "Activation rate", ()),
    ]
    assert codes(plan) == [(2, "kpi_unknown"), (3, "product_unknown")]
    assert [problem.column for problem in plan.problems] == ["kpi", "product"]
    before = row_counts(store)
    for skip in (False, True):
        with pytest.raises(InvalidInput) as refused:
            imported(store, text(HEADERS, row("2026-03-31", "1", product="X")), skip_rejected=skip)
        assert refused.value.code == "names_unknown"
    assert row_counts(store) == before


def test_names_are_created_when_asked_and_take_what_the_cells_imply(store: Store) -> None:
    headers = (*HEADERS, "bucket", "owner", "direction")
    content = text(
        headers,
        [*row("2026-01-31", "29%"), "adoption", "Bo", "up"],
        [*row("2026-02-28", "30%"), "", "", ""],
        [*row("2026-03-31", "$1200", kpi="Churned revenue"), "revenue", "", "down"],
    )
    result = imported(store, content, create=True)
    assert result.plan.assumed["created"] == [
        {"kpi": "Activation rate", "unit": "%", "direction": "up", "cadence": "monthly"},
        {"kpi": "Churned revenue", "unit": "USD", "direction": "down", "cadence": None},
    ]
    known = read_directory(store=store, actor=ADA)
    product, bo = known.require(Product, "comet"), known.require(Person, "BO")
    made = known.require(Kpi, "activation RATE", within=(Scope.PRODUCT, product.id, None))
    assert (made.bucket, made.owner_id, made.unit) == (KpiBucket.ADOPTION, bo.id, "%")
    assert (made.cadence, made.direction) == (Cadence.MONTHLY, Direction.UP)
    assert (made.indicator, made.control, made.rung) == (None, None, None)


def test_new_names_are_one_noun_however_a_file_spells_them(store: Store) -> None:
    product = comet(store)
    save(store=store, actor=ADA, base=product, draft=ProductDraft(name="Comet Pro"))
    spellings = [
        ("Quill", "Trials"),
        ("quill", "TRIALS"),
        ("Comet", "Trials"),
        ("COMET PRO", "trials"),
    ]
    rows = [
        row(f"2026-0{at % 2 + 1}-28", str(at), product=name, kpi=kpi_name)
        for at, (name, kpi_name) in enumerate(spellings)
    ]
    result = imported(store, text(HEADERS, *rows), create=True)
    assert result.plan.rows.accepted == 4
    known = read_directory(store=store, actor=ADA)
    assert [one.name for one in known.in_use(Product)] == ["Comet Pro", "Quill"]
    assert [one.name for one in known.in_use(Kpi)] == ["Trials", "Trials"]


def test_a_product_and_a_person_may_share_a_name(store: Store) -> None:
    person(store, "Somebody")
    content = text((*HEADERS, "owner"), [*row("2026-01-31", "29%", product="Ada"), "Ada"])
    imported(store, content, create=True)
    known = read_directory(store=store, actor=ADA)
    (made,) = known.in_use(Kpi)
    assert (known.name(Product, made.product_id), known.name(Person, made.owner_id)) == (
        "Ada",
        "Ada",
    )
    assert made.product_id != made.owner_id


def test_nothing_is_made_for_rows_that_are_left_out(store: Store) -> None:
    content = text(
        HEADERS,
        row("2026-01-31", "29%"),
        row("2026-01-31", "$5", kpi="Sales", product="Orbit"),
        row("2026-02-28", "€5", kpi="Sales", product="Orbit"),
    )
    imported(store, content, create=True, skip_rejected=True)
    known = read_directory(store=store, actor=ADA)
    assert [one.name for one in known.in_use(Product)] == ["Comet"]
    assert [one.name for one in known.in_use(Kpi)] == ["Activation rate"]


def test_rows_that_disagree_about_a_new_kpi_are_rejected(store: Store) -> None:
    headers = (*HEADERS, "bucket")
    content = text(
        headers, [*row("2026-01-31", "1"), "adoption"], [*row("2026-02-28", "1"), "revenue"]
    )
    assert codes(planned(store, content, create=True)) == [(3, "definition_differs")]


def test_a_former_name_still_receives_next_weeks_file(store: Store, rate: Kpi) -> None:
    known = read_directory(store=store, actor=ADA)
    product = known.require(Product, "Comet")
    save(store=store, actor=ADA, base=product, draft=ProductDraft(name="Meteor"))
    draft = KpiDraft.of(rate).model_copy(update={"name": "Activated accounts"})
    save(store=store, actor=ADA, base=rate, draft=draft)
    imported(store, text(HEADERS, row("2026-03-31", "31%", product=" COMET ")))
    assert in_force(store, rate.id) == {("2026-03-31", ""): 0.31}


def test_an_archived_kpi_takes_nothing_until_it_is_restored(store: Store, rate: Kpi) -> None:
    archive(store=store, actor=ADA, noun=rate)
    plan = planned(store, THREE, create=True)
    assert codes(plan) == [(2, "archived"), (3, "archived"), (4, "archived")]
    assert plan.refusal is not None and plan.refusal.code == "rows_rejected"


def test_a_rejected_row_stops_the_file_unless_skipped_on_purpose(store: Store, rate: Kpi) -> None:
    content = THREE + text(row("2026-02-30", "1%"))
    before = row_counts(store)
    with pytest.raises(InvalidInput) as refused:
        imported(store, content)
    assert refused.value.code == "rows_rejected"
    assert [problem["row"] for problem in refused.value.details["problems"]] == [5]
    assert row_counts(store) == before
    skipped = imported(store, content, skip_rejected=True)
    assert (skipped.plan.rows.accepted, skipped.plan.rows.rejected) == (3, 1)


def test_a_file_without_one_good_row_is_refused_even_when_skipping(store: Store, rate: Kpi) -> None:
    with pytest.raises(InvalidInput) as refused:
        imported(store, text(HEADERS, row("2026-02-30", "1%")), skip_rejected=True)
    assert refused.value.code == "rows_rejected"


def test_equal_rows_are_duplicates_and_different_ones_are_all_rejected(
    store: Store, rate: Kpi
) -> None:
    plan = planned(
        store,
        text(
            HEADERS,
            row("2026-01-31", "29%"),
            row("2026-01-31", "0.29", product="comet"),
            row("2026-02-28", "30%"),
            row("2026-02-28", "31%"),
        ),
    )
    assert codes(plan) == [(4, "key_repeated"), (5, "key_repeated")]
    assert "rows 4, 5" in plan.problems[0].message
    assert (plan.rows.accepted, plan.rows.duplicate, plan.rows.rejected) == (1, 1, 2)


def test_a_segment_is_a_key_of_its_own(store: Store, rate: Kpi) -> None:
    headers = (*HEADERS, "segment")
    content = text(headers, [*row("2026-01-31", "29%"), ""], [*row("2026-01-31", "35%"), "SMB"])
    imported(store, content)
    assert in_force(store, rate.id) == {("2026-01-31", ""): 0.29, ("2026-01-31", "SMB"): 0.35}


@pytest.mark.parametrize(
    ("value", "code"),
    [("31", "percent_or_fraction"), ("$5", "unit_mismatch"), ("1.6", "percent_or_fraction")],
)
def test_a_bare_number_of_a_percent_kpi_is_a_fraction(
    store: Store, rate: Kpi, value: str, code: str
) -> None:
    assert codes(planned(store, text(HEADERS, row("2026-01-31", value)))) == [(2, code)]


def test_bare_numbers_are_percents_when_a_person_says_so(store: Store, rate: Kpi) -> None:
    imported(store, text(HEADERS, row("2026-01-31", "31")), percent_as_percent=True)
    imported(store, text(HEADERS, row("2026-02-28", "310%"), row("2026-03-31", "1.5")))
    assert sorted(in_force(store, rate.id).values(), key=float) == [0.31, 1.5, 3.1]


def test_money_in_two_currencies_is_never_put_together(store: Store) -> None:
    kpi(store, comet(store), "Revenue", unit="USD")
    content = text(
        HEADERS,
        row("2026-01-31", "$5", kpi="Revenue"),
        row("2026-02-28", "€5", kpi="Revenue"),
        row("2026-03-31", "31%", kpi="Revenue"),
        row("2026-04-01", "€5", kpi="New"),
        row("2026-04-02", "$5", kpi="New"),
    )
    assert codes(planned(store, content, create=True)) == [
        (3, "currency_mixed"),
        (4, "unit_mismatch"),
        (5, "currency_mixed"),
        (6, "currency_mixed"),
    ]


def test_a_shared_sign_agrees_with_the_currency_of_the_kpi(store: Store) -> None:
    revenue = kpi(store, comet(store), "Revenue", unit="CAD")
    imported(store, text(HEADERS, row("2026-01-31", "$5", kpi="Revenue")))
    assert in_force(store, revenue.id) == {("2026-01-31", ""): 5}


def test_value_and_ratio_must_say_the_same(store: Store, rate: Kpi) -> None:
    headers = (*HEADERS, "numerator", "denominator")
    content = text(
        headers,
        [*row("2026-01-31", ""), "124", "400"],
        [*row("2026-02-28", "31.04%"), "124", "400"],
        [*row("2026-03-31", "32%"), "124", "400"],
        [*row("2026-04-01", ""), "500", "400"],
    )
    plan = planned(store, content)
    assert codes(plan) == [(4, "ratio_mismatch"), (5, "part_larger_than_whole")]
    imported(store, content, skip_rejected=True)
    assert in_force(store, rate.id) == {("2026-01-31", ""): 0.31, ("2026-02-28", ""): 0.3104}


def test_a_launch_and_the_whole_company_can_have_values(store: Store) -> None:
    product = comet(store)
    launch(store, product)
    headers = (*HEADERS, "scope")
    content = text(
        headers,
        ["", "Trials", "2026-03-31", "7", "launch:Comet/insights"],
        ["", "Revenue", "2026-03-31", "9", "overall"],
        ["", "Trials", "2026-03-31", "7", "launch:Comet/Insigths"],
    )
    plan = planned(store, content, create=True)
    assert codes(plan) == [(4, "launch_unknown")]
    assert "Did you mean Insights?" in plan.problems[0].message
    result = imported(store, content, create=True, skip_rejected=True)
    assert result.plan.rows.accepted == 2


def test_a_launch_is_found_although_a_slash_stands_in_its_name_or_its_products(
    store: Store,
) -> None:
    product = add(store=store, actor=ADA, draft=ProductDraft(name="Web/Mobile"))
    launch(store, product, "Sign/in")
    content = text(
        (*HEADERS, "scope"),
        ["", "Trials", "2026-03-31", "7", "launch:Web/Mobile/Sign/in"],
        ["Web/Mobile", "Starts", "2026-03-31", "7", "launch:Web/Mobile/Sign/in"],
        ["Web", "Starts", "2026-02-28", "7", "launch:Comet/Sign/in"],
    )
    assert codes(planned(store, content, create=True)) == [(4, "scope_mismatch")]


def test_several_files_are_one_import_with_one_key_space(store: Store, rate: Kpi) -> None:
    plan = planned(
        store,
        text(HEADERS, row("2026-01-31", "29%")),
        text(HEADERS, row("2026-01-31", "29%"), row("25/02/2026", "30%")),
    )
    assert (plan.rows.accepted, plan.rows.duplicate) == (2, 1)
    assert plan.assumed["date_order"] == {"a.csv": "ymd", "b.csv": "dmy"}
    assert commit(store=store, actor=ADA, plan=plan).import_id is not None


def test_pasted_text_and_a_workbook_go_the_same_way(store: Store, rate: Kpi) -> None:
    pasted = SourceFile.pasted("product\tkpi\tdate\tvalue\nComet\tActivation rate\t2026-01-31\t29%")
    options = ImportOptions()
    plan = preview(store=store, actor=ADA, files=[pasted], options=options, today=TODAY)
    assert plan.tables[0].file == "pasted" and plan.rows.accepted == 1
    commit(store=store, actor=ADA, plan=plan)
    book = excel(HEADERS, ("Comet", "Activation rate", dt.date(2026, 2, 28), 0.3))
    imported(store, book)
    assert in_force(store, rate.id) == {("2026-01-31", ""): 0.29, ("2026-02-28", ""): 0.3}


def test_a_wide_table_stores_one_value_a_cell(store: Store, rate: Kpi) -> None:
    content = text(
        ("KPI", "Jan 2026", "Feb 2026", "Mar 2026"), ("Activation rate", "29%", "", "31%")
    )
    result = imported(store, content, product="Comet")
    assert result.plan.assumed["wide_by_date"] == 3
    assert in_force(store, rate.id) == {("2026-01-31", ""): 0.29, ("2026-03-31", ""): 0.31}


def test_what_changed_between_preview_and_commit_is_seen(store: Store, rate: Kpi) -> None:
    plan = planned(store, THREE)
    imported(store, THREE + b"\n")
    late = commit(store=store, actor=ADA, plan=plan)
    assert (late.import_id, late.plan.rows.unchanged) == (None, 3)
    other = planned(store, text(HEADERS, row("2026-04-01", "29%")))
    archive(store=store, actor=ADA, noun=rate)
    with pytest.raises(InvalidInput) as refused:
        commit(store=store, actor=ADA, plan=other)
    assert refused.value.code == "rows_rejected"
