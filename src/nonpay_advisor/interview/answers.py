"""The answers of one case: kept by fact id, set aside where they no longer make sense, and saved after each.

The file is TOML that a person can read and edit; comments and order that are there stay as they are.
"""

from __future__ import annotations

import contextlib
import re
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from nonpay_advisor.casefile import parse_toml
from nonpay_advisor.engine.flat import lay
from nonpay_advisor.engine.possible import NO
from nonpay_advisor.engine.situation import Situation
from nonpay_advisor.errors import FactsError
from nonpay_advisor.files import write_atomically
from nonpay_advisor.interview.next import PERSONS, implied
from nonpay_advisor.vocabulary import catalogue
from nonpay_advisor.vocabulary.facts import IN_ORDER, Facts
from nonpay_advisor.vocabulary.reading import read_facts

_WHENEVER = date(2000, 1, 1)


class Answers:
    """What was answered, by fact id, as a case file gives it; a table that is there is `True`, with its parts beside it."""

    def __init__(self, given: Mapping[str, Any] | None = None) -> None:
        self.given: dict[str, Any] = {}
        self.skipped: list[str] = []
        self.to_ask: list[str] = []
        self.set_aside: dict[str, Any] = {}
        self.ordinary = False
        if given:
            facts = read_facts(given)
            self.ordinary = facts.ordinary
            self.skipped = list(facts.skipped)
            self.to_ask = list(facts.to_ask)
            self._flatten({group: table for group, table in given.items() if group != "set_aside"}, "")
            for fact_id, value in facts.set_aside.items():
                self._check_aside(fact_id, value)
            self.set_aside = {f: v for f, v in facts.set_aside.items() if f not in self.given}

    def _check_aside(self, fact_id: str, value: Any) -> None:
        """Raise FactsError where an answer set aside could never be one."""
        table = catalogue.facts()[fact_id].table
        try:
            read_facts(self._tables({fact_id: value} if table is None else {table: True, fact_id: value}))
        except FactsError as error:
            raise FactsError([f"set_aside.{p}" for p in error.problems]) from None

    def _flatten(self, table: Mapping[str, Any], prefix: str) -> None:
        for name, value in table.items():
            fact_id = f"{prefix}{name}"
            fact = catalogue.facts().get(fact_id)
            if value is None or (fact is None and not isinstance(value, Mapping)):
                continue
            if isinstance(value, Mapping):
                if fact is not None:
                    self.given[fact_id] = True
                self._flatten(value, fact_id + ".")
            elif fact is not None:
                self.given[fact_id] = list(value) if isinstance(value, (list, tuple)) else value

    # -- reading

    def nested(self, given: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """The case as a file gives it."""
        case: dict[str, Any] = {"format": 1}
        if self.ordinary:
            case["ordinary"] = True
        left = [f for f in self.skipped if f not in self.given]
        if left:
            case["skipped"] = left
        if self.to_ask:
            case["to_ask"] = list(self.to_ask)
        case |= self._tables(self.given if given is None else given)
        if self.set_aside:
            case["set_aside"] = {f: self.set_aside[f] for f in catalogue.facts() if f in self.set_aside}
        return case

    def _tables(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Answers by fact id as the tables of a case."""
        case: dict[str, Any] = {}
        for fact_id in catalogue.facts():
            if fact_id not in given:
                continue
            value = given[fact_id]
            *way, name = fact_id.split(".")
            spot = case
            for step in way:
                there = spot.setdefault(step, {})
                if not isinstance(there, dict):
                    break
                spot = there
            else:
                spot[name] = {} if catalogue.facts()[fact_id].kind == "table" and value is True else value
        return case

    def facts(self) -> Facts:
        """The case read as the program reads it."""
        return read_facts(self.nested())

    def __bool__(self) -> bool:
        return bool(self.given or self.skipped or self.to_ask)

    # -- changing

    def put(self, fact_id: str, value: Any) -> tuple[str, ...]:
        """Give an answer; returns the answers that no longer make sense with it and were set aside.

        Raises FactsError where it cannot be so; nothing is changed then. A day that contradicts an earlier answer is refused
        where it is new; where it replaces another, the answer that contradicts it is set aside.
        """
        before = self.given.get(fact_id)
        trial = dict(self.given)
        table = catalogue.facts()[fact_id].table
        if table is not None:
            # Who speaks of a part says that the whole is there.
            trial[table] = True
        trial[fact_id] = value
        gone: dict[str, Any] = {}
        if value is False:
            self._drop(trial, gone, [f for f in trial if f.startswith(fact_id + ".")])
        try:
            read_facts(self.nested(trial))
        except FactsError:
            if before is None:
                raise
            others = {a if b == fact_id else b for a, b, _ in IN_ORDER if fact_id in (a, b)}
            self._drop(trial, gone, [f for f in trial if f in others])
            read_facts(self.nested(trial))
        if fact_id == "customer.kind" and value in PERSONS and trial.get("claim.purpose") and before not in (None, *PERSONS):
            # It followed from what the customer was said to be.
            trial.pop("claim.purpose")
        self._settle(trial, gone, fact_id)
        if value is True:
            trial = self._with_parts(trial, fact_id)
        self.given = trial
        self._put_aside(gone)
        self._asked(fact_id)
        for other, meant in implied(self.facts()).items():
            self.given[other] = meant
        return tuple(gone)

    def begin(self, fact_id: str, value: Any) -> None:
        """Keep what was told of a list so far; it is asked again until it is whole. Raises FactsError (see `put`)."""
        self.put(fact_id, value)
        self.to_ask.append(fact_id)

    def _with_parts(self, trial: dict[str, Any], table: str) -> dict[str, Any]:
        """Bring back the parts of a table that is there again, where they still fit."""
        parts = {f: v for f, v in self.set_aside.items() if f.startswith(table + ".")}
        with contextlib.suppress(FactsError):
            read_facts(self.nested({**trial, **parts}))
            return {**trial, **parts}
        return trial

    def _put_aside(self, gone: Mapping[str, Any]) -> None:
        self.set_aside = {f: v for f, v in {**self.set_aside, **gone}.items() if f not in self.given}

    def _asked(self, fact_id: str) -> None:
        for waiting in (self.skipped, self.to_ask):
            if fact_id in waiting:
                waiting.remove(fact_id)

    def _drop(self, trial: dict[str, Any], gone: dict[str, Any], fact_ids: Iterable[str]) -> None:
        for fact_id in fact_ids:
            if fact_id in trial:
                gone[fact_id] = trial.pop(fact_id)

    def _settle(self, trial: dict[str, Any], gone: dict[str, Any], changed: str) -> None:
        """Set aside what the change puts beside the point, and bring back what it makes sensible again."""
        moved = {changed}
        for _ in range(4):
            s = Situation(lay(read_facts(self.nested(trial)))[0], _WHENEVER)
            again: set[str] = set()
            for fact in catalogue.facts().values():
                if not any(gate[0] in moved for gate in fact.question.asked_when):
                    continue
                beside = any(s.gate(gate) == NO for gate in fact.question.asked_when)
                # A table stands before its parts.
                parts = sorted(f for f in (*trial, *self.set_aside) if f == fact.id or f.startswith(fact.id + "."))
                for part in dict.fromkeys(parts):
                    if beside and part in trial:
                        gone[part] = trial.pop(part)
                        again.add(part)
                    elif not beside and part in self.set_aside and part not in trial and self._has_table(part, trial):
                        trial[part] = self.set_aside[part]
                        again.add(part)
            if not again:
                return
            moved = again

    def _has_table(self, fact_id: str, trial: dict[str, Any]) -> bool:
        table = catalogue.facts()[fact_id].table
        return table is None or trial.get(table) is True

    def skip(self, fact_id: str) -> None:
        """Remember that a fact is not known, and is not to be asked again."""
        self.forget(fact_id)
        self.skipped.append(fact_id)

    def forget(self, fact_id: str) -> None:
        """Take an answer away, so that it is asked again where it matters; its parts are set aside."""
        gone: dict[str, Any] = {}
        self._drop(self.given, gone, [f for f in self.given if f.startswith(fact_id + ".")])
        self._put_aside(gone)
        self.given.pop(fact_id, None)
        self._asked(fact_id)

    def ask(self, fact_id: str) -> None:
        """Remember that a fact was ticked, so that it is asked by itself."""
        self.forget(fact_id)
        self.to_ask.append(fact_id)


# -- the file

_HEAD = (
    "A case of nonpay-advisor. It may be edited: a date is written 2026-03-04 (2026-03 if only the month is known),",
    "false means that there is none, and what is left out is not known. `skipped` lists what was asked and is not known,",
    "`to_ask` what is asked by itself; `set_aside` keeps answers that no longer fit.",
    "Go on with:  nonpay-advisor interview --resume FILE      Report:  nonpay-advisor advise FILE",
)


def _item(value: Any) -> Any:
    """A value as TOML holds it; sums keep their cents."""
    import tomlkit

    if isinstance(value, Decimal):
        return tomlkit.value(f"{value:f}")
    if isinstance(value, Mapping):
        table = tomlkit.inline_table()
        for key, part in value.items():
            table.append(key, _item(part))
        return table
    if isinstance(value, (list, tuple)):
        array = tomlkit.array()
        for part in value:
            array.append(_item(part))
        if any(isinstance(part, Mapping) for part in value):
            array.multiline(True)
        return array
    return tomlkit.item(value)


def _same(a: Any, b: Any) -> bool:
    """Whether two values mean the same (True is not 1)."""
    if isinstance(a, Mapping) and isinstance(b, Mapping):
        return a.keys() == b.keys() and all(_same(a[k], b[k]) for k in a)
    if isinstance(a, (list, tuple)) and isinstance(b, (list, tuple)):
        return len(a) == len(b) and all(_same(x, y) for x, y in zip(a, b, strict=True))
    return isinstance(a, bool) == isinstance(b, bool) and bool(a == b)


def _told(group: str, name: str) -> str:
    """The question that stands over an answer; what is set aside stands by its whole id."""
    fact = catalogue.facts()[name if group == "set_aside" else f"{group}.{name}"]
    return fact.question.text + (f" ({', '.join(fact.choices)})" if fact.kind in {"choice", "choices"} else "")


def written(case: Mapping[str, Any]) -> str:
    """A case as a new TOML file, each fact under its question."""
    import tomlkit

    doc = tomlkit.document()
    for line in _HEAD:
        doc.add(tomlkit.comment(line))
    for key, value in case.items():
        if not isinstance(value, Mapping):
            doc[key] = _item(value)
    for group, table in case.items():
        if isinstance(table, Mapping):
            made = tomlkit.table()
            for name, value in table.items():
                made.add(tomlkit.comment(_told(group, name)))
                made.add(name, _item(value))
            doc.add(tomlkit.nl())
            doc.add(group, made)
    return tomlkit.dumps(doc)


def updated(text: str, case: Mapping[str, Any]) -> str:
    """An existing file brought up to a case: what has not changed stays as it was written, comments too."""
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        doc = tomlkit.parse(text)
        there = tomllib.loads(text, parse_float=Decimal)
        _update(doc, there, case)
        made = _tidied(tomlkit.dumps(doc))
        if _same(_bare(tomllib.loads(made, parse_float=Decimal)), _bare(case)):
            return made
    except (TOMLKitError, tomllib.TOMLDecodeError, TypeError, AttributeError, KeyError, ValueError):
        pass
    return written(case)


def _tidied(text: str) -> str:
    """Questions stand over their answers only, and groups apart."""
    questions = {
        f"# {_told(*fact_id.split('.', 1))}": rf'(?:{re.escape(fact_id.rsplit(".", 1)[1])}|"{re.escape(fact_id)}")\s*='
        for fact_id in catalogue.facts()
    }
    lines = text.split("\n")
    kept: list[str] = []
    for n, line in enumerate(lines):
        following = lines[n + 1] if n + 1 < len(lines) else ""
        if line in questions:
            if not re.match(questions[line], following):
                continue
            while kept and not kept[-1].strip():
                kept.pop()
        if line.startswith("[") and kept and kept[-1].strip() and not kept[-1].startswith("#"):
            kept.append("")
        kept.append(line)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept))


def _bare(case: Mapping[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in case.items() if not (isinstance(v, Mapping) and not v)}


def _update(doc: Any, there: Mapping[str, Any], case: Mapping[str, Any]) -> None:
    import tomlkit

    for key in [k for k in there if k not in case]:
        del doc[key]
    for key, value in case.items():
        if not isinstance(value, Mapping):
            if key not in there or not _same(there[key], value):
                doc[key] = _item(value)
            continue
        if key not in there:
            made = tomlkit.table()
            doc.add(tomlkit.nl())
            doc.add(key, made)
        before = there.get(key, {})
        for name in [n for n in before if n not in value]:
            del doc[key][name]
        for name, part in value.items():
            if name not in before:
                doc[key].add(tomlkit.comment(_told(key, name)))
                doc[key].add(name, _item(part))
            elif not _same(before[name], part):
                doc[key][name] = _item(part)


class CaseFile:
    """The file a case is kept in."""

    def __init__(self, path: Path, text: str = "") -> None:
        self.path = path
        self._text = text
        self._saved = False

    def save(self, answers: Answers) -> None:
        """Write the case whole, readable by its owner only; raises OSError naming the file.

        What somebody else wrote into it since the last time (an entry in the log, an edit by hand) is taken into the answers.
        """
        if self._saved and self.path.is_file():
            there = self.path.read_text("utf-8", "replace")
            if there != self._text:
                self._take_in(there, answers)
        case = answers.nested()
        self._text = updated(self._text, case) if self._text else written(case)
        write_atomically(self.path, self._text, private=True)
        self._saved = True

    def _take_in(self, there: str, answers: Answers) -> None:
        """Take in what differs from what was saved last, where the answers do not say otherwise by now."""
        try:
            theirs, before = Answers(parse_toml(there, str(self.path))).given, Answers(parse_toml(self._text, "")).given
            ours = dict(answers.given)
            for fact_id in {*theirs, *before}:
                if theirs.get(fact_id) != before.get(fact_id) == ours.get(fact_id):
                    ours.pop(fact_id, None)
                    if fact_id in theirs:
                        ours[fact_id] = theirs[fact_id]
            read_facts(answers.nested(ours))
        except FactsError:
            # It cannot be read or cannot be so (half written, perhaps): it stays beside.
            write_atomically(self.path.with_name(f"{self.path.stem}-edited{self.path.suffix}"), there, private=True)
            return
        answers.given = ours
        self._text = there
