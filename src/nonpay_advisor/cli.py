"""The command line: thin around `advise`, the interview and the data.

Exit codes: 0 done; 1 something went wrong that is not the input's fault (a data file, a full disk); 2 the input is at
fault; 3 no terminal for the interview; 130 interrupted.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nonpay_advisor import __version__
from nonpay_advisor.errors import DataError, FactsError, LawNotHeld, NonpayError
from nonpay_advisor.report import paperwork

if TYPE_CHECKING:
    from nonpay_advisor.advice.model import Advice

DONE, FAILED, INPUT_AT_FAULT, NO_TERMINAL, INTERRUPTED = 0, 1, 2, 3, 130
FORMATS = ("terminal", "markdown", "html", "json", "pdf", "docx")
_BINARY = {"pdf", "docx"}
_ENDINGS = {
    ".md": "markdown", ".markdown": "markdown", ".html": "html", ".htm": "html", ".json": "json", ".txt": "terminal",
    ".pdf": "pdf", ".docx": "docx",
}  # fmt: skip


def _day(text: str) -> date:
    from nonpay_advisor.vocabulary.kinds import FIRST_DAY, LAST_DAY

    try:
        day = date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        day = None
    if day is None or not FIRST_DAY <= day <= LAST_DAY:
        raise argparse.ArgumentTypeError(f"read {text!r}, a date between {FIRST_DAY} and {LAST_DAY} is needed, written 2026-03-04")
    return day


class _Version(argparse.Action):
    """Prints the version and which engine reasons."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object, **__: object) -> None:
        from nonpay_advisor.engine.remembered import ENGINE

        print(f"nonpay-advisor {__version__}; the rules are decided by {ENGINE}")
        parser.exit(DONE)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="nonpay-advisor",
        description="What may be done next when a customer does not pay: in order, with what is barred and why, by when, and on "
        "what authority. Information, not legal advice. Without a command it starts the interview.",
        epilog="Exit codes: 0 done, 1 it failed (a data file, a full disk), 2 the input is at fault, 3 no terminal, 130 interrupted.",
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="show the version and which engine reasons")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")

    interview = commands.add_parser("interview", help="ask the questions that the case needs, then show the report")
    interview.add_argument("--save", metavar="CASE", help="the file to keep the answers in (TOML)")
    interview.add_argument("--resume", metavar="CASE", help="go on with a saved case")
    interview.add_argument("--plain", action="store_true", help="line by line, for screen readers, dumb terminals and pipes")
    interview.add_argument("--as-of", type=_day, metavar="DATE", help="the day the advice is for (today)")

    advise = commands.add_parser("advise", help="advise on the facts in a file")
    advise.add_argument("file", metavar="FILE", help="a case in TOML or JSON; - reads JSON from standard input")
    advise.add_argument("--as-of", type=_day, metavar="DATE", help="the day the advice is for, like 2026-03-04 (today)")
    advise.add_argument("--format", choices=FORMATS, help="how to show it (by the ending of -o, else terminal)")
    advise.add_argument("-o", "--output", metavar="PATH", help="write the report to a file")
    advise.add_argument("--full", action="store_true", help="in the terminal, show every option with its reasons")

    explain = commands.add_parser("explain", help="show why an option stands as it does: rules, facts and authorities")
    explain.add_argument("file", metavar="CASE", help="a case in TOML or JSON; - reads JSON from standard input")
    explain.add_argument("option", metavar="OPTION", help="an option's id, like small_claims")
    explain.add_argument("--as-of", type=_day, metavar="DATE", help="the day the advice is for (today)")

    compare = commands.add_parser("compare", help="show what changed between two cases, or one case on two days, and by what")
    compare.add_argument("file", metavar="CASE", help="a case in TOML or JSON; - reads JSON from standard input")
    compare.add_argument("other", metavar="CASE2", nargs="?", help="the case to compare with; left out, the same case on two days")
    compare.add_argument("--as-of", type=_day, metavar="DATE", action="append", help="the day (today); given twice, one for each side")

    paperwork.add_commands(commands, _day)

    places = commands.add_parser("jurisdictions", help="show what law is held")
    places.add_argument("code", metavar="CODE", nargs="?", help="a place, like US-KY or Kentucky")
    places.add_argument("--format", choices=("terminal", "json"), default="terminal")
    places.add_argument("--stale", action="store_true", help="list the values to read again, the most overdue first")
    places.add_argument("--as-of", type=_day, metavar="DATE", help="with --stale: the day to reckon from (today)")

    rules = commands.add_parser("rules", help="show a rule as a person would read it")
    rules.add_argument("id", metavar="ID", nargs="?", help="a rule's id, or the beginning of one; all of them where left out")

    validate = commands.add_parser("validate", help="check all data files")
    validate.add_argument("--deep", action="store_true", help="prove with a solver what no case can show (minutes; needs the test extra)")
    validate.add_argument("--as-of", type=_day, metavar="DATE", help="with --deep: the day whose law is checked (today)")

    log = commands.add_parser("log", help="show the log of contacts in a case file, or add to it")
    log.add_argument("file", metavar="FILE", help="the case file (TOML)")
    log.add_argument("summary", metavar="SUMMARY", nargs="?", default="", help="what was said, in a sentence")
    log.add_argument("--on", metavar="DAY", help='the day of the contact, like 2026-03-04, "March 3" or yesterday (today)')
    log.add_argument("--by", metavar="METHOD", default="", help="how: email, registered post, phone, in person")
    log.add_argument("--what", choices=("reminder", "call", "demand", "mediation"), help="what it was (by the method)")

    schema = commands.add_parser("schema", help="print the JSON Schema of the facts or of the advice")
    schema.add_argument("of", choices=("facts", "advice"))
    return parser


