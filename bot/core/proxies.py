"""Which proxy a call goes through: one rule for every call of the bot, whichever library makes it.

slack_sdk reads HTTPS_PROXY by itself, but never NO_PROXY, and an empty `proxy` means to it that nothing was said
(python-slack-sdk 1082); aiohttp and httpx have rules of their own. So each is told by this one.
"""

from collections.abc import Iterator, Mapping
from ipaddress import ip_network
from urllib.parse import SplitResult, urlsplit

from bot.hosts import ip_of, is_this_machine

# Like the SDK, that of HTTP_PROXY serves for https as well where there is no other.
VARIABLES = {
    "https": ("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY"),
    "http": ("HTTP_PROXY", "ALL_PROXY"),
}
SCHEMES = {"https": "https", "wss": "https", "http": "http", "ws": "http"}
PORTS = {"https": 443, "http": 80}


def proxy_for(url: str, environment: Mapping[str, str]) -> str | None:
    """The proxy's address, with its password; None for a direct connection, as to this machine itself.

    A proxy that is no HTTP proxy, such as SOCKS, is passed over: neither library speaks to it. Raises ValueError where
    `problem_in` names one.
    """
    parts = urlsplit(url)
    kind, host = SCHEMES.get(parts.scheme, ""), _bare(parts.hostname or "")
    if not kind or not host or is_this_machine(host):
        return None
    proxy = next((one for name in VARIABLES[kind] if (one := _proxy_in(_said(name, environment)))), None)
    if proxy is None or _is_spared(host, parts.port or PORTS[kind], _said("NO_PROXY", environment)):
        return None
    return proxy


def problem_in(environment: Mapping[str, str]) -> str | None:
    """One line that names the variable at fault, if one is; its value may hold a password, and is not quoted."""
    for name in VARIABLES["https"]:
        try:
            _proxy_in(_said(name, environment))
        except ValueError:
            return f"{name}: not the address of a proxy; try http://proxy.example.com:3128"
    return None


def place_of(proxy: str) -> str:
    """Where it is, for the log: without the name and the password."""
    return urlsplit(proxy).netloc.rpartition("@")[2]


def _proxy_in(value: str) -> str | None:
    if not value:
        return None
    address = value if "://" in value else f"http://{value}"  # as curl reads it
    parts = urlsplit(address)
    if not parts.hostname or parts.port == 0 or any(sign.isspace() for sign in address):
        raise ValueError
    return address if parts.scheme in PORTS else None


def _said(name: str, environment: Mapping[str, str]) -> str:
    return (environment.get(name) or environment.get(name.lower()) or "").strip()


def _is_spared(host: str, port: int, no_proxy: str) -> bool:
    """NO_PROXY names hosts with all that is below them, addresses and networks, each perhaps with a port; or `*`."""
    return any(
        one == "*" or (at in (None, port) and _covers(name, host))
        for one in no_proxy.lower().replace(",", " ").split()
        for name, at in _named(one)
    )


def _named(entry: str) -> Iterator[tuple[str, int | None]]:
    """The host, address or network of an entry, and its port; nothing of one that cannot be read."""
    if entry.startswith("[") or entry.count(":") == 1:
        try:
            parts: SplitResult = urlsplit(f"//{entry}")
            yield parts.hostname or "", parts.port
        except ValueError:
            return
    else:
        yield entry, None


def _covers(name: str, host: str) -> bool:
    if address := ip_of(host):
        try:
            return address in ip_network(name, strict=False)
        except ValueError:
            return False
    domain = _bare(name).removeprefix("*").removeprefix(".")
    return bool(domain) and (host == domain or host.endswith(f".{domain}"))


def _bare(host: str) -> str:
    return host.lower().rstrip(".")
