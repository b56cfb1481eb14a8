"""The bytes of files, to and from Slack, over httpx."""

import asyncio
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bot.core.proxies import proxy_for

if TYPE_CHECKING:
    import httpx


class NoAnswer(Exception):
    """Nothing came back, or not all of it; the cause says why. A TimeoutError is one of the causes."""


class FileTooBig(Exception):
    """Whatever it holds, it is not read."""


@dataclass(frozen=True)
class Came:
    status: int
    headers: Mapping[str, str] = field(repr=False)
    content: bytes = field(repr=False)


class Files:
    """No redirect is followed. `seconds` are for a whole file; `environment` says which proxies there are."""

    def __init__(self, environment: Mapping[str, str], seconds: float) -> None:
        self._environment = environment
        self._seconds = seconds
        self._clients: dict[str | None, httpx.AsyncClient] = {}  # by proxy
        self._making = asyncio.Lock()

    async def close(self) -> None:
        for client in self._clients.values():
            await client.aclose()

    async def bring(self, url: str, content: bytes) -> Came:
        """Raises NoAnswer. What is said about it is not read."""
        return await self._ask("POST", url, 0, content=content)

    async def fetch(self, url: str, token: str, most: int) -> Came:
        """Raises NoAnswer, and FileTooBig as soon as more than `most` bytes have come."""
        headers = {"Authorization": f"Bearer {token}", "Accept-Encoding": "identity"}
        return await self._ask("GET", url, most, headers=headers)

    async def _ask(self, method: str, url: str, most: int, **given: Any) -> Came:
        client = await self._client_for(url)
        import httpx

        content = bytearray()
        try:
            async with asyncio.timeout(self._seconds), client.stream(method, url, **given) as response:
                if most and response.status_code == 200:
                    async for piece in response.aiter_bytes():
                        content += piece
                        if len(content) > most:
                            raise FileTooBig
        except (httpx.HTTPError, httpx.InvalidURL, TimeoutError) as error:
            raise NoAnswer from error
        return Came(response.status_code, response.headers, bytes(content))

    async def _client_for(self, url: str) -> "httpx.AsyncClient":
        proxy = proxy_for(url, self._environment)
        async with self._making:
            if proxy not in self._clients:
                # The library and the certificates take 100 ms, which nobody else should wait for.
                self._clients[proxy] = await asyncio.to_thread(_client, proxy)
        return self._clients[proxy]


def _client(proxy: str | None) -> "httpx.AsyncClient":
    """Trusts what the SDK's calls trust: the machine's certificates, or those that SSL_CERT_FILE names."""
    import httpx

    trusted = ssl.create_default_context()
    through = None
    if proxy is not None:
        through = httpx.Proxy(proxy, ssl_context=trusted if proxy.lower().startswith("https:") else None)
    # The time limit is one for a whole file, around each call.
    return httpx.AsyncClient(proxy=through, verify=trusted, trust_env=False, timeout=None)  # noqa: S113
