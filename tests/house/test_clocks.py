"""The database's clocks alone decide: a process whose own clock is wrong does nothing wrong."""

from __future__ import annotations

import ast

from tests.house.source import modules

OWN_CLOCKS = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time"}
# Who may ask the clock of their own machine, and why.
ASKING = {
    "backend/doctor.py": "compares it with the database's",
    "backend/webhooks/dispatcher.py": "the receiver checks that a signature is fresh",
}


def test_no_process_asks_a_clock_of_its_own() -> None:
    asking = {
        str(module.path)
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and f"{node.value.id}.{node.attr}" in OWN_CLOCKS
    }
    assert asking == set(ASKING)
