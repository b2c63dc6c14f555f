"""Every fact of a case, once: its type, its question, and what hangs on it.

The ids are public (`customer.kind`, `history.judgment.on`) and are never renamed. Absent or null is unknown;
`false` in place of a date, amount, clause, event or table says that there is none; an empty list says that there
was no such thing. No figure, court or place of any law stands here.
"""

from __future__ import annotations

import difflib
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from nonpay_advisor.vocabulary.kinds import (
    Amount,
    AmountOrNone,
    Count,
    CountOrNone,
    Currency,
    Day,
    DayOrNone,
    Event,
    Group,
    LateFee,
    Number,
    NumberOrNone,
    Place,
    Span,
    Text,
    YesNo,
    fact,
    read_place,
)

CustomerKind = Literal[
    "individual",
    "sole_trader",
    "partnership",
    "llc",
    "company",
    "nonprofit",
    "church",
    "government",
    "tribe",
    "foreign_state",
    "international_body",
]

_KIND_WORDS = {
    "individual": "a private person",
    "sole_trader": "a person trading in their own name",
    "partnership": "a partnership",
    "llc": "a limited liability company (LLC)",
    "company": "a company or corporation",
    "nonprofit": "a nonprofit or charity",
    "church": "a church or other religious body",
    "government": "a government body (any level, schools and public authorities included)",
    "tribe": "a tribe or a tribal business",
    "foreign_state": "a foreign state or its embassy or agency",
    "international_body": "an international organisation",
}

_PERSON = ["customer.kind", "one_of", ["individual", "sole_trader"]]
_ENTITY = ["customer.kind", "one_of", ["partnership", "llc", "company", "nonprofit", "church"]]
_MEMBERS = ["customer.kind", "one_of", ["partnership", "llc"]]
_PUBLIC = ["customer.kind", "is", "government"]
_CREDITOR_ENTITY = ["creditor.kind", "one_of", ["partnership", "llc", "company", "nonprofit"]]
_WRITTEN = ["contract.form", "one_of", ["signed", "unsigned_writing"]]
_CLAUSE = ["contract.arbitration", "one_of", ["optional", "mandatory"]]
_LAND = ["claim.work_on_property", "is_not", "none"]
_PUBLIC_WORK = ["claim.public_work", "is", True]
_LOCAL = ["customer.government_level", "is", "local"]
_OBJECTION = ["dispute.status", "one_of", ["queried", "part_disputed", "disputed"]]


def _table(model: type[Group]) -> BeforeValidator:
    """Accept a table, `false` (there is none) or `true` (there is one, nothing more is known)."""

    def read(value: Any) -> Any:
        if value is None or value is False or isinstance(value, model):
            return value
        if value is True:
            return model()
        if isinstance(value, dict):
            return model.model_validate(value)
        raise ValueError("a table of details is needed, or true (details not known), or false if there is none")

    return BeforeValidator(read)


def _list(value: Any) -> Any:
    """Accept a list, or `false` for an empty one."""
    if value is False:
        return ()
    if value is not None and not isinstance(value, (list, tuple)):
        raise ValueError("a list is needed ([] or false if there was none)")
    return value


def _place_or_none(value: Any) -> Any:
    """Accept a place, or `false` if none is named."""
    return value if value is None or value is False else read_place(value)


_LIST = BeforeValidator(_list)


class DatedEvent(Group):
    """One contact or step: its day, how it was made, and what was said. A bare date is read as its day."""

    on: Day | None = fact(
        "On what day was it?",
        help="The day it was sent, made or held, for example 2026-03-04. A month alone (2026-03) will do if you cannot find the day.",
        find="The date of the email or letter in your sent folder, your phone's call list, or your calendar.",
        why="Waiting periods and the order of steps are counted from it, and the log of contacts shows it.",
        changed_by="nobody",
    )
    method: Text | None = fact(
        "How was it done?",
        help="By email, post, registered post, phone, text message, in person or through an online portal, for example.",
        find="Your sent folder, postal receipts or phone records.",
        why="Some steps only count if they were made in writing or can be proved; the log of contacts shows it.",
        changed_by="nobody",
    )
    summary: Text | None = fact(
        "What was said, in a sentence?",
        help='Facts only, for example "asked for payment by Friday; she said the cheque was in the post". The log may have to be shown.',
        find="The message itself or your notes of the talk.",
        why="It goes into the log of contacts, which a court or mediator may be shown.",
        changed_by="nobody",
        ease=1,
    )

    @model_validator(mode="before")
    @classmethod
    def _bare(cls, value: Any) -> Any:
        if value is True:
            return {}
        return {"on": value} if isinstance(value, (date, str, Span)) else value


class Bankruptcy(Group):
    """An insolvency of the customer or of a guarantor."""

    kind: (
        Literal[
            "chapter_7",
            "chapter_11",
            "chapter_12",
            "chapter_13",
            "liquidation",
            "administration",
            "moratorium",
            "breathing_space",
            "other",
        ]
        | None
    ) = fact(
        "Which kind of insolvency is it?",
        help="The notice names it: a chapter number, liquidation (winding up), administration, a moratorium or breathing space.",
        find="The first page of the notice you were sent, or the public insolvency register of the place.",
        why="It decides which steps are stopped, for how long, and how you put in your claim (bankruptcy_proof_of_claim).",
        changed_by="others",
        words={
            "chapter_7": "Chapter 7 (assets are sold)",
            "chapter_11": "Chapter 11 (reorganisation)",
            "chapter_12": "Chapter 12 (farm or fishing)",
            "chapter_13": "Chapter 13 (a person's repayment plan)",
            "liquidation": "liquidation, winding up or personal bankruptcy outside those chapters",
            "administration": "administration",
            "moratorium": "a moratorium",
            "breathing_space": "a breathing space for a person in debt",
            "other": "another kind",
        },
    )
    petition_on: Day | None = fact(
        "When was it filed or begun?",
        help="The day the case was opened. Work done after that day is treated differently from work done before it.",
        find="The notice of the case (filing or commencement date), or the public insolvency register.",
        why="It separates the old debt, which may not be collected, from work done afterwards, and starts the time to claim.",
        changed_by="nobody",
    )
    stage: Literal["open", "plan", "discharged", "dismissed"] | None = fact(
        "Where does the case stand now?",
        help="Open: still running. Plan: a repayment plan was approved. Discharged: the debts were wiped out. "
        "Dismissed: it ended without that.",
        find="The latest notice from the court or the trustee, or the public insolvency register.",
        why="While it is open nearly every step against the customer is closed; after a dismissal they may open again.",
        changed_by="others",
        words={
            "open": "open, still running",
            "plan": "a repayment plan was approved",
            "discharged": "ended, the debts were discharged",
            "dismissed": "ended without a discharge (dismissed, closed or withdrawn)",
        },
    )
    ended_on: Day | None = fact(
        "When did the bankruptcy or insolvency case end?",
        help="The day it was closed or dismissed, or the discharge was granted: from then on creditors are free again.",
        find="The court's notice of the dismissal, closing or discharge, or the public insolvency register.",
        why="A time to sue that ended while the case was open may still be open for some days after it (civil_court).",
        asked_when=[["customer.bankruptcy.stage", "one_of", ["discharged", "dismissed"]]],
        changed_by="nobody",
    )
    claims_bar_on: DayOrNone | None = fact(
        "What is the last day to put in a claim there?",
        help="The notice often gives a deadline for creditors' claims. Say none if the notice says that no claims are called for now.",
        find="The notice of the case or a later notice to creditors, under deadlines.",
        why="A claim put in late may get nothing (bankruptcy_proof_of_claim); the date goes on your timeline.",
        ordinary=False,
        changed_by="others",
        ease=3,
    )


class Guarantor(Group):
    """Someone else who promised to pay the customer's debt."""

    kind: CustomerKind | None = fact(
        "Who is the guarantor?",
        help="For example the owner of the customer's company who signed personally, or a parent company.",
        find="The signature page of the guarantee: who signed, and as what.",
        why="It decides how the guarantor can be pursued (pursue_guarantor).",
        changed_by="nobody",
        words=_KIND_WORDS,
    )
    jurisdiction: Place | None = fact(
        "In which state, province or country is the guarantor?",
        help="Where the guarantor lives or has its main office.",
        find="The address in the guarantee.",
        why="The guarantor can usually be sued there (pursue_guarantor).",
        changed_by="nobody",
    )
    bankruptcy: Annotated[Bankruptcy | Literal[False] | None, _table(Bankruptcy)] = fact(
        "Is the guarantor bankrupt or insolvent?",
        help="Any insolvency case of the guarantor, apart from the customer's own.",
        find="Notices you were sent, or the public insolvency register.",
        why="A guarantor's own insolvency closes steps against the guarantor too (pursue_guarantor).",
        changed_by="others",
        ordinary=False,
    )
    same_person: YesNo | None = fact(
        "Is the guarantor really the customer under another name?",
        help="Yes if, for example, a sole trader signed a guarantee for their own business: that adds nobody. No if a company's "
        "owner signed for the company.",
        find="Compare the names on the contract and on the guarantee.",
        why="Only a guarantee from somebody else opens a further way to be paid (pursue_guarantor).",
        changed_by="nobody",
        ordinary=False,
    )


class Invoice(Group):
    """One invoice of the claim."""

    number: Text | None = fact(
        "What is the invoice's number?",
        help="As it stands on the invoice, for example 2026-014.",
        find="The top of the invoice.",
        why="Letters and court forms name it.",
        changed_by="nobody",
        ease=1,
    )
    invoiced_on: DayOrNone | None = fact(
        "When was this invoice sent?",
        help="The day it went to the customer.",
        find="The date on the invoice and the email or letter that carried it.",
        why="Times to pay and some time limits are counted from it.",
        changed_by="nobody",
    )
    due_on: DayOrNone | None = fact(
        "When was this invoice due?",
        help="The agreed day. Say none if no day to pay was agreed.",
        find="The payment terms in the contract; if none, those on the invoice.",
        why="Interest, late charges and the time limit to sue are counted from it.",
        changed_by="nobody",
    )
    amount: Amount | None = fact(
        "What is still unpaid on this invoice?",
        help="Tax included, without interest or fees, for example 850.00.",
        find="The total on the invoice less the payments in your bank records.",
        why="Interest is computed invoice by invoice.",
        changed_by="nobody",
    )


