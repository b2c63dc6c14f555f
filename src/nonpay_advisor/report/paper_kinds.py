"""The documents that can be made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from nonpay_advisor.report.wording import FIRM, SOFT

To = Literal["customer", "guarantor", "collector", "others", "self"]


@dataclass(frozen=True)
class Kind:
    """A document that can be made.

    id             as the option it serves, where there is one of its own
    option         whose status decides whether it is made
    to             who gets it: nothing goes to the customer under a stay, a discharge or a death
    when_early     whether it is made while the option is premature, since it is itself a step on the way
    when_unclear   whether it is made while the option depends on what is not known
    only_overdue   whether it is wrong before anything is late
    announces      the options it may announce (see CONSEQUENCES)
    """

    id: str
    option: str
    title: str
    to: To = "customer"
    when_early: bool = False
    when_unclear: bool = True
    only_overdue: bool = False
    announces: tuple[str, ...] = ()

    @property
    def reaches_customer(self) -> bool:
        """Whether it goes to the customer, or to somebody who is to write to the customer."""
        return self.to in {"customer", "collector"}


ALL = (
    Kind("document_interactions", "document_interactions", "Log of every contact", to="self"),
    Kind("reminder", "reminder", "Friendly reminder"),
    Kind("second_reminder", "reminder", "Second reminder", only_overdue=True),
    Kind("phone_call", "phone_call", "Call script and note of the call"),
    Kind("contact_billing_department", "contact_billing_department", "Letter to the billing department"),
    Kind("final_warning", "final_warning", "Final warning before a formal demand", only_overdue=True, announces=SOFT),
    Kind("payment_plan", "payment_plan", "Payment plan agreement"),
    Kind("discount_settlement", "discount_settlement", "Settlement and release"),
    Kind("debt_acknowledgment", "debt_acknowledgment", "Acknowledgment of the debt"),
    Kind("tolling_agreement", "tolling_agreement", "Agreement that the time limit stops", when_unclear=False),
    Kind("statutory_late_interest", "statutory_late_interest", "Notice of interest for late payment", only_overdue=True),
    Kind("suspend_work", "suspend_work", "Notice that work will be suspended", when_early=True, when_unclear=False, only_overdue=True),
    Kind("demand_letter", "demand_letter", "Formal demand letter", only_overdue=True, announces=FIRM),
    Kind("attorney_letter", "attorney_letter", "Demand for an attorney to send", only_overdue=True, announces=FIRM[4:]),
    Kind("mediation", "mediation", "Invitation to mediate, with agenda and checklist", when_early=True),
    Kind("freelancer_act_claim", "freelancer_act_claim", "Demand under the act that protects freelancers", only_overdue=True),
    Kind("pursue_guarantor", "pursue_guarantor", "Letter to the guarantor", to="guarantor", when_unclear=False, only_overdue=True),
    Kind("government_claim", "government_claim", "Notice of claim to the public body", when_early=True),
    Kind("payment_bond_claim", "payment_bond_claim", "Notice of claim on the payment bond", to="others", when_early=True),
    Kind("mechanics_lien", "mechanics_lien", "Preliminary lien notice", to="others", when_early=True),
    Kind("bankruptcy_proof_of_claim", "bankruptcy_proof_of_claim", "Worksheet for the claim in the insolvency", to="self", when_early=True),
    Kind("estate_claim", "estate_claim", "Claim against the estate", to="others", when_early=True),
    Kind("small_claims", "small_claims", "Small-claims worksheet and hearing checklist", to="self", when_early=True),
    Kind("collection_agency", "collection_agency", "Hand-over sheet for a collection agency", to="collector", only_overdue=True),
    Kind("write_off", "write_off", "Note of writing the debt off", to="self"),
    Kind("statement_of_account", "review_file", "Statement of account, with interest line by line", to="self"),
    Kind("prevention", "prevention", "Checklist and sample terms for next time", to="self"),
)
KINDS: dict[str, Kind] = {k.id: k for k in ALL}
# Interest and charges are part of what these ask for; the others speak of the unpaid principal alone.
WITH_CHARGES = frozenset(
    {
        "final_warning",
        "payment_plan",
        "discount_settlement",
        "statutory_late_interest",
        "demand_letter",
        "attorney_letter",
        "freelancer_act_claim",
        "pursue_guarantor",
        "government_claim",
        "estate_claim",
        "small_claims",
        "collection_agency",
        "statement_of_account",
    }
)
