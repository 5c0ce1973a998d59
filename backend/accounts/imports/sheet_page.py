"""The printable page of credentials, one slip for each person."""

from __future__ import annotations

from dataclasses import dataclass

from jinja2 import Environment, StrictUndefined

from backend.accounts.imports.credentials_sheet import CredentialsSheet
from backend.core import settings

PAGE = """<!doctype html>
<html lang="{{ language }}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ words.title }}: {{ workspace }}</title>
<style nonce="{{ nonce }}">
  body { font: 15px/1.5 system-ui, sans-serif; color: #14181f; }
  main { margin: 2rem auto; max-width: 48rem; padding: 0 1rem; }
  .slips { display: grid; grid-template-columns: repeat(auto-fill, minmax(20rem, 1fr)); gap: 1rem; }
  .slips { list-style: none; padding: 0; }
  .slip { border: 1px dashed #5a6472; border-radius: 8px; padding: 1rem; break-inside: avoid; }
  h2 { font-size: 1.1rem; margin: 0 0 .5rem; }
  dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; margin: 0; }
  dt { color: #5a6472; }
  dd { margin: 0; overflow-wrap: anywhere; }
  .secret { font: 1.05rem ui-monospace, Consolas, monospace; white-space: pre-wrap; }
  @media print { main { margin: 0; max-width: none; } .notice { display: none; } }
</style>
</head>
<body>
<main>
<h1>{{ words.title }}: {{ workspace }}</h1>
<p class="notice"><strong>{{ words.once }}</strong></p>
<ul class="slips">
{%- for slip in slips %}
<li class="slip">
<h2>{{ slip.name or slip.username }}</h2>
<dl>
<dt>{{ words.address }}</dt><dd>{{ url }}</dd>
<dt>{{ words.username }}</dt><dd class="secret">{{ slip.username }}</dd>
<dt>{{ words.password }}</dt><dd class="secret">{{ slip.password }}</dd>
</dl>
<p>{{ words.change }}</p>
</li>
{%- endfor %}
</ul>
</main>
</body>
</html>
"""


@dataclass(frozen=True, slots=True)
class Words:
    """What the page says."""

    title: str
    once: str
    address: str
    username: str
    password: str
    change: str


WORDS = {
    "en": Words(
        "Credentials",
        "Print this page now: it is shown this once.",
        "Sign in at",
        "Username",
        "Password",
        "You choose a password of your own at the first sign-in. This one works for {days} days.",
    ),
    "fr": Words(
        "Identifiants",
        "Imprimez cette page maintenant : elle n’est affichée qu’une seule fois.",
        "Connexion sur",
        "Identifiant",
        "Mot de passe",
        "À la première connexion, vous choisirez votre mot de passe. Celui-ci fonctionne {days} jours.",
    ),
    "de": Words(
        "Zugangsdaten",
        "Drucken Sie diese Seite jetzt: Sie wird nur dieses eine Mal gezeigt.",
        "Anmelden unter",
        "Benutzername",
        "Passwort",
        "Bei der ersten Anmeldung wählen Sie ein eigenes Passwort. Dieses gilt {days} Tage.",
    ),
    "es": Words(
        "Credenciales",
        "Imprima esta página ahora: solo se muestra una vez.",
        "Iniciar sesión en",
        "Nombre de usuario",
        "Contraseña",
        "En el primer inicio de sesión elegirá una contraseña propia. Esta sirve {days} días.",
    ),
}
TEMPLATE = Environment(autoescape=True, undefined=StrictUndefined).from_string(PAGE)


def sheet_page(sheet: CredentialsSheet, nonce: str) -> str:
    """The page as HTML; `nonce` is that of its content policy."""
    words = WORDS[sheet.language]
    change = words.change.format(days=sheet.good_for_days)
    return TEMPLATE.render(
        language=sheet.language,
        workspace=sheet.workspace.name,
        words=Words(words.title, words.once, words.address, words.username, words.password, change),
        nonce=nonce,
        url=f"{settings.current().public_url}/sign-in",
        slips=sheet.slips,
    )