class Payment(Group):
    """One payment by the customer."""

    on: Day | None = fact(
        "When did the payment arrive?",
        help="The day the money reached you. Leave it out if you do not know.",
        find="Your bank statement.",
        why="In many places a part payment starts the time limit to sue anew; interest is computed up to it.",
        changed_by="nobody",
    )
    amount: Amount | None = fact(
        "How much was paid?",
        help="The sum you received, for example 500.00.",
        find="Your bank statement.",
        why="It reduces the sum on which interest runs.",
        changed_by="nobody",
    )
    in_full_offer: YesNo | None = fact(
        'Did the customer say that this payment was "in full"?',
        help='For example "paid in full" or "final settlement" on the cheque or in the message that came with it.',
        find="The cheque's memo line and the letter or email that came with the payment.",
        why="Keeping a payment offered in full on a disputed bill may settle the whole debt.",
        changed_by="nobody",
        ordinary=False,
    )


class Acknowledgment(Group):
    """The customer's own admission that the debt is owed."""

    on: Day | None = fact(
        "When did the customer admit the debt?",
        help='The day of the letter, email or talk in which they said that they owe it, for example "I will pay you next month".',
        find="The date of their letter or message, or your notes.",
        why="In many places an admission starts the time limit to sue anew.",
        changed_by="nobody",
    )
    signed_writing: YesNo | None = fact(
        "Was the admission in writing and signed?",
        help="A signed letter or form. Whether an email with a name under it counts differs from place to place: say yes if it was "
        "signed with their name.",
        find="The letter or message itself.",
        why="Some places count only a signed written admission.",
        changed_by="nobody",
    )


class FullPaymentCheck(Group):
    """A cheque for less than the claim, offered as full payment."""

    amount: Amount | None = fact(
        'For how much was the "payment in full" cheque?',
        help="The sum on the cheque, for example 1200.00.",
        find="The cheque or a copy of it.",
        why="It decides how much of the claim may have been settled by cashing it.",
        changed_by="nobody",
    )
    cashed_on: DayOrNone | None = fact(
        "When did you cash it?",
        help="The day you paid it in. Say none if you did not cash it.",
        find="Your bank statement.",
        why="Cashing a cheque offered in full on a disputed bill may end the rest of the claim; returning the money in time may undo it.",
        changed_by="you",
    )
    repaid_on: DayOrNone | None = fact(
        "When did you offer the money of that cheque back?",
        help="The day you sent the whole sum of it back. Say none if you kept it.",
        find="Your letter with the repayment, your bank statement.",
        why="In most places repaying it soon keeps the claim for the whole alive.",
        ordinary=False,
        changed_by="you",
    )
    rights_reserved: YesNo | None = fact(
        "Did you write on the cheque that you keep your right to the rest?",
        help='Words like "under protest" or "without prejudice" above your signature, when you paid it in.',
        find="A copy of the back of the cheque.",
        why="In some places it keeps the claim for the rest; in most it does not help.",
        changed_by="nobody",
    )


class ForumSelection(Group):
    """A clause that says where suits must be brought."""

    place: Place | None = fact(
        "Which place does the clause name for lawsuits?",
        help="The state, province or country whose courts it names.",
        find='The contract, near its end, under "jurisdiction", "venue" or "disputes".',
        why="It moves the court in which you can sue, and with it the limits and fees.",
        changed_by="nobody",
    )
    exclusive: YesNo | None = fact(
        "Must suits be brought only there?",
        help='Yes if it says "exclusive", "only" or "must". No if it says "may" or "non-exclusive".',
        find="The words of the same clause.",
        why="Only an exclusive clause closes the courts elsewhere.",
        changed_by="nobody",
    )


class PaymentPlan(Group):
    """Instalments offered or agreed."""

    offered_on: DayOrNone | None = fact(
        "When was a payment plan offered?",
        help="By you or by the customer. Say none if nobody offered one.",
        find="Your emails and letters with the customer.",
        why="It shows whether a plan is still worth proposing (payment_plan).",
        changed_by="you",
    )
    agreed_on: DayOrNone | None = fact(
        "When was the plan agreed?",
        help="The day both sides said yes. Say none if it was not agreed.",
        find="The signed plan or the message that accepts it.",
        why="While an agreed plan is kept you usually cannot sue for the rest; it may also restart the time limit.",
        ordinary=False,
        changed_by="others",
    )
    broken_on: DayOrNone | None = fact(
        "When did the customer break the plan?",
        help="The day of the first instalment that was not paid. Say none if the plan is being kept.",
        find="The plan's dates beside your bank statement.",
        why="A broken plan usually lets you ask for the whole balance again.",
        ordinary=False,
        changed_by="others",
    )


class PublicClaim(Group):
    """A formal claim given to a public body."""

    sent_on: Day | None = fact(
        "When did you give the public body a formal claim?",
        help="Not the invoice: a written claim for a sum certain that asks for a decision, or the notice of claim that its law requires.",
        find="Your copy of the claim and the proof of delivery.",
        why="Without it the way to the courts or boards against a public body often stays closed (government_court).",
        changed_by="you",
    )
    certified: YesNo | None = fact(
        "Did the claim carry the certificate that large claims need?",
        help="A signed statement that the claim is made in good faith and the figures are right.",
        find="The last page of the claim you sent.",
        why="Above a certain sum an uncertified claim may not count (government_claim).",
        changed_by="you",
        ease=3,
    )
    decision_on: DayOrNone | None = fact(
        "When did the public body decide your claim?",
        help="The day you received its written decision. Say none if it has not decided.",
        find="The decision letter and its envelope or email.",
        why="The time to appeal or sue runs from it (government_court).",
        ordinary=False,
        changed_by="others",
    )


class Suit(Group):
    """A lawsuit already begun for this claim."""

    court: Text | None = fact(
        "In which court did you sue?",
        help="Its name as it stands on the papers.",
        find="The heading of the claim form or complaint.",
        why="The next steps depend on the court where the case is.",
        changed_by="nobody",
    )
    filed_on: Day | None = fact(
        "When did you file the suit?",
        help="The day the court received or issued it.",
        find="The court's stamp on the first page.",
        why="In many places filing stops the clock of the time limit.",
        changed_by="you",
    )
    served_on: DayOrNone | None = fact(
        "When was the suit delivered to the customer?",
        help="The day it was formally served. Say none if that has not happened.",
        find="The proof of service, or the court's case record.",
        why="The customer's time to answer runs from it (default_judgment); in some places only service stops the clock.",
        changed_by="you",
    )
    arbitration_raised_on: DayOrNone | None = fact(
        "When did the customer ask the court to send the case to arbitration?",
        help="Say none if they answered the suit without mentioning arbitration.",
        find="The customer's answer or motions in the court file.",
        why="A customer who litigates without raising it may lose the right to arbitrate.",
        ordinary=False,
        changed_by="others",
        asked_when=[_CLAUSE],
        ease=3,
    )


class Award(Group):
    """An arbitrator's decision for you."""

    on: Day | None = fact(
        "When was the award made?",
        help="The date of the arbitrator's decision.",
        find="The last page of the award.",
        why="The time to have a court confirm it runs from it (confirm_award).",
        changed_by="nobody",
    )
    confirmed_on: DayOrNone | None = fact(
        "When did a court confirm the award?",
        help="Say none if no court has confirmed it yet.",
        find="The court's order.",
        why="Only a confirmed award can be enforced like a judgment (judgment_lien, bank_levy, wage_garnishment).",
        ordinary=False,
        changed_by="you",
    )


class Judgment(Group):
    """A court's judgment for you."""

    on: Day | None = fact(
        "When was judgment entered?",
        help="The day the court entered it, not the day of the hearing.",
        find="The judgment itself, or the court's case record.",
        why="The judgment's life, its interest and its renewal are counted from it (renew_judgment).",
        changed_by="nobody",
    )
    amount: Amount | None = fact(
        "For how much is the judgment?",
        help="The whole sum awarded, costs included, for example 3210.50.",
        find="The judgment itself.",
        why="It is the sum that can be collected, and some ways to collect have a smallest sum.",
        changed_by="nobody",
    )
    court: Text | None = fact(
        "Which court gave the judgment?",
        help="Its name and place as they stand on the judgment.",
        find="The heading of the judgment.",
        why="Collecting starts in that court; elsewhere the judgment must first be registered (register_judgment_elsewhere).",
        changed_by="nobody",
    )
    last_execution_on: DayOrNone | None = fact(
        "When was an execution last issued on the judgment?",
        help="The day of the newest writ of execution, garnishment or levy order. Say none if there was none.",
        find="Your copies of the writs, or the court's case record.",
        why="In some places an execution keeps a judgment alive (renew_judgment).",
        ordinary=False,
        changed_by="you",
    )
    recorded_on: DayOrNone | None = fact(
        "When was the judgment recorded against real estate?",
        help="Say none if you have not recorded or registered it with the land records.",
        find="The recorder's stamp, or the land records of the county.",
        why="In many places only a recorded judgment becomes a lien on land (judgment_lien).",
        ordinary=False,
        changed_by="you",
    )


