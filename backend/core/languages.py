"""The languages an account may have, and those that letters and the app are written in."""

from __future__ import annotations

LETTER_LANGUAGES = ("en", "fr", "de", "es")

ACCOUNT_LANGUAGES = frozenset(
    """bg cs da de el en es fi fr hr ht_HT hu id it ja kar_MM ko lt mh_MH nl nl_BE no pl pt pt_BR ro ru
    rw_RW sk sl so_SO sv sw_KE th ti_ET tr uk zh vi""".split()
)
BY_FOLDED = {code.lower(): code for code in ACCOUNT_LANGUAGES}


def account_language(text: str) -> str | None:
    """The code of an account language, whatever its case and separator (`pt-BR`, `PT_br`); else None."""
    folded = text.strip().replace("-", "_").lower()
    return BY_FOLDED.get(folded) or BY_FOLDED.get(folded.partition("_")[0])


def letter_language(*wishes: str | None) -> str:
    """The first wish that letters are written in (row, member, workspace); English where none is."""
    for wish in wishes:
        base = (wish or "").partition("_")[0]
        if base in LETTER_LANGUAGES:
            return base
    return "en"
