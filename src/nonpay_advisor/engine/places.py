"""Whose law is read for each topic, and why: places by role."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from nonpay_advisor.engine.possible import NOTHING_THERE, Possible, union, unknown
from nonpay_advisor.law import library
from nonpay_advisor.vocabulary.catalogue import NONE

if TYPE_CHECKING:
    from nonpay_advisor.engine.situation import Situation

# The facts that can move a place, by role; the interview and the probes read this.
_FORUM = ("customer.jurisdiction", "contract.forum_selection", "contract.forum_selection.place", "contract.forum_selection.exclusive")
_CHOICE = (*_FORUM, "contract.governing_law", "creditor.jurisdiction")
READS: dict[str, tuple[str, ...]] = {
    "customer_place": ("customer.jurisdiction",),
    "creditor_place": ("creditor.jurisdiction",),
    "forum": _FORUM,
    "work_place": ("claim.place_of_work", "claim.work_on_property", "claim.public_work", "creditor.licence_required", "customer.kind"),
    "public_body": ("customer.kind", "customer.government_level", "customer.jurisdiction"),
    "limitation": _CHOICE,
    "interest": _CHOICE,
    "freelancer": ("creditor.jurisdiction", "customer.jurisdiction"),
    "formation_place": ("customer.dissolved_on", "customer.formed_in"),
}
# Borrowing statutes: the creditor's own place may end the time sooner.
BORROWING = ("creditors_home_too", "place_of_accrual_too")
# A freelancer act reaches a case through where either party is.
FREELANCER_ROLES = ("creditor_place", "customer_place")
BASIS = {
    "customer_place": "where the customer is",
    "creditor_place": "where you are",
    "forum": "the courts where the customer can be sued",
    "work_place": "where the work was done",
    "public_body": "the public customer's own law",
    "limitation": "by the forum's choice of law for time limits",
    "interest": "by the forum's choice of law for interest",
    "freelancer": "where you or the customer are",
    "formation_place": "where the customer's company was formed",
}


def place_of(role: str, s: Situation) -> Possible:
    """The places whose law may govern a role: exact, several candidates, anything, or none (the topic is not in the case)."""
    return _FINDERS[role](s)


def _forum(s: Situation) -> Possible:
    home = s.term("customer.jurisdiction")
    clause = s.term("contract.forum_selection")
    if clause.open:
        # A clause may send suits anywhere, so nothing about the courts is settled until it is known.
        return Possible((), home.causes | clause.causes)
    if clause.items == (NONE,):
        return home
    chosen, exclusive = s.term("contract.forum_selection.place"), s.term("contract.forum_selection.exclusive")
    if exclusive.exact is False:
        return home
    if chosen.open:
        return Possible((), chosen.causes)
    if exclusive.exact is True or chosen.items == home.items:
        return chosen
    both = union([chosen, home])
    return Possible(both.items, both.causes | exclusive.causes)


def _by_choice(topic: str, s: Situation) -> Possible:
    forum = s.place("forum")
    if forum.open:
        return forum
    parts = []
    for place in forum.items:
        how = chosen_by(place, topic)
        here = Possible((place,), forum.causes)
        if how == "forum":
            parts.append(here)
        elif how == "shorter_of_two":
            parts += [here, _governing(s, here)]
        elif how in BORROWING:
            parts += [here, s.place("creditor_place")]
        else:
            parts.append(_governing(s, here))
    return union(parts)


def chosen_by(place: Any, topic: str) -> str:
    """How a place's courts choose the law for a topic, in the words of its table (docs/law-format.md)."""
    held = library.chain(place) if place is not NONE else ()
    table = next((library.jurisdiction(p).choice_of_law for p in held if library.jurisdiction(p).choice_of_law), None)
    return str(getattr(table, topic)) if table else ("forum" if topic == "limitation" else "governing_law")


def _governing(s: Situation, forum: Possible) -> Possible:
    chosen = s.term("contract.governing_law")
    if chosen.open:
        return Possible((), chosen.causes)
    if chosen.items != (NONE,):
        return chosen
    # Where no law was chosen, courts look at the parties' places: if they agree, that is the law.
    return union([forum, s.place("creditor_place")])


def idle(role: str, s: Situation) -> bool:
    """Whether no rule of a place in that role could touch the case, so that the place need not be known for them.

    The law of the place of work is about land, public work, licences and foreign states (tests/test_rulebase.py holds its rules
    to that).
    """
    return role == "work_place" and not any(
        (
            s.ask("claim.work_on_property", "is_not", "none"),
            s.ask("claim.public_work", "is", True),
            s.ask("creditor.licence_required", "is", True),
            s.ask("customer.kind", "is", "foreign_state"),
        )
    )


def _public_body(s: Situation) -> Possible:
    kind = s.term("customer.kind")
    if kind.open:
        return Possible((), kind.causes)
    if kind.exact != "government":
        return NOTHING_THERE
    home, level = s.term("customer.jurisdiction"), s.term("customer.government_level")
    if home.open:
        return home
    country = [str(p).split("-")[0] for p in home.items]
    federal = Possible(tuple(c if library.chain(c) else p for c, p in zip(country, home.items, strict=True)), home.causes)
    if level.exact == "federal":
        return federal
    if level.open and federal.items != home.items:
        both = union([federal, home])
        return Possible(both.items, both.causes | level.causes)
    return home


def _freelancer(s: Situation) -> Possible:
    places: list[Any] = []
    causes = frozenset[Any]()
    missing = False
    for role in FREELANCER_ROLES:
        place = s.place(role)
        causes |= place.causes
        missing = missing or place.open
        places += [p for p in place.items if p is not NONE and p not in places]
    return unknown(*causes) if missing else Possible(tuple(places), causes)


def _formation_place(s: Situation) -> Possible:
    """Where a dissolved company was formed: that place's law says how long it can still be sued, wherever it did business.

    Greb v. Diamond Int'l Corp., 56 Cal. 4th 243 (2013); Restatement (Second) of Conflict of Laws § 299.
    """
    gone = s.term("customer.dissolved_on")
    if gone.items == (NONE,):
        return NOTHING_THERE
    return Possible((), gone.causes) if gone.open else s.term("customer.formed_in")


_FINDERS: dict[str, Callable[[Situation], Possible]] = {
    "customer_place": lambda s: s.term("customer.jurisdiction"),
    "creditor_place": lambda s: s.term("creditor.jurisdiction"),
    "forum": _forum,
    "limitation": lambda s: _by_choice("limitation", s),
    "interest": lambda s: _by_choice("interest", s),
    "work_place": lambda s: s.term("claim.place_of_work"),
    "public_body": _public_body,
    "freelancer": _freelancer,
    "formation_place": _formation_place,
}
