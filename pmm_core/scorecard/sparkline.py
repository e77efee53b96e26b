"""A word-sized line of the last 13 periods, as SVG: gaps stay gaps, the last value is marked."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from pmm_core.charting import palette
from pmm_core.scorecard.build import Point

WIDTH, HEIGHT = 110, 34
_MARGIN = 4


def sparkline(series: Sequence[Point], *, theme: str = "light") -> str:
    """Draw a series.

    Args:
        series: oldest first; a period without a value breaks the line.
        theme: `light` or `dark`.

    Returns:
        An SVG document of 110 x 34; only the baseline where nothing is known.
    """
    colours = palette(theme)
    places = _places(series)
    drawn = [
        f'<polyline points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in run)}" fill="none" '
        f'stroke="{colours.accent}" stroke-width="1.6" stroke-linejoin="round" '
        f'stroke-linecap="round"/>'
        for run in _runs(places)
        if len(run) > 1
    ]
    lonely = [run[0] for run in _runs(places) if len(run) == 1]
    known = [place for place in places if place is not None]
    drawn += [_dot(place, 1.6, colours.accent) for place in lonely]
    drawn += [_dot(place, 2.8, colours.accent) for place in known[-1:]]
    floor = HEIGHT - 1
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" '
        f'viewBox="0 0 {WIDTH} {HEIGHT}">'
        f'<line x1="0" y1="{floor}" x2="{WIDTH}" y2="{floor}" stroke="{colours.band1}"/>'
        f"{''.join(drawn)}</svg>"
    )


def _places(series: Sequence[Point]) -> list[tuple[float, float] | None]:
    values = [point.value for point in series if point.value is not None]
    low, high = (min(values), max(values)) if values else (0.0, 0.0)
    step = (WIDTH - 2 * _MARGIN) / max(len(series) - 1, 1)
    room = HEIGHT - 2 * _MARGIN

    def place(index: int, value: float | None) -> tuple[float, float] | None:
        if value is None:
            return None
        share = (value - low) / (high - low) if high > low else 0.5
        return _MARGIN + index * step, _MARGIN + (1 - share) * room

    return [place(index, point.value) for index, point in enumerate(series)]


def _runs(
    places: Sequence[tuple[float, float] | None],
) -> Iterator[list[tuple[float, float]]]:
    for is_known, run in groupby(places, key=lambda place: place is not None):
        if is_known:
            yield [place for place in run if place is not None]


def _dot(place: tuple[float, float], radius: float, colour: str) -> str:
    x, y = place
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius}" fill="{colour}"/>'
