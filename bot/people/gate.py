"""Before a call is seen to: whoever cannot take part is told so, and whoever cannot be named is said under the field.

Nothing is stored of them, not even that they were named. Slack is asked where it has not told yet what somebody is; if
it does not answer in time, the call goes on, and what Slack tells later counts then.
"""

import asyncio
from collections.abc import Iterable, Mapping
from typing import Any

import structlog

from bot.core.blocks import clipped
from bot.core.calls import Call
from bot.core.edge import Edge
from bot.core.refusals import Refusal
from bot.core.sentences import Sentence, _
from bot.core.slack import SlackProblem
from bot.core.slacks import Slacks
from bot.core.submissions import InvalidForm, Submission
from bot.people.queries import accounts_told
from bot.people.rules.accounts import SLACKBOT, TAKES_PART, Account, account_of, name_in

PATIENCE = 1.5  # seconds; a form has to be answered within three
LONGEST_NAME = 60  # characters

AN_APP = _("{name} is an app, and apps can't take part. Please choose a person instead.")
AN_UNNAMED_APP = _("Somebody you chose is an app, and apps can't take part. Please choose a person instead.")
FROM_ANOTHER = _(
    "{name} is from another workspace. For now, only people in this one can take part; please choose somebody else."
)
SOMEBODY_FROM_ANOTHER = _(
    "Somebody you chose is from another workspace. For now, only people in this one can take part; please choose "
    "somebody else."
)

log = structlog.get_logger()

User = Mapping[str, Any]


class FromElsewhere(Refusal):
    def __init__(self) -> None:
        super().__init__(
            _(
                "Thanks for your interest! For now, Flipside is only for people in this workspace, and you're here "
                "from another one. I haven't stored anything about you."
            )
        )


class SlackGate:
    def __init__(self, edge: Edge, slacks: Slacks) -> None:
        self._edge = edge
        self._slacks = slacks

    async def check_visitor(self, call: Call) -> None:
        """Raises FromElsewhere. On Enterprise Grid another workspace may be one that somebody is in beside this one."""
        if call.home_team_id in {"", call.team_id}:
            return
        account = (await self._accounts(call.team_id, [call.user_id])).get(call.user_id)
        if account is None:
            if not call.enterprise_id:
                raise FromElsewhere
            users = await self._ask(call.team_id, [call.user_id])
            account = account_of(users[call.user_id], call.team_id) if users else None
        if account is Account.ELSEWHERE:
            raise FromElsewhere

    async def check_named(self, call: Call, submission: Submission) -> None:
        """Raises InvalidForm for apps and for people of other workspaces that were picked in it."""
        named = {field: picked for field in submission.fields if (picked := _picked(submission, field))}
        if not named:
            return
        everybody = {slack_id for picked in named.values() for slack_id in picked}
        accounts: dict[str, Account] = {SLACKBOT: Account.APP} | await self._accounts(call.team_id, everybody)
        users = await self._ask(call.team_id, (one for one in everybody if accounts.get(one) not in TAKES_PART))
        accounts |= {slack_id: account_of(user, call.team_id) for slack_id, user in users.items()}
        errors = {}
        for field, picked in named.items():
            for slack_id in picked:
                if (account := accounts.get(slack_id, Account.MEMBER)) not in TAKES_PART:
                    errors[field] = _cannot(name_in(users.get(slack_id, {})), account)
                    break
        if errors:
            raise InvalidForm(errors)

    async def _accounts(self, team_id: str, slack_ids: Iterable[str]) -> dict[str, Account]:
        async with self._edge.transaction() as db:
            return await accounts_told(db, team_id, list(slack_ids))

    async def _ask(self, team_id: str, slack_ids: Iterable[str]) -> dict[str, User]:
        """Slack's user objects of those about whom it answers in time."""
        users: dict[str, User] = {}

        async def ask(slack_id: str) -> None:
            try:
                told = await (await self._slacks.of(team_id)).call("users.info", user=slack_id)
            except SlackProblem as problem:
                log.info("not known what somebody is", problem=problem.code)
            else:
                if isinstance(user := told.get("user"), Mapping):
                    users[slack_id] = user

        try:
            async with asyncio.timeout(PATIENCE), asyncio.TaskGroup() as group:
                for slack_id in slack_ids:
                    group.create_task(ask(slack_id))
        except TimeoutError:
            log.info("not known what somebody is", problem="no answer in time")
        return users


def _picked(submission: Submission, field: str) -> list[str]:
    one = submission.person(field)
    return [*submission.people(field), *([one] if one else [])]


def _cannot(name: str, account: Account) -> Sentence:
    if account is Account.APP:
        wrong, unnamed = AN_APP, AN_UNNAMED_APP
    else:
        wrong, unnamed = FROM_ANOTHER, SOMEBODY_FROM_ANOTHER
    return wrong.given({"name": clipped(name, LONGEST_NAME)}) if name else unnamed
