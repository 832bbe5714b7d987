"""All settings of the program. Whatever varies comes from the environment; see .env.example."""

from datetime import timedelta
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.FileAwareEnv()  # NAME_FILE is read when NAME is a secret kept in a file

DEBUG = env.bool("DJANGO_DEBUG", default=False)
DEMO = env.bool("ACTIP_DEMO", default=False)
SECRET_KEY = env("SECRET_KEY")
ACTIP_MASTER_KEY = env("ACTIP_MASTER_KEY", default="")
ACTIP_CONTEXT_KEY = env("ACTIP_CONTEXT_KEY", default="")
ACTIP_ANCHOR_KEY = env("ACTIP_ANCHOR_KEY", default="")
ACTIP_PACKET_KEY = env("ACTIP_PACKET_KEY", default="")
PASSWORD_PEPPER = env("PASSWORD_PEPPER", default="")
ACTIP_CREDENTIALS_FILE = env("ACTIP_CREDENTIALS_FILE", default="")
DATA_DIR = Path(env("ACTIP_DATA_DIR", default=str(BASE_DIR / ".actip")))
EVIDENCE_DIR = Path(env("EVIDENCE_DIR", default=str(DATA_DIR / "evidence")))
EVIDENCE_MAX_MB = env.int("EVIDENCE_MAX_MB", default=100)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

# Ours, lowest first: `manage.py secure` runs their sql/ in this order, and nobody else's.
OWN_APPS = [
    "actip.vault",
    "actip.thai",
    "actip.accounts",
    "actip.audit",
    "actip.access",
    "actip.records",
    "cases",
    "programmes",
    "victims",
    "compensation",
    "reporting",
]
INSTALLED_APPS = [
    *OWN_APPS,
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django_htmx",
    "template_partials",
    "django_filters",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "actip.accounts.middleware.headers",
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "actip.accounts.middleware.session_limits",
    "actip.accounts.middleware.person",
    "actip.audit.middleware.Audited",
    "axes.middleware.AxesMiddleware",
    "actip.records.pages.errors.Refusals",
]

ROOT_URLCONF = "actip.urls"
WSGI_APPLICATION = "actip.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "actip.records.pages.context.shell",
            ],
        },
    }
]
FORM_RENDERER = "actip.records.rendering.Renderer"


def _database(url_name: str) -> dict:
    """One connection: persistent, health-checked, every request one transaction."""
    return env.db_url(url_name, default="postgresql:///actip") | {
        "ENGINE": "actip.accounts.backend",
        "CONN_MAX_AGE": env.int("CONN_MAX_AGE", default=600),
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": True,
        "DISABLE_SERVER_SIDE_CURSORS": env.bool("DATABASE_POOLED", default=False),
    }


