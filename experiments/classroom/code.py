"""A room's code, which people read aloud and type, and the teacher's key, which nobody can guess."""

import hashlib
import hmac
import re
import secrets

LETTERS = "BCDFGHJKMPRSTWXZ"
"""No vowels, so that no code is a word, and of letters that look or sound alike only one."""

LENGTH = 4


def new_code() -> str:
    """A random code, such as `BKTR`."""
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


def read_code(typed: str) -> str:
    """The code that somebody typed, in any case and with spaces or dashes; ValueError if it cannot be one."""
    code = re.sub(r"[\s-]", "", typed).upper()
    if not re.fullmatch(f"[{LETTERS}]{{{LENGTH}}}", code):
        raise ValueError(f"A room's code has four of the letters {' '.join(LETTERS)}, as the projector shows it.")
    return code


def new_key() -> str:
    """A teacher's key: 128 random bits as 32 hexadecimal digits."""
    return secrets.token_hex(16)


def hashed(key: str) -> str:
    """What is stored of a key: nobody who reads the table can act as the teacher."""
    return hashlib.sha256(key.encode()).hexdigest()


def is_key(key: str, stored: str) -> bool:
    """Whether this key was hashed to what is stored; it takes the same time however wrong the key is."""
    return hmac.compare_digest(hashed(key), stored)


def voter(code: str, browser: str) -> str:
    """A browser's name in one room: its votes in two rooms cannot be put together."""
    return hashlib.sha256(f"{code} {browser}".encode()).hexdigest()[:32]