class Creditor(Group):
    """You: the one who did the work and was not paid."""

    kind: Literal["individual", "sole_trader", "partnership", "llc", "company", "nonprofit"] | None = fact(
        "What are you, in law?",
        help="The one who made the contract. A freelancer who never formed a company is a sole trader; if your invoices carry an LLC's "
        "or a company's name, it is that.",
        find="The name on your contract and invoices; your registration papers or the public business register.",
        why="Small-claims limits, who may appear without a lawyer, and freelancer laws depend on it.",
        changed_by="nobody",
        ease=1,
        words={key: _KIND_WORDS[key] for key in ("individual", "sole_trader", "partnership", "llc", "company", "nonprofit")},
    )
    jurisdiction: Place | None = fact(
        "In which state, province or country are you?",
        help="Where you live, or where your business has its office.",
        find="Your own address.",
        why="Some laws protect you because of where you are: freelancer acts, limits on what a creditor may do, tax relief.",
        changed_by="nobody",
        ease=1,
    )
    county: Text | None = fact(
        "In which county are you?",
        help="Its usual name, without the word county.",
        find="Your property-tax or voting papers, or a map.",
        why="A few rules differ by county.",
        changed_by="nobody",
        ease=1,
    )
    formed_in: Place | None = fact(
        "Under which place's law was your company formed?",
        help="The state, province or country where it was registered first, which may not be where you work.",
        find="The certificate of formation or incorporation, or the public business register.",
        why="Federal court looks at it, and a company from elsewhere may have to register before it sues (federal_court, civil_court).",
        changed_by="nobody",
        asked_when=[_CREDITOR_ENTITY],
    )
    principal_place: Place | None = fact(
        "Where is your main office?",
        help="Where the business is run from.",
        find="Your own address; the last annual report to the business register.",
        why="Federal court looks at where each party belongs (federal_court).",
        changed_by="nobody",
        asked_when=[_CREDITOR_ENTITY],
        ease=1,
    )
    members_in: Annotated[tuple[Place, ...] | None, _LIST] = fact(
        "In which places do your business's members or partners live?",
        help="All of them; for an LLC owned by one person, that person's home.",
        find="The operating or partnership agreement.",
        why="For federal court an LLC or partnership belongs wherever any of its members does (federal_court).",
        changed_by="nobody",
        asked_when=[["creditor.kind", "one_of", ["partnership", "llc"]]],
    )
    one_person_business: YesNo | None = fact(
        "Is the business just you?",
        help="Yes if you alone own it and do its work, also when it has the form of a company.",
        find="You know this.",
        why="Laws that protect freelancers often reach one-person companies too (freelancer_act_claim).",
        changed_by="nobody",
        asked_when=[["creditor.kind", "is_not", "individual"]],
        ease=1,
    )
    headcount: Count | None = fact(
        "How many people work in your business, you included?",
        help="A whole number, counting part-timers; 1 if you work alone.",
        find="Your payroll.",
        why="Some rules on small businesses count heads.",
        changed_by="nobody",
        asked_when=[["creditor.kind", "is_not", "individual"]],
        ease=1,
    )
    profession: Literal["none_of_these", "lawyer", "medical", "sales_representative", "transport", "building_trade"] | None = fact(
        "Is your work one of these?",
        help="Some callings have fee rules, liens or exclusions of their own. A plumber or roofer is a building trade; a designer is none "
        "of these.",
        find="You know this.",
        why="Professional fee schemes, freelancer acts and licence rules leave in or leave out certain callings.",
        changed_by="nobody",
        ordinary="none_of_these",
        ease=1,
        words={
            "none_of_these": "none of these",
            "lawyer": "lawyer",
            "medical": "doctor or other medical calling",
            "sales_representative": "sales representative on commission",
            "transport": "carrier, haulage or driving",
            "building_trade": "a building trade or contractor",
        },
    )
    licence_required: YesNo | None = fact(
        "Does this work need a licence where you did it?",
        help="Many building trades, and work such as debt collecting or brokering, need one; writing and design do not.",
        find="The licensing board's site for your trade in the place of the work.",
        why="Someone who needed a licence and had none may have no right to be paid, and no lien.",
        changed_by="nobody",
        ordinary=False,
    )
    licence_held: YesNo | None = fact(
        "Did you hold that licence all through the work?",
        help="Yes only if it was in force from the contract to the last day of work.",
        find="The licence itself; the licensing board's public look-up shows lapses.",
        why="Even a gap may close the courts and the lien in some places.",
        changed_by="nobody",
        ordinary=True,
        asked_when=[["creditor.licence_required", "is", True]],
    )
    registered_to_do_business: YesNo | None = fact(
        "Is your business registered where it must be?",
        help="The trade name you use, and a company formed elsewhere that does business here.",
        find="The public business register of the place, under your business's name.",
        why="An unregistered business may have to register before a court hears it; that can usually be put right.",
        changed_by="you",
        ordinary=True,
    )
    is_collection_agency: YesNo | None = fact(
        "Are you a collection agency?",
        help="Yes if you collect debts for others as a business.",
        find="You know this.",
        why="Agencies need licences, and may often not file small claims in their own name.",
        changed_by="nobody",
        ordinary=False,
        ease=1,
    )
    acquired_claim: YesNo | None = fact(
        "Did you buy or take over this claim from somebody else?",
        help="Yes if somebody else did the work and assigned or sold you the debt.",
        find="The assignment or sale paper.",
        why="Someone who took over a claim may be kept out of small claims, and is bound by debt-collection rules more strictly.",
        changed_by="nobody",
        ordinary=False,
        ease=1,
    )
    in_insolvency: YesNo | None = fact(
        "Are you, or is your business, in bankruptcy or insolvency?",
        help="Any case of your own that is open now.",
        find="Your own papers from the court or trustee.",
        why="Your claims may then belong to the trustee, who alone can sue.",
        changed_by="others",
        ordinary=False,
        ease=1,
    )
    keeps_own_claims: YesNo | None = fact(
        "In your own bankruptcy or insolvency, may you still collect what others owe you?",
        help="So in chapters 11, 12 and 13, and for pay that you earned yourself after a chapter 7 filing; otherwise a trustee collects.",
        find="Your own papers from the court or trustee.",
        why="Whoever keeps the claims sues on them; otherwise the trustee alone does (civil_court, demand_letter).",
        changed_by="others",
        ordinary=False,
        asked_when=[["creditor.in_insolvency", "is", True]],
        ease=1,
    )
    controlled_by_customer: YesNo | None = fact(
        "Did the customer direct your work as an employer would?",
        help="Set hours, their tools, their orders on how to do it, no other customers: whatever the contract calls it.",
        find="Think of a usual week; the contract's label does not decide it.",
        why="You may then be an employee in law, with a wage claim instead of an invoice (wage_claim).",
        changed_by="nobody",
        ordinary=False,
        ease=1,
    )
    name: Text | None = fact(
        "What is your name, or your business's full name?",
        help="As it stands on your contract and invoices.",
        find="Your invoice or registration.",
        why="It goes into the letters and forms, and nowhere else.",
        changed_by="nobody",
        ease=1,
    )
    address: Text | None = fact(
        "What is your address for letters?",
        help="Street, town, postcode.",
        find="Your invoice.",
        why="It goes into the letters and forms, and nowhere else.",
        changed_by="nobody",
        ease=1,
    )


