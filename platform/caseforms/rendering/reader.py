"""Who reads a form: language, roles, the people they may name, where files and icons are."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from gettext import NullTranslations
from types import MappingProxyType
from zoneinfo import ZoneInfo

from caseforms.rendering import words

Person = tuple[str, str]
"""(user id, name)"""


def nobody(roles: Sequence[str]) -> Sequence[Person]:
    """The choice of people where no register of people is at hand: none."""
    return ()


def no_file(file_id: str) -> str:
    """The address of a file where files cannot be fetched: none, so that only its name is shown."""
    return ""


def everything(personal: str) -> bool:
    """Whether this reader may see personal data of a kind in full: yes, unless somebody says otherwise."""
    return True


def no_sentence(clause: str, language: str) -> str:
    """The sentence of a clause where no standard is at hand: none, only its number is shown."""
    return ""


@dataclass(frozen=True)
class Reader:
    """The person in front of the page. Everything that differs between two readers of one record is here.

    `language` is "zh" or "en"; `role` one role or several, empty meaning that nobody asks; `people` maps user ids
    to names; `choices_of(roles)` lists (id, name) of the people who can be chosen; `may_see(kind)` says whether
    personal data of the kind identity, contact or health is shown in full; `clause_text(clause, language)` gives
    the sentence of the standard; `calendar` lists the days "off" and the weekends "work"ed, as ISO days, so that the
    browser can count working days; `translate` holds the interface words and is loaded by language when left out;
    `facts` are those of the case that the form's computed values and checks read.
    """

    language: str = "zh"
    zone: str = "Asia/Shanghai"
    people: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    role: str | frozenset[str] = ""
    choices_of: Callable[[Sequence[str]], Sequence[Person]] = nobody
    url_for_file: Callable[[str], str] = no_file
    divisions_url: str = ""
    streets_url: str = ""
    now: datetime | None = None
    icons_url: str = ""
    may_see: Callable[[str], bool] = everything
    clause_text: Callable[[str, str], str] = no_sentence
    calendar: Mapping[str, Sequence[str]] | None = None
    translate: NullTranslations | None = None
    facts: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def words(self) -> NullTranslations:
        """The interface words of this reader's language."""
        return self.translate or words.translations(self.language)

    def gettext(self, message: str) -> str:
        """One interface sentence in the reader's language."""
        return self.words.gettext(message)

    def moment(self) -> datetime | None:
        """`now` as the reader's clock shows it."""
        return self.now.astimezone(ZoneInfo(self.zone)) if self.now else None

    def plays(self, roles: Sequence[str]) -> bool:
        """Whether the reader has one of `roles`; true when the form, or the reader, names none."""
        if not roles:
            return True
        own = {self.role} if isinstance(self.role, str) else set(self.role)
        own.discard("")
        return not own or bool(own & set(roles))


@dataclass(frozen=True, slots=True)
class Source:
    """Where a value came from that nobody typed: `origin` ("person", "form:<definition>", …), the name to show for
    it, the day it was written there, and whether that is so long ago that one should ask whether it is still true."""

    origin: str
    label: str
    date: str = ""
    stale: bool = False
