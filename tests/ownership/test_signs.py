"""The last sign of each kind counts; nothing recorded is unknown."""

import datetime as dt

from pmm_core.ownership.signs import Health, Sign, SignReading, read_signs
from pmm_core.vocabulary import HealthSignKind

HANDBACK, ON_TIME = HealthSignKind.HANDBACK, HealthSignKind.ON_TIME_LAUNCHES


def sign(number: int, day: int, *, healthy: bool, product: str | None = None) -> Sign:
    return Sign(number, HANDBACK, healthy, dt.date(2026, 3, day), f"Seen {number}", product)


def read(*signs: Sign, day: int = 31) -> dict[HealthSignKind, SignReading]:
    return {one.kind: one for one in read_signs(signs, as_of=dt.date(2026, 3, day))}


def test_without_a_sign_every_kind_is_unknown() -> None:
    readings = read()
    assert set(readings) == set(HealthSignKind)
    assert {one.health for one in readings.values()} == {Health.UNKNOWN}


def test_the_last_sign_of_a_kind_counts_in_whatever_order_they_were_typed() -> None:
    readings = read(
        sign(1, 20, healthy=False), sign(2, 10, healthy=True), sign(3, 15, healthy=True)
    )
    assert readings[HANDBACK].health is Health.UNHEALTHY
    assert [one.id for one in readings[HANDBACK].others] == [3, 2]
    assert readings[ON_TIME].health is Health.UNKNOWN


def test_of_two_on_one_day_the_one_typed_last_counts() -> None:
    readings = read(sign(2, 20, healthy=True), sign(1, 20, healthy=False))
    assert readings[HANDBACK].health is Health.HEALTHY


def test_a_good_sign_of_one_product_does_not_hide_a_bad_one_of_another() -> None:
    signs = [sign(1, 5, healthy=False, product="Comet"), sign(2, 20, healthy=True, product="Quill")]
    (bad,) = [read(*signs)[HANDBACK].latest]
    assert bad is not None and (bad.product, bad.healthy) == ("Comet", False)
    mended = sign(3, 21, healthy=True, product="Comet")
    assert read(*signs, mended)[HANDBACK].health is Health.HEALTHY


def test_a_sign_after_the_day_is_not_known_yet() -> None:
    readings = read(sign(1, 10, healthy=True), sign(2, 20, healthy=False), day=19)
    assert readings[HANDBACK].health is Health.HEALTHY
    assert readings[HANDBACK].others == ()
