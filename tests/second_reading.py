"""The second reading of the law: what a person who did not enter a value read again, and what stood there when it agreed.

Each `[[reading]]` of docs/second-reading.toml may say what the second reader read, in `stands`. A value that is changed later, by
purpose or by a slip, no longer is what was read twice, and tests/test_law_data.py says so until somebody reads it again.

    python tests/second_reading.py show US-KY [ID ...]                 # what stands now, as a reading would hold it
    python tests/second_reading.py add US-KY ID agrees|mended "note"    # writes a reading of today
    python tests/second_reading.py add US-KY ID "taken out" "note"      # of a value that is no longer held
"""

from __future__ import annotations

import sys
import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FILE = ROOT / "docs" / "second-reading.toml"
sys.path[:0] = [str(ROOT / "src")]

from nonpay_advisor.law import library  # noqa: E402
from nonpay_advisor.law.library import Datum  # noqa: E402
from nonpay_advisor.law.model import Authority, Row  # noqa: E402

# What says where a value comes from, not what it is.
_BESIDE = {*Authority.model_fields, "starts_on", "from_is"}


def readings() -> list[dict[str, Any]]:
    """All readings, oldest first."""
    return list(tomllib.loads(FILE.read_text("utf-8"))["reading"])


def stands(datum: Datum) -> str:
    """What is held under an id, short and without its sources: every version with its day, every part with its condition."""
    told = []
    for version in datum.versions:
        parts = [_part(part.when, part.row) for part in version.parts]
        told.append(f"{' / '.join(parts)} from {version.starts_on}")
    return "; ".join(told)


def _part(when: Any, row: Row) -> str:
    given = row.model_dump(exclude=_BESIDE, exclude_defaults=True)
    said = ", ".join(f"{name} {_plain(value)}" for name, value in given.items())
    said = said.removeprefix("value ")
    return f"{said} if {_plain(dict(when))}" if when else said


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        return " and ".join(f"{k} {_plain(v)}" for k, v in value.items())
    if isinstance(value, (list, tuple)):
        return "|".join(_plain(v) for v in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return str(value)


def now(place: str, law_id: str) -> str | None:
    """What stands now under an id of a place's own file; None where it holds nothing."""
    datum = library.jurisdiction(place).data.get(law_id)
    return None if datum is None else stands(datum)


def add(place: str, law_id: str, outcome: str, note: str) -> None:
    """Write a reading of today at the end of the file."""
    here = now(place, law_id)
    if outcome not in {"agrees", "mended", "taken out"} or (here is None) != (outcome == "taken out"):
        raise SystemExit(f"{place} {law_id}: {outcome!r} does not fit: it is {'not ' if here is None else ''}held")
    lines = [f'place = "{place}"', f'id = "{law_id}"', f"read_on = {date.today()}", f'outcome = "{outcome}"']
    lines += [f"stands = {_text(here)}"] if here is not None else []
    lines += [f"note = {_text(note)}"]
    with FILE.open("a", encoding="utf-8") as out:
        out.write("\n[[reading]]\n" + "\n".join(lines) + "\n")


def _text(said: str) -> str:
    return '"' + said.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ") + '"'


def main(argv: list[str]) -> int:
    if argv[:1] == ["add"] and len(argv) == 5:
        add(*argv[1:])
    elif argv[:1] == ["show"] and len(argv) >= 2:
        for law_id in argv[2:] or library.jurisdiction(argv[1]).data:
            print(f"{law_id}: {now(argv[1], law_id)}")
    else:
        print(__doc__)
        return 2
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
