"""Writes the tables of a state into its folder, and reads them: whole, or what answers need."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

import numpy as np
import pyarrow as pa

from pmm_core.events.state.cells import Cells
from pmm_core.events.state.files import Arrays, StateFolder
from pmm_core.events.state.tables import (
    AUDIENCE,
    NEWCOMERS,
    FirstUse,
    Ints,
    OpenAudience,
    Rows,
    Tables,
    UnitTable,
)

_CELLS, _UNITS = "cells", "units"


def save(
    folder: StateFolder,
    tables: Tables,
    beside: Mapping[str, Any],
    names: pa.Array | None,
    *,
    keep_names: bool,
) -> dict[str, Any]:
    """Write a state; the folder is locked.

    Args:
        folder: of the state.
        tables: what it holds.
        beside: what else its manifest says.
        names: what further units are called.
        keep_names: whether the units before them stay.
    """
    said = {
        "segments": tables.segments,
        "sets": [list(events) for events in tables.sets],
        "launches": [
            {
                "adopt": list(one.adopt),
                "launched_on": one.launched_on.isoformat(),
                "active_days": one.active_days,
            }
            for one in tables.launches
        ],
        "horizon": tables.horizon,
        "last_day": tables.last_day,
        "rows": tables.rows.as_json(),
        "changed": tables.count_changed(),
    }
    arrays = {_CELLS: _cells(tables), _UNITS: _units(tables)}
    return folder.write({**beside, "tables": said}, arrays, names, keep_names=keep_names)


def load(folder: StateFolder, manifest: Mapping[str, Any], *, whole: bool) -> Tables:
    """Read a state.

    Args:
        folder: of the state.
        manifest: as it was read from the folder.
        whole: with the units, which answers can do without.
    """
    said = manifest["tables"]
    found = folder.arrays(manifest["files"][_CELLS])
    horizon = int(said["horizon"])
    tables = Tables(
        segments=list(said["segments"]),
        sets=[tuple(events) for events in said["sets"]],
        launches=[
            FirstUse(
                tuple(one["adopt"]),
                dt.date.fromisoformat(one["launched_on"]),
                int(one["active_days"]),
                horizon,
            )
            for one in said["launches"]
        ],
        horizon=horizon,
        last_day=int(said["last_day"]),
        rows=Rows.of_json(said["rows"]),
        units=UnitTable.of_nobody(0),
        newcomers=_read(NEWCOMERS, found, "newcomers"),
        audience=_read(AUDIENCE, found, "audience"),
        used_before=found["used_before"],
        open={},
        changed=None if whole else int(said["changed"]),
    )
    if whole:
        units = folder.arrays(manifest["files"][_UNITS])
        columns = {each.name: units[each.name].astype(np.int32) for each in fields(UnitTable)}
        tables.units = UnitTable(**columns)
        tables.open = {
            int(number): OpenAudience(
                units[f"bits_{number}"], units[f"changed_{number}"], units[f"found_{number}"]
            )
            for number in units["open"]
        }
    return tables


def _cells(tables: Tables) -> Arrays:
    return {
        "newcomers": tables.newcomers.keys.astype(np.int32),
        "newcomers_n": tables.newcomers.n,
        "audience": tables.audience.keys.astype(np.int32),
        "audience_n": tables.audience.n,
        "used_before": tables.used_before,
    }


def _read(names: tuple[str, ...], found: Arrays, name: str) -> Cells:
    return Cells(names, found[name].astype(np.int64), found[f"{name}_n"])


def _units(tables: Tables) -> Arrays:
    units = tables.units
    arrays: dict[str, Any] = {
        **{each.name: _small(getattr(units, each.name)) for each in fields(UnitTable)},
        "open": np.array(sorted(tables.open), np.int64),
    }
    for number, audience in tables.open.items():
        arrays[f"bits_{number}"] = audience.bits
        arrays[f"changed_{number}"] = audience.changed
        arrays[f"found_{number}"] = audience.found
    return arrays


def _small(numbers: Ints) -> Any:
    """Halve what is written where the numbers allow it."""
    fits = not numbers.size or int(numbers.max()) <= np.iinfo(np.int16).max
    return numbers.astype(np.int16) if fits else numbers
