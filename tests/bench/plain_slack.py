"""A Slack that takes a message and does nothing with it, in a process of its own: `python -m tests.bench.plain_slack`.

It costs whoever sends to it as little as a server can. The path says how long it takes over a call: the Web API
under `/150/api/` answers after 150 ms. It prints its port and runs until its standard input is closed.
"""

import asyncio
import itertools
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
from aiohttp import web

from tests.bench.processes import ROOT

COUNT = "/calls"


async def calls_to(address: str) -> int:
    """How many calls it has taken so far."""
    async with httpx.AsyncClient() as client:
        return int((await client.get(f"{address}{COUNT}")).json())


@asynccontextmanager
async def plain_slack() -> AsyncIterator[str]:
    """Its address, such that `f"{address}/150/api/"` is the URL of a Web API."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", __name__, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, cwd=ROOT
    )
    assert process.stdin
    assert process.stdout
    try:
        yield f"http://127.0.0.1:{int(await process.stdout.readline())}"
    finally:
        process.stdin.close()
        await process.wait()


async def main() -> None:
    numbers, calls = itertools.count(1), 0

    async def take(request: web.BaseRequest) -> web.Response:
        nonlocal calls
        await request.read()
        if request.path == COUNT:
            return web.json_response(calls)
        calls += 1
        if delay := int(request.path.split("/")[1]):
            await asyncio.sleep(delay / 1000)
        return web.json_response({"ok": True, "channel": "D0PLAIN", "ts": f"1803974400.{next(numbers):06}"})

    runner = web.ServerRunner(web.Server(take, access_log=None))
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    sys.stdout.write(f"{runner.addresses[0][1]}\n")
    sys.stdout.flush()
    await asyncio.to_thread(sys.stdin.read)
    await runner.cleanup()


if __name__ == "__main__":
    asyncio.run(main())
