"""What the surroundings may set: PLAIT_* variables, checked once at start."""

import os
from pathlib import Path
from typing import Any, Literal
from urllib.parse import parse_qsl, unquote, urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError

ROOT = Path(__file__).resolve().parents[3]
DEFAULT_SECRET = "fictional-data-only-never-for-real-people"


class Environment(BaseModel):
    """Settings of one Plait. Every field is a PLAIT_<NAME> variable; lists are comma-separated."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    data: Literal["fictional", "real"] = "fictional"
    demo: bool = False
    debug: bool = False
    secret_key: str = DEFAULT_SECRET
    audit_key: str = DEFAULT_SECRET
    keys_file: Path | None = None
    keys: str = ""
    collects: bool = False
    hosts: list[str] = Field(default=["localhost", "127.0.0.1", "[::1]"])
    trusted_origins: list[str] = Field(default=[])
    https: bool = False
    behind_proxy: bool = False
    cookie_prefix: str = Field(default="", pattern=r"^[a-z]{0,20}$")
    public_url: str = "http://localhost:8000"
    database: str = str(ROOT / "var" / "plait.sqlite3")
    area: str = "areas/ellowmere"
    packs: Path = ROOT / "packs"
    postcodes: Path | None = None
    model: Path | None = None
    smtp_host: str = ""
    smtp_port: int = 587
    smtp_user: str = ""
    smtp_password: str = ""
    smtp_tls: bool = True
    mail_from: str = "Plait <no-reply@plait.invalid>"

    @classmethod
    def read(cls) -> "Environment":
        """The environment as it stands; exits with one plain sentence a fault."""
        lists = {"hosts", "trusted_origins"}
        given: dict[str, Any] = {}
        for name in cls.model_fields:
            raw = os.environ.get(f"PLAIT_{name.upper()}")
            if raw is not None:
                given[name] = (
                    [part.strip() for part in raw.split(",") if part.strip()] if name in lists else raw
                )
        try:
            return cls(**given)
        except ValidationError as fault:
            said = "; ".join(f"PLAIT_{str(e['loc'][0]).upper()}: {e['msg']}" for e in fault.errors())
            raise SystemExit(f"Plait cannot start. {said}.") from None

    def database_settings(self) -> dict[str, Any]:
        """Django's settings for the one database named by PLAIT_DATABASE: a path is SQLite, postgres://… is PostgreSQL."""
        if self.database.startswith(("postgres://", "postgresql://")):
            try:
                url = urlsplit(self.database)
                port = str(url.port or "")
            except ValueError:
                raise SystemExit(
                    "Plait cannot start. PLAIT_DATABASE: write it as postgres://user:password@host:5432/name."
                ) from None
            options = dict(parse_qsl(url.query))
            return {
                "ENGINE": "plait.base.db.postgres",
                "NAME": url.path.lstrip("/"),
                "USER": unquote(url.username or ""),
                "PASSWORD": unquote(url.password or ""),
                "HOST": options.pop("host", url.hostname or ""),
                "PORT": port,
                "CONN_MAX_AGE": 60,
                "OPTIONS": {**options},
            }
        return {
            "ENGINE": "plait.base.db.sqlite",
            "NAME": self.database,
            "CONN_MAX_AGE": None,
            "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20},
        }
