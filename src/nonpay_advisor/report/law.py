"""Shows the law held and the rules, as a person would read them, and checks all data files."""

from __future__ import annotations

import json
import textwrap
from datetime import date
from typing import Any

from nonpay_advisor.advice import words
from nonpay_advisor.advice.advising import row_words
from nonpay_advisor.engine.situation import Held
from nonpay_advisor.errors import DataError, LawNotHeld
from nonpay_advisor.law import library
from nonpay_advisor.law.library import Datum, Part
from nonpay_advisor.rulebase.library import conclusions, expand, scope, scope_names
from nonpay_advisor.rulebase.model import Rule
from nonpay_advisor.vocabulary import catalogue
from nonpay_advisor.vocabulary.places import find_places, place_name

WIDTH = 88


def _code(text: str) -> str:
    """The code of a place given by code, name, or part of its name; raises LawNotHeld naming what is held."""
    wanted = text.strip().upper()
    held = library.held_places()
    if wanted in held:
        return wanted
    found = [code for code, _ in find_places(text) if code in held]
    if len(found) == 1:
        return found[0]
    offered = ", ".join(f"{c} ({place_name(c)})" for c in (found or held))
    why = "several places fit; choose one of" if found else "no law is held for a place of that name; held are"
    raise LawNotHeld(f"{text!r}: {why} {offered}")


def _split_words(part: Part) -> str:
    if part.when is None:
        return ""
    if part.otherwise:
        return "otherwise"
    said = []
    for fact_id, wanted in part.when:
        if isinstance(wanted, dict):
            said.append(f"{fact_id} " + " and ".join(f"{word.replace('_', ' ')} {edge}" for word, edge in wanted.items()))
        elif isinstance(wanted, list):
            said.append(f"{fact_id} is {' or '.join(map(str, wanted))}")
        else:
            said.append(f"{fact_id} is {'yes' if wanted is True else 'no' if wanted is False else wanted}")
    return "where " + ", ".join(said)


def _rows(datum: Datum) -> list[dict[str, Any]]:
    currency = library.jurisdiction(datum.place).currency
    found = []
    for version, part in datum.rows():
        row = part.row
        found.append(
            {
                "in_force_from": version.starts_on.isoformat(),
                "start_is": row.from_is or "known",
                "where": _split_words(part),
                "value": row_words(Held(datum.place, datum, row), currency),
                "citation": row.citation,
                "source": row.source,
                "source_kind": row.source_kind,
                "second_source": row.second_source,
                "current_to": row.current_to.isoformat() if row.current_to else None,
                "checked_on": row.checked_on.isoformat(),
                "review_by": row.review_by.isoformat(),
                "confidence": row.confidence,
                "note": row.note,
            }
        )
    return found


def _place_table(code: str) -> dict[str, Any]:
    place = library.jurisdiction(code)
    known = catalogue.law_ids()
    values = []
    for law_id in known:
        datum = place.data.get(law_id)
        if datum:
            entry = known[law_id]
            values.append(
                {
                    "id": law_id,
                    "title": entry.title,
                    "topic": entry.topic,
                    "kind": entry.kind,
                    "unit": entry.unit,
                    "picked_by": datum.version_by,
                    "rows": _rows(datum),
                }
            )
    series = [
        {
            "id": name,
            "title": known[name].title,
            "rows": [
                {
                    "from": r.starts_on.isoformat(),
                    "value": words.number(r.value),
                    "citation": r.citation,
                    "source": r.source,
                    "checked_on": r.checked_on.isoformat(),
                }
                for r in rows
            ],
        }
        for name, rows in sorted(place.series.items())
    ]  # fmt: skip
    return {
        "code": code,
        "name": place.name,
        "parent": place.header.parent,
        "currency": place.currency,
        "file": place.file,
        "values": values,
        "series": series,
        "not_held": [{"id": m.id, "why": m.why} for m in place.not_held],
    }


def _json(thing: Any) -> str:
    return json.dumps(thing, indent=2, ensure_ascii=False) + "\n"


