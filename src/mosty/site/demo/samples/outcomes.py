"""What comes of meetings: outcomes with notes, and the contracts planned for the demo."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from random import Random
from typing import Literal, cast, get_args

from mosty.site.demo.reading import Entry, Text, read_file
from mosty.site.demo.samples.directory import NAMES, Vocabulary
from mosty.site.demo.samples.records import Contract, Outcome

NeedOf = Literal["host", "foreign", "either"]


@dataclass(frozen=True)
class ContractPlan:
    """A contract to be: which need and which offer must have met, and from which countries."""

    key: str
    subject: Text
    sector: str
    value: Decimal
    currency: str
    signed_on: date
    need: str
    offer: str
    need_of: NeedOf
    partner: tuple[str, ...]


def load_outcomes(vocabulary: Vocabulary) -> tuple[dict[str, Outcome], tuple[ContractPlan, ...]]:
    """names/outcomes.yaml: outcomes by key, and the plans of the contracts."""
    top = read_file(NAMES / "outcomes.yaml")
    outcomes = {key: _outcome(key, entry) for key, entry in top.entries("outcomes")}
    plans = tuple(_plan(key, entry, vocabulary) for key, entry in top.entries("contracts"))
    top.done()
    return outcomes, plans


def _outcome(key: str, entry: Entry) -> Outcome:
    notes = []
    for note in entry.listed("notes"):
        notes.append({"ru": note.string("ru"), "en": note.string("en")})
        note.done()
    outcome = Outcome(
        key=key,
        name=entry.text("name"),
        weight=entry.value("weight", int),
        notes=tuple(notes),
    )
    entry.done()
    return outcome


def _plan(key: str, entry: Entry, vocabulary: Vocabulary) -> ContractPlan:
    plan = ContractPlan(
        key=key,
        subject=entry.text("subject"),
        sector=entry.reference("sector", vocabulary.sectors),
        value=Decimal(entry.string("value")),
        currency=entry.string("currency"),
        signed_on=date.fromisoformat(entry.string("signed_on")),
        need=entry.reference("need", vocabulary.needs),
        offer=entry.reference("offer", vocabulary.offers),
        need_of=cast("NeedOf", entry.reference("need_of", get_args(NeedOf))),
        partner=tuple(entry.value("partner", list)),
    )
    entry.done()
    return plan


def contract_of(plan: ContractPlan, requests: tuple[str, ...]) -> Contract:
    return Contract(
        key=plan.key,
        subject=plan.subject,
        sector=plan.sector,
        value=plan.value,
        currency=plan.currency,
        signed_on=plan.signed_on,
        requests=requests,
    )


def outcome_of(request: str, outcomes: Mapping[str, Outcome], seed: int) -> tuple[Outcome, Text]:
    """The outcome of a held meeting and its note: the same for the same request and seed."""
    chance = Random(f"{seed}:outcome:{request}")
    kinds = list(outcomes.values())
    outcome = chance.choices(kinds, [kind.weight for kind in kinds])[0]
    return outcome, chance.choice(outcome.notes)
