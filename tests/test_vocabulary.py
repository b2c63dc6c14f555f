"""The vocabulary: every fact, option and place, once, with its texts, and nothing let in that is not understood."""

from __future__ import annotations

import json
import re
import tomllib
import typing
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from nonpay_advisor.vocabulary import catalogue, data, facts, places
from nonpay_advisor.vocabulary.facts import DatedEvent, Facts
from nonpay_advisor.vocabulary.kinds import NO_ORDINARY, ChangedBy, Question, Span

# The released vocabulary, written out by hand: an id that disappears from the code fails here.
FACT_IDS = {
    "creditor": "kind jurisdiction county formed_in principal_place members_in one_person_business headcount profession licence_required "
    "licence_held registered_to_do_business is_collection_agency acquired_claim in_insolvency keeps_own_claims "
    "controlled_by_customer name address",
    "customer": "kind government_level local_body municipality treaty_immunity few_creditors jurisdiction county city formed_in "
    "principal_place members_in bankruptcy bankruptcy.kind bankruptcy.petition_on bankruptcy.stage "
    "bankruptcy.ended_on bankruptcy.claims_bar_on died_on estate_opened_on dissolved_on owns_real_estate "
    "real_estate_in has_means bank_or_employer_known guarantors name address",
    "claim": "amount currency purpose invoices payments invoiced_on due_on due_about_on accrued_on refused_on contract_price "
    "service_kind mostly_goods work_started_on work_finished_on project_completed_on completion_recorded_on "
    "used_subcontractors contract_notice_recorded project_accepted_on place_of_work county_of_work work_on_property "
    "property_owner owner_occupied_home share_of_building dwellings public_work tier owner_paid_in_full contractor_paid payment_bond "
    "delivered_as_agreed "
    "invoice_errors still_supplying holds_deliverables holds_deposit bounced_check evidence",
    "contract": "form open_account signed_on arbitration arbitration_small_claims_carve_out arbitration_rules arbitration_drafted_by "
    "mediation_first negotiation_first notice_and_cure_days forum_selection forum_selection.place forum_selection.exclusive governing_law "
    "late_fee interest_rate late_charge_agreed_when attorney_fees suspension_right rights_kept_until_paid limitation_months no_assignment "
    "prime_contract_with public_formalities_met immunity_waived consumer_notices_given",
    "dispute": "reason status disputed_amount raised_on acknowledgment acknowledgment.on acknowledgment.signed_writing "
    "full_payment_check full_payment_check.amount full_payment_check.cashed_on full_payment_check.repaid_on "
    "full_payment_check.rights_reserved counterclaim_threatened",
    "history": "reminders calls demand_letters mediations payment_plan payment_plan.offered_on payment_plan.agreed_on "
    "payment_plan.broken_on preliminary_notice lien_intent_notice lien_recorded bond_notice public_claim public_claim.sent_on "
    "public_claim.certified public_claim.decision_on work_suspended handed_to_agency suit suit.court suit.filed_on "
    "suit.served_on suit.arbitration_raised_on award award.on award.confirmed_on judgment judgment.on judgment.amount "
    "judgment.court judgment.last_execution_on judgment.recorded_on",
    "choices": "waive_excess claim_interest hire_lawyer relationship_matters",
}
ITEM_FIELDS = {
    "customer.guarantors": {"kind", "jurisdiction", "bankruptcy", "same_person"},
    "claim.invoices": {"number", "invoiced_on", "due_on", "amount"},
    "claim.payments": {"on", "amount", "in_full_offer"},
    "history.reminders": {"on", "method", "summary"},
    "history.calls": {"on", "method", "summary"},
    "history.demand_letters": {"on", "method", "summary"},
    "history.mediations": {"on", "method", "summary"},
}
OPTION_IDS = {
    "file": "review_file document_interactions identify_debtor fix_invoice address_quality_complaint",
    "talk": "reminder phone_call contact_billing_department meeting final_warning",
    "settle": "payment_plan negotiate_terms discount_settlement debt_acknowledgment tolling_agreement",
    "press": "contract_late_charge statutory_late_interest suspend_work withhold_deliverables setoff_deposit refuse_new_work demand_letter "
    "attorney_letter statutory_demand platform_dispute",
    "neutral": "mediation arbitration adjudication",
    "special": "prompt_payment_claim government_claim government_court payment_bond_claim mechanics_lien contract_funds_lien "
    "possessory_lien freelancer_act_claim agency_complaint wage_claim bounced_check_claim pursue_guarantor bankruptcy_proof_of_claim "
    "estate_claim insolvency_petition",
    "court": "small_claims order_for_payment european_small_claims european_order_for_payment civil_court federal_court "
    "prejudgment_attachment default_judgment",
    "judgment": "confirm_award debtor_examination judgment_lien bank_levy wage_garnishment levy_on_goods register_judgment_elsewhere "
    "renew_judgment enforce_against_public_body",
    "hand_over": "collection_agency sell_debt credit_reporting write_off tax_relief",
    "always": "consult_attorney prevention",
    "closed": "criminal_report threaten_prosecution threaten_report false_lien sue_on_expired_debt split_claim destroy_or_retake_work "
    "disable_access seize_property deduct_from_staff_wages harass tell_third_parties public_shaming imitate_court_or_agency",
}
NEVER_ORDINARY = {
    "claim.amount",
    "claim.purpose",
    "claim.invoiced_on",
    "claim.due_on",
    "claim.due_about_on",
    "claim.work_started_on",
    "claim.work_finished_on",
    "claim.place_of_work",
    "claim.service_kind",
    "contract.form",
    "contract.signed_on",
    "creditor.kind",
    "creditor.jurisdiction",
    "customer.kind",
    "customer.jurisdiction",
    "customer.government_level",
    "customer.owns_real_estate",
    "customer.has_means",
    "dispute.reason",
}
ALL_FACTS = catalogue.facts()
OPTIONS_FILE = Path(catalogue.__file__).parent / "options.toml"