class Customer(Group):
    """The one who owes the money."""

    kind: CustomerKind | None = fact(
        "What is the customer, in law?",
        help="The one who made the contract with you. A charity paid by a public grant is still a nonprofit, not a government body; a "
        "city, school district or public hospital is a government body.",
        find="The exact name on the contract, order or cheque; then the public business or charity register.",
        why="Nearly everything hangs on it: which courts, which letters, whether wages or property can be reached, and public bodies' own "
        "procedures.",
        changed_by="nobody",
        ease=1,
        words=_KIND_WORDS,
    )
    government_level: Literal["federal", "state", "local", "school_district", "authority"] | None = fact(
        "Which level of government is it?",
        help="Federal or national; a state, province or devolved government; a city or county; a school district; or a separate public "
        "authority, such as a transit or housing authority.",
        find="The letterhead and the contract's first page.",
        why="Each level has its own claim procedure, time limits and prompt-payment law (government_claim, prompt_payment_claim).",
        changed_by="nobody",
        asked_when=[_PUBLIC],
        ease=1,
        words={
            "federal": "federal or national",
            "state": "state, province or devolved",
            "local": "city, county or other local body",
            "school_district": "school district or public school",
            "authority": "a separate public authority",
        },
    )
    local_body: Literal["county", "city", "other"] | None = fact(
        "What kind of local body is it?",
        help="A county (a parish or borough in some states); a city, town or village; or a district or other local body.",
        find="The letterhead and the contract's first page.",
        why="In some places claims against a county go another way than claims against a city (government_claim).",
        changed_by="nobody",
        asked_when=[_LOCAL],
        ease=1,
        words={"county": "a county", "city": "a city, town or village", "other": "another local body"},
    )
    municipality: Literal["city", "town", "village"] | None = fact(
        "Is it a city, a town or a village?",
        help="In some states each has its own law on claims; the letterhead or the clerk's office tells which it is.",
        find="The letterhead, the contract's first page, or the state's list of local governments.",
        why="The time to present a claim and to sue can differ (government_claim, civil_court).",
        changed_by="nobody",
        ordinary="city",
        asked_when=[["customer.local_body", "is", "city"]],
        ease=1,
        words={"city": "a city", "town": "a town", "village": "a village"},
    )
    treaty_immunity: YesNo | None = fact(
        "Is the organisation immune by a treaty of its own?",
        help="The United Nations and its agencies are; others only have the immunity that a foreign state has.",
        find="Its founding treaty, or its page on privileges and immunities.",
        why="Where no treaty protects it, it can be sued over what it buys (civil_court).",
        changed_by="nobody",
        asked_when=[["customer.kind", "is", "international_body"]],
        ease=3,
    )
    few_creditors: YesNo | None = fact(
        "Does the customer have fewer than twelve creditors?",
        help="Count everybody it owes money to: lenders, suppliers, the landlord, the tax office; staff and related people are left out.",
        find="Its accounts, a credit report, or what other suppliers say.",
        why="Where there are twelve or more, one creditor alone cannot ask for its bankruptcy (insolvency_petition).",
        changed_by="nobody",
        ease=3,
    )
    jurisdiction: Place | None = fact(
        "In which state, province or country is the customer?",
        help="Where a person lives, or where a business has its office that dealt with you. For a public body, its own place.",
        find="The address on the contract, order or last letter.",
        why="It usually decides which courts, limits and collection rules apply.",
        changed_by="nobody",
        ease=1,
    )
    county: Text | None = fact(
        "In which county is the customer?",
        help="Its usual name, without the word county.",
        find="Put the customer's address into a map or the county's own site.",
        why="In some places the court or the limit differs from county to county.",
        changed_by="nobody",
    )
    city: Text | None = fact(
        "In which city or town is the customer?",
        help="Its usual name.",
        find="The customer's address.",
        why="Some cities have a court, a limit or a freelancer law of their own.",
        changed_by="nobody",
        ease=1,
    )
    formed_in: Place | None = fact(
        "Under which place's law was the customer's company formed?",
        help="The state, province or country where it was registered first.",
        find="The public business register: search the customer's exact name.",
        why="How long a dissolved company can still be sued goes by it; federal court looks at it (civil_court, federal_court).",
        changed_by="nobody",
        asked_when=[_ENTITY],
        ease=3,
    )
    principal_place: Place | None = fact(
        "Where is the customer's main office?",
        help="Where the business is run from, not a branch.",
        find="Its site, its letterhead, or its last annual report to the business register.",
        why="Federal court looks at where each party belongs (federal_court).",
        changed_by="nobody",
        asked_when=[_ENTITY],
    )
    members_in: Annotated[tuple[Place, ...] | None, _LIST] = fact(
        "In which places do the customer's members or partners live?",
        help="All of them, as far as you know; leave it open if you do not know them all.",
        find="The business register sometimes lists them; otherwise ask.",
        why="For federal court an LLC or partnership belongs wherever any of its members does (federal_court).",
        changed_by="nobody",
        asked_when=[_MEMBERS],
        ease=3,
    )
    bankruptcy: Annotated[Bankruptcy | Literal[False] | None, _table(Bankruptcy)] = fact(
        "Is the customer in bankruptcy or insolvency, or has it been?",
        help="Any case begun since you made the contract, also one that has ended.",
        find="Notices by post or email from a court or trustee; the public insolvency register under the customer's name.",
        why="It stops nearly every step against the customer, and opens the claim in the insolvency (bankruptcy_proof_of_claim).",
        changed_by="others",
        ordinary=False,
    )
    died_on: DayOrNone | None = fact(
        "Has the customer died, and when?",
        help="The date of death. Say none if the customer is alive.",
        find="A notice, the family, or the public register of deaths.",
        why="The claim then goes against the estate, within a short time, and the family is not asked to pay (estate_claim).",
        changed_by="others",
        ordinary=False,
        asked_when=[_PERSON],
        ease=1,
    )
    estate_opened_on: DayOrNone | None = fact(
        "When was the estate opened?",
        help="The day a court or registry appointed somebody to administer it. Say none if nobody has been.",
        find="The probate registry or court of the place where the customer lived; the notice to creditors in a newspaper.",
        why="The time to claim against the estate often runs from it (estate_claim).",
        changed_by="others",
        ordinary=False,
        asked_when=[_PERSON, ["customer.died_on", "exists"]],
        ease=3,
    )
    dissolved_on: DayOrNone | None = fact(
        "Has the customer's company been dissolved or struck off, and when?",
        help="Say none if it still stands on the register.",
        find="The public business register: look at its status and history.",
        why="A dissolved company can be claimed against only for a time, or must first be restored.",
        changed_by="others",
        ordinary=False,
        asked_when=[_ENTITY],
    )
    owns_real_estate: YesNo | None = fact(
        "Does the customer own any land or building?",
        help="A house, office, shop or land, also with a mortgage on it.",
        find="The land records or tax rolls of the county: search the customer's exact name.",
        why="A judgment can become a lien on it (judgment_lien), and it tells whether suing is worth the cost.",
        changed_by="others",
        ease=3,
    )
    real_estate_in: Annotated[tuple[Place, ...] | None, _LIST] = fact(
        "In which states, provinces or countries is that real estate?",
        help="All places where the customer owns some.",
        find="The same land records.",
        why="A judgment binds land only where it was given, or after it is registered there (register_judgment_elsewhere).",
        changed_by="others",
        asked_when=[["customer.owns_real_estate", "is", True]],
        ease=3,
    )
    has_means: Literal["yes", "some", "none"] | None = fact(
        "Could the customer pay if it had to?",
        help="Your honest view: a trading business or a person with a job is yes; wages garnished by others or a closed shop is none.",
        find="What you have seen, the company's filed accounts, court records of other unpaid judgments.",
        why="Suing someone who has nothing costs more than it brings (write_off); money trouble points to a plan (payment_plan).",
        changed_by="others",
        words={"yes": "yes", "some": "in part, or slowly", "none": "no, there is nothing to collect from"},
    )
    bank_or_employer_known: YesNo | None = fact(
        "Do you know the customer's bank or employer?",
        help="Yes if you have an old cheque, a transfer from their account, or know where they work.",
        find="Past cheques and transfers in your bank records; the contract's payment details.",
        why="After a judgment it is what a levy or garnishment is aimed at (bank_levy, wage_garnishment, debtor_examination).",
        changed_by="you",
    )
    guarantors: Annotated[tuple[Guarantor, ...] | None, _LIST] = fact(
        "Did anybody else promise to pay if the customer does not?",
        help="A personal guarantee by an owner, a parent company's guarantee, a co-signer. Say none if nobody did.",
        find="The contract's last pages, a separate guarantee, or a credit application.",
        why="A guarantor is a second person to ask and to sue (pursue_guarantor).",
        changed_by="others",
        ordinary=(),
    )
    name: Text | None = fact(
        "What is the customer's exact name?",
        help="For a business the full legal name, with LLC, Ltd or Inc.",
        find="The contract or order; check it against the public business register.",
        why="A letter or suit against the wrong name may be worth nothing (identify_debtor).",
        changed_by="nobody",
        ease=1,
    )
    address: Text | None = fact(
        "What is the customer's address for letters?",
        help="Street, town, postcode; for a company the registered office if you know it.",
        find="The contract, or the public business register.",
        why="It goes into the letters and forms, and nowhere else.",
        changed_by="nobody",
        ease=1,
    )


