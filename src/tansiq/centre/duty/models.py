"""The duty log, handovers and situation reports as tables."""

from django.db import models

from tansiq.centre.door.versions import Version


class LogItem(Version):
    """An item of the log; ``key`` is its object, ``item-12``.

    Attributes
    ----------
    place, digest
        Of the record that says so.
    first
        Place of the item's first record: the order of the log.
    needs
        Who needs to know: ``whom``, and where told ``told_at`` and ``means``.
    answered
        Whether the third question has an answer.
    refers
        Keys of what it refers to, each between spaces.
    folded
        All its words as they are searched for.
    """

    number = models.IntegerField()
    first = models.BigIntegerField()
    versions = models.IntegerField()
    digest = models.CharField(max_length=71)
    party = models.CharField(max_length=64)
    account = models.CharField(max_length=64)
    precedence = models.CharField(max_length=16)
    rank = models.SmallIntegerField()
    state = models.CharField(max_length=16)
    answered = models.BooleanField()
    nobody_further = models.BooleanField()
    direction = models.CharField(max_length=16)
    means = models.CharField(max_length=16)
    sender = models.CharField(max_length=200)
    receiver = models.CharField(max_length=200)
    summary = models.JSONField()
    action = models.JSONField(null=True)
    original_language = models.CharField(max_length=8)
    translation = models.CharField(max_length=16)
    needs = models.JSONField()
    location = models.JSONField(null=True)
    refers = models.TextField(default="")
    initials = models.CharField(max_length=6, default="")
    event_at = models.DateTimeField()
    received_at = models.DateTimeField()
    entered_at = models.DateTimeField()
    folded = models.TextField()

    class Meta(Version.Meta):
        indexes = (
            *Version.Meta.indexes,
            models.Index(fields=("until", "state", "received_at"), name="logitem_open"),
            models.Index(fields=("until", "state", "since"), name="logitem_closed"),
            models.Index(fields=("until", "first"), name="logitem_order"),
        )


class Referral(Version):
    """That an item refers to another; ``key`` is both their keys."""

    item = models.CharField(max_length=128)
    about = models.CharField(max_length=128)

    class Meta(Version.Meta):
        indexes = (
            *Version.Meta.indexes,
            models.Index(fields=("about", "until"), name="referral_about"),
            models.Index(fields=("item", "until"), name="referral_item"),
        )


class Handover(Version):
    """A watch handed over, or about to be; ``key`` is its object, ``handover-3``.

    Attributes
    ----------
    body
        As its record says.
    signed
        How many of its parties have signed.
    """

    number = models.IntegerField()
    digest = models.CharField(max_length=71)
    party = models.CharField(max_length=64)
    account = models.CharField(max_length=64)
    from_at = models.DateTimeField()
    to_at = models.DateTimeField()
    body = models.JSONField()
    signed = models.IntegerField()
    complete = models.BooleanField()
    entered_at = models.DateTimeField()

    class Meta(Version.Meta):
        pass


class HandoverSignature(Version):
    """A party's signature under a handover; ``key`` is the handover's digest and the party."""

    handover = models.CharField(max_length=128)
    record = models.CharField(max_length=71)
    party = models.CharField(max_length=64)
    account = models.CharField(max_length=64)
    line = models.CharField(max_length=600)
    digest = models.CharField(max_length=71)
    entered_at = models.DateTimeField()

    class Meta(Version.Meta):
        pass


class Report(Version):
    """A situation report; ``key`` is its object, ``report-4``, each row one version of it.

    Attributes
    ----------
    agreed_by
        Parties that have agreed to this very version.
    """

    number = models.IntegerField()
    number_of_version = models.IntegerField()
    digest = models.CharField(max_length=71)
    party = models.CharField(max_length=64)
    account = models.CharField(max_length=64)
    from_at = models.DateTimeField()
    to_at = models.DateTimeField()
    body = models.JSONField()
    agreed_by = models.JSONField()
    agreed = models.BooleanField()
    entered_at = models.DateTimeField()

    class Meta(Version.Meta):
        pass


class Reservation(Version):
    """A party's recorded disagreement with a report or a handover; ``key`` is its object, ``reservation-2``."""

    number = models.IntegerField()
    about = models.CharField(max_length=128)
    record = models.CharField(max_length=71)
    digest = models.CharField(max_length=71)
    party = models.CharField(max_length=64)
    account = models.CharField(max_length=64)
    text = models.JSONField()
    original_language = models.CharField(max_length=8)
    clause = models.CharField(max_length=200, default="")
    standing = models.BooleanField()
    entered_at = models.DateTimeField()

    class Meta(Version.Meta):
        pass
