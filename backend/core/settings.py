"""The process settings, read once from the environment."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from backend.core.brokers import SENTINEL, watched
from backend.core.failpoints import Failpoint, arm, parse_failpoint

KNOWN = frozenset(
    {
        "USHER_URL",
        "USHER_PORT",
        "USHER_DATA",
        "USHER_SECRET",
        "USHER_OWNER_EMAIL",
        "USHER_OWNER_PASSWORD",
        "USHER_LOCAL",
        "USHER_TIME_SCALE",
        "USHER_FAILPOINT",
        "USHER_WEBHOOKS_TO_LOOPBACK",
        "USHER_LOG_LEVEL",
        "USHER_MAIL_CONNECTIONS",
        "USHER_BOUNCE_ADDRESS",
        "USHER_BOUNCE_LISTEN",
        "USHER_API_KEY",
        "USHER_METRICS_LISTEN",
        "USHER_TRUSTED_DOCUMENTS",
    }
)
BOUNCE_ADDRESS = re.compile(r"[A-Za-z0-9._-]{1,20}@[A-Za-z0-9.-]{1,250}")
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
POSTGRES_SCHEMES = ("postgres", "postgresql")
SEVERAL_HOSTS = (*POSTGRES_SCHEMES, SENTINEL)


class Trust(StrEnum):
    """Whose GraphQL documents must be known: nobody's, the app's, or those of all people; never a key's."""

    ANY = "any"
    APP = "app"
    PEOPLE = "people"


class SettingsError(ValueError):
    """A setting is unknown or malformed; the message is the one line to print."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything a process needs to know from outside; `None` urls mean the embedded part."""

    database_url: str | None
    migration_url: str | None
    replica_url: str | None
    redis_url: str | None
    smtp_url: str | None
    public_url: str
    port: int
    data: Path
    secret: str
    owner_email: str | None
    owner_password: str | None
    local: bool
    time_scale: float
    log_level: str
    mail_connections: int
    bounce_address: str | None
    bounce_listen: str | None
    metrics_listen: str | None
    failpoint: Failpoint | None
    trusted_documents: Trust
    webhooks_to_loopback: bool

    @property
    def secure(self) -> bool:
        """Whether people reach Usher over TLS, so that cookies may be bound to it."""
        return self.public_url.startswith("https://")


def load_settings(environ: Mapping[str, str]) -> Settings:
    """Read and check every setting; raises SettingsError with one clear line."""
    unknown = sorted(name for name in environ if name.startswith("USHER_") and name not in KNOWN)
    if unknown:
        raise SettingsError(f"Unknown setting {unknown[0]}; known are: {', '.join(sorted(KNOWN))}.")
    local = _flag(environ, "USHER_LOCAL")
    port = _number(environ, "USHER_PORT", default=8000, low=1, high=65535)
    scale = _scale(environ.get("USHER_TIME_SCALE", "1"), local=local)
    return Settings(
        database_url=_url(environ, "DATABASE_URL", POSTGRES_SCHEMES),
        migration_url=_url(environ, "DATABASE_MIGRATION_URL", POSTGRES_SCHEMES),
        replica_url=_url(environ, "DATABASE_REPLICA_URL", POSTGRES_SCHEMES),
        redis_url=_broker_url(environ),
        smtp_url=_url(environ, "SMTP_URL", ("smtp", "smtps")),
        public_url=(_url(environ, "USHER_URL", ("http", "https")) or f"http://localhost:{port}").rstrip("/"),
        port=port,
        data=Path(environ.get("USHER_DATA") or ".local").absolute(),
        secret=_secret(environ),
        owner_email=environ.get("USHER_OWNER_EMAIL") or None,
        owner_password=environ.get("USHER_OWNER_PASSWORD") or None,
        local=local,
        time_scale=scale,
        log_level=_log_level(environ),
        mail_connections=_number(environ, "USHER_MAIL_CONNECTIONS", default=20, low=1, high=200),
        bounce_address=_bounce_address(environ),
        bounce_listen=_listening(environ, "USHER_BOUNCE_LISTEN", ("smtp", "lmtp")),
        metrics_listen=_listening(environ, "USHER_METRICS_LISTEN", ("http",)),
        failpoint=_failpoint(environ.get("USHER_FAILPOINT", ""), local=local),
        trusted_documents=_trust(environ.get("USHER_TRUSTED_DOCUMENTS", "").strip().lower() or "any"),
        webhooks_to_loopback=_loopback(environ, local=local),
    )


_current: list[Settings] = []


def configure(settings: Settings) -> None:
    """Make these the settings of this process; called once at its start."""
    _current[:] = [settings]
    arm(settings.failpoint)


def current() -> Settings:
    """The settings of this process."""
    return _current[0]


