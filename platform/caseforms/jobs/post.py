"""Letters by SMTP: puts the words together in the reader's language and hands them to the mail server."""

from __future__ import annotations

import gettext
import logging
import smtplib
import ssl
from collections.abc import Iterable
from contextlib import contextmanager
from datetime import datetime
from email.message import EmailMessage
from functools import cache
from typing import TYPE_CHECKING, Protocol
from urllib.parse import unquote, urlsplit

from caseforms import locations
from caseforms.services import institutions, mailing
from caseforms.services.mailing import Post
from caseforms.settings import Settings, SettingsError
from caseforms.storage import Store

if TYPE_CHECKING:
    from collections.abc import Iterator

LOG = logging.getLogger("caseforms.jobs")
PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
PATIENCE = 20  # seconds for one answer of the mail server
FOLDERS = {"zh": "zh_Hans", "en": "en"}


class Server(Protocol):
    """A mail server that letters are handed to."""

    def send_message(self, message: EmailMessage) -> object: ...


def deliver(store: Store, settings: Settings, now: datetime) -> int:
    """Send what waits in every institution; how many letters went out. Without a mail server nothing is done."""
    if not settings.mail_url:
        return 0
    with store.reading(None) as session:
        known = [line.id for line in institutions.listed(session)]
    waiting = [
        (institution_id, posts) for institution_id in known if (posts := _waiting(store, institution_id, now))
    ]
    if not waiting:
        return 0
    with connected(settings.mail_url) as server:
        return sum(
            _send(store, settings, server, institution_id, posts, now) for institution_id, posts in waiting
        )


def composed(post: Post, settings: Settings) -> EmailMessage:
    """The letter: that there is news and where to read it. No name, no case: an e-mail is a postcard."""
    words = _words(post.language)
    count = len(post.news)
    message = EmailMessage()
    message["From"] = settings.mail_from
    message["To"] = post.address
    message["Subject"] = words.ngettext(
        "CaseForms: one new message", "CaseForms: %(num)s new messages", count
    ) % {"num": count}
    lines = [
        words.gettext("There is news for you in CaseForms. Sign in to read it; this letter says no more."),
        settings.public_url,
        words.gettext("To get no more of these letters, empty the e-mail address on the page “My account”."),
    ]
    message.set_content("\n\n".join(filter(None, lines)) + "\n")
    return message


@contextmanager
def connected(url: str) -> Iterator[Server]:
    """A conversation with the mail server at `smtp://`, `smtp+tls://` (STARTTLS) or `smtps://[user:password@]host[:port]`."""
    parts = urlsplit(url)
    if parts.scheme not in PORTS or not parts.hostname:
        raise SettingsError("CASEFORMS_MAIL_URL must look like smtps://user:password@host:465")
    port = parts.port or PORTS[parts.scheme]
    safe = ssl.create_default_context()
    if parts.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(parts.hostname, port, timeout=PATIENCE, context=safe)
    else:
        server = smtplib.SMTP(parts.hostname, port, timeout=PATIENCE)
    with server:
        if parts.scheme == "smtp+tls":
            server.starttls(context=safe)
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        yield server


def _waiting(store: Store, institution_id: str, now: datetime) -> tuple[Post, ...]:
    with store.reading(institution_id) as session:
        return mailing.waiting(session, now)


def _send(
    store: Store,
    settings: Settings,
    server: Server,
    institution_id: str,
    posts: Iterable[Post],
    now: datetime,
) -> int:
    """Each letter is remembered as soon as it went out: a worker that dies here repeats one letter at most."""
    went = 0
    for post in posts:
        try:
            server.send_message(composed(post, settings))
        except smtplib.SMTPException as fault:
            LOG.warning("a letter was not taken: %s", type(fault).__name__)
            with store.transaction(institution_id) as session:
                mailing.failed(session, post, now)
        else:
            went += 1
            with store.transaction(institution_id) as session:
                mailing.sent(session, post, now)
    return went


@cache
def _words(language: str) -> gettext.NullTranslations:
    folder = locations.shipped("translations")
    return gettext.translation("messages", str(folder), [FOLDERS.get(language, "en")], fallback=True)
