"""What may be said to partners, and of what came from them. Asked under the door's lock, before anything is signed."""

import re
from typing import Any, Final

from tansiq.centre.door.history import find
from tansiq.centre.door.keys import identity
from tansiq.centre.door.refusals import NotAllowedError, Refusal
from tansiq.centre.door.registry import Asked
from tansiq.centre.partners.models import Alarm, Incoming, Message, Receipt, Received, Released
from tansiq.centre.partners.terms import latest_terms, partners_of
from tansiq.exchange.naming import log_origin
from tansiq.journal.record import releasable_to
from tansiq.journal.times import read_time
from tansiq.language import N_

AUTHORS: Final = frozenset({"director", "duty_officer", "information_officer", "liaison_officer", "planner"})
_MESSAGE: Final = re.compile(r"msg-[a-z]{16}")
_DRAWN: Final = re.compile(r"(release|recall|ack|alarm)-[a-z]{16}")


class ExchangeRefusal(Refusal):
    """Something that the exchange's rules do not allow, or not now."""


def check_message(asked: Asked) -> None:
    """Refuse a message that shows a count, says nothing, or narrows whom what it corrects was released to."""
    body: Any = asked.content.body
    if not _MESSAGE.fullmatch(asked.content.object):
        raise ExchangeRefusal(
            N_("A message is called by letters drawn by lot: a number would tell how many there are.")
        )
    if body["original_language"] not in body["text"]:
        raise ExchangeRefusal(N_("The text lacks the language it was written in."))
    if "starts_at" in body and "ends_at" in body and read_time(body["ends_at"]) < read_time(body["starts_at"]):
        raise ExchangeRefusal(N_("It ends before it begins."))
    earlier = Message.present(asked.content.object)
    if asked.content.supersedes is None:
        if earlier is not None:
            raise ExchangeRefusal(N_("There is a message of this name. A change of it is a correction."))
    else:
        _check_correction(asked, earlier)
    if "answers" in body:
        _check_answers(body["answers"])


def _check_correction(asked: Asked, earlier: Message | None) -> None:
    if earlier is None or earlier.digest != asked.content.supersedes:
        raise ExchangeRefusal(N_("This message was changed meanwhile. Read it again, then make your change."))
    if earlier.recall is not None:
        raise ExchangeRefusal(N_("This message was recalled. Write a new one."))
    if not set(earlier.to) <= releasable_to(asked.content.marking):
        raise ExchangeRefusal(
            N_("A correction goes at least to everybody the corrected message was released to: %(parties)s."),
            parties=", ".join(earlier.to),
        )


def _check_answers(digest: str) -> None:
    known = Received.objects.at(None).filter(digest=digest).exists() or Message.objects.at(None).filter(digest=digest)
    if not known:
        raise ExchangeRefusal(N_("What this message answers has not been received here."))


def check_release(asked: Asked) -> None:
    """Refuse to release what is not the party's own to release."""
    body: Any = asked.content.body
    _check_drawn(asked, "release")
    for digest in body["records"]:
        _check_own(asked, digest)
    if not any(set(body["to"]) & set(each.parties) for each in partners_of(latest_terms(asked.content.entered_at))):
        raise ExchangeRefusal(
            N_("The agreement names no partner centre of %(parties)s."), parties=", ".join(body["to"])
        )


def _check_own(asked: Asked, digest: str) -> None:
    if find(digest).content.party != asked.content.party:
        raise NotAllowedError(N_("Only the party that wrote a record may release it, correct it or recall it."))


def _check_drawn(asked: Asked, prefix: str) -> None:
    if not _DRAWN.fullmatch(asked.content.object) or not asked.content.object.startswith(f"{prefix}-"):
        raise ExchangeRefusal(N_("What may leave this centre is called by letters drawn by lot, never by a number."))


def check_recall(asked: Asked) -> None:
    """Refuse to recall what was not released, is another's, or was recalled before."""
    body: Any = asked.content.body
    _check_drawn(asked, "recall")
    _check_own(asked, body["record"])
    if not Released.objects.at(None).filter(digest=body["record"]).exists():
        raise ExchangeRefusal(N_("This record was released to nobody: there is nothing to recall."))
    if body["original_language"] not in body["reason"]:
        raise ExchangeRefusal(N_("The text lacks the language it was written in."))
    row = Message.objects.at(None).filter(digest=body["record"]).first()
    if row is not None and row.recall is not None:
        raise ExchangeRefusal(N_("This message was recalled already."))


def check_acknowledgement(asked: Asked) -> None:
    """Refuse to acknowledge what did not come, what is one's own, or twice; a recall that was not made."""
    body: Any = asked.content.body
    _check_drawn(asked, "ack")
    row = _received(body["log"], body["record"])
    parties = identity().party_ids
    if row.party == asked.content.party and len(parties) > 1:
        raise NotAllowedError(N_("This is your own party's record. Whoever it was released to acknowledges it."))
    if body["act"] == "recall_confirmed":
        if row.state != "recalled":
            raise ExchangeRefusal(N_("This record was not recalled."))
        if row.confirmed:
            raise ExchangeRefusal(N_("The recall was confirmed already."))
    elif row.state != "new":
        raise ExchangeRefusal(N_("This record needs no acknowledgement, or not any more."))


def _received(log: str, digest: str) -> Received:
    for row in Received.objects.at(None).filter(digest=digest).exclude(state="refused"):
        incoming = Incoming.present(row.origin)
        if incoming is not None and incoming.log == log:
            return row  # type: ignore[no-any-return]  # of this very table
    raise ExchangeRefusal(N_("No such record has come from %(log)s."), log=log)


def check_receipt(asked: Asked) -> None:
    """Refuse a receipt for more than was released, or for less than is known to have arrived."""
    body: Any = asked.content.body
    recipient = body["log"].rpartition("/")[2]
    if body["log"] != log_origin(f"{identity().domain}/{identity().name}", recipient):
        raise ExchangeRefusal(N_("%(log)s is not a log of this centre."), log=body["log"])
    before = Receipt.present(recipient)
    if before is not None and body["size"] <= before.size:
        raise ExchangeRefusal(N_("%(partner)s has confirmed that much already."), partner=recipient)
    if body["size"] > Released.objects.at(None).filter(recipient=recipient).count():
        raise ExchangeRefusal(N_("%(partner)s confirms more than this centre knows to have released: was this centre "
                                 "restored from an old copy?"), partner=recipient)  # fmt: skip


def check_alarm(asked: Asked) -> None:
    """Refuse to deal with an alarm that was not raised, or to raise one in somebody's name."""
    body: Any = asked.content.body
    _check_drawn(asked, "alarm")
    earlier = Alarm.present(asked.content.object)
    by_centre = asked.author.role == "centre"
    if (body["state"] == "standing") != by_centre or (earlier is None) != by_centre:
        raise ExchangeRefusal(N_("The centre raises an alarm, and an officer says that it was dealt with."))
    if earlier is not None and (earlier.state, earlier.partner, earlier.fault) != (
        "standing", body["partner"], body["fault"],
    ):  # fmt: skip
        raise ExchangeRefusal(N_("This alarm was dealt with already."))


def never(_asked: Asked) -> None:
    """Refuse: such records are made for a release log, and stand in no journal."""
    raise NotAllowedError(N_("Traces of what was withheld stand in release logs only."))
