"""A table or a log is looked at, then stored, then taken back, on the import page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pmm_core.catalogue.drafts import LaunchDraft, ProductDraft
from pmm_core.catalogue.service import add, save
from pmm_core.importers.apply import read_imports
from pmm_core.results import ScopeRef
from pmm_core.scorecard.service import read_scorecard
from pmm_core.settings import Settings
from tests.catalogue import made
from tests.screens.made import OWNER, TODAY, click, open_page, own_store, texts

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

IMPORTS = "pages/data/imports.py"
VALUES = "product,kpi,date,value\nComet,Activation rate,2026-02-28,30%\n"


def _paste(app: AppTest, text: str) -> AppTest:
    open_page(app, IMPORTS)
    app.segmented_control(key="import_way").set_value("Pasted text").run()
    return app.text_area(key="import_text").set_value(text).run()


def _labels(app: AppTest) -> list[str]:
    return [button.label for button in app.button]


def _ways_on(app: AppTest) -> list[str]:
    labels = [link.proto.label for link in app.main.get("page_link")]
    return [label for label in labels if not label.startswith("Next:")]


def _told(app: AppTest) -> str:
    return "\n".join(info.value.replace("\\", "") for info in app.info)


def _launch_with(log: str) -> None:
    product = add(store=own_store(), actor=OWNER, draft=ProductDraft(name="Comet"))
    draft = LaunchDraft(product_id=product.id or 0, name="Insights", launched_on=TODAY, log=log)
    add(store=own_store(), actor=OWNER, draft=draft)


def _actual() -> float | None:
    scope = ScopeRef.parse("overall")
    rows = read_scorecard(store=own_store(), actor=OWNER, scope=scope, as_of=TODAY).rows
    return rows[0].estimate.value if rows else None


def test_unknown_names_are_offered_and_stored_only_when_asked_for(app: AppTest) -> None:
    _paste(app, VALUES)
    assert "2 names are not known yet" in texts(app)
    assert "Store 1 row" not in _labels(app)
    assert own_store().is_empty
    app.toggle(key="import_create").set_value(True).run()
    click(app, "Store 1 row")
    assert not app.error
    assert not [label for label in _labels(app) if label.startswith("Store")]
    assert _actual() == 0.30


def test_what_was_stored_can_be_taken_back(app: AppTest) -> None:
    _paste(app, VALUES)
    app.toggle(key="import_create").set_value(True).run()
    click(app, "Store 1 row")
    assert _ways_on(app) == ["See the scorecard"]
    click(app, "Take back")
    asked = texts(app)
    assert "1 value will no longer count." in asked
    assert "archived with it: KPI “Activation rate”; product “Comet”." in asked
    assert _actual() == 0.30
    click(app, "Cancel")
    assert _actual() == 0.30 and not read_imports(store=own_store(), actor=OWNER)[0].withdrawn_at
    click(app, "Take back")
    app.button(key="undo-sure").click().run()
    said = _told(app)
    assert "1 value taken back." in said and "To have it again, import that text once more" in said
    assert _actual() is None
    record = read_imports(store=own_store(), actor=OWNER)[0]
    assert record.withdrawn_at is not None


def test_a_row_that_cannot_be_taken_is_named_and_nothing_is_stored(app: AppTest) -> None:
    _paste(app, VALUES + "Comet,Activation rate,2026-02-30,31%\n")
    app.toggle(key="import_create").set_value(True).run()
    assert not [label for label in _labels(app) if label.startswith("Store")]
    problems = app.table[0].value
    assert problems.index.tolist() == ["3"]
    app.toggle(key="import_skip").set_value(True).run()
    click(app, "Store 1 row")
    assert _actual() == 0.30


def test_a_problem_names_the_control_that_ends_it_and_a_column_that_is_not_used(
    app: AppTest,
) -> None:
    _paste(app, "product,kpi,date,value,analyst\nComet,Activation,31/01/2127,30%,Ada\n")
    said = app.table[0].value["What is wrong"].iloc[0]
    assert "Take dates before 1990 or after today" in said and "--" not in said
    assert "Not used: “analyst”." in texts(app)


def test_a_file_that_is_no_table_is_refused_in_one_sentence(app: AppTest) -> None:
    open_page(app, IMPORTS)
    app.file_uploader(key="import_files").upload("broken.csv", b"", "text/csv").run()
    assert not app.exception
    assert len(app.error) == 1
    assert "broken" in app.error[0].value


def test_an_event_log_is_kept_whole_under_its_name(app: AppTest) -> None:
    rows = [
        f"u{i},{event},2026-03-{day:02d}"
        for i in range(3)
        for event, day in (("open", 1), ("use", 9))
    ]
    log = "\n".join(["user_id,event,ts", *rows]).encode()
    open_page(app, IMPORTS)
    app.file_uploader(key="import_files").upload("insights.csv", log, "text/csv").run()
    assert not app.error
    click(app, "Store 6 rows")
    kept = list(Path(Settings.load().events_url).glob("insights*.parquet"))
    assert len(kept) == 1
    assert not [label for label in _labels(app) if label.startswith("Store")]
    assert _ways_on(app) == ["Use it for a launch"]
    assert "without an event log" not in texts(app)
    _launch_with("insights.parquet")
    app.run()
    click(app, "Take back")
    assert "6 rows of the event log will no longer count." in texts(app)
    assert "Left without an event log: “Comet/Insights”." in texts(app)
    app.button(key="undo-sure").click().run()
    assert "Without an event log now: “Comet/Insights”." in _told(app)
    assert "import “insights.csv” once more" in _told(app)


def test_rows_with_unknown_names_are_not_offered_to_be_left_out(app: AppTest) -> None:
    _paste(app, VALUES)
    assert not [one.label for one in app.toggle if one.label.startswith("Leave out")]
    assert "Rows with unknown names are not left out" in texts(app)


def test_names_are_shown_for_people_and_one_day_is_one_day(app: AppTest) -> None:
    _paste(app, "product,kpi,date,value\nComet,Activation,2026-02-28,30%\n")
    assert "KPI “Activation” in the product “Comet”, 1 row" in texts(app)
    assert "product:" not in texts(app)
    app.toggle(key="import_create").set_value(True).run()
    assert "Rows are of 28 Feb 2026." in texts(app)


def test_a_former_name_is_shown_with_the_name_of_today(app: AppTest) -> None:
    store = own_store()
    comet = made.product(store, "Comet")
    made.kpi(store, comet, "Activation rate", unit="%")
    draft = ProductDraft(name="Nova")
    save(store=store, actor=OWNER, base=comet, draft=draft)
    _paste(app, VALUES)
    assert "The product “Comet”, now “Nova”." in texts(app)
    assert "Store 1 row" in _labels(app)


def test_a_table_of_launches_leads_to_the_launch_by_its_name_of_today(app: AppTest) -> None:
    product = made.product(own_store(), "Comet")
    _paste(app, "product,name,date,tier\nComet,Insights,2026-03-02,1\n")
    click(app, "Store 1 row")
    assert _ways_on(app) == ["See Comet/Insights"]
    link = app.main.get("page_link")[-1].proto
    assert "launch=Comet%2FInsights" in link.query_string
    save(store=own_store(), actor=OWNER, base=product, draft=ProductDraft(name="Nova"))
    app.run()
    assert _ways_on(app) == ["See Nova/Insights"]


def test_values_and_targets_in_one_table_are_brought_in_two_steps(app: AppTest) -> None:
    made.kpi(own_store(), made.product(own_store(), "Comet"), "Activation rate", unit="%")
    _paste(
        app,
        "product,kpi,date,value,target,target_date\n"
        "Comet,Activation rate,2026-02-28,30%,40%,2026-12-31\n",
    )
    assert "This table also holds KPI values" in _told(app)
    click(app, "Store 1 row")
    assert "which were not stored with this. Now choose “KPI values”" in _told(app)
    app.selectbox(key="import_profile").set_value("kpi_values").run()
    click(app, "Store 1 row")
    assert "also holds" not in _told(app)
    assert _actual() == 0.30
    assert not app.error


def test_files_of_two_kinds_are_told_apart_and_nothing_is_stored(app: AppTest) -> None:
    open_page(app, IMPORTS)
    targets = b"product,kpi,target,target_date\nComet,Activation rate,40%,2026-12-31\n"
    uploader = app.file_uploader(key="import_files")
    uploader.set_value([("values.csv", VALUES.encode(), "text/csv"), ("targets.csv", targets, "")])
    app.run()
    said = app.error[0].value.replace("\\", "")
    assert "This file holds targets, and “values.csv” holds KPI values." in said
    assert "Bring each kind by itself" in said


def test_a_file_read_wrongly_can_be_read_differently(app: AppTest) -> None:
    open_page(app, IMPORTS)
    # Names in Cyrillic letters: no encoding can be told from the bytes.
    content = "product;kpi;date;value\nПродукт;Rate;2026-02-28;1,5\n".encode("utf-16-le")
    app.file_uploader(key="import_files").upload("values.csv", content, "text/csv").run()
    said = app.error[0].value.replace("\\", "")
    assert "Or choose UTF-16-LE as “Encoding” in “How to read it”." in said and "--" not in said
    app.selectbox(key="import_encoding").set_value("utf-16-le")
    app.selectbox(key="import_delimiter").set_value("semicolon")
    app.selectbox(key="import_decimal").set_value(",").run()
    assert not app.error
    assert "Product “Продукт”, 1 row" in texts(app)