def all_questions() -> list[tuple[str, Question, tuple[str, ...]]]:
    """Every fact with its texts, those inside the items of a list included."""
    found = [(i, f.question, f.choices) for i, f in ALL_FACTS.items()]
    for list_id, fact in ALL_FACTS.items():
        if fact.item is not None:
            found += [(i, f.question, f.choices) for i, f in catalogue.facts_within(fact.item, list_id).items()]
    return found


QUESTIONS = all_questions()
by_id = pytest.mark.parametrize(("fact_id", "question", "choices"), QUESTIONS, ids=[q[0] for q in QUESTIONS])


def case(fact_id: str, value: Any) -> dict[str, Any]:
    """A case in which one fact is given and nothing else."""
    for part in reversed(fact_id.split(".")):
        value = {part: value}
    assert isinstance(value, dict)
    return value


def refusal(given_case: dict[str, Any]) -> str:
    """What is said when a case is refused: each problem as field: message."""
    with pytest.raises(ValidationError) as caught:
        Facts.model_validate(given_case)
    return "\n".join(f"{'.'.join(str(p) for p in e['loc'])}: {e['msg']}" for e in caught.value.errors())


# --- the facts


def test_every_released_fact_is_there_and_no_other() -> None:
    assert {f"{group}.{name}" for group, names in FACT_IDS.items() for name in names.split()} == set(ALL_FACTS)


@pytest.mark.parametrize("list_id", ITEM_FIELDS)
def test_the_items_of_a_list_have_their_released_fields(list_id: str) -> None:
    item = ALL_FACTS[list_id].item
    assert item is not None
    assert ITEM_FIELDS[list_id] == set(item.model_fields)


@by_id
def test_a_fact_says_what_a_person_needs_to_answer_it(fact_id: str, question: Question, choices: tuple[str, ...]) -> None:
    assert question.text.endswith("?")
    assert len(question.text) <= 110
    for text in (question.help, question.find, question.why):
        assert len(text) >= 10 or text in {"The invoice.", "Your invoice."}
        assert text.strip() == text
        assert text.endswith((".", "?", '."', '".', ".)", '%").'))
    assert question.ease in {1, 2, 3}
    assert question.changed_by in typing.get_args(ChangedBy)
    assert set(question.words) == set(choices)


@by_id
def test_what_a_question_says_it_decides_exists(fact_id: str, question: Question, choices: tuple[str, ...]) -> None:
    named = {word for part in re.findall(r"\(([a-z_, ]+)\)", question.why) for word in part.split(", ")}
    assert named - set(catalogue.options()) == set()


