"""How well forecasts of launches keep their word, beside the chain ladder: every seed on a line."""

from collections.abc import Iterator

from benchmarks.simulated_launches import BANDS, EARLY, LATE, LAUNCHES, PAST, SEEDS, score

HEAD = (
    f"{LAUNCHES} simulated launches a seed, {PAST} past launches each, day {EARLY} to {LATE}\n\n"
    "| Seed | Mean error, points | Chain ladder's | Ratio | "
    + " | ".join(f"Inside {level:.0%}" for level in BANDS)
    + " |\n|"
    + "---|" * (4 + len(BANDS))
)


def lines() -> Iterator[str]:
    """Write one row of the table in docs/benchmarks.md for each seed."""
    for seed in SEEDS:
        found = score(seed)
        inside = " | ".join(f"{found.inside[level]:.1%}" for level in BANDS)
        yield (
            f"| {seed} | {found.error:.2f} | {found.chain_ladder:.2f} | "
            f"{found.error / found.chain_ladder:.2f}x | {inside} |"
        )
