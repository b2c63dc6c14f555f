"""The shapes of a jurisdiction's file (docs/law-format.md), closed and unchangeable."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

SourceKind = Literal["statute", "rule", "court", "agency", "secondary"]
Unit = Literal["days", "business_days", "weeks", "months", "years"]
StopsBy = Literal["filing", "service", "recording", "giving_notice", "sending"]


class Closed(BaseModel):
    """A table that holds no unknown key and never changes."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Authority(Closed):
    """On what a row of law rests: the citation, the page that was read, and when."""

    citation: str = Field(min_length=3)
    source: str = Field(pattern=r"^https?://\S+$")
    source_kind: SourceKind
    source_title: str = ""
    second_source: str | None = Field(default=None, pattern=r"^https?://\S+$")
    current_to: date | None = None
    checked_on: date
    review_by: date
    confidence: Literal["high", "medium", "low"]
    note: str = ""

    @model_validator(mode="after")
    def _two_sources(self) -> Authority:
        if self.source_kind == "secondary" and not self.second_source:
            raise ValueError("a secondary source needs a second_source that does not copy it")
        return self


class Row(Authority):
    """One dated row: it begins on `from` and lasts until the next row's."""

    starts_on: date = Field(alias="from")
    from_is: Literal["attested"] | None = None
    version_by: str | None = None

    @model_validator(mode="after")
    def _reviewed_later(self) -> Row:
        if self.review_by < self.checked_on:
            raise ValueError("review_by must not be before checked_on")
        return self


class ValueRow(Row):
    """A figure, a name, or a yes/no."""

    value: Any = None
    between: tuple[Decimal, Decimal] | None = None

    @model_validator(mode="after")
    def _one(self) -> ValueRow:
        if (self.value is None) == (self.between is None):
            raise ValueError("give either value or between")
        return self


class Restart(Closed):
    """A kind of event that starts a period anew."""

    event: Literal["part_payment", "acknowledgment", "execution"]
    after_expiry: bool = False
    form: Literal["any", "writing", "signed_writing"] = "any"
    # False: it may start the period anew, and the law that would settle it was not established.
    certain: bool = True
    note: str = ""


class SecondPeriod(Closed):
    """A second period that ends a clock: where it ends before the clock's own (`not_after`) or after it (`not_before`)."""

    trigger: str
    period: int = Field(ge=0)
    unit: Unit = "days"


class ClockRow(Row):
    """A period that runs from a trigger and ends."""

    value: Literal["none"] | None = None
    trigger: str | None = None
    earliest_of: tuple[str, ...] = ()
    latest_of: tuple[str, ...] = ()
    period: int | None = Field(default=None, ge=0)
    unit: Unit = "days"
    less_days: int = Field(default=0, ge=0)
    not_after: SecondPeriod | None = None
    not_before: SecondPeriod | None = None
    first_day: Literal["excluded", "counted"] = "excluded"
    month_of_trigger_ends: bool = False
    day_of_month: int | None = Field(default=None, ge=1, le=31)
    rolls: Literal["none", "next_business_day"] = "none"
    end: Literal["bars", "extinguishes", "loses_right"] = "bars"
    restarts: tuple[Restart, ...] = ()
    suspends: tuple[str, ...] = ()
    stops_by: StopsBy = "filing"
    # False: the period cannot end sooner, and whether it ends later was not established.
    certain: bool = True

    @model_validator(mode="after")
    def _whole(self) -> ClockRow:
        given = sum([self.trigger is not None, bool(self.earliest_of), bool(self.latest_of)])
        if self.value == "none":
            if given or self.period is not None:
                raise ValueError('value = "none" stands in place of trigger and period')
        elif given != 1 or self.period is None:
            raise ValueError("give a period and exactly one of trigger, earliest_of, latest_of")
        if self.not_after and self.not_before:
            raise ValueError("give not_after or not_before, not both")
        return self

    @property
    def triggers(self) -> tuple[str, ...]:
        """The dates it may run from."""
        return (self.trigger,) if self.trigger else self.earliest_of or self.latest_of

    @property
    def dates(self) -> tuple[str, ...]:
        """All dates that it reads: those it may run from, and that of a second period."""
        return (*self.triggers, *(second.trigger for second in (self.not_after, self.not_before) if second))

    @property
    def second(self) -> ClockRow | None:
        """The second period as a clock of its own."""
        second = self.not_after or self.not_before
        return self.from_one_day(**second.model_dump()) if second else None

    def from_one_day(self, trigger: str, **period: Any) -> ClockRow:
        """Its period run from one date, or another period in its place: no event restarts it and no second period ends it."""
        alone = {"earliest_of": (), "latest_of": (), "restarts": (), "not_after": None, "not_before": None}
        return self.model_copy(update={**alone, "trigger": trigger, **period})


class FixedSum(Closed):
    """A fixed sum owed on top, for debts below a size."""

    below: Decimal | None = None
    sum: Decimal


class Charge(Closed):
    """The terms of interest and fixed sums, whether the law or a contract sets them."""

    value: Literal["none"] | None = None
    starts: str = "derived.due_on"
    starts_after_days: int = 0
    longest_days: int | None = None
    rate: Decimal | None = Field(default=None, ge=0)
    series: str | None = None
    margin: Decimal = Decimal(0)
    read_on: Literal["accrual_day", "half_year_reference", "start"] = "start"
    fixed: Literal["at_start", "reset"] = "at_start"
    compounding: Literal["simple", "every_30_days", "monthly", "annually"] = "simple"
    day_count: Literal["actual/365", "actual/360", "actual/actual", "30/360"] = "actual/365"
    rounding: Literal["cent_at_end"] = "cent_at_end"
    fixed_sums: tuple[FixedSum, ...] = ()
    demand_first: bool = False
    of_right: bool = True

    @model_validator(mode="after")
    def _whole(self) -> Charge:
        if sum([self.value is not None, self.rate is not None, self.series is not None]) != 1:
            raise ValueError('give exactly one of rate, series, value = "none"')
        return self


class ChargeRow(Charge, Row):
    """Interest and fixed sums that the law gives."""


class SeriesRow(Authority):
    """A published rate from a day on."""

    starts_on: date = Field(alias="from")
    value: Decimal
    only_on: Literal["half_year_reference"] | None = None
    from_is: Literal["attested"] | None = None


class ChoiceOfLaw(Closed):
    """Which place's law a court here applies, topic by topic."""

    limitation: Literal["forum", "governing_law", "shorter_of_two", "creditors_home_too", "place_of_accrual_too"] = "forum"
    interest: Literal["forum", "governing_law"] = "governing_law"
    note: str = ""
    citation: str = ""
    source: str = ""
    source_kind: SourceKind | None = None
    checked_on: date | None = None
    review_by: date | None = None
    confidence: Literal["high", "medium", "low"] | None = None
    current_to: date | None = None
    source_title: str = ""
    second_source: str | None = None


class NotHeld(Closed):
    """Law that was looked for and not established."""

    id: str
    why: str


class Header(Closed):
    """What stands at the top of a jurisdiction's file."""

    format: Literal[1]
    code: str
    name: str
    parent: str | None = None
    currency: str
    names: tuple[str, ...] = ()
    holidays: str | None = None
    counties: tuple[str, ...] = ()
    cities: tuple[str, ...] = ()
    words: dict[str, str] = {}
    choice_of_law: ChoiceOfLaw | None = None
    not_held: tuple[NotHeld, ...] = ()
