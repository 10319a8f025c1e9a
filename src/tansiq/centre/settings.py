"""Settings of the site. What differs between centres comes from the centre's folder (``configuration``)."""

import os
from pathlib import Path

from tansiq.centre import configuration, databases
from tansiq.centre.versions import static_digest
from tansiq.language import LANGUAGES as SPOKEN
from tansiq.language import LOCALE_DIR

CENTRE = configuration.read()
HERE = Path(__file__).parent

SECRET_KEY = CENTRE.secret_key
DEBUG = False
ALLOWED_HOSTS = list(CENTRE.allowed_hosts)

# Entered without a password: nothing of it is even loaded anywhere else (configuration.Identity.demonstration).
DEMONSTRATION = CENTRE.identity is not None and CENTRE.identity.demonstration
INSTALLED_APPS = [
    *(["tansiq.centre.demonstration"] if DEMONSTRATION else []),  # before accounts, whose sign-in page it extends
    "django.contrib.staticfiles",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "tansiq.centre.shell",
    "tansiq.centre.door",
    "tansiq.centre.accounts",  # before allauth, whose templates it replaces
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "tansiq.centre.agreement",
    "tansiq.centre.duty",
    "tansiq.centre.partners",
    "tansiq.centre.coverage",
    "tansiq.centre.planning",
    "tansiq.centre.home",
    "tansiq.centre.live",
    "tansiq.centre.picture",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "tansiq.centre.shell.headers.SecurityHeaders",
    "tansiq.centre.shell.no_store.NothingKept",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "tansiq.centre.shell.language.ChosenLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "tansiq.centre.shell.as_of.AsOf",
    "tansiq.centre.accounts.access.Gate",
    "tansiq.centre.shell.once.Once",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "tansiq.centre.urls"
ASGI_APPLICATION = "tansiq.centre.asgi.application"
FORM_RENDERER = "tansiq.centre.shell.rendering.FormRendering"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["tansiq.centre.shell.context.shell"]},
    }
]
DATABASES = {"default": databases.settings_of(CENTRE)}
# The journal's files follow the table in a thread of their own; tests write them when they want them.
PUBLISH_IN_BACKGROUND = CENTRE.identity is not None
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Accounts. What a user of Django's may do stands in the journal; here is only how somebody proves to be one.
AUTH_USER_MODEL = "accounts.Credential"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["tansiq.centre.accounts.passwords.Argon2id"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "tansiq.centre.accounts.passwords.LongEnough"},
    {"NAME": "tansiq.centre.accounts.passwords.NotCommon"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "tansiq.centre.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False  # a session ends with the browser, and after a watch
ACCOUNT_FORMS = {
    "login": "tansiq.centre.accounts.forms.SignInForm",
    "reauthenticate": "tansiq.centre.accounts.forms.ConfirmPasswordForm",
    "change_password": "tansiq.centre.accounts.forms.NewPasswordForm",
}
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": None}  # wrong attempts are axes' to count
MFA_ADAPTER = "tansiq.centre.accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"  # so that a passkey is two factors: the device, and what unlocks it
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_FORMS = {
    "authenticate": "tansiq.centre.accounts.forms.CodeForm",
    "reauthenticate": "tansiq.centre.accounts.forms.CodeForm",
    "add_webauthn": "tansiq.centre.accounts.forms.NewPasskeyForm",
}
AXES_HANDLER = "tansiq.centre.accounts.lockout.Handler"
AXES_USERNAME_FORM_FIELD = "username"
AXES_USERNAME_CALLABLE = "tansiq.centre.accounts.lockout.name_digest"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours; as accounts.lockout.WAIT
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # else whoever goes on trying keeps the owner out for ever
AXES_DISABLE_ACCESS_LOG = True  # the journal is the log
AXES_VERBOSE = False
SILENCED_SYSTEM_CHECKS = ["axes.W002"]  # its middleware only answers in its own words; ours are in the form
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = bool(os.environ.get(configuration.SECURE_VARIABLE))
CSRF_COOKIE_HTTPONLY = True
if DEMONSTRATION and CENTRE.identity is not None:
    # Browsers tell the ports of one machine not apart: entering one centre would leave the others.
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = (f"{CENTRE.identity.name}-{name}" for name in ("session", "csrf"))
CSRF_FAILURE_VIEW = "tansiq.centre.accounts.access.forged"

LANGUAGE_CODE = "en"
LANGUAGES = [(code, {"en": "English", "ar": "العربية", "ckb": "کوردی"}[code]) for code in SPOKEN]
LOCALE_PATHS = [LOCALE_DIR]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Baghdad"
USE_THOUSAND_SEPARATOR = False

# The digest in the address lets browsers keep every static file for ever, modules that import modules included.
STATIC_URL = f"/static/{static_digest()}/"
STATICFILES_DIRS = [HERE / "static"]

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# A page says that the reason for a failure is in the server's log: so it must be. Nothing is mailed to anybody.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {
        "django": {"handlers": ["console"], "level": "ERROR", "propagate": False},
        "tansiq": {"handlers": ["console"], "level": "WARNING", "propagate": False},
    },
}