DATABASE_POOLED = env.bool("DATABASE_POOLED", default=False)
DATABASES = {"default": _database("DATABASE_URL"), "owner": _database("OWNER_DATABASE_URL")}
DATABASES["owner"]["ATOMIC_REQUESTS"] = False
DATABASE_ROUTERS: list[str] = []

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "actip.accounts.authentication.Backend",
]
PASSWORD_HASHERS = ["actip.accounts.passwords.Argon2"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "CommonPasswordValidator", "NumericPasswordValidator")
] + [{"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}}]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_ADAPTER = "actip.audit.adapter.Adapter"  # the one of accounts, with the audit trail
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_FORMS = {
    "login": "actip.accounts.forms.SignInForm",
    "reauthenticate": "actip.accounts.forms.AgainForm",
    "change_password": "actip.accounts.forms.PasswordForm",
}
ACCOUNT_RATE_LIMITS = {"login": "120/m/ip", "login_failed": "5/15m/key"}  # the latter for codes; axes counts passwords
MFA_ADAPTER = "actip.accounts.second_factor.Adapter"
MFA_FORMS = {
    "authenticate": "actip.accounts.forms.CodeForm",
    "reauthenticate": "actip.accounts.forms.CodeAgainForm",
    "activate_totp": "actip.accounts.forms.SwitchOnForm",
}
ACTIP_REQUIRE_SECOND_FACTOR = env.list("ACTIP_REQUIRE_SECOND_FACTOR", default=[])  # codes of roles, or *
AXES_FAILURE_LIMIT = env.int("AXES_FAILURE_LIMIT", default=5)
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AXES_DISABLE_ACCESS_LOG = True  # the audit trail has it
AXES_CLIENT_IP_CALLABLE = "actip.accounts.address.of"
AXES_LOCKOUT_CALLABLE = "actip.accounts.views.locked"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]

SESSION_IDLE = timedelta(minutes=env.int("SESSION_IDLE_MINUTES", default=15 if not DEMO else 240))
SESSION_ABSOLUTE = timedelta(hours=env.int("SESSION_ABSOLUTE_HOURS", default=12))
SESSIONS_AT_ONCE = env.int("SESSIONS_AT_ONCE", default=2 if not DEMO else 20)  # a class shares personas
SESSION_COOKIE_AGE = int(SESSION_ABSOLUTE.total_seconds())
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SECURE_COOKIES = env.bool("ACTIP_SECURE_COOKIES", default=not (DEBUG or DEMO))
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_COOKIES
SESSION_COOKIE_NAME = "__Host-session" if SECURE_COOKIES else "actip_session"
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE_COOKIES else "actip_csrf"
SESSION_COOKIE_HTTPONLY = True
SESSION_ENGINE = "actip.accounts.sessions"
CSRF_FAILURE_VIEW = "actip.records.pages.errors.csrf_failure"
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=SECURE_COOKIES)
SECURE_HSTS_SECONDS = 31_536_000 if SECURE_COOKIES else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE_COOKIES
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)  # our own proxy sets X-Forwarded-For and -Proto
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_REFERRER_POLICY = "no-referrer" if SECURE_COOKIES else "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

LANGUAGE_CODE = "th"
LANGUAGES = [("th", _("Thai")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Bangkok"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "actip.records.rendering.StaticFiles"},
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
# Notices by e-mail say how many things wait, never which. Without EMAIL_URL none is sent.
vars().update(env.email_url_config(env("EMAIL_URL", default="") or "dummymail://"))
DEFAULT_FROM_EMAIL = env("EMAIL_FROM", default="actip@localhost")
# Which day's rates of state compensation hold: of the application or of the offence (to be confirmed with the office).
ACTIP_STATE_RATE_DAY = env.str("ACTIP_STATE_RATE_DAY", default="application")
if ACTIP_STATE_RATE_DAY not in ("application", "offence"):
    raise ImproperlyConfigured("ACTIP_STATE_RATE_DAY is `application` or `offence`.")
SITE_URL = env("SITE_URL", default="http://127.0.0.1:8000")
BUCKETS_KEPT_HOURS = env.int("BUCKETS_KEPT_HOURS", default=24)
TASKS_KEPT_DAYS = env.int("TASKS_KEPT_DAYS", default=30)
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "actip.records.api.authentication.Token",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_SCHEMA_CLASS": "actip.records.api.schema.Schema",
    "EXCEPTION_HANDLER": "actip.records.api.problems.handler",
    "DEFAULT_RENDERER_CLASSES": [
        "actip.records.api.renderers.Json",
        "actip.records.api.renderers.Csv",
    ],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "rest_framework.negotiation.DefaultContentNegotiation",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "ACTIP Case Tracker",
    "DESCRIPTION": "How to use it: docs/api.md. Every answer is of what the role of the caller reaches; the rest is not there. "
    "A date or a moment may be sent of either era and in Thai digits (9/1/2569); it is told in ISO 8601 of the Common Era.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1/",
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SWAGGER_UI_SETTINGS": {
        "deepLinking": True,
        "docExpansion": "none",
        "filter": True,
    },  # 70 tags: folded, and searched
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enum_id_removal",
        "actip.records.api.schema.share_refusals",
    ],
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"without_queries": {"()": "actip.setup.logs.WithoutQueries"}},
    "formatters": {"without_rows": {"()": "actip.setup.logs.WithoutRows"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "filters": ["without_queries"], "formatter": "without_rows"}
    },
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="INFO")},
}
