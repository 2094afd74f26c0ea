"""Rough Latin forms of words in other scripts, so that names can be compared across scripts.

Not a transcription to show to anybody: it merges what scripts do not tell apart.
"""

import unicodedata
from functools import lru_cache

# A piece of Latin, and the letters that it stands for.
_CYRILLIC = {
    "a": "а", "b": "б", "v": "в", "g": "гґѓ", "d": "д", "e": "еэ", "zh": "ж", "z": "з",
    "i": "иі", "y": "йыј", "k": "кќ", "l": "лљ", "m": "м", "n": "нњ", "o": "о", "p": "п",
    "r": "р", "s": "с", "t": "т", "u": "у", "f": "ф", "h": "х", "ts": "ц", "ch": "чћ",
    "sh": "шщ", "": "ъь", "yu": "ю", "ya": "я", "yi": "ї", "ye": "є", "w": "ў", "j": "ђџ",
    "dz": "ѕ",
}  # fmt: skip
_GREEK = {
    "a": "α", "v": "β", "g": "γ", "d": "δ", "e": "ε", "z": "ζ", "i": "ηιυ", "th": "θ", "k": "κ",
    "l": "λ", "m": "μ", "n": "ν", "ks": "ξ", "o": "οω", "p": "π", "r": "ρ", "s": "σς", "t": "τ",
    "f": "φ", "h": "χ", "ps": "ψ",
}  # fmt: skip
_ARABIC = {
    "a": "اآأإى", "b": "ب", "t": "تطٹ", "th": "ث", "j": "ج", "h": "حهہ", "kh": "خ", "d": "دضڈ",
    "z": "ذزظ", "r": "رڑ", "s": "سص", "sh": "ش", "": "عةء", "gh": "غ", "f": "ف", "q": "ق",
    "k": "كک", "l": "ل", "m": "م", "n": "نں", "w": "وؤ", "y": "يئیے", "p": "پ", "ch": "چ",
    "zh": "ژ", "g": "گ",
}  # fmt: skip
_HEBREW = {
    "": "אע", "b": "ב", "g": "ג", "d": "ד", "h": "הח", "w": "ו", "z": "ז", "t": "טת", "y": "י",
    "k": "כךק", "l": "ל", "m": "מם", "n": "נן", "s": "ס", "p": "פף", "ts": "צץ", "r": "ר",
    "sh": "ש",
}  # fmt: skip
_LATIN = {
    "ss": "ß", "ae": "æ", "oe": "œ", "o": "øɔ", "d": "đðɗɖ", "th": "þ", "l": "ł", "i": "ı",
    "b": "ɓ", "k": "ƙ", "y": "ƴ", "n": "ŋ", "e": "ɛəǝ", "f": "ƒ", "g": "ɣ", "v": "ʋ", "h": "ħ",
}  # fmt: skip
# Offsets within the block of Devanagari; the blocks up to Malayalam are laid out alike.
_INDIC = {
    0x01: "n", 0x02: "n", 0x03: "h", 0x05: "a", 0x06: "a", 0x07: "i", 0x08: "i", 0x09: "u",
    0x0A: "u", 0x0B: "ri", 0x0D: "e", 0x0E: "e", 0x0F: "e", 0x10: "ai", 0x11: "o", 0x12: "o",
    0x13: "o", 0x14: "au", 0x15: "k", 0x16: "kh", 0x17: "g", 0x18: "gh", 0x19: "n", 0x1A: "ch",
    0x1B: "ch", 0x1C: "j", 0x1D: "jh", 0x1E: "n", 0x1F: "t", 0x20: "th", 0x21: "d", 0x22: "dh",
    0x23: "n", 0x24: "t", 0x25: "th", 0x26: "d", 0x27: "dh", 0x28: "n", 0x29: "n", 0x2A: "p",
    0x2B: "ph", 0x2C: "b", 0x2D: "bh", 0x2E: "m", 0x2F: "y", 0x30: "r", 0x31: "r", 0x32: "l",
    0x33: "l", 0x34: "l", 0x35: "v", 0x36: "sh", 0x37: "sh", 0x38: "s", 0x39: "h", 0x3E: "a",
    0x3F: "i", 0x40: "i", 0x41: "u", 0x42: "u", 0x43: "ri", 0x45: "e", 0x46: "e", 0x47: "e",
    0x48: "ai", 0x49: "o", 0x4A: "o", 0x4B: "o", 0x4C: "au",
}  # fmt: skip
# Ethiopic: eight places a consonant, the vowel by the place.
_ETHIOPIC = (
    "h", "l", "h", "m", "s", "r", "s", "sh", "k", "k", "k", "k", "b", "b", "t", "ch", "h", "h",
    "n", "n", "", "k", "k", "k", "w", "", "z", "zh", "y", "d", "d", "j", "g", "g", "g", "t", "ch",
    "p", "ts", "ts", "f", "p",
)  # fmt: skip
_ETHIOPIC_VOWELS = ("a", "u", "i", "a", "e", "", "o", "wa")
_TABLE = {
    letter: piece
    for script_table in (_CYRILLIC, _GREEK, _ARABIC, _HEBREW, _LATIN)
    for piece, letters in script_table.items()
    for letter in letters
}