def new_secret() -> str:
    """A fresh process secret, 256 bits, as text."""
    return secrets.token_urlsafe(32)


def _secret(environ: Mapping[str, str]) -> str:
    value = environ.get("USHER_SECRET", "")
    if value and len(value) < 32:
        raise SettingsError("USHER_SECRET must be at least 32 characters long.")
    return value


def _url(environ: Mapping[str, str], name: str, schemes: tuple[str, ...]) -> str | None:
    value = environ.get(name, "").strip()
    if not value:
        return None
    parts = _parts(value)
    if parts is None or parts.scheme not in schemes or not (parts.netloc or parts.path):
        raise SettingsError(f"{name} must be a {' or '.join(f'{scheme}://' for scheme in schemes)} address.")
    return value


def _broker_url(environ: Mapping[str, str]) -> str | None:
    value = _url(environ, "REDIS_URL", ("redis", "rediss", "unix", SENTINEL))
    try:
        watched(value or "")
    except ValueError as error:
        raise SettingsError(
            f"REDIS_URL must name what to watch, as {SENTINEL}://one:26379,two:26379/usher/0."
        ) from error
    return value


def _parts(value: str) -> SplitResult | None:
    """An address taken apart; None where its brackets or its port are broken."""
    try:
        parts = urlsplit(value)
        login, _, hosts = parts.netloc.rpartition("@")
        each = hosts.split(",") if parts.scheme in SEVERAL_HOSTS else [hosts]
        _ = [parts._replace(netloc=f"{login}@{host}").port for host in each]
    except ValueError:
        return None
    return parts


def _log_level(environ: Mapping[str, str]) -> str:
    value = environ.get("USHER_LOG_LEVEL", "").strip().upper() or "INFO"
    if value not in LOG_LEVELS:
        raise SettingsError(f"USHER_LOG_LEVEL must be one of {', '.join(LOG_LEVELS)}.")
    return value


def _listening(environ: Mapping[str, str], name: str, schemes: tuple[str, ...]) -> str | None:
    value = _url(environ, name, schemes)
    if value and not (urlsplit(value).hostname and urlsplit(value).port):
        raise SettingsError(f"{name} must name a host and a port, such as {schemes[0]}://127.0.0.1:2525.")
    return value


def _bounce_address(environ: Mapping[str, str]) -> str | None:
    """Its local part must leave room for which mail came back: 64 characters in all (RFC 5321 4.5.3.1.1)."""
    value = environ.get("USHER_BOUNCE_ADDRESS", "").strip()
    if value and not BOUNCE_ADDRESS.fullmatch(value):
        raise SettingsError("USHER_BOUNCE_ADDRESS must be a short address, such as bounce@example.org.")
    return value or None


def _number(environ: Mapping[str, str], name: str, *, default: int, low: int, high: int) -> int:
    value = environ.get(name, "").strip() or str(default)
    if not value.isdecimal() or not low <= int(value) <= high:
        raise SettingsError(f"{name} must be a whole number from {low} to {high}, not {value!r}.")
    return int(value)


def _flag(environ: Mapping[str, str], name: str) -> bool:
    value = environ.get(name, "").strip().lower() or "0"
    if value not in {"0", "1", "true", "false"}:
        raise SettingsError(f"{name} must be 1 or 0, not {value!r}.")
    return value in {"1", "true"}


def _loopback(environ: Mapping[str, str], *, local: bool) -> bool:
    allowed = _flag(environ, "USHER_WEBHOOKS_TO_LOOPBACK")
    if allowed and not local:
        raise SettingsError("USHER_WEBHOOKS_TO_LOOPBACK belongs to the local set-up only.")
    return allowed


def _scale(value: str, *, local: bool) -> float:
    try:
        scale = float(value)
    except ValueError as error:
        raise SettingsError(f"USHER_TIME_SCALE must be a number, not {value!r}.") from error
    if scale != 1 and not local:
        raise SettingsError("USHER_TIME_SCALE belongs to the local set-up only.")
    if not 0 < scale <= 1:
        raise SettingsError("USHER_TIME_SCALE must be over 0 and at most 1.")
    return scale


def _trust(value: str) -> Trust:
    if value not in Trust.__members__.values():
        raise SettingsError(f"USHER_TRUSTED_DOCUMENTS must be one of {', '.join(Trust)}, not {value!r}.")
    return Trust(value)


def _failpoint(value: str, *, local: bool) -> Failpoint | None:
    if not value:
        return None
    if not local:
        raise SettingsError("USHER_FAILPOINT belongs to the local set-up only.")
    try:
        return parse_failpoint(value)
    except ValueError as error:
        raise SettingsError(f"USHER_FAILPOINT: {error}") from error
