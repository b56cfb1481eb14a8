"""A season of the made-up company: a program in its ninth week, with a history to look at."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

from bot.playground.cast.people import ADMIN, COMPANY, Colleague, roster
from bot.playground.slack import Actor, ChannelKind
from bot.playground.stage import Stage

MENTOR, MENTEE = "Mentor: I teach somebody more senior", "Mentee: I learn from somebody more junior"

# Who teaches what, and who would like to learn it.
TEACH = {
    "fatima": ["Inclusive language", "Accessibility"],
    "jonas": ["Automating routine work", "No-code tools"],
    "aiko": ["AI assistants in daily work", "Data visualisation", "Risks and ethics of AI"],
    "maya": ["Short video (Reels, Shorts, TikTok)", "Social media for leaders"],
    "ben": ["Shopping online today", "What Gen Z buys, and why"],
    "sofie": ["Sustainability"],
    "luca": ["Prompting", "AI assistants in daily work"],
    "noor": ["How we look to applicants", "What Gen Z expects of work"],
    "zoe": ["How it is to start here", "What Gen Z expects of work"],
}
WISH = {
    "ingrid": ["Sustainability", "How it is to start here"],
    "rashid": ["AI assistants in daily work", "Prompting"],
    "claire": ["Short video (Reels, Shorts, TikTok)"],
    "henrik": ["What Gen Z buys, and why", "Shopping online today"],
    "margaret": ["Automating routine work"],
    "wei": ["AI assistants in daily work", "Data visualisation"],
    "johannes": ["Inclusive language", "Accessibility"],
    "susan": ["What Gen Z expects of work", "How we look to applicants"],
    "oscar": ["Social media for leaders"],
    "priya": ["How it is to start here"],
}
AGENDAS = (
    "Ten minutes of looking over my shoulder\nWhat surprised you?",
    "Your question from last time\nOne thing to try before we meet again",
    "What you tried, and what came of it\nThree examples from outside our company",
    "Show me how you decide\nWhat would make it easier",
)
WEEKS = 8
UNTIL_ALL_ARE_ASKED = timedelta(days=3)  # each at an hour of their own, and not at the weekend
NEVER_MEETS = "noor"  # a pair in need of help
FORGETS = ("zoe", "jonas")  # mentors without an agenda, now and then


class Season:
    """Plays everybody's part, through the same doors as a person at a Slack client."""

    def __init__(self, stage: Stage, tell: Callable[[str], None] = lambda _: None) -> None:
        """`tell` hears what goes on, in words for whoever waits."""
        self._stage = stage
        self._tell = tell

    async def play(self) -> tuple[str, str]:
        """From a workspace without a program to the ninth week. The same season every time.

        Returns who has something to look at then, and in which channel: the lead, with how it goes.
        """
        self._tell("The program begins")
        await self._close_forms()
        await self._begin()
        self._tell("People sign up")
        for handle in (*TEACH, *WISH):
            await self._sign_up(_colleague(handle))
        self._tell("Who fits whom")
        await self._do("lena", "/mentor match")
        await self._click("lena", "publish_proposals")
        await self._stage.turn(UNTIL_ALL_ARE_ASKED)
        for handle in (*TEACH, *WISH):
            await self._click(handle, "Accept")
        for week in range(WEEKS):
            self._tell(f"Week {week + 1} of {WEEKS}")
            await self._week(week)
        general = next(place.id for place in self._person("lena").conversations() if place.name == "general")
        await self._do("lena", "/mentor status", general)
        return _id("lena"), general

    async def _close_forms(self) -> None:
        """What somebody has left open is not what the season means to fill in."""
        for person in self._stage.slack.people:
            while person.modal is not None:
                await person.close_modal(everything=True)
        await self._stage.settled()

    async def _begin(self) -> None:
        await self._do("lena", "/mentor program new")
        await self._person("lena").submit(
            {
                "Name": "Digital natives",
                "Which business need does it serve?": "Half of our customers are under 30. None of our leaders is.",
                "Where should I announce it?": "#reverse-mentoring",
            }
        )
        await self._stage.settled()
        await self._bring_roster()

    async def _bring_roster(self) -> None:
        await self._do(ADMIN, "/mentor roster")
        await self._person(ADMIN).submit({"file": ("people.csv", roster())})
        await self._stage.settled()
        await self._click(ADMIN, "import_roster")

    async def _sign_up(self, one: Colleague) -> None:
        # Once they have met the bot it knows their level and department from the roster, and does not ask.
        await self._do(one.handle, "/mentor profile")
        await self._person(one.handle).close_modal()
        await self._do(one.handle, "/mentor signup")
        await self._person(one.handle).submit(
            {
                "How do you want to take part?": MENTOR if one.handle in TEACH else MENTEE,
                "offers": TEACH.get(one.handle, []),
                "wishes": WISH.get(one.handle, []),
            }
        )
        await self._stage.settled()
        with suppress(LookupError):  # the second page stays as it is
            await self._person(one.handle).close_modal()

    async def _week(self, week: int) -> None:
        await self._stage.turn(timedelta(days=3))
        for place, handle in enumerate(TEACH):
            if handle != NEVER_MEETS and not (handle in FORGETS and week % 4 < 2):
                await self._post_agenda(handle, AGENDAS[(place + week) % len(AGENDAS)])
        for handle in WISH:
            await self._click(handle, "Looks good")
        await self._stage.turn(timedelta(days=4))
        for handle in (*TEACH, *WISH):
            await self._click(handle, "No, not this time" if self._never_meets(handle) else "Yes, we met")

    async def _post_agenda(self, handle: str, text: str) -> None:
        person = self._person(handle)
        await self._do(handle, "/mentor agenda")
        if person.modal is not None:
            await person.submit({"agenda": text})
            await self._stage.settled()

    def _never_meets(self, handle: str) -> bool:
        """Whether somebody is in that pair: the two share a conversation."""
        places = self._person(handle).conversations()
        return any(place.kind is ChannelKind.GROUP and _id(NEVER_MEETS) in place.members for place in places)

    async def _do(self, handle: str, line: str, channel: str | None = None) -> None:
        await self._person(handle).command(line, channel)
        await self._stage.settled()

    async def _click(self, handle: str, label: str) -> None:
        with suppress(LookupError):  # nothing to press this week
            await self._person(handle).click(label)
            await self._stage.settled()

    def _person(self, handle: str) -> Actor:
        return self._stage.slack.person(_id(handle))


def _colleague(handle: str) -> Colleague:
    return next(one for one in COMPANY if one.handle == handle)


def _id(handle: str) -> str:
    return _colleague(handle).slack_id