@by_id
def test_the_conditions_that_make_a_fact_matter_speak_of_known_answers(fact_id: str, question: Question, choices: tuple[str, ...]) -> None:
    for term, word, *rest in question.asked_when:
        fact = ALL_FACTS[term]
        assert word in {"is", "is_not", "one_of", "none_of", "exists"}
        for value in rest[0] if rest and isinstance(rest[0], list) else rest:
            assert value in fact.choices if fact.kind == "choice" else isinstance(value, bool)


def test_ordinary_values_are_possible_answers() -> None:
    for fact_id, fact in ALL_FACTS.items():
        if fact.question.ordinary is not NO_ORDINARY:
            assert fact.question.ordinary == Facts.model_validate(case(fact_id, fact.question.ordinary)).given(fact_id)


def test_what_decides_ordinary_cases_has_no_ordinary_value() -> None:
    assert {i for i in NEVER_ORDINARY if ALL_FACTS[i].question.ordinary is not NO_ORDINARY} == set()


def test_all_ordinary_values_together_are_one_possible_case() -> None:
    whole: dict[str, dict[str, Any]] = {}
    for fact_id, fact in ALL_FACTS.items():
        if fact.table is None and fact.question.ordinary is not NO_ORDINARY:
            group, name = fact_id.split(".")
            whole.setdefault(group, {})[name] = fact.question.ordinary
    assert Facts.model_validate(whole).given("contract.arbitration") == "none"


# --- what is said, and what is not


def test_an_empty_case_knows_nothing() -> None:
    empty = Facts()
    assert (1, False) == (empty.format, empty.ordinary)
    assert {i for i, f in ALL_FACTS.items() if empty.given(i) is not None} == set()


def test_null_means_the_same_as_absent() -> None:
    assert Facts() == Facts.model_validate({"creditor": None, "claim": {"amount": None}, "customer": {"bankruptcy": None}})


def test_none_of_a_table_is_not_the_same_as_not_knowing() -> None:
    assert Facts.model_validate(case("history.judgment", False)).given("history.judgment.on") is False
    assert Facts().given("history.judgment.on") is None


def test_a_table_may_be_said_to_exist_without_details() -> None:
    assert Facts.model_validate(case("customer.bankruptcy", {})) == Facts.model_validate(case("customer.bankruptcy", True))


def test_no_such_events_can_be_said_with_false_or_an_empty_list() -> None:
    for fact_id in ITEM_FIELDS:
        assert Facts.model_validate(case(fact_id, False)).given(fact_id) == ()
        assert Facts.model_validate(case(fact_id, [])).given(fact_id) == ()


@pytest.mark.parametrize("given_event", ["2026-03-04", date(2026, 3, 4), {"on": "2026-03-04"}])
def test_an_event_may_be_a_bare_date(given_event: Any) -> None:
    expected = DatedEvent(on=date(2026, 3, 4))
    assert (expected,) == Facts.model_validate(case("history.reminders", [given_event])).history.reminders


def test_a_month_alone_is_a_span() -> None:
    given_day = Facts.model_validate(case("claim.due_on", "2024-02")).claim.due_on
    assert Span(date(2024, 2, 1), date(2024, 2, 29), "2024-02") == given_day


def test_money_is_exact() -> None:
    assert Decimal("2500.10") == Facts.model_validate(case("claim.amount", 2500.1)).claim.amount


def test_given_refuses_an_id_that_is_not_a_fact() -> None:
    with pytest.raises(KeyError, match=r"claim\.amuont"):
        Facts().given("claim.amuont")


