"""Cells as people write them: booleans, dates, roles, lists."""

from __future__ import annotations

import re
from datetime import date, timedelta

from backend.core.access import Role
from backend.core.errors import InputError
from backend.core.text import one_line, sort_key

TRUE = frozenset("1 1.0 yes y true t on x oui o vrai ja j wahr si s verdadero ✓ ✔".split())
FALSE = frozenset("0 0.0 no n false f off non faux nein falsch falso -".split())

# Names of roles in en, fr, de, es; the first of each language is the one that the template offers.
ROLE_NAMES: dict[Role, tuple[str, str, str, str]] = {
    Role.OWNER: ("Owner", "Propriétaire", "Inhaber, Inhaberin, Eigentümer", "Propietario, Propietaria"),
    Role.ADMIN: (
        "Administrator, Admin",
        "Administrateur, Administratrice",
        "Administrator, Administratorin",
        "Administrador, Administradora",
    ),
    Role.TRAINER: (
        "Trainer, Instructor, Author",
        "Formateur, Formatrice",
        "Trainer, Trainerin",
        "Formador, Formadora",
    ),
    Role.TRAINEE: (
        "Trainee, Learner, Member",
        "Apprenant, Apprenante",
        "Lernender, Lernende, Teilnehmer, Teilnehmerin",
        "Alumno, Alumna, Participante",
    ),
}
ROLES = {
    sort_key(name): role for role, texts in ROLE_NAMES.items() for text in texts for name in text.split(", ")
} | {role.value.lower(): role for role in Role}

MONTHS = {
    name: number
    for names in (
        "jan feb mar apr may jun jul aug sep oct nov dec",
        "january february march april may june july august september october november december",
        "janv fevr mars avr mai juin juil aout sept oct nov dec",
        "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre",
        "jan feb marz apr mai juni juli aug sept okt nov dez",
        "januar februar marz april mai juni juli august september oktober november dezember",
        "ene feb mar abr may jun jul ago sept oct nov dic",
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    )
    for number, name in enumerate(names.split(), start=1)
} | {"janner": 1, "mrz": 3, "setiembre": 9, "sep": 9}

CLOCK = re.compile(r"[T ]\d{1,2}:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?$")
YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
YEAR_LAST = re.compile(r"(\d{1,2})\s*([-/.])\s*(\d{1,2})\s*\2\s*(\d{4}|\d{2})")
DAY_MONTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th|er|\.)?\s+(?:de\s+)?([a-z]+)\.?,?\s+(?:de\s+)?(\d{4})")
MONTH_DAY = re.compile(r"([a-z]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
SERIAL = re.compile(r"\d{5}")
SERIALS = range(36_526, 73_051)  # 2000 to 2099, as Excel counts days
EXCEL_EPOCH = date(1899, 12, 30)


def role_name(role: Role, place: int) -> str:
    """What a role is called in the language at this place of (en, fr, de, es)."""
    return ROLE_NAMES[role][place].split(", ")[0]


class BadValue(ValueError):
    """A cell that can't be understood; says why, what might have been meant, and what the message names."""

    def __init__(
        self, code: str, message: str, suggestion: str | None = None, value: str | None = None
    ) -> None:
        super().__init__(message)
        self.code, self.message, self.suggestion, self.value = code, message, suggestion, value

    def at(self, field: str, row: int) -> InputError:
        """The same as an error of one cell."""
        return InputError(self.code, self.message, (str(field),), row, self.suggestion, self.value)


def read_boolean(text: str) -> bool:
    """1/0, yes/no and the like in four languages; raises BadValue."""
    word = sort_key(text)
    if word in TRUE or word in FALSE:
        return word in TRUE
    raise BadValue("INVALID_BOOLEAN", f"Write 1 for yes or 0 for no, not {text[:40]!r}.", "1")


def read_role(text: str) -> Role:
    """A role by its code or its name in four languages; raises BadValue."""
    word = sort_key(one_line(text))
    if role := ROLES.get(word):
        return role
    near = next((role for name, role in ROLES.items() if len(word) > 2 and name.startswith(word[:3])), None)
    known = ", ".join(role.value for role in Role)
    raise BadValue("UNKNOWN_ROLE", f"A role is one of {known}.", near.value if near else None, text[:40])


def read_date(text: str) -> date:
    """A day as people write it; raises BadValue, with both readings where there are two."""
    clean = CLOCK.sub("", sort_key(one_line(text)).upper()).lower()
    if SERIAL.fullmatch(clean) and int(clean) in SERIALS:
        return EXCEL_EPOCH + timedelta(days=int(clean))
    if found := YEAR_FIRST.fullmatch(clean):
        return _day(text, int(found[1]), int(found[2]), int(found[3]))
    if found := YEAR_LAST.fullmatch(clean):
        return _day_or_month_first(text, int(found[1]), int(found[3]), found[4], dotted=found[2] == ".")
    if (found := DAY_MONTH.fullmatch(clean)) and found[2] in MONTHS:
        return _day(text, int(found[3]), MONTHS[found[2]], int(found[1]))
    if (found := MONTH_DAY.fullmatch(clean)) and found[1] in MONTHS:
        return _day(text, int(found[3]), MONTHS[found[1]], int(found[2]))
    raise _no_date(text)


def _day_or_month_first(text: str, first: int, second: int, year: str, *, dotted: bool) -> date:
    """With dots the day stands first everywhere; with strokes only what can't be a month tells."""
    full_year = int(year) + (2000 if len(year) == 2 else 0)
    swaps = not dotted and second > 12
    month, day = (first, second) if swaps else (second, first)
    found = _day(text, full_year, month, day)
    if len(year) == 2:
        raise BadValue("AMBIGUOUS_DATE", f"Write the year of {text!r} in full.", found.isoformat())
    if not dotted and first <= 12 and second <= 12 and first != second:
        readings = f"{full_year}-{second:02}-{first:02} or {full_year}-{first:02}-{second:02}"
        raise BadValue("AMBIGUOUS_DATE", f"{text!r} may be read in two ways.", readings)
    return found


def _day(text: str, year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise _no_date(text) from error


def _no_date(text: str) -> BadValue:
    return BadValue("INVALID_DATE", f"{text[:40]!r} is no date; write it as 2026-12-31.")
