"""Frozen types that every feature shares: a number with its doubt, a finding, a scope."""

import datetime as dt
import unicodedata
from dataclasses import dataclass, field

from pmm_core.errors import InvalidInput
from pmm_core.vocabulary import Scope, Status


def name_key(name: str) -> str:
    """Reduce a name to what two spellings of it have in common."""
    return unicodedata.normalize("NFC", name).strip().casefold()


def same_cycle(one: str | None, other: str | None) -> bool:
    """Tell whether two cycles of work overlap: what names none holds for all."""
    if one is None or other is None:
        return True
    return name_key(" ".join(one.split())) == name_key(" ".join(other.split()))


@dataclass(frozen=True)
class Estimate:
    """A number that carries its own doubt; unknown is null, never 0.

    Attributes:
        value: the number, a fraction for a share.
        low, high: its interval at `level`.
        n: how many units it rests on.
        as_of: the last day it knows of.
        method: e.g. `kaplan_meier`, `wilson`.
    """

    value: float | None
    low: float | None = None
    high: float | None = None
    level: float = 0.95
    n: int | None = None
    as_of: dt.date | None = None
    method: str | None = None


UNKNOWN = Estimate(value=None)


@dataclass(frozen=True)
class Finding:
    """Something a reader should know, with what to do about it."""

    status: Status | None
    message: str
    recommendation: str | None = None
    evidence: tuple[str, ...] = field(default=())


@dataclass(frozen=True)
class ScopeRef:
    """What a scorecard is about: `overall`, `product:Comet`, `launch:Comet/Insights`.

    Attributes:
        product: the product's name; for launches and initiatives it may be left out.
        name: the launch's, initiative's or person's name.
    """

    kind: Scope
    product: str | None = None
    name: str | None = None

    @classmethod
    def parse(cls, text: str) -> "ScopeRef":
        """Read the words of a command or a file.

        Raises:
            InvalidInput: `scope_unknown`, with the forms that are understood.
        """
        word, _, rest = text.strip().partition(":")
        kind = next((scope for scope in Scope if scope.value == word.strip().lower()), None)
        rest = rest.strip()
        if kind is None or (kind is not Scope.OVERALL) != bool(rest):
            raise InvalidInput(
                f"“{text}” is not a scope. Write overall, product:NAME, launch:NAME, "
                "launch:PRODUCT/NAME, initiative:NAME or person:NAME.",
                code="scope_unknown",
            )
        if kind is Scope.PRODUCT:
            return cls(kind, product=rest)
        if kind in (Scope.LAUNCH, Scope.INITIATIVE) and "/" in rest:
            product, _, name = rest.partition("/")
            return cls(kind, product=product.strip(), name=name.strip())
        return cls(kind, name=rest or None)

    def readings(self) -> tuple["ScopeRef", ...]:
        """Tell every way to part product and name, since either may hold a slash itself.

        Returns:
            This one first; only a launch or an initiative can have others.
        """
        if self.kind not in (Scope.LAUNCH, Scope.INITIATIVE):
            return (self,)
        parts = "/".join(part for part in (self.product, self.name) if part).split("/")
        others = (
            ScopeRef(
                self.kind,
                product="/".join(parts[:at]).strip() or None,
                name="/".join(parts[at:]).strip(),
            )
            for at in range(len(parts))
        )
        return tuple(dict.fromkeys((self, *others)))

    def __str__(self) -> str:
        """Write it as a command takes it."""
        if self.kind is Scope.OVERALL:
            return self.kind.value
        parts = [part for part in (self.product, self.name) if part]
        return f"{self.kind.value}:{'/'.join(parts)}"
