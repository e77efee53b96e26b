"""A table or a log is looked at, then stored, then taken back, on the import page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pmm_core.catalogue.drafts import LaunchDraft, ProductDraft
from pmm_core.catalogue.service import add
from pmm_core.importers.apply import read_imports
from pmm_core.results import ScopeRef
from pmm_core.scorecard.service import read_scorecard
from pmm_core.settings import Settings
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
    return [link.proto.label for link in app.main.get("page_link")]


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
    assert "1 row taken back." in texts(app)
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
    assert "Taking it back leaves without an event log: “Comet/Insights”." in texts(app)
    click(app, "Take back")
    assert "Without an event log now: “Comet/Insights”." in texts(app)


def test_rows_with_unknown_names_are_not_offered_to_be_left_out(app: AppTest) -> None:
    _paste(app, VALUES)
    assert not [one.label for one in app.toggle if one.label.startswith("Leave out")]
    assert "Rows with unknown names are not left out" in texts(app)
