"""Made-up organisations, the people who stand for them, and accounts with which they sign in."""

from __future__ import annotations

import random
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX

from mosty.core import countries
from mosty.core.models import InstallationRole, Provenance, Sector, Team, TeamRole, User
from mosty.directory.models import Offer, Organisation, OrganisationKind, Person, Representative

AT_ONCE = 2000  # rows in one INSERT
HOME = "RU"
NO_PASSWORD = UNUSABLE_PASSWORD_PREFIX
FIRST_NAMES = (
    ("Anna", "Анна"), ("Maria", "Мария"), ("Li", "Ли"), ("Aigul", "Айгуль"), ("Omar", "Омар"),
    ("Ivan", "Иван"), ("Elena", "Елена"), ("Raj", "Радж"), ("Lucía", "Лусия"), ("Jun", "Джун"),
    ("Tigran", "Тигран"), ("Olga", "Ольга"), ("Karim", "Карим"), ("Sofia", "София"),
)  # fmt: skip
LAST_NAMES = (
    ("Petrova", "Петрова"), ("Smirnov", "Смирнов"), ("Wang", "Ван"), ("Silva", "Сильва"),
    ("Aydin", "Айдын"), ("Kapoor", "Капур"), ("Hakobyan", "Акопян"), ("Karimov", "Каримов"),
    ("Orlova", "Орлова"), ("Haddad", "Хаддад"), ("Jovanović", "Йованович"), ("Mora", "Мора"),
)  # fmt: skip
MANNERS = (
    ("Northern", "Северная"), ("Silver", "Серебряная"), ("New", "Новая"), ("Open", "Открытая"),
    ("Blue", "Синяя"), ("First", "Первая"), ("Quiet", "Тихая"), ("Great", "Большая"),
)  # fmt: skip
TRADES = (
    ("animation", "анимация"), ("film", "киностудия"), ("games", "мастерская игр"),
    ("design", "мастерская дизайна"), ("music", "музыка"), ("publishing", "книга"),
)  # fmt: skip


@dataclass(frozen=True)
class Crowd:
    """The organisations and their people: person number n stands for organisation n modulo all."""

    organisations: list[Organisation]
    people: list[Person]

    def organisation_of(self, number: int) -> Organisation:
        return self.organisations[number % len(self.organisations)]


def make_crowd(
    *, organisations: int, people: int, lands: int, chance: random.Random, mark: str = ""
) -> Crowd:
    """So many organisations in so many countries and people with accounts who represent them.

    Every second one is real and every second one generated, so that both ways to count have work.
    `mark` is a word of every name, by which a search finds them.
    """
    kinds, sectors = list(OrganisationKind.objects.all()), list(Sector.objects.all())
    codes = [HOME, *sorted(set(countries.POINTS) - {HOME})][:lands]
    made = Organisation.objects.bulk_create(
        (
            Organisation(
                name=_organisation_name(number, mark),
                kind=chance.choice(kinds),
                country=chance.choices(codes, [len(codes) / 2, *[1] * (len(codes) - 1)])[0],
                city={"en": "City", "ru": "Город"},
                provenance=provenance(number),
            )
            for number in range(organisations)
        ),
        batch_size=AT_ONCE,
    )
    Organisation.sectors.through.objects.bulk_create(
        (
            Organisation.sectors.through(organisation=one, sector=sector)
            for one in made
            for sector in chance.sample(sectors, 2)
        ),
        batch_size=AT_ONCE,
    )
    Offer.objects.bulk_create(
        (
            Offer(
                organisation=one,
                kind=kind,
                sector=chance.choice(sectors),
                text={"en": "Work for and with others", "ru": "Работа для других и с другими"},
            )
            for one in made
            for kind in Offer.Kind
        ),
        batch_size=AT_ONCE,
    )
    return Crowd(made, _people(made, people, mark, chance))


def make_staff(team: Team) -> dict[str, User]:
    """One user for each role, with the second factor without which no page is open to them."""
    staff = {name: make_user(name) for name in ("manager", "desk", "leadership", "auditor")}
    for name in ("manager", "desk"):
        TeamRole.objects.create(user=staff[name], team=team, role=name)
    for name in ("leadership", "auditor"):
        InstallationRole.objects.create(user=staff[name], role=name)
    for user in staff.values():
        Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": ""})
    return staff


def make_user(name: str) -> User:
    return User.objects.create_user(f"{name}@example.org", name=name.capitalize())


def provenance(number: int) -> str:
    return Provenance.GENERATED if number % 2 else Provenance.REAL


def _people(made: list[Organisation], count: int, mark: str, chance: random.Random) -> list[Person]:
    users = User.objects.bulk_create(
        (
            User(
                email=f"{mark.strip() or 'person'}-{number}@example.org",
                password=NO_PASSWORD,
                name="Guest",
            )
            for number in range(count)
        ),
        batch_size=AT_ONCE,
    )
    people = Person.objects.bulk_create(
        (
            Person(
                name=_person_name(number, mark, chance),
                languages=["en"],
                email=user.email,
                user=user,
                provenance=provenance(number),
            )
            for number, user in enumerate(users)
        ),
        batch_size=AT_ONCE,
    )
    Representative.objects.bulk_create(
        (
            Representative(person=person, organisation=made[number % len(made)])
            for number, person in enumerate(people)
        ),
        batch_size=AT_ONCE,
    )
    return people


def _organisation_name(number: int, mark: str) -> dict[str, str]:
    manner, trade = MANNERS[number % len(MANNERS)], TRADES[number // 7 % len(TRADES)]
    return {
        language: f"{manner[place]} {trade[place]} {mark}{number}"
        for place, language in enumerate(("en", "ru"))
    }


def _person_name(number: int, mark: str, chance: random.Random) -> dict[str, str]:
    first, last = chance.choice(FIRST_NAMES), chance.choice(LAST_NAMES)
    return {
        language: f"{first[place]} {last[place]} {mark}{number}"
        for place, language in enumerate(("en", "ru"))
    }
