"""What Slack's user objects mean."""

from typing import Any

import pytest

from bot.people.rules.accounts import Account, read_user

# As users.info answers for somebody whose zone Slack does not know.
WITHOUT_ZONE = {
    "id": "U1",
    "team_id": "T_OURS",
    "tz": None,
    "tz_offset": 36000,
    "is_restricted": False,
    "is_stranger": False,
    "is_bot": False,
    "deleted": False,
    "profile": {"email": "zoe+hr@x.org"},
}
GRID = {"enterprise_id": "E1", "teams": ["T_OTHER", "T_OURS"]}


@pytest.mark.parametrize(
    ("user", "account"),
    [
        ({}, Account.MEMBER),
        ({"team_id": "T_OURS"}, Account.MEMBER),
        ({"is_restricted": True}, Account.GUEST),
        ({"is_restricted": True, "is_ultra_restricted": True}, Account.GUEST),
        ({"is_bot": True}, Account.APP),
        ({"is_workflow_bot": True}, Account.APP),
        ({"id": "USLACKBOT", "is_bot": False}, Account.APP),
        ({"is_bot": True, "deleted": True}, Account.APP),
        ({"team_id": "T_OTHER"}, Account.ELSEWHERE),
        ({"team_id": "T_OURS", "is_stranger": True}, Account.ELSEWHERE),
        ({"team_id": "T_OTHER", "enterprise_user": GRID}, Account.MEMBER),
        ({"team_id": "T_OTHER", "enterprise_user": {"teams": ["T_OTHER"]}}, Account.ELSEWHERE),
    ],
)
def test_an_account_is_what_slack_says(user: dict[str, Any], account: Account) -> None:
    told = read_user(user, "T_OURS")
    assert told.account is account
    assert told.is_active is (account in (Account.MEMBER, Account.GUEST))


def test_a_deactivated_account_of_which_slack_says_no_more_stays_what_it_was() -> None:
    told = read_user({"deleted": True}, "T_OURS")
    assert (told.account, told.is_active) == (None, False)


@pytest.mark.parametrize(
    ("user", "zone"),
    [
        (WITHOUT_ZONE, "Etc/GMT-10"),
        (WITHOUT_ZONE | {"tz": ""}, "Etc/GMT-10"),
        (WITHOUT_ZONE | {"tz": "Nowhere/Else", "tz_offset": 19800}, "Asia/Kolkata"),
        (WITHOUT_ZONE | {"tz": "Europe/Oslo"}, "Europe/Oslo"),
        (WITHOUT_ZONE | {"tz_offset": 0}, "UTC"),
        (WITHOUT_ZONE | {"tz_offset": None}, None),
        ({"tz_offset": True}, None),
    ],
)
def test_where_slack_does_not_know_the_zone_it_is_read_from_the_offset(user: dict[str, Any], zone: str | None) -> None:
    assert read_user(user, "T_OURS").zone == zone
