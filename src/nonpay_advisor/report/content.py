"""What the report says, part by part, from an Advice alone. Every figure and every date in it stands in the Advice.

The words are those of information: "people in this position usually ...", "is open", never an order where the law leaves a choice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from nonpay_advisor.advice import words
from nonpay_advisor.advice.deadlines import TIME_TO_SUE
from nonpay_advisor.advice.model import (
    Advice,
    Bar,
    Change,
    Deadline,
    Dependency,
    Money,
    Need,
    OptionAdvice,
    Reason,
    Step,
    Sum,
    WouldChange,
)
from nonpay_advisor.report.blocks import (
    Block,
    Bullets,
    Card,
    Document,
    Glance,
    Heading,
    Item,
    Ladder,
    Pairs,
    Para,
    Piece,
    Rung,
    Section,
    Table,
    Text,
    clean,
    plain,
    strong,
    text,
    web_address,
)
from nonpay_advisor.report.local import words_of
from nonpay_advisor.vocabulary import catalogue
from nonpay_advisor.vocabulary.catalogue import STATUS_WORDS, Fact
from nonpay_advisor.vocabulary.kinds import NO_ORDINARY
from nonpay_advisor.vocabulary.places import place_name

TITLE = "Your options for an unpaid invoice"
BANNER = "General information, not legal advice. A licensed attorney can tell you what holds in your case."
PATH_DATES = "The dates leave the usual time for an answer; a date after “by” is the last safe day."
MOST_CLOSED = 5
MOST_NEXT = 6
MOST_NAMED = 4
MOST_ASKED = 3
_CHEAP_STAGES = {"file", "talk"}
_WEIGHTY_STAGES = {"court", "special", "neutral", "judgment"}
# Which closed options people ask about first.
_ASKED_FIRST = ("court", "special", "neutral", "press", "hand_over", "settle", "talk", "file", "judgment", "always", "closed")
BAR_KIND_WORDS = {
    "prohibited": "forbidden",
    "no_right": "no such right",
    "extinguished": "the right is gone",
    "no_jurisdiction": "the wrong court",
    "contract": "by contract",
    "complete_defence": "a complete defence",
}
STOPS_WORDS = {
    "stops": "This step stops the time limit to sue.",
    "maybe": "Whether this step stops the time limit to sue depends on the place or on what is agreed.",
    "none": "This step does not stop the time limit to sue.",
}
URGENCY_WORDS = {
    "routine": "Nothing in these facts makes it urgent. People usually ask a licensed attorney before they sue, sign a settlement or give "
    "up part of a claim.",
    "consider": "It is worth asking a licensed attorney before going further.",
    "soon": "A licensed attorney should look at this case soon.",
    "now": "A licensed attorney should look at this case now, before any other step.",
}
MONEY_LABELS = (
    ("principal", "The invoice, unpaid"),
    ("interest_to_date", "Interest to date"),
    ("late_charges", "Late charges agreed"),
    ("fixed_compensation", "Fixed sum that the law gives"),
    ("total", "Total"),
    ("per_day", "For each further day"),
)
_SENTENCE_END = re.compile(r"(?:(?<=[a-z)]{3}\.)|(?<= Act\.))\s+(?=[A-Z])|(?<=[a-z]{3};)\s+")


def document(advice: Advice, *, full: bool = True) -> Document:
    """The report of an advice; `full` shows every option with its reasons, else their statuses alone."""
    return words_of(advice).all_of(_Writer(advice, full).document())


# -- small words


def money(sum_: Money) -> str:
    """A sum as it is printed."""
    return words.money(Decimal(sum_.amount), sum_.currency)


def first_sentence(said: str, most: int = 220) -> str:
    """A text in short: as it is, or its first sentence where it is long."""
    said = clean(said)
    return said if len(said) <= most else _SENTENCE_END.split(said, maxsplit=1)[0].rstrip(";")


def fact_words(fact_id: str) -> str:
    """A fact's id as words."""
    group, _, name = fact_id.partition(".")
    return f"{group}: {name.replace('_', ' ').replace('.', ', ')}" if name else group


def status_piece(status: str) -> Piece:
    """A status as it is printed."""
    return Piece(STATUS_WORDS[status], status=status)


def listed(names: Iterable[str], last: str = "and") -> str:
    """Names as a list in a sentence."""
    every = list(names)
    return every[0] if len(every) == 1 else f"{', '.join(every[:-1])} {last} {every[-1]}" if every else ""


def _ended(said: str) -> str:
    said = clean(said)
    return said if not said or said[-1] in ".!?:" else said + "."


def _capital(said: str) -> str:
    return said[:1].upper() + said[1:]


def option_whys(advice: Advice, option_id: str) -> list[tuple[str, list[tuple[str, list[str]]]]]:
    """What an option depends on and what would change it, as plain text: each title with its lines."""
    writer, option = _Writer(advice, full=True), advice.options[option_id]
    parts = [
        ("It depends on:", writer.depends(option)),
        ("What would change it:", [writer.change(w) for w in option.would_change]),
        ("What could lift what closes it:", [Item(text(_ended(b.lifted_by))) for b in option.bars if b.lifted_by]),
    ]
    return [(title, [(plain(i.text), [plain(u) for u in i.under]) for i in items]) for title, items in parts if items]


