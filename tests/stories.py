"""The stories under `examples/`: each a case, and the papers that this program makes of it.

`python tests/stories.py` writes them anew; tests/test_stories.py compares. Every paper is made as of one day, so that nothing changes
but by the program, its law or the case.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path

ROOT = Path(__file__).parent.parent
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT / "src"))

from nonpay_advisor.casefile import read_case  # noqa: E402
from nonpay_advisor.report import papers, render  # noqa: E402
from nonpay_advisor.report.calendar import calendar  # noqa: E402
from nonpay_advisor.report.documents import Case, DocumentRefused, document, plan_of  # noqa: E402
from nonpay_advisor.report.plan import Every, as_csv  # noqa: E402

AS_OF = date(2026, 11, 21)


@dataclass(frozen=True)
class Story:
    """A case, the papers that its owner takes away, those that are refused, and the instalments offered."""

    name: str
    case: str
    made: tuple[str, ...]
    refused: tuple[str, ...] = ()
    plan: tuple[int, Every, date] | None = None


STORIES = (
    Story(
        "kentucky-web-design",
        "kentucky-web-design.toml",
        ("second_reminder", "final_warning", "demand_letter", "payment_plan", "discount_settlement"),
        ("small_claims", "mechanics_lien"),
        (4, "month", date(2026, 12, 31)),
    ),
    Story(
        "london-agency",
        "london-agency/case.toml",
        ("statement_of_account", "statutory_late_interest", "demand_letter", "payment_plan", "mediation"),
        (),
        (6, "month", date(2026, 12, 31)),
    ),
    Story(
        "new-york-illustrator",
        "new-york-illustrator/case.toml",
        ("freelancer_act_claim", "small_claims", "attorney_letter"),
        ("bankruptcy_proof_of_claim",),
    ),
    Story("california-electrician", "california-electrician/case.toml", ("mechanics_lien", "suspend_work", "contact_billing_department")),
    Story(
        "bankrupt-bakery",
        "bankrupt-bakery/case.toml",
        ("bankruptcy_proof_of_claim", "document_interactions", "write_off", "prevention"),
        ("reminder", "demand_letter", "payment_plan"),
    ),
)


def files_of(story: Story) -> dict[str, bytes]:
    """The papers of a story, by the name of their file."""
    case = Case(read_case(str(ROOT / "examples" / story.case)), AS_OF)
    plan = plan_of(case, *story.plan) if story.plan else None
    found: dict[str, bytes] = {}
    for kind in story.made:
        paper = document(case, kind, plan=plan if kind == "payment_plan" else None)
        found[f"{kind}.md"] = papers.as_markdown(paper).encode()
    if plan:
        found["payment_plan.csv"] = as_csv(plan).encode()
    refusals = []
    for kind in story.refused:
        try:
            document(case, kind)
        except DocumentRefused as refused:
            refusals.append(refused.problems[0])
        else:
            raise AssertionError(f"{story.name}: {kind} was to be refused")
    if refusals:
        found["refused.txt"] = ("\n\n".join(refusals) + "\n").encode()
    found["deadlines.ics"] = calendar(case.advice, case.facts)
    # The hash of all law data changes with every edit of any place; a story changes only where its own law or the program does.
    report = case.advice.model_copy(update={"law_version": "of the day it was made"})
    found["report.md"] = render.render(report, "markdown").encode()
    found["report.html"] = render.render(report, "html").encode()
    return found


if __name__ == "__main__":
    for one in STORIES:
        folder = ROOT / "examples" / one.name
        folder.mkdir(exist_ok=True)
        for name, content in files_of(one).items():
            (folder / name).write_bytes(content)
