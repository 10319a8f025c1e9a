"""What a record may say about records before it: the journal's own rules, whatever its kind."""

from tansiq.centre.door.models import Entry
from tansiq.centre.door.refusals import AlreadyEnteredError, NotAllowedError, UnknownRecordError
from tansiq.journal.keys import Standing, check_watch_act
from tansiq.journal.record import Record, read_record
from tansiq.journal.record.decision import KIND as DECISION_SIGNATURE
from tansiq.journal.record.decision import verify_decision
from tansiq.language import N_


def check_history(record: Record, standing: Standing) -> None:
    """Hold a record against those that stand in the journal.

    Raises
    ------
    AlreadyEnteredError
        It stands there.
    UnknownRecordError
        It corrects or signs a record that does not, or that is about something else.
    NotAllowedError
        It corrects the other party's record.
    tansiq.journal.errors.BadSignatureError, BodyError
        It is a signature under a decision, and not over the decision's bytes.
    tansiq.journal.errors.KeyMisuseError
        A duty officer's key signs what is not a handover, nor only received.
    """
    if Entry.objects.filter(digest=record.digest).exists():
        raise AlreadyEnteredError(N_("The same record stands in the journal already. It was not entered twice."))
    if record.content.supersedes is not None:
        _check_correction(record)
    if record.content.kind == DECISION_SIGNATURE:
        signed = find(str(record.content.body["record"]))
        check_watch_act(standing, str(record.content.body["act"]), signed.content.kind.partition("/")[0])
        verify_decision(signed, record, standing.key)


def find(digest: str) -> Record:
    """Return the record of that digest.

    Raises
    ------
    UnknownRecordError
        There is none, or its content was erased.
    """
    entry = Entry.objects.filter(digest=digest).values_list("entry", flat=True).first()
    if not entry:
        raise UnknownRecordError(N_("No record %(digest)s is in this journal."), digest=digest)
    return read_record(bytes(entry))


def _check_correction(record: Record) -> None:
    content = record.content
    earlier = Entry.objects.filter(digest=content.supersedes).values_list("object", "kind", "party").first()
    if earlier is None:
        raise UnknownRecordError(N_("No record %(digest)s is in this journal."), digest=content.supersedes)
    what, kind, party = earlier
    if (what, kind.partition("/")[0]) != (content.object, content.kind.partition("/")[0]):
        raise UnknownRecordError(N_("A correction must be about the same as the record it corrects."))
    if party != content.party:
        raise NotAllowedError(
            N_("Only %(party)s may correct this record. Write one of your own beside it."), party=party
        )
