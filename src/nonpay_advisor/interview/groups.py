"""Unusual circumstances by theme, each said in a few words, so that a person can clear them a group at a time.

A fact's full question and help stay in the vocabulary; here is only how its unusual answer reads in a list.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Group:
    """Facts that are cleared together."""

    id: str
    title: str
    labels: dict[str, str]


GROUPS: tuple[Group, ...] = (
    Group(
        "customer",
        "Has anything happened to the customer?",
        {
            "customer.bankruptcy": "it is or was bankrupt or insolvent",
            "customer.died_on": "the customer has died",
            "customer.estate_opened_on": "an estate has been opened",
            "customer.dissolved_on": "the company has been dissolved or struck off",
            "customer.guarantors": "somebody else promised to pay (a guarantee)",
            "contract.immunity_waived": "it agreed in writing that it can be sued",
            "customer.municipality": "it is a town or a village, not a city",
        },
    ),
    Group(
        "dispute",
        "What has the customer said or done about the bill?",
        {
            "dispute.status": "admits it, or objects to it or asks questions",
            "dispute.disputed_amount": "disputes a certain part of the sum",
            "dispute.acknowledgment": "admitted that it is owed",
            "dispute.counterclaim_threatened": "says that you owe them something",
            "dispute.full_payment_check": 'sent less, marked "payment in full"',
            "claim.payments": "paid a part",
            "claim.bounced_check": "paid with a cheque that bounced",
            "claim.refused_on": "refused outright to pay",
            "claim.accrued_on": "refused even before the due date",
        },
    ),
    Group(
        "steps",
        "What have you done so far?",
        {
            "history.reminders": "sent reminders",
            "history.calls": "called or met them",
            "history.demand_letters": "sent a formal demand letter",
            "history.mediations": "been to mediation",
            "history.payment_plan": "offered or agreed instalments",
            "history.handed_to_agency": "gave it to a collection agency",
            "history.work_suspended": "stopped working because of it",
            "history.public_claim": "gave the public body a formal claim",
        },
    ),
    Group(
        "courts",
        "Has it been to a court or arbitrator already, or on record?",
        {
            "history.suit": "you have sued",
            "history.judgment": "you have a judgment",
            "history.award": "you have an arbitrator's award",
            "history.preliminary_notice": "you sent a preliminary notice (building)",
            "history.lien_intent_notice": "you told the owner that you will record a lien",
            "history.lien_recorded": "you recorded a construction lien",
            "claim.completion_recorded_on": "a notice that the building work is complete was recorded",
            "claim.owner_paid_in_full": "the owner has paid the main contractor everything",
            "history.bond_notice": "you gave notice of a claim on a bond",
        },
    ),
    Group(
        "work",
        "Was any of this so with the work?",
        {
            "claim.work_on_property": "it improved land or a building",
            "claim.public_work": "it was part of a public project",
            "claim.owner_occupied_home": "the site is a home where its owner lives",
            "claim.dwellings": "people live in the building",
            "claim.tier": "you worked for a contractor, or supplied one",
            "contract.prime_contract_with": "the main contract above yours is with a public body",
            "claim.payment_bond": "there is a payment bond",
            "claim.delivered_as_agreed": "you did not deliver everything as agreed",
            "claim.invoice_errors": "something is wrong on your invoice",
            "claim.holds_deliverables": "you still hold work or goods of the job",
            "claim.holds_deposit": "you hold a deposit of the customer's",
        },
    ),
    Group(
        "clauses",
        "Does the contract say any of this about disputes?",
        {
            "contract.arbitration": "arbitration",
            "contract.mediation_first": "mediation comes first",
            "contract.negotiation_first": "talks come first",
            "contract.notice_and_cure_days": "notice, and days to put things right",
            "contract.forum_selection": "where lawsuits must be brought",
            "contract.governing_law": "which place's law applies",
            "contract.limitation_months": "a shorter time to sue",
            "contract.no_assignment": "the claim may not be handed on",
        },
    ),
    Group(
        "terms",
        "Does the contract say any of this about money and rights?",
        {
            "contract.late_fee": "a fee for paying late",
            "contract.interest_rate": "interest on late payment",
            "contract.attorney_fees": "who pays the lawyers",
            "contract.suspension_right": "you may stop work when unpaid",
            "contract.rights_kept_until_paid": "rights stay with you until paid",
            "contract.open_account": "it is a running account, not single jobs",
            "contract.public_formalities_met": "a public body's rules for contracts were not kept",
            "contract.consumer_notices_given": "the consumer did not get the papers the law asks for",
        },
    ),
    Group(
        "you",
        "Is any of this so with you or your business?",
        {
            "claim.still_supplying": "you still work for this customer",
            "creditor.profession": "lawyer, medical, sales rep, transport or building trade",
            "creditor.licence_required": "the work needs a licence where you did it",
            "creditor.licence_held": "you did not hold the licence all the time",
            "creditor.registered_to_do_business": "the business is not registered where it must be",
            "creditor.controlled_by_customer": "the customer directed you like an employee",
            "creditor.acquired_claim": "you bought or took over this claim",
            "creditor.is_collection_agency": "you are a collection agency",
            "creditor.in_insolvency": "you are in bankruptcy or insolvency",
            "creditor.keeps_own_claims": "you may still collect what others owe you in it",
        },
    ),
)

BY_ID = {group.id: group for group in GROUPS}
OF_FACT = {fact_id: group.id for group in GROUPS for fact_id in group.labels}
