"""The JSON Schemas of the facts and of an Advice, for editors and other programs."""

from __future__ import annotations

import json
from typing import Any

from nonpay_advisor.advice.model import Advice
from nonpay_advisor.vocabulary.facts import Facts


def _text(schema: dict[str, Any], name: str) -> str:
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": f"nonpay-advisor-{name}-1", **schema}
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def facts_schema() -> str:
    """The JSON Schema of a case, as text."""
    return _text(Facts.model_json_schema(mode="validation"), "facts")


def advice_schema() -> str:
    """The JSON Schema of an Advice, as text."""
    return _text(Advice.model_json_schema(mode="serialization"), "advice")
