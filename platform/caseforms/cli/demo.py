"""The command `caseforms demo`: a fresh demonstration in the data folder, made on SQLite and served on this machine."""

from __future__ import annotations

import argparse
import json
import shutil
from datetime import UTC, datetime
from typing import Any

from caseforms import demo, jobs, settings, storage
from caseforms.cli import serve
from caseforms.demo.building import SHORTEST
from caseforms.demo.cast import INSTITUTIONS, PASSWORD
from caseforms.settings import Settings

HOST = "127.0.0.1"
APPLICATION = "caseforms.cli.demo:application"
PEOPLE = "demo_people.json"  # the sign-in page of the demonstration reads it


def configure(parser: argparse.ArgumentParser) -> None:
    """Add where to serve, how long ago the first case begins, and making without serving."""
    parser.add_argument(
        "--port", type=int, default=serve.PORT, help=f"port to serve on (default {serve.PORT})"
    )
    parser.add_argument(
        "--days-back",
        type=_days,
        default=demo.DAYS_BACK,
        metavar="N",
        help=f"the first case begins N days ago (default {demo.DAYS_BACK}, at least {SHORTEST})",
    )
    parser.add_argument("--build-only", action="store_true", help="make the demonstration, do not serve it")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Make the demonstration afresh, say who may sign in, and serve it."""
    print("Making the demonstration … / 正在生成演示数据……", flush=True)
    cases = make(demo_settings(fresh=True), datetime.now(UTC), arguments.days_back)
    print(f"{cases} cases / {cases}个个案")
    if not arguments.build_only:
        print(_invitation(), flush=True)
        jobs.beside(demo_settings())
        serve.serve(HOST, arguments.port, target=APPLICATION)
    return 0


def make(read: Settings, now: datetime, days_back: int = demo.DAYS_BACK) -> int:
    """Make the demonstration in an empty data folder; how many cases it has."""
    store = storage.open(read)
    try:
        storage.upgrade(store.engine)
        built = demo.build(store, now, days_back)
    finally:
        store.close()
    people = json.dumps(built.people(), ensure_ascii=False, indent=1)
    (read.data_dir / PEOPLE).write_text(people, encoding="utf-8")
    return len(built.cases)


def demo_settings(*, fresh: bool = False) -> Settings:
    """The settings of the demonstration: a folder and an SQLite file of its own, whatever the environment names."""
    folder = settings.read().data_dir / "demo"
    if fresh and folder.exists():
        shutil.rmtree(folder)
    return settings.read(
        data_dir=folder,
        database_url=f"sqlite:///{folder / 'caseforms.db'}",
        queue_url=f"sqlite:///{folder / 'queue.db'}",
        field_key_file=folder / "field_keys.json",
        secure_cookies=False,
        trusted_proxies=0,
        demo=True,
    )


def application() -> Any:
    """The application over the demonstration, made by the serving process."""
    from caseforms.web import create_app

    return create_app(demo_settings())


def _invitation() -> str:
    """Who may sign in, in both languages."""
    lines = [f"Sign in with the password {PASSWORD} as / 用密码 {PASSWORD} 登录："]
    for institution in INSTITUTIONS:
        lines.append(f"  {institution.name_zh} / {institution.name_en}")
        lines += [
            f"    {each.username:18}{each.name}（{', '.join(each.roles)}）" for each in institution.people
        ]
    return "\n".join(lines)


def _days(text: str) -> int:
    number = int(text)
    if number < SHORTEST:
        raise argparse.ArgumentTypeError(f"at least {SHORTEST} days")
    return number
