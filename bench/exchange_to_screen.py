"""From a message being sent at one centre to its being on another's open page: ``python bench/exchange_to_screen.py``.

Two real centres, each ``tansiq centre serve --exchange``; a message is sent as its form sends it, and a real Chromium
has the partner's page of received messages open. Measured is from just before the form is sent (so signature, disk,
release, head, pull, checks and the other database are in it) until the text stands in the page. Both clocks are the
machine's; everything shares the machine. Once with that page alone, once with so many others open beside it.
"""

import argparse
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))  # the tests' centres

from playwright.sync_api import Browser, Page, sync_playwright

from centre_folder import free_port, percentile
from person import Form, Person
from tests.faults.exchange.nodes import BAR, FEDERAL, LOOPBACK, Node, found, linked, size, until

PAGES = ("/partners/received/", "/home/", "/duty/", "/partners/")
PATIENCE_S = 30.0
FLAGS = ["--no-sandbox", "--no-first-run", "--disable-background-networking"]
WATCH = """() => {
  window.seen = {};
  const look = () => {
    for (const [, number] of document.body.textContent.matchAll(/Trial ([0-9]+) of the link/g)) {
      window.seen[number] ??= Date.now();
    }
  };
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true, characterData: true });
  look();
}"""


def chromium() -> str:
    """Return where Chromium is installed."""
    installed = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    return installed or sys.exit("needs Chromium (Debian: apt-get install chromium)")


@contextmanager
def serving(node: Node) -> Iterator[int]:
    """Serve a centre's site, and exchange; give the port."""
    port = free_port()
    command = [sys.executable, "-m", "tansiq", "centre", "serve", str(node.folder), "--port", str(port), "--exchange"]
    with (node.home / f"{node.name}.words").open("ab") as words:
        server = subprocess.Popen(command, stdout=words, stderr=words)
    try:
        yield port
    finally:
        server.terminate()
        server.wait(60)


def listens(port: int) -> bool:
    """Tell whether somebody listens on a port."""
    with socket.socket() as probe:
        return probe.connect_ex((LOOPBACK, port)) == 0


def entered(port: int, account: str) -> Person:
    """Enter the exercise's site as an account."""
    until(lambda: listens(port), "the site is served")
    person = Person(LOOPBACK, port, "none=none")
    [token, *_] = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', person.get("/accounts/sign-in/"))
    person.post("/demonstration/enter/", {"account": account, "csrfmiddlewaretoken": token})
    return person


def opened(browser: Browser, port: int, person: Person, path: str) -> Page:
    """Open a page in a browser of its own, as somebody who has entered."""
    context = browser.new_context()
    cookies = [{"name": name, "value": value, "url": f"http://{LOOPBACK}:{port}"} for name, value in person.cookies]
    context.add_cookies(cookies)  # type: ignore[arg-type]  # as it says
    page = context.new_page()
    page.goto(f"http://{LOOPBACK}:{port}{path}")
    return page


def send(person: Person, first: int, count: int, gap_s: float) -> dict[int, float]:
    """Send flash messages as the form does; return when each was sent."""
    form = Form()
    form.feed(person.get("/partners/new/"))
    fields = {name: value for name, value in form.fields.items() if name and value}
    fields |= {"precedence": "flash", "category": "information", "text_original": "en", "to": "regional"}
    begun: dict[int, float] = {}
    for number in range(first, first + count):
        begun[number] = time.time()
        person.post("/partners/new/", fields | {"text_en": f"Trial {number} of the link."})
        time.sleep(max(0.0, begun[number] + gap_s - time.time()))
    return begun


def measure(page: Page, person: Person, first: int, count: int, gap_s: float) -> list[float]:
    """Return how long each message took to the page [s]."""
    begun = send(person, first, count, gap_s)
    page.wait_for_function(f"() => {first + count - 1} in window.seen", timeout=PATIENCE_S * 1000)
    seen = {int(number): at / 1000 for number, at in page.evaluate("() => window.seen").items()}
    return [seen[number] - at for number, at in begun.items() if number in seen]


def tell(name: str, took: list[float], count: int) -> None:
    """Print a line."""
    figures = (statistics.median(took), percentile(took, 0.99), max(took))
    print(f"| {name} | {len(took)} of {count} | {' | '.join(f'{each:.2f}' for each in figures)} |", flush=True)


def main() -> None:
    """Run, print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--messages", type=int, default=110)
    parser.add_argument("--gap", type=float, default=2.0, help="seconds between messages")
    parser.add_argument("--pages", type=int, default=8)
    asked = parser.parse_args()
    print("| pages open | seen | p50, s | p99, s | longest, s |")
    print("|---|---|---|---|---|")
    with ExitStack() as stack:
        work = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        hq, bar = linked(found(work / "founded"), FEDERAL, BAR)
        ports = [stack.enter_context(serving(node)) for node in (hq, bar)]
        writer, reader = entered(ports[0], "fed-duty-1"), entered(ports[1], "reg-duty-1")
        until(lambda: size(bar.received(hq)) > 0, "they exchange")
        browser = stack.enter_context(sync_playwright()).chromium.launch(executable_path=chromium(), args=FLAGS)
        stack.callback(browser.close)
        page = opened(browser, ports[1], reader, PAGES[0])
        page.evaluate(WATCH)
        measure(page, writer, 0, 3, asked.gap)  # the first of everything takes longer
        tell("1", measure(page, writer, 1000, asked.messages, asked.gap), asked.messages)
        others = [opened(browser, ports[1], reader, PAGES[number % len(PAGES)]) for number in range(asked.pages)]
        tell(f"1 + {len(others)}", measure(page, writer, 2000, asked.messages, asked.gap), asked.messages)
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")


if __name__ == "__main__":
    main()
