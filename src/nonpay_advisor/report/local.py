"""The words of a place for what other places call otherwise (an attorney, a solicitor), as its law file's header holds them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import Any, TypeVar

from nonpay_advisor.advice.model import Advice
from nonpay_advisor.law import library

Thing = TypeVar("Thing")
# What names and addresses things for the program is not read by people.
_NOT_SAID = {"kind", "anchor", "url", "status", "role", "shape"}


class Words:
    """Says a text in the words of a place."""

    def __init__(self, held: Mapping[str, str]) -> None:
        self._held = {general.casefold(): own for general, own in held.items()}
        longest_first = sorted(map(re.escape, held), key=len, reverse=True)
        self._found = re.compile(rf"\b(?:{'|'.join(longest_first)})\b", re.IGNORECASE) if held else None

    def say(self, text: str) -> str:
        """The text in the words of the place."""
        return self._found.sub(self._own, text) if self._found else text

    def _own(self, match: re.Match[str]) -> str:
        own = self._held[match[0].casefold()]
        return own[0].upper() + own[1:] if match[0][0].isupper() else own

    def all_of(self, thing: Thing) -> Thing:
        """Blocks, paragraphs or tables with each of their texts said so; what cites a source stays as it is cited."""
        if self._found is None:
            return thing
        return self._all(thing)  # type: ignore[no-any-return]

    def _all(self, thing: Any) -> Any:
        if isinstance(thing, str):
            return self.say(thing)
        if isinstance(thing, tuple):
            return tuple(map(self._all, thing))
        if is_dataclass(thing) and not isinstance(thing, type):
            if getattr(thing, "url", ""):
                return thing
            return replace(thing, **{f.name: self._all(getattr(thing, f.name)) for f in fields(thing) if f.name not in _NOT_SAID})
        return thing


def words_of(advice: Advice) -> Words:
    """The words of the place whose courts decide, else of the customer's."""
    roles = (advice.jurisdiction["forum"], advice.jurisdiction["customer_place"])
    return _words(next((role.place for role in roles if role.place), ""))


@cache
def _words(place: str) -> Words:
    held: dict[str, str] = {}
    for code in reversed(library.chain(place)) if place else ():
        held |= library.jurisdiction(code).header.words
    return Words(held)
