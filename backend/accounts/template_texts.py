"""What the account template says, in the four languages of its headers."""

from __future__ import annotations

from dataclasses import dataclass

from backend.accounts.reading.shapes import Column


@dataclass(frozen=True, slots=True)
class Texts:
    """One language: names of the sheets, instructions, and per column a hint and an example."""

    groups: str
    instructions: str
    steps: tuple[str, ...]
    column: str
    meaning: str
    example: str
    group: str
    external_id: str
    not_listed: str
    hints: dict[Column, tuple[str, str]]


ENGLISH = Texts(
    groups="Groups",
    instructions="Instructions",
    steps=(
        "Write one person per row on the first sheet. Leave the header; columns may be moved or removed.",
        "A last and a first name are enough: someone without an e-mail address gets a username.",
        "An empty cell leaves a field alone.",
        "Several labels, texts or groups in one cell are separated by |.",
    ),
    column="Column",
    meaning="What it takes",
    example="Example",
    group="Group",
    external_id="External id",
    not_listed="Choose from the list, or leave it empty.",
    hints={
        Column.LAST_NAME: ("The family name.", "Smith"),
        Column.FIRST_NAME: ("The given name.", "James"),
        Column.EMAIL: ("The address that letters go to. May be empty.", "james.smith@example.org"),
        Column.LABELS: ("Labels, separated by |.", "France | North"),
        Column.SEND_CREDENTIALS: (
            "1: mail the password, or a link to choose one where the password is empty. 0: mail nothing. "
            "Empty: as chosen beside the import.",
            "1",
        ),
        Column.PASSWORD: ("At least 8 characters; empty for a link to choose one.", ""),
        Column.LANGUAGE: ("The code of a language; empty for the workspace's.", "en"),
        Column.ADDITIONAL_INFORMATION: ("Texts, separated by |.", "Professional Photographer"),
        Column.GROUPS: ("Ids or names of groups, separated by |; see the second sheet.", "grp_… | grp_…"),
        Column.USERNAME: ("The name to sign in with where there is no e-mail address.", "james.smith"),
        Column.ROLE: ("The role in the workspace.", "Trainee"),
        Column.DEACTIVATES_ON: ("The first day without access, as year-month-day.", "2030-12-31"),
    },
)
FRENCH = Texts(
    groups="Groupes",
    instructions="Instructions",
    steps=(
        "Une personne par ligne sur la première feuille. Gardez les en-têtes ; les colonnes peuvent être "
        "déplacées ou supprimées.",
        "Un nom et un prénom suffisent : sans adresse e-mail, la personne reçoit un nom d’utilisateur.",
        "Une cellule vide ne change rien.",
        "Plusieurs étiquettes, textes ou groupes dans une cellule sont séparés par |.",
    ),
    column="Colonne",
    meaning="Contenu",
    example="Exemple",
    group="Groupe",
    external_id="Identifiant externe",
    not_listed="Choisissez dans la liste, ou laissez vide.",
    hints={
        Column.LAST_NAME: ("Le nom de famille.", "Dupont"),
        Column.FIRST_NAME: ("Le prénom.", "Camille"),
        Column.EMAIL: ("L’adresse à laquelle écrire. Peut rester vide.", "camille.dupont@example.org"),
        Column.LABELS: ("Des étiquettes, séparées par |.", "France | Nord"),
        Column.SEND_CREDENTIALS: (
            "1 : envoyer le mot de passe, ou un lien pour en choisir un s’il est vide. 0 : ne rien envoyer. "
            "Vide : selon le choix fait à l’import.",
            "1",
        ),
        Column.PASSWORD: ("Au moins 8 caractères ; vide pour un lien de choix.", ""),
        Column.LANGUAGE: ("Le code d’une langue ; vide pour celle de l’espace.", "fr"),
        Column.ADDITIONAL_INFORMATION: ("Des textes, séparés par |.", "Photographe professionnelle"),
        Column.GROUPS: (
            "Identifiants ou noms de groupes, séparés par | ; voir la deuxième feuille.",
            "grp_… | grp_…",
        ),
        Column.USERNAME: ("Le nom de connexion s’il n’y a pas d’adresse e-mail.", "camille.dupont"),
        Column.ROLE: ("Le rôle dans l’espace.", "Apprenant"),
        Column.DEACTIVATES_ON: ("Le premier jour sans accès, en année-mois-jour.", "2030-12-31"),
    },
)
GERMAN = Texts(
    groups="Gruppen",
    instructions="Anleitung",
    steps=(
        "Eine Person pro Zeile auf dem ersten Blatt. Die Kopfzeile bleibt stehen; Spalten dürfen "
        "verschoben oder entfernt werden.",
        "Nach- und Vorname genügen: Wer keine E-Mail-Adresse hat, bekommt einen Benutzernamen.",
        "Eine leere Zelle lässt das Feld, wie es ist.",
        "Mehrere Labels, Texte oder Gruppen in einer Zelle werden durch | getrennt.",
    ),
    column="Spalte",
    meaning="Inhalt",
    example="Beispiel",
    group="Gruppe",
    external_id="Externe Id",
    not_listed="Wählen Sie aus der Liste, oder lassen Sie die Zelle leer.",
    hints={
        Column.LAST_NAME: ("Der Familienname.", "Schmidt"),
        Column.FIRST_NAME: ("Der Vorname.", "Jana"),
        Column.EMAIL: ("Die Adresse für Nachrichten. Darf leer bleiben.", "jana.schmidt@example.org"),
        Column.LABELS: ("Labels, getrennt durch |.", "Frankreich | Nord"),
        Column.SEND_CREDENTIALS: (
            "1: das Passwort senden, oder einen Link zur Wahl eines Passworts, wenn es leer ist. "
            "0: nichts senden. Leer: wie beim Import gewählt.",
            "1",
        ),
        Column.PASSWORD: ("Mindestens 8 Zeichen; leer für einen Link zur Wahl.", ""),
        Column.LANGUAGE: ("Der Code einer Sprache; leer für die des Arbeitsbereichs.", "de"),
        Column.ADDITIONAL_INFORMATION: ("Texte, getrennt durch |.", "Berufsfotografin"),
        Column.GROUPS: (
            "Ids oder Namen von Gruppen, getrennt durch |; siehe zweites Blatt.",
            "grp_… | grp_…",
        ),
        Column.USERNAME: ("Der Name zum Anmelden, wenn es keine E-Mail-Adresse gibt.", "jana.schmidt"),
        Column.ROLE: ("Die Rolle im Arbeitsbereich.", "Lernender"),
        Column.DEACTIVATES_ON: ("Der erste Tag ohne Zugang, als Jahr-Monat-Tag.", "2030-12-31"),
    },
)
SPANISH = Texts(
    groups="Grupos",
    instructions="Instrucciones",
    steps=(
        "Una persona por fila en la primera hoja. Deje la cabecera; las columnas pueden moverse o quitarse.",
        "Bastan los apellidos y el nombre: quien no tiene correo electrónico recibe un nombre de usuario.",
        "Una celda vacía no cambia nada.",
        "Varias etiquetas, textos o grupos en una celda se separan con |.",
    ),
    column="Columna",
    meaning="Contenido",
    example="Ejemplo",
    group="Grupo",
    external_id="Id externo",
    not_listed="Elija de la lista, o deje la celda vacía.",
    hints={
        Column.LAST_NAME: ("Los apellidos.", "García López"),
        Column.FIRST_NAME: ("El nombre.", "Lucía"),
        Column.EMAIL: ("La dirección a la que escribir. Puede quedar vacía.", "lucia.garcia@example.org"),
        Column.LABELS: ("Etiquetas, separadas por |.", "Francia | Norte"),
        Column.SEND_CREDENTIALS: (
            "1: enviar la contraseña, o un enlace para elegirla si está vacía. 0: no enviar nada. "
            "Vacío: según lo elegido al importar.",
            "1",
        ),
        Column.PASSWORD: ("Al menos 8 caracteres; vacía para un enlace con el que elegirla.", ""),
        Column.LANGUAGE: ("El código de un idioma; vacío para el del espacio.", "es"),
        Column.ADDITIONAL_INFORMATION: ("Textos, separados por |.", "Fotógrafa profesional"),
        Column.GROUPS: ("Ids o nombres de grupos, separados por |; vea la segunda hoja.", "grp_… | grp_…"),
        Column.USERNAME: ("El nombre para entrar si no hay correo electrónico.", "lucia.garcia"),
        Column.ROLE: ("El rol en el espacio.", "Alumno"),
        Column.DEACTIVATES_ON: ("El primer día sin acceso, como año-mes-día.", "2030-12-31"),
    },
)
TEXTS = (ENGLISH, FRENCH, GERMAN, SPANISH)
