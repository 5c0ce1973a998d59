"""Every room's tables, as Tortoise wants them named, and its configuration for one database."""

from __future__ import annotations

import os
from typing import Any

from tortoise.backends.base.config_generator import expand_db_url

from backend.core.db import nothing_to_reset
from backend.core.dsn import Connector, first_host, has_several_hosts

MODELS = [
    "backend.workspaces.models",
    "backend.mail.models",
    "backend.audit.models",
    "backend.members.models",
    "backend.groups.models",
    "backend.programs.models",
    "backend.invitations.models",
    "backend.auth.models",
]


def tortoise_config(url: str, *, connections: int = 10) -> dict[str, Any]:
    """Tortoise's configuration: a `postgres://` address (sockets as `?host=/folder`) and a pool size.

    The address may name several servers, as backend/core/dsn.py tells.
    """
    scheme, _, rest = url.partition("://")
    asyncpg_url = f"asyncpg://{rest}" if scheme in {"postgres", "postgresql"} else url
    database = expand_db_url(first_host(asyncpg_url))
    database["credentials"] |= {"minsize": 1, "maxsize": connections, "reset": nothing_to_reset}
    if has_several_hosts(url):
        database["credentials"]["connect"] = Connector(url)  # Tortoise itself knows of one server only
    return {
        "connections": {"default": database},
        "apps": {
            "usher": {"models": MODELS, "default_connection": "default", "migrations": "backend.migrations"}
        },
        "use_tz": True,
        "timezone": "UTC",
    }


TORTOISE = tortoise_config(
    os.environ.get("DATABASE_MIGRATION_URL") or os.environ.get("DATABASE_URL") or "postgres://localhost/usher"
)
