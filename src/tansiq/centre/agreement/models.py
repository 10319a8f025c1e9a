"""Texts, decisions and what was done about them, as tables. Where a decision stands is computed, not kept."""

from django.db import models

from tansiq.centre.door.versions import Version


class Text(Version):
    """One version of an agreement or annex; ``key`` is its digest.

    Attributes
    ----------
    body
        As the record says it.
    place, entered_at
        Where its record stands, and what the clock said there.
    """

    agreement = models.CharField(max_length=128)
    version = models.IntegerField()
    body = models.JSONField()
    party = models.CharField(max_length=64)
    account = models.CharField(max_length=64)
    place = models.BigIntegerField()
    entered_at = models.DateTimeField()

    class Meta(Version.Meta):
        indexes = (*Version.Meta.indexes, models.Index(fields=("agreement", "version"), name="text_agreement"))


class Proposal(Version):
    """What both are asked to sign; ``key`` is its digest, ``serial`` its name in this centre."""

    serial = models.CharField(max_length=128)
    matter = models.CharField(max_length=32)
    body = models.JSONField()
    party = models.CharField(max_length=64)
    account = models.CharField(max_length=64)
    role = models.CharField(max_length=32)
    place = models.BigIntegerField()
    entered_at = models.DateTimeField()

    class Meta(Version.Meta):
        indexes = (*Version.Meta.indexes, models.Index(fields=("serial",), name="proposal_serial"))


class Deed(Version):
    """What a party did about a proposal; ``key`` is the digest of the record that says so."""

    proposal = models.CharField(max_length=71)
    act = models.CharField(max_length=16)
    body = models.JSONField()
    party = models.CharField(max_length=64)
    account = models.CharField(max_length=64)
    signed_with = models.CharField(max_length=300)
    place = models.BigIntegerField()
    entered_at = models.DateTimeField()

    class Meta(Version.Meta):
        indexes = (*Version.Meta.indexes, models.Index(fields=("proposal",), name="deed_proposal"))
