"""What is built is what runs: a wheel, installed where there is no checkout, finds all that it needs."""

import asyncio
import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path
from zipfile import ZipFile

import httpx

from bot.core.database import migrations

ROOT = Path(__file__).parents[1]
BUILT_FROM = ("pyproject.toml", "README.md", "LICENSE", "manifest.yml", "bot", "migrations")
FOR_TRANSLATORS = {".po", ".pot"}


def run(*command: Path | str, cwd: Path) -> None:
    done = subprocess.run(command, cwd=cwd, env=environment(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def environment() -> dict[str, str]:
    """Without the way to a checkout, and without settings."""
    unwanted = ("SLACK_", "DATABASE_URL", "PYTHON", "PIP_")
    return {name: value for name, value in os.environ.items() if not name.startswith(unwanted)}


def built(folder: Path) -> Path:
    """A wheel made of the archive of the sources that was made of a copy; nothing is downloaded."""
    source = folder / "source"
    source.mkdir()
    for name in BUILT_FROM:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, source / name, symlinks=True, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, source / name)
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder / "dist", cwd=source)
    return next((folder / "dist").glob("*.whl"))


def files_in(folder: Path, called: str) -> set[str]:
    """But those that no wheel needs; links to folders are not followed."""
    files = {path for path in folder.rglob("*") if path.is_file() and path.suffix not in {*FOR_TRANSLATORS, ".pyc"}}
    return {f"{called}/{path.relative_to(folder).as_posix()}" for path in files}


def installed(wheel: Path, folder: Path) -> Path:
    """The commands of an environment that has the wheel, and the libraries of this one without what is edited here."""
    venv.create(folder, with_pip=False)
    python = folder / "bin" / "python"
    run(sys.executable, "-m", "pip", "--python", python, "install", "--no-deps", "--no-index", wheel, cwd=folder.parent)
    (packages,) = (folder / "lib").glob("python*/site-packages")
    # A folder named in a .pth file is searched, but the .pth files in it, such as that of an editable install, are not.
    (packages / "libraries.pth").write_text("\n".join({sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}))
    return folder / "bin"


async def test_a_wheel_plays_the_demo_migrates_and_opens_the_playground_where_no_checkout_is(tmp_path: Path) -> None:
    wheel = await asyncio.to_thread(built, tmp_path)
    with ZipFile(wheel) as archive:
        packed = {name for name in archive.namelist() if ".dist-info/" not in name}
        assert archive.read("bot/manifest.yml") == (ROOT / "manifest.yml").read_bytes()
    assert packed == {*files_in(ROOT / "bot", "bot"), *files_in(ROOT / "migrations", "bot/migrations")}

    commands = await asyncio.to_thread(installed, wheel, tmp_path / "environment")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    await asyncio.gather(
        play_the_demo(commands, elsewhere),
        migrate(commands, elsewhere),
        open_the_playground(commands, elsewhere),
        start_as_the_image_does(commands, elsewhere),
    )


async def start(commands: Path, folder: Path, *arguments: str, **settings: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        commands / "flipside",
        *arguments,
        cwd=folder,
        env=environment() | settings,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


async def ends(process: asyncio.subprocess.Process) -> tuple[int | None, str, str]:
    out, err = await asyncio.wait_for(process.communicate(), 60)
    return process.returncode, out.decode(), err.decode()


async def play_the_demo(commands: Path, folder: Path) -> None:
    status, out, err = await ends(await start(commands, folder, "demo"))
    assert (status, err) == (0, "")
    assert out.rstrip().endswith("Nobody needs your help right now.")


async def migrate(commands: Path, folder: Path) -> None:
    process = await start(commands, folder, "migrate", DATABASE_URL="sqlite:///migrated.db")
    assert await ends(process) == (0, "", "")
    database = sqlite3.connect(folder / "migrated.db")
    assert database.execute("select version_num from alembic_version").fetchall() == [(migrations()[-1],)]
    database.close()


async def open_the_playground(commands: Path, folder: Path) -> None:
    process = await start(commands, folder, PLAYGROUND_PORT="0")
    assert process.stdout is not None
    try:
        lines = [(await asyncio.wait_for(process.stdout.readline(), 60)).decode() for _ in range(2)]
        (address,) = re.findall(r"Open (http://127\.0\.0\.1:\d+\S*) in a browser", lines[1])
        async with httpx.AsyncClient(trust_env=False) as browser:
            page = await browser.get(address)
            assert "<title>" in page.text
            (script, *_) = re.findall(r'src="([^"]+\.js)"', page.text)
            assert (await browser.get(str(page.url.join(script)))).status_code == httpx.codes.OK
    finally:
        process.send_signal(signal.SIGTERM)
        status, _, err = await ends(process)
    assert status == 0, err


async def start_as_the_image_does(commands: Path, folder: Path) -> None:
    image = (ROOT / "Dockerfile").read_text()
    entry, command = (
        json.loads(re.findall(rf"^{word} (.+)$", image, re.MULTILINE)[0]) for word in ("ENTRYPOINT", "CMD")
    )
    assert entry == ["/venv/bin/flipside"]
    status, out, err = await ends(await start(commands, folder, *command))
    assert (status, out) == (2, "")
    assert err.startswith("SLACK_BOT_TOKEN, SLACK_APP_TOKEN: missing")
    assert err.count("\n") == 1