def _advise(args: argparse.Namespace) -> int:
    from nonpay_advisor.advice.advising import advise_on
    from nonpay_advisor.casefile import read_case

    ending = Path(args.output).suffix.lower() if args.output else ""
    if ending and not args.format and ending not in _ENDINGS:
        raise FactsError([f"-o {args.output}: read the ending {ending!r}, allowed are {', '.join(_ENDINGS)} (or say --format)"])
    shape = args.format or _ENDINGS.get(ending, "terminal")
    if shape in _BINARY and not args.output and sys.stdout.isatty():
        raise FactsError([f"--format {shape} is not for a terminal: name a file with -o, like -o report.{shape}"])
    given = read_case(args.file)
    try:
        advice = advise_on(given, args.as_of or date.today())
    except FactsError as error:
        raise FactsError([f"{'standard input' if args.file == '-' else args.file}: {p}" for p in error.problems]) from None
    text = _rendered(advice, shape, full=args.full, to_file=bool(args.output)) if shape not in _BINARY else _drawn(advice, shape)
    if args.output:
        _write(Path(args.output), text)
        print(f"written to {args.output}", file=sys.stderr)
        if shape == "pdf":
            from nonpay_advisor.report.fonts import warn_of_boxes

            warn_of_boxes(str(_rendered(advice, "markdown", full=True, to_file=True)))
    elif isinstance(text, bytes):
        sys.stdout.buffer.write(text)
    else:
        _print(text)
    return DONE


def _explain(args: argparse.Namespace) -> int:
    from nonpay_advisor.casefile import read_case
    from nonpay_advisor.report import explain, render

    option = explain.check_option(args.option)
    given = read_case(args.file)
    with _named(args.file):
        text = explain.explain(given, option, args.as_of or date.today(), render.width_of(sys.stdout))
    _print(text)
    return DONE


def _compare(args: argparse.Namespace) -> int:
    from nonpay_advisor.casefile import read_case
    from nonpay_advisor.report import compare, render

    days = args.as_of or [date.today()]
    if len(days) > 2:
        raise FactsError(["--as-of: at most two days are compared"])
    if args.other is None and len(days) < 2:
        raise FactsError(["compare: either a second case is needed, or --as-of twice, like --as-of 2026-01-31 --as-of 2026-12-31"])
    if args.file == args.other == "-":
        raise FactsError(["compare: only one of the two cases can be read from standard input"])
    given = read_case(args.file)
    other = read_case(args.other) if args.other else given
    sides = []
    for name, facts, day in ((args.file, given, days[0]), (args.other or args.file, other, days[-1])):
        with _named(name):
            sides.append(compare.side("standard input" if name == "-" else name, facts, day))
    _print(compare.compare(sides[0], sides[1], render.width_of(sys.stdout)))
    return DONE


@contextmanager
def _named(file: str) -> Iterator[None]:
    """Put the file's name before what is wrong with its facts."""
    try:
        yield
    except FactsError as error:
        raise FactsError([f"{'standard input' if file == '-' else file}: {p}" for p in error.problems]) from None


def _rendered(advice: Advice, shape: str, *, full: bool, to_file: bool) -> str:
    if shape == "json":
        return advice.to_json()
    from nonpay_advisor.report import render

    stream = None if to_file else sys.stdout
    return render.render(advice, shape, width=render.width_of(stream), full=full, bold=render.bold_for(stream))


def _drawn(advice: Advice, shape: str) -> bytes:
    from nonpay_advisor.report import render

    return render.render_pdf(advice) if shape == "pdf" else render.render_docx(advice)


def _write(path: Path, text: str | bytes) -> None:
    """Write a file whole or not at all."""
    from nonpay_advisor.files import write_atomically

    write_atomically(path, text)


