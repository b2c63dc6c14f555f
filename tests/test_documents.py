"""Letters and papers: filled from the case, refused where wrong, and never announcing what is not open."""

from __future__ import annotations

import io
import random
import re
import shutil
import subprocess
import zipfile
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from docx import Document as read_docx
from hypothesis import given
from hypothesis import strategies as st

from generate import AS_OF, case_of, examples, facts_of, partial_cases, whole_cases
from generate import Case as Drawn
from nonpay_advisor.advice import words
from nonpay_advisor.advice.figures import account_of
from nonpay_advisor.cli import main
from nonpay_advisor.engine.possible import NO, YES
from nonpay_advisor.errors import FactsError
from nonpay_advisor.report import papers
from nonpay_advisor.report.documents import CONSEQUENCES, KINDS, Case, DocumentRefused, document, kinds, offered, plan_of
from nonpay_advisor.vocabulary import catalogue

ROOT = Path(__file__).parent.parent


def case(place: str = "US-KY", **changes: Any) -> dict[str, Any]:
    """A usual unpaid invoice; `customer__kind="individual"` changes a fact."""
    made: dict[str, Any] = {
        "ordinary": True,
        "creditor": {"kind": "sole_trader", "jurisdiction": place, "name": "Ann Lee", "address": "1 Main Street\nTown"},
        "customer": {"kind": "company", "jurisdiction": place, "name": "Harrow Ltd", "address": "Unit 3"},
        "claim": {
            "amount": Decimal("1825.00"),
            "purpose": "business",
            "service_kind": "creative",
            "invoiced_on": date(2026, 8, 3),
            "due_on": date(2026, 9, 2),
            "work_started_on": date(2026, 6, 1),
            "work_finished_on": date(2026, 7, 31),
        },
        "contract": {"form": "signed", "signed_on": date(2026, 5, 11)},
    }
    for name, value in changes.items():
        group, fact = name.split("__")
        made.setdefault(group, {})[fact] = value
    return made


def body(kind: str, facts: dict[str, Any] | None = None, as_of: date = AS_OF) -> str:
    return document(facts or case(), kind, as_of).text


def refused(kind: str, facts: dict[str, Any]) -> str:
    with pytest.raises(DocumentRefused) as told:
        document(facts, kind, AS_OF)
    return str(told.value)


# --- what is filled in


def test_a_demand_names_parties_work_sums_and_day() -> None:
    said = body("demand_letter")
    for part in (
        "Ann Lee",
        "1 Main Street",
        "Harrow Ltd",
        "Unit 3",
        "31 July 2026",
        "2 September 2026",
        "the signed contract of 11 May 2026",
    ):
        assert part in said
    # 80 days at 8 %: 1825 x 0.08 x 80 / 365
    assert "$32.00" in said
    assert "$1,857.00" in said
    assert "I ask you to pay $1,857.00 by 5 December 2026" in said


def test_what_is_missing_is_a_marked_blank() -> None:
    made = document({**case(), "creditor": {"kind": "sole_trader", "jurisdiction": "US-KY"}}, "reminder", AS_OF)
    assert "[your name or business name]" in made.text
    assert "your address" in made.blanks
    nothing = document({"ordinary": True, "customer": {"jurisdiction": "US-KY", "kind": "company"}}, "reminder", AS_OF)
    assert "[unpaid sum]" in nothing.text
    assert "[due date]" in nothing.text


def test_a_reminder_asks_for_the_principal_alone() -> None:
    assert "$1,825.00" in body("reminder")
    assert "$1,857.00" not in body("reminder")


def test_interest_that_the_user_does_not_claim_is_left_out() -> None:
    assert "I ask you to pay $1,825.00" in body("demand_letter", case(choices__claim_interest=False))


def test_interest_in_a_courts_discretion_is_not_demanded() -> None:
    facts = case("GB-EAW", claim__purpose="consumer", customer__kind="individual")
    made = document(facts, "demand_letter", AS_OF)
    assert "£1,825.00" in made.text
    assert "discretion" in papers.as_text(made)
    assert "Interest to" not in made.text


def test_a_company_speaks_of_itself_as_we() -> None:
    assert "We ask you to pay" in body("demand_letter", case(creditor__kind="llc"))


