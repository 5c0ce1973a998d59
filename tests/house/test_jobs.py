"""What is asked for by name is there: a task for each job, a letter in each language for each mail."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from backend.core.languages import LETTER_LANGUAGES
from backend.mail.models import MailKind
from backend.mail.wording import PLACEHOLDERS
from backend.worker import HANDLERS
from tests.house.source import ROOT, Module, calls, modules

TEMPLATES = ROOT / "backend/mail/templates"
(WORKER,) = (module for module in modules() if module.path == Path("backend/worker.py"))
TASKS = {WORKER.value(_call.args[0]) for _call in calls(WORKER.tree, "Task")}


def test_each_job_that_is_poked_has_a_task() -> None:
    poked = {
        module.where(call): module.value(call.args[0])
        for module in modules()
        for call in calls(module.tree, "poke")
        if _is_a_unit_of_work(call)
    }
    assert poked
    assert {place: job for place, job in poked.items() if job not in TASKS} == {}


def test_each_kind_of_mail_that_is_owed_has_a_letter() -> None:
    owed = {_kind(module, call) for module in modules() for call in calls(module.tree, "MailDraft")}
    assert owed
    assert owed <= set(HANDLERS)
    assert set(HANDLERS) == {kind.value for kind in MailKind}


def test_every_letter_but_a_test_of_them_has_words_to_choose() -> None:
    assert set(PLACEHOLDERS) == set(MailKind) - {MailKind.LETTER_TEST}


@pytest.mark.parametrize("kind", sorted(PLACEHOLDERS))
def test_a_letter_is_written_in_every_language(kind: MailKind) -> None:
    there = {path.name for path in (TEMPLATES / kind.value).iterdir()}
    assert there == {"body.mjml", "body.txt", *(f"{language}.toml" for language in LETTER_LANGUAGES)}


def _is_a_unit_of_work(call: ast.Call) -> bool:
    """`work.poke(JOB)`, not the broker's own `poke(jobs)`."""
    return isinstance(call.func, ast.Attribute) and ast.unparse(call.func.value) == "work"


def _kind(module: Module, call: ast.Call) -> str:
    named = [keyword.value for keyword in call.keywords if keyword.arg == "kind"]
    return str(module.value((named or call.args)[0]))