class Claim(Group):
    """The unpaid work."""

    amount: Amount | None = fact(
        "How much is still unpaid?",
        help="The principal today, tax included, without interest, late fees or costs, for example 2500.00.",
        find="Your invoices added up, less every payment in your bank records.",
        why="Which court takes the claim, and what is worth doing, depend on it.",
        changed_by="nobody",
        ease=1,
    )
    currency: Currency | None = fact(
        "In which currency is it?",
        help="Its three letters. If you leave it out, the currency of the customer's place is taken, and the report says so.",
        find="The invoice.",
        why="Limits and sums are compared in one currency; nothing is converted.",
        changed_by="nobody",
        ease=1,
    )
    purpose: Literal["business", "consumer"] | None = fact(
        "Did the customer order the work for a business, or for themselves?",
        help="A wedding photographed or a kitchen fitted at home is consumer; a shop's website is business. A company is always business.",
        find="What the work was for; the name and address on the order.",
        why="Consumers have more protection: collection rules, cancellation rights, limits on charges and clauses.",
        changed_by="nobody",
        ease=1,
        words={"business": "for a business or other organisation", "consumer": "for personal, family or household use"},
    )
    invoices: Annotated[tuple[Invoice, ...] | None, _LIST] = fact(
        "Which invoices are unpaid?",
        help="Each with its number, date, due date and unpaid amount. Say none if you never sent one.",
        find="Your invoicing program or folder.",
        why="Interest and letters go invoice by invoice; with one invoice the single dates are enough.",
        changed_by="you",
    )
    payments: Annotated[tuple[Payment, ...] | None, _LIST] = fact(
        "What has the customer paid toward this job?",
        help="Each payment with its date and sum. Say none if nothing was paid.",
        find="Your bank statements.",
        why="A part payment may restart the time limit, and shows that the debt was accepted.",
        changed_by="others",
        ordinary=(),
    )
    invoiced_on: DayOrNone | None = fact(
        "When did you send the invoice?",
        help="With several, the oldest that is unpaid. Say none if you have not invoiced yet.",
        find="The invoice and the email or letter that carried it.",
        why="Times to pay, interest and some claim procedures are counted from it.",
        changed_by="you",
        ease=1,
    )
    due_on: DayOrNone | None = fact(
        "On what day was payment due?",
        help="The day agreed, for example 30 days after the invoice. Say none only if no time to pay was agreed at all: then the law "
        "of the place supplies one.",
        find="Payment terms in the contract; if it has none, those on the invoice the customer accepted.",
        why="Whether it is overdue, interest, late charges and the time limit to sue are all counted from it.",
        changed_by="nobody",
        ease=1,
    )
    due_about_on: Day | None = fact(
        "About when was it due, if you do not know the day?",
        help='Your best guess; "60 days ago" is kept as a date. Deadlines then use the safe, earlier side.',
        find="Your memory; your calendar or bank records may help.",
        why="It stands in for the due date in everything that needs no exact day.",
        changed_by="nobody",
        asked_when=[["claim.due_on", "exists"]],
        ease=1,
    )
    accrued_on: DayOrNone | None = fact(
        "Did your right to sue begin on another day than the due date?",
        help="For example when the customer said outright that it would not pay, before the due date. Say none if nothing of that kind "
        "happened: then it is the day after payment fell due.",
        find="The customer's messages before the due date.",
        why="The time limit to sue runs from it.",
        changed_by="nobody",
        ordinary=False,
        ease=3,
    )
    refused_on: DayOrNone | None = fact(
        "When did the customer refuse to pay?",
        help="The day they clearly said no. Say none if they never did.",
        find="Their message or your notes.",
        why="A clear refusal makes more reminders pointless, and starts some time limits.",
        changed_by="others",
        ordinary=False,
        ease=1,
    )
    contract_price: Amount | None = fact(
        "What was the price of the whole job?",
        help="The full agreed price, tax included, paid and unpaid together, for example 8000.00.",
        find="The contract, quote or order.",
        why="Some laws begin at a certain contract price: freelancer acts, bonds, written-contract rules.",
        changed_by="nobody",
        ease=1,
    )
    service_kind: Literal["professional", "creative", "trades", "care", "hospitality", "goods_and_services", "other"] | None = fact(
        "What kind of work was it?",
        help="Professional: advice, bookkeeping, software. Creative: design, writing, photography. Trades: building, repair, cleaning. "
        "Hospitality: meals, rooms, events.",
        find="You know this; for mixed orders think of what the price was mostly for.",
        why="Liens, freelancer acts, time limits for goods and walk-outs depend on it.",
        changed_by="nobody",
        ease=1,
        words={
            "professional": "professional services",
            "creative": "creative work",
            "trades": "a trade: building, repair, cleaning, transport",
            "care": "care of people or animals, teaching, health",
            "hospitality": "food, rooms or events",
            "goods_and_services": "goods together with services",
            "other": "something else",
        },
    )
    mostly_goods: YesNo | None = fact(
        "Were goods the main thing of the order?",
        help="Material, products or a machine, with some work beside; no if the price was mostly for the work.",
        find="The invoice: what part of the price is for goods.",
        why="In many places a sale of goods has a shorter time to sue than other contracts (civil_court, small_claims).",
        changed_by="nobody",
        asked_when=[["claim.service_kind", "is", "goods_and_services"]],
        ease=1,
    )
    work_started_on: DayOrNone | None = fact(
        "When did you start the work?",
        help="The first day you worked on the job, or delivered material to the site.",
        find="Timesheets, delivery notes, your calendar.",
        why="Preliminary notices of construction liens are counted from it (mechanics_lien).",
        changed_by="nobody",
    )
    work_finished_on: DayOrNone | None = fact(
        "When did you last work on the job?",
        help="The last day of real work under the contract; coming back to mend faults may not count. Say none if it is not finished.",
        find="Timesheets, delivery notes, the last photos, the handover email.",
        why="Deadlines for liens and bonds run from it, and often the right to be paid (mechanics_lien, payment_bond_claim).",
        changed_by="nobody",
    )
    project_completed_on: DayOrNone | None = fact(
        "When was the whole project completed?",
        help="The day the building work as a whole was done, not only your part. Say none if it is still going on.",
        find="The certificate of completion or occupancy; the owner, the main contractor or the building office can tell.",
        why="In some places liens and bond claims run from the end of the whole project (mechanics_lien, payment_bond_claim).",
        changed_by="others",
        asked_when=[_LAND],
    )
    completion_recorded_on: DayOrNone | None = fact(
        "Was a notice of completion or termination recorded, and when?",
        help="A paper that the owner records at the land register when the job ends; it shortens the time for liens. Say none if there is "
        "none.",
        find="The county's land records under the site's address; you may have got a copy by post.",
        why="Where one is recorded, a lien must be recorded sooner (mechanics_lien).",
        changed_by="others",
        ordinary=False,
        asked_when=[_LAND],
        ease=3,
    )
    used_subcontractors: YesNo | None = fact(
        "Did you use subcontractors or suppliers of your own for the work?",
        help="Anyone besides your own employees who worked on it or delivered material for it.",
        find="Your own purchase orders and bills.",
        why="In some places a main contractor who does must have told the owner of their lien rights (mechanics_lien).",
        changed_by="nobody",
        asked_when=[_LAND],
        ease=1,
    )
    contract_notice_recorded: YesNo | None = fact(
        "Was a notice of the contract between the owner and the main contractor recorded before the work began?",
        help="A paper at the land register that names the owner, the contractor, the site and the price.",
        find="The land records of the parish or county under the site's address; the main contractor.",
        why="In some places the days to record a lien hang on it (mechanics_lien).",
        changed_by="others",
        asked_when=[_LAND],
        ease=3,
    )
    project_accepted_on: DayOrNone | None = fact(
        "When did the public body accept the finished project?",
        help="The day of its formal acceptance or final settlement with the main contractor. Say none if that has not happened.",
        find="The minutes of the council or board; the main contractor; the public body's project office.",
        why="In some places the time to claim on a payment bond runs from it (payment_bond_claim).",
        changed_by="others",
        asked_when=[_PUBLIC_WORK],
        ease=3,
    )
    place_of_work: Place | None = fact(
        "In which state, province or country was the work done?",
        help="Where the site is, or where you sat when you did the work.",
        find="You know this; for building work the address of the site.",
        why="Licences, liens and bonds follow the place of the work.",
        changed_by="nobody",
        ease=1,
    )
    county_of_work: Text | None = fact(
        "In which county was the work done?",
        help="Its usual name, without the word county.",
        find="The address of the site.",
        why="A lien is recorded in that county (mechanics_lien).",
        changed_by="nobody",
        asked_when=[_LAND],
        ease=1,
    )
    work_on_property: Literal["none", "new_build", "improvement", "repair", "landscaping", "routine_upkeep", "design"] | None = fact(
        "Did the work improve land or a building?",
        help="A new roof is a repair; a garden laid out is landscaping; mowing or cleaning is routine upkeep; an architect's plans are "
        "design. A website or bookkeeping is none.",
        find="What the contract says you were to do.",
        why="Only work that improves land gives a construction lien, with short deadlines (mechanics_lien).",
        changed_by="nobody",
        ordinary="none",
        ease=1,
        words={
            "none": "no, nothing of the kind",
            "new_build": "a new building or structure",
            "improvement": "an addition or improvement",
            "repair": "a repair or replacement",
            "landscaping": "landscaping",
            "routine_upkeep": "routine upkeep: mowing, cleaning, snow",
            "design": "plans or surveys for building work",
        },
    )
    property_owner: Literal["customer", "other", "public"] | None = fact(
        "Who owns the property you worked on?",
        help="The customer; somebody else, such as a landlord or the owner above a contractor; or a public body.",
        find="The land records or tax rolls of the county, under the site's address.",
        why="Notices and liens go to the owner, and public property cannot be liened (mechanics_lien).",
        changed_by="nobody",
        asked_when=[_LAND],
        words={"customer": "the customer", "other": "somebody else", "public": "a public body"},
    )
    owner_occupied_home: YesNo | None = fact(
        "Is it a home in which its owner lives?",
        help="A house or flat lived in by its owner, also in part.",
        find="What you saw on site; the tax rolls may show a homestead.",
        why="Homes have special rules for liens and for construction disputes (mechanics_lien, adjudication).",
        changed_by="nobody",
        ordinary=False,
        asked_when=[_LAND],
        ease=1,
    )
    share_of_building: Number | None = fact(
        "How much is all the work on the building, in percent of the building's value?",
        help="Count the whole job, of all trades, for example 20 where a house worth 300000 is done up for 60000.",
        find="The contract price of the whole job, and an estimate or tax assessment of the building.",
        why="In some places a small repair gives no lien (mechanics_lien).",
        changed_by="nobody",
        asked_when=[["claim.work_on_property", "one_of", ["improvement", "repair"]]],
        ease=3,
    )
    dwellings: Literal["none", "one", "two", "three_or_four", "more"] | None = fact(
        "Is the building a place to live in, and for how many households?",
        help="Count the separate homes in the building you worked on, whoever lives there: a rented house for one family is one.",
        find="What you saw on site; the letter boxes; the land records.",
        why="In some places a lien on a house for one or two families has other days than one on a shop or office (mechanics_lien).",
        changed_by="nobody",
        ordinary="none",
        asked_when=[_LAND],
        ease=1,
        words={
            "none": "no, nobody lives there",
            "one": "a house for one household",
            "two": "a house for two households",
            "three_or_four": "three or four households",
            "more": "more than four households",
        },
    )
    public_work: YesNo | None = fact(
        "Was it work on a public project?",
        help="A school, road, public building or park, also when your own customer is a private contractor.",
        find="The project's name in the contract; the board at the site.",
        why="Public property takes no lien: a payment bond stands in its place (payment_bond_claim).",
        changed_by="nobody",
        ordinary=False,
        ease=1,
    )
    tier: Literal["prime", "first_tier_subcontractor", "second_tier_subcontractor", "supplier"] | None = fact(
        "Where do you stand in the chain of contracts?",
        help="Prime: your customer is the owner or final client. First tier: your customer is the prime contractor. Second tier: your "
        "customer is a subcontractor. Supplier: you delivered only material.",
        find="Who signed your contract, and for whom they were working.",
        why="Notices, liens and bonds differ for each step, and a subcontractor has no claim on the agency at the top.",
        changed_by="nobody",
        ordinary="prime",
        ease=1,
        words={
            "prime": "directly for the owner or final client",
            "first_tier_subcontractor": "for the main contractor",
            "second_tier_subcontractor": "for a subcontractor",
            "supplier": "supplier of material only",
        },
    )
    owner_paid_in_full: YesNo | None = fact(
        "Has the owner paid the main contractor the whole price?",
        help="All that was owed for the job, before any notice of yours reached the owner.",
        find="Ask the owner or the main contractor in writing; public owners must often tell.",
        why="In many places a subcontractor's lien reaches only what the owner still owes (mechanics_lien).",
        changed_by="others",
        ordinary=False,
        asked_when=[["claim.tier", "one_of", ["first_tier_subcontractor", "second_tier_subcontractor", "supplier"]], _LAND],
        ease=3,
    )
    contractor_paid: YesNo | None = fact(
        "Has your own customer been paid for your work by those above it?",
        help="For example: the owner paid the contractor the instalment in which your work stands.",
        find="Ask the customer in writing, or the owner; public owners must often tell.",
        why="In many places a contractor owes prompt-payment interest only once it was paid itself (prompt_payment_claim).",
        changed_by="others",
        asked_when=[["claim.tier", "one_of", ["first_tier_subcontractor", "second_tier_subcontractor", "supplier"]]],
        ease=3,
    )
    payment_bond: YesNo | None = fact(
        "Is there a payment bond for the project?",
        help="An insurer's promise that those who work on the job are paid. Public projects above a certain size carry one.",
        find="Ask the main contractor or the public body for a copy: many must give it; the contract's annexes may hold it.",
        why="It is the remedy that replaces a lien on public work (payment_bond_claim).",
        changed_by="nobody",
        ordinary=False,
        ease=3,
    )
    delivered_as_agreed: YesNo | None = fact(
        "Did you deliver what was agreed?",
        help="All of it, on time and as described. Be strict with yourself: the customer's lawyer will be.",
        find="The contract's description beside what you handed over; the customer's acceptance.",
        why="A real fault is the customer's best defence; mending it is often the quickest way to be paid (address_quality_complaint).",
        changed_by="you",
        ordinary=True,
        ease=1,
    )
    invoice_errors: YesNo | None = fact(
        "Is anything wrong on your invoice?",
        help="Wrong name, sum, tax, order number, or sent to the wrong place.",
        find="The invoice beside the contract and the customer's order.",
        why="A wrong invoice may not be due at all; a corrected one takes the excuse away (fix_invoice).",
        changed_by="you",
        ordinary=False,
    )
    still_supplying: YesNo | None = fact(
        "Are you still working for this customer?",
        help="The same contract is still running, or further orders are open.",
        find="You know this.",
        why="Pausing is a lever, and can be a breach if you do it wrongly (suspend_work, refuse_new_work).",
        changed_by="you",
        ordinary=False,
        ease=1,
    )
    holds_deliverables: YesNo | None = fact(
        "Do you still hold work or goods of this job?",
        help="Finished files not yet handed over, or the customer's own things in your workshop.",
        find="You know this.",
        why="Some of it may be kept until payment (withhold_deliverables, possessory_lien).",
        changed_by="you",
        ordinary=False,
        ease=1,
    )
    holds_deposit: AmountOrNone | None = fact(
        "Do you hold any deposit or other money of the customer?",
        help="The sum that you have not yet counted toward this bill. Say none if you hold nothing.",
        find="Your bank records and the contract's deposit clause.",
        why="It may be set against the debt, unless it was given for something else (setoff_deposit).",
        changed_by="you",
        ordinary=False,
    )
    bounced_check: YesNo | None = fact(
        "Did the customer pay with a cheque that bounced?",
        help="A cheque the bank returned unpaid.",
        find="The returned cheque and your bank's notice.",
        why="Many places give a fee or a multiple on top after a proper demand (bounced_check_claim).",
        changed_by="nobody",
        ordinary=False,
        ease=1,
    )
    evidence: Annotated[
        tuple[
            Literal[
                "contract",
                "written_order",
                "invoice",
                "delivery_record",
                "timesheets",
                "emails",
                "messages",
                "photos",
                "acceptance",
                "payment_record",
                "witness",
            ],
            ...,
        ]
        | None,
        _LIST,
    ] = fact(
        "Which of these papers do you have?",
        help="Tick all that you could show today.",
        find="Your folders, mailbox, phone and invoicing program.",
        why="It makes the list of what to bring and what is still missing (review_file, small_claims).",
        changed_by="you",
        words={
            "contract": "the contract",
            "written_order": "a written order or accepted quote",
            "invoice": "the invoice",
            "delivery_record": "proof of delivery",
            "timesheets": "timesheets or work logs",
            "emails": "emails",
            "messages": "text or chat messages",
            "photos": "photos or copies of the work",
            "acceptance": "the customer's acceptance or thanks",
            "payment_record": "records of payments",
            "witness": "somebody who saw or heard it",
        },
    )