def test_several_invoices_are_listed_and_bear_interest_from_their_own_days() -> None:
    invoices = [
        {"number": "A-1", "invoiced_on": date(2026, 8, 3), "due_on": date(2026, 9, 2), "amount": 1000},
        {"number": "A-2", "invoiced_on": date(2026, 9, 3), "due_on": date(2026, 10, 3), "amount": 825},
    ]
    facts = case(claim__invoices=invoices)
    said = body("demand_letter", facts)
    assert "invoices A-1 and A-2" in said
    # 1000 x 0.08 x 80 / 365 + 825 x 0.08 x 49 / 365 = 17.5342 + 8.8603
    assert "$26.39" in said
    assert "17.5342" in body("statement_of_account", facts)
    assert "8.8603" in body("statement_of_account", facts)


def test_a_part_payment_bore_interest_until_it_came() -> None:
    facts = case(claim__payments=[{"on": date(2026, 10, 2), "amount": 365}])
    # 1825 x 0.08 x 80 / 365 + 365 x 0.08 x 30 / 365 = 32.00 + 2.40
    assert "$34.40" in body("demand_letter", facts)


def test_the_plain_account_is_the_advices_own_interest() -> None:
    made = Case(case(), AS_OF)
    assert made.advice.money.interest_to_date.sum is not None
    assert Decimal(made.advice.money.interest_to_date.sum.amount) == made.account.interest


def test_interest_can_be_had_to_any_day() -> None:
    made = account_of(Case(case(), AS_OF).inference, date(2027, 9, 2))
    assert Decimal("146.00") == made.interest
    assert Decimal("0.40") == made.per_day


# --- what the place asks for


def test_a_letter_before_claim_leaves_the_days_that_the_rule_sets() -> None:
    person = document(case("GB-EAW", customer__kind="sole_trader"), "demand_letter", AS_OF)
    assert "Letter before a claim" in person.text
    assert words.day(AS_OF + timedelta(days=30)) in person.text
    assert any("the reply form" in b and "Pre-Action Protocol for Debt Claims" in b for b in person.blanks)
    assert "The reply form that comes with this letter goes to: Ann Lee, 1 Main Street, Town" in person.text
    company = document(case("GB-EAW"), "demand_letter", AS_OF)
    assert words.day(AS_OF + timedelta(days=14)) in company.text
    assert "reply form" not in company.text
    assert "Letter before a claim" not in body("demand_letter")


def test_a_cure_period_of_the_contract_is_left() -> None:
    assert words.day(AS_OF + timedelta(days=45)) in body("demand_letter", case(contract__notice_and_cure_days=45))


def test_a_freelancers_demand_names_the_act() -> None:
    facts = case("US-NY", creditor__kind="individual", creditor__profession="none_of_these")
    assert "Freelance Isn't Free Act" in body("freelancer_act_claim", facts)


def test_a_claim_to_a_federal_body_above_the_threshold_is_certified() -> None:
    facts = case("US", customer__kind="government", customer__government_level="federal", creditor__jurisdiction="US-KY")
    large = {**facts, "claim": {**facts["claim"], "amount": 150000}}
    assert "Certificate" in body("government_claim", large)
    assert "Certificate" not in body("government_claim", facts)


def test_a_name_that_ends_in_a_full_stop_gets_no_second_one() -> None:
    assert "Builders, Inc.\n" in body("mechanics_lien", case("US-CA", **PRIVATE_WORK, customer__name="Builders, Inc."))
    assert "Inc.." not in body("attorney_letter", case(creditor__name="Builders, Inc."))


def test_a_preliminary_notice_is_made_where_the_law_asks_for_one() -> None:
    land = {"work_on_property": "improvement", "tier": "first_tier_subcontractor", "place_of_work": "US-CA", "property_owner": "other"}
    facts = case(
        "US-CA", **{f"claim__{k}": v for k, v in land.items()}, claim__work_started_on=date(2026, 11, 15), claim__work_finished_on=False
    )
    facts["claim"]["public_work"] = False
    facts["claim"]["service_kind"] = "trades"
    made = document(facts, "mechanics_lien", AS_OF)
    assert "Preliminary notice" in made.text
    assert any("in boldface, word for word" in b and "8202" in b for b in made.blanks)
    assert "To the direct contractor: Harrow Ltd" in made.text
    priced = {**facts, "claim": {**facts["claim"], "contract_price": Decimal(9000)}}
    assert "Estimated price of all of it: $9,000.00" in document(priced, "mechanics_lien", AS_OF).text
    prime = {**facts, "claim": {**facts["claim"], "tier": "prime"}}
    assert "no preliminary notice" in refused("mechanics_lien", prime)


