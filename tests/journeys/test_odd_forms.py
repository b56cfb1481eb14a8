"""Forms that carry something else than the bot put into them: it says so, and goes on."""

from typing import Any

from tests.workplace import Workplace


async def test_a_form_that_carries_what_the_bot_never_wrote_is_answered_and_the_bot_goes_on(
    workplace: Workplace,
) -> None:
    await workplace.has_pair()
    forms: list[tuple[str, dict[str, Any]]] = [
        ("signup", {}),
        ("profile", {}),
        ("agenda", {"agenda": "Reels"}),
        ("discover", {}),
    ]
    for metadata in ("nonsense", "[]", '{"reply_to": 7}', '{"program": {}, "session": [], "program_id": "x"}'):
        for line, entries in forms:
            await workplace.do(workplace.maya.command(f"/mentor {line}"))
            assert workplace.maya.modal is not None, line
            workplace.maya.modal.payload["private_metadata"] = metadata
            sent = await workplace.do(workplace.maya.submit(entries))
            assert sent.ok, (line, metadata)
            if workplace.maya.modal is not None:
                await workplace.maya.close_modal()
    assert "Flipside: people of all levels" in await workplace.says(workplace.maya, "/mentor help")
