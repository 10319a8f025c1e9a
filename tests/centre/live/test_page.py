"""Pages that follow the centre, in a real browser."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tansiq.centre.live.limits import Limits
from tests.centre.live.site import Site, served

pytestmark = pytest.mark.browser
BOARD = """<div id="board" data-live="duty, agreement" data-live-url="/board"><ul>{items}</ul></div>
<div id="other" data-live="accounts" data-live-url="/other">{other}</div>"""


def items(count: int) -> str:
    return "".join(f'<li id="item-{number}">Item {number}</li>' for number in range(count))


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site(regions=BOARD.format(items=items(1), other="first"), limits=Limits(retry_s=0.2))
    with served(site) as site.address:
        yield site


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context()
    yield context
    context.close()


Visit = Callable[[], Page]


@pytest.fixture
def visit(context: BrowserContext, site: Site) -> Visit:
    def open_page() -> Page:
        page = context.new_page()
        page.add_init_script(
            "globalThis.told = []; document.addEventListener('tansiq:entered', (e) => told.push(e.detail.object));"
        )
        page.goto(site.address)
        expect(page.locator("#link")).to_have_attribute("data-state", "on")
        return page

    return open_page


def test_a_region_is_renewed_when_what_it_shows_was_entered(site: Site, visit: Visit) -> None:
    page = visit()
    site.regions = BOARD.format(items=items(2), other="second")
    site.enter("duty")
    expect(page.locator("#board li")).to_have_count(2)
    assert page.evaluate("told") == ["item-0"]
    assert site.fragments == ["board"]
    expect(page.locator("#other")).to_have_text("first")


def test_a_burst_of_entries_asks_for_a_region_a_few_times_not_for_each(site: Site, visit: Visit) -> None:
    page = visit()
    for _ in range(100):
        site.enter("duty")
    site.regions = BOARD.format(items=items(3), other="")
    site.enter("duty")
    expect(page.locator("#board li")).to_have_count(3)
    page.wait_for_function("told.length === 101")
    assert page.evaluate("told") == [f"item-{number}" for number in range(101)]
    assert len(site.fragments) <= 3


def test_what_is_being_typed_focus_scroll_and_opened_details_stay(site: Site, visit: Visit) -> None:
    form = """<div id="board" data-live="duty" data-live-url="/board"><p id="count">{count}</p>
    <details id="more"><summary>More</summary>text {count}</details>
    <form id="answer"><input type="hidden" name="version" value="{count}"><textarea name="said"></textarea>
    <button>Send</button></form>
    <form id="second"><input type="hidden" name="version" value="{count}"><input name="note" value="n{count}"></form>
    <div id="scroller" style="height: 40px; overflow: auto">{lines}</div></div>"""
    site.regions = form.format(count=1, lines="<p>line</p>" * 30)
    page = visit()
    page.locator("summary").click()
    page.locator("textarea").press_sequentially("Lights on the ri")
    page.evaluate("document.getElementById('scroller').scrollTop = 120")
    page.evaluate("globalThis.before = document.querySelector('textarea')")
    site.regions = form.format(count=2, lines="<p>line</p>" * 31)
    site.enter("duty")
    expect(page.locator("#count")).to_have_text("2")
    page.keyboard.type("dge")
    expect(page.locator("textarea")).to_have_value("Lights on the ridge")
    assert page.evaluate("document.activeElement === before")
    assert page.evaluate("document.getElementById('scroller').scrollTop") == 120
    assert page.evaluate("document.getElementById('more').open") is True
    # What is sent answers what was read; the form nobody has touched is new.
    expect(page.locator("#answer input")).to_have_value("1")
    expect(page.locator("#second input[type=hidden]")).to_have_value("2")
    expect(page.locator("#second input[name=note]")).to_have_value("n2")


def test_a_page_says_since_when_it_is_not_live_and_goes_on_where_it_was(browser: Browser) -> None:
    site = Site(regions=BOARD.format(items=items(1), other=""), limits=Limits(retry_s=0.1))
    context = browser.new_context()
    page = context.new_page()
    page.add_init_script(
        "globalThis.told = []; document.addEventListener('tansiq:entered', (e) => told.push(e.detail.object));"
    )
    with served(site) as address:
        page.goto(address)
        site.enter("duty")
        page.wait_for_function("told.length === 1")
    expect(page.locator("#link")).to_have_attribute("data-state", "off")
    expect(page.locator("#link")).to_contain_text("not live since")
    again = Site(regions=BOARD.format(items=items(3), other=""), limits=site.limits, journal=site.journal)
    again.journal.size = 4  # entered while nobody was told
    with served(again, port=int(address.rstrip("/").rpartition(":")[2])):
        page.wait_for_function("told.length === 4")
        assert page.evaluate("told") == ["item-0", "item-1", "item-2", "item-3"]
        assert again.asked_after[0] == "0"
        expect(page.locator("#link")).to_have_attribute("data-state", "on")
        expect(page.locator("#board li")).to_have_count(3)
    context.close()


def test_tabs_share_one_stream_and_the_next_takes_over(site: Site, visit: Visit) -> None:
    first, second, third = visit(), visit(), visit()
    site.enter("duty")
    for page in (first, second, third):
        page.wait_for_function("told.length === 1")
    assert len(site.asked_after) == 1
    first.close()
    second.wait_for_function("document.getElementById('link').dataset.state === 'on'")
    site.enter("duty")
    site.enter("duty")
    for page in (second, third):
        page.wait_for_function("told.length === 3")
        assert page.evaluate("told") == ["item-0", "item-1", "item-2"]
    assert len(site.asked_after) == 2


def test_a_tab_opened_late_learns_what_came_between_its_making_and_its_listening(site: Site, visit: Visit) -> None:
    visit()
    site.enter("duty")
    late = visit()  # its page says place -1, the stream is at 0
    expect(late.locator("#link")).to_have_attribute("data-state", "on")
    site.regions = BOARD.format(items=items(5), other="")
    site.enter("duty")
    expect(late.locator("#board li")).to_have_count(5)


def test_only_a_new_alarm_is_raised(site: Site, visit: Visit) -> None:
    alarm = '<div id="board" data-live="duty" data-live-url="/b">{}</div>'
    one = '<p id="flash-1" data-alarm>Flash</p>'
    site.regions = alarm.format(one)
    page = visit()
    page.evaluate("globalThis.raised = []; document.addEventListener('tansiq:alarm', (e) => raised.push(...e.detail));")
    site.regions = alarm.format(one + '<p id="flash-2" data-alarm>Flash</p>')
    site.enter("duty")
    expect(page.locator("#flash-2")).to_have_attribute("data-rang", "")
    assert page.evaluate("raised") == ["flash-2"]
    expect(page.locator("#flash-1")).not_to_have_attribute("data-rang", "")


def test_a_region_that_cannot_be_had_is_marked_stale(site: Site, visit: Visit) -> None:
    page = visit()
    site.regions = "<p>something else</p>"
    site.enter("duty")
    expect(page.locator("#board")).to_have_attribute("data-stale", "")
    expect(page.locator("#board li")).to_have_count(1)


def test_the_browsers_own_reader_of_streams_understands_ours(site: Site, visit: Visit) -> None:
    """Chromium's EventSource is an implementation of the format that we did not write."""
    page = visit()
    page.evaluate(
        """() => { globalThis.own = []; globalThis.source = new EventSource('/live/');
        source.addEventListener('entered', (e) => own.push([e.lastEventId, JSON.parse(e.data)]));
        return new Promise((resolve) => source.addEventListener('open', () => resolve())); }"""
    )
    for topic in ("duty", "agreement"):
        site.enter(topic)
    page.wait_for_function("own.length === 2")
    assert page.evaluate("own") == [
        [str(place), {"kind": "duty_log_entry", "object": f"item-{place}", "party": "federal", "topics": [topic]}]
        for place, topic in enumerate(("duty", "agreement"))
    ]
    page.evaluate("source.close()")
