"""What every page owes its reader, checked on every page a test meets."""

from __future__ import annotations

import re

from tests.web.pages import Element, controls

LABELLED = frozenset({"hidden", "submit", "button"})


def check(address: str, html: str, page: Element) -> None:
    """Assert a page's manners: title, language, one main heading, labels, tokens, own ids, nothing inline."""
    problems = [
        *_frame(page),
        *_scripts(html, page),
        *_ids(page),
        *_forms(page),
        *_labels(page),
        *_icons(page),
    ]
    assert not problems, f"{address}: {problems}"


def _frame(page: Element) -> list[str]:
    found = []
    titles = [each.text for each in page.all("title")]
    if len(titles) != 1 or not titles[0].strip(" ·") or titles[0].startswith(" ·"):
        found.append(f"title {titles}")
    if next(page.all("html")).attributes.get("lang") not in ("zh-CN", "en"):
        found.append("no language")
    headings = [each for each in page.all("h1") if each.inside("article") is None]
    if len(headings) != 1 and not any(each.inside("article") for each in page.all("h1")):
        found.append(f"{len(headings)} main headings")
    if len(list(page.all("main"))) != 1:
        found.append("not one main part")
    return found


def _scripts(html: str, page: Element) -> list[str]:
    found = []
    for script in page.all("script"):
        if "src" not in script.attributes and script.attributes.get("type") != "application/json":
            found.append("inline script")
    if list(page.all("style")):
        found.append("inline style sheet")
    found += [
        f"{name}= on {each.tag}"
        for each in page.all()
        for name in each.attributes
        if name.startswith("on") or name == "style"
    ]
    words = re.sub(r"<script.*?</script>", "", html, flags=re.DOTALL)
    if unfinished := re.findall(r".{20}(?:\{\{|\}\}|%\(\w+\)s|Undefined).{20}", words):
        found.append(f"unfinished words {unfinished}")
    return found


def _ids(page: Element) -> list[str]:
    ids = [each.attributes["id"] for each in page.all() if "id" in each.attributes]
    found = [f"id {one!r} twice" for one in sorted({one for one in ids if ids.count(one) > 1})]
    for each in page.all():
        for name in ("for", "aria-labelledby", "aria-describedby"):
            for one in each.attributes.get(name, "").split():
                if one not in ids:
                    found.append(f"{name} {one!r} leads nowhere")
    return found


def _forms(page: Element) -> list[str]:
    found = []
    for form in page.all("form"):
        names = [each.attributes.get("name") for each in controls(page, form)]
        if form.attributes.get("method", "get").lower() == "post" and "csrf_token" not in names:
            found.append(f"no token in {form.attributes.get('action')}")
        if not form.attributes.get("action", "").startswith("/"):
            found.append(f"action {form.attributes.get('action')!r}")
        if form.inside("form"):
            found.append("a form in a form")
    return found


def _labels(page: Element) -> list[str]:
    labelled = {each.attributes.get("for") for each in page.all("label")}
    found = []
    for control in page.all("input", "textarea", "select"):
        attributes = control.attributes
        if attributes.get("type") in LABELLED or attributes.get("aria-hidden") == "true":
            continue
        if (
            attributes.get("id") not in labelled
            and not control.inside("label")
            and "aria-label" not in attributes
        ):
            found.append(f"{attributes.get('name')} has no label")
    for button in page.all("button", "a"):
        if not button.text and "aria-label" not in button.attributes:
            found.append(f"a {button.tag} without words: {button.attributes}")
    return found


def _icons(page: Element) -> list[str]:
    return [
        f"an icon speaks in {each.parent}"
        for each in page.all("svg")
        if each.attributes.get("class") == "icon" and each.attributes.get("aria-hidden") != "true"
    ]
