import io
from pathlib import Path

from bot.playground.demo import demo
from bot.settings import Settings

README = (Path(__file__).parents[1] / "README.md").read_text()


async def transcript() -> str:
    out = io.StringIO()
    assert await demo(Settings(_env_file=None), out) == 0
    return out.getvalue()


async def test_the_demo_says_the_same_at_every_run_ends_with_the_status_and_is_quoted_in_the_readme() -> None:
    first = await transcript()
    assert await transcript() == first
    last = first.rstrip().splitlines()[-1]
    assert last.endswith("Nobody needs your help right now.")
    assert "Sessions held: 1 of 2 so far" in first
    quoted = README.split("```text\n")[1].split("```")[0].strip("\n")
    for passage in quoted.split("\n…\n"):
        assert passage.strip("\n") in first