@pytest.mark.parametrize(
    ("fact_id", "value", "said"),
    [
        ("claim.amuont", 5, "claim.amuont: Extra inputs"),
        ("clame.amount", 5, "clame: Extra inputs"),
        ("customer.bankruptcy.stge", "open", "customer.bankruptcy.stge: Extra inputs"),
        ("claim.invoices", [{"total": 5}], "claim.invoices.0.total: Extra inputs"),
        ("claim.amount", -1, "cannot be below zero"),
        ("claim.amount", "12,50", "an amount is needed"),
        ("claim.amount", "1.005", "at most two decimals"),
        ("claim.amount", float("nan"), "not-a-number"),
        ("claim.amount", True, "an amount is needed"),
        ("claim.amount", False, "an amount is needed"),
        ("claim.due_on", "2026-02-30", "a date is needed"),
        ("claim.due_on", True, "a date is needed, or false"),
        ("claim.due_about_on", False, "a date is needed"),
        ("claim.currency", "dollars", "three letters"),
        ("claim.payment_bond", "no", "true or false"),
        ("claim.evidence", ["diary"], "Input should be 'contract'"),
        ("claim.evidence", "contract", "a list is needed"),
        ("contract.late_fee", "five", "a late fee is needed"),
        ("contract.limitation_months", 1.5, "a whole number"),
        ("contract.limitation_months", True, "a number is needed"),
        ("contract.governing_law", "Narnia", "the code of a place"),
        ("customer.kind", "Company", "Input should be 'individual'"),
        ("customer.jurisdiction", "US-ZZ", "not the code of a known place"),
        ("customer.name", "A\x1b[2J", "control characters"),
        ("customer.bankruptcy", "yes", "a table of details"),
        ("customer.bankruptcy", 0, "a table of details"),
        ("history.reminders", True, "a list is needed"),
        ("history.reminders", "2026-03-04", "a list is needed"),
        ("history.reminders", [5], "history.reminders.0"),
        ("history.lien_recorded", "yes", "a date is needed"),
        ("format", 2, "format: Input should be 1"),
        ("ordinary", "yes", "true or false"),
        ("customer", [], "customer: Input should be"),
    ],
)
def test_what_is_not_understood_is_refused_and_the_field_is_named(fact_id: str, value: Any, said: str) -> None:
    message = refusal(case(fact_id, value))
    assert said in message
    assert message.startswith(fact_id.rsplit(".", 1)[0] if "stge" not in fact_id else "customer.bankruptcy")


@pytest.mark.parametrize(("later", "earlier", "why"), facts.IN_ORDER)
def test_what_cannot_come_before_something_else_is_refused(later: str, earlier: str, why: str) -> None:
    def both(after: str, before: str) -> dict[str, Any]:
        whole = case(earlier, before)
        node = whole
        *path, name = later.split(".")
        for part in path:
            node = node.setdefault(part, {})
        node[name] = after
        return whole

    message = refusal(both("2025-03-03", "2025-03-04"))
    assert later in message
    assert earlier in message
    assert why in message
    assert Facts.model_validate(both("2025-03-04", "2025-03-04"))
    assert Facts.model_validate(both("2025-03", "2025-03-04")), "a span that may still be in order is let in"
    assert "2025-02" in refusal(both("2025-02", "2025-03-04"))


_DAYS = st.dates(date(1990, 1, 1), date(2030, 12, 31))
_TEXTS = st.text(st.characters(min_codepoint=32, max_codepoint=0x2FF, exclude_categories=["Cc", "Cs"]), max_size=20)
_PLACES = st.sampled_from(["US-KY", "US-CA", "GB-EAW", "DE", "CA-ON"])
_ANSWERS: dict[str, st.SearchStrategy[Any]] = {
    "yes_no": st.booleans(),
    "money": st.decimals(0, 10**6, places=2),
    "number": st.decimals(0, 1000, places=3),
    "count": st.integers(0, 10**6),
    "day": _DAYS | st.sampled_from(["2024", "2024-05"]),
    "event": _DAYS | st.booleans(),
    "text": _TEXTS,
    "place": _PLACES,
    "places": st.lists(_PLACES, max_size=2),
    "currency": st.sampled_from(["USD", "GBP", "EUR"]),
    "late_fee": st.sampled_from(["5%", "25.00", True]),
}


def answers(fact: catalogue.Fact) -> st.SearchStrategy[Any]:
    if fact.kind == "table":
        plain: st.SearchStrategy[Any] = st.just({})
    elif fact.item is not None:
        plain = st.lists(items(fact.item), max_size=2)
    elif fact.kind == "choice":
        plain = st.sampled_from(fact.choices)
    elif fact.kind == "choices":
        plain = st.lists(st.sampled_from(fact.choices), max_size=3)
    else:
        plain = _ANSWERS[fact.kind]
    return plain | st.just(False) if fact.none_ok else plain


def items(model: type[BaseModel]) -> st.SearchStrategy[Any]:
    inner = catalogue.facts_within(model, "item")
    return st.fixed_dictionaries({}, optional={i.removeprefix("item."): answers(f) for i, f in inner.items() if f.table is None})


