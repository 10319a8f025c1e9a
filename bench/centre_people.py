"""Fifty people at work at once: how long a page, an entry and the renewal of a region take.

Everybody has the log open and follows the centre; reads a page every five seconds or so; enters an item every five
minutes, so that ten a minute are entered in all, each of which renews fifty open pages. Clients are threads of another
process on the same machine. Times are from asking until the last byte.
"""

import argparse
import http.client
import json
import os
import random
import statistics
import subprocess
import sys
import threading
import time

import centre_folder as centre
from person import PATIENCE_S, Person

PAGES = ("/duty/", "/duty/", "/home/", "/agreement/", "/duty/archive/", "/duty/handover/", "/duty/item/1/")
REST_S, SPREAD_EACH_S = 1.0, 0.06  # as live/regions.js
Seen = dict[str, list[float]]


def timed(seen: Seen, name: str, act: object) -> None:
    """Do something, and note how long it took [ms]."""
    began = time.perf_counter()
    act()  # type: ignore[operator]  # a function without arguments
    seen[name].append((time.perf_counter() - began) * 1000)


def work(person: Person, seen: Seen, end: float, every_s: float, entries: float) -> None:
    """Read and write until ``end``, with pauses as people make them."""
    while (pause := random.expovariate(1 / every_s)) and time.time() + pause < end:
        time.sleep(pause)
        if random.random() < entries:  # noqa: S311
            form = person.open_item_form()
            timed(seen, "entry", lambda form=form: person.post("/duty/new/", form))
        else:
            page = random.choice(PAGES)  # noqa: S311
            timed(seen, "page", lambda page=page: person.get(page))


def follow(host: str, port: int, cookie: str, spread_s: float, seen: Seen) -> None:
    """Keep a stream open, and fetch the region anew when it says that something was entered."""
    connection = http.client.HTTPConnection(host, port, timeout=PATIENCE_S)
    connection.request("GET", "/live/", headers={"Cookie": cookie})
    answer = connection.getresponse()
    person, rested = Person(host, port, cookie), 0.0
    while line := answer.readline():
        if line == b"event: entered\n" and time.time() > rested:
            time.sleep(random.random() * spread_s)  # noqa: S311
            timed(seen, "renewal", lambda: person.get("/duty/?fragment=log", fragment="log"))
            rested = time.time() + REST_S


def people(host: str, port: int, cookies: list[str], seconds: float, every_s: float, entries: float) -> None:
    """Be everybody, and print what was seen."""
    seen: Seen = {"page": [], "renewal": [], "entry": []}
    end = time.time() + seconds
    workers = []
    for cookie in cookies:
        listener = (host, port, cookie, len(cookies) * SPREAD_EACH_S, seen)
        threading.Thread(target=follow, args=listener, daemon=True).start()
        workers.append(threading.Thread(target=work, args=(Person(host, port, cookie), seen, end, every_s, entries)))
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    print(json.dumps(seen), flush=True)


def main() -> None:
    """Read the arguments, run, print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--every", type=float, default=5.0, help="seconds between what one person does")
    parser.add_argument("--entries", type=float, default=1 / 60, help="share of what people do that is an entry")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--postgresql", action="store_true")
    parser.add_argument("--workers", type=int, default=1, help="processes that serve; more than one on PostgreSQL only")
    parser.add_argument("--be", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.be:
        people(*json.loads(asked.be))
        return
    print(f"{asked.people} people, {asked.seconds:g} s a run, {'PostgreSQL' if asked.postgresql else 'SQLite'}")
    print("run  what       count    p50 ms    p95 ms    max ms")
    with centre.made(postgresql=asked.postgresql) as folder:
        names = centre.open_accounts(asked.people)
        centre.enter_items(names, 200)
        runs = []
        for number in range(1, asked.runs + 1):
            cookies = [centre.sign_in(name) for name in names]
            with centre.serving(folder, asked.workers) as (host, port, _):
                Person(host, port, cookies[0]).enter_item("The first, which takes longer.")
                given = json.dumps([host, port, cookies, asked.seconds, asked.every, asked.entries])
                said = subprocess.run([sys.executable, __file__, "--be", given], stdout=subprocess.PIPE, check=True)
            runs.append(json.loads(said.stdout))
            report(str(number), runs[-1])
    for name in runs[0]:
        p95 = statistics.median(centre.percentile(run[name], 0.95) for run in runs if run[name])
        print(f"median of the runs' p95, {name}: {p95:.0f} ms")
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")


def report(run: str, seen: Seen) -> None:
    """Print one run."""
    for name, took in seen.items():
        if took:
            p50, p95 = statistics.median(took), centre.percentile(took, 0.95)
            print(f"{run:>3s}  {name:9s}  {len(took):5d}  {p50:8.0f}  {p95:8.0f}  {max(took):8.0f}", flush=True)


if __name__ == "__main__":
    main()
