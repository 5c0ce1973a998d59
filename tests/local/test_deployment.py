"""The files that describe Usher to other tools: Compose, the lock, the Makefile."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from backend.core.settings import KNOWN

ROOT = Path(__file__).parents[2]
LOCKS = ("requirements.lock", "requirements-server.lock")


def pinned(lock: str) -> dict[str, str]:
    """The version of each package that a lock names."""
    return dict(re.findall(r"^(\S+?)==(\S+)", (ROOT / lock).read_text(), re.M))


@pytest.fixture(scope="module")
def compose() -> Any:
    return YAML(typ="safe").load(ROOT / "docker-compose.yml")


def test_compose_fits_the_published_schema() -> None:
    argv = [
        sys.executable,
        "-m",
        "check_jsonschema",
        "--builtin-schema",
        "vendor.compose-spec",
        "docker-compose.yml",
    ]
    done = subprocess.run(argv, cwd=ROOT, capture_output=True, text=True)

    assert done.returncode == 0, done.stdout + done.stderr


def test_compose_has_every_part(compose: Any) -> None:
    services = compose["services"]
    beyond = {name for name, service in services.items() if service.get("profiles") == ["topology"]}
    assert set(services) - beyond == {"postgres", "valkey", "mailpit", "migrate", "web", "worker"}
    assert beyond == {"replica", "pgbouncer", "valkey-replica", "sentinel"}
    for name in set(services) - beyond:
        assert not beyond & set(services[name].get("depends_on", ())), "one server starts without them"


def test_compose_runs_any_number_of_workers(compose: Any) -> None:
    assert not {"container_name", "ports"} & set(compose["services"]["worker"])


def test_compose_waits_for_health_and_migration(compose: Any) -> None:
    services = compose["services"]
    for name in ("web", "worker"):
        waits = services[name]["depends_on"]
        assert waits["migrate"]["condition"] == "service_completed_successfully"
    for name in set(services) - {"migrate"}:
        assert services[name]["healthcheck"]["test"]


def test_compose_holds_no_secret(compose: Any) -> None:
    for service in compose["services"].values():
        for name, value in service.get("environment", {}).items():
            if "PASSWORD" in name or "SECRET" in name or "AUTH" in name:
                assert value.startswith("${")


def test_compose_sets_only_settings_that_exist(compose: Any) -> None:
    settings = compose["services"]["migrate"]["environment"]
    assert {name for name in settings if name.startswith("USHER_")} <= KNOWN


@pytest.mark.parametrize("name", LOCKS)
def test_lock_has_hashes_and_no_addresses(name: str) -> None:
    lock = (ROOT / name).read_text()

    assert "://" not in lock
    assert len(pinned(name)) == len(re.findall(r"^\S+==.*\\\n +--hash=", lock, re.M)) > 0


def test_servers_run_what_is_tested() -> None:
    assert pinned("requirements-server.lock").items() <= pinned("requirements.lock").items()


def test_every_make_target_has_its_line_of_help() -> None:
    makefile = (ROOT / "Makefile").read_text()
    targets = set(re.findall(r"^\.PHONY: (.*)$", makefile, re.M)[0].split())

    done = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True)

    assert targets == {line.split()[1] for line in done.stdout.splitlines()}
    assert targets >= {"run", "test", "check", "schema", "help"}