def all_places(shape: str) -> str:
    """The places whose law is held, with how much of it."""
    rows: list[dict[str, Any]] = []
    for code in library.held_places():
        place = library.jurisdiction(code)
        checked = [p.row.checked_on for d in place.data.values() for _, p in d.rows()]
        rows.append(
            {
                "code": code,
                "name": place.name,
                "values": len(place.data),
                "rules": len(scope(code.lower()).rules) if code.lower() in scope_names() else 0,
                "not_held": len(place.not_held),
                "oldest_check": min(checked).isoformat() if checked else None,
            }
        )
    if shape == "json":
        return _json(rows)
    lines = [f"{'code':8} {'place':22} {'held':>5} {'own rules':>10} {'not held':>9}  oldest check"]
    lines += [
        f"{r['code']:8} {r['name'][:22]:22} {r['values']:>5} {r['rules']:>10} {r['not_held']:>9}  {r['oldest_check'] or ''}" for r in rows
    ]
    lines += ["", f"{len(scope('common').rules)} rules are common to all places. `nonpay-advisor jurisdictions CODE` shows the law of one."]
    return "\n".join(lines) + "\n"


def _wrapped(text: str, indent: str) -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent=indent, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)


def one(text: str, shape: str) -> str:
    """The law held for one place: each value, since when, its authority, source and when it was checked."""
    table = _place_table(_code(text))
    if shape == "json":
        return _json(table)
    parent = f"; where it holds nothing, {table['parent']} is read" if table["parent"] else ""
    lines = [f"{table['name']} ({table['code']}), {table['file']}{parent}", ""]
    topic = None
    for value in table["values"]:
        if value["topic"] != topic:
            topic = value["topic"]
            lines += [topic.replace("_", " ").upper(), ""]
        picked = "" if value["picked_by"] == "as_of" else f" (by {value['picked_by']})"
        lines.append(f"{value['title']}  [{value['id']}]{picked}")
        for row in value["rows"]:
            since = f"{'at the latest since' if row['start_is'] == 'attested' else 'since'} {row['in_force_from']}"
            lines += _wrapped(f"{row['value']} {row['where']}".strip(), "    ")
            lines += _wrapped(
                f"{since}; {row['citation']}; {row['source_kind']}, read {row['checked_on']}, {row['confidence']} confidence", "      "
            )
            lines.append(f"      {row['source']}")
            if row["note"]:
                lines += _wrapped(row["note"], "      ")
        lines.append("")
    for series in table["series"]:
        last = series["rows"][-1]
        lines += [
            f"{series['title']}  [{series['id']}]",
            f"    {len(series['rows'])} rates, the last {last['value']}% from {last['from']}",
            "",
        ]
    if table["not_held"]:
        lines += ["NOT HELD", ""]
        for missing in table["not_held"]:
            lines += _wrapped(f"{missing['id']}: {missing['why']}", "  ")
    return "\n".join(lines) + "\n"


def stale(text: str | None, as_of: date, shape: str) -> str:
    """The rows in force whose review day has come, the most overdue first, and when the next ones come due."""
    rows = []
    for code in [_code(text)] if text else library.held_places():
        for datum in library.jurisdiction(code).data.values():
            for version, part in datum.rows():
                later = [v for v in datum.versions if version.starts_on < v.starts_on <= as_of]
                if not later:
                    rows.append((part.row.review_by, code, datum.id, part.row))
    rows.sort(key=lambda r: (r[0], r[1], r[2]))
    due = [r for r in rows if r[0] < as_of]
    if shape == "json":
        found = []
        for day, code, law_id, row in due:
            dates = {"review_by": day.isoformat(), "checked_on": row.checked_on.isoformat()}
            found.append({"place": code, "id": law_id, **dates, "citation": row.citation, "source": row.source})
        return _json(found)
    lines = [f"{d}  {c:7} {i:45} {r.citation}" for d, c, i, r in due]
    coming = [r for r in rows if r[0] >= as_of]
    soon = f"; the next comes due on {coming[0][0]} ({coming[0][1]} {coming[0][2]})" if coming else ""
    return "\n".join([*lines, f"{len(due)} of {len(rows)} rows in force on {as_of} are to be read again{soon}."]) + "\n"


# -- rules


