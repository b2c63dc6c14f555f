"""What letters may announce, what they leave blank, and sentences that several papers share."""

from __future__ import annotations

# What a letter may announce, in the words in which it does: nothing else is ever announced. {forum} is the forum of the advice.
CONSEQUENCES: dict[str, str] = {
    "refuse_new_work": "to take no new orders until the sum is paid",
    "suspend_work": "to pause further work until the sum is paid, as far as the contract and the law allow",
    "demand_letter": "to send a formal demand for payment",
    "mediation": "to propose mediation",
    "attorney_letter": "to pass the matter to an attorney",
    "collection_agency": "to hand the account to a collection agency",
    "arbitration": "to begin arbitration",
    "adjudication": "to refer the dispute to adjudication",
    "payment_bond_claim": "to claim on the payment bond",
    "mechanics_lien": "to record the lien that the law gives for this work",
    "freelancer_act_claim": "to bring a claim under the act that protects freelancers{forum}",
    "government_claim": "to present a formal claim as the law for public bodies provides",
    "small_claims": "to bring a claim in the small-claims procedure{forum}",
    "order_for_payment": "to ask for an order for payment",
    "civil_court": "to bring a claim in court{forum}",
}
SOFT = ("refuse_new_work", "suspend_work", "demand_letter", "collection_agency")
FIRM = tuple(o for o in CONSEQUENCES if o != "demand_letter")
# These are announced only where they are wholly open: a step on the way to them is still missing otherwise.
ONLY_OPEN = {"suspend_work", "mechanics_lien", "payment_bond_claim", "refuse_new_work", "collection_agency", "adjudication"}
# Where the time to sue has ended, or may have, nothing is announced that suggests a suit.
EVEN_LATE = {"refuse_new_work", "suspend_work", "mediation", "demand_letter"}
WITH_FORUM = {"freelancer_act_claim", "small_claims", "civil_court"}

# The law whose rows are shown in the notes of each paper.
FORMS: dict[str, tuple[str, ...]] = {
    "demand_letter": (
        "court.letter_before_action_required",
        "court.letter_before_action_days",
        "court.letter_before_action_enclosures",
        "small_claims.demand_required",
        "small_claims.demand_wait_days",
    ),
    "attorney_letter": ("court.letter_before_action_required", "court.letter_before_action_days"),
    "statutory_late_interest": ("interest.statutory_late", "interest.prejudgment"),
    "suspend_work": ("construction.suspension_right", "construction.suspension_notice_days"),
    "mechanics_lien": ("mechanics_lien.preliminary_notice", "mechanics_lien.notice_statement", "mechanics_lien.homestead_rule"),
    "payment_bond_claim": ("payment_bond.citation", "payment_bond.notice"),
    "government_claim": (
        "government.claim_required",
        "government.claim_notice",
        "government.certification_above",
        "government.forum",
    ),
    "freelancer_act_claim": ("freelancer_act.threshold", "freelancer_act.remedy", "freelancer_act.suit"),
    "estate_claim": ("estate.small_note", "estate.claim"),
    "bankruptcy_proof_of_claim": ("insolvency.proof_of_claim", "insolvency.stay"),
    "small_claims": ("small_claims.demand_required", "small_claims.hearing_time", "small_claims.appeal", "court.fee_waiver"),
    "collection_agency": ("conduct.agency_licence", "conduct.agency_bond"),
    "write_off": ("tax.bad_debt", "tax.vat_relief_months", "tax.sales_tax_relief"),
    "phone_call": ("conduct.recording_consent", "conduct.contact_hours"),
    "payment_plan": ("consumer.instalments_regulated_above",),
}
# Fewer days than this between what a paper names and the last day to sue are said to be close.
CLOSE = 30
# What no case holds, left open for the one who sends the paper.
BLANKS = {
    "accepted": "who accepted the work, and when",
    "agreed": "who agreed what with whom, in which words, when and where",
    "agency": "name and address of the agency",
    "agent": "name and address of the registered agent, from the public register",
    "answer": "what was asked, and your answer with its proof",
    "attorney": "attorney's name and office",
    "attorney_address": "attorney's address",
    "attorney_notices": "notices that the law asks of an attorney who collects, if any",
    "bond": "number of the bond, from the public owner",
    "case_number": "court or office, and number of the case",
    "certificate": "the certificate in the words of the law; see the notes",
    "contacts": "each message and call with its day",
    "contract_copy": "a copy of the contract or order",
    "contract_number": "number of the contract, and the office that made it",
    "costs": "what it would cost and bring",
    "costs_clause": "who bears the costs of collecting, as far as the law of the place allows",
    "cure": "how many days",
    "customer_claims": "complaints and claims about this work that the customer gives up, if any",
    "days": "how many days",
    "decided": "name and date",
    "deposit": "sum or share",
    "email": "your email or telephone",
    "found": "how this is known",
    "forms": "the forms that the rule of the place asks to enclose; see the notes, and strike this out if there are none",
    "form": "the form of the law",
    "goods": "none, or what, when and for how much",
    "grace": "how many days",
    "guarantee": "name and date of the paper in which the guarantee stands",
    "guarantor": "guarantor's exact name",
    "guarantor_address": "guarantor's address",
    "guarantor_kept": "goes on answering for the rest, or is released: choose one and have the guarantor sign",
    "instalments": "why they are not accepted, or what was agreed on them",
    "if_consumer": "consumer",
    "keep": "keep only what you truly intend",
    "lender": "name and address",
    "mediator": "one or two names, or a programme",
    "meeting": "day, hour and place",
    "notice_days": "how many days",
    "notices": "address, email",
    "oath": "form, oath or witness, or none",
    "officer": "the officer or office that the law names for claims",
    "officer_address": "its address",
    "order": "number of the order",
    "owner": "name of the owner, from the land register",
    "owner_address": "address of the owner",
    "person": "name",
    "place": "place",
    "place_date": "place and date",
    "price": "price",
    "prime": "name of the prime or direct contractor, or of the surety where the law sends the notice there",
    "prime_address": "its address",
    "priority": "none, or which and why",
    "project": "name, place and number of the project",
    "promised": "what, and by which day",
    "proof": "proof that the work was delivered",
    "property": "address, and what identifies it in the land register",
    "public_owner": "the public owner",
    "rate": "rate",
    "received": "day",
    "representative": "name of the executor or administrator",
    "representative_address": "address of the executor or administrator",
    "said": "facts only",
    "security": "none, or which",
    "sent": "day",
    "sent_how": "the way that the law asks for",
    "setoff": "nothing, or what",
    "settle_by": "last day",
    "settled": "sum of the settlement",
    "signer": "name and position",
    "story": "what was agreed, what was done, how it was accepted, what is unpaid: each with its paper",
    "surety": "name of the surety",
    "suspend_ground": "the clause of the contract or the law",
    "tolling": "it runs on as the law says, or: it does not run while the plan is kept; choose one, where the law of the place allows it",
    "tolling_end": "day",
    "when": "day and hour",
    "when_pay": "by which day, or in which parts",
}
IF_SO = {"stay": "an insolvency case is open", "discharged": "the debt was discharged", "dead": "the customer has died"}
SENDING = "People usually send a paper like this in a way that proves delivery, keep a copy, and write down the day."
DISPUTED = {
    "admitted": "no, the customer admits it",
    "undisputed": "no",
    "queried": "the customer has asked about it",
    "part_disputed": "a part of it",
    "disputed": "yes",
}
