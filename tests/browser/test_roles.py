"""The thread as each role walks it. Each test stands alone; the example gives it what it needs."""

import re
import secrets

import pytest
from playwright.sync_api import Page, expect

# One demo and one browser serve all of these, so they run in one process.
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

WEEK = "/events/week-2025/"
NEXT = "/events/week-in-preparation/"


def test_a_visitor_reads_the_programme_in_russian_and_registers(people):
    with people.window(language="ru", phone=True) as page:
        page.goto("/")
        page.locator("main").get_by_role("link", name="Дни сотрудничества").first.click()
        page.get_by_role("link", name="Зарегистрироваться").first.click()
        page.get_by_label("Ваше имя").fill("Ольга Ёлкина")
        page.get_by_label("Электронная почта").fill(f"olga-{secrets.token_hex(4)}@example.org")
        page.get_by_label("Страна").select_option("RU")
        for consent in page.get_by_role("checkbox").all():
            consent.check()
        page.locator("main form button.btn-primary").click()
        expect(page).to_have_url(re.compile("thanks"))
        page.goto("/results/week-2025/summary/")
        expect(page.get_by_role("heading", level=1)).to_contain_text("неделя креативных индустрий")
        expect(page.locator("main")).to_contain_text("сгенерировано")


def test_a_registration_form_keeps_what_was_typed_and_says_what_is_missing(people):
    with people.window(language="ru") as page:
        page.goto(f"{NEXT}register/")
        page.get_by_label("Ваше имя").fill("Пётр Первый")
        page.locator("main form button.btn-primary").click()
        expect(page.get_by_role("alert")).to_be_visible()
        expect(page.get_by_label("Ваше имя")).to_have_value("Пётр Первый")


def test_a_representative_abroad_answers_and_asks_on_a_phone(people):
    with people.window("representative", language="en", phone=True) as page:
        page.goto(f"{NEXT}meetings/")
        asked = page.get_by_role("article")
        waiting = asked.count()
        asked.first.get_by_role("button", name="Gladly").click()
        expect(page.get_by_role("article")).to_have_count(waiting - 1)
        page.get_by_role("link", name="Find whom to meet").first.click()
        _open_somebody_new(page)
        page.get_by_label("We must meet").check()
        page.get_by_role("textbox", name="Message").fill("We would like to talk about dubbing.")
        page.get_by_role("button", name="Send the request").click()
        expect(page.locator("main")).to_contain_text("waits for an answer")
        page.goto(f"{WEEK}meetings/schedule/")
        expect(page.get_by_role("link", name="Into my calendar (.ics)")).to_be_visible()


def test_a_meeting_is_requested_with_the_keyboard_alone(people):
    with people.window("representative", language="en") as page:
        page.goto(f"{NEXT}meetings/participants/")
        _open_somebody_new(page)
        _tab_to(page, "We must meet", "I want to meet", "I would meet if there is time")
        page.keyboard.press("ArrowDown")
        _tab_to(page, "Message")
        page.keyboard.type("Asked without a mouse.")
        _tab_to(page, "Send the request")
        page.keyboard.press("Enter")
        expect(page.get_by_role("button", name="Send the request")).to_have_count(0)
        expect(page.locator("main")).to_contain_text("waits for an answer")


def test_a_manager_makes_the_schedule_and_publishes_it(people):
    with people.window("manager", language="en") as page:
        page.goto(f"{NEXT}meetings/")
        page.get_by_label("Seconds to search for the best schedule").fill("5")
        page.get_by_role("button", name="Make the schedule").click()
        publish = page.get_by_role("link", name="Publish", exact=False)
        expect(publish.first).to_be_visible(timeout=90_000)
        publish.first.click()
        page.locator("main form button.btn-primary").click()
        page.goto(f"{NEXT}meetings/day/")
        expect(page.locator("main a[href^='/meetings/']").first).to_be_visible()


