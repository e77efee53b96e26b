"""A ClickHouse inside this process, asked in the SQL that Ibis writes for that dialect."""

from pathlib import Path
from typing import Any

import ibis
import ibis.expr.types as ir
import pandas as pd


class ClickHouse:
    """As much of an Ibis backend as counting needs; no server and no client are involved."""

    name = "clickhouse"

    def __init__(self, folder: Path) -> None:
        # Only `make scale` has the package; every run of the tests imports this file.
        import chdb.session

        self._session = chdb.session.Session(str(folder))
        self._session.query("SET join_use_nulls = 1")
        self._session.query("SET session_timezone = 'UTC'")

    def load(
        self, parquet: Path, *, zone: str | None, name: str = "log", blanks: bool = False
    ) -> ir.Table:
        """Keep a file as a table; its times as instants, or without a zone."""
        text, kept = ("Nullable(String)", "string") if blanks else ("String", "!string")
        time = "DateTime64(6)" if zone is None else f"DateTime64(6, '{zone}')"
        self._session.query(
            f"CREATE TABLE {name} (user_id {text}, event String, ts {time}, plan {text}) "
            "ENGINE = MergeTree ORDER BY tuple()"
        )
        self._session.query(
            f"INSERT INTO {name} SELECT toString(user_id), event, ts, plan "
            f"FROM file('{parquet}', Parquet)"
        )
        kind = "timestamp(6)" if zone is None else f"timestamp('{zone}', 6)"
        return ibis.table(
            {"user_id": kept, "event": "!string", "ts": f"!{kind}", "plan": kept},
            name=name,
        )

    def execute(self, expression: ir.Table) -> pd.DataFrame:
        sql = ibis.to_sql(expression, dialect="clickhouse")
        found: Any = self._session.query(str(sql), "DataFrame")
        return found

    def close(self) -> None:
        self._session.close()
