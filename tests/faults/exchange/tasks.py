"""What is done in a centre, each in a process of its own that a workshop forks. Imported when Django is loaded."""

import os
import random
import signal
import socket
import threading
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from django.utils import timezone

from tansiq.centre.agreement.exchange_part import RELEASE_RULES
from tansiq.centre.agreement.models import Proposal
from tansiq.centre.agreement.overview import shown_decisions
from tansiq.centre.agreement.proof import prove
from tansiq.centre.agreement.seeds import body_of, kind_of
from tansiq.centre.demonstration import agreeing
from tansiq.centre.demonstration.cast import cast_of
from tansiq.centre.demonstration.founding import officer_of
from tansiq.centre.door.author import Author
from tansiq.centre.door.keys import identity
from tansiq.centre.door.models import Entry
from tansiq.centre.door.putting import put
from tansiq.centre.duty.writing import Said, new_item
from tansiq.centre.founding.begin import make_ready
from tansiq.centre.keeping.check import check_centre
from tansiq.centre.partners import adopting, sticks, writing
from tansiq.centre.partners.inbox import TableInbox
from tansiq.centre.partners.models import Alarm, Message, Receipt, Received, Released
from tansiq.centre.partners.running import Exchange, receipts
from tansiq.centre.partners.running.publisher import publish_for
from tansiq.centre.partners.running.puller import connection_files
from tansiq.centre.partners.running.receipts import TableReceipts
from tansiq.centre.partners.terms import partner_called, terms_in_force
from tansiq.domain.decision import Matter
from tansiq.errors import TansiqError
from tansiq.exchange.connection import HttpsTransport
from tansiq.exchange.evidence import check_kept_log
from tansiq.exchange.serving import Application, TlsFiles, run_server
from tansiq.journal.audit import audit_log
from tansiq.journal.keys import parse_roots
from tansiq.journal.log import Folder
from tests.faults.exchange import filling, saying

# Where a process may die: what was taken over is kept, its head not cosigned; cosigned, and not handed over; handed
# over, and its sender not told; the origin has put a receipt down and not written its file.
MOMENTS: Final[dict[str, tuple[Any, str]]] = {
    "between store and cosign": (TableInbox, "keep_head"),
    "between cosign and receipt": (HttpsTransport, "give_receipt"),
    "after the receipt is handed over": (HttpsTransport, "give_receipt"),
    "after the receipt is put down": (receipts, "put"),
    "after entries are kept": (TableInbox, "_keep"),
}


def exchange(words: str) -> None:
    """Exchange until told to end, as ``tansiq exchange run`` does."""
    _speak_into(words)
    told = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: told.set())
    make_ready()
    running = Exchange(identity().folder)
    running.start()
    told.wait()
    running.stop()


def _speak_into(words: str) -> None:
    spoken = os.open(words, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(spoken, 1)
    os.dup2(spoken, 2)


def write(file: str, seed: int, count: int | None = None, pace_s: float = 0.0) -> None:
    """Write messages; what is acknowledged stands in ``file``."""
    saying.write(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), seed, count, pace_s)


def check(home: str) -> dict[str, Any]:
    """Refuse a centre that lost, tore or invented something; say how far it is."""
    make_ready()
    count = Entry.objects.count()
    assert sorted(Entry.objects.values_list("place", flat=True)) == list(range(count)), "places are missing"
    assert audit_log(Folder(identity().journal)).head.size == count, "the journal's files lag behind"
    roots = parse_roots((Path(home) / "roots.txt").read_bytes())
    known: list[Any] = []
    for log in (*sorted(identity().folder.glob("received/*")), *sorted(identity().folder.glob("releases/*"))):
        if (log / "checkpoint").exists():
            known += [each.key for each in check_kept_log(log, roots, known=known).signed if each.at_s is None]
    refusals: list[str] = []
    check_centre(lambda said: refusals.append(str(said)) if isinstance(said, TansiqError) else None, lambda *_: None)
    assert not refusals, refusals
    return {"records": count, "alarms": alarms()}


def alarms() -> list[list[str]]:
    """Return which alarms stand: partner, fault, and what they say."""
    rows = Alarm.objects.at(None).filter(state="standing").order_by("raised_at")
    return [[row.partner, row.fault, row.says["en"]] for row in rows]


def released(to: str) -> list[str]:
    """Return the digests in the table of what was released to a partner, in order."""
    return list(Released.objects.at(None).filter(recipient=to).order_by("index").values_list("digest", flat=True))


def received(origin: str) -> list[list[str]]:
    """Return digest and state of what came from a partner, in order."""
    rows = Received.objects.at(None).filter(origin=origin).order_by("index")
    return [list(each) for each in rows.values_list("digest", "state")]


def receipt(recipient: str) -> int:
    """Return for how many entries a partner's receipt stands in the journal."""
    row = Receipt.present(recipient)
    return row.size if row else 0


