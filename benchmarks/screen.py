"""Pages redrawn, against the same elements with constant data."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path
from typing import Any, cast
from unittest.mock import patch

import numpy as np
from streamlit.testing.v1 import AppTest

from benchmarks.measure import Comparison, compare
from pmm_core.access import Actor
from pmm_core.catalogue.drafts import PersonDraft
from pmm_core.catalogue.service import add
from pmm_core.prioritizer.drafts import ChallengeDraft, RoundDraft, ScoreDraft
from pmm_core.prioritizer.service import open_round, read_sheet, save_sheet
from pmm_core.settings import ROOT, store_url
from pmm_core.store.store import Store
from pmm_core.ui import cached, ranking, scores, session
from pmm_core.ui.session import Visit
from pmm_core.vocabulary import JourneyStage

PAGE = "pages/scorecards/product.py"
LAUNCH_PAGE = "pages/launches/adoption.py"
CHALLENGES, SCORERS = 12, 5
# Reads of the screens, and by how many arguments after the visit an answer is remembered: a
# ranking by its round, whatever the weights.
_READS = {
    "scorecard": 2,
    "scopes": 1,
    "ranking": 1,
    "launches": 0,
    "launch": 3,
    "forecast": 2,
    "comparison": 4,
    "measures": 2,
    "verdicts": 2,
}
Answers = dict[tuple[object, ...], Any]
_FLOOR = "the same elements with constant data"


def measure(folder: Path) -> list[Comparison]:
    """Run the app in-process, in stores of its own below the folder."""
    os.environ["PMM_STORE"] = str(folder / "own.db")
    os.environ["PMM_SAMPLE"] = str(folder / "sample.db")
    return [
        _redrawn("product scorecard, warm rerun", PAGE),
        _redrawn("launch page with forecast, warm rerun", LAUNCH_PAGE),
        _slider(folder),
    ]


def _redrawn(name: str, page: str) -> Comparison:
    """Draw a page of the sample company again."""
    answers: Answers = {}
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    app.switch_page(page).run()
    with _constant_data(answers):
        constant = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
        constant.switch_page(page).run()
    assert not app.exception and not constant.exception
    assert [each.value for each in app.markdown] == [each.value for each in constant.markdown]

    def rerun_with_constants() -> None:
        with _constant_data(answers):
            constant.run()

    return compare(
        name,
        app.run,
        floor_name=_FLOOR,
        floor=rerun_with_constants,
    )


def _slider(folder: Path) -> Comparison:
    """Move a weight of a ranking that nobody has asked for yet, again and again."""
    _score_round(Store.open(store_url(str(folder / "own.db"))))
    answers: Answers = {}
    app = _open_ranking()
    with _constant_data(answers):
        constant = _open_ranking()
    assert [each.value for each in app.markdown] == [each.value for each in constant.markdown]
    # Every stop is used once only, so that no answer comes from the cache.
    stops, others = (cycle((at, of) for at in range(11) for of in range(11)) for _ in range(2))

    def move(page: AppTest, to: tuple[int, int]) -> None:
        page.slider[0].set_value(to[0])
        page.slider[1].set_value(to[1]).run()
        assert not page.exception

    def move_with_constants() -> None:
        with _constant_data(answers):
            move(constant, next(others))

    return compare(
        f"{CHALLENGES} challenges, weight slider to redrawn ranking",
        lambda: move(app, next(stops)),
        floor_name=_FLOOR,
        floor=move_with_constants,
    )


def _open_ranking() -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.query_params["company"] = "own"
    app.run()
    app.switch_page("pages/focus/ranking.py").run()
    assert not app.exception
    return app


def _score_round(store: Store) -> None:
    """Have everybody score everything and hand in."""
    actor, rng = Actor("Owner"), np.random.default_rng(CHALLENGES)
    stages = cycle(JourneyStage)
    challenges = [
        add(store=store, actor=actor, draft=ChallengeDraft(name=f"Challenge {at}", stage=stage))
        for at, stage in zip(range(CHALLENGES), stages, strict=False)
    ]
    people = [
        add(store=store, actor=actor, draft=PersonDraft(name=f"Scorer {at}"))
        for at in range(SCORERS)
    ]
    draft = RoundDraft.check(
        name="Round",
        challenge_ids=[one.id for one in challenges],
        scorer_ids=[one.id for one in people],
    )
    row = open_round(store=store, actor=actor, draft=draft)
    for scorer_id in row.scorer_ids:
        base = read_sheet(store=store, actor=actor, round_id=row.id or 0, scorer_id=scorer_id)
        drafts = [
            ScoreDraft(challenge_id=challenge, criterion=criterion, value=int(rng.integers(1, 6)))
            for challenge, criterion in base.asked
        ]
        save_sheet(store=store, actor=actor, base=base, drafts=drafts, hand_in=True)


@contextmanager
def _constant_data(answers: Answers) -> Iterator[None]:
    """Answer every read of the screens from memory: no store, no cache, no key."""
    real_visit, real_rounds = session.visit, scores.list_rounds

    def remembered(key: tuple[object, ...], read: Callable[[], Any]) -> Any:
        if key not in answers:
            answers[key] = read()
        return answers[key]

    def visit() -> Visit:
        return cast(Visit, remembered(("visit",), real_visit))

    def constant(name: str, asked: int) -> Callable[..., Any]:
        """Remember a read by so many of its arguments after the visit."""
        read = getattr(cached, name)
        return lambda visit, *rest: remembered((name, *rest[:asked]), lambda: read(visit, *rest))

    reads = {name: constant(name, asked) for name, asked in _READS.items()}
    with (
        patch.multiple(cached, **reads),
        patch.object(session, "visit", visit),
        patch.object(ranking, "follow_settings", lambda visit: visit),
        patch.object(
            scores,
            "list_rounds",
            lambda visit: remembered(("rounds",), lambda: real_rounds(visit)),
        ),
    ):
        yield
