"""What is stored can be read with the keys alone, and keys can be changed."""

import pytest

from bot.workspaces.sealing import TokenKeys, WrongKeys, new_key
from tests.workspaces.installing import KEY, OLD_KEY


def test_what_is_sealed_says_nothing_and_opens_again() -> None:
    sealed = TokenKeys([KEY]).seal("xoxb-secret")
    assert b"secret" not in sealed
    assert TokenKeys([KEY]).open(sealed) == "xoxb-secret"


def test_an_older_key_opens_and_the_newest_seals() -> None:
    old = TokenKeys([OLD_KEY]).seal("xoxb-1")
    both = TokenKeys([KEY, OLD_KEY])
    assert both.open(old) == "xoxb-1"
    assert not both.is_newest(old)
    assert both.is_newest(both.seal("xoxb-1"))


def test_another_key_does_not_open_it() -> None:
    with pytest.raises(WrongKeys):
        TokenKeys([KEY]).open(TokenKeys([OLD_KEY]).seal("xoxb-1"))


def test_a_new_key_is_one() -> None:
    TokenKeys([new_key()])
    assert new_key() != new_key()
    with pytest.raises(ValueError, match="32"):
        TokenKeys(["short"])
