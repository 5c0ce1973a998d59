"""The names that columns go by in four languages, and how a header row is recognised by them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from backend.accounts.reading.shapes import CLASSIC, OTHER, Column
from backend.core.errors import InputError
from backend.core.text import sort_key

MOST_COLUMNS = 200
LONGEST_NAME = 100

# Per column: en, fr, de, es. The first name of each is the one that the template and the answers use.
NAMES: dict[Column, tuple[str, str, str, str]] = {
    Column.LAST_NAME: (
        "Last name, Surname, Family name",
        "Nom, Nom de famille",
        "Nachname, Familienname, Zuname",
        "Apellidos, Apellido",
    ),
    Column.FIRST_NAME: (
        "First name, Given name, Forename",
        "Prénom, Prénoms",
        "Vorname, Rufname",
        "Nombre, Nombre de pila, Nombres",
    ),
    Column.EMAIL: (
        "E-mail, E-mail address, Mail, Mail address",
        "E-mail, Adresse e-mail, Courriel, Adresse mail, Adresse électronique, Mél",
        "E-Mail, E-Mail-Adresse, Mailadresse",
        "Correo electrónico, Correo, Dirección de correo, Dirección de correo electrónico",
    ),
    Column.LABELS: (
        "Labels, Label, Tags",
        "Étiquettes, Étiquette",
        "Labels, Etiketten",
        "Etiquetas, Etiqueta",
    ),
    Column.SEND_CREDENTIALS: (
        "Send credentials, Send login details, Credentials",
        "Envoyer les identifiants, Envoi des identifiants, Identifiants",
        "Zugangsdaten senden, Zugangsdaten",
        "Enviar credenciales, Enviar las credenciales, Credenciales",
    ),
    Column.PASSWORD: (
        "Password, Initial password",
        "Mot de passe, Mot de passe initial",
        "Passwort, Kennwort, Initialpasswort",
        "Contraseña, Clave, Contraseña inicial",
    ),
    Column.LANGUAGE: ("Language, Language code, Lang", "Langue", "Sprache", "Idioma, Lengua"),
    Column.ADDITIONAL_INFORMATION: (
        "Additional information, Additional info, Further information",
        "Informations complémentaires, Information complémentaire, Informations supplémentaires, Infos",
        "Zusätzliche Informationen, Zusatzinformationen, Weitere Informationen",
        "Información adicional, Informaciones adicionales, Información complementaria",
    ),
    Column.GROUPS: ("Groups, Group, Group ids", "Groupes, Groupe", "Gruppen, Gruppe", "Grupos, Grupo"),
    Column.USERNAME: (
        "Username, User name, Login",
        "Nom d’utilisateur, Identifiant, Login",
        "Benutzername, Anmeldename",
        "Nombre de usuario, Usuario",
    ),
    Column.ROLE: ("Role", "Rôle", "Rolle", "Rol, Función"),
    Column.DEACTIVATES_ON: (
        "Deactivation date, Automatic deactivation date, Deactivates on, Deactivated on",
        "Date de désactivation, Désactivation, Date de désactivation automatique",
        "Deaktivierungsdatum, Deaktivierung am, Datum der Deaktivierung",
        "Fecha de desactivación, Desactivación, Fecha de desactivación automática",
    ),
    Column.EXTERNAL_ID: ("External id", "Identifiant externe, Id externe", "Externe Id", "Id externo"),
}
# The last column of a file of failed rows; nothing to warn about when it comes back.
ERROR_NAMES = ("Error", "Erreur", "Fehler", "Error")

LANGUAGES = ("en", "fr", "de", "es")
IN_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")
NOT_LETTERS = re.compile(r"[\W_]+")
SECRETS = re.compile("passwor[dt]|passwd|pwd|kennwort|motdepasse|mdp|contrasena")


@dataclass(frozen=True, slots=True)
class Header:
    """A header row: the key of each column, in the file's order, and what to warn about."""

    columns: tuple[str, ...]
    texts: tuple[str, ...]
    warnings: tuple[InputError, ...]


def title(column: Column, language: str) -> str:
    """What a column is called in one of the four languages, English in any other."""
    return _names(column, language)[0]


def error_title(language: str) -> str:
    """What the column of errors is called."""
    return ERROR_NAMES[place(language)]


def folded(text: str) -> str:
    """A header without what people vary: case, accents, spaces, signs, hints in brackets."""
    return NOT_LETTERS.sub("", sort_key(IN_BRACKETS.sub("", text[:LONGEST_NAME])))


def known_names(cells: Sequence[str]) -> int:
    """How many of these cells name a column."""
    return len({column for cell in cells if (column := _column(cell))})


def read_header(cells: Sequence[str]) -> Header | None:
    """The header, where this first row is one: two known names, or the e-mail's, or nothing but one."""
    texts = list(cells)
    while texts and not texts[-1]:
        texts.pop()
    found = [_column(text) for text in texts]
    known, filled = {column for column in found if column}, sum(bool(text) for text in texts)
    is_header = len(known) >= 2 or (len(known) == 1 and (Column.EMAIL in known or filled == 1))
    if not is_header or any("@" in text for text in texts):
        return None
    names = [folded(text) for text in texts]
    if "name" in names and Column.FIRST_NAME in known and Column.LAST_NAME not in known:
        found[names.index("name")] = Column.LAST_NAME
    return _keyed(texts, found)


def looks_secret(text: str) -> bool:
    """Whether a header names something that must never be shown or kept, even if it is no known column."""
    return bool(SECRETS.search(folded(text)))


def _keyed(texts: list[str], found: list[Column | None]) -> Header:
    keys: list[str] = []
    warnings: list[InputError] = []
    for number, (text, column) in enumerate(zip(texts, found, strict=True), start=1):
        if column and column.value not in keys:
            keys.append(column.value)
            continue
        keys.append(f"{OTHER}{number}")
        if folded(text) not in KNOWN_ERRORS:
            warnings.append(_unused(number, text, column))
    return Header(tuple(keys), tuple(texts), tuple(warnings))


def _unused(number: int, text: str, column: Column | None) -> InputError:
    field = (f"{OTHER}{number}",)
    if column:
        message = f"{text!r} stands twice; the first one is read."
        return InputError("DUPLICATE_COLUMN", message, field, value=text[:60])
    if not text:
        message = f"Column {number} has no name and is not read."
        return InputError("UNNAMED_COLUMN", message, field, value=str(number))
    near = Column.PASSWORD if looks_secret(text) else _alike(text)
    message = f"There is no column {text[:60]!r}; it is not read."
    meant = title(near, "en") if near else None
    return InputError("UNKNOWN_COLUMN", message, field, suggestion=meant, value=text[:60])


def _alike(text: str) -> Column | None:
    start = folded(text)[:5]
    alike = (column for name, column in BY_NAME.items() if name.startswith(start))
    return next(alike, None) if len(start) == 5 else None


def _column(text: str) -> Column | None:
    return BY_NAME.get(folded(text))


def place(language: str) -> int:
    """Where a language stands among the four; English's place for any other."""
    base = language.partition("_")[0]
    return LANGUAGES.index(base) if base in LANGUAGES else 0


def _names(column: Column, language: str) -> list[str]:
    return NAMES[column][place(language)].split(", ")


BY_NAME = {
    folded(name): column for column in Column for language in LANGUAGES for name in _names(column, language)
} | {folded(column.value): column for column in Column}
KNOWN_ERRORS = frozenset(folded(name) for name in ERROR_NAMES)
TITLED = (*CLASSIC, Column.USERNAME, Column.ROLE, Column.DEACTIVATES_ON)
