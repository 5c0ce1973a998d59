"""Addresses of PostgreSQL: several servers, and what the driver takes beside the address."""

from __future__ import annotations

import pytest

from backend.core.dsn import driver_arguments, first_host, has_several_hosts
from backend.core.settings import SettingsError, load_settings

TWO = "postgresql://usher:s%40cret@one:5432,two:5433/usher?target_session_attrs=read-write"


def test_several_hosts_are_seen_and_the_first_is_told() -> None:
    assert has_several_hosts(TWO)
    assert first_host(TWO) == "postgresql://usher:s%40cret@one:5432/usher?target_session_attrs=read-write"
    assert not has_several_hosts("postgresql://usher:a,b@one/usher")
    assert (
        first_host("postgresql:///usher?host=/run/postgresql") == "postgresql:///usher?host=/run/postgresql"
    )


def test_what_the_driver_takes_is_no_setting_of_the_server() -> None:
    assert driver_arguments(f"{TWO}&statement_cache_size=0&timeout=5") == (
        TWO,
        {"statement_cache_size": 0, "timeout": 5.0},
    )
    socket = "postgresql:///usher?host=/run/postgresql"
    assert driver_arguments(socket) == (socket, {})


def test_settings_take_several_servers_and_refuse_a_broken_port() -> None:
    assert load_settings({"DATABASE_URL": TWO}).database_url == TWO
    for broken in (TWO.replace("5433", "x"), "postgresql://one:5432,two:99999/usher"):
        with pytest.raises(SettingsError):
            load_settings({"DATABASE_URL": broken})