class _Sources:
    """Numbers the sources in the order in which they are first named."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        self.checked: dict[str, set[date]] = {}
        self.kinds: dict[str, str] = {}

    def number(self, url: str, checked: date | None, kind: str = "") -> int:
        if not url:
            return 0
        if checked:
            self.checked.setdefault(url, set()).add(checked)
        if kind:
            self.kinds.setdefault(url, kind)
        return self.numbers.setdefault(url, len(self.numbers) + 1)


class _Writer:
    """Writes one report."""

    def __init__(self, advice: Advice, full: bool) -> None:
        self.advice = advice
        self.full = full
        self.sources = _Sources()
        self.maybe: dict[str, Reason] = {}
        self.today = words.day(advice.as_of)

    def document(self) -> Document:
        made: list[tuple[str, str, list[Block]]] = [
            ("in-short", "In short", self._in_short()),
            ("path", "The path, step by step", self._path()),
            ("options", "Every option", self._options()),
            ("money", "The money, line by line", self._money()),
            ("deadlines", "Deadlines", self._deadlines()),
            ("unknown", "What is not known, and where to find it", self._unknown()),
            ("ordinary", "What was taken as ordinary", self._ordinary()),
            ("law", "The law used", self._law()),
            ("not-held", "Law that is not held", self._not_held()),
            ("papers", "Papers to gather", self._papers()),
            ("help", "Where to find help", self._help()),
        ]
        if self.full and self.maybe:
            made.insert(3, ("may-apply", "Rules that may apply once more is known", self._may_apply()))
        made.append(("sources", "Sources", self._source_list()))
        made.append(("about", "About this report", self._about()))
        sections = tuple(Section(i, anchor, title, tuple(blocks)) for i, (anchor, title, blocks) in enumerate((m for m in made if m[2]), 1))
        return Document(
            title=TITLE,
            subtitle=f"Options report as of {self.today}",
            banner=BANNER,
            sections=sections,
            footer=(f"nonpay-advisor {self.advice.tool_version}", f"law {self.advice.law_version}", f"as of {self.today}"),
        )

    # -- authorities

    def _authority(self, citation: str, source: str, checked: date | None = None, kind: str = "") -> Text:
        citation, url = clean(citation), web_address(source)
        if not citation and not url:
            return ()
        number = self.sources.number(url, checked, kind)
        return (Piece(citation or "source", url=url, ref=number),)

    def _with_authority(self, said: str, citation: str, source: str, checked: date | None = None) -> Text:
        authority = self._authority(citation, source, checked)
        return text(_capital(_ended(said)), *((" (", authority, ")") if authority else ()))

    # -- the first page

    def _in_short(self) -> list[Block]:
        blocks: list[Block] = [Heading("Where you stand")]
        blocks += [Para(p) for p in self._stand()]
        blocks += [Para(text(strong("Not clear from what was given:"), f" {d.text}"), role="alert") for d in self.advice.doubts]
        blocks.append(Heading("What to do next, and by when"))
        blocks += self._next()
        blocks.append(Heading("What it may cost and bring"))
        blocks += self._cost_and_bring()
        closed = self._closed_in_short()
        if closed:
            blocks += [Heading("What is closed, and why"), *closed]
        blocks.append(Heading("When to see an attorney"))
        blocks += self._attorney()
        return blocks

    def _stand(self) -> list[Text]:
        lines, said = self.advice.money, []
        if lines.principal.sum is None:
            said.append(text(f"No sums are shown, because {lines.principal.reason}."))
        else:
            parts: list[str | Piece] = [strong(money(lines.principal.sum)), " is unpaid."]
            if lines.interest_to_date.sum is not None and Decimal(lines.interest_to_date.sum.amount):
                parts += [f" Interest to {self.today} comes to ", strong(money(lines.interest_to_date.sum))]
                if lines.per_day.sum is not None and Decimal(lines.per_day.sum.amount):
                    parts.append(f", and {money(lines.per_day.sum)} for each further day")
                parts.append(
                    "." if lines.interest_to_date.in_total else "; it is not in what could be asked for today, and letters leave it out."
                )
            closed = self.advice.options["demand_letter"].status == "barred"
            asking = " is owed, though asking the customer for it is closed now." if closed else " could be asked for today."
            if lines.total.sum is not None and lines.total.sum != lines.principal.sum:
                parts += [" In all, ", "at least " if lines.partial else "", strong(money(lines.total.sum)), asking]
            if lines.partial:
                parts.append(" Not every line of the money is known; section “The money, line by line” says why.")
            said.append(text(*parts))
        limit = next((d for d in self.advice.deadlines if d.clock in TIME_TO_SUE), None)
        said.append(text(self._whose_law(), *((" ", self._limit(limit)) if limit else ())))
        said.append(self._counts())
        return said

    def _whose_law(self) -> str:
        forum, customer = self.advice.jurisdiction["forum"], self.advice.jurisdiction["customer_place"]
        names = list(dict.fromkeys(_name(p.place) for p in (forum, customer) if p.place))
        if not names:
            maybe = [place_name(c) for c in forum.candidates]
            if maybe:
                said = f"Whose law decides is not settled: it may be that of {listed(maybe, 'or')}."
                return f"{said} What they agree on is shown as settled."
            return "Where the customer is has not been given, so it is not known whose law decides."
        missing = list(dict.fromkeys(_name(p.place) for p in (forum, customer) if p.place and not p.held))
        said = f"The law read is that of {listed(names)}."
        return said + (f" The law of {listed(missing)} is not held here, so much of this report says “Depends”." if missing else "")

    def _limit(self, limit: Deadline) -> Text:
        if limit.date:
            verb = "ended on" if limit.passed else "ends on"
            what = "sue the public body" if limit.clock == "government.suit" else "sue on the contract"
            return text(f"The time limit to {what} {verb} ", strong(words.day(limit.date)), ".")
        if limit.safe_date:
            safe = strong(words.day(limit.safe_date))
            return text("The last day to sue cannot be named yet; on what is known, a suit is safe until ", safe, ".")
        return text("The last day to sue cannot be named yet; section “Deadlines” says what is missing.")

    def _counts(self) -> Text:
        counts = {s: sum(o.status == s for o in self.advice.options.values()) for s in catalogue.STATUSES}
        parts: list[str | Piece] = [f"Of the {sum(counts.values()) - counts['not_applicable']} next steps that may concern your case, "]
        shown = [(s, n) for s, n in counts.items() if n and s != "not_applicable"]
        for i, (status, number) in enumerate(shown):
            before = "" if not i else " and " if i == len(shown) - 1 else ", "
            parts += [f"{before}{number} stand{'s' if number == 1 else ''} at " if not i else f"{before}{number} at ", status_piece(status)]
        parts.append(".")
        likely = sum(o.status == "undetermined" and o.if_ordinary == "available" for o in self.advice.options.values())
        if likely:
            parts.append(f" If nothing unusual is so in your case, {likely} of those that depend would be Open.")
        if counts["undetermined"] and self.advice.unknown:
            asked = [u.question for u in self.advice.unknown[:MOST_ASKED]]
            parts.append(" What would settle most: " + " ".join(f"“{q}”" for q in asked))
        return text(*parts)

    def _next(self) -> list[Block]:
        recommended, path = self.advice.recommended, self.advice.path
        step = next((s for s in path if s.option == recommended.option), None)
        parts: list[str | Piece] = ["People in this position usually consider first: ", strong(recommended.title), "."]
        if step and step.latest:
            parts += [" The last safe day is ", strong(words.day(step.latest)), "."]
        parts.append(" " + _ended(recommended.why))
        blocks: list[Block] = [Para(text(*parts), role="lead")]
        # The same steps under the same numbers as in the path.
        items = [Item(self._step_line(s)) for s in path][:MOST_NEXT]
        if len(path) > 1 or (items and step is None):
            first = f" (the first {len(items)} of {len(path)})" if len(path) > len(items) else ""
            blocks += [
                Para(
                    text(
                        f"It stands in a path of steps that people usually take in this order{first}:"
                        if step
                        else f"The steps that people usually take, in this order{first}:"
                    )
                )
            ]
            blocks.append(Bullets(tuple(items), ordered=True))
        blocks.append(Para(self._nearest()))
        return blocks

    def _step_line(self, step: Step) -> Text:
        not_yet = ("; ", status_piece(step.status)) if step.status != "available" else ()
        return text(strong(step.title), *self._when(step, ": "), *not_yet)

    def _when(self, step: Step, before: str) -> list[str | Piece]:
        parts: list[str | Piece] = []
        if step.earliest:
            today = "" if step.earliest > self.advice.as_of else "today, "
            parts.append(f"{before}from {today}{words.day(step.earliest)}")
        if step.latest:
            parts += [(", by " if parts else f"{before}by "), strong(words.day(step.latest))]
            parts.append(" at the latest")
        return parts

    def _nearest(self) -> Text:
        coming = [(d.date or d.safe_date, d) for d in self.advice.deadlines if (d.date or d.safe_date or date.min) >= self.advice.as_of]
        if not coming:
            passed = bool(self.advice.deadlines) and all(d.passed for d in self.advice.deadlines)
            none = "No last day can be named on what is known." if self.advice.deadlines else "No deadline was found on the facts given."
            return text("Every deadline that could be named has passed." if passed else none, *self._safe_days_gone())
        day, nearest = min(coming, key=lambda c: (c[0] or date.max, c[1].clock))
        assert day is not None
        uncertain = "" if nearest.date else " It is a safe day; the last day itself is not certain."
        return text("The nearest deadline is ", strong(words.day(day)), f": {_ended(nearest.what)}{uncertain}", *self._safe_days_gone())

    def _safe_days_gone(self) -> list[str | Piece]:
        """Safe days that are over, of deadlines that may still be open: what to find out, and at once."""
        gone = [d for d in self.advice.deadlines if not d.date and not d.passed and d.safe_date and d.safe_date < self.advice.as_of]
        parts: list[str | Piece] = []
        for one in gone:
            safe = strong(words.day(one.safe_date or self.advice.as_of))
            parts += [" The safe day has gone by, and the last day may have too: ", strong(one.what.rstrip(".")), " (", safe]
            parts.append("). Section “Deadlines” says what has to be found out.")
        return parts

    def _cost_and_bring(self) -> list[Block]:
        chosen = [self.advice.recommended.option]
        steps = {s.option: catalogue.options()[s.option].stage for s in self.advice.path}
        chosen += [o for o, stage in steps.items() if stage in _WEIGHTY_STAGES]
        chosen += [o for o, stage in steps.items() if stage not in _CHEAP_STAGES]
        if len(chosen) == 1:
            chosen += list(steps)[:2]
        items = []
        for option_id in list(dict.fromkeys(chosen))[:3]:
            option = self.advice.options[option_id]
            brings: tuple[str | Piece, ...] = (" May bring: up to ", strong(money(option.amount)), ".") if option.amount else ()
            items.append(Item(text(strong(option.title), ". Cost: ", *self._cost(option), f" Time: {_ended(option.time)}", *brings)))
        blocks: list[Block] = [Bullets(tuple(items))]
        if any(self.advice.options[o].amount for o in chosen):
            blocks.append(Para(text("What a step brings depends on whether the claim is good and the customer can pay."), role="note"))
        return blocks

    def _cost(self, option: OptionAdvice) -> list[str | Piece]:
        cost, parts = option.cost, [option.cost.text]
        if cost.low and cost.high and cost.low != cost.high:
            parts.append(f" The fee there is {money(cost.low)} to {money(cost.high)}.")
        elif cost.low or cost.high:
            parts.append(f" The fee there is {money(cost.low or cost.high)}.")  # type: ignore[arg-type]
        return list(parts)

    def _closed_in_short(self) -> list[Block]:
        stages = list(_ASKED_FIRST)
        barred = [(o, a) for o, a in self.advice.options.items() if a.status == "barred"]
        barred.sort(key=lambda b: (stages.index(b[1].stage), list(catalogue.options()).index(b[0])))
        by_reason: dict[str, list[OptionAdvice]] = {}
        for _, option in barred:
            if option.stage != "closed":
                why = [b.text for b in option.bars] + [r.text for r in option.reasons]
                by_reason.setdefault(why[0] if why else "", []).append(option)
        items = []
        for reason, options in list(by_reason.items())[:MOST_CLOSED]:
            said = _ended(first_sentence(reason))
            named, more = _some(_titles(options))
            items.append(Item(text(strong(named), more, ": " if said else ".", said, *self._opens(options))))
        if len(by_reason) > MOST_CLOSED:
            rest = [o for options in list(by_reason.values())[MOST_CLOSED:] for o in options]
            items.append(Item(text("Also closed on these facts: ", _ended("".join(_some(_titles(rest)))))))
        wrong = [o for _, o in barred if o.stage == "closed"]
        if wrong:
            items.append(
                Item(text("Closed because the act itself is wrong, however much is owed: ", _ended("".join(_some(_titles(wrong))))))
            )
        return [Bullets(tuple(items))] if items else []

    def _opens(self, options: list[OptionAdvice]) -> tuple[str | Piece | Text, ...]:
        """In short, the smallest change of one's own that would open an option."""
        would = next((w for w in options[0].would_change if w.by == "you_or_time"), None) if len(options) == 1 else None
        return (" What would change it: ", *self.change(would).text, ".") if would else ()

    def _attorney(self) -> list[Block]:
        attorney = self.advice.attorney
        said, urgent = URGENCY_WORDS[attorney.urgency], attorney.urgency in {"soon", "now"}
        blocks: list[Block] = [Para(text(strong(said) if urgent else said), role="alert" if urgent else "plain")]
        if attorney.reasons:
            why = [self._with_authority(r.text, r.citation, r.source, r.checked_on) for r in attorney.reasons if r.text]
            blocks.append(Bullets(tuple(map(Item, why))))
        if attorney.where:
            blocks.append(Para(text("Section “Where to find help” names where to find one, and help without one.")))
        return blocks

    def _help(self) -> list[Block]:
        where = self.advice.attorney.where
        return [Bullets(tuple(Item(text(_capital(_ended(w)))) for w in where))] if where else []

    # -- the path

    def _path(self) -> list[Block]:
        rungs: list[Rung] = []
        coming = [d for d in self.advice.deadlines if d.date and d.date >= self.advice.as_of]
        for number, step in enumerate(self.advice.path, 1):
            if step.earliest:
                while coming and coming[0].date and coming[0].date < step.earliest:
                    rungs.append(self._deadline_rung(coming.pop(0)))
            rungs.append(self._step_rung(number, step))
        rungs += [self._deadline_rung(d) for d in coming]
        blocks: list[Block] = [
            Para(text("What people in this position usually do, in this order. ", PATH_DATES)),
            Ladder(tuple(rungs)),
        ]
        forks = list(dict.fromkeys(f for s in self.advice.path for f in s.forks))
        if forks:
            blocks += [Heading("Beside the path, once more is known"), Bullets(tuple(self._fork(f) for f in forks))]
        return blocks

    def _step_rung(self, number: int, step: Step) -> Rung:
        option = self.advice.options[step.option]
        lines = [text(step.what_for)]
        if step.protective and step.latest:
            lines.append(text("It comes early because its deadline is running."))
        if option.forum:
            lines.append(text("Where: ", _ended(option.forum)))
        lines += [self._need(n) for n in option.needs if n.certain]
        when = text(*self._when(step, ""))
        anchor = f"option-{step.option}" if self.full else ""
        return Rung(number, when, clean(step.title), step.status, STATUS_WORDS[step.status], tuple(lines), step.protective, anchor)

    def _deadline_rung(self, deadline: Deadline) -> Rung:
        assert deadline.date is not None
        lines = (text("What must be done by then: ", _ended(deadline.act), *self._cited(deadline)),)
        return Rung(0, text(words.day(deadline.date)), clean(deadline.what), "", "", lines, True)

    def _cited(self, deadline: Deadline) -> list[str | Piece | Text]:
        authority = self._authority(deadline.authority, deadline.source)
        return [" (", authority, ")"] if authority else []

    def _fork(self, option_id: str) -> Item:
        option = self.advice.options[option_id]
        asked = sorted(option.depends_on, key=lambda d: not _tells(d))[:MOST_ASKED]
        return Item(text(strong(option.title), ", ", status_piece(option.status), " on:"), tuple(map(self._dependency, asked)))

    # -- every option

    def _options(self) -> list[Block]:
        blocks: list[Block] = [Para(text(*self._legend()), role="note")]
        for stage, title in catalogue.stages().items():
            inside = {o: a for o, a in self.advice.options.items() if a.stage == stage}
            rows = tuple((a.status, a.printed, _with_ordinary(a), f"option-{o}") for o, a in inside.items() if a.status != "not_applicable")
            if rows:
                blocks.append(Glance(title, rows))
        none = [clean(a.title) for a in self.advice.options.values() if a.status == "not_applicable"]
        if none:
            blocks.append(Para(text(status_piece("not_applicable"), ": ", _ended("; ".join(none))), role="note"))
        if self.full:
            for stage, title in catalogue.stages().items():
                cards = [self._card(o, a) for o, a in self.advice.options.items() if a.stage == stage and a.status != "not_applicable"]
                if cards:
                    blocks += [Heading(title, 3, f"stage-{stage}"), *cards]
        return blocks

    def _legend(self) -> list[str | Piece]:
        return [
            status_piece("available"), ": nothing in law, court rules or contract stops it today; that says nothing of winning, "
            "or of whether it is worth it. ",
            status_piece("premature"), ": something must come first, or a day has not come. ",
            status_piece("undetermined"), ": a fact or a piece of law is missing. ",
            status_piece("barred"), ": law or contract closes it on these facts.",
        ]  # fmt: skip

    def _card(self, option_id: str, option: OptionAdvice) -> Card:
        blocks: list[Heading | Para | Bullets | Pairs] = [Para(text(catalogue.options()[option_id].sentence))]
        if option.if_ordinary not in {None, "undetermined"} and option.status == "undetermined":
            blocks.append(Para(text("If nothing unusual is so in your case: ", status_piece(option.if_ordinary or ""), ".")))

        def add(title: str, items: list[Item]) -> None:
            if items:
                blocks.extend([Heading(title, 5), Bullets(tuple(items))])

        sure = [r for r in option.reasons if r.certain]
        barred = {b.rule for b in option.bars}
        add("Why it is closed", [self._bar(b, sure) for b in option.bars])
        why = "Why" if option.bars else "What is already so" if option.status == "undetermined" else f"Why “{option.printed}”"
        first = {n.rule for n in option.needs}
        add(why, [self._reason(r) for r in sure if r.rule not in barred | first])
        by_rule = {r.rule: r for r in option.reasons}
        add("What must come first", [self._needed(n, by_rule.get(n.rule)) for n in option.needs])
        add("It depends on", self.depends(option))
        maybe = [r for r in option.reasons if not r.certain]
        if maybe:
            for r in maybe:
                self.maybe.setdefault(r.rule, r)
            keys = list(self.maybe)
            named = [f"R{keys.index(r.rule) + 1}" for r in maybe]
            blocks.append(Para(text(f"Rules that may then apply: {', '.join(named)}."), role="note"))
        add("What would change it", [self.change(w) for w in option.would_change])
        said = {r.text for r in option.reasons} | {b.text for b in option.bars}
        add("Worth knowing", [self._reason(r) for r in option.cautions if r.text not in said])
        blocks.append(Pairs(tuple(self._facts_of(option))))
        return Card(clean(option.title), option.status, option.printed, f"option-{option_id}", tuple(blocks))

    def depends(self, option: OptionAdvice) -> list[Item]:
        """What an option depends on, with what each answer leads to."""
        items = [Item(self._asked(d), (self._answers(d),) if d.answers else ()) for d in option.depends_on if _tells(d)]
        rest = tuple(self._asked(d) for d in option.depends_on if not _tells(d))
        if rest:
            alone = "No answer to one of these decides it alone:" if items else "No single answer decides it; it takes several of these:"
            items.append(Item(text(alone), rest))
        return items

    def _reason(self, reason: Reason) -> Item:
        under = (text("Facts read: ", "; ".join(fact_words(f) for f in reason.facts) + "."),) if reason.facts else ()
        return Item(self._with_authority(reason.text, reason.citation, reason.source, reason.checked_on), under)

    def _bar(self, bar: Bar, reasons: list[Reason]) -> Item:
        said = self._with_authority(bar.text, bar.citation, bar.source, bar.checked_on)
        facts = next((r.facts for r in reasons if r.rule == bar.rule), ())
        under = [text("Kind: ", BAR_KIND_WORDS.get(bar.kind, bar.kind), ".")]
        if bar.lifted_by:
            under.append(text("What can lift it: ", _ended(bar.lifted_by)))
        if facts:
            under.append(text("Facts read: ", "; ".join(fact_words(f) for f in facts) + "."))
        return Item(said, tuple(under))

    def _needed(self, need: Need, reason: Reason | None) -> Item:
        """What must come first, with its source and the facts that it rests on."""
        if reason is None:
            return Item(self._need(need))
        authority = self._authority(reason.citation, reason.source, reason.checked_on)
        under = (text("Facts read: ", "; ".join(fact_words(f) for f in reason.facts) + "."),) if reason.facts else ()
        return Item(text(self._need(need, cited=False), *((" (", authority, ")") if authority else ())), under)

    def _need(self, need: Need, *, cited: bool = True) -> Text:
        parts: list[str | Piece | Text] = [] if need.certain else ["If it has not been done: "]
        parts.append(_ended(need.text))
        if need.step:
            option = catalogue.options().get(need.step)
            parts.append(f" First: {option.title if option else need.step}.")
        if need.not_before:
            parts += [" Not before ", strong(words.day(need.not_before)), "."]
        if need.consequence:
            parts.append(f" Otherwise: {_ended(need.consequence)}")
        if need.citation and cited:
            parts.append(f" ({clean(need.citation)})")
        return text(*parts)

    def _asked(self, dependency: Dependency) -> Text:
        if dependency.cause == "fact":
            return text(dependency.question)
        where = f" ({_name(dependency.place)})" if dependency.place and dependency.law else ""
        return text(_ended(_with_place(dependency.question, dependency.place) + where))

    def _answers(self, dependency: Dependency) -> Text:
        parts: list[str | Piece] = []
        place = dependency.fact is not None and catalogue.facts()[dependency.fact].kind == "place"
        for i, answer in enumerate(dependency.answers):
            said = " / ".join(map(_name, answer.answer.split(" / "))) if place and answer.answer != "there is none" else answer.answer
            parts += ["; " if i else "", f"{said} → ", status_piece(answer.status)]
        return text(*parts)

    def _dependency(self, dependency: Dependency) -> Text:
        answers = self._answers(dependency) if _tells(dependency) else ()
        return text(self._asked(dependency), " " if answers else "", answers)

    def change(self, would: WouldChange) -> Item:
        """A set of changes, and the status it leads to."""
        parts: list[str | Piece] = ["If others act: " if would.by == "others" else ""]
        for i, change in enumerate(would.changes):
            parts += [", and " if i else "", self._one_change(change)]
        parts += [" → ", status_piece(would.status)]
        return Item(text(*parts))

    def _one_change(self, change: Change) -> str:
        note = f" ({change.note})" if change.note else ""
        if change.fact == "as_of":
            return f"waiting until {change.to}{note}"
        fact = catalogue.facts().get(change.fact)
        asked = f"“{fact.question.text}”" if fact else fact_words(change.fact)
        return f"{asked} {change.to}{note}"

    def _facts_of(self, option: OptionAdvice) -> list[tuple[str, Text]]:
        pairs: list[tuple[str, Text]] = []
        if option.until:
            passed = option.until < self.advice.as_of
            pairs.append(("Last day" if passed else "Last safe day", text(strong(words.day(option.until)), " (passed)" if passed else "")))
        if option.amount and option.status != "barred":
            pairs.append(("Could be claimed", text(strong(money(option.amount)))))
        if option.forum and option.status != "barred":
            pairs.append(("Where", text(_capital(option.forum))))
        pairs += [("Cost", text(*self._cost(option))), ("Time", text(option.time)), ("What may go wrong", text(option.risk))]
        if option.status != "barred" and option.stops_clock in {"stops", "maybe"}:
            pairs.append(("Time limit", text(STOPS_WORDS[option.stops_clock])))
        return pairs

    def _may_apply(self) -> list[Block]:
        intro = "The options above name these by number. “(not known)” stands where the fact or figure is missing."
        items = [
            Item(text(strong(f"R{i}"), " ", self._with_authority(r.text, r.citation, r.source, r.checked_on)), anchor=f"rule-{i}")
            for i, r in enumerate(self.maybe.values(), 1)
        ]
        return [Para(text(intro), role="note"), Bullets(tuple(items))]

    # -- money and deadlines

    def _money(self) -> list[Block]:
        lines = self.advice.money
        rows = []
        for key, label in MONEY_LABELS:
            line: Sum = getattr(lines, key)
            if key == "per_day" and line.sum is None and lines.interest_to_date.sum is None:
                continue
            shown = text(strong(money(line.sum))) if line.sum else text("not known")
            rule = "" if key == "principal" else line.rule
            why = "; ".join(p for p in (clean(rule), clean(line.convention)) if p)
            if line.sum is None and line.reason:
                why = f"{_ended(_capital(line.reason))} {_capital(why)}".strip()
            marks_ = (
                " (partial)" if key == "total" and lines.partial else "" if line.in_total or key == "per_day" else " (not in the total)"
            )
            rows.append((text(label + marks_), shown, text(_capital(why))))
        blocks: list[Block] = [
            Table(f"What is owed as of {self.today}", ("Line", "Sum", "Rule and convention"), tuple(rows), right=(1,)),
        ]
        if lines.currency:
            blocks.append(Para(text(f"Currency: {lines.currency} ({lines.currency_read_from})."), role="note"))
        return blocks

    def _deadlines(self) -> list[Block]:
        items = []
        for deadline in self.advice.deadlines:
            if deadline.date:
                head = text(strong(words.day(deadline.date)), ": ", strong(deadline.what), " (passed)" if deadline.passed else "", ".")
            else:
                head = text(strong(deadline.what), ": ", "no day is named." if not deadline.passed else "the last day has passed.")
            under = []
            if deadline.refused:
                under.append(text(_closed_question(deadline.refused)))
                if deadline.safe_date:
                    gone = deadline.safe_date < self.advice.as_of
                    said = (
                        "The safe day has gone by; whether the last day has, the answer decides: "
                        if gone
                        else "A safe day, whatever the answer: "
                    )
                    under.append(text(said, strong(words.day(deadline.safe_date)), "."))
                else:
                    under.append(text("No safe day can be named either."))
            if deadline.trigger:
                under.append(text("Runs from: ", _ended(deadline.trigger)))
            if deadline.act:
                under.append(text("What must be done by then: ", _ended(deadline.act)))
            if deadline.option:
                under.append(text("For: ", _ended(catalogue.options()[deadline.option].title)))
            authority = self._authority(deadline.authority, deadline.source)
            if authority:
                under.append(text("Authority: ", authority))
            if deadline.note:
                under.append(text("Note: ", _ended(deadline.note)))
            items.append(Item(head, tuple(under)))
        if not items:
            none = "No deadline was found on the facts given. That does not mean that none runs: what is not known may decide."
            return [Para(text(none))]
        return [Bullets(tuple(items))]

    # -- what is not known

    def _unknown(self) -> list[Block]:
        items = []
        for one in self.advice.unknown:
            number = f"Decides {one.options} option{'s' if one.options != 1 else ''}."
            items.append(Item(text(strong(one.question)), (text("Where to find it: ", _ended(one.find)), text(number))))
        if not items:
            return [Para(text("Nothing that is missing would change a status."))]
        return [Para(text("The most decisive first.")), Bullets(tuple(items), ordered=True)]

    def _ordinary(self) -> list[Block]:
        if not self.advice.taken_as_ordinary:
            return []
        facts = catalogue.facts()
        taken = [facts[f] for f in self.advice.taken_as_ordinary]
        intro = "These were not given and were taken as in an ordinary case. If one of them is wrong in yours, other things follow."
        if self.full:
            items = [Item(text(f.question.text, " ", strong(_ended(_capital(_ordinary_words(f)))))) for f in taken]
            return [Para(text(intro)), Bullets(tuple(items))]
        groups: dict[str, list[str]] = {}
        for fact in taken:
            group, _, name = fact.id.partition(".")
            groups.setdefault(group, []).append(f"{name.replace('_', ' ').replace('.', ', ')}: {_ordinary_words(fact)}")
        return [Para(text(intro)), Bullets(tuple(Item(text(f"{_capital(g)}. ", _ended("; ".join(said)))) for g, said in groups.items()))]

    # -- law

    def _law(self) -> list[Block]:
        if not self.advice.law_used:
            return [Para(text("No figure of a place's law was used."))]
        items = []
        for row in self.advice.law_used:
            head = text(strong(row.title), f" ({_name(row.place)}): ", _ended(_value(row.shown, row.unit)))
            authority = self._authority(row.citation, row.source, row.checked_on, row.source_kind)
            since, checked = words.day(row.in_force_from), words.day(row.checked_on)
            said = [text(f"In force from {since}; ", authority, f"; checked on {checked}.")]
            if row.past_review:
                said.append(text(strong("Past its review"), f": it was to be looked at again by {words.day(row.review_by)}."))
            if row.confidence != "high":
                said.append(text(f"Confidence: {row.confidence}."))
            if row.note:
                said.append(text("Note: ", _ended(row.note)))
            items.append(Item(head, tuple(said)))
        late = sum(r.past_review for r in self.advice.law_used)
        told = "None of these figures is past its day of review."
        if late:
            told = f"{late} of these figures {'is' if late == 1 else 'are'} past the day of review, and marked."
        return [Para(text(told)), Bullets(tuple(items))]

    def _not_held(self) -> list[Block]:
        items = []
        for row in self.advice.law_not_held:
            where = f" ({_name(row.place)})" if row.place else ""
            touched = [catalogue.options()[o].title for o in row.options]
            under = [text("Why: ", _ended(row.why))]
            if touched:
                under.append(text("Options it touches: ", _ended("; ".join(touched))))
            items.append(Item(text(strong(_capital(row.title) + where)), tuple(under)))
        if not items:
            return [Para(text("Every piece of law that this case asked for is held."))]
        return [Para(text("The case asks for this law, and it is not in the data. Nothing was put in its place.")), Bullets(tuple(items))]

    def _papers(self) -> list[Block]:
        wanted: dict[str, list[str]] = {}
        for step in self.advice.path:
            for paper in catalogue.options()[step.option].gathers:
                wanted.setdefault(paper, []).append(step.title)
        items = [Item(text(strong(_capital(paper)), f" (for: {'; '.join(steps)})")) for paper, steps in wanted.items()]
        return [Bullets(tuple(items))] if items else []

    def _source_list(self) -> list[Block]:
        if not self.sources.numbers:
            return []
        items = []
        for url in self.sources.numbers:
            days = sorted(self.sources.checked.get(url, ()))
            kind = self.sources.kinds.get(url, "").replace("_", " ")
            said = ", ".join(p for p in (kind, f"read on {words.day(days[0])}" if days else "") if p)
            items.append(Item(text(Piece(url, url=url), f" ({said})" if said else ""), anchor=f"source-{self.sources.numbers[url]}"))
        return [Bullets(tuple(items), ordered=True)]

    def _about(self) -> list[Block]:
        advice = self.advice
        return [
            Para(text(advice.disclaimer), role="alert"),
            Para(
                text(
                    f"Made with nonpay-advisor {advice.tool_version} from law data {advice.law_version}. "
                    f"The report is as of {self.today} and says nothing of changes after that day."
                ),
                role="note",
            ),
        ]


