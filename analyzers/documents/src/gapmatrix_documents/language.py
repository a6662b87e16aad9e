"""Whether a document is in English: its headings are judged by English words, and those of others say nothing."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

from .place import Place

MAXIMUM_LETTERS = 20_000
# Fewer words do not tell.
MINIMUM_WORDS = 60
_WORD = re.compile(r"[^\W\d_]+")
# What is beyond the letters of Latin scripts.
_FOREIGN = re.compile("[^\u0000-\u024f]")
_ENGLISH = frozenset(
    "the and of to is in for with that this be are on it as can will you your from by not or if an have has which".split()
)
# Words that others use all the time, and English does not.
_OTHERS = {
    "French": "le la les des une est pour dans avec sur vous qui pas du au ce et ou sont cette aux",
    "German": "der die das und ist nicht mit für ein eine auf den dem wird sich von zu werden auch oder",
    "Spanish": "el los las una para con que por se del es como está su más puede si al y en",
    "Portuguese": "uma para não os por que em ao como você é são mais pode dos nas pelo também isso quando",
    "Italian": "il gli una per con che di non è sono nel della del si le come può questo dei alla",
    "Dutch": "de het een van en voor met niet zijn op dat deze wordt je kan ook naar bij uit aan",
    "Polish": "i w na do z się nie jest to dla że jak lub po od przez są oraz może który",
    "Turkish": "ve bir bu için ile de da olarak olan çok daha gibi kadar veya her ise var değil sonra",
}
_OTHER_WORDS = {name: frozenset(words.split()) for name, words in _OTHERS.items()}
_SCRIPTS = {
    "CJK": "Chinese", "HIRAGANA": "Japanese", "KATAKANA": "Japanese", "HANGUL": "Korean", "CYRILLIC": "Russian",
    "GREEK": "Greek", "ARABIC": "Arabic", "HEBREW": "Hebrew", "THAI": "Thai", "DEVANAGARI": "Hindi",
}  # fmt: skip
# Where translations of the same documents are kept.
_TRANSLATED = re.compile(
    r"(?i)(^|[/._-])(zh|ja|jp|ko|kr|fr|de|es|pt|ru|it|pl|tr|vi|uk|ar|fa|he|hi|id|nl|cs|sv|da|fi|no|hu|ro|el|th|cn)"
    r"([-_]([a-z]{2}|hans|hant))?([/._-]|$)"
)


def language(text: str, place: Place) -> str | None:
    """`English`, the name of another language, or None where nobody can tell, or where it is a translation."""
    if _TRANSLATED.search(place.path):
        return None
    words = _WORD.findall(text[:MAXIMUM_LETTERS].lower())
    letters = "".join(words)
    if len(letters) < MINIMUM_WORDS:
        return None
    foreign = [] if letters.isascii() else _FOREIGN.findall(letters)
    if len(foreign) * 5 > len(letters):
        return _script(foreign)
    if len(words) < MINIMUM_WORDS:
        return None
    counts = Counter(words)
    english = sum(counts[word] for word in _ENGLISH)
    name, other = max(
        ((name, sum(counts[word] for word in known)) for name, known in _OTHER_WORDS.items()),
        key=lambda each: each[1],
    )
    if other * 10 > len(words) and other > 2 * english:
        return name
    return "English" if english * 20 > len(words) else None


def _script(letters: list[str]) -> str:
    counts: dict[str, int] = {}
    for letter in letters[:2_000]:
        script = unicodedata.name(letter, "").partition(" ")[0]
        counts[script] = counts.get(script, 0) + 1
    # Japanese has Chinese characters, too.
    if sum(counts.get(script, 0) for script in ("HIRAGANA", "KATAKANA")) * 10 > sum(counts.values()):
        return "Japanese"
    return _SCRIPTS.get(max(counts, key=lambda script: counts[script]), "another script")
