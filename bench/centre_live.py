"""A thousand pages on one process: how long after an entry each is told.

Clients are plain sockets in a process of their own. Entries are sent to the site as its form sends them. What is
measured is from just before the form is sent (so the signature and the write to the disk are in it) until a client has
read the whole message. Both clocks are the machine's. Server, clients and writer share the machine.
"""

import argparse
import asyncio
import json
import os
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

import centre_folder as centre
from person import Person

STREAMS_PER_ACCOUNT = 12
SETTLE_S = 2.0


async def follow(host: str, port: int, cookie: str, seen: list[float], up: asyncio.Semaphore) -> None:
    """Read one stream, and note when each entry was told."""
    reader, writer = await asyncio.open_connection(host, port)
    writer.write(f"GET /live/ HTTP/1.1\r\nHost: {host}:{port}\r\nCookie: {cookie}\r\n\r\n".encode())
    status = await reader.readline()
    if b" 200 " not in status:
        raise RuntimeError(status.decode())
    await reader.readuntil(b"\r\n\r\n")
    up.release()
    while line := await reader.readline():
        if line == b"event: entered\n":
            await reader.readuntil(b"\n\n")
            seen.append(time.time())


async def clients(host: str, port: int, cookies: list[str], count: int) -> None:
    """Open ``count`` streams, say when they are open, read until told to stop, and print what was seen."""
    seen: list[list[float]] = [[] for _ in range(count)]
    up = asyncio.Semaphore(0)
    opening = asyncio.Semaphore(20)

    async def one(number: int) -> None:
        async with opening:
            task = asyncio.ensure_future(follow(host, port, cookies[number % len(cookies)], seen[number], up))
            await asyncio.sleep(0.02)
        await task

    tasks = [asyncio.ensure_future(one(number)) for number in range(count)]
    for _ in range(count):
        await up.acquire()
    print("open", flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.readline)
    for task in tasks:
        task.cancel()
    print(json.dumps(seen), flush=True)


def enter(host: str, port: int, cookie: str, events: int, gap_s: float) -> list[float]:
    """Send items of the duty log as a form does, and return when each was sent."""
    person = Person(host, port, cookie)
    form = person.open_item_form()
    begun: list[float] = []
    for number in range(events):
        begun.append(time.time())
        person.post("/duty/new/", form | {"summary_en": f"Lights on the ridge, {number}."})
        time.sleep(max(0.0, begun[-1] + gap_s - time.time()))
    return begun


def measure(folder: Path, count: int, events: int, gap_s: float) -> dict[str, float]:
    """Run once: start the server, open the streams, enter, and return figures."""
    accounts = centre.open_accounts(count // STREAMS_PER_ACCOUNT + 2)
    cookies = [centre.sign_in(name) for name in accounts]
    with centre.serving(folder) as (host, port, server):
        command = [sys.executable, __file__, "--clients", json.dumps([host, port, cookies[1:], count])]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as reader:
            assert reader.stdout is not None and reader.stdin is not None  # noqa: S101, PT018 - they were asked for
            reader.stdout.readline()
            enter(host, port, cookies[0], 1, SETTLE_S)  # the first of everything, such as templates, takes longer
            before_s = centre.processor_s(server.pid)
            begun = enter(host, port, cookies[0], events, gap_s)
            time.sleep(SETTLE_S)
            busy_ms = (centre.processor_s(server.pid) - before_s) * 1000 / events
            memory, threads = centre.memory_mb(server.pid), len(list(Path(f"/proc/{server.pid}/task").iterdir()))
            reader.stdin.write("\n")
            reader.stdin.flush()
            seen: list[list[float]] = json.loads(reader.stdout.readline())
    late_ms = [(at - begin) * 1000 for told in seen for begin, at in zip(begun, told[1:], strict=False)]
    return {
        "told": sum(len(told) - 1 for told in seen),
        "p50": statistics.median(late_ms),
        "p99": centre.percentile(late_ms, 0.99),
        "max": max(late_ms),
        "cpu ms": busy_ms,
        "MB": memory,
        "threads": threads,
    }


def main() -> None:
    """Read the arguments, run, print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--streams", type=int, default=1000)
    parser.add_argument("--events", type=int, default=20)
    parser.add_argument("--gap", type=float, default=1.0, help="seconds between entries")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--postgresql", action="store_true")
    parser.add_argument("--clients", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    if asked.clients:
        asyncio.run(clients(*json.loads(asked.clients)))
        return
    with centre.made(postgresql=asked.postgresql) as folder:
        runs = [measure(folder, asked.streams, asked.events, asked.gap) for _ in range(asked.runs)]
    print(f"{asked.streams} streams, {asked.events} entries, {asked.gap:g} s apart, medians of {asked.runs}")
    print("  ".join(f"{name:>8s}" for name in runs[0]), f"  of {asked.streams * asked.events}")
    for run in [*runs, {name: statistics.median(run[name] for run in runs) for name in runs[0]}]:
        print("  ".join(f"{value:8.0f}" for value in run.values()))
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")


if __name__ == "__main__":
    main()
