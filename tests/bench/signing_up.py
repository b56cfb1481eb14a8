"""Sign-ups by people who are new to the bot: each is a form of its own and a write."""

from bot.playground.slack import Actor, Record, StandIn, WebApiCall
from tests.bench.timing import PATIENCE, Inbox, Times, Watch, ask, in_time

FORM = {
    "How do you want to take part?": "Mentor: I teach somebody more senior",
    "Your seniority level": "Professional",
    "Your department": "Marketing",
    "What could you teach?": ["Short video (Reels, Shorts, TikTok)", "Prompting"],
}


class SignUp:
    """The answer that somebody sees is the message that tells what was noted, after the first page was sent."""

    def __init__(self, slack: StandIn) -> None:
        self._slack = slack
        self._watch = Watch(slack)
        self._people: dict[int, Actor] = {}
        self._asked_about = 0
        slack.observe(self._note)

    async def prepare(self, numbers: range) -> None:
        """Everybody opens their form, and the bot has learnt who they are."""
        for number in numbers:
            self._people[number] = self._slack.add_person(f"U0NEW{number:05}", name=f"new{number}")
            await self._open_form(self._people[number])
        await self._slack.until(lambda: self._asked_about >= len(self._people), PATIENCE)
        await self._let_it_finish(self._people[numbers[-1]])

    async def do(self, number: int) -> Times:
        person = self._people[number]
        inbox = Inbox(person, self._slack)
        ack = in_time(await person.submit(FORM))
        if person.modal is not None and person.modal.errors:
            raise RuntimeError(f"the form was refused: {person.modal.errors}")
        await inbox.more()
        visible = self._watch.since_sent()
        await person.close_modal()  # the second page, which may stay as it is
        await self._let_it_finish(person)
        return Times(ack, visible)

    async def _open_form(self, person: Actor) -> None:
        in_time(await person.command("/mentor signup"))
        await self._slack.until(lambda: person.modal is not None, PATIENCE)

    async def _let_it_finish(self, person: Actor) -> None:
        """The bot marks a message as sent after it is seen; people do not sign up that close to one another.

        Another command, answered, has come after that.
        """
        await ask(person, "/mentor help", self._slack)

    def _note(self, record: Record) -> None:
        if isinstance(record, WebApiCall) and record.method == "users.info":
            self._asked_about += 1