# --- what is refused


BANKRUPT = {"kind": "chapter_7", "stage": "open", "petition_on": date(2026, 10, 1)}
TO_CUSTOMER = [k.id for k in kinds() if k.reaches_customer]


@pytest.mark.parametrize("kind", TO_CUSTOMER)
def test_nothing_goes_to_a_customer_under_a_stay(kind: str) -> None:
    assert "stay" in refused(kind, case(customer__bankruptcy=BANKRUPT)) or "not in this case" in refused(
        kind, case(customer__bankruptcy=BANKRUPT)
    )


@pytest.mark.parametrize("kind", TO_CUSTOMER)
def test_nothing_goes_to_the_family_of_the_dead(kind: str) -> None:
    said = refused(kind, case(customer__kind="individual", customer__died_on=date(2026, 10, 1)))
    assert "died" in said or "estate" in said


@pytest.mark.parametrize("kind", TO_CUSTOMER)
def test_nothing_goes_out_where_a_stay_is_possible(kind: str) -> None:
    facts = {**case(), "ordinary": False}
    assert "customer.bankruptcy" in refused(kind, facts)


def test_nothing_goes_out_where_the_law_of_insolvency_is_not_held() -> None:
    assert "insolvency" in refused(
        "reminder", case("DE", customer__bankruptcy={"stage": "open", "kind": "other", "petition_on": date(2026, 10, 1)})
    )


def test_nothing_goes_to_a_guarantor_who_may_be_bankrupt() -> None:
    unknown = case(customer__guarantors=[{"kind": "individual", "same_person": False}])
    assert "not settled" in refused("pursue_guarantor", unknown)
    bankrupt = case(customer__guarantors=[{"kind": "individual", "same_person": False, "bankruptcy": BANKRUPT}])
    assert refused("pursue_guarantor", bankrupt)


def test_under_a_stay_the_claim_papers_are_made_as_of_the_filing() -> None:
    said = body("bankruptcy_proof_of_claim", case(customer__bankruptcy=BANKRUPT))
    # 29 days from 2 September to 1 October: 1825 x 0.08 x 29 / 365
    assert "$11.60" in said
    assert "$1,836.60" in said


def test_after_a_death_the_claim_goes_to_the_estate() -> None:
    facts = case(customer__kind="individual", customer__died_on=date(2026, 10, 1), customer__estate_opened_on=date(2026, 10, 20))
    said = body("estate_claim", facts)
    assert "Claim against the estate of Harrow Ltd" in said
    # What closes asking the dead does not end the interest.
    assert "$1,857.00" in said


def test_before_the_due_day_only_a_reminder_is_made() -> None:
    facts = case(claim__due_on=date(2026, 12, 24))
    assert "It is due on 24 December 2026" in body("reminder", facts)
    for kind in ("second_reminder", "final_warning", "demand_letter", "attorney_letter", "statutory_late_interest", "collection_agency"):
        assert "nothing is late yet" in refused(kind, facts)


def test_nothing_is_demanded_while_a_plan_is_kept() -> None:
    facts = case(history__payment_plan={"offered_on": date(2026, 10, 1), "agreed_on": date(2026, 10, 5), "broken_on": False})
    assert "plan is being kept" in refused("demand_letter", facts)


def test_a_lien_notice_for_ordinary_services_is_refused_with_the_reason() -> None:
    assert "Only work that improves land" in refused("mechanics_lien", case())


def test_the_day_of_a_pause_is_left_open_where_the_right_is_the_contracts() -> None:
    facts = case("US-CA", **PRIVATE_WORK, claim__still_supplying=True, contract__suspension_right=True)
    assert any("day on which work stops" in b for b in document(facts, "suspend_work", AS_OF).blanks)
    by_law = case("US-CA", **{**PRIVATE_WORK, "claim__tier": "prime"}, claim__still_supplying=True, contract__suspension_right=False)
    assert words.day(AS_OF + timedelta(days=11)) in body("suspend_work", by_law)


def test_a_pause_without_a_right_to_it_is_refused() -> None:
    facts = case(claim__still_supplying=True, customer__bankruptcy=False, customer__died_on=False)
    said = refused("suspend_work", {**facts, "ordinary": False})
    assert "not settled" in said


def test_a_kind_that_is_not_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(FactsError, match="did you mean demand_letter"):
        document(case(), "demand_leter", AS_OF)


