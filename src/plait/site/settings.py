"""Django settings, read from PLAIT_* variables and refused with a sentence when they make no sense."""

from pathlib import Path

from plait.site.environment import Environment

ENV = Environment.read()

ROOT = Path(__file__).resolve().parents[3]
DEBUG = ENV.debug
SECRET_KEY = ENV.secret_key
ALLOWED_HOSTS = ENV.hosts
CSRF_TRUSTED_ORIGINS = ENV.trusted_origins

INSTALLED_APPS = [
    "plait.site",
    "plait.desk",
    "plait.insights",
    "plait.privacy",
    "plait.practice",
    "plait.notices",
    "plait.handover",
    "plait.feedback",
    "plait.stepdown",
    "plait.escalation",
    "plait.referrals",
    "plait.thresholds",
    "plait.sharing",
    "plait.people",
    "plait.agencies",
    "plait.base.ui",
    "plait.base.prompts",
    "plait.base.witness",
    "plait.base.federation",
    "plait.base.outbox",
    "plait.base.timers",
    "plait.base.packs",
    "plait.base.access",
    "plait.base.audit",
    "plait.base.announce",
    "plait.base.clock",
    "plait.base.db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_htmx",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "plait.base.ui.middleware.ContentSecurityPolicy",
    "plait.site.middleware.OnlyReadable",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "plait.site.middleware.TimeAndActor",
    "plait.agencies.middleware.SessionLimits",
    "plait.site.middleware.DefaultDeny",
]

ROOT_URLCONF = "plait.site.urls"
WSGI_APPLICATION = "plait.site.wsgi.application"
AUTH_USER_MODEL = "agencies.User"
DATABASES = {"default": ENV.database_settings()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "plait.base.ui.context.page",
                "plait.site.views.errors.given_back",
            ],
            "builtins": ["plait.base.ui.templatetags.plait_ui"],
        },
    }
]
FORM_RENDERER = "plait.base.ui.renderer.GovukRenderer"

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = None  # WhiteNoise serves each app’s own files; nothing is collected
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True

CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "plait_cache"}}

# 10 MB of text is refused with a page that says so; forms post far less.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000

# --- sessions and sign-in: 15 minutes idle, 8 hours in all, 5 minutes of step-up (agencies/middleware.py reads these)
SESSION_ENGINE = "django.contrib.sessions.backends.db"
# two Plaits of one demo, under one name of this machine, do not sign people out of each other
SESSION_COOKIE_NAME = f"{ENV.cookie_prefix}plait_session"
CSRF_COOKIE_NAME = f"{ENV.cookie_prefix}csrftoken"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = ENV.https
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
PLAIT_IDLE_SECONDS = 15 * 60
PLAIT_ABSOLUTE_SECONDS = 8 * 60 * 60
CSRF_COOKIE_SECURE = ENV.https
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "plait.site.views.errors.csrf_failure"
SECURE_SSL_REDIRECT = ENV.https
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENV.behind_proxy else None
SECURE_HSTS_SECONDS = 31_536_000 if ENV.https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = ENV.https
SECURE_HSTS_PRELOAD = ENV.https
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = (
    "same-origin"  # with no-referrer browsers post forms from Origin: null, which the CSRF check refuses
)
X_FRAME_OPTIONS = "DENY"

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"

# --- allauth: e-mail and password, passkeys, authenticator apps, recovery codes; accounts by invitation only
ACCOUNT_ADAPTER = "plait.agencies.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # an invitation reached the address already
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Plait: "
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 5 * 60
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "20/m/ip,5/5m/key",
    "reset_password": "10/m/ip,3/m/key",
}
MFA_ADAPTER = "plait.agencies.adapter.MFAAdapter"
MFA_FORMS = {
    "login_webauthn": "plait.agencies.forms.accounts.PasskeySignInForm",
    "authenticate_webauthn": "plait.agencies.forms.accounts.PasskeySecondStepForm",
    "reauthenticate_webauthn": "plait.agencies.forms.accounts.PasskeyAgainForm",
    "add_webauthn": "plait.agencies.forms.accounts.PasskeyAddForm",
}
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"  # a passkey alone signs in, so it must know its owner
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = ENV.data == "fictional"  # http://localhost of a demo
MFA_TOTP_ISSUER = "Plait"
MFA_TOTP_TOLERANCE = 1
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if ENV.behind_proxy else 0

EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if ENV.smtp_host
    else "django.core.mail.backends.console.EmailBackend"
)
EMAIL_HOST = ENV.smtp_host
EMAIL_PORT = ENV.smtp_port
EMAIL_HOST_USER = ENV.smtp_user
EMAIL_HOST_PASSWORD = ENV.smtp_password
EMAIL_USE_TLS = ENV.smtp_tls
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = ENV.mail_from

# --- Plait's own
PLAIT_DATA = ENV.data
PLAIT_AREA = ENV.area
PLAIT_PACKS = ENV.packs
PLAIT_POSTCODES = ENV.postcodes
PLAIT_MODEL = ENV.model
PLAIT_DEMO = ENV.demo
PLAIT_AUDIT_KEY = ENV.audit_key
PLAIT_KEYS_FILE = ENV.keys_file
PLAIT_KEYS = ENV.keys
PLAIT_COLLECTS = ENV.collects
PLAIT_PUBLIC_URL = ENV.public_url
