"""The battery that every place's law gets for free, and what is said of a file with one mistake in it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import second_reading
from generate import HELD
from nonpay_advisor.engine import charges, clocks
from nonpay_advisor.errors import DataError, LawNotHeld
from nonpay_advisor.law import library
from nonpay_advisor.law.library import Datum, Jurisdiction, Part, Version
from nonpay_advisor.law.model import ChargeRow, ClockRow, ValueRow
from nonpay_advisor.rulebase import library as rulebase
from nonpay_advisor.rulebase.model import Rule
from nonpay_advisor.vocabulary import catalogue, places, terms

CODES = list(library.held_places())
DATA = [(code, datum) for code in CODES for datum in library.jurisdiction(code).data.values()]
by_place = pytest.mark.parametrize("code", CODES)
by_datum = pytest.mark.parametrize(("code", "datum"), DATA, ids=[f"{code}-{datum.id}" for code, datum in DATA])

# Law that only some places have at all; a place without it need not say so.
NOT_EVERYWHERE = {
    "federal_work.": "the federal level of a country holds it",
    "court.middle.": "a place may have two levels of courts only",
    "insolvency.statutory_demand": "a procedure of some places",
    "consumer.instalments_regulated_above": "where credit law draws such a line",
    "court.letter_before_action_days": "where a rule of court asks for the letter",
}


def _not_everywhere(law_id: str) -> bool:
    return law_id.startswith(tuple(NOT_EVERYWHERE)) or catalogue.law_ids()[law_id].only_some_places


def law_in(rule: Rule) -> set[str]:
    """The ids of law that a rule reads, prints or rests on."""
    words = [x for condition in (*rule.when, *rule.unless) for x in condition if isinstance(x, str)]
    for text in (rule.reason, *(e.lifted_by for e in rule.effect), *(e.consequence for e in rule.effect)):
        words += re.findall(r"\{([^{}]*)\}", text)
    words += [rule.citation, *(e.wait_until for e in rule.effect)]
    return {w.split(".", 1)[1] for w in words if re.fullmatch(r"(law|clock|charge)\.[a-z0-9_.]+", w)}


def not_held(code: str) -> set[str]:
    """What a place and its parents say they do not hold."""
    return {missing.id for place in library.chain(code) for missing in library.jurisdiction(place).not_held}


# --- each file


@by_place
def test_a_place_is_known_and_says_what_it_is_called(code: str) -> None:
    there = library.jurisdiction(code)
    assert code in places.places()
    assert there.name in there.header.names or there.header.names
    assert re.fullmatch("[A-Z]{3}", there.currency)
    assert there.header.parent is None or there.header.parent in CODES


@by_place
def test_a_place_has_a_calendar_that_can_be_read(code: str) -> None:
    name = library.holiday_calendar(code)
    assert name is not None
    assert clocks._holidays(name, 2026)


@by_place
def test_what_was_not_established_is_said_why(code: str) -> None:
    there = library.jurisdiction(code)
    ids = [missing.id for missing in there.not_held]
    assert sorted(set(ids)) == sorted(ids), "each id once"
    assert all(len(missing.why) > 5 for missing in there.not_held)


@by_place
def test_names_do_not_change_from_row_to_row(code: str) -> None:
    there = library.jurisdiction(code)
    split_on = {value for datum in there.data.values() for value in _named(datum, "county")}
    assert split_on <= {*there.header.counties, *there.header.cities}


def _named(datum: Datum, what: str) -> set[str]:
    found: set[str] = set()
    for _, part in datum.rows():
        for fact_id, wanted in part.when or ():
            if fact_id.endswith(what):
                found |= set(wanted) if isinstance(wanted, list) else {wanted}
    return found


# --- each datum


@by_datum
def test_a_row_rests_on_a_source_that_was_read(code: str, datum: Datum) -> None:
    for version, part in datum.rows():
        row = part.row
        assert row.citation.strip() == row.citation
        assert row.checked_on <= date.today(), "checked in the future"
        assert row.checked_on <= row.review_by <= row.checked_on + timedelta(days=800)
        assert row.current_to is None or row.current_to <= row.checked_on
        assert row.source_kind != "secondary" or row.second_source != row.source
        if row.from_is == "attested":
            assert version.starts_on <= row.checked_on


@by_datum
def test_the_versions_follow_each_other(code: str, datum: Datum) -> None:
    starts = [version.starts_on for version in datum.versions]
    assert starts == sorted(set(starts))
    for version, after in itertools.zip_longest(datum.versions, datum.versions[1:]):
        assert version == datum.in_force(version.starts_on)
        if after:
            assert version == datum.in_force(after.starts_on - timedelta(days=1))
    with pytest.raises(LawNotHeld, match=re.escape(datum.id)):
        datum.in_force(starts[0] - timedelta(days=1))


@by_datum
def test_the_date_that_picks_a_version_is_a_date(code: str, datum: Datum) -> None:
    assert datum.version_by == "as_of" or terms.kind_or_none(datum.version_by, {}) in {"day", "event"}


@by_datum
def test_a_figure_is_possible_in_its_unit(code: str, datum: Datum) -> None:
    for _, part in datum.rows():
        if not isinstance(part.row, ValueRow):
            continue
        figures = part.row.between or (part.row.value,)
        for figure in figures:
            if isinstance(figure, bool) or not isinstance(figure, (int, Decimal)):
                continue
            assert datum.unit != "percent" or figure <= 100
            assert datum.unit not in {"days", "months", "count"} or figure == int(figure)
            assert datum.unit != "money" or round(Decimal(figure), 2) == figure
        assert part.row.between is None or part.row.between[0] < part.row.between[1]
        if datum.unit == "text":
            assert "{" not in part.row.value


@by_datum
def test_a_period_ends_and_a_charge_can_be_worked_out(code: str, datum: Datum) -> None:
    calendar = library.holiday_calendar(code)
    for version, part in datum.rows():
        row = part.row
        if isinstance(row, ClockRow) and row.period is not None:
            for start in (date(2024, 2, 29), date(2025, 12, 31), date(2026, 1, 31)):
                assert clocks.last_day(start, row, calendar) >= start - timedelta(days=1)
        if isinstance(row, ChargeRow) and row.value is None and row.rate is not None:
            start = max(version.starts_on, date(2020, 1, 1))
            interest = charges.accrue(Decimal(1000), row, code, start, start + timedelta(days=400))
            assert (interest.total > 0) == (row.rate > 0)
        if isinstance(row, ChargeRow) and row.series is not None:
            assert library.find_series(code, row.series), f"the series {row.series} is not held"
            sums = [s.below for s in row.fixed_sums]
            assert sums[:-1] == sorted(s for s in sums[:-1] if s is not None)


# --- all together


def test_every_law_that_a_common_rule_uses_is_held_or_said_not_to_be() -> None:
    used = set().union(*(law_in(rule) for rule in rulebase.scope("common").rules))
    missing = {}
    for code in HELD:
        gone = {i for i in used if library.find(code, i) is None} - not_held(code)
        gone = {i for i in gone if not _not_everywhere(i) and not _does_not_exist(code, i)}
        if gone:
            missing[code] = sorted(gone)
    assert missing == {}


def test_no_place_gives_longer_to_answer_a_suit_than_the_rule_of_default_reckons_with() -> None:
    rule = next(r for r in rulebase.scope("common").rules if r.id == "common.courts.default_days")
    longest = next(int(c[2]) for c in rule.when if c[0] == "derived.days_since_service")
    for code in HELD:
        datum = library.find(code, "court.answer_days")
        for _, part in datum.rows() if datum else ():
            assert isinstance(part.row, ValueRow)
            assert max(part.row.between or (Decimal(str(part.row.value)),)) <= longest, code


def _does_not_exist(code: str, law_id: str) -> bool:
    """Whether the place says that there is no such thing, so that its details need not be held."""
    there = library.find(code, law_id.rsplit(".", 1)[0] + ".exists")
    return there is not None and all(getattr(part.row, "value", None) is False for _, part in there.rows())


def test_every_law_that_a_places_own_rule_uses_is_held_or_said_not_to_be() -> None:
    missing = {}
    for name in rulebase.scope_names():
        if name == "common":
            continue
        for rule in rulebase.scope(name).rules:
            gone = {i for i in law_in(rule) if library.find(name.upper(), i) is None} - not_held(name.upper())
            gone = {i for i in gone if not _not_everywhere(i)}
            if gone:
                missing[rule.id] = sorted(gone)
    assert missing == {}


def test_every_published_rate_that_is_held_has_its_days_in_order() -> None:
    for code in CODES:
        for name, rows in library.jurisdiction(code).series.items():
            assert catalogue.law_ids()[name].kind == "series"
            assert [r.starts_on for r in rows] == sorted({r.starts_on for r in rows})
            assert all(r.checked_on <= date.today() for r in rows)


def test_a_part_of_a_country_reads_the_countrys_law_and_its_own_first() -> None:
    for code in HELD:
        assert library.chain(code)[0] == code
        for place in library.chain(code)[1:]:
            shared = set(library.jurisdiction(code).data) & set(library.jurisdiction(place).data)
            assert all(getattr(library.find(code, i), "place", None) == code for i in shared)


@by_place
def test_the_bond_law_is_named_and_not_told(code: str) -> None:
    datum = library.jurisdiction(code).data.get("payment_bond.citation")
    for _, part in datum.rows() if datum else ():
        # It is put into letters as the name of the law; what it says belongs into the note.
        assert isinstance(part.row, ValueRow)
        assert len(str(part.row.value)) < 110
        assert not re.search(r"notice|sue|suit|lien", str(part.row.value))


def test_what_was_read_twice_stands_as_it_was_read() -> None:
    last = {(one["place"], one["id"]): one for one in second_reading.readings()}
    told = []
    for (place, law_id), one in last.items():
        here = second_reading.now(place, law_id) if place in library.held_places() else None
        if "stands" in one and here != one["stands"]:
            told.append(f"{place} {law_id}: read twice as {one['stands']!r}, now {here!r}: read it again (tests/second_reading.py)")
        if one["outcome"] == "taken out" and here is not None:
            told.append(f"{place} {law_id}: taken out at the second reading, and held again: read it again (tests/second_reading.py)")
    assert told == []


def test_each_reading_says_who_agreed_with_what() -> None:
    for one in second_reading.readings():
        assert {"place", "id", "read_on", "outcome", "note"} <= set(one) <= {"place", "id", "read_on", "outcome", "note", "stands"}, one
        assert one["outcome"] in {"agrees", "mended", "taken out"}
        assert one["read_on"] <= date.today()


def test_a_change_of_any_figure_shows_in_what_stands() -> None:
    datum = library.find("US-KY", "limitation.contract")
    assert datum is not None
    (version, *others), (part, *parts) = datum.versions, datum.versions[0].parts
    changed = Part(part.when, part.row.model_copy(update={"period": 99}))
    other = replace(datum, versions=(Version(version.starts_on, (changed, *parts)), *others))
    assert "period 99" in second_reading.stands(other)
    assert second_reading.stands(other) != second_reading.stands(datum)


def test_a_place_whose_law_is_not_held_has_none() -> None:
    with pytest.raises(LawNotHeld, match="no law is held for DE"):
        library.jurisdiction("DE")
    assert ((), None, ()) == (library.chain("DE"), library.find("DE", "small_claims.limit"), library.find_series("DE", "boe_base_rate"))


# --- one mistake in a file, and what is said of it

HEAD = 'format = 1\ncode = "XA"\nname = "Somewhere"\ncurrency = "USD"\n'
AUTHORITY = (
    'citation = "Code 1"\nsource = "https://example.org/1"\nsource_kind = "statute"\n'
    'checked_on = 2026-01-01\nreview_by = 2027-01-01\nconfidence = "high"\n'
)


def value(law_id: str = "small_claims.limit", body: str = "value = 2500", start: str = "2020-01-01", authority: str = AUTHORITY) -> str:
    return f'[[value."{law_id}"]]\nfrom = {start}\n{body}\n{authority}'


def clock(body: str, law_id: str = "limitation.contract") -> str:
    return f'[[clock."{law_id}"]]\nfrom = 2020-01-01\n{body}\n{AUTHORITY}'


def charge(body: str) -> str:
    return f'[[charge."interest.prejudgment"]]\nfrom = 2020-01-01\n{body}\n{AUTHORITY}'


Read = Callable[[str], Jurisdiction]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def write(text: str) -> Jurisdiction:
        file = tmp_path / "xa.toml"
        file.write_text(text, "utf-8")
        return library.read_jurisdiction(file)

    return write


def test_a_file_without_mistakes_is_read(read: Read) -> None:
    there = read(
        HEAD
        + value()
        + value(body='value = "none"', start="2021-01-01")
        + value("small_claims.court", 'value = "the small court"')
        + clock('trigger = "derived.accrued_on"\nperiod = 4\nunit = "years"')
        + charge("rate = 8")
    )
    assert there.data["small_claims.limit"].in_force(date(2020, 6, 1)).parts[0].row.value == 2500  # type: ignore[attr-defined]
    assert there.data["small_claims.limit"].in_force(date(2021, 1, 1)).parts[0].row.value == "none"  # type: ignore[attr-defined]


SPLIT = '{ when = { "creditor.kind" = ["individual"] }, value = 12500 }'
MISTAKES: list[tuple[str, str, str]] = [
    ("no TOML", "format = = 1", r"xa\.toml: not valid TOML: .*line 1"),
    ("the same key twice", HEAD + "format = 1\n", r"xa\.toml: not valid TOML"),
    ("another format", HEAD.replace("format = 1", "format = 2"), r"xa\.toml: format: Input should be 1, read 2"),
    ("no name", HEAD.replace('name = "Somewhere"\n', ""), r"xa\.toml: name: Field required"),
    ("an unknown key at the top", HEAD + 'colour = "red"\n', r"xa\.toml: colour: Extra inputs are not permitted, read 'red'"),
    ("a code that is not the file's name", HEAD.replace("XA", "XB"), r"xa\.toml: code: read XB, the file's name says XA"),
    (
        "an unknown id",
        HEAD + value("small_claims.limits"),
        r"xa\.toml: value\.small_claims\.limits: no such value \(did you mean small_claims\.limit\?\)",
    ),
    ("a clock given as a value", HEAD + value("limitation.contract"), r"xa\.toml: value\.limitation\.contract: no such value"),
    ("one table instead of a list", HEAD + value().replace("[[", "[").replace("]]", "]"), r"small_claims\.limit: a list of rows is needed"),
    ("no from", HEAD + value().replace("from = 2020-01-01\n", ""), r"xa\.toml: value\.small_claims\.limit, row 1: from: Field required"),
    (
        "rows out of order",
        HEAD + value(start="2021-01-01") + value(),
        r"small_claims\.limit: the row from 2020-01-01 must come after the row from 2021-01-01",
    ),
    ("two rows from one day", HEAD + value() + value(), r"the row from 2020-01-01 must come after the row from 2020-01-01"),
    ("a misspelt key of a row", HEAD + value(body="valeu = 2500"), r"row 1: valeu: Extra inputs are not permitted, read 2500"),
    ("no value", HEAD + value(body=""), r"row 1: \(the whole table\): give either value or between"),
    (
        "a text where a sum belongs",
        HEAD + value(body='value = "2,500"'),
        r"small_claims\.limit, row 1: value: read '2,500', a value in money is needed",
    ),
    ("a sum below zero", HEAD + value(body="value = -1"), r"value: read -1, a value in money is needed"),
    ("a word for yes", HEAD + value("small_claims.exists", 'value = "yes"'), r"value: read 'yes', a value in yes_no is needed"),
    ("a yes for a sum", HEAD + value(body="value = true"), r"value: read True, a value in money is needed"),
    ("an empty text", HEAD + value("small_claims.court", 'value = " "'), r"value: read ' ', a value in text is needed"),
    ("no citation", HEAD + value(authority=AUTHORITY.replace('citation = "Code 1"\n', "")), r"row 1: citation: Field required"),
    (
        "a source that is no address",
        HEAD + value(authority=AUTHORITY.replace("https://example.org/1", "the code")),
        r"row 1: source: .*read 'the code'",
    ),
    (
        "an unknown kind of source",
        HEAD + value(authority=AUTHORITY.replace("statute", "blog")),
        r"row 1: source_kind: Input should be 'statute', .*read 'blog'",
    ),
    (
        "one secondary source",
        HEAD + value(authority=AUTHORITY.replace("statute", "secondary")),
        r"a secondary source needs a second_source",
    ),
    ("a review before the check", HEAD + value(authority=AUTHORITY.replace("2027", "2025")), r"review_by must not be before checked_on"),
    (
        "version_by that is no date",
        HEAD + value(body='value = 1\nversion_by = "contract.signed"'),
        r"version_by: read 'contract\.signed', a date is needed.*did you mean contract\.signed_on",
    ),
    (
        "version_by that differs",
        HEAD + value(body='value = 1\nversion_by = "claim.due_on"') + value(start="2021-01-01"),
        r"version_by differs between rows",
    ),
    (
        "a split on no fact",
        HEAD + value(body='split = [{ when = { "creditor.knd" = "llc" }, value = 1 }]'),
        r"row 1, part 1: split on creditor\.knd: no such fact \(did you mean creditor\.kind\?\)",
    ),
    (
        "a split on no answer",
        HEAD + value(body='split = [{ when = { "creditor.kind" = "person" }, value = 1 }]'),
        r"split on creditor\.kind: read 'person', allowed are individual, ",
    ),
    (
        "a split on a word for yes",
        HEAD + value(body='split = [{ when = { "claim.public_work" = "yes" }, value = 1 }]'),
        r"split on claim\.public_work: read 'yes', allowed are true and false",
    ),
    (
        "a split by an unknown word",
        HEAD + value(body='split = [{ when = { "claim.amount" = { over = 1 } }, value = 1 }]'),
        r"split on claim\.amount: read \['over'\], allowed are \['above', 'at_least', 'at_most', 'below'\]",
    ),
    (
        "a range of answers",
        HEAD + value(body='split = [{ when = { "creditor.kind" = { above = 1 } }, value = 1 }]'),
        r"split on creditor\.kind: a range is for amounts, numbers and dates; this is a choice",
    ),
    ("a part that says neither", HEAD + value(body="split = [{ value = 1 }]"), r"row 1, part 1: give either when or otherwise = true"),
    (
        "otherwise before the last part",
        HEAD + value(body=f"split = [{{ otherwise = true, value = 1 }}, {SPLIT}]"),
        r"split: only the last part may be otherwise = true",
    ),
    ("parts that overlap", HEAD + value(body=f"split = [{SPLIT}, {SPLIT}]"), r"split: two parts can hold at once"),
    (
        "ranges that overlap",
        HEAD
        + value(
            body='split = [{ when = { "claim.amount" = { at_most = 10 } }, value = 1 }, '
            '{ when = { "claim.amount" = { at_least = 10 } }, value = 2 }]'
        ),
        r"two parts can hold at once",
    ),
    (
        "a part without a value",
        HEAD + value(body='split = [{ when = { "creditor.kind" = "llc" } }]'),
        r"row 1, part 1: \(the whole table\): give either value or between",
    ),
    (
        "a clock without a trigger",
        HEAD + clock("period = 4"),
        r"limitation\.contract, row 1: \(the whole table\): give a period and exactly one of trigger",
    ),
    (
        "a clock with two triggers",
        HEAD + clock('period = 4\ntrigger = "claim.due_on"\nlatest_of = ["claim.due_on"]'),
        r"exactly one of trigger, earliest_of, latest_of",
    ),
    ("a trigger that is no date", HEAD + clock('period = 4\ntrigger = "claim.amount"'), r"trigger: read 'claim\.amount', a date is needed"),
    (
        "an unknown unit",
        HEAD + clock('period = 4\nunit = "decades"\ntrigger = "claim.due_on"'),
        r"unit: Input should be 'days', .*read 'decades'",
    ),
    ("half a year", HEAD + clock('period = 0.5\nunit = "years"\ntrigger = "claim.due_on"'), r"period: Input should be a valid integer"),
    (
        "an unknown event",
        HEAD + clock('period = 4\ntrigger = "claim.due_on"\nrestarts = [{ event = "letter" }]'),
        r"restarts\.0\.event: Input should be 'part_payment', 'acknowledgment' or 'execution'",
    ),
    ("a charge without a rate", HEAD + charge("margin = 8"), r"interest\.prejudgment, row 1: .*give exactly one of rate, series, value"),
    ("a charge with two rates", HEAD + charge('rate = 8\nseries = "boe_base_rate"'), r"give exactly one of rate, series, value"),
    ("a series that is not known", HEAD + charge('series = "libor"'), r"interest\.prejudgment: series libor: no such series"),
    (
        "interest from no date",
        HEAD + charge('rate = 8\nstarts = "claim.due"'),
        r"starts: read 'claim\.due', a date is needed.*did you mean claim\.due_on",
    ),
    (
        "a series held under no name",
        HEAD + "[[series.libor]]\nfrom = 2020-01-01\nvalue = 5\n" + AUTHORITY,
        r"xa\.toml: series\.libor: no such series",
    ),
    (
        "not held under no id",
        HEAD + 'not_held = [{ id = "small_claims.fees", why = "the schedule was not found" }]\n',
        r"xa\.toml: not_held: small_claims\.fees: no such id \(did you mean small_claims\.fee_",
    ),
]


@pytest.mark.parametrize(("text", "said"), [(t, s) for _, t, s in MISTAKES], ids=[name for name, _, _ in MISTAKES])
def test_a_mistake_is_said_with_its_place_and_what_is_allowed(read: Read, text: str, said: str) -> None:
    with pytest.raises(DataError) as caught:
        read(text)
    assert re.search(said, str(caught.value)), str(caught.value)
    assert all(problem.startswith("xa.toml") for problem in caught.value.problems)
    assert "Traceback" not in str(caught.value)


def test_all_mistakes_of_a_file_are_said_at_once(read: Read) -> None:
    with pytest.raises(DataError) as caught:
        read(HEAD + value(body='value = "a"') + value("small_claims.exists", 'value = "b"') + value("small_claims.cort", 'value = "c"'))
    assert len(caught.value.problems) == 3


def test_parts_that_one_fact_sets_apart_do_not_overlap(read: Read) -> None:
    below = '{ when = { "claim.amount" = { below = 10 } }, value = 1 }'
    above = '{ when = { "claim.amount" = { at_least = 10 } }, value = 2 }'
    there = read(HEAD + value(body=f"split = [{below}, {above}]"))
    assert ("claim.amount",) == there.data["small_claims.limit"].split_facts


def test_a_part_may_carry_its_own_authority(read: Read) -> None:
    there = read(HEAD + value(body=f'split = [{SPLIT[:-2]}, citation = "Code 2" }}, {{ otherwise = true, value = 1 }}]'))
    rows: list[Any] = [part.row.citation for _, part in there.data["small_claims.limit"].rows()]
    assert ["Code 2", "Code 1"] == rows