class Contract(Group):
    """What was agreed."""

    form: Literal["signed", "unsigned_writing", "oral", "implied", "none"] | None = fact(
        "In what form was the work agreed?",
        help="Signed: paper or e-signature. Unsigned writing: an accepted quote, emails. Oral: talked about only. Implied: nobody said it, "
        "but both acted as if agreed. None: the customer never asked for it.",
        find="The contract, the quote and the emails from before you began.",
        why="The time limit to sue and claims against public bodies depend on it.",
        changed_by="nobody",
        ease=1,
        words={
            "signed": "a signed contract",
            "unsigned_writing": "in writing, not signed (emails, an accepted quote)",
            "oral": "by word of mouth",
            "implied": "not said, but clear from what both did",
            "none": "not agreed at all",
        },
    )
    open_account: YesNo | None = fact(
        "Is it a running account with this customer?",
        help="Many charges and payments over time on one running balance, rather than separate jobs.",
        find="Your statements of account to the customer.",
        why="Running accounts may have a time limit of their own.",
        changed_by="nobody",
        ordinary=False,
    )
    signed_on: DayOrNone | None = fact(
        "When was the contract signed or agreed?",
        help="The day of the last signature; without signatures, the day you both said yes. Say none if there was no agreement.",
        find="Beside the signatures; else the email that accepts.",
        why="Some laws changed and apply by the contract's date.",
        changed_by="nobody",
    )
    arbitration: Literal["none", "optional", "mandatory"] | None = fact(
        "Does the contract send disputes to arbitration?",
        help='Mandatory: "shall be settled by arbitration". Optional: "may". None: the word does not occur.',
        find='Look for "arbitration" or "disputes" near the end, and in any terms and conditions that it refers to.',
        why="A mandatory clause closes the courts until it is dealt with (arbitration, small_claims, civil_court).",
        changed_by="nobody",
        ordinary="none",
        asked_when=[_WRITTEN],
        words={
            "none": "no",
            "optional": "yes, as something the parties may choose",
            "mandatory": "yes, disputes must be arbitrated",
        },
    )
    arbitration_small_claims_carve_out: YesNo | None = fact(
        "Does that clause leave small claims to the courts?",
        help='For example "either party may bring an individual claim in small claims court". Some arbitration rules say so too.',
        find="The same clause, and the arbitration rules that it names.",
        why="It keeps small claims open in spite of the clause (small_claims).",
        changed_by="nobody",
        asked_when=[_CLAUSE],
    )
    arbitration_rules: Literal["aaa_consumer", "aaa_commercial", "jams", "other"] | None = fact(
        "Whose arbitration rules does the clause name?",
        help="The body or rules named in the clause; other if it names another or none.",
        find="The same clause.",
        why="Rules differ in cost, and some leave small claims to the courts.",
        changed_by="nobody",
        asked_when=[_CLAUSE],
        words={
            "aaa_consumer": "AAA consumer rules",
            "aaa_commercial": "AAA commercial rules",
            "jams": "JAMS",
            "other": "another body, or none named",
        },
    )
    arbitration_drafted_by: Literal["creditor", "customer"] | None = fact(
        "Whose paper was the contract: yours or the customer's?",
        help="Who wrote the arbitration clause, or whose standard terms it came from.",
        find="The letterhead or logo of the contract or terms.",
        why="A business often cannot rely on its own clause against a consumer.",
        changed_by="nobody",
        asked_when=[_CLAUSE],
        ease=1,
        words={"creditor": "mine", "customer": "the customer's"},
    )
    mediation_first: YesNo | None = fact(
        "Does the contract demand mediation before anything else?",
        help='For example "the parties shall first attempt mediation".',
        find='The "disputes" clause.',
        why="A court or arbitrator may send you back until it is done (mediation, civil_court, arbitration).",
        changed_by="nobody",
        ordinary=False,
        asked_when=[_WRITTEN],
    )
    negotiation_first: YesNo | None = fact(
        "Does the contract demand talks before anything else?",
        help='For example "senior managers shall meet and try to resolve the dispute".',
        find='The "disputes" clause.',
        why="The step must be done, and provable, before a suit or arbitration (meeting, civil_court, arbitration).",
        changed_by="nobody",
        ordinary=False,
        asked_when=[_WRITTEN],
    )
    notice_and_cure_days: CountOrNone | None = fact(
        "Must you give notice and time to put things right first, and how many days?",
        help="The number of days the customer has after your notice. Say none if there is no such clause.",
        find='Clauses called "default", "breach", "termination" or "notice".',
        why="Suing, stopping work or ending the contract before the days have run may be a breach by you.",
        changed_by="nobody",
        ordinary=False,
        asked_when=[_WRITTEN],
    )
    forum_selection: Annotated[ForumSelection | Literal[False] | None, _table(ForumSelection)] = fact(
        "Does the contract say where lawsuits must be brought?",
        help="A clause naming the courts of a place. Say none if there is none.",
        find='Near the end, under "jurisdiction", "venue" or "disputes".',
        why="It can move the court, its limits and its fees to another place.",
        changed_by="nobody",
        ordinary=False,
        asked_when=[_WRITTEN],
    )
    governing_law: Annotated[Place | Literal[False] | None, BeforeValidator(_place_or_none)] = fact(
        "Which place's law does the contract choose?",
        help="The place in the governing-law clause. Say none if it chooses none.",
        find='Near the end, under "governing law" or "applicable law".',
        why="Interest and sometimes the time limit follow it.",
        changed_by="nobody",
        ordinary=False,
        asked_when=[_WRITTEN],
    )
    late_fee: LateFee | None = fact(
        "Does the contract set a fee for paying late?",
        help='A sum (25.00), a percentage ("5%"), yes if you do not know how much, or none.',
        find="Payment terms in the contract; terms on the invoice alone count less.",
        why="An agreed fee can be charged, within limits (contract_late_charge).",
        changed_by="nobody",
        ordinary=False,
    )
    interest_rate: NumberOrNone | None = fact(
        "Does the contract set interest on late payment? How much a year?",
        help="Percent a year: 1.5 percent a month is 18. Say none if it sets none.",
        find="Payment terms in the contract.",
        why="It replaces the rate of the law, within limits (contract_late_charge, statutory_late_interest).",
        changed_by="nobody",
        ordinary=False,
    )
    late_charge_agreed_when: Literal["before_work", "on_invoice_only"] | None = fact(
        "When was that late fee or interest agreed?",
        help="Before work: it stood in the contract, quote or order. Only on the invoice: the customer first saw it there.",
        find="The contract or quote; if it is not there, the foot of the invoice.",
        why="A charge that stands only on the invoice is usually not owed (contract_late_charge).",
        changed_by="nobody",
        words={"before_work": "before the work, in the contract, quote or order", "on_invoice_only": "only on the invoice"},
    )
    attorney_fees: Literal["none", "creditor_only", "mutual"] | None = fact(
        "Does the contract say who pays lawyers' fees?",
        help="Creditor only: the customer pays yours if it does not pay the bill. Mutual: the loser pays, or the winner is paid.",
        find='Clauses called "attorney\'s fees", "costs" or "collection costs".',
        why="It changes whether a lawyer is worth the money (attorney_letter, civil_court), and the risk if you lose.",
        changed_by="nobody",
        ordinary="none",
        asked_when=[_WRITTEN],
        words={
            "none": "it says nothing",
            "creditor_only": "the customer pays mine",
            "mutual": "the loser pays the winner's",
        },
    )
    suspension_right: YesNo | None = fact(
        "Does the contract let you stop work when you are not paid?",
        help='For example "may suspend services if an invoice is overdue".',
        find='Clauses called "payment", "suspension" or "default".',
        why="Without such a right, stopping may be a breach by you (suspend_work).",
        changed_by="nobody",
        ordinary=False,
        asked_when=[_WRITTEN],
    )
    rights_kept_until_paid: YesNo | None = fact(
        "Does the contract keep ownership or rights with you until you are paid?",
        help="For example copyright passes, or goods become the customer's, only on full payment.",
        find='Clauses called "ownership", "licence", "intellectual property" or "title".',
        why="It may let you hold back, or object to the use of, unpaid work (withhold_deliverables).",
        changed_by="nobody",
        ordinary=False,
        asked_when=[_WRITTEN],
    )
    limitation_months: CountOrNone | None = fact(
        "Does the contract shorten the time to sue, and to how many months?",
        help="For example 12 for one year. Say none if it does not.",
        find='Clauses called "limitation", "claims" or "disputes"; look for "must be brought within".',
        why="Where such a clause is lawful, the deadline to sue is that much earlier.",
        changed_by="nobody",
        ordinary=False,
        asked_when=[_WRITTEN],
        ease=3,
    )
    no_assignment: YesNo | None = fact(
        "Does the contract forbid handing your claim to somebody else?",
        help="A clause against assignment without consent.",
        find='Near the end, under "assignment".',
        why="It may close selling the debt, or handing it to an agency by assignment (sell_debt, collection_agency).",
        changed_by="nobody",
        ordinary=False,
        asked_when=[_WRITTEN],
    )
    prime_contract_with: Literal["federal", "state", "local", "private"] | None = fact(
        "With whom is the main contract at the top of the chain?",
        help="If you worked for a contractor: who is that contractor's client in the end?",
        find="The flow-down clauses of your contract; ask the main contractor.",
        why="It decides which bond and which prompt-payment law covers you (payment_bond_claim, prompt_payment_claim).",
        changed_by="nobody",
        ordinary="private",
        asked_when=[["claim.tier", "is_not", "prime"]],
        words={
            "federal": "a federal or national body",
            "state": "a state, province or its agency",
            "local": "a city, county, school or other local body",
            "private": "a private owner or client",
        },
    )
    public_formalities_met: YesNo | None = fact(
        "Was the contract made as the public body's rules require?",
        help="Usually in writing, by somebody with authority to sign, with the money approved.",
        find="The signed contract or purchase order: who signed, and the order number.",
        why="Without that a public body may owe nothing, though it used the work (government_claim, government_court).",
        ordinary=True,
        changed_by="nobody",
        asked_when=[_PUBLIC],
        ease=3,
    )
    immunity_waived: YesNo | None = fact(
        "Did the tribe, state or international body agree in writing that it can be sued?",
        help='A clause such as "waives sovereign immunity" or that agrees to courts or arbitration.',
        find="The disputes clause, and any resolution of its council or board.",
        why="Without it the courts are closed against such a customer.",
        changed_by="others",
        ordinary=False,
        asked_when=[["customer.kind", "one_of", ["government", "tribe", "foreign_state", "international_body"]]],
    )
    consumer_notices_given: YesNo | None = fact(
        "Did the consumer get the papers and notices that such a contract needs?",
        help="For example notice of a right to cancel a contract made at home or at a distance, or a written home-improvement contract.",
        find="The copy the customer signed; your standard set of papers.",
        why="Without them the contract may be cancelled or not enforced.",
        changed_by="nobody",
        ordinary=True,
        asked_when=[["claim.purpose", "is", "consumer"], _PERSON],
    )


