"""Tokens are stored sealed: whoever reads the database alone can do nothing in anybody's Slack."""

from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet


class WrongKeys(Exception):
    """None of the keys opens it."""


class TokenKeys:
    """Fernet keys, the newest first: it seals, and all of them open. Raises ValueError for what is no such key."""

    def __init__(self, keys: Sequence[str]) -> None:
        self._newest = Fernet(keys[0])
        self._all = MultiFernet([Fernet(key) for key in keys])

    def seal(self, token: str) -> bytes:
        return self._newest.encrypt(token.encode())

    def open(self, sealed: bytes) -> str:
        """Raises WrongKeys."""
        try:
            return self._all.decrypt(sealed).decode()
        except InvalidToken:
            raise WrongKeys from None

    def is_newest(self, sealed: bytes) -> bool:
        """Whether it could be opened with the newest key alone."""
        try:
            self._newest.decrypt(sealed)
        except InvalidToken:
            return False
        return True


def new_key() -> str:
    """For TOKEN_KEYS."""
    return Fernet.generate_key().decode()
