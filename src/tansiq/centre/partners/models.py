"""What was released to whom, what came from whom, and what was said about either, as tables."""

from django.db import models

from tansiq.centre.door.versions import Version


class Terms(Version):
    """By what the centre exchanges; one row, ``key`` is ``terms``.

    Attributes
    ----------
    adoptions
        Every agreement adopted, the last one last: the record's body, its ``digest`` and ``place``.
    """

    adoptions = models.JSONField()

    class Meta(Version.Meta):
        pass


class Released(Version):
    """An entry of the release log for ``recipient``; ``key`` is the recipient and the index.

    Attributes
    ----------
    place
        Of the record in the journal; of the one that is withheld, for a stub.
    index
        Its number for the partner.
    entry
        Its bytes, for a stub; else they stand in the journal at ``place``.
    """

    recipient = models.CharField(max_length=64)
    index = models.BigIntegerField()
    place = models.BigIntegerField()
    digest = models.CharField(max_length=71)
    clause = models.CharField(max_length=200)
    kind = models.CharField(max_length=69)
    object = models.CharField(max_length=128)
    party = models.CharField(max_length=64)
    precedence = models.CharField(max_length=16, default="")
    released_at = models.DateTimeField()
    stub = models.BooleanField()
    entry = models.BinaryField(null=True)

    class Meta(Version.Meta):
        indexes = (
            *Version.Meta.indexes,
            models.Index(fields=("recipient", "index"), name="released_index"),
            models.Index(fields=("digest", "recipient"), name="released_digest"),
        )


class Receipt(Version):
    """How much of a release log its recipient has; ``key`` is the recipient, each row one receipt."""

    size = models.BigIntegerField()
    head = models.TextField()
    digest = models.CharField(max_length=71)
    entered_at = models.DateTimeField()

    class Meta(Version.Meta):
        pass


class Incoming(Version):
    """How far a partner's log is kept here; ``key`` is the partner's name.

    Attributes
    ----------
    frontier
        Hashes of the complete subtrees that make up the log, left to right: its root follows from them.
    head
        The partner's signed head under which the last entries came.
    latest_at
        Up to when, by its clock, everything that it released as it was entered is here: an older entry came late on
        purpose.
    """

    log = models.CharField(max_length=600)
    size = models.BigIntegerField()
    frontier = models.JSONField()
    head = models.TextField()
    latest_at = models.DateTimeField(null=True)
    kept_at = models.DateTimeField()

    class Meta(Version.Meta):
        pass


class Received(Version):
    """An entry of a partner's log; ``key`` is the partner's name and the index.

    Attributes
    ----------
    entered_at, kept_at
        When it was entered there, by that centre's clock, and kept here, by ours.
    late
        Whether it was released later than it was entered: its way here cannot be timed.
    state
        ``new`` and ``acknowledged`` for what people read, ``recalled``, ``refused``, ``erased`` by its origin, else
        ``kept``.
    reason
        Why it is refused: the English template and its fields.
    superseded_by, recalled_by
        Digests of the correction and of the recall; empty if there is none.
    """

    origin = models.CharField(max_length=64)
    index = models.BigIntegerField()
    digest = models.CharField(max_length=71)
    kind = models.CharField(max_length=69)
    object = models.CharField(max_length=128)
    party = models.CharField(max_length=64)
    author = models.CharField(max_length=64)
    author_role = models.CharField(max_length=32)
    precedence = models.CharField(max_length=16, default="")
    body = models.JSONField(null=True)
    supersedes = models.CharField(max_length=71, default="")
    event_at = models.DateTimeField(null=True)
    entered_at = models.DateTimeField(null=True)
    kept_at = models.DateTimeField()
    late = models.BooleanField(default=False)
    state = models.CharField(max_length=16)
    reason = models.JSONField(null=True)
    superseded_by = models.CharField(max_length=71, default="")
    recalled_by = models.CharField(max_length=71, default="")
    recall_reason = models.JSONField(null=True)
    recalled_at = models.DateTimeField(null=True)
    confirmed = models.BooleanField(default=False)
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.CharField(max_length=64, default="")

    class Meta(Version.Meta):
        indexes = (
            *Version.Meta.indexes,
            models.Index(fields=("origin", "index"), name="received_index"),
            models.Index(fields=("digest", "until"), name="received_digest"),
            models.Index(fields=("until", "state", "kept_at"), name="received_state"),
        )


