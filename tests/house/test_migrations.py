"""The migrations say what the models say, and no migration is ever changed into another."""

from __future__ import annotations

import re
from importlib import import_module

from tortoise.context import TortoiseContext
from tortoise.migrations.autodetector import MigrationAutodetector

from backend.models import tortoise_config
from tests.house.source import files
from tests.house.sql import models

NUMBERED = re.compile(r"\d{4}_\w+")


async def test_the_models_ask_for_no_further_migration() -> None:
    config = tortoise_config("postgres://nowhere/usher")
    async with TortoiseContext() as context:
        await context.init(config=config)
        assert context.apps
        changes = await MigrationAutodetector(context.apps, config["apps"]).changes()
    assert [repr(operation) for writer in changes for operation in writer.operations] == []


def test_migrations_follow_one_another() -> None:
    names = [path.stem for path in files("backend/migrations", ".py") if path.stem != "__init__"]
    after = [import_module(f"backend.migrations.{name}").Migration.dependencies for name in names]
    assert all(NUMBERED.fullmatch(name) for name in names)
    assert after == [[], *([("usher", name)] for name in names[:-1])]


def test_a_model_hangs_no_relation_on_a_floor_below() -> None:
    upward = [
        f"{kind.__name__}.{name}"
        for kind in models()
        for name, field in kind._meta.fields_map.items()
        if getattr(field, "related_name", False) or getattr(field, "relation_source_field", None)
    ]
    assert upward == []
