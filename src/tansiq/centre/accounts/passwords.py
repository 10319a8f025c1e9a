"""What a password must be: long, and not one that everybody knows. In our words, since they come in three languages."""

from typing import Final

from django.contrib.auth.hashers import Argon2PasswordHasher
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

SHORTEST: Final = 12
FEWEST_LETTERS: Final = 5  # different ones: aaaaaaaaaaaa is twelve long


class Argon2id(Argon2PasswordHasher):
    """Argon2id at a cost that a small machine bears when a whole watch signs in at once: 32 MiB for each.

    Above the least of OWASP's Password Storage Cheat Sheet (19 MiB, 2 passes, 1 lane); Django's own 100 MiB on eight
    lanes would let fifty people, or one script, take 5 GB.
    """

    memory_cost = 32 * 1024  # [KiB]
    time_cost = 3
    parallelism = 1


class LongEnough:
    """At least twelve characters, of which some differ."""

    def validate(self, password: str, user: object = None) -> None:
        """Refuse a short password, or one of a few repeated characters."""
        del user  # Django passes it
        if len(password) < SHORTEST:
            raise ValidationError(
                _("This password has %(letters)d characters. At least %(shortest)d are needed.")
                % {"letters": len(password), "shortest": SHORTEST},
                code="password_too_short",
            )
        if len(set(password)) < FEWEST_LETTERS:
            raise ValidationError(_("This password repeats a few characters. Choose several words."), code="too_plain")

    def get_help_text(self) -> str:
        """Return nothing: the form's own hint says it."""
        return ""


class NotCommon(CommonPasswordValidator):
    """None of the twenty thousand that are tried first, nor one of them with digits or signs put behind."""

    def validate(self, password: str, user: object = None) -> None:
        """Refuse a common password."""
        del user  # Django passes it
        plain = password.lower().strip()
        if plain in self.passwords or plain.rstrip("0123456789!?.*#-_ ") in self.passwords:
            raise ValidationError(_("This password is among those that are tried first. Choose several words."))

    def get_help_text(self) -> str:
        """Return nothing: the form's own hint says it."""
        return ""
