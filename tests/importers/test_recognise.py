"""Which table it is, told by its headers, with confidence and a reason."""

import pytest

from pmm_core.errors import InvalidInput
from pmm_core.exports import ExportKind, safe_export
from pmm_core.importers.contract import FileRefused, ImportOptions
from pmm_core.importers.profiles import PROFILES, ProfileId, template
from pmm_core.importers.recognise import recognise
from pmm_core.store.store import Store
from tests.importers.reading import HEADERS, ROW, read_text, text
from tests.importers.stored import planned


def recognised(*headers: str, **said: object) -> tuple[str, float, dict[str, int]]:
    table = read_text(text(headers, ["x"] * len(headers)))
    found = recognise(table, ImportOptions(**said))
    return found.profile.id.value, found.confidence, dict(found.columns)


@pytest.mark.parametrize(
    ("headers", "profile"),
    [
        (HEADERS, "kpi_values"),
        (("Product", "KPI", "As of", "Actual", "Owner"), "kpi_values"),
        (("product", "kpi", "date", "numerator", "denominator"), "kpi_values"),
        (("scope", "kpi", "date", "value"), "kpi_values"),
        (("product", "kpi", "target", "target_date"), "kpi_targets"),
        (("Product", "Metric", "Target value", "Due date", "Baseline"), "kpi_targets"),
        (("name", "date", "product"), "launches"),
        (("Launch", "Launch date", "Product", "Tier", "Time zone"), "launches"),
        (("user_id", "event", "ts"), "events"),
        (("distinct_id", "event_name", "timestamp", "country"), "events"),
    ],
)
def test_a_table_is_told_by_its_headers(headers: tuple[str, ...], profile: str) -> None:
    found, confidence, _ = recognised(*headers)
    assert found == profile
    assert confidence >= 0.8


def test_exact_headers_are_surer_than_other_words_for_them() -> None:
    exact = recognised(*HEADERS)[1]
    other = recognised("Product line", "Metric", "Day", "Actual")[1]
    assert exact == 1.0 > other


def test_a_table_nobody_knows_is_asked_about() -> None:
    with pytest.raises(FileRefused) as refused:
        recognised("foo", "bar")
    assert refused.value.code == "profile_unsure"
    assert "--as" in refused.value.message


def test_a_header_with_another_delimiter_in_it_is_told() -> None:
    for headers, is_told in ((("Box;Sales;31.01.2026", "12"), True), (("foo", "bar"), False)):
        with pytest.raises(FileRefused) as refused:
            read = read_text(text(headers, ["x"] * len(headers)), delimiter=",")
            recognise(read, ImportOptions())
        assert ("another delimiter" in refused.value.message) is is_told


def test_the_profile_a_person_names_is_taken_and_must_exist() -> None:
    assert recognised(*HEADERS, profile="kpi_values")[0] == "kpi_values"
    with pytest.raises(InvalidInput) as refused:
        recognised(*HEADERS, profile="kpis")
    assert refused.value.code == "profile_unknown"
    assert "kpi_values" in refused.value.message


def test_a_missing_column_is_named_with_what_to_say() -> None:
    with pytest.raises(FileRefused) as refused:
        recognised("product", "kpi", "date", "worth", profile="kpi_values")
    assert refused.value.code == "column_missing"
    assert "--map value=COLUMN" in refused.value.message


def test_a_column_can_be_named_by_header_or_by_place() -> None:
    said = {"value": "Worth", "kpi": "#2"}
    columns = recognised("product", "thing", "date", "worth", profile="kpi_values", columns=said)[2]
    assert columns == {"value": 3, "kpi": 1, "product": 0, "date": 2}
    for wrong, code in (({"value": "Price"}, "column_unknown"), ({"x": "date"}, "field_unknown")):
        with pytest.raises(FileRefused) as refused:
            recognised(*HEADERS, profile="kpi_values", columns=wrong)
        assert refused.value.code == code


def test_product_and_kpi_can_be_said_instead_of_written() -> None:
    found = recognised("date", "value", product="Comet", kpi="Signups", profile="kpi_values")
    assert found[2] == {"date": 0, "value": 1}


def test_three_dates_as_headers_make_a_wide_table() -> None:
    table = read_text(
        text(("", "2026-01-31", "2026-02-28", "2026-03-31"), ("Signups", "1", "2", "3"))
    )
    found = recognise(table, ImportOptions(product="Comet"))
    assert found.dates == (1, 2, 3)
    assert found.assumed == {"wide_by_date": 3, "kpi_column": "#1"}


@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES.keys())
def test_the_template_of_a_profile_is_recognised_as_that_profile(profile: object) -> None:
    known = PROFILES[str(getattr(profile, "id", ""))]
    table = read_text(safe_export(template(known), ExportKind.CSV))
    found = recognise(table, ImportOptions())
    assert found.profile.id is known.id
    assert not found.missing and not found.unused
    assert found.confidence == 1.0


def test_no_two_fields_of_a_profile_share_a_word() -> None:
    for profile in PROFILES.values():
        words = [word for field in profile.fields for word in (field.name, *field.synonyms)]
        assert len(words) == len(set(words)), profile.id


def test_the_row_of_a_table_is_not_what_decides() -> None:
    assert recognised(*HEADERS)[0] == ProfileId.KPI_VALUES
    assert read_text(text(HEADERS, ROW)).headers == HEADERS


TARGETS = text(("product", "kpi", "target", "target_date"), ("Comet", "A", "40%", "2026-12-31"))


def test_files_of_two_kinds_are_refused_with_what_each_holds(store: Store) -> None:
    values = text(HEADERS, ROW)
    for first, second, said in (
        (values, TARGETS, "This file holds targets, and “a.csv” holds KPI values."),
        (TARGETS, values, "This file holds KPI values, and “a.csv” holds targets."),
        (values, text(("user_id", "event", "ts"), ("u", "open", "2026-03-01")), "an event log"),
    ):
        with pytest.raises(FileRefused) as refused:
            planned(store, first, second)
        assert refused.value.code == "kinds_differ" and said in refused.value.message


def test_a_table_with_values_and_targets_says_what_else_it_holds(store: Store) -> None:
    both = text(
        ("product", "kpi", "date", "value", "target", "target_date"),
        ("Comet", "A", "2026-03-31", "31%", "40%", "2026-12-31"),
    )
    assert planned(store, both, create=True).also == (ProfileId.KPI_VALUES,)
    assert planned(store, both, profile="kpi_values").also == (ProfileId.KPI_TARGETS,)
    assert planned(store, text(HEADERS, ROW)).also == ()
