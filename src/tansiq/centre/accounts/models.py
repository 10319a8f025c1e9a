"""Accounts, invitations and accesses as tables; and beside them what is secret, which gives nobody a right."""

from django.db import models

from tansiq.centre.accounts.secrets import NAME_LETTERS, Credential, OpenSession, Unrecorded
from tansiq.centre.door.versions import Version

__all__ = ["Access", "Account", "Credential", "Invitation", "OpenSession", "Reading", "Unrecorded"]

PARTY_LETTERS = 64
OPEN = "open"
CLOSED = "closed"
WAITING = "waiting"
USED = "used"
REFUSED = "refused"
WITHDRAWN = "withdrawn"
DIGEST_LETTERS = 71


class Account(Version):
    """A function at work for a party; ``key`` is its name.

    Attributes
    ----------
    state
        ``open`` or ``closed``; a closed account's name is not given again.
    roles
        What it may do now.
    asked, asked_by
        Roles asked for it that a second account has yet to confirm, and who asked.
    """

    party = models.CharField(max_length=PARTY_LETTERS)
    state = models.CharField(max_length=16)
    roles = models.JSONField()
    asked = models.JSONField(default=list)
    asked_by = models.CharField(max_length=NAME_LETTERS, default="")
    asked_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField()

    class Meta(Version.Meta):
        pass


class Invitation(Version):
    """A code somebody may join with, or renew an account with; ``key`` is a part of the code's digest.

    Attributes
    ----------
    account
        The account it renews; empty if it opens a new one.
    state
        ``waiting`` for a second account's yes, ``open``, ``used``, ``refused`` or ``withdrawn``.
    asked_by
        The administrator who made it; ``centre`` if it was made on the centre's own machine.
    """

    party = models.CharField(max_length=PARTY_LETTERS)
    account = models.CharField(max_length=NAME_LETTERS, default="")
    roles = models.JSONField()
    state = models.CharField(max_length=16)
    code_digest = models.CharField(max_length=71)
    asked_by = models.CharField(max_length=NAME_LETTERS)
    asked_at = models.DateTimeField()
    confirmed_by = models.CharField(max_length=NAME_LETTERS, default="")
    lapses_at = models.DateTimeField()
    used_by = models.CharField(max_length=NAME_LETTERS, default="")

    class Meta(Version.Meta):
        pass


class Access(Version):
    """Somebody signed in or out, failed to, was denied, or read what a partner released; ``key`` is the record's place.

    Attributes
    ----------
    records
        Digests of what was read; else empty.
    """

    party = models.CharField(max_length=PARTY_LETTERS)
    account = models.CharField(max_length=NAME_LETTERS, default="")
    act = models.CharField(max_length=32)
    by = models.JSONField(default=list)
    page = models.CharField(max_length=64, default="")
    count = models.PositiveBigIntegerField()
    records = models.JSONField(default=list)
    at = models.DateTimeField()

    class Meta(Version.Meta):
        indexes = (*Version.Meta.indexes, models.Index(fields=("party", "since"), name="access_party"))


class Reading(Version):
    """That an account read a partner's record, the first time; ``key`` is the record's digest and the account."""

    record = models.CharField(max_length=DIGEST_LETTERS)
    account = models.CharField(max_length=NAME_LETTERS)
    party = models.CharField(max_length=PARTY_LETTERS)
    at = models.DateTimeField()

    class Meta(Version.Meta):
        indexes = (*Version.Meta.indexes, models.Index(fields=("record", "party"), name="reading_record"))
