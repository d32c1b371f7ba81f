"""Characters of symbol fonts (`w:sym`), as Unicode writes them.

Source: the code charts of the fonts Symbol and Wingdings as published with Unicode's mapping tables.
"""

from __future__ import annotations

_SYMBOL = dict(
    zip(
        range(0x61, 0x7B),
        "αβχδεφγηιϕκλμνοπθρστυϖωξψζ",
        strict=True,
    )
) | dict(zip(range(0x41, 0x5B), "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ", strict=True))
_SYMBOL |= {
    0xA3: "≤", 0xA5: "∞", 0xAB: "↔", 0xAC: "←", 0xAD: "↑", 0xAE: "→", 0xAF: "↓", 0xB0: "°",
    0xB1: "±", 0xB2: "″",
    0xB3: "≥", 0xB4: "×", 0xB7: "•", 0xB9: "≠", 0xBA: "≡", 0xBB: "≈", 0xBC: "…", 0xD6: "√",
    0xDE: "⇒", 0xE5: "∑",
    0x2A: "*", 0x2D: "−", 0xA2: "′", 0xD7: "⋅", 0xD2: "®", 0xD3: "©", 0xD4: "™",
}  # fmt: skip
_WINGDINGS = {
    0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x76: "❖", 0x77: "◆", 0x9F: "•", 0xA7: "▪",
    0xA8: "◻", 0xD8: "➢",
    0xE0: "→", 0xDF: "←", 0xE1: "↑", 0xE2: "↓", 0xE8: "➔", 0xF0: "⇨", 0xFB: "✗", 0xFC: "✓",
    0xFD: "☒", 0xFE: "☑",
    0x4A: "☺", 0x28: "☎", 0x2A: "✉",
}  # fmt: skip
_FONTS = {"symbol": _SYMBOL, "wingdings": _WINGDINGS}


def symbol(font: str, code: str) -> str:
    """The character for a code in hexadecimal (`F0B7`) of a font; private codes not known give a bullet.

    >>> symbol("Symbol", "F062"), symbol("Arial", "00E9")
    ('β', 'é')
    """
    try:
        value = int(code, 16)
    except ValueError:
        return ""
    low = value - 0xF000 if 0xF000 <= value <= 0xF0FF else value
    table = _FONTS.get(font.strip().lower())
    if table is not None:
        return table.get(low) or (chr(low) if 0x20 <= low < 0x7F and table is _SYMBOL else "•")
    if 0xF000 <= value <= 0xF0FF:
        return chr(low) if low >= 0x20 else ""
    return chr(value) if 0x20 <= value < 0x110000 and not 0xD800 <= value <= 0xDFFF else ""
