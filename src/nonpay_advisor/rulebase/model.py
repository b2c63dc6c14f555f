"""The shapes of a rule file (docs/rule-format.md), closed and unchangeable."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

Condition = tuple[Any, ...]
Role = Literal[
    "forum", "limitation", "interest", "public_body", "work_place", "customer_place", "creditor_place", "freelancer", "formation_place"
]  # fmt: skip
VERBS = ("concern", "open", "bar", "require", "conclude", "caution", "prefer", "attorney")
URGENCIES = ("consider", "soon", "now")


class Closed(BaseModel):
    """A table that holds no unknown key and never changes."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Effect(Closed):
    """What a rule does: exactly one verb, and the keys that belong to it."""

    concern: tuple[str, ...] | None = None
    open: tuple[str, ...] | None = None
    bar: tuple[str, ...] | None = None
    require: tuple[str, ...] | None = None
    conclude: str | None = None
    caution: tuple[str, ...] | None = None
    prefer: tuple[str, ...] | None = None
    attorney: Literal["consider", "soon", "now"] | None = None
    excluded: tuple[str, ...] = Field(default=(), alias="except")
    ground: Literal["stay", "immunity", "nonclaim", "limitation", "contract", "jurisdiction", "no_right", "conduct"] | None = None
    kind: Literal["prohibited", "no_right", "extinguished", "no_jurisdiction", "contract", "complete_defence"] | None = None
    lifted_by: str = ""
    step: str = ""
    wait_until: str = ""
    consequence: str = ""
    rank: int = 50

    @model_validator(mode="after")
    def _one_verb(self) -> Effect:
        verbs = [v for v in VERBS if getattr(self, v) is not None]
        if len(verbs) != 1:
            raise ValueError(f"exactly one verb is needed of {', '.join(VERBS)}; read {verbs or 'none'}")
        if self.bar is not None and (self.ground is None or self.kind is None):
            raise ValueError("bar needs a ground and a kind")
        if self.require is not None and bool(self.step) == bool(self.wait_until):
            raise ValueError("require needs either a step or wait_until")
        return self

    @property
    def verb(self) -> str:
        """The one verb."""
        return next(v for v in VERBS if getattr(self, v) is not None)

    @property
    def options(self) -> tuple[str, ...]:
        """The options (or sets) it speaks of, as written."""
        value = getattr(self, self.verb)
        return value if isinstance(value, tuple) else ()


class InForce(Closed):
    """The days on which a rule is law."""

    starts_on: date | None = Field(default=None, alias="from")
    until: date | None = None


class Example(Closed):
    """A case on which the rule fires, or a near miss."""

    fires: bool
    as_of: date
    facts: dict[str, Any]
    name: str = ""


class Rule(Closed):
    """One rule: what follows from what, and on what authority."""

    id: str = Field(pattern=r"^[a-z]{2,6}(-[a-z0-9]{1,3})?\.[a-z0-9_]+\.[a-z0-9_]+$")
    title: str = Field(min_length=3)
    place: Role | None = None
    when: tuple[Condition, ...] = ()
    unless: tuple[Condition, ...] = ()
    effect: tuple[Effect, ...] = Field(min_length=1)
    reason: str = ""
    citation: str = ""
    source: str = ""
    source_kind: Literal["statute", "rule", "court", "agency", "secondary", "contract"] | None = None
    source_title: str = ""
    second_source: str = ""
    current_to: date | None = None
    checked_on: date | None = None
    review_by: date | None = None
    confidence: Literal["high", "medium", "low"] = "high"
    kind: Literal["law", "practice"] = "law"
    note: str = ""
    in_force: InForce | None = None
    overrides: tuple[str, ...] = ()
    overridable_by: tuple[Role, ...] = ()
    example: tuple[Example, ...] = ()
    unfired: str = ""

    @property
    def scope(self) -> str:
        """The folder it stands in."""
        return self.id.split(".", 1)[0]

    @property
    def topic(self) -> str:
        return self.id.split(".")[1]


class Conclusion(Closed):
    """A named conclusion that rules draw and use."""

    id: str = Field(pattern=r"^[a-z0-9_]+$")
    title: str
    excludes: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    never_settled: bool = False
