"""The demo's facts: complete, with both languages, and strict about their own file."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from mosty.site.demo.facts import Facts, load_facts
from mosty.site.demo.reading import FOLDER, DataError


@pytest.fixture(scope="module")
def facts() -> Facts:
    return load_facts()


def test_every_entry_is_there(facts: Facts) -> None:
    counts = {
        "sources": len(facts.sources),
        "organisations": len(facts.organisations),
        "offices": len(facts.offices),
        "events": len(facts.events),
        "agreements": len(facts.agreements),
        "contracts": len(facts.contracts),
        "programmes": len(facts.programmes),
        "support_measures": len(facts.support_measures),
        "figures": len(facts.figures),
    }
    assert counts == {
        "sources": 5,
        "organisations": 24,
        "offices": 4,
        "events": 9,
        "agreements": 12,
        "contracts": 3,
        "programmes": 6,
        "support_measures": 2,
        "figures": 20,
    }


def test_spot_values(facts: Facts) -> None:
    week = facts.events["week-2025"]
    assert (week.starts, week.ends, week.edition, week.city) == (
        "2025-12-08",
        "2025-12-12",
        2,
        "moscow",
    )
    assert facts.events["film-week-2025"].starts == "2025-08"
    assert facts.events["forum-2025"].venue == "film-factory"
    assert len(facts.events["regions-visit"].from_cities) == 11
    assert facts.sources["regional-report"].published == "2024-01"
    assert facts.organisations["moskino"].parent == "film-cluster"
    assert facts.figures["week-contract-value"].value == 160_000_000
    assert facts.figures["week-contract-value"].currency == "RUB"
    assert facts.figures["week-foreign-countries"].named == ("CN", "TR", "IN", "RS", "SA", "BR")
    visits = facts.programmes["regional"].visits_planned
    assert visits is not None
    assert (visits.year, len(visits.cities), len(visits.regions)) == (2024, 6, 2)


def test_agreements_give_the_figures_that_are_computed(facts: Facts) -> None:
    """The records reproduce what was announced."""
    signed: Counter[str | None] = Counter()
    games = 0
    for agreement in facts.agreements.values():
        signed[agreement.signed_at] += agreement.count
        if agreement.signed_at == "week-2025" and agreement.sector == "games":
            games += agreement.count
    assert signed["week-2025"] == facts.figures["week-agreements"].value == 10
    assert signed["film-week-2025"] == facts.figures["film-week-agreements"].value == 4
    assert games == facts.figures["week-agreements-in-games"].value == 5
    assert facts.events["week-2025"].edition == facts.figures["week-edition"].value


def test_unnamed_parties_stay_unnamed(facts: Facts) -> None:
    unnamed = [
        (key, party.name["en"])
        for key, agreement in facts.agreements.items()
        for party in agreement.parties
        if not party.named
    ]
    assert unnamed == [
        ("tsaritsyno-brazil", "Partners in Brazil"),
        ("games-2025", "Moscow organisations"),
        ("games-2025", "Foreign organisations"),
        ("other-culture-2025", "Moscow organisations"),
        ("other-culture-2025", "Foreign organisations"),
        ("museum-licensing", "Moscow museums"),
        ("museum-licensing", "A leading world licensing agency"),
    ]


def test_how_each_figure_is_had(facts: Facts) -> None:
    assert Counter(figure.how for figure in facts.figures.values()) == {
        "computed": 4,
        "computed_from_generated": 3,
        "stated": 13,
    }


@pytest.mark.parametrize(
    ("right", "wrong", "complaint"),
    [
        (
            "parent: culture-dept, source: film-agreements}",
            "parent: culture-dep, source: film-agreements}",
            "facts.yaml, organisations, film-cluster, parent",
        ),
        ("edition: 2,", "editon: 2,", "facts.yaml, events, week-2025: unknown key 'editon'"),
        ("edition: 2,", "edition: two,", "facts.yaml, events, week-2025, edition: holds 'two'"),
        (
            'starts: "2025-08",',
            'starts: "August 2025",',
            "facts.yaml, events, film-week-2025, starts: 'August 2025' is not a date",
        ),
        (
            "parties: [film-cluster, tesiyap]",
            "parties: [film-cluster, tesyap]",
            "facts.yaml, agreements, film-turkey, parties, entry 2, party: 'tesyap' does not exist",
        ),
        ("how: stated", "how: guessed", "facts.yaml, figures, forum-speakers, how: 'guessed'"),
        (
            'office: {ru: "Заместитель мэра", en: "Deputy Mayor"}',
            'office: {en: "Deputy Mayor"}',
            "facts.yaml, offices, entry 1, office: has no text in 'ru'",
        ),
    ],
)
def test_a_wrong_file_is_refused_with_its_place(
    tmp_path: Path, right: str, wrong: str, complaint: str
) -> None:
    text = (FOLDER / "facts.yaml").read_text(encoding="utf-8")
    assert right in text
    spoilt = tmp_path / "facts.yaml"
    spoilt.write_text(text.replace(right, wrong, 1), encoding="utf-8")
    with pytest.raises(DataError) as refusal:
        load_facts(spoilt)
    assert str(refusal.value).startswith(complaint)
