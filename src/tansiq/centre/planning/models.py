"""Courses of action, and files of them that were asked for, as tables."""

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


class PlannedExport(Version):
    """A file of a course that somebody asked for; ``key`` is its object, ``export-`` and letters drawn by lot.

    Attributes
    ----------
    digest
        Of the record that says so.
    course, version
        The course's number, and the digest of the record of it that the file is made of.
    state
        ``asked``, ``confirmed``, ``declined`` or ``taken``.
    asked_by, asked_at
        The account that asked, and when.
    answered_by, answered_at
        The account that confirmed or declined, and when; empty and None until somebody has.
    taken_at
        When the asker took the file; None until then.
    """

    digest = models.CharField(max_length=71)
    party = models.CharField(max_length=64)
    course = models.IntegerField()
    version = models.CharField(max_length=71)
    window = models.CharField(max_length=16)
    format = models.CharField(max_length=16)
    language = models.CharField(max_length=8)
    state = models.CharField(max_length=16)
    asked_by = models.CharField(max_length=64)
    asked_at = models.DateTimeField()
    answered_by = models.CharField(max_length=64, default="")
    answered_at = models.DateTimeField(null=True)
    taken_at = models.DateTimeField(null=True)

    class Meta(Version.Meta):
        indexes = (
            *Version.Meta.indexes,
            models.Index(fields=("until", "party", "course", "asked_at"), name="plannedexport_open"),
        )
