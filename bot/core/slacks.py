"""Which Slack a call goes to: each workspace has its own token."""

from typing import Protocol

from bot.core.slack import Slack, SlackProblem
from bot.core.slack_errors import Remedy

NOT_INSTALLED = "not_installed"


class NotInstalled(SlackProblem):
    """The bot is not, or is no longer, in that workspace. What waits there goes on waiting."""

    def __init__(self) -> None:
        super().__init__(NOT_INSTALLED, final=False)
        self.remedy = Remedy.INSTALLATION


class Slacks(Protocol):
    async def of(self, team_id: str) -> Slack:
        """For the calls in that workspace. Raises NotInstalled, and SlackProblem where its token cannot be renewed."""


class OneSlack:
    """Of a bot that was given its one token."""

    def __init__(self, slack: Slack) -> None:
        self._slack = slack

    async def of(self, _team_id: str) -> Slack:
        return self._slack
