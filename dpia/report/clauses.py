"""The thirteen clauses of the model annex to an agreement, and what each is compared with in an assessment.

The words are a professional proposal of this project. No act prescribes them; the duties that they carry out stand in
Articles 5, 26, 28 and 46 GDPR and in Article 37 LED.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from dpia.report.formal import Field
from dpia.wording import N_


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause to agree on. `ticked` are the options of X-11 that it stands for, `questions` those of `exchange` beside it."""

    title: str
    text: tuple[str, ...]
    questions: tuple[str, ...]
    ticked: tuple[str, ...] = ()


CLAUSES: Final = (
    Clause(
        N_("Purposes"),
        (
            N_(
                "The parties exchange personal data only for the purposes listed here, each with the flow it belongs to."
            ),
            N_("Every other use needs the written consent of the party that sent the data, given before the use."),
        ),
        ("flow_types",),
        ("c_purpose",),
    ),
    Clause(
        N_("Data, and no more than needed"),
        (
            N_("For each flow the annex lists whose data are sent and which items. What is not listed is not sent."),
            N_(
                "Free text and whole files are sent only where a code or a summary will not do, and the reason is noted."
            ),
        ),
        ("exchanged_items", "flows"),
        ("c_categories",),
    ),
    Clause(
        N_("Legal basis on each side"),
        (
            N_(
                "Each party names the provision on which it sends, receives and uses the data, and the tool for the transfer."
            ),
            N_("A party whose basis ends or changes says so at once; what rests on it stops."),
        ),
        ("regimes", "gdpr_tools", "led_tools"),
        ("c_legal_basis",),
    ),
    Clause(
        N_("No onward sharing without agreement"),
        (
            N_(
                "The receiving party passes data to nobody else, other bodies of its own State included, unless the sending "
                "party has agreed in the single case and in writing."
            ),
            N_("It keeps a register of what was passed on, to whom, when and why, which the sending party may see."),
        ),
        ("onward_sharing", "caveats"),
        ("c_onward",),
    ),
    Clause(
        N_("Wall against other uses"),
        (
            N_(
                "Data given for help or protection are not used for immigration enforcement, for the prosecution of the person "
                "concerned, or for other decisions against them."
            ),
            N_("This is made sure by technology, by separate accounts and by checks, and not by instructions alone."),
        ),
        ("asylum_to_origin", "support_orders"),
        ("c_purpose",),
    ),
    Clause(
        N_("How long data are kept, and erasure"),
        (
            N_(
                "For each flow the annex sets a time after which the receiving party erases the data, in copies as well."
            ),
            N_("Erasure is confirmed to the sending party within thirty days."),
        ),
        ("receipt_deletion",),
        ("c_retention",),
    ),
    Clause(
        N_("Accuracy and correction"),
        (
            N_("Each item is marked by source, reliability and date. A suspicion is never sent as a fact."),
            N_(
                "Whoever learns of an error tells all recipients without delay; these correct or erase, and confirm it within "
                "the time agreed here."
            ),
        ),
        ("quality_gate", "correction_push", "correction_time"),
        ("c_quality",),
    ),
    Clause(
        N_("Security and confidentiality"),
        (
            N_(
                "Data travel encrypted from the sender to the recipient. Each person uses an account of their own with a second "
                "factor; access is logged and the logs are looked at."
            ),
            N_("Everybody who reads the data is bound to secrecy, also after leaving."),
        ),
        ("end_to_end", "key_control", "named_accounts", "no_consumer_apps", "dispatch_check", "hosting"),
        ("c_security",),
    ),
    Clause(
        N_("Notice of a breach"),
        (
            N_(
                "A party that learns of a breach tells the others at once, and within twenty-four hours at the latest, at the "
                "contact point for all hours, with what is known of data, people and danger."
            ),
            N_("The parties agree beforehand who warns the people in danger, and how without putting them at risk."),
        ),
        ("breach_plan",),
        ("c_breach",),
    ),
    Clause(
        N_("Rights of people, and what they are told"),
        (
            N_(
                "The person can turn to any of the parties, free of charge and in a language they understand. The party asked "
                "takes care that the others act."
            ),
            N_(
                "People are told of the exchange before it happens, unless the law allows it later and the reason is noted."
            ),
        ),
        ("person_decision", "decision_elements", "child_steps", "lead_contact"),
        ("c_rights",),
    ),
    Clause(
        N_("Urgent requests, and contact points at all hours"),
        (
            N_(
                "Each party keeps a contact point that answers day and night. A request that concerns a danger to life is "
                "answered within the time agreed here."
            ),
            N_(
                "The asking office is called back at a number that the parties have exchanged before. What was done in urgency is "
                "confirmed in writing and checked afterwards by somebody who did not decide it."
            ),
        ),
        ("target_times", "contact_all_hours", "emergency_route", "emergency_check", "emergency_check_time"),
    ),
    Clause(
        N_("Supervision and audit"),
        (
            N_("On each side an independent body may see records and logs, and hears complaints of people."),
            N_("The parties record each exchange and each refusal, and audit the exchange together once a year."),
        ),
        ("joint_oversight", "joint_audit", "exchange_record", "refusal_log"),
        ("c_oversight", "c_audit"),
    ),
    Clause(
        N_("Ending, what becomes of the data, and liability"),
        (
            N_(
                "Each party can suspend the exchange at once, in whole or in part, where people are in danger or a clause is not "
                "kept. At the end data are returned or erased, and this is confirmed; what protects people goes on to hold."
            ),
            N_(
                "Whoever suffers damage is compensated in full by the party they turn to; the parties settle it between them."
            ),
        ),
        ("stop_tested", "stop_who", "great_changes"),
        ("c_suspension", "c_liability"),
    ),
)
REQUEST: Final = ("target_times", "contact_all_hours")
"""The questions of `exchange` whose answers stand on the form of a request."""


SIGNED: Final = N_("Name, function, date, hour, signature")
ASKED: Final = (
    Field(N_("From, to"), N_("Office and country on both sides; number of the request, no name of a person in it")),
    Field(N_("Contact at all hours"), N_("Number for calling back, as the parties have exchanged it before")),
    Field(N_("Urgency"), boxes=(N_("Danger to life"), N_("Urgent"), N_("Ordinary"))),
    Field(N_("Why so urgent, and until when"), N_("Facts; what happens if the answer comes later")),
    Field(N_("Data asked for"), N_("Items of the annex, for whom, for which time; why less will not do"), tall=True),
    Field(N_("Purpose"), N_("One purpose of the annex; every other use is excluded")),
    Field(N_("Legal basis, and who authorised it"), N_("Provision; name of the court or authority, date")),
    Field(
        N_("The person"),
        N_("Unsafe ways of contact; who must not learn of it"),
        (N_("Agrees"), N_("Not asked, because"), N_("A child")),
    ),
    Field(N_("After use"), N_("Passed on to, kept until, erased on")),
    Field(SIGNED),
)
ANSWERED: Final = (
    Field(N_("Checked"), boxes=(N_("Called back"), N_("Basis and need"), N_("Danger to the person"))),
    Field(N_("Result, with reason"), boxes=(N_("Given"), N_("Given in part"), N_("Refused"))),
    Field(N_("Conditions of use")),
    Field(SIGNED),
)
"""What the asking office fills in, and what the asked one answers."""
