"""Dates in words, in the languages that letters are written in; the zone is always named."""

from __future__ import annotations

from datetime import date, datetime

from backend.core.clock import zone

DAYS = {
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(),
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche".split(),
    "de": "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag".split(),
    "es": "lunes martes miércoles jueves viernes sábado domingo".split(),
}
MONTHS = {
    "en": "January February March April May June July August September October November December".split(),
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split(),
    "es": (
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"
    ).split(),
}
PATTERNS = {
    "en": "{weekday} {day} {month} {year} at {time} ({zone})",
    "fr": "{weekday} {day} {month} {year} à {time} ({zone})",
    "de": "{weekday}, {day} {month} {year} um {time} Uhr ({zone})",
    "es": "{weekday} {day} de {month} de {year} a las {time} ({zone})",
}


DAY_PATTERNS = {
    "en": "{weekday} {day} {month} {year}",
    "fr": "{weekday} {day} {month} {year}",
    "de": "{weekday}, {day} {month} {year}",
    "es": "{weekday} {day} de {month} de {year}",
}


def in_words(moment: datetime, zone_name: str, language: str) -> str:
    """For example `Thursday 26 November 2026 at 09:00 (Europe/Paris)`."""
    local = moment.astimezone(zone(zone_name))
    return PATTERNS[language].format(
        weekday=DAYS[language][local.weekday()],
        day=_day(local.day, language),
        month=MONTHS[language][local.month - 1],
        year=local.year,
        time=f"{local:%H:%M}",
        zone=zone_name.replace("_", " "),
    )


def day_in_words(day: date, language: str) -> str:
    """For example `Thursday 26 November 2026`."""
    return DAY_PATTERNS[language].format(
        weekday=DAYS[language][day.weekday()],
        day=_day(day.day, language),
        month=MONTHS[language][day.month - 1],
        year=day.year,
    )


def _day(day: int, language: str) -> str:
    if language == "de":
        return f"{day}."
    return "1er" if language == "fr" and day == 1 else str(day)