_DIGRAPHS = (
    ("sch", "s"), ("tch", "s"), ("dzh", "j"), ("ph", "f"), ("ch", "s"), ("sh", "s"), ("zh", "s"),
    ("kh", "k"), ("gh", "k"), ("th", "t"), ("ck", "k"), ("qu", "k"), ("ts", "s"), ("dj", "j"),
    ("ce", "s"), ("ci", "s"), ("cy", "s"), ("ge", "j"), ("gi", "j"), ("x", "ks"),
    ("nb", "mb"), ("np", "mp"),
)  # fmt: skip
_CLASSES = str.maketrans("pvgqcz", "bfkkks", "aeiouyhw'’-")


@lru_cache(maxsize=200_000)
def latin(key: str) -> str:
    """Return a rough Latin form of a comparison key; characters of unknown scripts are dropped.

    ASCII comes back as it is, Latin letters lose their marks, digits of every script become 0-9.
    """
    if key.isascii():
        return key
    out: list[str] = []
    for char in unicodedata.normalize("NFKD", key):
        if char.isascii():
            out.append(char)
        elif unicodedata.category(char) == "Nd":
            out.append(str(unicodedata.decimal(char)))
        else:
            out.append(_letter(char))
    return "".join(out)


@lru_cache(maxsize=200_000)
def skeleton(key: str) -> str:
    """Return the consonant classes of a word: what is left of a name in any script.

    Voiced and voiceless sounds that scripts confuse fall together, vowels, `h`, `w` and doubled
    consonants go. Digits stay.
    """
    text = latin(key)
    for two, one in _DIGRAPHS:
        text = text.replace(two, one)
    text = text.translate(_CLASSES)
    return "".join(c for c, before in zip(text, " " + text, strict=False) if c != before)


def script(key: str) -> str:
    """Return the script of the first letter as Unicode names it (`LATIN`, `ARABIC`), or ""."""
    if key[:1].isascii() and key[:1].isalpha():
        return "LATIN"
    for char in key:
        if char.isalpha():
            return unicodedata.name(char, "").partition(" ")[0]
    return ""


def _letter(char: str) -> str:
    found = _TABLE.get(char)
    if found is not None:
        return found
    point = ord(char)
    if 0x0900 <= point < 0x0D80:
        return _INDIC.get((point - 0x0900) % 0x80, "")
    if 0x1200 <= point < 0x1200 + 8 * len(_ETHIOPIC):
        consonant = _ETHIOPIC[(point - 0x1200) // 8]
        return consonant + _ETHIOPIC_VOWELS[(point - 0x1200) % 8]
    return ""