def _condition(condition: tuple[Any, ...]) -> str:
    term, *rest = condition
    if term.startswith("conclusion."):
        said = conclusions()[term[11:]].title
        return f"not: {said}" if rest and rest[-1] is False else said
    if not rest:
        return f"{term} is yes"
    word = rest[0].replace("_", " ")
    thing = rest[1] if len(rest) > 1 else None
    shown = (
        "yes" if thing is True else "no" if thing is False else ", ".join(map(str, thing)) if isinstance(thing, (list, tuple)) else thing
    )
    return f"{term} {word}" + ("" if thing is None else f" {shown}")


def _rule(rule: Rule) -> list[str]:
    lines = [rule.title, f"  {rule.id}" + (f", by the law of: {rule.place}" if rule.place else "")]
    if rule.in_force:
        lines.append(f"  in force from {rule.in_force.starts_on or 'always'} until {rule.in_force.until or 'further notice'}")
    lines.append("  It applies when all of this is so:" if rule.when else "  It always applies")
    lines += [f"    - {_condition(c)}" for c in rule.when]
    if rule.unless:
        lines += ["  unless one of this is so:", *(f"    - {_condition(c)}" for c in rule.unless)]
    lines.append("  Then:")
    titles = {o.id: o.title for o in catalogue.options().values()}
    for effect in rule.effect:
        if effect.conclude:
            said = f"it follows: {conclusions()[effect.conclude].title}"
        elif effect.attorney:
            said = f"an attorney: {effect.attorney}"
        else:
            verb = {
                "concern": "it concerns",
                "open": "opens",
                "bar": "closes",
                "require": "comes before",
                "caution": "warns about",
                "prefer": "fits",
            }[effect.verb]
            said = f"{verb} {'; '.join(titles[o] for o in expand(effect.options, effect.excluded))}"
            if effect.ground:
                said += f" (ground: {effect.ground})"
            if effect.step:
                said += f" (first: {titles.get(effect.step, effect.step)})"
            if effect.wait_until:
                said += f" (not before {effect.wait_until})"
            if effect.lifted_by:
                said += f"; lifted by {effect.lifted_by}"
        lines += _wrapped(said, "    ")
    if rule.reason:
        lines += ["  In the report:", *_wrapped(rule.reason, "    ")]
    if rule.note:
        lines += _wrapped(rule.note, "    ")
    authority = "practice, not law" if rule.kind == "practice" else rule.citation
    lines += [f"  Authority: {authority}" + (f" ({rule.source_kind}: {rule.source})" if rule.source else "")]
    if rule.overrides:
        lines.append(f"  It goes before: {', '.join(rule.overrides)}")
    return [*lines, ""]


def rules(wanted: str | None) -> str:
    """A rule, or all rules whose id begins so; a list of all ids where nothing is asked for."""
    every = [rule for name in scope_names() for rule in scope(name).rules]
    if wanted is None:
        return "".join(f"{rule.id:60} {rule.title}\n" for rule in every)
    exact = [rule for rule in every if rule.id == wanted]
    found = exact or [rule for rule in every if rule.id.startswith(wanted)]
    if not found:
        raise LawNotHeld(f"{wanted}: no such rule{library.nearest(wanted, [r.id for r in every])}; `nonpay-advisor rules` lists them")
    return "\n".join(line for rule in found for line in _rule(rule)) + "\n"


def validate() -> tuple[list[str], str]:
    """Check all data files. Returns what is wrong, and the text to show."""
    told: list[str] = []
    values = count = 0
    for code in library.held_places():
        try:
            values += len(library.jurisdiction(code).data)
        except DataError as error:
            told += error.problems
    for name in scope_names():
        try:
            count += len(scope(name).rules)
        except DataError as error:
            told += error.problems
    if not told:
        from nonpay_advisor.engine import program

        for code in library.held_places():
            try:
                program.program(tuple(dict.fromkeys(["common", *sorted(c.lower() for c in library.chain(code))])))
            except DataError as error:
                told += error.problems
    if told:
        return told, "".join(f"{line}\n" for line in told) + f"{len(told)} problems\n"
    return [], f"{len(library.held_places())} places with {values} values, {count} rules: nothing wrong\n"
