"""The commands that make papers: `document`, `plan` and `calendar`. Nothing heavy is imported until one of them runs."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nonpay_advisor.errors import FactsError

if TYPE_CHECKING:
    from nonpay_advisor.report.papers import Paper
    from nonpay_advisor.report.plan import Plan

EVERY = ("week", "two_weeks", "month")
_CASE = "a case in TOML or JSON; - reads JSON from standard input"


def add_commands(commands: Any, day: Callable[[str], date]) -> None:
    """Add the commands to the parser; `day` reads a date."""
    document = commands.add_parser("document", help="make a letter or paper, or say why it would be wrong in this case")
    document.add_argument("file", metavar="CASE", nargs="?", help=_CASE)
    document.add_argument("kind", metavar="KIND", nargs="?", help="which one, named as the option it serves, like demand_letter")
    document.add_argument("--list", action="store_true", help="show every kind; with a case, also whether it can be made in it")
    document.add_argument("-o", "--output", metavar="FILE", help="write it to a file: .docx, .pdf, .md or .txt")
    document.add_argument("--as-of", type=day, metavar="DATE", help="the day of the paper (today)")
    _plan_arguments(document, day, needed=False)

    plan = commands.add_parser("plan", help="work out a payment plan, with a shorter and a longer one beside it")
    plan.add_argument("file", metavar="CASE", help=_CASE)
    _plan_arguments(plan, day, needed=True)
    plan.add_argument("-o", "--output", metavar="FILE", help="write it to a file: .docx, .pdf, .md, .txt or .csv")
    plan.add_argument("--as-of", type=day, metavar="DATE", help="the day the plan is made (today)")

    calendar = commands.add_parser("calendar", help="write the deadlines as a calendar file, with alarms")
    calendar.add_argument("file", metavar="CASE", help=_CASE)
    calendar.add_argument("-o", "--output", metavar="FILE", help="the file to write, like deadlines.ics (standard output where left out)")
    calendar.add_argument("--as-of", type=day, metavar="DATE", help="the day the advice is for (today)")


def _plan_arguments(parser: argparse.ArgumentParser, day: Callable[[str], date], needed: bool) -> None:
    only = "" if needed else "for payment_plan: "
    parser.add_argument("--instalments", type=int, metavar="N", required=needed, help=f"{only}how many instalments")
    parser.add_argument("--every", choices=EVERY, required=needed, help=f"{only}how often")
    parser.add_argument("--first", type=day, metavar="DATE", required=needed, help=f"{only}the day of the first one")
    parser.add_argument("--interest", type=_rate, metavar="RATE", help=f"{only}simple interest in percent a year on what is unpaid (none)")


def _rate(said: str) -> Decimal:
    try:
        rate = Decimal(said.removesuffix("%"))
    except InvalidOperation:
        rate = Decimal(-1)
    if not rate.is_finite() or not 0 <= rate <= 1000:
        raise argparse.ArgumentTypeError(f"read {said!r}, a rate in percent a year from 0 to 1000 is needed, like 8 or 4.5")
    return rate


def run_document(args: argparse.Namespace) -> int:
    """Make a document, or list the kinds."""
    from nonpay_advisor.casefile import read_case
    from nonpay_advisor.report import documents

    if args.list:
        return _list(args)
    if not args.file or not args.kind:
        raise FactsError(["document needs a case and a kind, like `document case.toml demand_letter`; `document --list` shows every kind"])
    as_of = args.as_of or date.today()
    shape = _shape(args.output)
    case = documents.Case(read_case(args.file), as_of)
    given = [name for name in ("instalments", "every", "first", "interest") if getattr(args, name) is not None]
    if given and args.kind != "payment_plan":
        raise FactsError([f"--{given[0]} belongs to payment_plan alone"])
    if given and not {"instalments", "every", "first"} <= set(given):
        raise FactsError(["a plan needs --instalments, --every and --first together"])
    made = documents.document(case, args.kind, plan=_plan(case, args) if given else None)
    return _out(made, shape, args.output)


def _list(args: argparse.Namespace) -> int:
    from nonpay_advisor.casefile import read_case
    from nonpay_advisor.report import documents

    offered = documents.offered(documents.Case(read_case(args.file), args.as_of or date.today())) if args.file else {}
    for kind in documents.kinds():
        why = offered.get(kind.id)
        print(f"{kind.id:28}{kind.title}")
        if why:
            print(f"{'':28}not here: {why.partition(' is not made: ')[2]}")
    return 0


def run_plan(args: argparse.Namespace) -> int:
    """Work out a plan."""
    from nonpay_advisor.casefile import read_case
    from nonpay_advisor.report import documents
    from nonpay_advisor.report import plan as plans
    from nonpay_advisor.report.papers import Paper

    csv = bool(args.output) and Path(args.output).suffix.lower() == ".csv"
    shape = "text" if csv else _shape(args.output)
    case = documents.Case(read_case(args.file), args.as_of or date.today())
    alerts = documents.check(case, "payment_plan")
    plan = _plan(case, args)
    if csv:
        _write(args.output, plans.as_csv(plan))
        return 0
    effect = plans.effect_on_limitation(case.inference, case.as_of, plan.instalments[-1].due_on)
    body = plans.blocks(plan, case.currency, effect, plans.consumer_limits(case.inference, plan))
    paper = Paper("plan", "Payment plan", case.as_of, alerts, (*documents.heading("Payment plan"), *body, *documents.closing(case)), ())
    return _out(paper, shape, args.output)


def _plan(case: Any, args: argparse.Namespace) -> Plan:
    from nonpay_advisor.report import documents

    return documents.plan_of(case, args.instalments, args.every, args.first, args.interest)


def run_calendar(args: argparse.Namespace) -> int:
    """Write the calendar."""
    from nonpay_advisor.advice.advising import advise_on
    from nonpay_advisor.casefile import read_case
    from nonpay_advisor.report.calendar import calendar
    from nonpay_advisor.vocabulary.reading import read_facts

    if args.output and Path(args.output).suffix.lower() not in {".ics", ".ical"}:
        raise FactsError([f"-o {args.output}: a calendar file ends in .ics"])
    facts = read_facts(read_case(args.file))
    made = calendar(advise_on(facts, args.as_of or date.today()), facts)
    if args.output:
        _write(args.output, made)
    else:
        sys.stdout.buffer.write(made)
    return 0


def _shape(output: str | None) -> Any:
    from nonpay_advisor.report.papers import ENDINGS

    if not output:
        return "text"
    ending = Path(output).suffix.lower()
    if ending not in ENDINGS:
        raise FactsError([f"-o {output}: the ending {ending or '(none)'} is not known; .docx, .pdf, .md or .txt is needed"])
    return ENDINGS[ending]


def _out(paper: Paper, shape: Any, output: str | None) -> int:
    from nonpay_advisor.report import papers
    from nonpay_advisor.report.render import width_of

    made = papers.write(paper, shape, width_of(None if output else sys.stdout))
    if output:
        _write(output, made)
        for alert in paper.alerts:
            print(f"nonpay-advisor: {alert}", file=sys.stderr)
        if shape == "pdf":
            from nonpay_advisor.report.fonts import warn_of_boxes

            warn_of_boxes(paper.text)
        if paper.blanks:
            print(f"left open, for you to fill: {len(paper.blanks)}", file=sys.stderr)
        return 0
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")
    sys.stdout.write(str(made))
    return 0


def _write(output: str, made: str | bytes) -> None:
    from nonpay_advisor.files import write_atomically

    write_atomically(Path(output), made)
    print(f"written to {output}", file=sys.stderr)