def test_the_list_says_what_can_be_made() -> None:
    found = offered(Case(case(), AS_OF))
    assert set(KINDS) == set(found)
    assert not found["demand_letter"]
    assert found["estate_claim"]


def test_a_time_limit_that_ends_before_the_letters_day_is_said_loudly() -> None:
    facts = case("US-CA", claim__due_on=date(2022, 11, 25), claim__invoiced_on=date(2022, 10, 25))
    facts["contract"]["signed_on"] = date(2022, 6, 1)
    facts["claim"] |= {"work_started_on": date(2022, 6, 2), "work_finished_on": date(2022, 10, 20)}
    assert any("The time to sue may end on" in a for a in document(facts, "demand_letter", AS_OF).alerts)


# --- what is announced


def test_a_court_that_is_closed_is_not_announced() -> None:
    assert "small-claims procedure" in body("demand_letter")
    over = case(claim__amount=Decimal(9000))
    assert "small-claims procedure" not in body("demand_letter", over)
    assert "claim in court" in body("demand_letter", over)


def test_on_an_expired_consumer_debt_no_suit_is_spoken_of_and_the_notice_has_its_place() -> None:
    facts = case(
        "US-CA",
        customer__kind="individual",
        claim__purpose="consumer",
        claim__due_on=date(2019, 1, 10),
        claim__invoiced_on=date(2018, 12, 10),
    )
    facts["contract"]["signed_on"] = date(2018, 10, 1)
    facts["claim"] |= {"work_started_on": date(2018, 10, 2), "work_finished_on": date(2018, 12, 1)}
    made = document(facts, "demand_letter", AS_OF)
    assert not re.search(r"court|claim in|suit|sue\b|attorney|agency|arbitrat", made.text.lower())
    assert any("old debt" in b for b in made.blanks)
    assert "1788.14" in papers.as_text(made)
    assert "before signing" in body("payment_plan", facts)


def test_what_may_be_announced_is_a_catalogued_option() -> None:
    closed = set(catalogue.option_sets()["conduct"])
    for option in CONSEQUENCES:
        assert option in catalogue.options()
        assert option not in closed
    assert all(set(k.announces) <= set(CONSEQUENCES) for k in kinds())


def test_a_kind_is_named_as_the_option_it_serves() -> None:
    own = {"second_reminder", "statement_of_account"}
    assert all(k.id == k.option for k in kinds() if k.id not in own)
    assert all(k.option in catalogue.options() for k in kinds())


# Threats that no letter may make, in any of its own words.
FORBIDDEN = re.compile(
    r"\bpolice|\bprosecut|\bcriminal|\bcrime|\bfraud|\barrest|\bjail|\bprison|\bimmigration|\bdeport|\bvisa\b|\bcitizenship"
    r"|\btax (office|authorit|inspector)|\brevenue service|\bcredit (bureau|score|rating|file|report|history|agenc)|\bblacklist"
    r"|\bpubli(sh(?!ed rate)|city|cly)|\bpress\b|\bsocial media|\bonline review|\bnewspaper|\bshame|\breputation"
    r"|\bneighbou?r|\bemployer|\blandlord|\byour (family|wife|husband|friends)|\bwages\b|\bgarnish|\bseiz|\brepossess|\btake back"
    r"|\bdelete|\bdisable|\bswitch off|\bbankrupt|\bwind(ing)? up|\blicensing (board|office)|\bor else\b|\bconsequences\b",
    re.IGNORECASE,
)
LIEN = re.compile(r"\blien\b", re.IGNORECASE)
SUIT = re.compile(r"\bclaim in court|\bsmall-claims procedure|\barbitration\b|\blawsuit|\bsue\b", re.IGNORECASE)
LEFT_OVER = re.compile(r"\bNone\b|\{\{|\}\}|[\ue000-\ue003]|\bTrue\b|\bFalse\b")