def _ordinary_words(fact: Fact) -> str:
    """The ordinary answer to a question, as a person would say it."""
    if fact.question.ordinary is NO_ORDINARY:
        # One that an ordinary case takes from another fact (`engine.flat.ordinary_of_others`).
        return "where the customer is"
    said = words.answer(fact.id, fact.question.ordinary)
    if said in {"no", "none"}:
        asked = fact.question.text.split(" ", 1)[0]
        return {"When": "never", "Which": "none", "How": "none", "What": "none"}.get(asked, said)
    return said


def _tells(dependency: Dependency) -> bool:
    """Whether one of the answers settles the status, or the law itself is missing."""
    return dependency.cause != "fact" or any(a.status != "undetermined" for a in dependency.answers)


def _name(place: str | None) -> str:
    return place_name(place) if place else ""


def _with_place(said: str, place: str | None) -> str:
    return said.replace(f"of {place} ", f"of {place_name(place)} ") if place else said


def _titles(options: list[OptionAdvice]) -> list[str]:
    return [clean(o.title) for o in options]


def _some(titles: list[str]) -> tuple[str, str]:
    """Titles in a sentence, the first few by name, and how many more there are."""
    more = f"; and {len(titles) - MOST_NAMED} more in section “Every option”" if len(titles) > MOST_NAMED + 1 else ""
    return "; ".join(titles[:MOST_NAMED] if more else titles), more


def _with_ordinary(option: OptionAdvice) -> str:
    """A title, with the status that it has if nothing unusual is so."""
    title = clean(option.title)
    if option.status != "undetermined" or option.if_ordinary in {None, "undetermined"}:
        return title
    return f"{title} ({STATUS_WORDS[option.if_ordinary or option.status]} if nothing unusual is so)"


def _closed_question(said: str) -> str:
    said = clean(said)
    return said if said.endswith(("?", ".")) else said + "."


def _value(value: str, unit: str) -> str:
    """A value of law with its unit."""
    if unit in {"money", "text", "yes_no", "date", "count", "percent a year"} or not value[:1].isdigit():
        return value
    if unit == "percent":
        return value + "%"
    return f"{value} {unit.removesuffix('s') if value == '1' else unit}"
