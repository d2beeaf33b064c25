"""Changes of a form told in sentences: what somebody did to which piece, in the words of the form."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from caseforms.problems import Problem
from caseforms.rules.pointers import split
from caseforms.web import faults, languages
from caseforms.web.designer.naming import Names, code, elements, names_of
from caseforms.web.languages import gettext, ngettext

JSON = Mapping[str, Any]
PROPERTIES: Mapping[str, Callable[[], str]] = MappingProxyType(
    {
        "title": lambda: gettext("the words"),
        "label": lambda: gettext("the heading"),
        "text": lambda: gettext("the words"),
        "description": lambda: gettext("the hint"),
        "required": lambda: gettext("whether it must be answered"),
        "rule": lambda: gettext("when it appears"),
        "x-compute": lambda: gettext("how it is worked out"),
        "x-prefill": lambda: gettext("what it is filled in with"),
        "x-edit-roles": lambda: gettext("who fills it in"),
        "options": lambda: gettext("how it looks"),
        "minLength": lambda: gettext("the limits"),
        "maxLength": lambda: gettext("the limits"),
        "minimum": lambda: gettext("the limits"),
        "maximum": lambda: gettext("the limits"),
        "minItems": lambda: gettext("the limits"),
        "maxItems": lambda: gettext("the limits"),
        "schema": lambda: gettext("when questions must be answered"),
        "paper": lambda: gettext("the sheet"),
    }
)


def step(document: JSON, operations: Sequence[JSON]) -> str:
    """One step in a sentence: what its first operation did, and how many more there were."""
    if not operations:
        return ""
    said = operation(document, operations[0])
    others = len({each.get("item") for each in operations}) - 1
    if others > 0:
        return ngettext(
            "%(said)s, and %(num)d more piece", "%(said)s, and %(num)d more pieces", others, said=said
        )
    return said


def operation(document: JSON, done: JSON) -> str:
    """One operation in a sentence."""
    what = {"piece": name(document, str(done.get("item", "")), done)}
    match done.get("op"):
        case "add-item":
            return gettext("%(piece)s: added", **what)
        case "remove-item":
            return gettext("%(piece)s: removed", **what)
        case "move":
            return gettext("%(piece)s: moved", **what)
        case "add-choice":
            return gettext("%(piece)s: choice added", **what)
        case "remove-choice":
            return gettext("%(piece)s: choice removed", **what)
        case "rename":
            return gettext("%(piece)s: other name in exports", **what)
        case "translate":
            return gettext("%(piece)s: translation changed", **what)
    head = str(done.get("property", "")).partition(".")[0]
    word = PROPERTIES.get(head)
    aspect = word() if word else gettext("a setting")
    if done.get("op") == "unset":
        return gettext("%(piece)s: %(aspect)s taken away", aspect=aspect, **what)
    return gettext("%(piece)s: %(aspect)s changed", aspect=aspect, **what)


def name(document: JSON, item: str, done: JSON | None = None) -> str:
    """What a piece is called; one that is gone as it was called when it went."""
    names = names_of(document, languages.current())
    kind, _, rest = item.partition(":")
    if kind in ("field", "choice", "check"):
        pointer, _, part = rest.partition("#")
        schema = names.schema(pointer)
        if not schema:
            gone = (done or {}).get("was") or (done or {}).get("value") or {}
            title = gone.get("schema", {}).get("title") if isinstance(gone, dict) else None
            return gettext("“%(word)s”", word=title or split(pointer)[-1])
        if kind == "choice":
            chosen = next((words for value, words in names.choices(pointer) if code(value) == part), part)
            return gettext("“%(question)s”, “%(choice)s”", question=names.question(pointer), choice=chosen)
        return gettext("“%(word)s”", word=names.question(pointer))
    if kind == "group":
        element = next((each for each in elements(document["ui"]) if each.get("i18n") == rest), None)
        gone = (done or {}).get("was") or (done or {}).get("value") or {}
        words = names.part(element) if element else str(gone.get("label") or gone.get("text") or rest)
        return gettext("“%(word)s”", word=words[:40])
    if kind == "pair":
        return gettext("questions side by side")
    if kind == "text":
        key = rest.partition(":")[2]
        return gettext("“%(word)s”", word=names.words.get(key) or _base(names, key))
    if kind in ("paper", "row", "cell"):
        return gettext("the printed sheet")
    return gettext("the form")


def item_of(document: JSON, problem: Problem) -> str:
    """The piece that a problem is about; empty where it is about none."""
    steps = split(problem.pointer)
    if steps[:1] == ("schema",):
        pointer = ""
        for number, each in enumerate(steps):
            if each == "properties" and number + 1 < len(steps):
                pointer += f"/{steps[number + 1]}"
            elif each == "items" and number + 1 < len(steps) and steps[number + 1] == "properties":
                pointer += "/*"
        return f"field:{pointer}" if pointer else "form"
    key = str(problem.params.get("key", ""))
    names = names_of(document, "zh")
    if steps[:1] == ("translations",) and key:
        return owner(names, key)
    if steps[:1] == ("ui",):
        found: Any = document
        for each in steps:
            found = found[int(each)] if isinstance(found, list) and each.isdigit() else found.get(each, {})
            if isinstance(found, dict) and "scope" in found:
                return "field:" + str(found["scope"]).removeprefix("#").replace("/properties/", "/")
            if isinstance(found, dict) and "i18n" in found and "elements" not in found:
                return f"group:{found['i18n']}"
    return ""


def owner(names: Names, key: str) -> str:
    """The piece whose words stand under a key; empty for words of the sheet alone."""
    prefix = key.rpartition(".")[0]
    if key == "title":
        return "form"
    for each in elements(names.document["ui"]):
        if each.get("i18n") == prefix and "scope" not in each:
            return f"group:{prefix}"
    return _question(names, key.split("."))


def _question(names: Names, parts: list[str]) -> str:
    """The innermost question that a key's parts lead to: family.name.label is a column of family."""
    pointer = found = ""
    for part in parts:
        for step in (f"{pointer}/{part}", f"{pointer}/*/{part}"):
            if names.schema(step):
                pointer = found = step
                break
        else:
            break
    return f"field:{found}" if found else ""


