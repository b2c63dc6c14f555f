"""The shape of the code: rooms in one direction, one door to durable-rules, and no law in it."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from nonpay_advisor.law import library
from nonpay_advisor.law.model import ValueRow

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "nonpay_advisor"
FILES = sorted(SOURCE.rglob("*.py"))
NAMES = [str(f.relative_to(SOURCE)) for f in FILES]
by_file = pytest.mark.parametrize("file", FILES, ids=NAMES)

# A room imports only from rooms with a smaller number. `files` and `casefile` read and write what the front ends share.
ROOMS = {
    "errors": 0,
    "vocabulary": 1,
    "law": 2,
    "rulebase": 3,
    "engine": 4,
    "advice": 5,
    "files": 6,
    "casefile": 7,
    "interview": 8,
    "report": 8,
    "portfolio": 8,
    "cli": 9,
    "__main__": 10,
}
# The front end in the terminal shows advice as the report does; it stands beside the command line.
FRONT_ENDS = {"interview/terminal.py": "cli"}
# The package itself is a thin door to `advice`; its version stands in no room.
DOOR = "__init__"
# A place's code may stand in an example for the user, or in a docstring, and nowhere else.
EXAMPLES_OF_CODES = {"US-KY", "GB-EAW", "DE"}
SHOWN_TO_USERS = re.compile(r"like US-KY or (GB-EAW|Kentucky)")
_CODE = re.compile(r"(?<![\w-])(US|GB|CA|AU)-[A-Z]{2,3}(?![\w-])")


def room_of(file: Path) -> str:
    """The room that a file stands in."""
    name = file.relative_to(SOURCE).as_posix()
    if name in FRONT_ENDS:
        return FRONT_ENDS[name]
    return file.relative_to(SOURCE).parts[0].removesuffix(".py")


def imports(file: Path) -> Iterator[tuple[str, bool]]:
    """Every module that a file imports, wherever in it, and whether only for the type checker."""
    tree = ast.parse(file.read_text("utf-8"))
    for_types = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, id(node) in for_types
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                above = file.parent
                for _ in range(node.level - 1):
                    above = above.parent
                base = ".".join(["nonpay_advisor", *above.relative_to(SOURCE).parts, *([base] if base else [])])
            yield base, id(node) in for_types
            for alias in node.names:
                yield f"{base}.{alias.name}", id(node) in for_types


def strings(file: Path) -> Iterator[str]:
    """Every text of a file that is no docstring."""
    tree = ast.parse(file.read_text("utf-8"))
    docstrings = set()
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list) and body and isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant):
            docstrings.add(id(body[0].value))
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.value


def test_every_room_is_known() -> None:
    assert {room_of(f) for f in FILES} <= {*ROOMS, DOOR}


@by_file
def test_a_room_imports_only_from_those_before_it(file: Path) -> None:
    here = room_of(file)
    if here == DOOR:
        return
    for module, _ in imports(file):
        parts = module.split(".")
        if parts[0] != "nonpay_advisor" or len(parts) == 1:
            continue
        there = parts[1]
        if there in ROOMS and there != here:
            assert ROOMS[there] < ROOMS[here], f"{here} imports {module}"
        elif there not in ROOMS:
            # From the package itself only its door: advise, and what stands beside it.
            assert ROOMS[here] > ROOMS["advice"], f"{here} imports {module}"


@by_file
def test_only_one_module_knows_durable_rules(file: Path) -> None:
    name = str(file.relative_to(SOURCE))
    for module, _ in imports(file):
        if module.split(".")[0] in {"durable", "durable_rules_engine"}:
            assert name == "engine/durable.py"
        if module.startswith("nonpay_advisor.engine.durable"):
            assert name == "engine/remembered.py"


@by_file
def test_only_the_terminal_asks_and_only_reports_and_documents_are_laid_out(file: Path) -> None:
    name = str(file.relative_to(SOURCE))
    for module, _ in imports(file):
        top = module.split(".")[0]
        assert top != "questionary" or name.startswith("interview/terminal"), name
        assert top != "jinja2" or name.startswith("report/"), name
        assert top != "z3" or name.startswith("engine/deep/"), name
        if module.startswith("nonpay_advisor.engine.deep"):
            assert name.startswith("engine/deep/") or name == "cli.py", name


@by_file
def test_no_place_is_named_in_the_code(file: Path) -> None:
    for text in strings(file):
        rest = SHOWN_TO_USERS.sub("", text)
        assert not _CODE.search(rest), text
    for word in _CODE.finditer(file.read_text("utf-8")):
        assert word[0] in EXAMPLES_OF_CODES


def test_no_place_is_named_in_templates_and_tables() -> None:
    others = [f for f in SOURCE.rglob("*") if f.suffix in {".toml", ".j2", ".html", ".css", ".md", ".txt", ".json"}]
    assert others
    for file in others:
        assert not _CODE.search(file.read_text("utf-8")), file


@by_file
def test_no_citation_stands_in_the_code(file: Path) -> None:
    for text in strings(file):
        assert not re.search(r"§ ?\d|U\.S\.C\.|C\.F\.R\.|(?i:stat\. ann)", text), text


def held_texts() -> set[str]:
    """The names of courts that the law data holds."""
    found: set[str] = set()
    for code in library.held_places():
        for law_id in ("small_claims.court", "court.lower.name", "court.middle.name", "court.upper.name", "government.forum"):
            datum = library.jurisdiction(code).data.get(law_id)
            for _, part in datum.rows() if datum else ():
                if isinstance(part.row, ValueRow) and isinstance(part.row.value, str) and part.row.value != "none":
                    found.add(part.row.value)
    # What names no court in particular may be said anywhere.
    return found - {"the ordinary courts"}


def test_no_court_is_named_in_the_code() -> None:
    names = held_texts()
    assert names
    everything = "\n".join(f.read_text("utf-8") for f in SOURCE.rglob("*") if f.suffix in {".py", ".toml", ".j2", ".html"})
    assert {name for name in names if name.casefold() in everything.casefold()} == set()


def test_no_figure_of_law_stands_in_the_code() -> None:
    """No sum of money that the law data holds is a number in the code that reasons and advises."""
    held: set[Decimal] = set()
    for code in library.held_places():
        for datum in library.jurisdiction(code).data.values():
            if datum.unit == "money":
                held |= {
                    Decimal(p.row.value) for _, p in datum.rows() if isinstance(p.row, ValueRow) and type(p.row.value) in {int, Decimal}
                }
    # Bounds of the reader: the longest text, the largest number.
    technical = {Decimal(10_000), Decimal(1_000_000)}
    found = {}
    for file in FILES:
        if room_of(file) in {"report", "interview"} or "deep" in file.parts:
            continue
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if (
                isinstance(node, ast.Constant)
                and type(node.value) in {int, float}
                and node.value > 400
                and Decimal(str(node.value)) in held - technical
            ):
                found[str(file.relative_to(SOURCE))] = node.value
    assert found == {}


def test_help_does_not_load_the_engine() -> None:
    code = (
        "import sys\nfrom nonpay_advisor import cli\n"
        "try:\n    cli.main(['--help'])\nexcept SystemExit:\n    pass\n"
        "print([m for m in ('pydantic', 'holidays', 'durable_rules_engine', 'jinja2', 'questionary') if m in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={"PYTHONPATH": str(ROOT / "src"), "PATH": ""}
    )
    assert done.stderr.strip().splitlines()[-1] == "[]"


def test_one_place_is_read_without_the_others() -> None:
    code = (
        "from nonpay_advisor.engine import program\nfrom nonpay_advisor.law import library\n"
        "program.program(('common', 'us', 'us-ky'))\nprint(sorted(library._READ))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={"PYTHONPATH": str(ROOT / "src"), "PATH": ""}
    )
    assert done.stdout.strip() == "['US', 'US-KY']"


def test_every_module_says_what_it_is_for() -> None:
    bare = [n for n, f in zip(NAMES, FILES, strict=True) if not ast.get_docstring(ast.parse(f.read_text("utf-8")))]
    assert [n for n in bare if not n.endswith("__init__.py")] == []
