"""Trial runs: the list, recording one by clicking through a case, and what is expected of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from flask import render_template, request, url_for

from caseforms.problems import Refused
from caseforms.services import library
from caseforms.services.refusal import refuse
from caseforms.web import unit_of_work
from caseforms.web.designer.workflows import acting, line_words, overview, posted, work
from caseforms.web.designer.workflows.blueprint import workflows
from caseforms.web.designer.workflows.properties import Property, roles
from caseforms.web.designer.workflows.work import Work
from caseforms.web.languages import gettext
from caseforms.workflow import editing, parse
from caseforms.workflow.recording import Stand, adjusted, differing, expectation, stand

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as AnyResponse

Page = str | tuple[str, int]
TITLE = Property("title", "words", optional=False)


@workflows.get("/<workflow_id>/scenarios")
def scenarios(workflow_id: str) -> str:
    """Every trial run of the workflow, and whether it comes out as expected."""
    found = work.current(workflow_id)
    failing = _failing(found)
    return render_template(
        "designer/workflows/scenarios.html", **overview.about(found, "scenarios"), failing=failing
    )


@workflows.get("/<workflow_id>/scenarios/new")
def new_scenario(workflow_id: str) -> str:
    """A new trial run: its title, and what it goes on from."""
    return _new(work.current(workflow_id))


@workflows.post("/<workflow_id>/scenarios/new")
def begin_scenario(workflow_id: str) -> AnyResponse | Page:
    """Begin it: a case is opened, or goes on where another trial run ended."""
    found = work.current(workflow_id)
    name, after = _free_name(found), request.form.get("after", "")
    try:
        title = posted.read(TITLE, request.form)
        told = (
            {"after": after} if after in found.flow.scenarios else {"lines": [acting.line(None, _opening())]}
        )
        node = {"name": name, "title": title, **told, "expect": {}}
        operations = _recorded(found, name, [{"op": "add-item", "item": f"scenario:{name}", "value": node}])
    except Refused as refused:
        return _new(found, work.reasons_of(found, refused)), 422
    reasons = work.attempt(found, operations)
    if reasons:
        return _new(found, reasons), 422
    return work.back_to(_address(found, name), gettext("The trial run has begun. Click what happens next."))


@workflows.get("/<workflow_id>/scenarios/<name>")
def scenario(workflow_id: str, name: str) -> str:
    """A trial run as it stands: the case, what can happen next, what is expected."""
    return _page(work.current(workflow_id), name)


@workflows.post("/<workflow_id>/scenarios/<name>/lines")
def add_line(workflow_id: str, name: str) -> AnyResponse | Page:
    """What happens next, written down with where the case then stands."""
    found = work.current(workflow_id)
    try:
        line = acting.line(_stand(found, name), request.form)
        lines = [*_node(found, name).get("lines", ()), line]
        operations = _recorded(found, name, [_set(name, "lines", lines)])
    except Refused as refused:
        return _page(found, name, work.reasons_of(found, refused)), 422
    reasons = work.attempt(found, operations)
    if reasons:
        return _page(found, name, reasons), 422
    return work.back_to(_address(found, name) + "#next")


@workflows.post("/<workflow_id>/scenarios/<name>/shorten")
def shorten(workflow_id: str, name: str) -> AnyResponse | Page:
    """Take the last line away again."""
    found = work.current(workflow_id)
    lines = list(_node(found, name).get("lines", ()))[:-1]
    if not lines:
        return _page(
            found, name, (gettext("The first line stays. Remove the whole trial run instead."),)
        ), 422
    reasons = work.attempt(found, _recorded(found, name, [_set(name, "lines", lines)]))
    if reasons:
        return _page(found, name, reasons), 422
    return work.back_to(_address(found, name) + "#next")


@workflows.post("/<workflow_id>/scenarios/<name>/expect")
def expect(workflow_id: str, name: str) -> AnyResponse | Page:
    """Expect what comes out now, or no longer expect one thing."""
    found = work.current(workflow_id)
    what, member = request.form.get("what", ""), request.form.get("member", "")
    _node(found, name)
    if what:
        operations = [_set(name, "expect", _less(_node(found, name)["expect"], what, member))]
    else:
        operations = [_set(name, "expect", adjusted(found.flow, name))]
    reasons = work.attempt(found, operations)
    if reasons:
        return _page(found, name, reasons), 422
    return work.back_to(_address(found, name) + "#expected", gettext("Kept."))


@workflows.post("/<workflow_id>/scenarios/expect")
def expect_all(workflow_id: str) -> AnyResponse | Page:
    """Expect what comes out now in every trial run that comes out otherwise."""
    found = work.current(workflow_id)
    operations = [_set(name, "expect", adjusted(found.flow, name)) for name in sorted(_failing(found))]
    work.do(found, operations)
    return work.back_to(url_for("workflows.check", workflow_id=workflow_id), gettext("Kept."))


@workflows.post("/<workflow_id>/scenarios/<name>/remove")
def remove_scenario(workflow_id: str, name: str) -> AnyResponse | Page:
    """Remove a trial run that no other goes on from."""
    found = work.current(workflow_id)
    _node(found, name)
    reasons = work.attempt(found, [{"op": "remove-item", "item": f"scenario:{name}"}])
    if reasons:
        return _page(found, name, reasons), 422
    return work.back_to(
        url_for("workflows.scenarios", workflow_id=workflow_id), gettext("Trial run removed.")
    )


def _failing(found: Work) -> set[str]:
    """The trial runs that come out otherwise than expected."""
    fails = (each for each in work.lint(found) if each.code == "workflow.scenario-fails")
    return {each.pointer.rpartition("/")[2] for each in fails}


def _recorded(found: Work, name: str, operations: list[editing.Operation]) -> list[editing.Operation]:
    """The operations, and with them what is to be expected of where the case then stands."""
    after = editing.apply_all(found.document, operations)
    flow = parse(after, library.form_definitions(unit_of_work.session()))
    return [*operations, _set(name, "expect", expectation(stand(flow, name)))]


def _set(name: str, prop: str, value: object) -> editing.Operation:
    return {"op": "set", "item": f"scenario:{name}", "property": prop, "value": value}


def _less(expect: Mapping[str, Any], what: str, member: str) -> dict[str, Any]:
    """The expectations without one of them."""
    value = expect.get(what)
    left: Any = None
    if isinstance(value, Mapping):
        left = {name: each for name, each in value.items() if name != member}
    elif isinstance(value, list):
        left = [each for each in value if str(each) != member]
    return {name: left if name == what else each for name, each in expect.items() if name != what or left}


def _node(found: Work, name: str) -> Mapping[str, Any]:
    node = next((each for each in found.document.get("scenarios", ()) if each["name"] == name), None)
    if node is None:
        refuse("workflow.editing.not-found")
    return dict(node)


def _stand(found: Work, name: str) -> Stand:
    _node(found, name)
    try:
        return stand(found.flow, name)
    except (ValueError, KeyError):
        refuse("workflow.editing.unplayable")


def _page(found: Work, name: str, reasons: tuple[str, ...] = ()) -> str:
    node, standing = _node(found, name), _stand(found, name)
    return render_template(
        "designer/workflows/scenario.html",
        **overview.about(found, ""),
        name=name,
        node=node,
        stand=standing,
        lines=[(each, line_words.line(found.flow, each)) for each in node.get("lines", ())],
        possible=acting.possible(standing),
        expected=list(line_words.expectations(found.flow, node["expect"])),
        otherwise=[
            line_words.deviation(found.flow, what, wanted, got)
            for what, wanted, got in differing(found.flow, name)
        ],
        due=lambda each: line_words.due_name(found.flow, each.key),
        due_status=lambda status: line_words.DUE[status](),
        everybody=roles(found.flow),
        typed=request.form if reasons else {},
        reasons=reasons,
    )


def _new(found: Work, reasons: tuple[str, ...] = ()) -> str:
    return render_template(
        "designer/workflows/new_scenario.html",
        **overview.about(found, ""),
        everybody=roles(found.flow),
        first=acting.FIRST,
        typed=request.form,
        reasons=reasons,
        field=TITLE,
    )


def _opening() -> Any:
    form = request.form.copy()
    form["do"] = "open"
    return form


def _address(found: Work, name: str) -> str:
    return url_for("workflows.scenario", workflow_id=found.workflow_id, name=name)


def _free_name(found: Work) -> str:
    number = len(found.flow.scenarios) + 1
    while f"trial_{number}" in found.flow.scenarios:
        number += 1
    return f"trial_{number}"