def _print(text: str) -> None:
    """Print text; what a narrow encoding cannot show is replaced, not fatal."""
    stream = sys.stdout
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(errors="replace")
    stream.write(text)
    stream.flush()


def _jurisdictions(args: argparse.Namespace) -> int:
    from nonpay_advisor.report import law

    if args.stale:
        _print(law.stale(args.code, args.as_of or date.today(), args.format))
    else:
        _print(law.one(args.code, args.format) if args.code else law.all_places(args.format))
    return DONE


def _rules(args: argparse.Namespace) -> int:
    from nonpay_advisor.report import law

    _print(law.rules(args.id))
    return DONE


def _validate(args: argparse.Namespace) -> int:
    from nonpay_advisor.report import law

    told, text = law.validate()
    _print(text)
    if told or not args.deep:
        return FAILED if told else DONE
    try:
        from nonpay_advisor.engine.deep import checks
    except ImportError:
        return _fail(["--deep needs the solver z3: pip install 'nonpay-advisor[test]'"], FAILED)
    report = checks.check(args.as_of or date.today(), today=date.today())
    _print(checks.as_text(report))
    return FAILED if report.open or report.stale else DONE


def _schema(args: argparse.Namespace) -> int:
    from nonpay_advisor.advice.schema import advice_schema, facts_schema

    _print(facts_schema() if args.of == "facts" else advice_schema())
    return DONE


def _log(args: argparse.Namespace) -> int:
    from nonpay_advisor.interview import log

    _print(log.run(args.file, what=args.what, on=args.on, method=args.by, summary=args.summary, as_of=date.today()))
    return DONE


def _interview(args: argparse.Namespace) -> int:
    plain = getattr(args, "plain", False)
    if not plain and not (sys.stdin.isatty() and sys.stdout.isatty()):
        print(
            "nonpay-advisor: the interview needs a terminal. Use `nonpay-advisor interview --plain` to read answers line by line, "
            "or `nonpay-advisor advise FILE` with a case file.",
            file=sys.stderr,
        )
        return NO_TERMINAL
    from nonpay_advisor.interview.terminal import run

    return run(
        save=getattr(args, "save", None),
        resume=getattr(args, "resume", None),
        plain=plain,
        as_of=getattr(args, "as_of", None) or date.today(),
    )


# Asked of a person only when a paper needs them.
_FOR_PAPERS = ("creditor.name", "creditor.address", "customer.name", "customer.address", "claim.invoiced_on", "claim.work_finished_on")


def _document(args: argparse.Namespace) -> int:
    if args.file not in {None, "-"} and args.kind and sys.stdin.isatty() and sys.stdout.isatty():
        from nonpay_advisor.casefile import read_case
        from nonpay_advisor.interview.answers import Answers
        from nonpay_advisor.interview.terminal import ask_for
        from nonpay_advisor.report import documents

        as_of = args.as_of or date.today()
        with _named(args.file):
            answers = Answers(read_case(args.file))

        def blanks(given: dict[str, Any]) -> int:
            with suppress(FactsError):
                return len(documents.document(documents.Case(answers.nested(given), as_of), args.kind).blanks)
            return now

        # A paper needs a fact if it has fewer blanks with it.
        now = len(documents.document(documents.Case(answers.nested(), as_of), args.kind).blanks)
        tried = {f: as_of if f.endswith("_on") else "somebody" for f in _FOR_PAPERS if f not in answers.given}
        ask_for(args.file, [f for f, value in tried.items() if blanks({**answers.given, f: value}) < now], as_of)
    return paperwork.run_document(args)


_COMMANDS = {
    None: _interview,
    "interview": _interview,
    "advise": _advise,
    "explain": _explain,
    "compare": _compare,
    "document": _document,
    "plan": paperwork.run_plan,
    "calendar": paperwork.run_calendar,
    "jurisdictions": _jurisdictions,
    "rules": _rules,
    "validate": _validate,
    "schema": _schema,
    "log": _log,
}


def main(argv: list[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    args = _parser().parse_args(argv)
    try:
        return _COMMANDS[args.command](args)
    except BrokenPipeError:
        # The reader went away (`| head`): nothing is wrong with the input, and nothing more can be said.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except FactsError as error:
        return _fail(error.problems, INPUT_AT_FAULT)
    except LawNotHeld as error:
        return _fail([str(error)], INPUT_AT_FAULT)
    except DataError as error:
        return _fail(error.problems, FAILED)
    except NonpayError as error:
        return _fail([str(error)], FAILED)
    except KeyboardInterrupt:
        print("\ninterrupted", file=sys.stderr)
        return INTERRUPTED
    except OSError as error:
        return _fail([f"{error.filename or 'output'}: {error.strerror or error}"], FAILED)


def _fail(problems: list[str], code: int) -> int:
    for problem in problems:
        print(f"nonpay-advisor: {problem}", file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main())
