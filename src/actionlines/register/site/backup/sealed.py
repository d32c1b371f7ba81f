"""Backups that are encrypted and signed: who lacks the key of ACTIONLINES_BACKUP_KEY can neither read nor make one.

    MAGIC, 16 bytes of salt, blocks of 64 KiB, each by ChaCha20-Poly1305 with its number and whether it is the last

The key of a file is made of the secret and the salt (HKDF, SHA-256). A block that is altered, moved, left out or added
is refused.
"""

import os
import tempfile
from pathlib import Path
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from actionlines.errors import BackupError, SetupError

KEY = "ACTIONLINES_BACKUP_KEY"
MAGIC = b"actionlines sealed backup 1\n"
_SALT, _BLOCK, _TAG, _LEAST = 16, 1 << 16, 16, 32


def secret() -> str:
    """Return the secret of the environment, or "". Raises SetupError for one that can be guessed."""
    if (text := os.environ.get(KEY, "").strip()) and len(text) < _LEAST:
        advice = "Make one: python -c 'import secrets; print(secrets.token_urlsafe(48))'"
        raise SetupError(KEY, f"it has fewer than {_LEAST} characters", advice)
    return text


def seal(content: IO[bytes], file: IO[bytes]) -> None:
    """Write a content into a file, encrypted."""
    salt, number, block = os.urandom(_SALT), 0, content.read(_BLOCK)
    cipher = _cipher(salt)
    file.write(MAGIC + salt)
    while following := content.read(_BLOCK):
        file.write(cipher.encrypt(_nonce(number, False), block, None))
        number, block = number + 1, following
    file.write(cipher.encrypt(_nonce(number, True), block, None))


def opened(source: Path) -> IO[bytes]:
    """Return the content of a backup to be read: of a sealed one a copy in the clear, which has no name.

    Raises BackupError, and OSError as `open` does.
    """
    with source.open("rb") as file:
        if (sealed := file.read(len(MAGIC)) == MAGIC) != bool(secret()):
            problem = "it is encrypted" if sealed else "nobody has signed it"
            advice = f"Set {KEY}." if sealed else f"Where you trust it, restore it without {KEY}."
            raise BackupError(str(source), problem, advice)
        if not sealed:
            return source.open("rb")
        content = tempfile.TemporaryFile()  # noqa: SIM115 - the caller closes it
        try:
            cipher, number, block = _cipher(file.read(_SALT)), 0, file.read(_BLOCK + _TAG)
            while following := file.read(_BLOCK + _TAG):
                content.write(cipher.decrypt(_nonce(number, False), block, None))
                number, block = number + 1, following
            content.write(cipher.decrypt(_nonce(number, True), block, None))
        except (InvalidTag, ValueError) as error:
            content.close()
            problem = "it was altered or cut short, or its key is another"
            raise BackupError(str(source), problem, f"Check {KEY}, or use another backup.") from error
    content.seek(0)
    return content


def _cipher(salt: bytes) -> ChaCha20Poly1305:
    return ChaCha20Poly1305(HKDF(SHA256(), 32, salt, b"actionlines backup").derive(secret().encode()))


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])
