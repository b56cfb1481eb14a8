"""The rule by which a call goes through a proxy or not."""

import pytest

from bot.core.proxies import place_of, problem_in, proxy_for

SLACK, SOCKET, FILE, HOOK = (
    "https://slack.com/api/auth.test",
    "wss://wss-primary.slack.com/link/?ticket=1",
    "https://files.slack.com/upload/v1/x",
    "https://hooks.slack.com/commands/T1/2/3",
)
A, B, C = "http://a.example.com:3128", "http://b.example.com:3128", "http://user:hunter2@c.example.com:3128"


@pytest.mark.parametrize(
    ("url", "environment", "proxy"),
    [
        (SLACK, {}, None),
        (SLACK, {"HTTPS_PROXY": A}, A),
        (SLACK, {"https_proxy": A}, A),
        (SLACK, {"HTTPS_PROXY": A, "https_proxy": B}, A),
        (SLACK, {"HTTPS_PROXY": "", "https_proxy": B}, B),
        (SLACK, {"HTTPS_PROXY": " "}, None),
        (SLACK, {"HTTPS_PROXY": C}, C),
        (SLACK, {"HTTP_PROXY": A}, A),
        (SLACK, {"http_proxy": A}, A),
        (SLACK, {"ALL_PROXY": A}, A),
        (SLACK, {"all_proxy": A}, A),
        (SLACK, {"HTTPS_PROXY": A, "HTTP_PROXY": B, "ALL_PROXY": C}, A),
        (SLACK, {"HTTP_PROXY": B, "ALL_PROXY": C}, B),
        (SLACK, {"HTTPS_PROXY": "a.example.com:3128"}, A),
        (SLACK, {"HTTPS_PROXY": "https://a.example.com"}, "https://a.example.com"),
        (SLACK, {"ALL_PROXY": "socks5://a.example.com:1080"}, None),
        (SLACK, {"HTTPS_PROXY": "socks5h://a.example.com:1080", "HTTP_PROXY": B}, B),
        (SOCKET, {"HTTPS_PROXY": A}, A),
        (FILE, {"HTTPS_PROXY": A}, A),
        (HOOK, {"HTTPS_PROXY": A}, A),
        ("http://slack.com/", {"HTTPS_PROXY": A}, None),
        ("http://slack.com/", {"HTTPS_PROXY": A, "HTTP_PROXY": B}, B),
        ("ws://slack.com/", {"ALL_PROXY": B}, B),
        ("ftp://slack.com/", {"ALL_PROXY": B}, None),
        ("nonsense", {"ALL_PROXY": B}, None),
    ],
)
def test_the_variable_of_the_scheme_names_the_proxy(url: str, environment: dict[str, str], proxy: str | None) -> None:
    assert proxy_for(url, environment) == proxy


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost:8765/api/",
        "http://LocalHost./api/",
        "http://bot.localhost/",
        "http://127.0.0.1:8765/api/",
        "https://127.8.9.10/",
        "ws://[::1]:8765/link",
        "http://[::ffff:127.0.0.1]/",
    ],
)
def test_nothing_on_this_machine_goes_through_one(url: str) -> None:
    assert proxy_for(url, {"HTTPS_PROXY": A, "HTTP_PROXY": A, "ALL_PROXY": A}) is None


@pytest.mark.parametrize(
    ("no_proxy", "url", "spared"),
    [
        ("slack.com", SLACK, True),
        ("slack.com", FILE, True),
        ("slack.com", "https://notslack.com/", False),
        ("slack.com", "https://slack.com.example.com/", False),
        (".slack.com", FILE, True),
        (".slack.com", SLACK, True),
        ("*.slack.com", SOCKET, True),
        ("Slack.COM.", SLACK, True),
        ("slack.com", "https://SLACK.com./api", True),
        ("files.slack.com", FILE, True),
        ("files.slack.com", SLACK, False),
        ("*", SLACK, True),
        ("example.com, *", SLACK, True),
        ("example.com,slack.com", SLACK, True),
        ("example.com slack.com", SLACK, True),
        (" , ,", SLACK, False),
        (".", SLACK, False),
        ("slack.com:443", SLACK, True),
        ("slack.com:443", SOCKET, True),
        ("slack.com:8443", SLACK, False),
        ("slack.com:8443", "https://slack.com:8443/", True),
        ("slack.com:nonsense", SLACK, False),
        ("[nonsense", SLACK, False),
        ("10.1.2.3", "https://10.1.2.3/", True),
        ("10.1.2.3", "https://10.1.2.4/", False),
        ("10.1.2.3:443", "https://10.1.2.3/", True),
        ("10.0.0.0/8", "https://10.1.2.3/", True),
        ("10.1.2.3/8", "https://10.200.0.1/", True),
        ("10.0.0.0/8", "https://11.1.2.3/", False),
        ("10.0.0.0/8", SLACK, False),
        ("2.3", "https://10.1.2.3/", False),
        ("fd00::/8", "https://[fd12::1]/", True),
        ("fd12::1", "https://[fd12::1]/", True),
        ("[fd12::1]:443", "https://[fd12::1]/", True),
        ("[fd12::1]:8443", "https://[fd12::1]/", False),
        ("10.0.0.0/8", "https://[::ffff:10.1.2.3]/", True),
        ("fd00::/8", "https://10.1.2.3/", False),
        ("10.0.0.0/nonsense", "https://10.1.2.3/", False),
    ],
)
@pytest.mark.parametrize("name", ["NO_PROXY", "no_proxy"])
def test_no_proxy_spares_hosts_suffixes_ports_addresses_and_networks(
    name: str, no_proxy: str, url: str, spared: bool
) -> None:
    assert (proxy_for(url, {"HTTPS_PROXY": A, name: no_proxy}) is None) == spared


@pytest.mark.parametrize(
    "value", ["http://", "http://a b:1", "http://a:hunter2", "a:99999", "http://a:0", "http://[::"]
)
@pytest.mark.parametrize("name", ["HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY"])
def test_what_is_no_address_is_told_by_its_variable_alone(name: str, value: str) -> None:
    said = f"{name}: not the address of a proxy; try http://proxy.example.com:3128"
    assert problem_in({name: value}) == problem_in({name.lower(): value}) == said


@pytest.mark.parametrize(
    "environment", [{}, {"HTTPS_PROXY": C, "NO_PROXY": "[nonsense"}, {"ALL_PROXY": "socks5://a:1"}]
)
def test_other_surroundings_are_no_problem(environment: dict[str, str]) -> None:
    assert problem_in(environment) is None


def test_the_log_names_a_proxy_without_its_password() -> None:
    assert place_of(C) == "c.example.com:3128"
    assert place_of("http://user:p@ss@[fd12::1]:3128") == "[fd12::1]:3128"