class Dispute(Group):
    """What the customer says."""

    reason: Literal["financial", "quality", "invoice", "miscommunication", "silent", "refuses", "walked_out"] | None = fact(
        "Why has the customer not paid, as far as you can tell?",
        help="Financial: no money. Quality: unhappy with the work. Invoice: disputes the bill. Miscommunication: a misunderstanding or a "
        "lost invoice. Silent: no answer. Refuses: a plain no. Walked out: left without paying.",
        find="Their messages and what they said on the phone.",
        why="The remedy that fits depends on it: a plan for money trouble, mending for a complaint, a warning for silence.",
        changed_by="others",
        ease=1,
        words={
            "financial": "money trouble",
            "quality": "not happy with the work",
            "invoice": "disputes the invoice",
            "miscommunication": "a misunderstanding, or the invoice was lost",
            "silent": "no answer at all",
            "refuses": "simply refuses",
            "walked_out": "left without paying",
        },
    )
    status: Literal["admitted", "undisputed", "queried", "part_disputed", "disputed"] | None = fact(
        "Does the customer say that the debt is not owed?",
        help="Admitted: said it is owed. Undisputed: never objected. Queried: asked questions. Part disputed: objects to some. Disputed: "
        "objects to all.",
        find="Their messages since the invoice.",
        why="A disputed debt closes or endangers some steps (statutory_demand, insolvency_petition), and points to mediation.",
        changed_by="others",
        ordinary="undisputed",
        ease=1,
        words={
            "admitted": "they admit that they owe it",
            "undisputed": "they have never objected",
            "queried": "they have asked questions about it",
            "part_disputed": "they dispute a part",
            "disputed": "they dispute all of it",
        },
    )
    disputed_amount: AmountOrNone | None = fact(
        "How much of it do they dispute?",
        help="The part they say is not owed. Say none if they dispute nothing.",
        find="Their complaint, line by line beside your invoice.",
        why="The rest can be asked for and sued on at once.",
        changed_by="others",
        ordinary=False,
        asked_when=[_OBJECTION],
    )
    raised_on: DayOrNone | None = fact(
        "When did they first object?",
        help="The day of their first complaint about the work or the bill. Say none if they never objected.",
        find="Their first message that complains.",
        why="A complaint that came only after the reminders is weaker, and some procedures need objections in time.",
        changed_by="nobody",
        asked_when=[_OBJECTION],
    )
    acknowledgment: Annotated[Acknowledgment | Literal[False] | None, _table(Acknowledgment)] = fact(
        "Has the customer admitted the debt?",
        help='For example "I know I owe you, give me until May". Say none if never.',
        find="Their messages and letters since the due date.",
        why="It is evidence, and may start the time limit to sue anew (debt_acknowledgment).",
        changed_by="others",
        ordinary=False,
    )
    full_payment_check: Annotated[FullPaymentCheck | Literal[False] | None, _table(FullPaymentCheck)] = fact(
        'Did the customer send a smaller cheque marked "payment in full"?',
        help="Or the same in the letter that came with it, or with a transfer. Say none if not.",
        find="The cheque and the letter that came with it.",
        why="Cashing it may have settled the whole claim (discount_settlement).",
        changed_by="others",
        ordinary=False,
        ease=1,
    )
    counterclaim_threatened: YesNo | None = fact(
        "Does the customer say that you owe them something?",
        help="For example damage caused, a refund, or the cost of having the work redone.",
        find="Their messages.",
        why="A suit may bring a counter-suit: it is a reason to see an attorney first.",
        changed_by="others",
        ordinary=False,
        ease=1,
    )