@given(st.data())
def test_a_case_written_out_is_read_back_the_same(source: st.DataObject) -> None:
    chosen = source.draw(st.lists(st.sampled_from(sorted(i for i, f in ALL_FACTS.items() if f.table is None)), max_size=25, unique=True))
    whole: dict[str, dict[str, Any]] = {}
    for fact_id in chosen:
        group, name = fact_id.split(".")
        whole.setdefault(group, {})[name] = source.draw(answers(ALL_FACTS[fact_id]), label=fact_id)
    try:
        read = Facts.model_validate(whole)
    except ValidationError as error:
        # Dates drawn at random may be impossible together; nothing else may be refused.
        if "Check both dates" not in str(error):
            raise
        return
    assert read == Facts.model_validate_json(read.model_dump_json())
    assert read == Facts.model_validate(read.model_dump(mode="json", exclude_none=True))
    assert {i for i in chosen if read.given(i) is None} == set()


def test_a_case_cannot_be_changed_once_read() -> None:
    with pytest.raises(ValidationError):
        setattr(Facts().claim, "amount", Decimal(1))  # noqa: B010  (a plain assignment is already refused by mypy)


def test_the_schema_for_editors_carries_the_questions() -> None:
    schema = Facts.model_json_schema()
    assert ALL_FACTS["claim.amount"].question.text == schema["$defs"]["Claim"]["properties"]["amount"]["description"]
    assert schema["$defs"]["Claim"]["additionalProperties"] is False
    assert json.loads(json.dumps(schema)) == schema


# --- the options


def test_every_released_option_is_there_in_its_stage_and_no_other() -> None:
    assert {o: stage for stage, ids in OPTION_IDS.items() for o in ids.split()} == {i: o.stage for i, o in catalogue.options().items()}


def test_the_stages_stand_in_their_order() -> None:
    assert list(OPTION_IDS) == list(catalogue.stages())


def test_the_option_file_has_no_unknown_keys_and_explains_each_set() -> None:
    file = tomllib.loads(OPTIONS_FILE.read_text("utf-8"))
    known = set(catalogue.Option.__dataclass_fields__) - {"id"}
    assert {"stages", "sets", "option"} == set(file)
    assert {key for row in file["option"].values() for key in row} <= known
    assert set(file["sets"]) == set(catalogue.option_sets())
    assert [s for s in file["sets"].values() if not s.endswith(".")] == []


@pytest.mark.parametrize("option", catalogue.options().values(), ids=lambda o: o.id)
def test_an_option_says_what_it_is_takes_and_risks(option: catalogue.Option) -> None:
    assert option.title
    assert not option.title.endswith(".")
    for sentence in (option.sentence, option.cost, option.time, option.risk):
        assert len(sentence) >= 5
        assert sentence.endswith(".")
    assert option.unlocks_clock in {"stops", "maybe", "none"}
    assert set(option.place) <= set(catalogue.ROLES)
    assert option.sets


def test_options_of_one_stage_have_ranks_of_their_own() -> None:
    ranks = [(o.stage, o.rank) for o in catalogue.options().values()]
    assert len(set(ranks)) == len(ranks)


def test_no_law_can_close_what_is_always_open() -> None:
    always_open = {"review_file", "document_interactions", "consult_attorney", "prevention"}
    assert always_open == set(catalogue.option_sets()["always_open"])
    for option_id in always_open:
        option = catalogue.options()[option_id]
        assert (True, ()) == (option.opened_everywhere, option.place)


def test_talking_settling_and_ordering_the_file_need_no_law_to_open_them() -> None:
    for option in catalogue.options().values():
        if option.stage in {"file", "talk", "settle", "always"}:
            assert option.opened_everywhere


def test_the_sets_hold_what_their_sentences_say() -> None:
    sets = {name: set(ids) for name, ids in catalogue.option_sets().items()}
    courts = {"small_claims", "civil_court", "federal_court", "order_for_payment", "european_small_claims", "european_order_for_payment"}
    assert courts == sets["needs_court"]
    assert set(OPTION_IDS["closed"].split()) == sets["conduct"]
    assert set(OPTION_IDS["judgment"].split()) - {"confirm_award"} == sets["after_judgment"]
    assert sets["collects_old_debt"] <= sets["against_customer"]
    assert sets["needs_court"] <= sets["court_claim"]
    assert sets["talk"] | sets["settle"] | sets["needs_court"] | sets["after_judgment"] <= sets["collects_old_debt"]
    assert {"mechanics_lien", "setoff_deposit", "collection_agency", "demand_letter"} <= sets["collects_old_debt"]
    untouched = {
        "bankruptcy_proof_of_claim",
        "estate_claim",
        "pursue_guarantor",
        "payment_bond_claim",
        "sell_debt",
        "write_off",
        "tax_relief",
    }
    assert untouched & sets["against_customer"] == set()
    assert sets["conduct"] & sets["against_customer"] == set()
    assert sets["always_open"] & sets["against_customer"] == set()


