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

    def load(self, parquet: Path, *, zone: str | None) -> ir.Table:
        """Keep a file as a table `log`; its times as instants, or without a zone."""
        time = "DateTime64(6)" if zone is None else f"DateTime64(6, '{zone}')"
        self._session.query(
            f"CREATE TABLE log (user_id String, event String, ts {time}, plan String) "
            "ENGINE = MergeTree ORDER BY user_id"
        )
        self._session.query(
            "INSERT INTO log SELECT toString(user_id), event, ts, plan "
            f"FROM file('{parquet}', Parquet)"
        )
        kind = "timestamp(6)" if zone is None else f"timestamp('{zone}', 6)"
        return ibis.table(
            {"user_id": "!string", "event": "!string", "ts": f"!{kind}", "plan": "!string"},
            name="log",
        )

    def execute(self, expression: ir.Table) -> pd.DataFrame:
        sql = ibis.to_sql(expression, dialect="clickhouse")
        found: Any = self._session.query(str(sql), "DataFrame")
        return found

    def close(self) -> None:
        self._session.close()