def fill(count: int) -> None:
    """Put many released messages down."""
    filling.fill(count)


def killed_at(words: str, where: str) -> None:
    """Exchange, and be killed when it comes to one moment."""
    owner, name = MOMENTS[where]
    before = getattr(owner, name)

    def die(*given: object, **named: object) -> None:
        if where.startswith("after"):
            before(*given, **named)
        os.kill(os.getpid(), signal.SIGKILL)

    setattr(owner, name, die)
    exchange(words)


def exchange_by(words: str, ahead_s: float) -> None:
    """Exchange by a clock that is wrong."""
    right = timezone.now
    timezone.now = lambda: right() + timedelta(seconds=ahead_s)
    exchange(words)


def release_late(digest: str, to: str) -> None:
    """Release a record that was held."""
    author = _duty_officer()
    writing.release_late([digest], [to], author, {"en": "It was agreed today."})


def say_one(text: str, to: list[str]) -> str:
    """Write a message; return its digest."""
    body = saying.message(text, random.Random(0))  # noqa: S311 - the same each time
    return str(writing.send(body, to, _duty_officer()).record.digest)


def _duty_officer() -> Author:
    cast = cast_of(identity().name)
    return officer_of(cast.seat(cast.parties[0], "duty_officer")).author("duty_officer")


def keep_to_itself(count: int) -> None:
    """Write what no partner gets: held messages, corrections of them, items of the duty log."""
    author = _duty_officer()
    for number in range(count):
        held = saying.message(f"{saying.HELD}, {number}.", random.Random(number))  # noqa: S311 - as above
        writing.send(held, [], author)
        row = Message.objects.at(None).order_by("-first")[0]
        writing.correct(row, {**held, "text": {"en": f"{saying.HELD}, corrected, {number}."}}, [], author)
        new_item(Said(_log_item(number)), author)


def _log_item(number: int) -> dict[str, Any]:
    return {
        "direction": "in", "from": "post 14", "to": "duty officer", "means": "radio", "original_language": "en",
        "precedence": "flash", "state": "closed", "nobody_further": True, "need_to_know": [], "translation": "none",
        "summary": {"en": f"{saying.HELD}: lights on the ridge, {number}."},
    }  # fmt: skip


def amend(home: str, out: str, figures: dict[str, int], releases_from: list[str]) -> None:
    """Bring another version of the annex into effect, by which only these centres release; write its proof."""
    cast, at = cast_of(identity().name), timezone.now()
    table = dict(agreeing.annex(Path(home)))
    table["exchange"] = {**table["exchange"], **figures}
    table["exchange"]["release"] = [{**rule, "from": releases_from} for rule in table["exchange"]["release"]]
    body = body_of(table, agreement=RELEASE_RULES, version=2, parties=cast.parties, entered_at=at)
    put(kind_of(body), body, officer_of(cast.seat(cast.parties[0], "planner")).author("planner"), object=RELEASE_RULES)
    signers = {party: agreeing._signer(cast, party) for party in cast.parties}
    texts = agreeing.read_texts
    agreeing.read_texts = lambda as_of: [each for each in texts(as_of) if each.version == 2]  # the newest is decided on
    agreeing._decide(Matter.ANNEX, RELEASE_RULES, cast, signers)
    agreeing._wait_for_effect()
    Path(out).write_bytes(_newest_proof())


def _newest_proof() -> bytes:
    shown = [each for each in shown_decisions(None, timezone.now()) if each.state.value == "in_effect"]
    newest = max(shown, key=lambda each: each.placed.decision.proposal.effective_at)
    return prove(Proposal.objects.at(None).get(key=newest.row.key), newest.placed.standing).data


def adopt(home: str, proof: str) -> None:
    """Adopt what a proof shows."""
    adopting.adopt(Path(proof).read_bytes(), parse_roots((Path(home) / "roots.txt").read_bytes()))


def serve_frozen(moment: str, address: str, partner: str, told: str) -> None:
    """Sign a partner's log at one moment and serve it there, when time stands still."""
    at = datetime.fromisoformat(moment)
    timezone.now = lambda: at
    row = partner_called(partner, at)
    assert row is not None
    publish_for(row, terms_in_force(at))
    app = Application(
        identity().folder, identity().name, lambda: terms_in_force(at), TableReceipts(), now=lambda: at
    )  # fmt: skip
    terms = terms_in_force(at)
    assert terms is not None
    host, port = address.split(":")
    listener = socket.create_server((host, int(port)))
    files = connection_files(identity().keys)
    run_server(app, listener, TlsFiles(files.certificate, files.key), terms.authorities.values)
    Path(told).touch()
    threading.Event().wait()


def export_frozen(moment: str, partner: str, stick: str) -> None:
    """Write a stick when time stands still."""
    at = datetime.fromisoformat(moment)
    timezone.now = lambda: at
    sticks.export(partner, Path(stick), whole=True)
