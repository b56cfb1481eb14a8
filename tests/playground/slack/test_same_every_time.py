"""The same steps give the same ids, timestamps and words, so that a transcript can be compared with another."""

from bot.playground.slack import EnvelopeSent, Record, StandIn
from tests.playground.slack.scripted import Clock, Json, ScriptedApp, actions, button, field, manifest, modal


async def steps() -> tuple[list[Json], list[str]]:
    """What was sent to the app but for the port, and what a person read."""
    sent: list[Json] = []

    def keep(record: Record) -> None:
        if isinstance(record, EnvelopeSent):
            sent.append(record.envelope)

    async with StandIn(manifest(), now=Clock()) as slack:
        slack.observe(keep)
        app = ScriptedApp(slack)
        await app.connect()
        maya = slack.add_person("U0MAYA", name="maya")
        await slack.settled()
        await maya.command("/lunch")
        await app.web.views_open(trigger_id=app.payloads[-1]["trigger_id"], view=modal(field("Dish")))
        await maya.submit({"Dish": "Soup"})
        await app.web.chat_postMessage(channel=maya.dm, text="Soup", blocks=[actions(button("yes"))])
        await maya.click("yes")
        await app.close()
        read = [maya.read(message) for message in maya.messages()]
        return [without_port(envelope, slack.url) for envelope in sent], read


def without_port(value: Json, url: str) -> Json:
    return {key: _without(item, url) for key, item in value.items()}


def _without(value: object, url: str) -> object:
    if isinstance(value, dict):
        return without_port(value, url)
    return value.replace(url, "") if isinstance(value, str) else value


async def test_two_runs_are_alike() -> None:
    assert await steps() == await steps()
