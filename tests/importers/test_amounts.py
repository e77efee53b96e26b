"""The number grammar: what a cell says, what it cannot say, and what it could say twice."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmm_core.importers.amounts import CellError, DecimalSign, prove_decimal, read_amount


@pytest.mark.parametrize(
    ("text", "value", "mark"),
    [
        ("31", "31", None),
        ("-5", "-5", None),
        ("−5", "-5", None),
        ("0.31", "0.31", None),
        (".5", "0.5", None),
        ("31%", "31", "%"),
        ("31 %", "31", "%"),
        ("12,5%", "12.5", "%"),
        ("$1,234.50", "1234.50", "$"),
        ("€ 1.234,5", "1234.5", "€"),
        ("1.234,5", "1234.5", None),
        ("1 234,5", "1234.5", None),
        ("1\u202f234\u202f567", "1234567", None),
        ("1'234.50", "1234.50", None),
        ("12,34,567.8", "1234567.8", None),
        ("1,234,567", "1234567", None),
        ("(250)", "-250", None),
        ("($250)", "-250", "$"),
        ("$(250)", "-250", "$"),
        ("-$5", "-5", "$"),
        ("USD 12", "12", "USD"),
        ("12 EUR", "12", "EUR"),
        ("$1.2k", "1200", "$"),
        ("3.4M", "3400000", None),
        ("1e5", "100000", None),
    ],
)
def test_a_cell_with_one_reading_is_read(text: str, value: str, mark: str | None) -> None:
    amount = read_amount(text)
    assert (amount.value, amount.mark) == (Decimal(value), mark)


@pytest.mark.parametrize("text", ["NaN", "nan", "inf", "-Infinity", "1e999", "∞", "1e-999"])
def test_what_is_not_finite_is_no_number(text: str) -> None:
    with pytest.raises(CellError) as error:
        read_amount(text)
    assert error.value.code == "number_not_finite"


@pytest.mark.parametrize(
    "text",
    [
        "abc",
        "12 34",
        "1,23,4",
        "1.2.3",
        "5 apples",
        "12 XYQ",
        "(5",
        "5)",
        "--5",
        "(-5)",
        "$5€",
        "%",
        "31%%",
        "1e5k",
        "=1+1",
        "٣",
        "9" * 80,
    ],
)
def test_text_in_a_number_is_refused(text: str) -> None:
    with pytest.raises(CellError) as error:
        read_amount(text)
    assert error.value.code == "number_unreadable"


@pytest.mark.parametrize("text", ["<5", "< 10", "*", "**", "suppressed", "≤3"])
def test_a_masked_value_is_unknown_and_never_a_number(text: str) -> None:
    with pytest.raises(CellError) as error:
        read_amount(text)
    assert error.value.code == "number_masked"


@pytest.mark.parametrize("text", ["1.234", "1,234"])
def test_a_number_with_two_readings_follows_the_proven_decimal_sign(text: str) -> None:
    with_point = float(read_amount(text, DecimalSign(".")).value)
    with_comma = float(read_amount(text, DecimalSign(",")).value)
    assert {with_point, with_comma} == {1.234, 1234.0}
    with pytest.raises(CellError) as error:
        read_amount(text, DecimalSign(None))
    assert error.value.code == "number_ambiguous"


def test_the_sign_a_person_named_refuses_cells_of_the_other_kind() -> None:
    assert read_amount("1,5", DecimalSign(",", strict=True)).value == Decimal("1.5")
    with pytest.raises(CellError):
        read_amount("1.5", DecimalSign(",", strict=True))


@pytest.mark.parametrize(
    ("cells", "proven"),
    [
        (["1.234", "12", "abc"], set()),
        (["1.234", "1,5"], {","}),
        (["1,234", "0.123"], {"."}),
        (["1.234.567"], {","}),
        (["1,234.5", "1.234,5"], {".", ","}),
    ],
)
def test_the_decimal_sign_is_proven_by_cells_that_read_one_way(
    cells: list[str], proven: set[str]
) -> None:
    assert prove_decimal(cells) == proven


@given(
    st.decimals(
        allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=4
    )
)
def test_every_written_form_of_a_number_says_the_same_number(number: Decimal) -> None:
    size = abs(number)
    american = f"{size:,.4f}"
    german = american.translate(str.maketrans(",.", ".,"))
    french = american.replace(",", " ").replace(".", ",")
    for text in (american, german, french, f"${american}", f"{german} €", f"{american}%"):
        assert abs(read_amount(text).value) == size
        assert read_amount(f"({text})").value == -size
        assert read_amount(f"-{text}").value == -size


@given(st.text(max_size=80))
def test_any_text_is_a_finite_number_or_a_cell_error(text: str) -> None:
    try:
        assert read_amount(text).value.is_finite()
    except CellError as error:
        assert error.code.startswith("number_") and error.message
