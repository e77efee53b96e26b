"""Facts that speak for and against options: an answer with its reasons, or what is missing for one.

The rules of a question are a table. An option's balance is the number of reasons for it less those
against it; a reason may also rule an option out. The option with the highest balance is the answer;
where several are level, the answer to the tie fact decides if it is one of them, else the order of
the options. Nothing is guessed: with facts unknown there is an answer only if every way of filling
them in gives the same one.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import product
from typing import Generic, TypeVar

Option = TypeVar("Option", bound=StrEnum)
# Fact -> its answer; null while nobody has said it.
Facts = Mapping[str, StrEnum | None]
Known = Mapping[str, StrEnum]


class Side(StrEnum):
    """What a reason does to an option."""

    FOR = "for"
    AGAINST = "against"
    RULES_OUT = "rules_out"


@dataclass(frozen=True)
class Rule(Generic[Option]):
    """A reason that holds while a fact has one of some answers.

    Attributes:
        fact, answers: when it holds.
        reason: the sentence a reader sees.
    """

    fact: str
    answers: tuple[StrEnum, ...]
    side: Side
    option: Option
    reason: str

    def holds(self, facts: Facts) -> bool:
        """Tell whether the fact is known to have one of the answers."""
        return facts.get(self.fact) in self.answers


@dataclass(frozen=True)
class Weighed(Generic[Option]):
    """An option with the reasons that hold."""

    option: Option
    speak_for: tuple[str, ...]
    speak_against: tuple[str, ...]
    ruled_out: tuple[str, ...]

    @property
    def balance(self) -> int:
        """Reasons for it less reasons against it."""
        return len(self.speak_for) - len(self.speak_against)


@dataclass(frozen=True)
class Change(Generic[Option]):
    """One other answer, and the option it would lead to."""

    fact: str
    answer: StrEnum
    option: Option


@dataclass(frozen=True)
class Counsel(Generic[Option]):
    """What follows from the facts.

    Attributes:
        options: all of them: those the answer can be first, the best of them leading.
        possible: what the answer can still be, in the order of the options.
        missing: facts nobody has said.
        changes: single other answers that would lead to another option; empty without an answer.
    """

    options: tuple[Weighed[Option], ...]
    possible: tuple[Option, ...]
    missing: tuple[str, ...]
    changes: tuple[Change[Option], ...]

    @property
    def answer(self) -> Option | None:
        """The one option the facts lead to; null while it hangs on a missing one."""
        return self.possible[0] if len(self.possible) == 1 else None

    @property
    def level(self) -> tuple[Option, ...]:
        """Options beside the answer that are level with it; none while a fact is missing."""
        answer = self.answer
        if answer is None or self.missing:
            return ()
        balance = self.weighed(answer).balance
        return tuple(
            one.option
            for one in self.options
            if one.option is not answer and not one.ruled_out and one.balance == balance
        )

    def weighed(self, option: Option) -> Weighed[Option]:
        """Return an option with its reasons."""
        return next(one for one in self.options if one.option is option)


@dataclass(frozen=True)
class RuleBook(Generic[Option]):
    """The rules of one question.

    Attributes:
        options: those that go first where several are level come first.
        questions: every fact with its possible answers.
        tie_fact: the fact whose answer decides between options that are level; null without one.
    """

    options: tuple[Option, ...]
    questions: Mapping[str, tuple[StrEnum, ...]]
    rules: tuple[Rule[Option], ...]
    tie_fact: str | None = None

    def advise(self, facts: Facts) -> Counsel[Option]:
        """Weigh all options by the facts that are known."""
        reached = {self._best(known) for known in self.completions(facts)}
        possible = tuple(option for option in self.options if option in reached)
        weighed = self._in_order(facts)
        weighed.sort(key=lambda one: one.option not in reached)
        return Counsel(
            options=tuple(weighed),
            possible=possible,
            missing=tuple(fact for fact in self.questions if facts.get(fact) is None),
            changes=tuple(self._changes(facts, possible[0])) if len(possible) == 1 else (),
        )

    def completions(self, facts: Facts) -> Iterator[Known]:
        """Yield every way to fill in the facts nobody has said."""
        answers: list[Sequence[StrEnum]] = []
        for fact, possible in self.questions.items():
            known = facts.get(fact)
            answers.append(possible if known is None else (known,))
        for combination in product(*answers):
            yield dict(zip(self.questions, combination, strict=True))

    def _changes(self, facts: Facts, answer: Option) -> Iterator[Change[Option]]:
        for fact, possible in self.questions.items():
            for other in possible:
                if facts.get(fact) in (None, other):
                    continue
                reached = {self._best(known) for known in self.completions({**facts, fact: other})}
                if len(reached) == 1 and reached != {answer}:
                    yield Change(fact, other, reached.pop())

    def _best(self, facts: Facts) -> Option:
        return self._in_order(facts)[0].option

    def _in_order(self, facts: Facts) -> list[Weighed[Option]]:
        tie = facts.get(self.tie_fact) if self.tie_fact else None
        weighed = [self._weigh(option, facts) for option in self.options]
        # Sorting is stable: what is level stays in the order of the options.
        weighed.sort(key=lambda one: (bool(one.ruled_out), -one.balance, one.option != tie))
        return weighed

    def _weigh(self, option: Option, facts: Facts) -> Weighed[Option]:
        holding = [rule for rule in self.rules if rule.option is option and rule.holds(facts)]

        def reasons(side: Side) -> tuple[str, ...]:
            return tuple(rule.reason for rule in holding if rule.side is side)

        return Weighed(option, reasons(Side.FOR), reasons(Side.AGAINST), reasons(Side.RULES_OUT))
