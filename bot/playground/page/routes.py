"""The addresses of the page, and what keeps it safe."""

from html import escape
from pathlib import Path
from typing import Any

from aiohttp import web

from bot.playground.page.controls import Controls
from bot.playground.page.drawn import PICTURES
from bot.playground.page.live import Live
from bot.playground.slack import StandIn

STATIC = Path(__file__).parent / "static"
LARGEST_FILE = 10 * 1024**2  # bytes: Slack allows more, and the stand-in keeps files in memory

# No script, style, font or frame but the page's own. Pictures may come from elsewhere, as apps link to them.
POLICY = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' data: https:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
    )
)
SAFE = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-cache",
}
KINDS = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".html": "text/html"}
PRELOADS = "<!-- modules -->"


def serve_page(slack: StandIn, controls: Controls) -> None:
    """Add the page to the stand-in's application, at `/`. Call it before `slack.start()`.

    The stand-in's fence stands before these addresses too: foreign pages and foreign names get nothing.
    """
    page = PageServer(slack, controls)
    slack.app.router.add_get("/", page.index)
    slack.app.router.add_get("/page/live", page.live.connect)
    slack.app.router.add_get("/page/files/{id}", page.file)
    slack.app.router.add_post("/page/files", page.attach)
    slack.app.router.add_get("/page/{path:.+}", page.asset)
    slack.app.cleanup_ctx.append(page.live.running)
    slack.app.on_shutdown.append(page.live.close)


class PageServer:
    def __init__(self, slack: StandIn, controls: Controls) -> None:
        self.live = Live(slack, controls)
        self._title = controls.title
        # In memory: the browser asks for some fifty at once, and each read from disk would take a thread.
        self._assets = {p.relative_to(STATIC).as_posix(): p.read_bytes() for p in STATIC.rglob("*") if p.is_file()}

    async def index(self, _request: web.Request) -> web.Response:
        """The empty page. Naming the modules up front spares the browser one round trip for each import."""
        modules = sorted(name for name in self._assets if name.endswith(".js"))
        preloads = "\n".join(f'<link rel="modulepreload" href="/page/{name}">' for name in modules)
        page = self._assets["index.html"].decode()
        page = page.replace(PRELOADS, preloads).replace("{title}", escape(self._title))
        return web.Response(text=page, content_type="text/html", headers=SAFE)

    async def asset(self, request: web.Request) -> web.Response:
        """One of the files that were there at the start, and nothing else of the disk."""
        name = request.match_info["path"]
        if name not in self._assets:
            raise web.HTTPNotFound
        kind = KINDS.get(Path(name).suffix, "text/plain")
        return web.Response(body=self._assets[name], content_type=kind, charset="utf-8", headers=SAFE)

    async def file(self, request: web.Request) -> web.Response:
        """A file that was shared in the workspace. Only pictures are shown; whatever else it claims to be is
        handed out as a download, so that it cannot run in the page's name."""
        file = self.live.drawn.file(request.match_info["id"])
        if file is None or file.content is None:
            raise web.HTTPNotFound
        kind = file.wire("", "")["mimetype"]
        headers = dict(SAFE)
        if kind not in PICTURES:
            kind = "application/octet-stream"
            headers["Content-Disposition"] = "attachment"
        return web.Response(body=file.content, content_type=kind, headers=headers)

    async def attach(self, request: web.Request) -> web.Response:
        """Files for a file input, as a form beside the fields of the deed."""
        form = await request.post()
        deed: dict[str, Any] = {name: value for name, value in form.items() if isinstance(value, str)}
        deed["where"] = {"view": deed.get("view")}
        files = [
            (part.filename, part.file.read()) for part in form.getall("file", []) if isinstance(part, web.FileField)
        ]
        if any(len(content) > LARGEST_FILE for _, content in files):
            return web.json_response({"error": "The playground takes files of up to 10 MB."}, status=413, headers=SAFE)
        try:
            await self.live.deeds.attach(deed, files)
        except LookupError as error:
            return web.json_response({"error": str(error)}, status=409, headers=SAFE)
        return web.json_response({}, headers=SAFE)
