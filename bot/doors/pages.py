"""What somebody who installs the bot sees in their browser."""

from collections.abc import Mapping
from html import escape
from urllib.parse import urlencode

from bot.core.sentences import Text, _

STYLE = (
    "body{margin:0;font:17px/1.5 system-ui,sans-serif;color:#1d1c1d;background:#f6f8f7}"
    "main{max-width:34rem;margin:12vh auto;padding:0 1.5rem}h1{color:#1f3d36;font-size:1.6rem}"
    "a{display:inline-block;margin-top:1rem;padding:.7rem 1.2rem;border-radius:.4rem;background:#1f3d36;color:#fff;"
    "text-decoration:none}"
)
# Nothing on a page comes from elsewhere, no other page may hold it, and its address, with a code in it, goes nowhere.
HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
}

AGAIN = _("Start again")


def page(title: Text, *said: Text, link: tuple[str, Text]) -> str:
    address, label = link
    paragraphs = "".join(f"<p>{escape(str(text))}</p>" for text in said)
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(str(title))}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{STYLE}</style></head><body><main>'
        f"<h1>{escape(str(title))}</h1>{paragraphs}"
        f'<a href="{escape(address)}">{escape(str(label))}</a></main></body></html>'
    )


def installed(team_id: str, app_id: str) -> str:
    return page(
        _("Flipside is installed"),
        _("In Slack, open Flipside's Home tab. There you can choose who may create programs."),
        _("To create the first program, type /mentor program new."),
        link=(f"slack://app?{urlencode({'team': team_id, 'id': app_id, 'tab': 'home'})}", _("Open Flipside in Slack")),
    )


def installed_for_organization() -> str:
    return page(
        _("Flipside is installed for your organization"),
        _("Next, an admin of the organization adds it to workspaces: in Slack's admin pages, under Integrations."),
        _("Then open Flipside's Home tab in one of them. There you can choose who may create programs."),
        link=("slack://open", _("Open Slack")),
    )


def not_allowed(again: str) -> str:
    return page(
        _("Flipside wasn't installed"),
        _("It was canceled in Slack. Nothing has changed, and nothing is stored."),
        _("If your workspace needs an admin's approval, ask an admin to install Flipside."),
        link=(again, AGAIN),
    )


def out_of_date(again: str) -> str:
    return page(
        _("This link can't be used any more"),
        _("It's good for ten minutes, once, and only in the browser in which you started. Cookies must be allowed."),
        link=(again, AGAIN),
    )


def refused_by_slack(again: str, code: str) -> str:
    return page(
        _("Slack didn't finish the installation"),
        _(
            "Please start again. If it happens again, tell whoever looks after Flipside what Slack answered: {code}."
        ).given({"code": code}),
        link=(again, AGAIN),
    )


def failed(again: str, reference: str) -> str:
    return page(
        _("Something went wrong on our side"),
        _(
            "Please start again. If it happens again, tell whoever looks after Flipside the reference {reference}."
        ).given({"reference": reference}),
        link=(again, AGAIN),
    )
