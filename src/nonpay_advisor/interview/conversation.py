"""The interview itself, apart from how it is shown: asks, explains, goes back, sets aside, reviews, saves.

A front end (`Front`) shows and reads; it knows nothing of the case. Everything answered is saved at once.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any, Protocol

from nonpay_advisor.errors import FactsError
from nonpay_advisor.interview import entry, groups, words
from nonpay_advisor.interview.answers import Answers
from nonpay_advisor.interview.entry import NONE_WORDS, YES_WORDS, Reading, Unreadable
from nonpay_advisor.interview.folding import folded
from nonpay_advisor.interview.next import FIRST, GroupClearing, Question, Stock, has_ordinary, ordinary_value, take_stock
from nonpay_advisor.law import library
from nonpay_advisor.vocabulary import catalogue, kinds
from nonpay_advisor.vocabulary.catalogue import Fact
from nonpay_advisor.vocabulary.facts import DatedEvent
from nonpay_advisor.vocabulary.reading import read_facts

# May lie ahead of the day of the advice.
_AHEAD = frozenset({"claim.due_on", "claim.due_about_on", "customer.bankruptcy.claims_bar_on"})
_CHOICES = ("choices.waive_excess", "choices.claim_interest", "choices.hire_lawyer", "choices.relationship_matters")
MOST_ITEMS = 60
# Places that are usually the same as one already given: offered, not taken.
_USUALLY_AS = {
    "creditor.jurisdiction": "customer.jurisdiction",
    "claim.place_of_work": "creditor.jurisdiction",
    "customer.principal_place": "customer.jurisdiction",
    "creditor.principal_place": "creditor.jurisdiction",
    "creditor.formed_in": "creditor.jurisdiction",
    "customer.formed_in": "customer.jurisdiction",
}


class Command(Enum):
    """What can be said at any question instead of an answer."""

    DONT_KNOW = "?"
    SKIP = "skip"
    WHY = "why"
    BACK = "back"
    REVIEW = "review"
    LEAVE = "leave"
    HELP = "help"


# The same words and letters at every kind of question.
COMMANDS = {
    "?": Command.DONT_KNOW, "don't know": Command.DONT_KNOW, "dont know": Command.DONT_KNOW, "i don't know": Command.DONT_KNOW,
    "i do not know": Command.DONT_KNOW, "idk": Command.DONT_KNOW, "skip": Command.SKIP, "s": Command.SKIP, "why": Command.WHY,
    "why?": Command.WHY, "w": Command.WHY, "back": Command.BACK, "b": Command.BACK, "review": Command.REVIEW, "r": Command.REVIEW,
    "leave": Command.LEAVE, "quit": Command.LEAVE, "exit": Command.LEAVE, "save": Command.LEAVE, "q": Command.LEAVE,
    "help": Command.HELP, "h": Command.HELP, "??": Command.HELP,
}  # fmt: skip
COMMAND_HELP = (
    "?  I do not know. It stays open, and you are told where it can be found.",
    "w  why this is asked: which options hang on it, and what each answer would do",
    "b  back to the question before; later answers are kept where they still make sense",
    "s  skip: leave it open, without more",
    "r  review: all answers so far, each of which can be changed",
    "q  leave now; everything answered is saved",
    "The words do as well: why, back, skip, review, leave, help.",
)


class Back(Exception):
    """The person wants the question before."""


class Leave(Exception):
    """The person wants to stop here."""


class Review(Exception):
    """The person wants to see all answers."""


@dataclass(frozen=True)
class Choice:
    """One answer to choose: its value, how it reads, and what it means."""

    value: Any
    label: str
    help: str = ""


class Front(Protocol):
    """How a conversation is shown and read."""

    @property
    def width(self) -> int:
        """How many columns there are."""

    @property
    def how(self) -> str:
        """How an answer is given here, in a sentence."""

    def say(self, text: str, *, quiet: bool = False) -> None:
        """Show a paragraph."""

    def read(self, text: str) -> None:
        """Have a text read that may be longer than the screen; its lines are folded already."""

    def choose(self, ask: str, choices: Sequence[Choice], default: Any = None, help: str = "") -> Any:
        """Have one answer chosen; returns its value or a Command. `help` says what the question means."""

    def tick(self, ask: str, choices: Sequence[Choice], ticked: Iterable[Any] = ()) -> Any:
        """Have any number ticked; returns a list of values or a Command."""

    def line(self, ask: str, default: str = "", help: str = "", typed: str = "") -> Any:
        """Have a line typed; returns the text or a Command. `typed` is what could not be read, to be mended."""


@dataclass(frozen=True)
class Asked:
    """One step of the conversation, to go back to."""

    facts: tuple[str, ...]
    group: str | None = None


class Conversation:
    """One interview about one case."""

    def __init__(self, front: Front, answers: Answers, as_of: date, saved: Callable[[], None]) -> None:
        self.front = front
        self.answers = answers
        self.as_of = as_of
        self.saved = saved
        self.trail: list[Asked] = [Asked((f,)) for f in answers.given if catalogue.facts()[f].table is None and not self._is_usual(f)]
        self._at = len(self.trail)
        self._told = ""
        self._mistyped: dict[str, str] = {}

    # -- the whole

    def run(self) -> None:
        """Ask until nothing more can matter and the person is content; raises Leave where they want to stop."""
        while True:
            step = self._next()
            try:
                if step is None:
                    self.front.say("Nothing else would change the answer.")
                    if self._review(at_end=True):
                        return
                    continue
                self._pose(step)
                self._keep_trail(step)
            except Back:
                self._go_back()
            except Review:
                self._review(at_end=False)

    def ask_these(self, fact_ids: Sequence[str]) -> None:
        """Ask certain facts, one after the other; raises Leave where the person wants to stop."""
        at = 0
        while at < len(fact_ids):
            try:
                self._pose(Question(fact_ids[at], (), ()))
                at += 1
            except Back:
                at = max(0, at - 1)
            except Review:
                self._review(at_end=False)

    def _next(self) -> Question | GroupClearing | None:
        if not self.answers:
            # Nothing is known yet: the first question is always the same, and needs no reasoning.
            return Question(FIRST[0], (), ())
        begun = next((f for f in self.answers.to_ask if f in self.answers.given), None)
        if begun is not None:
            # A list of which only a part was told before something else came between.
            return Question(begun, (), ())
        stock = self._now()
        if stock.next is not None:
            told = words.standing(stock, self.front.width)
            if told != self._told:
                self.front.say(told, quiet=True)
            self._told = told
        return stock.next

    def _now(self, asked: str = "") -> Stock:
        """Where the case stands with the answers there are, but that to what is asked: against this its answers are told."""
        skipped = frozenset(self.answers.skipped) - {asked}
        known = {f: v for f, v in self.answers.given.items() if not asked or not f"{f}.".startswith(f"{asked}.")}
        return take_stock(read_facts(self.answers.nested(known)), self.as_of, skipped, frozenset(self.answers.to_ask))

    def _keep_trail(self, step: Question | GroupClearing) -> None:
        asked = Asked(step.facts, step.group) if isinstance(step, GroupClearing) else Asked((step.fact,))
        if asked in self.trail:
            self.trail.remove(asked)
        self.trail.append(asked)
        self._at = len(self.trail)

    def _go_back(self) -> None:
        """Ask an earlier question again; the later answers stay."""
        while True:
            if self._at == 0:
                self.front.say("This is the first question.")
                self._at = len(self.trail)
                return
            self._at -= 1
            step = self.trail[self._at]
            table = catalogue.facts()[step.facts[0]].table
            if step.facts[0] in self.answers.set_aside or (table is not None and self.answers.given.get(table) is not True):
                # It no longer makes sense, so it is passed over.
                continue
            try:
                self._pose(self._again(step))
            except Back:
                continue
            except Review:
                self._review(at_end=False)
            self._at = len(self.trail)
            return

    def _again(self, step: Asked) -> Question | GroupClearing:
        if step.group is not None:
            return GroupClearing(step.group, step.facts, (), ())
        return Question(step.facts[0], (), ())

    def _pose(self, step: Question | GroupClearing) -> None:
        if isinstance(step, GroupClearing):
            self._clear(step)
        else:
            self._ask(step)
        self.saved()

    # -- one fact

    def _ask(self, question: Question) -> None:
        fact = catalogue.facts()[question.fact]
        help = fact.question.help
        while True:
            try:
                reading = self._read(fact, help)
            except Unreadable as error:
                self.front.say(str(error))
                help = ""
                continue
            help = ""
            if isinstance(reading, Command):
                if self._command(reading, fact.id):
                    return
                continue
            if self._give(fact, reading):
                return

    def _command(self, command: Command, fact_id: str) -> bool:
        """Act on a command; returns whether the question is done with."""
        if command in {Command.DONT_KNOW, Command.SKIP}:
            if command is Command.DONT_KNOW:
                self.front.say(words.find(catalogue.facts()[fact_id]))
            self.answers.skip(fact_id)
            return True
        if command is Command.WHY:
            self._why(fact_id)
        else:
            self._common(command)
        return False

    def _why(self, fact_id: str) -> None:
        """Say why a fact is asked: which options hang on it, and what each answer would do."""
        self._explain(words.why(fact_id, self._now(fact_id)))

    def _explain(self, lines: Iterable[str]) -> None:
        self.front.read("".join(folded(line, self.front.width - 1) + "\n" for line in lines))

    def _common(self, command: Command) -> None:
        if command is Command.BACK:
            raise Back
        if command is Command.LEAVE:
            raise Leave
        if command is Command.REVIEW:
            raise Review
        self.front.say(self.front.how)
        self.front.say("In place of an answer you can give:")
        for line in COMMAND_HELP:
            self.front.say(line)

    def _give(self, fact: Fact, reading: Reading) -> bool:
        """Keep an answer; returns whether it could be so."""
        target = reading.fact or fact.id
        try:
            gone = self.answers.put(target, reading.value)
            for other, value in reading.extra:
                gone += self.answers.put(other, value)
        except FactsError as error:
            for problem in error.problems:
                self.front.say(words.with_questions(problem))
            self.front.say("(`review` changes an earlier answer.)", quiet=True)
            return False
        if target != fact.id:
            self.answers.skip(fact.id)
        elif fact.id == "claim.due_on":
            self.answers.forget("claim.due_about_on")
        self._told_aside(gone)
        return True

    def _told_aside(self, gone: Sequence[str]) -> None:
        """Say which answers no longer fit; they come back where they fit again."""
        if gone:
            self.front.say(f"Set aside, since it no longer fits: {'; '.join(catalogue.facts()[f].question.text for f in gone)}")

    # -- reading one answer

    def _read(self, fact: Fact, help: str = "") -> Any:
        """Read an answer: a Reading or a Command; raises Unreadable."""
        ask = fact.question.text
        if fact.kind in {"yes_no", "table"} or (fact.kind == "choice"):
            return self._chosen(fact, ask, help)
        if fact.kind == "choices":
            ticked = self.front.tick(
                ask, [Choice(c, words.answer(fact.id, [c])) for c in fact.choices], self.answers.given.get(fact.id) or ()
            )
            return ticked if isinstance(ticked, Command) else Reading(list(ticked), "")
        if fact.kind in {"list", "places"}:
            return self._list(fact, ask, help)
        return self._typed(fact, ask, help)

    def _usual(self, fact: Fact) -> Any:
        """What Enter alone gives: the answer there is; for a place that is usually the same as another, that one."""
        value = self.answers.given.get(fact.id)
        if value is None and fact.kind == "place":
            near = self.answers.given.get(_USUALLY_AS.get(fact.id, ""))
            return near if isinstance(near, str) and "-" in near else None
        return value

    def _chosen(self, fact: Fact, ask: str, help: str) -> Any:
        if fact.kind == "choice":
            choices = [Choice(c, words.answer_to(fact, c)) for c in fact.choices]
        else:
            choices = [Choice(True, "yes"), Choice(False, "no")]
        default = self.answers.given.get(fact.id)
        if default is None and fact.id in self.answers.to_ask and fact.kind in {"yes_no", "table"}:
            # It was ticked because it is not the usual answer.
            default = fact.question.ordinary is False
        if default is None and fact.id in self.answers.to_ask and fact.kind == "choice":
            default = next(c for c in fact.choices if c != fact.question.ordinary)
        chosen = self.front.choose(ask, [*choices, Choice(Command.DONT_KNOW, "I do not know")], default, help)
        return chosen if isinstance(chosen, Command) else Reading(chosen, "")

    def _typed(self, fact: Fact, ask: str, help: str) -> Any:
        hint = _hint(fact)
        usual = self._usual(fact)
        default = "" if usual is None else words.answer_to(fact, usual) if fact.kind in {"place", "day", "event"} else _plainly(usual)
        typed = self.front.line(f"{ask}{f' ({hint})' if hint else ''}", default, help, self._mistyped.pop(fact.id, ""))
        if isinstance(typed, Command):
            return typed
        # Kept until it is read, so that a slip can be mended and need not be typed again.
        self._mistyped[fact.id] = typed
        if not typed.strip():
            raise Unreadable('An answer is needed; "?" if you do not know.')
        answer = Reading(usual, "") if usual is not None and typed == default else self._one_of(self._readings(fact, typed), fact)
        del self._mistyped[fact.id]
        return answer

    def _readings(self, fact: Fact, typed: str) -> list[Reading]:
        word = typed.strip().lower().rstrip(".!")
        if word in NONE_WORDS and fact.none_ok:
            return [Reading(False, "none")]
        if word in YES_WORDS and fact.kind == "event":
            return [Reading(True, "yes, the day is not known")]
        match fact.kind:
            case "day" | "event":
                return entry.read_day(typed, self.as_of, fact.id, ahead=fact.id in _AHEAD)
            case "money":
                found = entry.read_money(typed, self._currency(), zero=fact.id != "claim.amount")
                # Only the sum that is unpaid says in which currency the case is.
                return found if fact.id == "claim.amount" else [Reading(r.value, r.said) for r in found[:1]]
            case "late_fee":
                return entry.read_late_fee(typed, self._currency())
            case "text":
                try:
                    return [Reading(kinds.read_text(typed), typed.strip())]
                except ValueError as error:
                    raise Unreadable(f"{error}.") from None
            case _:
                return entry.READERS[fact.kind](typed)

    def _one_of(self, readings: list[Reading], fact: Fact) -> Any:
        """Take the one reading, saying it back, or ask which was meant; a day to come is asked about."""
        chosen: Any = readings[0]
        if len(readings) > 1:
            again = Choice(None, "none of these: let me type it again")
            chosen = self.front.choose("Which do you mean?", [*(Choice(r, r.said) for r in readings), again])
            if chosen is None or chosen in (Command.DONT_KNOW, Command.SKIP):
                raise Unreadable("Then once more.")
            if isinstance(chosen, Command):
                return chosen
        if fact.kind == "place" and chosen.value and (parts := entry.parts_of(chosen.value)):
            return self._part_of(chosen, parts)
        if isinstance(chosen.value, date) and chosen.value > self.as_of and fact.id not in _AHEAD:
            sure = self.front.choose(
                f"{chosen.said} is still to come. Is that right?", [Choice(True, "yes"), Choice(False, "no, let me type it again")]
            )
            if isinstance(sure, Command):
                return sure
            if not sure:
                raise Unreadable("Then once more.")
        if len(readings) == 1 and fact.kind not in {"text", "count"}:
            self.front.say(f"= {chosen.said}", quiet=True)
        return chosen

    def _part_of(self, whole: Reading, parts: list[Reading]) -> Any:
        """Ask for the state or nation of a country whose law is held by its parts."""
        if len(parts) <= 6:
            offered = [*(Choice(p, p.said) for p in parts), Choice(whole, "I do not know which")]
            return self.front.choose(f"Which part of {whole.said}?", offered)
        while True:
            typed = self.front.line(f'Which state or part of {whole.said}? ("?" if you do not know)')
            if typed in (Command.DONT_KNOW, Command.SKIP):
                return whole
            if isinstance(typed, Command):
                return typed
            try:
                inside = [r for r in entry.read_place(typed) if r.value.startswith(whole.value)]
            except Unreadable as error:
                self.front.say(str(error))
                continue
            if len(inside) == 1:
                self.front.say(f"= {inside[0].said}", quiet=True)
                return inside[0]
            if inside:
                chosen = self.front.choose("Which do you mean?", [*(Choice(r, r.said) for r in inside), Choice(None, "none of these")])
                if chosen is not None:
                    return chosen
            else:
                self.front.say(f"{typed.strip()[:40]!r} is not a part of {whole.said}; b goes back.")

    def _currency(self) -> str | None:
        given = self.answers.given.get("claim.currency")
        if isinstance(given, str):
            return given
        place = self.answers.given.get("customer.jurisdiction")
        for code in library.chain(place) if isinstance(place, str) else ():
            return library.jurisdiction(code).currency
        return None

    # -- lists

    def _list(self, fact: Fact, ask: str, help: str) -> Any:
        there = self.answers.given.get(fact.id)
        found: list[Any] = []
        if there:
            kept = self.front.choose(
                f"{ask} So far: {words.answer(fact.id, there, self._currency())}.",
                [
                    Choice("keep", "that is all"),
                    Choice("more", "there is another"),
                    Choice("anew", "let me give them anew"),
                    Choice("none", "there was none"),
                ],
            )
            if isinstance(kept, Command):
                return self._stopped(kept, list(there))
            if kept in {"keep", "none"}:
                return Reading(there if kept == "keep" else [], "")
            found = list(there) if kept == "more" else []
        if fact.kind == "places":
            return self._several_places(fact, ask, help, found)
        return self._events(fact, ask, help, found) if fact.item is DatedEvent else self._items(fact, ask, help, found)

    def _keep_so_far(self, fact: Fact, found: list[Any]) -> None:
        """Save a list as far as it is told, so that nothing is lost whatever happens next."""
        # What cannot be so is told when the list is whole.
        with contextlib.suppress(FactsError):
            self.answers.begin(fact.id, list(found))
            self.saved()

    def _stopped(self, command: Command, found: list[Any]) -> Any:
        """What a command comes to in the middle of a list: who knows of no more keeps those told."""
        return Reading(found, "") if found and command in {Command.DONT_KNOW, Command.SKIP} else command

    def _events(self, fact: Fact, ask: str, help: str, found: list[Any]) -> Any:
        """Days, one a line."""
        slip = ""
        while len(found) < MOST_ITEMS:
            said = f'{ask} (the first day; "none"; "yes" if the day is not known)' if not found else "The next day (Enter if that was all)"
            typed = self.front.line(said, help="" if found else help, typed=slip)
            slip = ""
            if isinstance(typed, Command):
                if typed is Command.WHY:
                    self._why(fact.id)
                    continue
                return self._stopped(typed, found)
            word = typed.strip().lower()
            if not word or word in NONE_WORDS or word in {"done", "all", "that was all"}:
                if found or word:
                    break
                self.front.say('A day is needed, "none", or "?" if you do not know.')
                continue
            if word in YES_WORDS:
                found.append({})
            else:
                try:
                    chosen = self._one_of(entry.read_day(typed, self.as_of, fact.id), fact)
                except Unreadable as error:
                    self.front.say(str(error))
                    slip = typed
                    continue
                if isinstance(chosen, Command):
                    return self._stopped(chosen, found)
                found.append({"on": chosen.value})
            self._keep_so_far(fact, found)
        return Reading(found, "")

    def _items(self, fact: Fact, ask: str, help: str, found: list[Any]) -> Any:
        """Things with parts (payments, guarantors), one after the other."""
        offered = [Choice(True, "yes"), Choice(False, "no, none"), Choice(Command.DONT_KNOW, "I do not know")]
        there = bool(found) or self.front.choose(ask, offered, True if fact.id in self.answers.to_ask else None, help)
        while True:
            if there is Command.WHY:
                self._why(fact.id)
            elif isinstance(there, Command):
                return self._stopped(there, found)
            elif not there or len(found) >= MOST_ITEMS:
                return Reading(found, "")
            else:
                found.append({})
                for part in _parts(fact):
                    value = self._item_part(part, fact.id)
                    if isinstance(value, Command):
                        return value
                    if value is not None:
                        found[-1] = {**found[-1], part.id.rsplit(".", 1)[1]: value.value}
                        self._keep_so_far(fact, found)
            if found:
                there = self.front.choose("Is there another?", [Choice(False, "no, that is all"), Choice(True, "yes")])
            else:
                there = self.front.choose(ask, offered, True if fact.id in self.answers.to_ask else None)

    def _item_part(self, part: Fact, list_id: str) -> Any:
        while True:
            try:
                reading = self._read(part)
            except Unreadable as error:
                self.front.say(str(error))
                continue
            if reading in (Command.DONT_KNOW, Command.SKIP):
                if reading is Command.DONT_KNOW:
                    self.front.say(words.find(part))
                return None
            if reading is Command.WHY:
                self.front.say(words.without_ids(part.question.why))
                self._why(list_id)
                continue
            if reading is Command.HELP:
                self._common(reading)
                continue
            return reading

    def _several_places(self, fact: Fact, ask: str, help: str, found: list[Any]) -> Any:
        """Places, one a line."""
        slip = ""
        while len(found) < MOST_ITEMS:
            said = ask if not found else "The next place (Enter if that was all)"
            typed = self.front.line(said, help="" if found else help, typed=slip)
            slip = ""
            if typed is Command.WHY:
                self._why(fact.id)
                continue
            if isinstance(typed, Command):
                return self._stopped(typed, found)
            if not typed.strip():
                if found:
                    break
                continue
            if typed.strip().lower() in NONE_WORDS:
                break
            try:
                chosen = self._one_of(entry.read_place(typed), fact)
            except Unreadable as error:
                self.front.say(str(error))
                slip = typed
                continue
            if isinstance(chosen, Command):
                return self._stopped(chosen, found)
            found.append(chosen.value)
            self._keep_so_far(fact, found)
        return Reading(found, "")

    # -- a group

    def _clear(self, clearing: GroupClearing) -> None:
        group = groups.BY_ID[clearing.group]
        seen = {f for asked in self.trail if asked.group == group.id for f in asked.facts}
        # What came up only by later answers is asked under the same title.
        title = group.title if not seen - set(clearing.facts) else f"Further: {group.title[0].lower()}{group.title[1:]}"
        choices = [Choice(f, group.labels[f], catalogue.facts()[f].question.help) for f in clearing.facts]
        waiting = {*self.answers.to_ask, *self.answers.skipped}
        ticked_before = [f for f in clearing.facts if f in waiting or not self._is_usual(f, missing=True)]
        while True:
            ticked = self.front.tick(title, choices, ticked_before)
            if ticked is Command.WHY:
                self._explain(words.group_why(clearing, self._now()))
                continue
            if ticked in (Command.DONT_KNOW, Command.SKIP):
                left = [f for f in clearing.facts if f not in self.answers.given]
                for fact_id in left:
                    self.answers.skip(fact_id)
                self.front.say("Left open: the report says what depends on it." + (" Where each can be found:" if left else ""))
                for fact_id in left if ticked is Command.DONT_KNOW else ():
                    self.front.say(f"- {group.labels[fact_id]}: {catalogue.facts()[fact_id].question.find}")
                return
            if isinstance(ticked, Command):
                self._common(ticked)
                continue
            break
        for fact_id in clearing.facts:
            if fact_id not in ticked:
                self._told_aside(self.answers.put(fact_id, ordinary_value(fact_id)))
        for fact_id in ticked:
            if self._is_usual(fact_id, missing=True) or fact_id in self.answers.skipped:
                self.answers.ask(fact_id)
        if not ticked:
            self.front.say(f"= {words.NONE_OF_THESE}", quiet=True)

    def _is_usual(self, fact_id: str, *, missing: bool = False) -> bool:
        """Whether a fact has its ordinary answer (or, if so asked, none yet)."""
        if fact_id not in self.answers.given:
            return missing
        return has_ordinary(fact_id) and self.answers.given[fact_id] == ordinary_value(fact_id)

    # -- review

    def _review(self, *, at_end: bool) -> bool:
        """Show all answers and have any changed; returns whether the person is content and the end is reached."""
        while True:
            entries = self._entries()
            go_on = "show the report" if at_end else "go on with the questions"
            choices = [Choice("go on", go_on), *(Choice(asked, text) for asked, text in entries)]
            chosen = self.front.choose("Your answers: choose one to change it, or", choices, "go on")
            if chosen == "go on":
                return True
            if chosen is Command.BACK:
                if at_end:
                    self._go_back()
                return False
            if chosen is Command.LEAVE:
                raise Leave
            if isinstance(chosen, Command):
                self.front.say("Each line is an answer; choosing one asks it again. The first line goes on.")
                continue
            try:
                self._pose(self._again(chosen))
            except (Back, Review):
                continue
            if at_end and self._now().next:
                return False

    def _entries(self) -> list[tuple[Asked, str]]:
        """Every answer with its question; usual circumstances stand together."""
        found: list[tuple[Asked, str]] = []
        cleared: dict[str, list[str]] = {}
        currency = self._currency()
        for fact_id, fact in catalogue.facts().items():
            if fact_id in self.answers.given and self._is_usual(fact_id) and fact_id in groups.OF_FACT:
                cleared.setdefault(groups.OF_FACT[fact_id], []).append(fact_id)
            elif fact_id in self.answers.given:
                said = words.answer(fact_id, self.answers.given[fact_id], currency)
                found.append((Asked((fact_id,)), f"{fact.question.text} {said}"))
            elif fact_id in self.answers.skipped and not (fact_id == "claim.due_on" and "claim.due_about_on" in self.answers.given):
                found.append((Asked((fact_id,)), f"{fact.question.text} {words.NOT_KNOWN}"))
        for group_id, members in cleared.items():
            title = groups.BY_ID[group_id].title
            ordered = tuple(f for f in groups.BY_ID[group_id].labels if f in members)
            found.append((Asked(ordered, group_id), f"{title} {'otherwise no' if self._any_unusual(group_id) else 'none of these'}"))
        for fact_id in _CHOICES:
            if fact_id not in self.answers.given:
                found.append((Asked((fact_id,)), f"{catalogue.facts()[fact_id].question.text} not decided"))
        return found

    def _any_unusual(self, group_id: str) -> bool:
        return any(f in self.answers.given and not self._is_usual(f) for f in groups.BY_ID[group_id].labels)


def _plainly(value: Any) -> str:
    """A value as a person would type it."""
    return "none" if value is False else "yes" if value is True else str(value)


def _hint(fact: Fact) -> str:
    """What may be typed, in a few words."""
    said = {
        "day": 'a date, "March 2026", "60 days ago"',
        "event": 'a date, or "yes" if the day is not known',
        "place": "",
        "late_fee": "a sum, 5%, or yes",
    }
    hint = said.get(fact.kind, "")
    none = '"none"' if fact.none_ok else ""
    return ", or ".join(p for p in (hint, none) if p)


def _parts(fact: Fact) -> list[Fact]:
    """The facts inside one item of a list."""
    assert fact.item is not None
    return [f for f in catalogue.facts_within(fact.item, fact.id).values() if f.table is None]