def _check_all(drawn: Drawn) -> None:
    facts = facts_of(drawn)
    made = Case(facts, AS_OF)
    status = {o: a.status for o, a in made.advice.options.items()}
    near = max(made.is_(c) for c in ("stay", "discharged", "dead"))
    reasons: list[str] = []
    for kind in kinds():
        try:
            paper = document(made, kind.id)
        except DocumentRefused as why:
            reasons.append(why.problems[0])
            continue
        said = paper.text
        assert status[kind.option] not in {"barred", "not_applicable"}, kind.id
        assert not LEFT_OVER.search(said), (kind.id, LEFT_OVER.search(said))
        if status[kind.option] in {"premature", "undetermined"}:
            assert paper.alerts, kind.id
        if kind.reaches_customer:
            assert near == NO, kind.id
        if kind.to == "customer":
            assert not FORBIDDEN.search(said), (kind.id, FORBIDDEN.search(said))
            assert re.search("consult|attorney|solicitor", papers.as_text(paper).lower())
        if LIEN.search(said) and kind.id not in {"bankruptcy_proof_of_claim", "estate_claim"}:
            assert status["mechanics_lien"] in {"available", "premature", "undetermined"}, kind.id
            assert kind.id == "mechanics_lien" or status["mechanics_lien"] == "available", kind.id
        if kind.announces:
            for option, text in CONSEQUENCES.items():
                if text.split("{")[0] in said:
                    assert status[option] in {"available", "premature"}, (kind.id, option)
        if kind.to == "customer" and kind.id != "tolling_agreement" and made.is_("time_barred") == YES and SUIT.search(said):
            assert kind.id not in {"demand_letter", "final_warning", "attorney_letter", "reminder", "second_reminder"}
        _check_figures(made, kind.id, said)
    assert all(len(reason) > 60 for reason in reasons), "a refusal says why"


def _check_figures(made: Case, kind: str, said: str) -> None:
    """Every sum in a paper is one of the advice's or of the account's."""
    money = made.advice.money
    lines = (money.principal, money.interest_to_date, money.per_day, money.late_charges, money.fixed_compensation, money.total)
    allowed = {words.money(Decimal(line.sum.amount), made.currency) for line in lines if line.sum}
    if made.facts.claim.contract_price is not None:
        allowed.add(words.money(made.facts.claim.contract_price, made.currency))
    exact = [
        made.principal,
        made.account.interest,
        made.account.per_day,
        *(c[1] for c in made.charges),
        *(e.on for e in made.account.entries),
    ]
    if made.principal is not None:
        exact.append(made.principal + sum((c[1] for c in made.charges), Decimal(0)))
    exact += [p.amount for p in made.facts.claim.payments or ()] + [i.amount for i in made.facts.claim.invoices or ()]
    for term in ("dispute.disputed_amount", "derived.undisputed_amount"):
        value = made.situation.term(term).exact
        exact.append(value if isinstance(value, Decimal) else None)
    for fee in (made.advice.options["small_claims"].cost.low, made.advice.options["small_claims"].cost.high):
        exact.append(Decimal(fee.amount) if fee else None)
    petition = made.situation.term("customer.bankruptcy.petition_on").exact
    if kind == "bankruptcy_proof_of_claim" and isinstance(petition, date):
        then = account_of(made.inference, petition).interest
        exact += [then, then + made.principal if then is not None and made.principal is not None else None]
    allowed |= {words.money(a, made.currency) for a in exact if a is not None}
    for found in re.findall(r"[$£€][\d,]+\.\d{2}", said):
        assert found in allowed, (kind, found)


@given(whole_cases(), st.booleans())
@examples(70)
def test_no_paper_threatens_what_the_law_forbids(drawn: Drawn, undecided: bool) -> None:
    _check_all({k: v for k, v in drawn.items() if k != "choices.claim_interest"} if undecided else drawn)


@given(partial_cases())
@examples(50)
def test_no_paper_threatens_it_where_little_is_known(drawn: Drawn) -> None:
    _check_all(drawn)


@pytest.mark.parametrize("kind", ["ordinary", "unusual"])
def test_no_paper_of_a_realistic_case_threatens_it(kind: str) -> None:
    r = random.Random(7)
    for _ in range(30):
        _check_all(case_of(kind, r))


# --- the command line


def _run(capsys: pytest.CaptureFixture[str], *args: str) -> tuple[int, str, str]:
    code = main(list(args))
    shown = capsys.readouterr()
    return code, shown.out, shown.err


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "case.toml"
    path.write_text((ROOT / "examples" / "kentucky-web-design.toml").read_text("utf-8"), "utf-8")
    return str(path)


