"""Courses of action as a table."""

from typing import Final

from django.db import models

from tansiq.centre.door.versions import Version

KEPT: Final = "kept"
PUT_ASIDE: Final = "put_aside"


class PlannedCourse(Version):
    """A course of action; ``key`` is its object, ``course-3``.

    Attributes
    ----------
    digest
        Of the record that says so.
    first
        Place of the course's first record: the order of the list.
    body
        As its record says.
    state
        ``kept``, or ``put_aside``: no longer among those that are compared.
    copied_from
        Digest of the record it was begun as a copy of; empty if it was not.
    """

    number = models.IntegerField()
    first = models.BigIntegerField()
    versions = models.IntegerField()
    digest = models.CharField(max_length=71)
    party = models.CharField(max_length=64)
    account = models.CharField(max_length=64)
    title = models.JSONField()
    original_language = models.CharField(max_length=8)
    body = models.JSONField()
    state = models.CharField(max_length=16)
    copied_from = models.CharField(max_length=71, default="")
    entered_at = models.DateTimeField()

    class Meta(Version.Meta):
        indexes = (
            *Version.Meta.indexes,
            models.Index(fields=("until", "state", "first"), name="plannedcourse_standing"),
        )
