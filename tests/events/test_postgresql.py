"""A log in a real PostgreSQL answers like the same log in a file."""

import datetime as dt
import random
from collections.abc import Sequence
from pathlib import Path

import pytest
import sqlalchemy as sa

from pmm_core.access import Actor
from pmm_core.adoption.reading import Adoption
from pmm_core.adoption.service import LogSource, read_adoption, read_launch
from pmm_core.audience.service import freeze_audience
from pmm_core.errors import InvalidInput
from pmm_core.models import Initiative, Product
from pmm_core.store.store import Store
from tests.adoption.oracle import Event, Question, moment
from tests.adoption.test_against_oracle import (
    ask,
    definition_of,
    random_log,
    random_question,
    write_csv,
)

UTC = Question(adopt=["any"])


def fill(url: str, events: Sequence[Event], column: str) -> None:
    """Put rows into a table `log`, its times as instants, wall clocks, dates or text."""
    engine = sa.create_engine(url)
    values = {
        "timestamptz": lambda e: moment(e.when, UTC)[1],
        "timestamp": lambda e: moment(e.when, UTC)[1].replace(tzinfo=None),
        "date": lambda e: moment(e.when, UTC)[0],
        "text": lambda e: e.when,
    }
    with engine.begin() as connection:
        connection.execute(
            sa.DDL(
                f"CREATE TABLE IF NOT EXISTS log (user_id text, event text, ts {column}, plan text)"
            )
        )
        connection.execute(
            sa.insert(sa.table("log", *map(sa.column, ("user_id", "event", "ts", "plan")))),
            [
                {"user_id": e.unit, "event": e.event, "ts": values[column](e), "plan": e.plan}
                for e in events
            ],
        )
    engine.dispose()


@pytest.mark.parametrize("column", ["timestamptz", "timestamp", "date", "text"])
def test_a_table_gives_the_curves_of_the_same_log_in_a_file(
    column: str, postgres_url: str, tmp_path: Path
) -> None:
    rng = random.Random(column)
    events = random_log(rng)
    fill(postgres_url, events, column)
    if column == "timestamptz":
        events = [
            Event(e.unit, e.event, moment(e.when, UTC)[1].isoformat(), e.plan) for e in events
        ]
    elif column == "timestamp":
        events = [
            Event(e.unit, e.event, moment(e.when, UTC)[1].replace(tzinfo=None).isoformat(), e.plan)
            for e in events
        ]
    elif column == "date":
        events = [Event(e.unit, e.event, str(moment(e.when, UTC)[0]), e.plan) for e in events]
    path = write_csv(events, tmp_path / "log.csv")
    for _ in range(4):
        question = random_question(rng, events)
        try:
            from_file = ask(path, question)
        except InvalidInput as refused:
            assert refused.code == "no_audience"
            continue
        from_table = read_adoption(
            source=LogSource(
                postgres_url, table="log", timezone=question.source_timezone, allow_unused=True
            ),
            definition=definition_of(question),
            as_of=question.as_of,
            by="plan" if question.by else None,
        )
        assert from_table.curves == from_file.curves
        assert from_table.rows == from_file.rows
        assert from_table.units == from_file.units


def add_launch(store: Store, owner: Actor) -> int:
    """Store a launch that reads the table `log`, and return its id."""
    now = dt.datetime(2025, 3, 1, tzinfo=dt.UTC)
    with store.write(actor=owner) as unit:
        product = unit.add(Product(name="Comet", recorded_at=now))
        launch = unit.add(
            Initiative(
                name="Insights",
                product_id=product.id or 0,
                recorded_at=now,
                launched_on=dt.date(2025, 3, 1),
                adopt_events=["use"],
                log="log",
            )
        )
    return launch.id or 0


def test_a_launch_is_read_from_a_table_when_the_events_lie_in_a_database(
    postgres_url: str, store: Store, owner: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    events = [Event(f"{n}", "open", "2025-02-20") for n in range(40)]
    fill(postgres_url, [*events, Event("7", "use", "2025-03-03")], "date")
    monkeypatch.setenv("PMM_EVENTS", postgres_url)
    launch_id = add_launch(store, owner)
    adoption = read_launch(store=store, actor=owner, launch_id=launch_id)
    assert [day.adopted for day in adoption.whole.days[:3]] == [0, 0, 1]


def test_an_audience_frozen_from_a_table_is_counted_whatever_the_table_has_later(
    postgres_url: str, store: Store, owner: Actor, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    events = [Event(f"0{n}é", "open", "2025-02-20", "pro" if n % 4 else "free") for n in range(40)]
    fill(postgres_url, [*events, Event("07é", "use", "2025-03-03", "pro")], "date")
    monkeypatch.setenv("PMM_EVENTS", postgres_url)
    launch_id = add_launch(store, owner)
    before = read_launch(store=store, actor=owner, launch_id=launch_id, by="plan")
    frozen = freeze_audience(
        store=store, actor=owner, launch_id=launch_id, today=dt.date(2025, 3, 4)
    ).frozen
    assert frozen is not None and frozen.size == 40

    def read() -> Adoption:
        return read_launch(store=store, actor=owner, launch_id=launch_id, by="plan")

    assert read().curves == before.curves
    fill(
        postgres_url,
        [Event("late", "open", "2025-02-20"), Event("08é", "use", "2025-03-03")],
        "date",
    )
    after = read()
    assert (after.whole.n, after.whole.days[2].adopted) == (40, 2)
    assert any("1 unit" in note for note in after.notes)


def test_a_missing_table_is_named_with_those_there_are(postgres_url: str) -> None:
    fill(postgres_url, [Event("1", "open", "2025-03-01")], "date")
    with pytest.raises(InvalidInput, match="Tables: log") as refused:
        read_adoption(
            source=LogSource(postgres_url, table="logg"),
            definition=definition_of(Question(adopt=["any"], expose="any")),
        )
    assert refused.value.code == "table_unknown"


def test_a_database_that_does_not_answer_is_told_without_its_password() -> None:
    with pytest.raises(InvalidInput) as refused:
        read_adoption(
            source=LogSource("postgresql://ada:s3cret@127.0.0.1:1/none", table="log"),
            definition=definition_of(Question(adopt=["any"], expose="any")),
            as_of=dt.date(2025, 3, 1),
        )
    assert refused.value.code == "connection_failed"
    assert "s3cret" not in refused.value.message
