"""A flash message crosses from one headquarters to the joint centre and the other one, is acknowledged, and recalled.

One story at three centres in three languages, by people who enter the exercise by one press.
"""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, Locator, expect

from tansiq.language import translate
from tests.browser.two_parties.people import Person, sit_down

pytestmark = pytest.mark.browser
FLASH = "تمرين: أضواء ثلاث عجلات شرق داقوق تتجه نحو الجسر"
REASON = "تمرين: كان المكان خطأً، والعجلات لنا"


@pytest.fixture(scope="module")
def people(browser: Browser, sites: dict[str, str]) -> Iterator[dict[str, Person]]:
    """A duty officer of the party at each centre, each reading another language."""
    seats = {"federal-hq": ("fed-duty-1", "ar"), "bar": ("reg-duty-1", "en"), "regional-hq": ("reg-duty-1", "ckb")}
    with ExitStack() as stack:
        found = {name: sit_down(browser, account, language, sites[name]) for name, (account, language) in seats.items()}
        for person in found.values():
            stack.callback(person.context.close)
            person.open(f"/accounts/sign-in/?language={person.language}")
            expect(person.page.locator("html")).to_have_attribute("lang", person.language)
            person.press(f"button[value={person.name}]")
            expect(person.page.locator("body")).to_have_attribute("data-officer", person.name)
        yield found


def came(person: Person) -> Locator:
    """The flash message among what came from partners."""
    person.open("/partners/received/")
    return person.page.locator("main .items > li", has_text=FLASH).locator("a").first


def way(person: Person) -> Locator:
    """What the writer's page says of the message's way to the other headquarters."""
    return person.page.locator(".ways > li", has_text="regional-hq")


def test_a_flash_message_is_at_the_joint_centre_and_the_other_headquarters_within_seconds(
    people: dict[str, Person],
) -> None:
    federal = people["federal-hq"]
    for name in ("bar", "regional-hq"):
        people[name].open("/home/")
    federal.open("/partners/new/")
    federal.page.locator("main [name=category]").select_option("flash_report")
    federal.choose(precedence="flash", text_original="ar", to="regional")
    federal.fill(text_ar=FLASH)
    federal.press()
    expect(federal.page.locator(".ways")).to_contain_text("regional-hq")
    for name in ("bar", "regional-hq"):  # on pages that were open before it was written
        expect(people[name].page.locator("#waiting")).to_contain_text(FLASH[:40])


def test_both_read_it_where_they_are_and_one_acknowledges(people: dict[str, Person]) -> None:
    expect(came(people["bar"])).to_be_visible()
    regional = people["regional-hq"]
    came(regional).click()
    expect(regional.page.locator("main .text")).to_contain_text(FLASH)
    regional.press("form[action$='/acknowledge/'] button")
    expect(regional.page.locator("form[action$='/acknowledge/']")).to_have_count(0)
    expect(way(people["federal-hq"])).to_contain_text(translate("acknowledged", "ar"))


def test_it_is_recalled_shown_so_at_once_and_confirmed(people: dict[str, Person]) -> None:
    federal, regional = people["federal-hq"], people["regional-hq"]
    came(regional).click()
    federal.page.locator("a[href$='/recall/']").click()
    federal.choose(reason_original="ar")
    federal.fill(reason_ar=REASON)
    federal.press()
    expect(way(federal)).to_contain_text(translate("recall not confirmed", "ar"))
    expect(regional.page.locator("#recalled")).to_contain_text(REASON)
    regional.press("form[action$='/confirm/'] button")
    expect(regional.page.locator("form[action$='/confirm/']")).to_have_count(0)
    expect(way(federal)).not_to_contain_text(translate("recall not confirmed", "ar"))