def test_what_stops_the_clock_is_in_the_set_of_that_name() -> None:
    stops = {o.id for o in catalogue.options().values() if o.unlocks_clock == "stops"}
    assert stops <= set(catalogue.option_sets()["stops_clock"])


def test_no_place_court_or_figure_of_law_stands_in_the_vocabulary() -> None:
    texts = [t for _, q, _ in QUESTIONS for t in (q.text, q.help, q.find, q.why)]
    shown = [t for o in catalogue.options().values() for t in (o.title, o.sentence, o.cost, o.time, o.risk, *o.gathers)]
    for text in texts + shown:
        for code, name in places.places().items():
            assert not re.search(rf"\b{re.escape(name)}\b", text), (name, text)
            assert "-" not in code or not re.search(rf"\b{code}\b", text), (code, text)
    assert [t for t in shown if re.search(r"\d", t)] == []


# --- the places


def test_the_data_lies_beside_the_rules() -> None:
    assert (data.data_dir() / "jurisdictions" / "places.toml").is_file()


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("US-KY", "US-KY"),
        ("us-ky", "US-KY"),
        ("US", "US"),
        ("US-DC", "US-DC"),
        ("US-PR", "US-PR"),
        ("PR", "US-PR"),
        ("GB-EAW", "GB-EAW"),
        ("GB-ENG", "GB-EAW"),
        ("GB-WLS", "GB-EAW"),
        ("UK", "GB"),
        ("CA-ON", "CA-ON"),
        ("AU-NSW", "AU-NSW"),
        ("DE", "DE"),
    ],
)
def test_a_known_code_is_read(typed: str, code: str) -> None:
    assert code == places.check_place(typed)
    assert code == Facts.model_validate(case("customer.jurisdiction", typed)).customer.jurisdiction


def test_all_states_provinces_and_nations_are_there() -> None:
    known = places.places()
    counts = {country: sum(code.startswith(country + "-") for code in known) for country in ("US", "CA", "AU", "GB")}
    assert {"US": 56, "CA": 13, "AU": 8, "GB": 3} == counts
    assert sum("-" not in code for code in known) == 249 - 5, "territories that are also countries are read as territories"


@pytest.mark.parametrize(
    ("typed", "near"), [("US-KE", "US-KY"), ("KENTUCKY", "US-KY (Kentucky)"), ("England", "GB-EAW"), ("CA-ONT", "CA-ON")]
)
def test_an_unknown_code_is_refused_with_the_nearest_ones(typed: str, near: str) -> None:
    with pytest.raises(ValueError, match="not the code of a known place") as caught:
        places.check_place(typed)
    assert near in str(caught.value)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Kentucky", "US-KY"),
        ("kentu", "US-KY"),
        ("england", "GB-EAW"),
        ("U.K.", "GB"),
        ("NYC", "US-NY"),
        ("D.C.", "US-DC"),
        ("québec", "CA-QC"),
        ("Quebec", "CA-QC"),
        ("deutschland", "DE"),
        ("Gemany", "DE"),
        ("USA", "US"),
        ("GBR", "GB"),
    ],
)
def test_a_place_is_found_by_what_a_person_types(typed: str, code: str) -> None:
    assert (code, places.place_name(code)) == places.find_places(typed)[0]


def test_two_places_of_one_name_are_both_found() -> None:
    assert {"GE", "US-GA"} <= {code for code, _ in places.find_places("Georgia")}


@pytest.mark.parametrize("typed", ["", "   ", "qqqqqq", "\x00", "é" * 10_000])
def test_nothing_is_found_for_what_is_no_place(typed: str) -> None:
    assert places.find_places(typed) == []


def test_every_code_has_a_name_and_is_found_by_it() -> None:
    for code, name in places.places().items():
        assert name == places.place_name(code)
        assert code in {found for found, _ in places.find_places(name)}
