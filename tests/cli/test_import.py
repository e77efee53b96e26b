"""`import` and `undo` as a person or a cron job calls them: keys, exit codes, nothing half done."""

from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import Answer, run
from tests.importers.reading import HEADERS, excel, parquet, text

KEYS = [
    "profile",
    "confidence",
    "encoding",
    "delimiter",
    "import_id",
    "same_as",
    "dry_run",
    "assumed",
    "files",
    "rows",
    "problems",
]
COUNTS = ["read", "accepted", "rejected", "duplicate", "unchanged"]
GOOD = text(HEADERS, ["Comet", "Activation rate", "2026-03-31", "31%"])
BAD = text(["Comet", "Activation rate", "2026-02-30", "30%"])


@pytest.fixture(autouse=True)
def own_store(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PMM_TODAY", "2026-04-10")
    assert run("upgrade").code == 0


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def imported(folder: Path, content: bytes, *options: object, name: str = "a.csv") -> Answer:
    (folder / name).write_bytes(content)
    return run("import", folder / name, "--json", *options)


def fault(answer: Answer) -> Any:
    assert answer.code == 2
    return answer.document["error"]["code"]


def test_the_answer_has_the_keys_of_the_contract(folder: Path) -> None:
    answer = imported(folder, GOOD, "--create")
    assert answer.code == 0
    assert [key for key in answer.document if key in KEYS] == KEYS
    assert list(answer.document["rows"]) == COUNTS
    assert answer.document["rows"]["accepted"] == 1
    assert answer.document["import_id"] == 1
    assert answer.document["assumed"]["date_order"] == "ymd"
    assert (answer.document["encoding"], answer.document["delimiter"]) == ("utf-8", ",")


def test_the_same_file_again_stores_nothing(folder: Path) -> None:
    imported(folder, GOOD, "--create")
    again = imported(folder, GOOD).document
    assert (again["import_id"], again["same_as"]) == (None, 1)
    assert again["rows"] == {
        "read": 1,
        "accepted": 0,
        "rejected": 0,
        "duplicate": 0,
        "unchanged": 1,
    }


def test_unknown_names_end_2_and_are_listed(folder: Path) -> None:
    answer = imported(folder, GOOD)
    assert fault(answer) == "names_unknown"
    names = [(one["noun"], one["name"]) for one in answer.document["unknown"]]
    assert names == [("product", "Comet"), ("kpi", "Activation rate")]


def test_a_rejected_row_ends_2_with_its_place_and_code(folder: Path) -> None:
    imported(folder, GOOD, "--create")
    answer = imported(folder, GOOD + BAD)
    assert fault(answer) == "rows_rejected"
    (problem,) = answer.document["problems"]
    assert list(problem) == ["file", "row", "column", "code", "message"]
    assert (problem["file"], problem["row"], problem["column"]) == ("a.csv", 3, "date")
    assert problem["code"] == "date_impossible"
    assert imported(folder, GOOD + BAD, "--skip-rejected").code == 0


def test_a_dry_run_lists_everything_and_ends_0(folder: Path) -> None:
    answer = imported(folder, GOOD + BAD, "--dry-run")
    assert answer.code == 0
    assert answer.document["dry_run"] is True
    assert answer.document["import_id"] is None
    assert answer.document["rows"]["rejected"] == 2
    assert {one["code"] for one in answer.document["problems"]} == {
        "product_unknown",
        "date_impossible",
    }
    assert imported(folder, GOOD, "--create").document["import_id"] == 1


@pytest.mark.parametrize(
    ("content", "options", "code"),
    [
        (b"", [], "file_empty"),
        (text(HEADERS), [], "header_only"),
        (GOOD, ["--delimiter", "semicolon"], "delimiter_wrong"),
        (GOOD.decode().encode("utf-16-le"), [], "encoding_unmarked"),
        (GOOD + b"\0", [], "nul_bytes"),
        (text(("product", "kpi", "date", "date"), "abcd"), [], "headers_duplicate"),
        (
            text(HEADERS, ["C", "a", "25/04/2025", "1"], ["C", "b", "04/25/2025", "1"]),
            [],
            "date_order_mixed",
        ),
        (GOOD, ["--as", "nothing"], "profile_unknown"),
        (GOOD, ["--map", "value=Worth"], "column_unknown"),
        (GOOD, ["--timezone", "Mars/Base"], "timezone_unknown"),
        (GOOD, ["--map", "value"], "usage"),
        (GOOD, ["--date-order", "ddd"], "usage"),
        (GOOD, ["--header-row", "0"], "usage"),
    ],
)
def test_what_cannot_be_read_ends_2_with_a_code(
    folder: Path, content: bytes, options: list[str], code: str
) -> None:
    answer = imported(folder, content, *options)
    assert fault(answer) == code
    assert answer.document["error"]["message"].strip()


def test_a_file_that_is_not_there_ends_2(folder: Path) -> None:
    assert fault(run("import", folder / "no.csv", "--json")) == "file_missing"
    assert fault(run("import", folder, "--json")) == "file_missing"


def test_a_huge_file_is_not_even_opened_as_a_table(folder: Path) -> None:
    with (folder / "log.csv").open("wb") as file:
        file.truncate(65 << 20)
    answer = run("import", folder / "log.csv", "--json")
    assert fault(answer) == "file_too_large"
    assert "--as events" in answer.document["error"]["message"]


def test_every_format_says_the_same(folder: Path) -> None:
    imported(folder, GOOD, "--create")
    book = excel(HEADERS, ("Comet", "Activation rate", "2026-03-31", 0.31))
    table = parquet(product=["Comet"], kpi=["Activation rate"], date=["2026-03-31"], value=[0.31])
    for name, content in (("a.xlsx", book), ("a.parquet", table)):
        document = imported(folder, content, name=name).document
        assert (document["encoding"], document["delimiter"]) == (None, None)
        assert document["rows"]["unchanged"] == 1


def test_the_options_say_what_the_file_does_not(folder: Path) -> None:
    content = text(("when", "worth"), ["03/04/2025", "31"], delimiter=";").replace(b";", b"\t")
    answer = imported(
        folder,
        content,
        *("--as", "kpi_values", "--map", "date=when", "--map", "value=worth"),
        *("--product", "Comet", "--kpi", "Signups", "--date-order", "dmy", "--delimiter", "tab"),
        "--create",
    )
    assert answer.code == 0, answer.err
    assert answer.document["assumed"]["date_order"] == "dmy"


def test_bare_percents_and_odd_dates_are_taken_when_said(folder: Path) -> None:
    imported(folder, GOOD, "--create")
    odd = text(HEADERS, ["Comet", "Activation rate", "2027-03-31", "31"])
    assert fault(imported(folder, odd)) == "rows_rejected"
    assert imported(folder, odd, "--accept-odd-dates", "--percent-as", "percent").code == 0


def test_several_files_are_one_import(folder: Path) -> None:
    (folder / "a.csv").write_bytes(GOOD)
    (folder / "b.csv").write_bytes(text(HEADERS, ["Comet", "Activation rate", "2026-02-28", "1%"]))
    answer = run("import", folder / "a.csv", folder / "b.csv", "--create", "--json")
    assert answer.document["rows"]["accepted"] == 2
    assert [one["file"] for one in answer.document["files"]] == ["a.csv", "b.csv"]


def test_columns_that_are_not_used_are_named_in_words_and_in_json(folder: Path) -> None:
    columns = [*HEADERS, "region", "analyst"]
    row = ["Comet", "Activation rate", "2026-02-28", "1%", "EU", "Ada"]
    (folder / "wide.csv").write_bytes(text(columns, row))
    asked = ("import", folder / "wide.csv", "--create", "--dry-run")
    assert run(*asked, "--json").document["unused"] == ["region", "analyst"]
    assert "Not used: “region”, “analyst”." in run(*asked).out


def test_undo_names_the_launch_that_loses_its_log(folder: Path) -> None:
    (folder / "opens.csv").write_bytes(text(("user_id", "event", "ts"), ("u1", "a", "2026-03-01")))
    launch = ("Insights", "2026-02-03", "Comet", "opens.parquet")
    (folder / "launches.csv").write_bytes(text(("name", "date", "product", "log"), launch))
    assert run("import", folder / "opens.csv", "--as", "events").code == 0
    assert run("import", folder / "launches.csv", "--create").code == 0
    assert "Without an event log now: “Comet/Insights”." in run("undo", 1).out


def test_undo_withdraws_and_says_what_came_back(folder: Path) -> None:
    imported(folder, GOOD, "--create")
    imported(folder, GOOD.replace(b"31%", b"33%"))
    done = run("undo", 2, "--json")
    assert done.document == {
        "import_id": 2, "withdrawn": 1, "restored": 1, "already": False, "without_log": [],
        "archived": {},
    }  # fmt: skip
    again = run("undo", 2, "--json")
    assert (again.code, again.document["already"]) == (0, True)
    assert fault(run("undo", 99, "--json")) == "not_found"
    assert fault(run("undo", "last", "--json")) == "usage"


def test_words_for_people_name_counts_problems_and_the_way_back(folder: Path) -> None:
    (folder / "a.csv").write_bytes(GOOD + BAD)
    answer = run("import", folder / "a.csv", "--create", "--skip-rejected")
    assert "1 accepted, 1 rejected" in answer.out
    assert "a.csv row 3" in answer.out
    assert "`undo 1` takes it back" in answer.out
    said = run("undo", 1).out
    assert "Took back 1 row of import 1." in said and "Archived with it: product “Comet”." in said


def test_a_refused_file_is_told_once_and_without_a_row_it_has_not(folder: Path) -> None:
    (folder / "empty.csv").write_bytes(b"")
    said = run("import", folder / "empty.csv").err
    assert said.count("The file is empty.") == 1 and "None" not in said
    (folder / "a.csv").write_bytes(GOOD + BAD)
    rows = run("import", folder / "a.csv", "--create").err
    assert "1 of 2 rows cannot be taken" in rows and "a.csv row 3, date: “2026-02-30”" in rows


def test_of_a_table_with_values_and_targets_the_command_names_what_it_left(folder: Path) -> None:
    both = text(
        ("product", "kpi", "date", "value", "target", "target_date"),
        ("Comet", "Activation rate", "2026-03-31", "31%", "40%", "2026-12-31"),
    )
    (folder / "a.csv").write_bytes(both)
    said = run("import", folder / "a.csv", "--create").out
    assert "The table also holds rows for --as kpi_values." in said
    other = run("import", folder / "a.csv", "--as", "kpi_values").out
    assert "1 accepted" in other


def test_an_event_log_is_kept_and_taken_back(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PMM_EVENTS", str(folder / "events"))
    log = text(("user_id", "event", "ts"), ["u1", "opened", "2026-03-01T10:00:00Z"])
    answer = imported(folder, log, name="opens.csv")
    assert answer.code == 0, answer.err
    assert [key for key in answer.document if key in KEYS] == KEYS
    assert answer.document["profile"] == "events"
    assert (folder / "events" / "opens.parquet").exists()
    again = run("import", folder / "opens.csv", "--as", "events", "--json").document
    assert again["same_as"] == answer.document["import_id"]
    assert run("undo", answer.document["import_id"], "--json").document["withdrawn"] == 1
    assert not (folder / "events" / "opens.parquet").exists()
    for missing in (folder / "no.csv", "long" * 2000):
        assert fault(run("import", missing, "--as", "events", "--json")) == "file_missing"