class Message(Version):
    """A message of this centre's; ``key`` is its object, ``msg-`` and letters drawn by lot.

    Attributes
    ----------
    to
        Parties it may be released to; empty: held by its originator.
    first
        Place of its first record: the order in which messages were written, for this centre only.
    recall
        The recall's ``digest``, ``reason``, ``original_language`` and ``at``; None while it stands.
    """

    digest = models.CharField(max_length=71)
    first = models.BigIntegerField()
    versions = models.IntegerField()
    party = models.CharField(max_length=64)
    account = models.CharField(max_length=64)
    role = models.CharField(max_length=32)
    category = models.CharField(max_length=32)
    precedence = models.CharField(max_length=16)
    body = models.JSONField()
    to = models.JSONField()
    event_at = models.DateTimeField()
    entered_at = models.DateTimeField()
    recall = models.JSONField(null=True)

    class Meta(Version.Meta):
        indexes = (
            *Version.Meta.indexes,
            models.Index(fields=("until", "first"), name="message_order"),
            models.Index(fields=("digest",), name="message_digest"),
        )


class Answer(Version):
    """What a partner said about a record of ours; ``key`` is the record's digest, the partner and the act.

    Attributes
    ----------
    entered_at, kept_at
        When it was said there, and kept here.
    """

    record = models.CharField(max_length=71)
    origin = models.CharField(max_length=64)
    act = models.CharField(max_length=24)
    party = models.CharField(max_length=64)
    remark = models.JSONField(null=True)
    entered_at = models.DateTimeField()
    kept_at = models.DateTimeField()

    class Meta(Version.Meta):
        indexes = (*Version.Meta.indexes, models.Index(fields=("record", "until"), name="answer_record"))


class Alarm(Version):
    """Something wrong with what a partner sent, or with a link; ``key`` is its object."""

    partner = models.CharField(max_length=64)
    fault = models.CharField(max_length=32)
    says = models.JSONField()
    evidence = models.CharField(max_length=71, default="")
    state = models.CharField(max_length=16)
    remark = models.JSONField(null=True)
    digest = models.CharField(max_length=71)
    raised_at = models.DateTimeField()
    handled_at = models.DateTimeField(null=True)
    handled_by = models.CharField(max_length=64, default="")

    class Meta(Version.Meta):
        indexes = (*Version.Meta.indexes, models.Index(fields=("until", "state"), name="alarm_state"))


class ReceivedEntry(models.Model):
    """An entry of a partner's log, byte for byte: storage, as the journal's own table is, and no projection.

    It counts only when a record of kind ``received/1`` covers it; until then it may be written over.

    Attributes
    ----------
    origin
        The partner's name.
    index
        Its number in the partner's log.
    entry, leaf
        Its bytes, and their leaf hash [32 bytes].
    refused
        Why it is not accepted (English template and fields); None if it is.
    """

    origin = models.CharField(max_length=64)
    index = models.BigIntegerField()
    entry = models.BinaryField()
    leaf = models.BinaryField(max_length=32)
    refused = models.JSONField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("origin", "index"), name="receivedentry_once"),)

    def __str__(self) -> str:
        return f"{self.origin} {self.index}"


class StubEntry(models.Model):
    """A stub of a release log, byte for byte: storage, like :class:`ReceivedEntry`.

    ``content`` is the SHA-256 of what it says. Rebuilding takes it from here: the centre's key may be another by then.
    """

    content = models.CharField(primary_key=True, max_length=64)
    entry = models.BinaryField()

    def __str__(self) -> str:
        return self.content
