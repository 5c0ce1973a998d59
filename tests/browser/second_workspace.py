"""Makes one more workspace in a running local set-up, with an owner of the same address and password."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

from backend.core.db import close_database, open_database
from backend.core.settings import configure, load_settings
from backend.local.folder import addresses
from backend.models import tortoise_config
from backend.seed import make_owner


async def main(slug: str, name: str) -> None:
    """Make it."""
    settings = load_settings({**addresses(Path(os.environ["USHER_DATA"])), **os.environ})
    configure(settings)
    await open_database(tortoise_config(settings.database_url or "", connections=2))
    try:
        assert settings.owner_email
        assert settings.owner_password
        await make_owner(settings.owner_email, settings.owner_password, slug, name)
    finally:
        await close_database()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