def test_a_document_is_shown_or_written(capsys: pytest.CaptureFixture[str], file: str, tmp_path: Path) -> None:
    code, out, _ = _run(capsys, "document", file, "demand_letter", "--as-of", "2026-11-21")
    assert code == 0
    assert "I ask you to pay $3,256.11 by 5 December 2026" in out
    for ending, start in ((".docx", b"PK"), (".pdf", b"%PDF"), (".md", b"**"), (".txt", b"[your name")):
        target = tmp_path / f"letter{ending}"
        assert _run(capsys, "document", file, "demand_letter", "-o", str(target), "--as-of", "2026-11-21")[0] == 0
        assert target.read_bytes().startswith(start)


def test_a_refusal_ends_with_code_2_and_the_reason(capsys: pytest.CaptureFixture[str], file: str, tmp_path: Path) -> None:
    target = tmp_path / "lien.docx"
    code, _, err = _run(capsys, "document", file, "mechanics_lien", "-o", str(target), "--as-of", "2026-11-21")
    assert code == 2
    assert "Only work that improves land" in err
    assert not target.exists()


def test_what_the_command_line_gets_wrong_is_said(capsys: pytest.CaptureFixture[str], file: str) -> None:
    for args, said in (
        (("document", file, "demand_letter", "-o", "x.rtf"), "the ending .rtf is not known"),
        (("document", file), "needs a case and a kind"),
        (("document", file, "reminder", "--instalments", "3"), "belongs to payment_plan alone"),
        (("document", file, "payment_plan", "--instalments", "3"), "together"),
        (("calendar", file, "-o", "x.txt"), "ends in .ics"),
        (("plan", file, "--instalments", "0", "--every", "week", "--first", "2026-12-01", "--as-of", "2026-11-21"), "from 1 to 600"),
    ):
        code, _, err = _run(capsys, *args)
        assert code == 2
        assert said in err


def test_the_kinds_are_listed_with_and_without_a_case(capsys: pytest.CaptureFixture[str], file: str) -> None:
    code, out, _ = _run(capsys, "document", "--list")
    assert code == 0
    assert all(kind.id in out for kind in kinds())
    assert "not here: " in _run(capsys, "document", "--list", file, "--as-of", "2026-11-21")[1]


def test_a_plan_is_shown_with_its_variants_and_the_time_limit(capsys: pytest.CaptureFixture[str], file: str) -> None:
    code, out, _ = _run(capsys, "plan", file, "--instalments", "4", "--every", "month", "--first", "2026-12-31", "--as-of", "2026-11-21")
    assert code == 0
    shown = " ".join(out.split())
    for said in ("4 instalments of $814.02", "the last one $814.05", "28 February 2027", "side by side", "time limit to sue"):
        assert said in shown


# --- plans in a paper


def test_a_plan_stands_in_its_agreement() -> None:
    made = Case(case(), AS_OF)
    plan = plan_of(made, 3, "month", date(2026, 12, 31))
    said = document(made, "payment_plan", plan=plan).text
    assert "3 instalments of $619.00 every month from 31 December 2026 to 28 February 2027" in said
    assert "$1,857.00" in said
    assert "[date]" not in said
    assert "[date]" in document(made, "payment_plan").text


# --- text is data, in every format


NASTY = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40).filter(lambda t: t.strip() != "")
TRICKY = ["# Heading", "- item", "@sums", "{{ i }}", "{% if %}", "**bold**", "| cell |", "! loud", "1. one", "## x"]
TRICKY += ["=HYPERLINK(1)", "<b>x</b>", "[x](y)", "\u202eabc"]


@given(NASTY | st.sampled_from(TRICKY), NASTY | st.sampled_from(TRICKY))
@examples(40)
def test_names_are_shown_as_they_are(name: str, other: str) -> None:
    facts = case(creditor__name=name, customer__name=other)
    try:
        made = document(facts, "demand_letter", AS_OF)
    except FactsError as error:
        assert "customer.name" in str(error) or "creditor.name" in str(error)  # noqa: PT017
        return
    plain = document(case(), "demand_letter", AS_OF)
    assert [type(p) for p in plain.body] == [type(p) for p in made.body]
    for shape in ("text", "markdown", "docx"):
        assert papers.write(made, shape)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["\u202eabc\u05d0\u05d1 \U0001f600 \u4e2d\u6587", "W" * 400, "<&>\"'"])
