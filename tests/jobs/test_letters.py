"""A letter says that there is news and never what; it goes out once, and again later when the mail server is ill."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from caseforms import jobs
from caseforms.services import mailing, notifications
from caseforms.settings import Settings
from tests.services.world import World, refused


class PostOffice(socketserver.StreamRequestHandler):
    """As much of SMTP as it takes to be handed a letter; `ill` refuses every one."""

    letters: list[EmailMessage]
    ill = False

    def handle(self) -> None:
        self.say("220 here")
        while line := self.rfile.readline().strip().upper():
            if line == b"DATA":
                self.say("354 go on")
                self.take()
            elif line.startswith(b"QUIT"):
                self.say("221 bye")
                return
            elif line.startswith(b"MAIL") and type(self).ill:
                self.say("451 later")
            else:
                self.say("250 fine")

    def take(self) -> None:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line)
        letter = message_from_bytes(b"".join(lines), policy=policy.default)
        assert isinstance(letter, EmailMessage)
        type(self).letters.append(letter)
        self.say("250 taken")

    def say(self, words: str) -> None:
        self.wfile.write(words.encode() + b"\r\n")


@pytest.fixture
def office() -> Iterator[type[PostOffice]]:
    handler = type("OneOffice", (PostOffice,), {"letters": [], "ill": False})
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler) as server:
        handler.port = server.server_address[1]  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield handler
        server.shutdown()


@pytest.fixture
def worker(world: World, installation: Settings, office: type[PostOffice]) -> jobs.Worker:
    url = f"smtp://127.0.0.1:{office.port}"  # type: ignore[attr-defined]
    with world.store.transaction(world.institution_id) as session:
        mailing.set_address(session, world.lin, "lin@example.org")
    return jobs.Worker(replace(installation, mail_url=url), world.store)


def tell(world: World, *keys: str) -> None:
    with world.store.transaction(world.institution_id) as session:
        for key in keys:
            told = [world.lin.user_id, world.wang.user_id]
            message = {"message": {"zh": "张三的预估已逾期", "en": "Zhang San is overdue"}}
            notifications.tell(session, told, "escalation", key, world.now, params=message)


def test_news_is_announced_once_to_who_left_an_address_and_names_nobody(
    world: World, worker: jobs.Worker, office: type[PostOffice]
) -> None:
    tell(world, "a", "b")

    assert worker.run("send-mail", world.now) == "1 letters"
    assert worker.run("send-mail", world.now) == "0 letters"

    (letter,) = office.letters
    assert letter["To"] == "lin@example.org"
    assert "2" in letter["Subject"]
    words = letter.get_content()
    assert "https://caseforms.example" in words
    assert "张三" not in words
    assert "Zhang" not in words


def test_news_that_was_read_or_is_old_is_not_announced(
    world: World, worker: jobs.Worker, office: type[PostOffice]
) -> None:
    tell(world, "a")

    assert worker.run("send-mail", world.now + timedelta(days=3)) == "0 letters"
    assert office.letters == []


def test_a_letter_that_the_server_would_not_take_is_tried_again_later(
    world: World, worker: jobs.Worker, office: type[PostOffice]
) -> None:
    tell(world, "a")
    office.ill = True

    assert worker.run("send-mail", world.now) == "0 letters"
    office.ill = False
    assert worker.run("send-mail", world.now + timedelta(minutes=1)) == "0 letters"
    assert worker.run("send-mail", world.now + timedelta(minutes=3)) == "1 letters"

    assert len(office.letters) == 1


def test_without_a_mail_server_nothing_is_sent_and_nothing_fails(
    world: World, installation: Settings
) -> None:
    tell(world, "a")

    assert jobs.Worker(installation, world.store).run("send-mail", world.now) == "0 letters"


@pytest.mark.parametrize("typed", ["lin", "lin@", "x@y.z\nBcc: all@example.org", "x" * 250 + "@y.org"])
def test_an_address_that_is_none_is_refused(world: World, typed: str) -> None:
    with world.store.transaction(world.institution_id) as session:
        assert refused(lambda: mailing.set_address(session, world.lin, typed)) == ("account.email",)


def test_an_empty_address_ends_the_letters(
    world: World, worker: jobs.Worker, office: type[PostOffice]
) -> None:
    with world.store.transaction(world.institution_id) as session:
        mailing.set_address(session, world.lin, "")
    tell(world, "a")

    worker.run("send-mail", world.now)

    assert office.letters == []
