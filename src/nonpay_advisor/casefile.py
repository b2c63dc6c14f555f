"""Reads a case from a TOML or JSON file, or from standard input, and says exactly what is wrong with it."""

from __future__ import annotations

import json
import sys
import tomllib
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from nonpay_advisor.errors import FactsError

LARGEST_FILE = 5_000_000


def _text(raw: bytes, name: str) -> str:
    if len(raw) > LARGEST_FILE:
        raise FactsError([f"{name}: the file is larger than {LARGEST_FILE} bytes, which no case needs"])
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FactsError([f"{name}: not UTF-8 text (byte {error.start + 1}); save it as UTF-8"]) from None
    if "\x00" in text:
        raise FactsError([f"{name}: contains a null character; a text file is needed"])
    return text


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise FactsError([f"the key {key!r} stands twice in one table; keep one of them"])
        found[key] = value
    return found


def _number(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        raise FactsError([f"read {text!r}, a number is needed"]) from None


def _not_a_number(text: str) -> Any:
    raise FactsError([f"read {text}, which is not a number that a case can hold"])


def _whole(text: str) -> int:
    if len(text) > 40:
        raise FactsError([f"read a number of {len(text)} digits, which no case needs"])
    return int(text)


def parse_json(text: str, name: str) -> dict[str, Any]:
    """Read JSON exactly: numbers as decimals, a key given twice is refused."""
    try:
        given = json.loads(text, object_pairs_hook=_no_duplicates, parse_float=_number, parse_int=_whole, parse_constant=_not_a_number)
    except json.JSONDecodeError as error:
        raise FactsError([f"{name}: not valid JSON: {error.msg}, line {error.lineno} column {error.colno}"]) from None
    except RecursionError:
        raise FactsError([f"{name}: the tables are nested too deeply"]) from None
    except FactsError as error:
        raise FactsError([f"{name}: {p}" for p in error.problems]) from None
    if not isinstance(given, dict):
        raise FactsError([f'{name}: a table of facts is needed at the top, like {{"claim": {{"amount": 2500}}}}'])
    return given


def parse_toml(text: str, name: str) -> dict[str, Any]:
    """Read TOML exactly; a key given twice is refused by TOML itself."""
    try:
        return tomllib.loads(text, parse_float=_number)
    except tomllib.TOMLDecodeError as error:
        raise FactsError([f"{name}: not valid TOML: {error}"]) from None
    except (RecursionError, ValueError) as error:
        raise FactsError([f"{name}: not valid TOML: {error}"]) from None
    except FactsError as error:
        raise FactsError([f"{name}: {p}" for p in error.problems]) from None


def read_case(name: str) -> dict[str, Any]:
    """Read a case file as a mapping; `-` reads JSON from standard input.

    Raises FactsError naming the file and what is wrong: it does not exist, is a directory, cannot be read, is too
    large, is not UTF-8, is not valid TOML or JSON, or gives a key twice.
    """
    if name == "-":
        return _no_advice(parse_json(_text(sys.stdin.buffer.read(LARGEST_FILE + 1), "standard input"), "standard input"), "standard input")
    return _no_advice(_read(name), name)


def _no_advice(given: dict[str, Any], name: str) -> dict[str, Any]:
    """Say in one line that an advice is none of the cases that it was made from."""
    if {"format_version", "options", "disclaimer"} <= set(given):
        raise FactsError([f"{name}: this is an advice that was made before, not a case; the file with the facts is needed"])
    return given


def _read(name: str) -> dict[str, Any]:
    path = Path(name)
    try:
        if path.is_dir():
            raise FactsError([f"{name}: is a directory; the file of a case is needed"])
        with path.open("rb") as file:
            raw = file.read(LARGEST_FILE + 1)
    except FileNotFoundError:
        raise FactsError([f"{name}: no such file"]) from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise FactsError([f"{name}: cannot be read: {reason}"]) from None
    text = _text(raw, name)
    if path.suffix.lower() == ".json":
        return parse_json(text, name)
    if path.suffix.lower() == ".toml":
        return parse_toml(text, name)
    return parse_json(text, name) if text.lstrip().startswith("{") else parse_toml(text, name)