class History(Group):
    """What has been done so far."""

    reminders: Annotated[tuple[DatedEvent, ...] | None, _LIST] = fact(
        "Which reminders have you sent?",
        help="Each written reminder by its date. Say none if you have sent none.",
        find="Your sent folder and invoicing program.",
        why="The order of contact and the firm warning depend on how often you asked (reminder, final_warning).",
        changed_by="you",
        ordinary=(),
    )
    calls: Annotated[tuple[DatedEvent, ...] | None, _LIST] = fact(
        "When have you spoken or tried to speak with them?",
        help="Calls and meetings by their dates, tries included. Say none if there were none.",
        find="Your phone's call list and calendar.",
        why="They count as tries before a firm warning (phone_call, final_warning).",
        changed_by="you",
        ordinary=(),
    )
    demand_letters: Annotated[tuple[DatedEvent, ...] | None, _LIST] = fact(
        "When have you sent a formal demand letter?",
        help="A letter that names the sum and a last day, and says what follows. Say none if you have sent none.",
        find="Your copy and the postal receipt.",
        why="Some courts and laws require it, with days to wait, before a suit (demand_letter, small_claims).",
        changed_by="you",
        ordinary=(),
    )
    mediations: Annotated[tuple[DatedEvent, ...] | None, _LIST] = fact(
        "Has there been a mediation?",
        help="Each by its date. Say none if there was none.",
        find="The mediator's letters.",
        why="It fulfils a clause that demands mediation first (mediation).",
        changed_by="you",
        ordinary=(),
    )
    payment_plan: Annotated[PaymentPlan | Literal[False] | None, _table(PaymentPlan)] = fact(
        "Has a payment plan been offered or agreed?",
        help="Instalments, by whoever proposed them. Say none if not.",
        find="Your messages with the customer.",
        why="A running plan holds back other steps; a broken one opens them (payment_plan).",
        changed_by="you",
        ordinary=False,
    )
    preliminary_notice: Event | None = fact(
        "Did you send a preliminary notice for the construction job?",
        help="The early notice to the owner or main contractor that keeps lien or bond rights; the words that a law prescribes, in your "
        "contract or with the first invoice, count too. Its day; yes if the day is not known; none.",
        find="Your copy and the postal receipt.",
        why="In many places the lien is lost without it (mechanics_lien, payment_bond_claim).",
        changed_by="you",
        ordinary=False,
        asked_when=[_LAND],
    )
    lien_intent_notice: Event | None = fact(
        "Have you given the owner notice that you intend to record a lien?",
        help="The late notice, after the work, that some places want some days before a lien is recorded. Its day; yes if the day is not "
        "known; none.",
        find="Your copy and the postal receipt.",
        why="Where it is needed, a lien recorded without it, or too soon after it, is lost (mechanics_lien).",
        changed_by="you",
        ordinary=False,
        asked_when=[_LAND],
    )
    lien_recorded: Event | None = fact(
        "Have you recorded a construction lien?",
        help="The day it was recorded; yes if you do not know the day; none.",
        find="The recorder's stamp on your copy, or the county's land records.",
        why="The time to sue on the lien runs from it (mechanics_lien).",
        changed_by="you",
        ordinary=False,
        asked_when=[_LAND],
    )
    bond_notice: Event | None = fact(
        "Have you given notice of a claim on the payment bond?",
        help="The day it was given; yes if you do not know the day; none.",
        find="Your copy and the proof of delivery.",
        why="Those further down the chain lose the bond without it (payment_bond_claim).",
        changed_by="you",
        ordinary=False,
    )
    public_claim: Annotated[PublicClaim | Literal[False] | None, _table(PublicClaim)] = fact(
        "Have you given the public body a formal claim?",
        help="A written claim or notice of claim under its own procedure, not just the invoice. Say none if not.",
        find="Your copy of the claim, and the proof of delivery.",
        why="It usually comes before any court against a public body (government_claim, government_court).",
        changed_by="you",
        ordinary=False,
        asked_when=[_PUBLIC],
    )
    work_suspended: Event | None = fact(
        "Have you stopped working because you were not paid?",
        help="The day you stopped; yes if you do not know the day; none.",
        find="Your message to the customer.",
        why="It matters whether you had the right to (suspend_work).",
        changed_by="you",
        ordinary=False,
        ease=1,
    )
    handed_to_agency: Event | None = fact(
        "Have you given the debt to a collection agency?",
        help="The day you did; yes if you do not know the day; none.",
        find="The agreement with the agency.",
        why="Further steps then go through the agency (collection_agency).",
        changed_by="you",
        ordinary=False,
        ease=1,
    )
    suit: Annotated[Suit | Literal[False] | None, _table(Suit)] = fact(
        "Have you already sued for this?",
        help="Any court claim for this debt, small claims included. Say none if not.",
        find="Court papers and the court's online case record.",
        why="What comes next depends on the suit: service, default, hearing (default_judgment).",
        changed_by="you",
        ordinary=False,
        ease=1,
    )
    award: Annotated[Award | Literal[False] | None, _table(Award)] = fact(
        "Do you have an arbitrator's award?",
        help="A decision in your favour. Say none if not.",
        find="The arbitrator's or the arbitration body's letter.",
        why="It can be turned into a judgment (confirm_award).",
        changed_by="others",
        ordinary=False,
        ease=1,
    )
    judgment: Annotated[Judgment | Literal[False] | None, _table(Judgment)] = fact(
        "Do you have a court judgment for this debt?",
        help="A decision that the customer must pay you. Say none if not.",
        find="The court's paper, or its online case record.",
        why="It opens the ways to collect: liens, levies, garnishment (judgment_lien, bank_levy, wage_garnishment).",
        changed_by="others",
        ordinary=False,
        ease=1,
    )


class Choices(Group):
    """What is yours to decide. Changing a choice changes the case."""

    waive_excess: YesNo | None = fact(
        "Would you give up what is over the small-claims limit?",
        help="The sum above the limit is then lost for good, in return for the simpler court.",
        find="This is your decision; the report shows the sum given up.",
        why="It opens small claims for a claim that is over the limit (small_claims).",
        changed_by="you",
        ordinary=False,
        ease=1,
    )
    claim_interest: YesNo | None = fact(
        "Do you want to claim interest and late charges?",
        help="You may leave them out, to keep the peace or to stay below a limit.",
        find="This is your decision.",
        why="It changes the sum to ask for, and in some places whether the claim fits a limit.",
        changed_by="you",
        ordinary=False,
        ease=1,
    )
    hire_lawyer: YesNo | None = fact(
        "Have you engaged a lawyer, or will you for this?",
        help="Yes if one acts for you or you have decided to engage one.",
        find="This is your decision.",
        why="Some claimants cannot appear in court without one (civil_court, federal_court); it also opens a lawyer's letter.",
        changed_by="you",
        ordinary=False,
        ease=1,
    )
    relationship_matters: YesNo | None = fact(
        "Do you want to keep this customer?",
        help="Yes if you hope to work for them again.",
        find="This is your decision.",
        why="It puts talks, plans and mediation before sharper steps.",
        changed_by="you",
        ordinary=False,
        ease=1,
    )


def _first(value: Any) -> date | None:
    return value.first if isinstance(value, Span) else value if isinstance(value, date) else None


def _last(value: Any) -> date | None:
    return value.last if isinstance(value, Span) else value if isinstance(value, date) else None


# What cannot come before what, whatever the law says: the later event, the earlier one, and why.
IN_ORDER: tuple[tuple[str, str, str], ...] = (
    ("claim.work_finished_on", "claim.work_started_on", "work cannot end before it begins"),
    ("customer.bankruptcy.claims_bar_on", "customer.bankruptcy.petition_on", "the last day to claim cannot lie before the insolvency"),
    ("customer.bankruptcy.ended_on", "customer.bankruptcy.petition_on", "an insolvency cannot end before it begins"),
    ("customer.estate_opened_on", "customer.died_on", "an estate cannot be opened before the death"),
    ("history.judgment.on", "history.suit.filed_on", "a judgment cannot come before the suit"),
    ("history.judgment.last_execution_on", "history.judgment.on", "an execution cannot be issued before the judgment"),
    ("history.judgment.recorded_on", "history.judgment.on", "a judgment cannot be recorded before it is given"),
    ("history.award.confirmed_on", "history.award.on", "an award cannot be confirmed before it is made"),
    ("history.payment_plan.agreed_on", "history.payment_plan.offered_on", "a plan cannot be agreed before it is offered"),
    ("history.payment_plan.broken_on", "history.payment_plan.agreed_on", "a plan cannot be broken before it is agreed"),
    ("history.public_claim.decision_on", "history.public_claim.sent_on", "a claim cannot be decided before it is sent"),
)


def _known_answers(value: Any) -> Any:
    """Accept a table of answers by the ids of their facts."""
    if isinstance(value, dict):
        _known_ids(list(value))
    return {} if value is None or value is False else value


def _known_ids(value: Any) -> Any:
    """Accept a list of the ids of facts."""
    from nonpay_advisor.vocabulary import catalogue

    if value is None or value is False:
        return ()
    if not isinstance(value, (list, tuple)):
        raise ValueError('a list of fact ids is needed, like ["customer.has_means"]')
    known = catalogue.facts()
    for item in value:
        if not isinstance(item, str) or item not in known:
            near = difflib.get_close_matches(str(item)[:80], known, n=1)
            raise ValueError(
                f"{str(item)[:80]!r} is no fact" + (f" (did you mean {near[0]}?)" if near else "") + "; a list of fact ids is needed"
            )
    return tuple(dict.fromkeys(value))


class Facts(Group):
    """A whole case, as the interview and the files give it.

    skipped    facts that were asked and are not known, so that a resumed interview does not ask them again; a fact that is
               given is known, whether it stands here or not
    to_ask     facts that the interview asks (again): what was ticked in a list, or a list of which only a part was told
    set_aside  answers that no longer fit, by fact id; the interview brings them back if they fit again. Nothing rests on them
    """

    format: Literal[1] = 1
    ordinary: YesNo = False
    skipped: Annotated[tuple[str, ...], BeforeValidator(_known_ids)] = ()
    to_ask: Annotated[tuple[str, ...], BeforeValidator(_known_ids)] = ()
    set_aside: Annotated[dict[str, Any], BeforeValidator(_known_answers)] = Field(default_factory=dict)
    creditor: Creditor = Creditor()
    customer: Customer = Customer()
    claim: Claim = Claim()
    contract: Contract = Contract()
    dispute: Dispute = Dispute()
    history: History = History()
    choices: Choices = Choices()

    def given(self, fact_id: str) -> Any:
        """What was given for a fact (`customer.bankruptcy.stage`): None if unknown, False if its table is said to be none.

        Raises KeyError for an id that is not in the vocabulary of the table that is there.
        """
        value: Any = self
        for part in fact_id.split("."):
            if value is None or value is False:
                return value
            if part not in getattr(type(value), "model_fields", ()):
                raise KeyError(fact_id)
            value = getattr(value, part)
        return value

    @model_validator(mode="before")
    @classmethod
    def _null_is_absent(cls, value: Any) -> Any:
        return {k: v for k, v in value.items() if v is not None} if isinstance(value, dict) else value

    @model_validator(mode="after")
    def _possible(self) -> Facts:
        for later, earlier, why in IN_ORDER:
            after, before = self.given(later), self.given(earlier)
            end, start = _last(after), _first(before)
            if end is not None and start is not None and end < start:
                raise ValueError(
                    f"{later} is {after}, but {earlier} is {before}: {why}. Allowed: {later} on or after {start}. Check both dates"
                )
        return self
