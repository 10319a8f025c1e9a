"""Forms of signing in, joining and administering accounts: our words around allauth's and Django's checks."""

from typing import Any, TypeAlias

from allauth.account.adapter import get_adapter
from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext, gettext_lazy

from tansiq.centre.accounts import lockout, names, second_factor
from tansiq.centre.accounts.adapters import WRONG_CODE, must_wait, refuse_wrong
from tansiq.centre.accounts.roles import MEANINGS, ROLES, check_roles
from tansiq.centre.accounts.secrets import NAME_LETTERS
from tansiq.errors import TansiqError
from tansiq.language import choose_language

Given: TypeAlias = Any  # what forms are made with has no common type
CODE_LETTERS = 24
PASSWORD_LETTERS = 256  # hashing is made to be slow: a bound keeps it from being used to tie up the server
PASSWORD_HINT = gettext_lazy("At least 12 characters. Several words that do not belong together are good.")
CODE_HINT = gettext_lazy("Six digits from the authenticator app, or one of your recovery codes.")


def in_words(error: TansiqError) -> ValidationError:
    """Return a refusal of the rules as a form tells it."""
    return ValidationError(error.message(choose_language(get_language())))


def _plain(field: forms.Field, label: Any, hint: Any = "", **attributes: str) -> None:  # noqa: ANN401 - lazy texts
    field.label, field.help_text = label, hint
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs |= attributes


class SignInForm(LoginForm):  # type: ignore[misc]  # allauth ships no types
    """Account and password."""

    def __init__(self, *args: Given, **kwargs: Given) -> None:
        super().__init__(*args, **kwargs)
        _plain(self.fields["login"], gettext_lazy("Account"), dir="ltr", autocapitalize="none", spellcheck="false")
        _plain(self.fields["password"], gettext_lazy("Password"), dir="ltr")
        self.fields["login"].max_length = NAME_LETTERS
        self.fields["password"].max_length = PASSWORD_LETTERS
        for field in ("login", "password"):
            self.fields[field].widget.attrs["maxlength"] = self.fields[field].max_length
            self.fields[field].validators = forms.CharField(max_length=self.fields[field].max_length).validators

    def clean_login(self) -> str:
        """Return the account's name, however it was capitalised."""
        return str(self.cleaned_data["login"]).strip().lower()


class ConfirmPasswordForm(ReauthenticateForm):  # type: ignore[misc]
    """The password once more."""

    def __init__(self, *args: Given, **kwargs: Given) -> None:
        super().__init__(*args, **kwargs)
        _plain(self.fields["password"], gettext_lazy("Password"), dir="ltr")


class CodeForm(AuthenticateForm):  # type: ignore[misc]
    """A code of the second factor. Wrong ones count like wrong passwords."""

    def __init__(self, *args: Given, **kwargs: Given) -> None:
        super().__init__(*args, **kwargs)
        _code(self.fields["code"], CODE_HINT)

    def clean_code(self) -> str:
        """Use the code up, or refuse it."""
        name, request = self.user.username, context.request
        if minutes := lockout.minutes_to_wait(request, name):
            raise must_wait(minutes)
        self.authenticator = second_factor.use_code(self.user, self.cleaned_data["code"])
        if self.authenticator is None:
            lockout.count_failure(request, name)
            refuse_wrong(request, name)
            raise ValidationError(WRONG_CODE, code="incorrect_code")
        self.authenticator.user = self.user
        return str(self.cleaned_data["code"])


def _code(field: forms.Field, hint: Any) -> None:  # noqa: ANN401 - a lazy text
    _plain(field, gettext_lazy("Code"), hint, dir="ltr", inputmode="numeric", maxlength=str(CODE_LETTERS))
    field.validators.append(forms.CharField(max_length=CODE_LETTERS).validators[0])


class FirstAppForm(forms.Form):
    """The first code of a new authenticator app."""

    code = forms.CharField()

    def __init__(self, *args: Given, secret: str, **kwargs: Given) -> None:
        super().__init__(*args, **kwargs)
        self.secret = secret
        _code(self.fields["code"], gettext_lazy("The six digits the app shows now."))

    def clean_code(self) -> str:
        """Accept the code if it is the shown secret's."""
        return first_code(self.secret, self.cleaned_data["code"])


def first_code(secret: str, code: str) -> str:
    """Return ``code`` if an app that was given ``secret`` shows it now.

    Raises
    ------
    django.core.exceptions.ValidationError
        It does not: wrong, or the phone's clock is.
    """
    if second_factor.matching_step(secret, code) is None:
        raise ValidationError(
            gettext_lazy("This is not the code the app shows now. Is the phone's clock set by the network?"),
            code="incorrect_code",
        )
    return code


class NewPasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """A passkey, and what its owner calls it."""

    def __init__(self, *args: Given, **kwargs: Given) -> None:
        super().__init__(*args, **kwargs)
        _plain(self.fields["name"], gettext_lazy("What to call it"), gettext_lazy("A device, not a person."))
        self.fields["name"].max_length = NAME_LETTERS
        self.fields["name"].widget.attrs["maxlength"] = NAME_LETTERS
        self.fields["name"].validators.append(forms.CharField(max_length=NAME_LETTERS).validators[0])
        self.fields.pop("passwordless", None)


class FirstPasskeyForm(NewPasskeyForm):
    """The first passkey of somebody who joins."""

    def __init__(self, *args: Given, **kwargs: Given) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["name"]


class NewPasswordForm(ChangePasswordForm):  # type: ignore[misc]
    """The password as it is and as it shall be."""

    def __init__(self, *args: Given, **kwargs: Given) -> None:
        super().__init__(*args, **kwargs)
        _plain(self.fields["oldpassword"], gettext_lazy("Password now"), dir="ltr")
        _plain(self.fields["password1"], gettext_lazy("New password"), PASSWORD_HINT, dir="ltr")
        _plain(self.fields["password2"], gettext_lazy("New password again"), dir="ltr")
        for field in self.fields.values():
            field.validators.append(forms.CharField(max_length=PASSWORD_LETTERS).validators[0])

    def clean_oldpassword(self) -> str:
        """Refuse a wrong password, and count it: an open session must not be a place to guess at leisure."""
        password = str(self.cleaned_data["oldpassword"])
        if not get_adapter().reauthenticate(self.user, password):
            wrong = get_adapter().validation_error("enter_current_password")
            raise wrong
        return password


class _TwicePassword(forms.Form):
    password = forms.CharField(
        label=gettext_lazy("Password"), help_text=PASSWORD_HINT, strip=False, max_length=PASSWORD_LETTERS,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "dir": "ltr"}),
    )  # fmt: skip
    again = forms.CharField(
        label=gettext_lazy("Password again"), strip=False, max_length=PASSWORD_LETTERS,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "dir": "ltr"}),
    )  # fmt: skip

    def clean_password(self) -> str:
        """Hold the password against the rules: length, common ones, digits alone."""
        validate_password(self.cleaned_data["password"])
        return str(self.cleaned_data["password"])

    def clean(self) -> dict[str, Any]:
        """Both must be the same."""
        cleaned = super().clean() or {}
        if "password" in cleaned and cleaned.get("again") not in (None, cleaned["password"]):
            self.add_error("again", gettext_lazy("The two passwords differ. Enter the same one twice."))
        return cleaned


class InvitationForm(forms.Form):
    """The code of an invitation, as it stands on paper."""

    code = forms.SlugField(
        label=gettext_lazy("Code of the invitation"), max_length=40,
        help_text=gettext_lazy("Six groups of four letters and digits."),
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"invalid": gettext_lazy("The code has letters, digits and hyphens only.")},
    )  # fmt: skip

    def clean_code(self) -> str:
        """Return the code in small letters."""
        return str(self.cleaned_data["code"]).lower()


class RenewForm(_TwicePassword):
    """A new password for an account that is renewed."""


class JoinForm(_TwicePassword):
    """The name and password of a new account."""

    name = forms.CharField(
        label=gettext_lazy("Account"), max_length=NAME_LETTERS,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "dir": "ltr", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )  # fmt: skip
    field_order = ("name", "password", "again")

    def __init__(self, *args: Given, party: str, taken: frozenset[str], **kwargs: Given) -> None:
        super().__init__(*args, **kwargs)
        self.party, self.taken = party, taken

    def clean_name(self) -> str:
        """Refuse a name that is not a function's, or is taken."""
        name = str(self.cleaned_data["name"]).lower()
        try:
            names.check_name(name, self.party)
        except names.NameRefusedError as error:
            raise in_words(error) from error
        if name in self.taken:
            raise ValidationError(gettext_lazy("This account exists already. Choose another number."))
        return name


class RolesForm(forms.Form):
    """Roles to give."""

    roles = forms.MultipleChoiceField(label=gettext_lazy("Roles"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Given, held: frozenset[str] = frozenset(), **kwargs: Given) -> None:
        super().__init__(*args, **kwargs)
        self.held = held
        offered = [(role, f"{gettext(name)}: {gettext(MEANINGS[role])}") for role, name in ROLES.items()]
        self.fields["roles"].choices = [each for each in offered if each[0] not in held]  # type: ignore[attr-defined]  # a choice field's

    def clean_roles(self) -> list[str]:
        """Refuse roles that exclude each other."""
        roles = list(self.cleaned_data["roles"])
        try:
            check_roles({*roles, *self.held})
        except TansiqError as error:
            raise in_words(error) from error
        return roles
