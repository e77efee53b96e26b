"""Who answers for which number in a cycle, who answers for none, and how the numbers stand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pmm_core.metric import wording
from pmm_core.results import Finding, same_cycle
from pmm_core.scorecard.standpoints import Standpoint
from pmm_core.vocabulary import Control, Standing


@dataclass(frozen=True)
class Carrier:
    """A person or a team that KPIs are carried by.

    Attributes:
        is_team: false for a person.
    """

    id: int
    name: str
    is_team: bool = False


@dataclass(frozen=True)
class Carried:
    """A KPI as it stands to its carrier.

    Attributes:
        id: of the accountable metric.
        cycle: null where it holds for all.
        why: the written reason; null without one.
    """

    id: int
    carrier: Carrier
    standing: Standing
    kpi_id: int
    cycle: str | None
    why: str | None
    standpoint: Standpoint


@dataclass(frozen=True)
class Share:
    """What one person or team carries in a cycle: accountable first, then as it was chosen."""

    carrier: Carrier
    carried: tuple[Carried, ...]

    def of(self, standing: Standing) -> tuple[Carried, ...]:
        """Return what stands so to the carrier."""
        return tuple(one for one in self.carried if one.standing is standing)


@dataclass(frozen=True)
class Board:
    """Everybody who carries a KPI in a cycle.

    Attributes:
        shares: people first, then teams, by name; also those who carry nothing but should.
        findings: what a reader should do something about.
    """

    cycle: str
    shares: tuple[Share, ...]
    findings: tuple[Finding, ...]


def build_board(cycle: str, carried: Sequence[Carried], should_carry: Iterable[Carrier]) -> Board:
    """Sort what is carried by carrier, and say what is missing.

    Args:
        cycle: the period looked at; what holds for another one is left out.
        carried: everything in use.
        should_carry: those who are expected to answer for a number.
    """
    by_carrier: dict[Carrier, list[Carried]] = {one: [] for one in should_carry}
    for one in carried:
        if same_cycle(one.cycle, cycle):
            by_carrier.setdefault(one.carrier, []).append(one)
    order = sorted(by_carrier, key=lambda one: (one.is_team, one.name.casefold()))
    shares = tuple(
        Share(carrier, tuple(sorted(by_carrier[carrier], key=_rank))) for carrier in order
    )
    return Board(cycle, shares, tuple(_findings(cycle, shares)))


def _findings(cycle: str, shares: Sequence[Share]) -> Iterable[Finding]:
    none = [share.carrier.name for share in shares if not share.of(Standing.ACCOUNTABLE)]
    if none:
        yield Finding(None, wording.nobody_accountable(none, cycle), wording.CHOOSE_ONE)
    for share in shares:
        accountable = share.of(Standing.ACCOUNTABLE)
        yield from (_standing_finding(share.carrier, one) for one in accountable if _is_bad(one))
        external = [one for one in accountable if one.standpoint.control is Control.EXTERNAL]
        for one in external:
            message = wording.outside_hands(share.carrier.name, one.standpoint.kpi)
            yield Finding(None, message, wording.TAKE_ANOTHER)
        unreasoned = [one for one in accountable[1:] if not one.why]
        if unreasoned:
            names = [one.standpoint.kpi for one in unreasoned]
            yield Finding(None, wording.several(share.carrier.name, names), wording.MAKE_SUPPORTING)


def _standing_finding(carrier: Carrier, one: Carried) -> Finding:
    at = one.standpoint
    message = wording.stands(carrier.name, at.kpi, at.status)
    step = wording.next_step(at.next_step) if at.next_step else wording.AGREE_NEXT_STEP
    return Finding(at.status, message, step, (at.reason,) if at.reason else ())


def _is_bad(one: Carried) -> bool:
    return one.standpoint.status in wording.BAD_STATUS


def _rank(one: Carried) -> tuple[int, int]:
    return list(Standing).index(one.standing), one.id
