"""Passwords: argon2 hashes, what a new one must be, and the first one somebody is given."""

from __future__ import annotations

import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from caseforms.problems import Problem
from caseforms.services.refusal import problem

SHORTEST = 10
LONGEST = 128
FIRST_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
COMMON = frozenset(
    [
        "1234567890",
        "12345678901",
        "123456789012",
        "0123456789",
        "9876543210",
        "password12",
        "password123",
        "password1234",
        "qwertyuiop",
        "qwerty12345",
        "1q2w3e4r5t",
        "1qaz2wsx3edc",
        "iloveyou12",
        "administrator",
        "welcome123",
        "woaini1314",
        "woaini520520",
        "a123456789",
        "aa12345678",
        "abc1234567",
        "abcd123456",
        "abcdefghij",
        "qq123456789",
        "zxcvbnm123",
        "letmein1234",
        "changeme123",
        "caseforms1",
        "caseforms123",
        "shehuigongzuo",
    ]
)


class _Cost:
    """What one hash costs; tests lower it, nothing else should."""

    time = 2
    memory = 19 * 1024


def use_cost(time: int, memory_kibibytes: int) -> None:
    """Change the price of hashing (for tests and for stronger machines)."""
    _Cost.time, _Cost.memory = time, memory_kibibytes
    _hasher.cache_clear()
    _nobody.cache_clear()


def cost() -> tuple[int, int]:
    """The present price of hashing: rounds and KiB, as `use_cost` takes them."""
    return _Cost.time, _Cost.memory


def hashed(password: str) -> str:
    """The argon2id hash to keep."""
    return _hasher().hash(password)


def matches(kept: str | None, password: str) -> bool:
    """Whether the password is the one that was hashed. Takes as long when there is no such user."""
    try:
        right = _hasher().verify(kept if kept is not None else _nobody(), password)
        return kept is not None and right
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(kept: str) -> bool:
    """Whether the hash was made at another price and should be made again at the next sign-in."""
    return _hasher().check_needs_rehash(kept)


def first_password() -> str:
    """A password somebody is given once and must change: easy to read out."""
    return "-".join("".join(secrets.choice(FIRST_ALPHABET) for _ in range(4)) for _ in range(3))


def problems(password: str, username: str = "") -> tuple[Problem, ...]:
    """Why a password cannot be taken; empty when it can."""
    found = []
    if len(password) < SHORTEST:
        found.append(problem("account.password-short", shortest=SHORTEST))
    if len(password) > LONGEST:
        found.append(problem("account.password-long", longest=LONGEST))
    plain = password.casefold()
    if plain in COMMON or len(set(plain)) < 5:
        found.append(problem("account.password-common"))
    if username and username.casefold() in plain:
        found.append(problem("account.password-has-name"))
    return tuple(found)


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher(time_cost=_Cost.time, memory_cost=_Cost.memory, parallelism=1)


@cache
def _nobody() -> str:
    return _hasher().hash(secrets.token_hex(16))
