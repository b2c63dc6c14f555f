"""Tells an unpaid creditor what may be done next, in order, with what is barred and why, by when, and on what authority.

    from nonpay_advisor import advise

    advice = advise({"ordinary": True, "customer": {...}, "claim": {"amount": "2500.00", ...}})
    advice.recommended.option
    advice.options["small_claims"].status

It is information, not legal advice.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from nonpay_advisor.advice.version import VERSION as __version__
from nonpay_advisor.errors import DataError, EnginesDiffer, FactsError, LawNotHeld, NonpayError

if TYPE_CHECKING:
    from nonpay_advisor.advice.model import Advice
    from nonpay_advisor.vocabulary.facts import Facts

__all__ = ["Advice", "DataError", "EnginesDiffer", "Facts", "FactsError", "LawNotHeld", "NonpayError", "__version__", "advise"]


def advise(facts: Facts | Mapping[str, Any] | None, as_of: date | None = None) -> Advice:
    """Advise an unpaid creditor.

    facts  a `Facts`, or a mapping nested by group; what is absent is unknown; `{}` is valid
    as_of  the day the advice is for; today where left out (the only place that reads a clock)
    Returns an `Advice`: the same facts, day and data give the same bytes.
    Raises FactsError where the facts are at fault, DataError where a data file is, EnginesDiffer where the two
    evaluators of the rules do not agree (then there is no advice).
    Safe to call from several threads.
    """
    from nonpay_advisor.advice.advising import advise_on

    return advise_on(facts, as_of or date.today())


def __getattr__(name: str) -> Any:
    # Facts and Advice are loaded when first asked for, so that `--help` and the version cost nothing.
    if name == "Facts":
        from nonpay_advisor.vocabulary.facts import Facts

        return Facts
    if name == "Advice":
        from nonpay_advisor.advice.model import Advice

        return Advice
    raise AttributeError(f"module 'nonpay_advisor' has no attribute {name!r}")
