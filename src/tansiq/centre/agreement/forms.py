"""Forms of decisions, texts and keys. What they may say the domain and the door judge; here it becomes typed."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tansiq.centre.agreement.overview import reader_language
from tansiq.centre.agreement.wording import party_name
from tansiq.centre.shell.asking import AskingForm
from tansiq.centre.shell.fields import LocalMomentField, Spoken, SpokenField
from tansiq.domain.decision import Effect, Matter
from tansiq.domain.free_text import FreeTextError, clean
from tansiq.domain.register import AgreementText
from tansiq.domain.time import LOCAL_ZONE
from tansiq.journal.limits import LIMITS

LONGEST_TERMS: Final = 4000
_OBJECT: Final = re.compile(r"[a-z0-9][a-z0-9._-]{0,127}")
TEXT_MATTERS: Final = frozenset({Matter.AGREEMENT, Matter.ANNEX})
_ASKED: Final = {
    Matter.GAP_CLOSED: _("Which gap"),
    Matter.GAP_REOPENED: _("Which gap"),
    Matter.GATE_MET: _("Which obligation or gate"),
    Matter.JOINT_CHECKPOINT_OPENED: _("Which joint checkpoint"),
    Matter.JOINT_CHECKPOINT_CLOSED: _("Which joint checkpoint"),
    Matter.SWEEP_ORDERED: _("Which sweep"),
    Matter.MOVEMENT_STOPPED: _("Which movement"),
    Matter.RELEASE_RECALLED: _("Which release"),
}


def clean_line(text: str) -> str:
    """Return a typed line in one spelling; refuse letters that hide or reorder others."""
    try:
        return clean(text, limit_chars=LONGEST_TERMS)
    except FreeTextError as error:
        raise ValidationError(error.message(reader_language())) from error


def clean_spoken(spoken: Spoken | None) -> dict[str, str]:
    """Return what was said by language; refuse letters that hide or reorder others."""
    return {language: clean_line(text) for language, text in spoken.texts.items()} if spoken else {}


class ProposalForm(AskingForm):
    """A joint decision to be proposed. Which fields there are follows from what is decided."""

    about = forms.CharField(max_length=128, widget=forms.TextInput({"dir": "ltr", "autocomplete": "off"}))
    text_decided = forms.ChoiceField(label=_("Which text"), widget=forms.RadioSelect)
    holder_party = forms.ChoiceField(label=_("Who holds the ground from then on"), widget=forms.RadioSelect)
    holder_unit = forms.CharField(
        label=_("Unit that holds it"), max_length=200, help_text=_("As both know it, such as 2nd battalion.")
    )
    lapses_at = LocalMomentField(label=_("To be signed by"), help_text=_("What both have not signed by then lapses."))
    effective_at = LocalMomentField(
        label=_("Takes effect at"),
        help_text=_("By then each party must also have confirmed that it received the other's signature."),
    )
    ends_at = LocalMomentField(
        label=_("Ends at"), required=False, help_text=_("Leave empty if it is to hold until another decision.")
    )
    further = SpokenField(
        label=_("Further terms"), longest=LONGEST_TERMS, required=False,
        help_text=_("What else is to hold. If you write any, write it in every language that governs."),
    )  # fmt: skip
    authentic = forms.MultipleChoiceField(
        label=_("Languages that govern"), widget=forms.CheckboxSelectMultiple,
        choices=(("ar", "العربية"), ("ckb", "کوردی"), ("en", "English")), initial=["ar", "ckb"],
        help_text=_("Both parties sign the text in all of these; any other is a translation."),
    )  # fmt: skip

    def __init__(
        self, matter: Matter, parties: Sequence[str], texts: Sequence[AgreementText], *args: Any, **options: Any  # noqa: ANN401 - Django's own
    ) -> None:  # fmt: skip
        super().__init__(*args, **options)
        self.matter = matter
        for name in self._not_asked():
            del self.fields[name]
        language = reader_language()
        if "about" in self.fields:
            self.fields["about"].label = _ASKED[matter]
            self.fields["about"].help_text = _(
                "Its name in the records, such as gap-2-31: small letters, digits, hyphens and dots."
            )
        if "holder_party" in self.fields:
            self._choices("holder_party", [(each, party_name(each, language)) for each in parties])
        if "text_decided" in self.fields:
            named = [(each.digest, f"{each.title.best(language)}, {each.version}") for each in texts]
            self._choices("text_decided", named)
        now = timezone.now()
        self.fields["lapses_at"].initial = now + timedelta(hours=24)
        if "effective_at" in self.fields:
            self.fields["effective_at"].initial = now + timedelta(hours=36)

    def _not_asked(self) -> set[str]:
        names = {"about"} if self.matter in TEXT_MATTERS else {"text_decided"}
        if self.matter is not Matter.GAP_CLOSED:
            names |= {"holder_party", "holder_unit"}
        if self.matter.effect is Effect.RESTRICTIVE:
            names |= {"effective_at"}
        if self.matter in {Matter.GAP_CLOSED, Matter.GAP_REOPENED, Matter.GATE_MET}:
            names |= {"ends_at"}
        return names

    def _choices(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker; declared above
        field.choices = choices

    def clean_about(self) -> str:
        """Take the name of what is decided on."""
        about = clean_line(self.cleaned_data["about"]).lower()
        if not _OBJECT.fullmatch(about):
            raise ValidationError(_("Write the name with small letters, digits, hyphens and dots, such as gap-2-31."))
        return about

    def clean_holder_unit(self) -> str:
        """Take the unit's name."""
        return clean_line(self.cleaned_data["holder_unit"])

    def clean_further(self) -> dict[str, str]:
        """Take the further terms."""
        return clean_spoken(self.cleaned_data["further"])

    def texts(self) -> list[str]:
        """Return what people typed freely."""
        return [self.cleaned_data.get("holder_unit") or "", *(self.cleaned_data.get("further") or {}).values()]

    def clean(self) -> dict[str, Any]:
        """Ask for the further terms in every language that governs."""
        given = super().clean() or self.cleaned_data
        further, governs = given.get("further") or {}, given.get("authentic") or []
        if further and set(governs) - further.keys():
            self.add_error("further", _("Write the further terms in every language that governs."))
        return given


