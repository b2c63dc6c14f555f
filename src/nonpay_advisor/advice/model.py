"""The shape of an Advice: what `advise` returns and what is exported as JSON. Stable: other programs read it.

Every list is sorted, by the key its field's description names. Money is `{"amount": "2500.00", "currency": "USD"}`.
"""

from __future__ import annotations

import datetime
from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Status = Literal["available", "premature", "undetermined", "barred", "not_applicable"]
FORMAT_VERSION = 1


class Closed(BaseModel):
    """A table with exactly these keys, unchangeable."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Money(Closed):
    """An exact sum in a currency."""

    amount: str = Field(pattern=r"^\d+\.\d{2}$")
    currency: str = Field(pattern="^[A-Z]{3}$")


class Place(Closed):
    """Whose law is read for a topic."""

    place: str | None = Field(description="the place's code, or null where it is not known or the topic is not in the case")
    name: str | None
    basis: str
    candidates: tuple[str, ...] = Field(description="every place it may be, sorted by code; empty where it could be any")
    held: bool = Field(description="whether the law of that place is held")


class Reason(Closed):
    """Why: a rule that applies (or could), in words, with its authority."""

    rule: str
    text: str
    citation: str
    source: str
    checked_on: date | None
    facts: tuple[str, ...] = Field(description="fact ids it read, in the vocabulary's order")
    certain: bool = True


class Need(Closed):
    """A step or a day that must come first."""

    rule: str
    step: str | None = Field(description="an option's id or a short text; null where only a day must come")
    not_before: date | None
    text: str
    consequence: str
    citation: str
    certain: bool = Field(description="false where it is not known whether the step was done")


class Answer(Closed):
    """What one answer to a missing fact would lead to."""

    answer: str
    status: Status


class Dependency(Closed):
    """What an undetermined status depends on."""

    fact: str | None
    law: str | None
    place: str | None
    cause: Literal["fact", "law_not_held", "unsettled"]
    question: str
    answers: tuple[Answer, ...]


class Bar(Closed):
    """What closes an option, the strictest ground first."""

    rule: str
    ground: str
    kind: str
    text: str
    lifted_by: str
    citation: str
    source: str
    checked_on: date | None


class Change(Closed):
    """One change of the facts or of the day."""

    fact: str
    to: str
    by: Literal["you", "time", "others"]
    note: str = ""


class WouldChange(Closed):
    """A smallest set of changes that lifts all bars, and the status it leads to."""

    changes: tuple[Change, ...]
    by: Literal["you_or_time", "others"]
    status: Status


class Cost(Closed):
    """What an option costs."""

    text: str
    low: Money | None = None
    high: Money | None = None


class OptionAdvice(Closed):
    """One option in this case."""

    title: str
    stage: str
    status: Status
    printed: str
    reasons: tuple[Reason, ...] = Field(description="sorted by rule id")
    needs: tuple[Need, ...] = Field(description="sorted by day, then rule id")
    if_ordinary: Status | None = Field(description="for an undetermined option: its status if nothing unusual is so")
    depends_on: tuple[Dependency, ...] = Field(
        description="the most telling first: facts with an answer that settles it, then by cause and id"
    )
    bars: tuple[Bar, ...] = Field(description="sorted by ground, strictest first, then rule id")
    would_change: tuple[WouldChange, ...] = Field(description="sorted by who, then number of changes, then their ids")
    cautions: tuple[Reason, ...] = Field(description="sorted by rule id")
    until: date | None = Field(description="the last safe day")
    amount: Money | None = Field(description="what could be claimed there, as far as is known")
    forum: str | None
    cost: Cost
    time: str
    risk: str
    stops_clock: str = Field(description="whether this step stops the time limit to sue: stops, maybe, none")


class LawUsed(Closed):
    """A row of law that the advice rests on."""

    id: str
    title: str
    place: str
    value: Money | bool | int | str = Field(
        description="money as Money, yes/no as a boolean, days, months, years and counts as a number, everything else as text"
    )
    shown: str = Field(description="the value in words")
    unit: str
    in_force_from: date
    citation: str
    source: str
    source_kind: str
    checked_on: date
    review_by: date
    past_review: bool
    confidence: str
    note: str


class Recommended(Closed):
    """What people in this position usually consider first."""

    option: str
    title: str
    why: str


class Step(Closed):
    """One step of the path."""

    option: str
    title: str
    status: Status
    earliest: date | None
    latest: date | None
    what_for: str
    protective: bool
    forks: tuple[str, ...] = Field(description="undetermined options of the same stage, in the catalogue's order")


class Deadline(Closed):
    """A day by which something must be done, or the refusal to name one with the safe day."""

    what: str
    clock: str
    option: str | None
    date: datetime.date | None
    safe_date: datetime.date | None
    refused: str | None
    trigger: str
    act: str
    passed: bool | None
    authority: str
    source: str
    note: str


class Sum(Closed):
    """One line of the money: the sum, or null with the reason."""

    sum: Money | None
    rule: str
    convention: str
    reason: str | None = None
    in_total: bool = Field(default=True, description="false where it cannot be asked for today as of right; the convention says why")


class MoneyLines(Closed):
    """What is owed today, line by line."""

    currency: str | None
    currency_read_from: str
    principal: Sum
    interest_to_date: Sum
    per_day: Sum
    late_charges: Sum
    fixed_compensation: Sum
    total: Sum
    partial: bool


class Attorney(Closed):
    """The reminder to see an attorney, always there, graded."""

    urgency: Literal["routine", "consider", "soon", "now"]
    reasons: tuple[Reason, ...]
    where: tuple[str, ...]


class Doubt(Closed):
    """What does not fit together in the facts given."""

    text: str
    facts: tuple[str, ...]


class Unknown(Closed):
    """A fact worth finding out."""

    fact: str
    question: str
    find: str
    options: int = Field(description="how many undetermined options depend on it")


class NotHeld(Closed):
    """Law that the case asks for and that is not held."""

    id: str
    title: str
    place: str
    why: str
    options: tuple[str, ...]


class Advice(Closed):
    """What may be done next, in order, with what is barred and why, what it costs, by when, and on what authority."""

    format_version: Literal[1] = 1
    law_version: str
    tool_version: str
    as_of: date
    jurisdiction: dict[str, Place]
    options: dict[str, OptionAdvice]
    law_used: tuple[LawUsed, ...] = Field(description="sorted by id, then place")
    recommended: Recommended
    path: tuple[Step, ...] = Field(description="in the order of the path")
    deadlines: tuple[Deadline, ...] = Field(description="sorted by day, refused ones last, then clock")
    money: MoneyLines
    attorney: Attorney
    doubts: tuple[Doubt, ...] = Field(default=(), description="the sums first, then the days")
    unknown: tuple[Unknown, ...] = Field(description="most decisive first, then by id")
    taken_as_ordinary: tuple[str, ...] = Field(description="in the vocabulary's order, without what cannot matter in the case")
    law_not_held: tuple[NotHeld, ...] = Field(description="sorted by id, then place")
    disclaimer: str

    def to_json(self, indent: int | None = 2) -> str:
        """The advice as JSON text: the same bytes for the same facts, day and data."""
        return self.model_dump_json(indent=indent) + "\n"

    def as_dict(self) -> dict[str, Any]:
        """The advice as plain JSON values."""
        return self.model_dump(mode="json")
