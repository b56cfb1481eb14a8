from datetime import timedelta

import pytest

from bot.doors.signing import FRESH_FOR, Signature
from tests.workplace import MONDAY

BODY = "text=grüße".encode()
NOW = str(int(MONDAY.timestamp()))
SIGNATURE = Signature("what Slack and we know")
GOOD = SIGNATURE.of(BODY, NOW)
SECOND = timedelta(seconds=1)


def test_it_is_made_as_slacks_guide_says() -> None:
    """docs.slack.dev, Verifying requests from Slack: its secret, its body and what comes of them."""
    body = (
        b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V"
        b"&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url="
        b"https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN"
        b"&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
    )
    made = Signature("8f742231b10e8888abcd99yyyzzz85a5").of(body, "1531420618")
    assert made == "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"


@pytest.mark.parametrize("off", [timedelta(), FRESH_FOR, -FRESH_FOR])
def test_within_five_minutes_it_is_good(off: timedelta) -> None:
    assert SIGNATURE.is_good(BODY, NOW, GOOD, MONDAY + off)


@pytest.mark.parametrize("off", [FRESH_FOR + SECOND, -FRESH_FOR - SECOND])
def test_beyond_that_it_is_not_be_it_from_the_past_or_the_future(off: timedelta) -> None:
    assert not SIGNATURE.is_good(BODY, NOW, GOOD, MONDAY + off)


def test_it_is_of_one_body_and_one_moment_and_one_secret() -> None:
    later = str(int(NOW) + 1)
    assert not SIGNATURE.is_good(BODY + b"x", NOW, GOOD, MONDAY)
    assert not SIGNATURE.is_good(BODY, later, GOOD, MONDAY)
    assert not Signature("another").is_good(BODY, NOW, GOOD, MONDAY)


@pytest.mark.parametrize("timestamp", ["", "now", "-1", "٣", "9" * 12, "1e9"])
@pytest.mark.parametrize("signature", ["", "v0=", "v0=ä", GOOD])
def test_headers_that_make_no_sense_are_no_signature(timestamp: str, signature: str) -> None:
    assert not SIGNATURE.is_good(BODY, timestamp, signature, MONDAY)


@pytest.mark.parametrize("signature", ["", "v0=", "v0=ä", "\udcff"])
def test_a_good_time_alone_is_none_either(signature: str) -> None:
    assert not SIGNATURE.is_good(BODY, NOW, signature, MONDAY)
