"""What a person gives before it is stored: checked once, with sentences they can act on."""

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from pydantic import BaseModel, ConfigDict, ValidationError, ValidationInfo, field_validator
from pydantic_core import ErrorDetails

from pmm_core.errors import InvalidInput

_SENTENCES = {
    "missing": "Give a value.",
    "string_too_short": "Give a value.",
    "string_too_long": "Use at most {max_length} characters.",
    "string_type": "Give a value.",
    "float_parsing": "Give a number.",
    "float_type": "Give a number.",
    "int_parsing": "Give a whole number.",
    "int_type": "Give a whole number.",
    "int_from_float": "Give a whole number.",
    "finite_number": "Give a number that is finite.",
    "greater_than": "Give a number above {gt}.",
    "greater_than_equal": "Give a number of at least {ge}.",
    "less_than": "Give a number below {lt}.",
    "less_than_equal": "Give a number of at most {le}.",
    "date_from_datetime_parsing": "Give a day as year-month-day, e.g. 2026-03-31.",
    "date_parsing": "Give a day as year-month-day, e.g. 2026-03-31.",
    "date_type": "Give a day as year-month-day, e.g. 2026-03-31.",
    "enum": "Choose one of: {expected}.",
    "extra_forbidden": "There is no such field.",
}

# What is chosen rather than typed.
_CHOSEN = {"enum", "bool_type"}


class Draft(BaseModel):
    """Base of every draft: frozen, trimmed, without fields nobody knows.

    Attributes:
        labels: what a form calls the fields, where that is another word than their name.
    """

    labels: ClassVar[Mapping[str, str]] = {}

    model_config = ConfigDict(
        frozen=True, extra="forbid", str_strip_whitespace=True, allow_inf_nan=False
    )

    @field_validator("*", mode="before")
    @classmethod
    def _blank_takes_the_default(cls, value: object, info: ValidationInfo) -> object:
        if not isinstance(value, str) or value.strip():
            return value
        field = cls.model_fields[str(info.field_name)]
        return None if field.is_required() else field.get_default(call_default_factory=True)

    @classmethod
    def check(cls, /, **values: Any) -> Self:
        """Make the draft, or say what is wrong with each field.

        Raises:
            InvalidInput: `draft_invalid`; `details["problems"]` holds `field` and `message`.
        """
        try:
            return cls(**values)
        except ValidationError as fault:
            problems = [cls._problem(error) for error in fault.errors()]
        raise InvalidInput(
            " ".join(cls._sentence(problem) for problem in problems),
            code="draft_invalid",
            details={"problems": problems},
        )

    @classmethod
    def _problem(cls, error: ErrorDetails) -> dict[str, str | None]:
        field = str(error["loc"][0]) if error["loc"] else None
        context = error.get("ctx", {})
        if error["type"] == "value_error":
            return {"field": field, "message": str(context["error"])}
        if error["input"] is None and (error["type"] in _CHOSEN or str(field).endswith("_id")):
            return {"field": field, "message": "Choose one."}
        sentence = _SENTENCES.get(error["type"], error["msg"] + ".")
        return {"field": field, "message": sentence.format_map(context)}

    @classmethod
    def _sentence(cls, problem: dict[str, str | None]) -> str:
        field = problem["field"]
        if field is None:
            return str(problem["message"])
        named = field.removesuffix("_id").replace("_", " ").capitalize()
        return f"{cls.labels.get(field, named)}: {problem['message']}"
