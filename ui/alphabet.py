"""The Vietnamese alphabet: the order in which every list of names stands.

The PostgreSQL that a package installs has no ICU, so its own order would put «Ân» after «Z».
"""

import re
import unicodedata

_MARKS = r"\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff"  # Unicode's combining marks
_WORD = re.compile(rf"[^\W_](?:[^\W_]|[{_MARKS}])*")
_RUN = re.compile(r"\d+|\D+")
_SHAPES = {"\u0306": 1, "\u0302": 2, "\u031b": 3}  # ă, â ê ô, ơ ư: in the alphabet's order
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}  # à ả ã á ạ


def sort_key(text: str) -> str:
    """Give a key that sorts byte by byte in Vietnamese alphabetical order.

    Syllable after syllable: first the letters (a ă â b c d đ …), then the tone (a à ả ã á ạ).
    Figures come before letters and sort by value.
    """
    return " ".join(_syllable_key(word) for word in _words(text))


def name_key(full_name: str) -> tuple[str, str]:
    """Give a key that sorts people as their lists do: by the given name, the last word, first."""
    *before, given = _words(full_name) or [""]
    return _syllable_key(given), " ".join(_syllable_key(word) for word in before)


def _words(text: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFC", text[:400]).lower())


def _syllable_key(word: str) -> str:
    return "".join(
        f"{len(run.lstrip('0')):03d}{run.lstrip('0')}" if run.isdecimal() else _letters_key(run)
        for run in _RUN.findall(unicodedata.normalize("NFKD", word))
    )


def _letters_key(run: str) -> str:
    letters: list[str] = []
    tone = 0
    for sign in run:
        if sign in _TONES:
            tone = _TONES[sign]
        elif sign in _SHAPES and letters:
            letters[-1] = f"{letters[-1][:-1]}{_SHAPES[sign]}"
        elif sign in "đð":
            letters.append("d1")
        elif sign.isalnum():
            letters.append(f"{sign}0" if sign.isascii() else f"~{sign}0")
    return f"{''.join(letters)}!{tone}"
