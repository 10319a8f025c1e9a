"""What is secret about an account: its password and its open sessions. Nothing here gives anybody a right."""

from datetime import datetime, timedelta
from typing import ClassVar, Final

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

NAME_LETTERS: Final = 64


class CredentialManager(BaseUserManager["Credential"]):
    """Finds credentials by the account's name."""


class Credential(AbstractBaseUser):
    """The password of an account, under the account's name.

    Django and allauth call this a user. It has no e-mail, no person's name, no permissions and no staff flag: what an
    account may do stands in the journal's records, and a credential without such a record opens nothing.
    """

    username = models.CharField(primary_key=True, max_length=NAME_LETTERS)
    last_login = None  # the journal tells when somebody signed in

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = CredentialManager()

    class Meta:
        app_label = "accounts"

    def __str__(self) -> str:
        return self.username


class OpenSession(models.Model):
    """A session somebody has signed in to. A browser whose session is not in this table is signed out."""

    key = models.CharField(primary_key=True, max_length=40)
    credential = models.ForeignKey(Credential, on_delete=models.CASCADE, related_name="sessions")
    opened_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    browser = models.CharField(max_length=40)  # in words, for its owner to tell sessions apart; no address is kept

    class Meta:
        app_label = "accounts"

    def __str__(self) -> str:
        return f"{self.credential_id} {self.opened_at:%Y-%m-%dT%H:%MZ}"

    def over(self, now: datetime, *, idle: timedelta, longest: timedelta) -> bool:
        """Return whether the session has been left alone, or open, for too long."""
        return now - self.seen_at > idle or now - self.opened_at > longest


class Unrecorded(models.Model):
    """Accesses of one account and kind that are counted, and not yet recorded one by one, since ``since``."""

    account = models.CharField(max_length=NAME_LETTERS)
    act = models.CharField(max_length=32)
    since = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        app_label = "accounts"
        constraints: ClassVar = [models.UniqueConstraint(fields=("account", "act"), name="one_tally_per_account")]

    def __str__(self) -> str:
        return f"{self.account} {self.act} {self.count}"