def test_a_manager_turns_a_meeting_into_a_signed_agreement(people):
    with people.window("manager", language="en") as page:
        page.goto(f"{WEEK}meetings/all/?state=held")
        page.locator("main a[href^='/meetings/']").first.click()
        meeting = page.get_by_role("heading", level=1).inner_text()
        page.locator("main a[href*='agreements/new']").click()
        page.locator("input[name=title_en]").fill("A joint animated series")
        page.get_by_label("Sector", exact=True).select_option(label="Animation")
        page.locator("main form button.btn-primary").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("A joint animated series")
        page.get_by_role("link", name="Record the signing").click()
        page.get_by_label("Signed on", exact=False).fill("2025-12-12")
        page.locator("main form button.btn-primary").click()
        expect(page.locator(".thread")).to_contain_text(meeting.split(" – ")[0])
        expect(page.locator("main")).to_contain_text("signed")


def test_the_front_desk_checks_a_person_in_and_undoes_it(people):
    with people.window("front_desk", language="ru", phone=True) as page:
        page.goto(f"{NEXT}check-in/")
        page.get_by_role("searchbox", name="Имя, организация или код").fill("Уйсал")
        page.keyboard.press("Enter")
        page.get_by_role("button", name=re.compile("Отметить прибытие.*Селин Уйсал")).click()
        expect(page.get_by_role("status").first).to_contain_text("1")
        page.get_by_role("button", name=re.compile("Отменить")).first.click()
        expect(page.get_by_role("status").first).to_contain_text("0")


def test_leadership_walks_from_a_figure_to_the_record_behind_it(people):
    with people.window("leadership", language="ru") as page:
        page.goto("/results/week-2025/")
        page.locator("ul.figures a[href*='/figures/meetings-held/']").first.click()
        expect(page.locator("main")).to_contain_text("более 300")
        page.locator("main tbody a").first.click()
        expect(page).to_have_url(re.compile(r"/meetings/[a-z0-9]{8}/"))
        page.goto("/results/week-2025/?count=real")
        expect(page.locator("ul.figures")).not_to_contain_text("сгенерировано")
        with page.expect_download() as download:
            page.evaluate("location.href = '/results/week-2025/figures/agreements/?export=xlsx'")
        assert download.value.suggested_filename.endswith(".xlsx")


def test_an_auditor_reads_all_and_changes_nothing(people):
    with people.window("auditor", language="ru") as page:
        page.goto("/journal/")
        expect(page.locator("main table tbody tr").first).to_be_visible()
        page.goto("/agreements/")
        page.locator("main tbody a").first.click()
        expect(page.get_by_role("heading", name="История")).to_be_visible()
        refused = page.goto(f"{page.url}edit/")
        assert refused is not None
        assert refused.status == 403
        expect(page.locator("main")).to_contain_text("менеджеры")


@pytest.mark.parametrize("language", ["ru", "en"])
def test_a_person_without_rights_is_told_kindly(people, language):
    with people.window("representative", language=language) as page:
        answer = page.goto("/journal/")
        assert answer is not None
        assert answer.status in {403, 404}
        expect(page.get_by_role("heading", level=1)).to_be_visible()


def _open_somebody_new(page: Page) -> None:
    """Open the last participant in the list of whom nothing was asked yet."""
    people = page.locator("main a[href*='/meetings/participants/']")
    addresses = people.evaluate_all("links => links.map(link => link.getAttribute('href'))")
    for address in reversed(addresses):
        page.goto(address)
        if page.get_by_role("button", name="Send the request").is_visible():
            return
    pytest.fail("nobody is left to ask")


def _tab_to(page: Page, *names: str) -> None:
    """Press Tab until a control with one of these names has the focus."""
    for _press in range(60):
        page.keyboard.press("Tab")
        focused = page.evaluate(
            """() => { const it = document.activeElement;
                const label = it.labels && it.labels[0] ? it.labels[0].innerText : it.innerText;
                return (label || '').trim(); }"""
        )
        if any(focused.startswith(name) for name in names):
            return
    pytest.fail(f"Tab never reaches {names}")
