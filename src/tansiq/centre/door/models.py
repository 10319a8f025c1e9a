"""The journal as a table, and the keys it speaks of."""

from django.db import models

from tansiq.centre.door.versions import Version


class Entry(models.Model):
    """One record: its exact bytes, and what is looked up often.

    Attributes
    ----------
    place
        Its number in the journal.
    entry
        Its bytes; empty once erased.
    leaf
        Its leaf hash [32 bytes].
    kept_at
        The latest time that this centre's own clock has shown so far: when this record was here. Never goes back.
    """

    place = models.BigIntegerField(primary_key=True)
    entry = models.BinaryField()
    leaf = models.BinaryField(max_length=32)
    digest = models.CharField(max_length=71, unique=True)
    kind = models.CharField(max_length=69)
    object = models.CharField(max_length=128)
    party = models.CharField(max_length=64)
    author = models.CharField(max_length=64)
    author_role = models.CharField(max_length=32)
    supersedes = models.CharField(max_length=71, null=True)  # noqa: DJ001 - None is "corrects nothing", not an empty digest
    event_at = models.DateTimeField()
    received_at = models.DateTimeField()
    entered_at = models.DateTimeField()
    kept_at = models.DateTimeField()

    class Meta:
        indexes = (
            models.Index(fields=("object", "place"), name="entry_object"),
            models.Index(fields=("kind", "place"), name="entry_kind"),
            models.Index(fields=("kept_at",), name="entry_kept_at"),
        )

    def __str__(self) -> str:
        return f"{self.place} {self.kind} {self.object}"


class Key(Version):
    """A key that a party's root certified; ``key`` is the party and the key's name and id."""

    party = models.CharField(max_length=64)
    label = models.CharField(max_length=300)
    verifier_key = models.CharField(max_length=400)
    purpose = models.CharField(max_length=16)
    revoked = models.BooleanField(default=False)
    reason = models.CharField(max_length=16, default="")

    class Meta(Version.Meta):
        pass
