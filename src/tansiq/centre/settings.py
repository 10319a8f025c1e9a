"""Settings of the site. What differs between centres comes from the centre's folder (``configuration``)."""

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

INSTALLED_APPS = [
    "django.contrib.staticfiles",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "tansiq.centre.shell",
    "tansiq.centre.door",
    "tansiq.centre.accounts",
    "tansiq.centre.agreement",
    "tansiq.centre.duty",
    "tansiq.centre.home",
    "tansiq.centre.live",
    "tansiq.centre.picture",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "tansiq.centre.shell.headers.SecurityHeaders",
    "django.middleware.gzip.GZipMiddleware",
    "tansiq.centre.shell.language.ChosenLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "tansiq.centre.urls"
ASGI_APPLICATION = "tansiq.centre.asgi.application"
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
