"""Every sentence about the methods that anybody can check by hand."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pmm_core.formatting import show_change, show_interval, show_value


class Kind(StrEnum):
    """How a number, or several, are typed."""

    COUNT = "count"
    COUNTS = "counts"
    LAUNCHES = "launches"


@dataclass(frozen=True)
class Field:
    """One thing a method asks for.

    Attributes:
        name: as the command and the address call it.
        label: what a person reads.
        start: an example.
        is_needed: false where the method does without.
    """

    name: str
    label: str
    start: str
    kind: Kind = Kind.COUNT
    is_needed: bool = True


@dataclass(frozen=True)
class Told:
    """What is said of a method.

    Attributes:
        title: its name.
        question: what it answers.
        formula: in LaTeX, a line each.
        where: what the letters mean, and what to know.
    """

    title: str
    question: str
    formula: tuple[str, ...]
    where: str
    fields: tuple[Field, ...]


_GROUP = "Whole days, one for each unit: 2, 5, 5, 9"
_EVENT = "1 adopted on that day, 0 not yet: 1, 1, 0, 1"
TOLD: Mapping[str, Told] = {
    "wilson": Told(
        title="Wilson interval of a share",
        question="How sure is a share, where everybody was observed to the end?",
        formula=(
            r"\frac{p+\frac{z^2}{2n}\pm z\left(\frac{p(1-p)}{n}+\frac{z^2}{4n^2}\right)^{1/2}}"
            r"{1+\frac{z^2}{n}}",
        ),
        where=(
            "p is x of n, z is 1.96 for 95%. A curve shows its log-log interval instead, so that "
            "it has one rule while some are still inside the window; once all are through, both "
            "stand beside each other and differ little."
        ),
        fields=(Field("x", "Adopted", "12"), Field("n", "Eligible", "40")),
    ),
    "newcombe": Told(
        title="Newcombe's interval of a difference",
        question="How far apart are two shares, and how sure is that?",
        formula=(
            r"L=d-\left((p_1-l_1)^2+(u_2-p_2)^2\right)^{1/2}",
            r"U=d+\left((u_1-p_1)^2+(p_2-l_2)^2\right)^{1/2}",
        ),
        where="d is p₁ minus p₂; l and u are the ends of each share's Wilson interval.",
        fields=(
            Field("x1", "Adopted, first", "56"),
            Field("n1", "Eligible, first", "70"),
            Field("x2", "Adopted, second", "48"),
            Field("n2", "Eligible, second", "80"),
        ),
    ),
    "rmst": Told(
        title="Mean days before adopting",
        question="How many of the first days pass before a unit adopts, on average?",
        formula=(
            r"\int S=\sum_{t<\tau}S(t)",
            r"SE^2=\sum_i A_i^2\,\frac{d_i}{n_i(n_i-d_i)}",
        ),
        where=(
            "S is the Kaplan-Meier share that has not adopted, n at risk, d adopted on a day, A "
            "the area from that day to τ. Two groups: the difference, first minus second; adopted "
            "days are what is left of τ, so extra adopted days have the other sign."
        ),
        fields=(
            Field("time", f"Days, first group. {_GROUP}", "2, 5, 5, 9, 12", Kind.COUNTS),
            Field("event", f"Adopted, first group. {_EVENT}", "1, 1, 0, 1, 0", Kind.COUNTS),
            Field("tau", "Days counted (τ)", "10"),
            Field("time2", "Days, second group", "", Kind.COUNTS, is_needed=False),
            Field("event2", "Adopted, second group", "", Kind.COUNTS, is_needed=False),
        ),
    ),
    "logrank": Told(
        title="Log-rank test of two curves",
        question="Do two curves differ by more than chance?",
        formula=(
            r"E=\sum D\,\frac{n_1}{N},\quad V=\sum D\,\frac{n_1}{N}"
            r"\left(1-\frac{n_1}{N}\right)\frac{N-D}{N-1}",
            r"\chi^2=\frac{(O-E)^2}{V}",
        ),
        where=(
            "Over all days: D adopted of N at risk in both groups, n₁ at risk in the first, O "
            "adopted in it. A second number only: weak where the curves cross."
        ),
        fields=(
            Field("time", f"Days, first group. {_GROUP}", "2, 5, 5, 9, 12", Kind.COUNTS),
            Field("event", f"Adopted, first group. {_EVENT}", "1, 1, 0, 1, 0", Kind.COUNTS),
            Field("time2", "Days, second group", "1, 1, 3, 7, 12", Kind.COUNTS),
            Field("event2", "Adopted, second group", "1, 1, 1, 1, 0", Kind.COUNTS),
        ),
    ),
    "pool": Told(
        title="Forecast from past launches",
        question="Where will a frozen audience stand on a later day?",
        formula=(
            r"r_k\sim\mathrm{Beta}(a,b),\quad x_k\sim\mathrm{Bin}(N_k-A_k(h),\,r_k)",
            r"\ln e_k=\alpha+\beta\,\ln H_k+\varepsilon_k",
            r"A_H=A_h+\mathrm{Bin}(N-A_h,\,r)",
        ),
        where=(
            "Two models, half of the draws each, from a fixed seed. The first takes the share of "
            "those left on day h who adopt by day H, alike in all launches but not the same. The "
            "second carries the early hazard H over to the later one, e. The bands are quantiles "
            "of the draws."
        ),
        fields=(
            Field("h", "Early day", "10"),
            Field("H", "Later day", "30"),
            Field("n", "Eligible", "1000"),
            Field("adopted", "Adopted by the early day", "130"),
            Field(
                "past",
                "Past launches: eligible:early:late, separated by commas",
                "1200:168:312, 800:96:200, 2500:425:700, 600:60:138",
                Kind.LAUNCHES,
            ),
        ),
    ),
}
RESULT_TITLE = "Result"
BY_COMMAND = "The same by command"
CHECK, CHECK_FORECAST = "Check", "Check this forecast"
CHECK_HELP = "Check this number: formula, what goes in, what comes out"
_RESULTS = {
    "value": "Value",
    "low": "95% from",
    "high": "95% to",
    "se": "Standard error",
    "chi2": "χ²",
    "p": "p",
    "launches": "Past launches",
    "unlike": "History unlike it",
}
# How the rest of the app writes these answers.
_NICE: Mapping[str, Callable[[float], str]] = {
    "wilson": lambda share: show_value(share, "%"),
    "newcombe": lambda gap: show_change(gap, "%"),
}


def results(method: str, answer: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Write an answer: label, digits, and the way the rest of the app writes it."""
    found = []
    for name, value in answer.items():
        if name == "quantiles":
            found += [
                (f"{100 * float(level):g}% below", _digits(share), show_value(share, "%"))
                for level, share in value.items()
            ]
        else:
            write = _NICE.get(method)
            found.append((_RESULTS[name], _digits(value), write(value) if write else ""))
    return found


def quoted(method: str, answer: Mapping[str, Any]) -> str:
    """Write the one line that other pages quote."""
    if method == "pool":
        low, high = answer["quantiles"]["0.1"], answer["quantiles"]["0.9"]
        return f"80% band {show_interval(low, high, '%')}"
    write = _NICE.get(method)
    if write is None:
        return ""
    value, low, high = (write(answer[name]) for name in ("value", "low", "high"))
    unit = "%" if low.endswith("%") else " pts"
    return f"{value}, {low.removesuffix(unit)} to {high}"


def not_numbers(label: str, said: str) -> str:
    """Say that a list cannot be read."""
    return f"{label}: “{said}” is not a list of whole numbers. Write them like 2, 5, 5, 9."


def not_launches(said: str) -> str:
    """Say that a list of past launches cannot be read."""
    return (
        f"“{said}” is not a past launch. Write its eligible units and who had adopted by the early "
        "and the later day, like 1200:168:312."
    )


def _digits(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value) if isinstance(value, int) else f"{value:.7g}"
