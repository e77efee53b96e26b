"""Counted groups of alike units, kept sparse: they are added to and taken from each other."""

from collections.abc import Mapping
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
        keys = np.stack([np.asarray(columns[name], np.int64) for name in names], axis=1)
        return cls(names, keys, np.asarray(n, np.int64))._collapsed()

    @classmethod
    def nothing(cls, names: tuple[str, ...]) -> "Cells":
        """Return no cells."""
        return cls(names, np.zeros((0, len(names)), np.int64), np.zeros(0, np.int64))

    def plus(self, other: "Cells", sign: int = 1) -> "Cells":
        """Add other cells, or take them away."""
        if not len(other.n):
            return self
        keys = np.concatenate([self.keys, other.keys])
        return Cells(self.names, keys, np.concatenate([self.n, sign * other.n]))._collapsed()

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
        dims = tuple(int(top) + 2 for top in self.keys.max(axis=0))
        packed = np.ravel_multi_index(tuple(self.keys.T + 1), dims)
        found, place = np.unique(packed, return_inverse=True)
        n = np.zeros(len(found), np.int64)
        np.add.at(n, place, self.n)
        keys = np.stack(np.unravel_index(found[n != 0], dims), axis=1).astype(np.int64) - 1
        return Cells(self.names, keys, n[n != 0])
