"""Every setting Townbell has: read from the environment once, refused loudly when unsafe.

docs/hosting.md lists them for the people who run it; tests/test_docs.py holds the two together.
"""

import os
import sys
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from townbell.web import keys, logs, static_files
from townbell.web.colours import check_accent
from townbell.web.databases import database_from_url, sqlite_database


def setting(name: str, default: str = "") -> str:
    return os.environ.get(f"TOWNBELL_{name}", default).strip()


def whole_number(name: str, default: int) -> int:
    text = setting(name, str(default))
    if not text.isdigit():
        raise ImproperlyConfigured(f"TOWNBELL_{name} must be a whole number, not {text!r}.")
    return int(text)


TESTING = "pytest" in sys.modules
if TESTING:
    from townbell import testing_home  # before anything is read: tests have a home of their own

    testing_home.make()

PACKAGE = Path(__file__).parent
HOME = Path(setting("HOME", "townbell-data")).absolute()

# A demo (made by `townbell demo`) or a test is on this machine only and may go without HTTPS.
DEMO = (HOME / "demo").exists()
SITE_URL = setting("SITE_URL", "http://localhost:8000").rstrip("/")
SITE_NAME = setting("SITE_NAME", "Townbell")
SITE_LOGO = setting("SITE_LOGO")
SITE_ACCENT = setting("SITE_ACCENT")
if SITE_ACCENT:
    check_accent(SITE_ACCENT)
PROXIES = whole_number("PROXIES", 0)
WORKERS = whole_number("WORKERS", 2)
NEW_PARTICIPANTS_PER_HOUR = whole_number("NEW_PARTICIPANTS_PER_HOUR", 200)
STATEMENTS_PER_HOUR = whole_number("STATEMENTS_PER_HOUR", 20)
ANALYSIS_EVERY_SECONDS = whole_number("ANALYSIS_EVERY_SECONDS", 5 if DEMO else 30)
DEBUG = setting("DEBUG") == "1"

_site = urlsplit(SITE_URL)
LOCAL = _site.hostname in {"localhost", "127.0.0.1", "::1", "testserver"}
if _site.scheme not in {"http", "https"} or not _site.hostname:
    raise ImproperlyConfigured(f"TOWNBELL_SITE_URL must be a web address, not {SITE_URL!r}.")
if not LOCAL and _site.scheme != "https":
    raise ImproperlyConfigured(f"TOWNBELL_SITE_URL must begin with https:// ({SITE_URL}).")
if not LOCAL and DEBUG:
    raise ImproperlyConfigured("TOWNBELL_DEBUG=1 is for localhost only.")
if not LOCAL and DEMO:
    raise ImproperlyConfigured("A demo may be served on localhost only.")
HTTPS = _site.scheme == "https"

SECRET_KEY = keys.key("secret", home=HOME).hex()
ALLOWED_HOSTS = [_site.hostname, *(["localhost", "127.0.0.1", "[::1]"] if LOCAL else [])]

INSTALLED_APPS = [
    "townbell.web",
    "townbell.ledger",
    "townbell.people",
    "townbell.moderation",
    "townbell.participation",
    "townbell.record",
    "townbell.conversations",
    "townbell.home",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "townbell.web.middleware.security_headers",
    "townbell.web.counts.count_answers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "townbell.web.middleware.refuse_bodies",
    "django.middleware.common.CommonMiddleware",
    "townbell.web.middleware.StaffMiddleware",
]

ROOT_URLCONF = "townbell.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "townbell.web.context.site",
            ],
        },
    }
]

FORM_RENDERER = "townbell.web.forms.Renderer"

_database_url = setting("DATABASE_URL")
DATABASES = {
    "default": database_from_url(_database_url)
    if _database_url
    else sqlite_database(HOME / "townbell.sqlite3")
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.Member"
# Memory-hard, so that a stolen table of hashes is slow to guess on graphics cards.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in [
        ("MinimumLengthValidator", {"min_length": 12}),
        ("UserAttributeSimilarityValidator", {"user_attributes": ("email", "name")}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
    ]
]
# Townbell sends no mail at all.
MAILERS: dict[str, dict[str, str]] = {}
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
# A cookie of that prefix cannot be planted by a subdomain or over plain HTTP.
_prefix = "__Host-" if HTTPS else ""
SESSION_COOKIE_NAME = f"{_prefix}townbell_staff"
CSRF_COOKIE_NAME = f"{_prefix}townbell_staff_form"
SESSION_COOKIE_AGE = 12 * 60 * 60
# Ends with the browser: who only looked at the door keeps nothing.
CSRF_COOKIE_AGE = None
SECURE_REFERRER_POLICY = "same-origin"
# The proxy in front speaks HTTPS for us (deploy/ shows how); without one nobody may claim it.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PROXIES else None
# townbell.web.middleware sends what the first two miss and asks staff for the third's form tokens;
# Townbell sends no mail.
SILENCED_SYSTEM_CHECKS = ["security.W001", "security.W002", "security.W003", "mail.W001"]

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("es", _("Spanish"))]
USE_I18N = True
USE_TZ = True
TIME_ZONE = setting("TIME_ZONE", "America/Los_Angeles")

STATIC_URL = "/static/"
STATIC_ROOT = static_files.folder(PACKAGE, home=HOME)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": static_files.storage(STATIC_ROOT)},
}
WHITENOISE_USE_FINDERS = not static_files.is_built(STATIC_ROOT)
WHITENOISE_AUTOREFRESH = DEBUG
MEDIA_ROOT = HOME / "media"

# No address, agent or message of a visitor may reach a log: the route's name and the class of an
# exception are all that townbell.web.logs lets through. No error mail: ADMINS stays empty.
LOGGING = logs.LOGGING
CSRF_FAILURE_VIEW = "townbell.web.errors.form_token_missing"

DATA_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
