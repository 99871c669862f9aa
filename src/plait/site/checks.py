"""What Plait refuses to be deployed with. Each fault is one sentence that ends in what to do."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.checks import Warning as Caution
from django.core.exceptions import ImproperlyConfigured
from django.db.utils import DatabaseError

from plait.base.db.settings_readback import database_faults
from plait.base.keys import key_faults
from plait.site.environment import DEFAULT_SECRET, Environment

SHORTEST_SECRET = 40
_MAKE_ONE = "make one with: python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"


def fatal_faults(env: Environment) -> list[tuple[str, str]]:
    """Faults under which Plait does not even start: each would put real families at risk at once."""
    if env.data != "real":
        return []
    faults = []
    if not env.database.startswith(("postgres://", "postgresql://")):
        faults.append(
            (
                "plait.E001",
                "PLAIT_DATA is real, but SQLite is for fictional data only: set PLAIT_DATABASE to a postgresql:// address.",
            )
        )
    if env.demo:
        faults.append(
            (
                "plait.E002",
                "PLAIT_DEMO lets anybody sign in as anybody and PLAIT_DATA is real: unset PLAIT_DEMO.",
            )
        )
    if env.debug:
        faults.append(
            (
                "plait.E003",
                "PLAIT_DEBUG shows records on error pages and PLAIT_DATA is real: unset PLAIT_DEBUG.",
            )
        )
    if DEFAULT_SECRET in {env.secret_key, env.audit_key}:
        faults.append(
            (
                "plait.E004",
                f"PLAIT_DATA is real, but a key is the one everybody knows: set both PLAIT_*_KEY; {_MAKE_ONE}.",
            )
        )
    return faults


def deploy_faults(env: Environment) -> list[tuple[str, str]]:
    """Everything that `plait check --deploy` refuses."""
    faults = fatal_faults(env)
    for name, value in (("PLAIT_SECRET_KEY", env.secret_key), ("PLAIT_AUDIT_KEY", env.audit_key)):
        if value == DEFAULT_SECRET:
            faults.append(("plait.E010", f"{name} is the default that everybody knows: {_MAKE_ONE}."))
        elif len(value) < SHORTEST_SECRET:
            faults.append(
                ("plait.E011", f"{name} is shorter than {SHORTEST_SECRET} characters: {_MAKE_ONE}.")
            )
    if env.secret_key == env.audit_key != DEFAULT_SECRET:
        faults.append(
            (
                "plait.E012",
                "PLAIT_SECRET_KEY and PLAIT_AUDIT_KEY are the same: give the audit a key of its own.",
            )
        )
    if env.debug and env.data != "real":
        faults.append(("plait.E013", "PLAIT_DEBUG shows code and settings on error pages: unset it."))
    if not env.https:
        faults.append(
            (
                "plait.E014",
                "Pages would travel readable over the network: serve over https and set PLAIT_HTTPS=true.",
            )
        )
    if not env.public_url.startswith("https://"):
        faults.append(
            (
                "plait.E015",
                "Links in messages would not be https: set PLAIT_PUBLIC_URL to your https:// address.",
            )
        )
    if "*" in env.hosts:
        faults.append(
            ("plait.E016", "PLAIT_HOSTS is *, so a forged address would be believed: name your own hosts.")
        )
    if env.data == "real" and not env.smtp_host:
        faults.append(
            (
                "plait.E017",
                "PLAIT_DATA is real, but mail is only printed and reaches nobody: set PLAIT_SMTP_HOST.",
            )
        )
    if env.data == "real" and env.smtp_host and not env.smtp_tls:
        faults.append(("plait.E018", "Mail would leave unencrypted: set PLAIT_SMTP_TLS=true."))
    holder = Path(env.area).name
    for said in key_faults(text=env.keys, file=env.keys_file, real=env.data == "real", holder=holder):
        faults.append(("plait.E019", said))
    return faults


def refuse_to_start(env: Environment) -> None:
    """Called by the server, the worker and wsgi. Raises ImproperlyConfigured with the sentences."""
    faults = fatal_faults(env)
    if faults:
        raise ImproperlyConfigured("Plait will not start. " + " ".join(said for _, said in faults))


@register(Tags.security, deploy=True)
def deployment(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """`plait check --deploy`."""
    return [Error(said, id=name) for name, said in deploy_faults(Environment.read())]


@register(Tags.database)
def database_settings(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Settings read back from the database: an error for real data, a warning for fictional."""
    kind = Error if Environment.read().data == "real" else Caution
    found: list[CheckMessage] = []
    for name in databases or []:
        try:
            found += [kind(said, id="plait.E020") for said in database_faults(name)]
        except DatabaseError as fault:
            found.append(Error(f"The database did not answer: {type(fault).__name__}.", id="plait.E021"))
    return found
