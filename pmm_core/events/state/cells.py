"""Counted groups of alike units, kept sparse: they are added to and taken from each other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from pmm_core.events.daily import Numbers


@dataclass(frozen=True)
class Cells:
    """How many units share each combination of whole numbers.

    Attributes:
        keys: a row a cell and a column a name, all at least -1.
        n: units in each cell; no cell is empty and none stands there twice.
    """

    names: tuple[str, ...]
    keys: Numbers
    n: Numbers

    @classmethod
    def of(cls, names: tuple[str, ...], columns: Mapping[str, Numbers], n: Numbers) -> "Cells":
        """Count from columns, of which some may say the same."""
        return cls.loose(names, columns, n)._collapsed()

    @classmethod
    def loose(cls, names: tuple[str, ...], columns: Mapping[str, Numbers], n: Numbers) -> "Cells":
        """Take columns as they are, to be added to others."""
        keys = np.stack([np.asarray(columns[name], np.int64) for name in names], axis=1)
        return cls(names, keys, np.asarray(n, np.int64))

    @classmethod
    def nothing(cls, names: tuple[str, ...]) -> "Cells":
        """Return no cells."""
        return cls(names, np.zeros((0, len(names)), np.int64), np.zeros(0, np.int64))

    def plus(self, *others: "Cells", less: Sequence["Cells"] = ()) -> "Cells":
        """Add other cells, and take some away."""
        signed = [*((each, 1) for each in others), *((each, -1) for each in less)]
        if not any(len(each.n) for each, _sign in signed):
            return self
        keys = np.concatenate([each.keys for each, _sign in signed])
        n = np.concatenate([sign * each.n for each, sign in signed])
        change = Cells(self.names, keys, n)
        if not len(self.n):
            return change._collapsed()
        dims = _dims(self.keys, keys)
        mine, found, more = _packed(self.keys, dims), *_summed(_packed(keys, dims), n)
        # Cells are in the order of their packed keys, so that a few are put among the many.
        place = np.searchsorted(mine, found)
        there = mine[np.minimum(place, len(mine) - 1)] == found
        n = self.n.copy()
        n[place[there]] += more[there]
        mine = np.insert(mine, place[~there], found[~there])
        return self._unpacked(mine, np.insert(n, place[~there], more[~there]), dims)

    def where(self, name: str, values: Numbers) -> "Cells":
        """Return the cells whose number of a name is one of some values."""
        chosen = np.isin(self.column(name), values)
        return Cells(self.names, self.keys[chosen], self.n[chosen])

    def column(self, name: str) -> Numbers:
        """Return the numbers of one name."""
        column: Numbers = self.keys[:, self.names.index(name)]
        return column

    def frame(self) -> pd.DataFrame:
        """Return a row a cell, with `n`."""
        columns = {name: self.column(name) for name in self.names}
        return pd.DataFrame({**columns, "n": self.n})

    def _collapsed(self) -> "Cells":
        if not len(self.n):
            return self
        dims = _dims(self.keys)
        return self._unpacked(*_summed(_packed(self.keys, dims), self.n), dims)

    def _unpacked(self, packed: Numbers, n: Numbers, dims: tuple[int, ...]) -> "Cells":
        packed, n = packed[n != 0], n[n != 0]
        keys = np.empty((len(n), len(dims)), np.int64)
        for at in range(len(dims) - 1, -1, -1):
            packed, keys[:, at] = np.divmod(packed, dims[at])
        return Cells(self.names, keys - 1, n)


def _dims(*keys: Numbers) -> tuple[int, ...]:
    """Return how many values each column may take, -1 among them."""
    tops = np.max([each.max(axis=0, initial=-1) for each in keys], axis=0)
    return tuple(int(top) + 2 for top in tops)


def _packed(keys: Numbers, dims: tuple[int, ...]) -> Numbers:
    """Make one number of the numbers of each row, in the same order."""
    packed = np.zeros(len(keys), np.int64)
    for at, size in enumerate(dims):
        packed = packed * size + (keys[:, at] + 1)
    return packed


def _summed(packed: Numbers, n: Numbers) -> tuple[Numbers, Numbers]:
    """Add up what stands under the same number; sorted."""
    found, place = np.unique(packed, return_inverse=True)
    total = np.zeros(len(found), np.int64)
    np.add.at(total, place, n)
    return found, total