class DeedForm(AskingForm):
    """What an officer does about a proposal, with the passphrase that opens the key for it."""

    reservation = SpokenField(
        label=_("Reservation"), longest=LONGEST_TERMS, required=False,
        help_text=_("What your party holds against it though it signs. It stands beside your signature for good."),
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Reason"), max_length=4000, widget=forms.Textarea({"rows": 3, "dir": "auto"}),
        help_text=_("The other party reads it."),
    )  # fmt: skip
    passphrase = forms.CharField(
        label=_("Passphrase of your key"), max_length=200, strip=False,
        widget=forms.PasswordInput({"autocomplete": "off", "dir": "ltr"}),
        help_text=_("It opens your key for this one signature and is not kept."),
    )  # fmt: skip

    def __init__(self, act: str, *args: Any, **options: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(*args, **options)
        if act != "sign":
            del self.fields["reservation"]
        if act not in {"refuse", "withdraw"}:
            del self.fields["reason"]

    def clean_reservation(self) -> dict[str, str]:
        """Take the reservation."""
        return clean_spoken(self.cleaned_data["reservation"])

    def clean_reason(self) -> str:
        """Take the reason."""
        return clean_line(self.cleaned_data["reason"])

    def texts(self) -> list[str]:
        """Return what the other party will read; the passphrase is none of it."""
        said = self.cleaned_data.get("reservation") or {}
        return [*said.values(), self.cleaned_data.get("reason") or ""]


class KeyForm(forms.Form):
    """A passphrase for a new key, twice."""

    passphrase = forms.CharField(
        label=_("Passphrase"), max_length=200, strip=False, min_length=LIMITS.passphrase_characters_min,
        widget=forms.PasswordInput({"autocomplete": "new-password", "dir": "ltr"}),
        help_text=_("Several words that nobody would guess, 12 letters at least. Nobody can find it out or reset it."),
    )  # fmt: skip
    again = forms.CharField(
        label=_("The same passphrase again"), max_length=200, strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password", "dir": "ltr"}),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Refuse two different passphrases."""
        given = super().clean() or self.cleaned_data
        if given.get("passphrase") and given.get("again") and given["passphrase"] != given["again"]:
            self.add_error("again", _("The two passphrases differ. Type the same one twice."))
        return given


class CertificateForm(forms.Form):
    """A file that a party's root has signed."""

    record = forms.FileField(
        label=_("Certificate or revocation"), help_text=_("The file that whoever keeps your party's root gave back.")
    )

    def clean_record(self) -> bytes:
        """Take the file's bytes."""
        return _bytes_of(self.cleaned_data["record"], LIMITS.record_bytes)


class TextForm(forms.Form):
    """A text for the register: a model draft, or a file."""

    agreement = forms.RegexField(
        r"[a-z0-9][a-z0-9-]{0,63}\Z", label=_("Short name"), max_length=64, required=False,
        widget=forms.TextInput({"dir": "ltr", "autocomplete": "off"}),
        help_text=_("Such as annex-a; a new version keeps the name. Left empty, a model draft keeps its own."),
        error_messages={"invalid": _("Write the name with small letters, digits and hyphens, such as annex-a.")},
    )  # fmt: skip
    draft = forms.ChoiceField(label=_("Model draft"), required=False, widget=forms.RadioSelect)
    file = forms.FileField(
        label=_("Or a file"), required=False,
        help_text=_("Download a text from the register, change it, and bring it back as the next version."),
    )  # fmt: skip

    def __init__(self, drafts: Mapping[str, str], *args: Any, **options: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(*args, **options)
        field = self.fields["draft"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker; declared above
        field.choices = list(drafts.items())

    def clean_file(self) -> bytes | None:
        """Take the file's bytes."""
        file = self.cleaned_data["file"]
        return _bytes_of(file, LIMITS.record_bytes * 2) if file else None

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two."""
        given = super().clean() or self.cleaned_data
        if not self.errors and bool(given.get("draft")) == bool(given.get("file")):
            raise ValidationError(_("Choose a model draft or bring a file: one of the two."))
        if not self.errors and not given.get("agreement"):
            if given.get("file"):
                self.add_error("agreement", _("Give the name of the text that the file is a version of."))
            given["agreement"] = given.get("draft")
        return given


def _bytes_of(file: Any, most: int) -> bytes:  # noqa: ANN401 - Django's uploaded file
    if file.size > most:
        raise ValidationError(_("The file has %(size)s bytes; %(most)s are the most."),
                              params={"size": file.size, "most": most})  # fmt: skip
    return bytes(file.read())


def in_record(moment: datetime) -> str:
    """Return a moment as a record spells it, in local time."""
    return moment.astimezone(LOCAL_ZONE).replace(microsecond=0).isoformat()