def test_a_pdf_takes_any_name(name: str) -> None:
    assert papers.write(document(case(customer__name=name), "demand_letter", AS_OF), "pdf").startswith(b"%PDF")  # type: ignore[arg-type]


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed")
def test_what_follows_a_symbol_in_a_pdf_can_be_read(tmp_path: Path) -> None:
    target = tmp_path / "mediation.pdf"
    target.write_bytes(papers.write(document(case(customer__name="Ann \u2610"), "mediation", AS_OF), "pdf"))  # type: ignore[arg-type]
    shown = subprocess.run(["pdftotext", "-layout", str(target), "-"], capture_output=True, check=True).stdout.decode()
    assert "Dear Ann \u2610," in shown
    assert "trained and certified or listed by a court" in shown
    assert "names of former users" in shown


@pytest.mark.parametrize("name", TRICKY)
def test_a_word_processor_shows_the_name_itself(name: str) -> None:
    made = papers.write(document(case(customer__name=name), "reminder", AS_OF), "docx")
    assert isinstance(made, bytes)
    shown = [p.text for p in read_docx(io.BytesIO(made)).paragraphs]
    assert name.replace("\u202e", "") in shown


LAND = {
    "claim__work_on_property": "improvement",
    "claim__tier": "first_tier_subcontractor",
}
PUBLIC_WORK = LAND | {
    "claim__public_work": True,
    "claim__place_of_work": "US-TX",
    "claim__payment_bond": True,
    "claim__property_owner": "public",
    "claim__work_finished_on": date(2026, 10, 20),
    "claim__contract_price": 200000,
    "contract__prime_contract_with": "state",
}
PRIVATE_WORK = LAND | {
    "claim__public_work": False,
    "claim__place_of_work": "US-CA",
    "claim__property_owner": "other",
    "claim__work_started_on": date(2026, 11, 15),
    "claim__work_finished_on": False,
}
DEAD = {"customer__kind": "individual", "customer__died_on": date(2026, 10, 1), "customer__estate_opened_on": date(2026, 10, 20)}
FEDERAL = {"customer__kind": "government", "customer__government_level": "federal", "creditor__jurisdiction": "US-KY"}
SPECIAL = {
    "suspend_work": case(claim__still_supplying=True, contract__suspension_right=True),
    "freelancer_act_claim": case("US-NY", creditor__kind="individual", creditor__profession="none_of_these"),
    "pursue_guarantor": case(customer__guarantors=[{"kind": "individual", "same_person": False, "bankruptcy": False}]),
    "government_claim": case("US", **FEDERAL),
    "bankruptcy_proof_of_claim": case(customer__bankruptcy=BANKRUPT),
    "estate_claim": case(**DEAD),
    "payment_bond_claim": case("US-TX", **PUBLIC_WORK),
    "mechanics_lien": case("US-CA", **PRIVATE_WORK),
}


@pytest.mark.parametrize("kind", [k.id for k in kinds()])
def test_every_template_fills_and_is_the_same_twice(kind: str) -> None:
    one, two = (document(SPECIAL.get(kind, case()), kind, AS_OF) for _ in range(2))
    assert one == two
    assert not LEFT_OVER.search(one.text)
    for shape in ("text", "markdown", "docx", "pdf"):
        assert papers.write(one, shape) == papers.write(two, shape)  # type: ignore[arg-type]
    packed = papers.write(one, "docx")
    assert isinstance(packed, bytes)
    assert not [i for i in zipfile.ZipFile(io.BytesIO(packed)).infolist() if i.date_time[0] != 1980]


def test_notes_and_disclaimer_stand_apart_from_the_letter() -> None:
    made = document(case(), "demand_letter", AS_OF)
    assert "not legal advice" not in made.text
    said = papers.as_text(made)
    assert "not legal advice" in " ".join(said.split())
    assert "NOT PART OF THE PAPER" in said


def test_what_a_pdf_cannot_show_is_said(tmp_path: Any, capsys: pytest.CaptureFixture[str]) -> None:
    case = tmp_path / "case.toml"
    case.write_text(
        'ordinary = true\n[creditor]\nkind = "sole_trader"\njurisdiction = "US-KY"\nname = "\u738b Ltd"\n'
        '[customer]\nkind = "company"\njurisdiction = "US-KY"\n[claim]\namount = 900\ndue_on = 2026-09-01\n',
        "utf-8",
    )
    assert main(["document", str(case), "demand_letter", "-o", str(tmp_path / "letter.pdf")]) == 0
    assert "no font of the PDF has \u738b" in capsys.readouterr().err
    assert main(["document", str(case), "demand_letter", "-o", str(tmp_path / "letter.docx")]) == 0
    assert "no font" not in capsys.readouterr().err