def place_of_words(names: Names, key: str) -> tuple[str, str] | None:
    """The item and property that hold the Chinese words of a key; None for words that stand elsewhere."""
    item, suffix = owner(names, key), key.rpartition(".")[2]
    if item == "form":
        return "form", "title"
    if item.startswith("group:"):
        return item, suffix
    if not item:
        return None
    pointer = item.removeprefix("field:")
    if key == f"{names.key(pointer)}.label":
        return item, "title"
    if suffix == "description":
        return item, "description"
    if suffix in ("suffix", "placeholder"):
        return item, f"options.{suffix}"
    if any(code(value) == suffix for value, _ in names.choices(pointer)):
        return f"choice:{pointer}#{suffix}", "title"
    return None


def _base(names: Names, key: str) -> str:
    """The Chinese words that a translation stands for."""
    item, suffix = owner(names, key), key.rpartition(".")[2]
    if item.startswith("field:"):
        pointer = item.removeprefix("field:")
        chosen = next((words for value, words in names.choices(pointer) if code(value) == suffix), "")
        return chosen or names.question(pointer)
    if item.startswith("group:"):
        return name(names.document, item).strip("“”")
    return key


def reason(document: JSON, problem: Problem) -> str:
    """Why a change could not be made; pieces are called as the form calls them."""
    params: dict[str, Any] = {
        key: name(document, value) if key in ("item", "in") and isinstance(value, str) else value
        for key, value in problem.params.items()
    }
    if isinstance(params.get("by"), list):
        params["by"] = [name(document, str(each)) for each in params["by"]]
    return faults.words(Problem(problem.code, problem.pointer, params, problem.severity))
