"""The chapters of a case as they are lived at a screen: each takes a walker on, and leaves her where the next begins."""

from __future__ import annotations

import re
from typing import Any

from tests.journeys import answers
from tests.journeys.walking import Walker
from tests.web.visiting import PASSWORD

RECORD = re.compile("/records/")


def new_case(walker: Walker, name: str = "张秀兰", phone: str = "13900001234") -> str:
    """Begin a case for somebody new; its application lies open. The address of the case."""
    walker.open("/cases/new")
    walker.page.locator("[name=name]").fill(name)
    walker.page.locator("[name=phone]").fill(phone)
    walker.go_by(walker.page.locator("main form .btn--next"), to=RECORD)
    return walker.page.locator(".head__over a").first.get_attribute("href") or ""


def begin(walker: Walker, case: str, slot: str) -> str:
    """Begin a form from the case's page. The address of the record."""
    walker.open(case)
    walker.go_by(walker.page.locator(f'form[action$="/records/{slot}"] button:visible').first, to=RECORD)
    return walker.page.url.split("?")[0].removeprefix(walker.address)


def file(walker: Walker, case: str, slot: str, given: dict[str, Any]) -> str:
    """Begin a form, fill it in, submit it. The address of the record."""
    record = begin(walker, case, slot)
    walker.complete(given)
    assert not walker.errors(), walker.errors()
    return record


def act(walker: Walker, case: str, action: str, given: dict[str, Any] | None = None) -> Walker:
    """Take an action of the case, with its reason where one is asked."""
    walker.open(f"{case}/act/{action}")
    for name, value in (given or {}).items():
        walker.answer(name, value)
    walker.go_by(walker.page.locator("main form .btn--next, main form .btn--alarm").first)
    assert not walker.errors(), walker.errors()
    return walker


def client_signs(walker: Walker, record: str) -> None:
    """Hand the tablet over, let the client sign with the pen, take it back."""
    walker.open(f"{record}/sign/client")
    walker.go_by(walker.page.locator("form .start--next"))
    walker.sign_with_pen()
    walker.go_by(walker.page.locator("form.sign button.btn--wide"))
    walker.page.locator("[name=password]").fill(PASSWORD)
    walker.go_by(walker.page.locator("form button[type=submit]").last)


def signs(walker: Walker, record: str, role: str) -> None:
    """Sign oneself, with the pen."""
    walker.open(f"{record}/sign/{role}")
    walker.sign_with_pen()
    walker.go_by(walker.page.locator("form.sign button.btn--wide"))


def stage(walker: Walker, case: str) -> str:
    """The stage the case page says the case is at."""
    walker.open(case)
    return (walker.page.locator('.stages [aria-current="step"]').inner_text()).strip().splitlines()[0]


def accepted(walker: Walker) -> str:
    """A case from the first question to its acceptance."""
    case = new_case(walker)
    walker.complete(answers.APPLICATION_FIRST_PART | answers.ACCEPTED)
    assert not walker.errors(), walker.errors()
    consent = file(walker, case, "consent", answers.CONSENT)
    client_signs(walker, consent)
    signs(walker, consent, "worker")
    act(walker, case, "accept")
    return case
