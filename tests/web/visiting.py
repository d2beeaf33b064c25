"""A person at the pages: opens addresses, presses buttons, reads what is there. Every page met is checked for manners."""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from tests.web import manners, pages
from tests.web.pages import Element, Values

PASSWORD = "correct horse battery"


class Visitor:
    """One browser. `press` finds a button by its words, fills the form around it and follows the redirect."""

    def __init__(self, app: Flask, language: str = "en") -> None:
        self.app = app
        self.client: FlaskClient = app.test_client()
        self.client.set_cookie("caseforms_language", language)
        self.address = ""
        self.status = 0
        self.html = ""
        self.page = Element("#document", {})
        self.headers: Any = {}

    def open(self, address: str, expect: int = 200) -> Visitor:
        """Go to an address, following redirects."""
        return self._arrive(self.client.get(address, follow_redirects=True), expect)

    def press(
        self, words: str, given: Values | None = None, expect: int = 200, files: dict[str, Any] | None = None
    ) -> Visitor:
        """Press the button (or the first one in the form) that says `words`."""
        button = self._one("button", words)
        named = button.attributes.get("form")
        form = (
            next(each for each in self.page.all("form") if each.attributes.get("id") == named)
            if named
            else button.inside("form")
        )
        assert form is not None, f"the button {words!r} is in no form"
        return self.send(form, button, given or {}, expect, files)

    def send(
        self,
        form: Element,
        button: Element | None,
        given: Values,
        expect: int = 200,
        files: dict[str, Any] | None = None,
    ) -> Visitor:
        """Post a form as a browser does."""
        posted = pages.body(self.page, form, button, given)
        data: dict[str, Any] = {}
        for name, value in posted:
            data.setdefault(name, []).append(value)
        where = form.attributes.get("action") or self.address
        answer = self.client.post(where, data={**data, **(files or {})}, follow_redirects=True)
        return self._arrive(answer, expect)

    def follow(self, words: str, expect: int = 200) -> Visitor:
        """Follow the link that says `words` (or begins so)."""
        link = self._one("a", words)
        return self.open(link.attributes["href"], expect)

    def sees(self, words: str) -> bool:
        """Whether the page says so."""
        return words in self.page.text

    def value_of(self, name: str) -> str:
        """What stands in a control."""
        for control in self.page.all("input", "textarea"):
            if control.attributes.get("name") == name:
                if (
                    control.attributes.get("type") in ("radio", "checkbox")
                    and "checked" not in control.attributes
                ):
                    continue
                return (
                    pages.typed_in(control)
                    if control.tag == "textarea"
                    else control.attributes.get("value", "")
                )
        return ""

    @property
    def heading(self) -> str:
        """The page's first heading."""
        return next(self.page.all("h1")).text

    def _one(self, tag: str, words: str) -> Element:
        """The first button or link that says just this, or else begins with it."""
        known = [(each, each.attributes.get("aria-label") or each.text) for each in self.page.all(tag)]
        found = [each for each, said in known if words in (said, each.text)]
        found += [each for each, said in known if said.startswith(words)]
        assert found, (
            f"{self.address}: no {tag} says {words!r}; there are {sorted({said for _, said in known})}"
        )
        return found[0]

    def _arrive(self, answer: Any, expect: int) -> Visitor:
        self.status, self.headers = answer.status_code, answer.headers
        self.address = answer.request.full_path.rstrip("?")
        self.html = answer.text if answer.mimetype == "text/html" else ""
        self.page = pages.read(self.html)
        assert self.status == expect, (
            f"{self.address}: {self.status} instead of {expect}: {self.page.text[:1500]}"
        )
        if self.html:
            manners.check(self.address, self.html, self.page)
        return self


def signed_in(app: Flask, username: str, language: str = "en") -> Visitor:
    """A visitor who has signed in; the pages are in `language`."""
    visitor = Visitor(app, language).open("/sign-in")
    visitor.press({"en": "Sign in", "zh": "登录"}[language], {"username": username, "password": PASSWORD})
    return visitor.open(f"/language/{language}")
