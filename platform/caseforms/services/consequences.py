"""What follows from an event: the effects that the workflow names are done here, each leaving its own event."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import select

from caseforms import workflow as flows
from caseforms.services import actors, casework, chain, library, notifications, numbering, persons, users
from caseforms.services.casework import Casework
from caseforms.storage.tables import Case, CaseLink, CaseMember, Draft, DraftVersion, Record, User

Data = Mapping[str, Any]
DEEPEST = 12
DECEASED = "deceased"
"""The flag by which every workflow about a person says that the client has died."""
LAPSE = "lapse"
"""The action by which aid comes to nothing."""
ASKED = "asked"
"""The part of somebody who was asked to take the case over and has not answered."""


def tell(work: Casework, kind: str, data: Data, depth: int = 0) -> dict[str, Any]:
    """Append an event, then do what the workflow says follows from it, and what follows from that."""
    event = work.append(kind, data)
    if not flows.awaits(work.workflow, event):
        return event
    if depth > DEEPEST:
        raise RecursionError(f"the effects of {kind} in workflow {work.workflow.id} follow from one another")
    effects = tuple(flows.effects(work.workflow, event, _facts_after(work, event)))
    if effects:
        work.session.flush()
    for effect in effects:
        EFFECTS[effect.kind](work, effect.data, depth + 1)
    return event


def watch(work: Casework, record: Record, content: Data) -> bool:
    """Do what follows already from saving a draft (a crisis cannot wait for the submission); whether something did."""
    told = {"slot": record.slot, "record": record.id, "data": dict(content)}
    event = {"type": "record.saved", "at": work.now.isoformat(), "by": work.actor.user_id, "data": told}
    facts = work.facts({"slot": record.slot, "data": dict(content), "id": record.id})
    before = work.case.last_seq
    for effect in flows.effects(work.workflow, event, facts):
        EFFECTS[effect.kind](work, effect.data, 1)
    return work.case.last_seq > before


def _facts_after(work: Casework, event: Data) -> Data:
    """The facts after an event; with the record that decides on what follows as `this`."""
    wanted = flows.record_of(work.workflow, event)
    record = next((each for each in work.records if each["id"] == wanted), None) if wanted else None
    if record is None:
        return work.facts()
    return work.facts({"slot": record["slot"], "data": record["data"], "id": record["id"]})


def act(work: Casework, action: str, data: Data, depth: int = 0) -> dict[str, Any]:
    """Append `case.acted` with what the action changes, then its effects."""
    changes = flows.consequences_of(work.workflow, work.state, action)
    event = tell(work, "case.acted", {**data, "action": action, **changes}, depth)
    _let_in(work, str(data.get("user") or ""))
    flags = changes["set"]
    if isinstance(flags, list) and DECEASED in flags and work.workflow.about_person:
        _lapse_aid(work, depth)
    return event


def _let_in(work: Casework, user_id: str) -> None:
    """Whoever an action asks (to take the case over) sees it until they answer: nobody can answer for a case unseen."""
    if not user_id or user_id == work.state.responsible or user_id not in users.names(work.session):
        return
    if user_id not in casework.members(work.session, work.case.id):
        casework.take_part(work.session, work.case.id, user_id, ASKED, work.now)


def _let_go(work: Casework, data: Data, depth: int) -> None:
    """The question is settled: whoever saw the case only to answer it sees it no longer."""
    asked = select(CaseMember).where(CaseMember.case_id == work.case.id, CaseMember.part == ASKED)
    for member in work.session.scalars(asked.where(CaseMember.until.is_(None))):
        member.until = work.now
        tell(work, "case.note", {"left": member.user_id}, depth)


def _act(work: Casework, data: Data, depth: int) -> None:
    act(work, str(data["action"]), {"record": data["record"]} if data.get("record") else {}, depth)


def _issue_number(work: Casework, data: Data, depth: int) -> None:
    name = str(data["number"])
    if name in work.state.numbers:
        return
    counter = str(data.get("counter") or name)
    value = numbering.issue(work.session, counter, work.calendar.day_of(work.now).year)
    if name == work.workflow.file_number:
        work.case.case_no = value
    elif name == "application_no":
        work.case.application_no = value
    tell(work, "case.numbered", {"number": name, "value": value}, depth)


def _open_archive(work: Casework, data: Data, depth: int) -> None:
    """One archive folder per person: the case joins it under the person's archive number."""
    if work.case.person_id is None or "archive_no" in work.state.numbers:
        return
    person = persons.row(work.session, work.case.person_id)
    tell(work, "case.numbered", {"number": "archive_no", "value": person.archive_no}, depth)


def _raise_alert(work: Casework, data: Data, depth: int) -> None:
    if str(data["key"]) in work.state.alerts:
        return
    tell(work, "alert.raised", dict(data), depth)
    alert = work.workflow.alerts[str(data["alert"])]
    receivers = _receivers(work, frozenset(data.get("roles") or alert.roles | {"responsible"}))
    params = {
        "message": data.get("message") or dict(alert.label),
        "client": work.case.client_name,
        "clause": alert.clause,
    }
    _notify_users(work, receivers, "alert", f"alert/{work.case.id}/{data['key']}", params, data.get("record"))


def _clear_alert(work: Casework, data: Data, depth: int) -> None:
    named = [alert for alert in work.state.alerts.values() if alert.alert == data["alert"]]
    if any(alert.cleared_at is None for alert in named):
        tell(work, "alert.cleared", dict(data), depth)


def _notify(work: Casework, data: Data, depth: int) -> None:
    params = {"message": data.get("message", {}), "client": work.case.client_name}
    said = chain.digest(params["message"])[:8]  # one event may bring several messages
    key = f"notify/{work.case.id}/{data.get('due') or work.case.last_seq}/{said}"
    named = [user_id for user_id in data.get("users", ()) if user_id in users.names(work.session)]
    receivers = [*named, *_receivers(work, frozenset(data.get("roles", ())))]
    _notify_users(work, receivers, "notice", key, params, data.get("record"))


def _start_case(work: Casework, data: Data, depth: int) -> None:
    from caseforms.services import cases  # a case that opens a case: the two rooms know each other

    wanted = str(data.get("workflow") or work.workflow.id)
    if wanted != work.workflow.id:
        _start_other_case(work, wanted, data, depth)
        return
    line = cases.open_case(
        work.session,
        work.actor,
        wanted,
        work.now,
        person_id=work.case.person_id,
        client_name=work.case.client_name,
        reopened_from=work.case.id,
    )
    tell(work, "link.made", {"case": line.id, "kind": str(data.get("link", "reopened"))}, depth)


def _start_other_case(work: Casework, workflow_id: str, data: Data, depth: int) -> None:
    """A case of another kind, its first form begun with what is known.

    It waits for somebody to take it; one that is the actor's `own` is carried on by them, about the same person.
    """
    from caseforms.services import cases, linking, starting

    own = bool(data.get("own"))
    opener = work.actor if own else actors.system(work.actor.institution_id)
    opened = cases.open_case(
        work.session,
        opener,
        workflow_id,
        work.now,
        person_id=work.case.person_id if own else None,
        client_name=work.case.client_name if own else str(data.get("name") or ""),
    )
    other = casework.opened(work.session, opener, opened.id, work.now)
    begin = data.get("begin") or {}
    if begin:
        starting.start_in(other, str(begin["slot"]), values=dict(begin["values"]), depth=depth)
    ends = (opened.id, work.case.id) if own else (work.case.id, opened.id)
    linking.write(work.session, *ends, str(data["link"]), work.actor, work.now)
    other.settle()
    tell(work, "link.made", {"case": opened.id, "kind": data["link"]}, depth)


def _start_record(work: Casework, data: Data, depth: int) -> None:
    from caseforms.services import starting  # a record that starts a record

    slot = str(data["slot"])
    values = dict(data.get("values") or {})
    drafts = [record for record in work.records if record["slot"] == slot and record["status"] == "draft"]
    if any(_serves(draft["data"], values) for draft in drafts):
        return
    record = starting.start_in(work, slot, values=values, depth=depth)
    if work.state.responsible and work.actor.roles.isdisjoint(work.workflow.slots[slot].start):
        # The supervisor's signature begins the entry that the worker writes and the supervisor approves.
        record.author = work.state.responsible
        work.changed(record)


def _serves(draft: Data, values: Data) -> bool:
    """Whether a draft already begun will do; what went out to somebody else, or again, needs an entry of its own."""
    return "recipient" not in values or all(draft.get(name) == value for name, value in values.items())


def _cancel_tasks(work: Casework, data: Data, depth: int) -> None:
    wanted = str(data["schedule"])
    for due in work.facts()["clocks"]:
        if due["name"] == wanted and due["status"] in casework.RUNNING:
            tell(work, "task.waived", {"task": due["key"], "reason": "cancelled"}, depth)


def _attempt_task(work: Casework, data: Data, depth: int) -> None:
    """Nobody was reached: the visit stays to be made, the attempt stays in the log."""
    if data["task"]:
        tell(work, "task.attempted", {"task": data["task"]}, depth)


def _stop_drafts(work: Casework, data: Data, depth: int) -> None:
    wanted = select(Record).where(
        Record.case_id == work.case.id, Record.slot == str(data["slot"]), Record.status == "draft"
    )
    for record in list(work.session.scalars(wanted)):
        put_aside(work, record, "stopped", depth)


def put_aside(work: Casework, record: Record, reason: str, depth: int = 0) -> None:
    """A draft that will not be finished: void, its content kept as the last branch of its history."""
    draft = work.session.scalar(select(Draft).where(Draft.record_id == record.id))
    if draft is not None:
        work.session.add(
            DraftVersion(
                record_id=record.id,
                number=draft.number,
                branch=1,
                data=draft.data,
                sealed=draft.sealed,
                by=draft.by,
                at=draft.at,
            )
        )
    record.status, record.void_reason, record.updated_at = "void", reason, work.now
    work.changed(record)
    tell(work, "record.voided", {"record": record.id, "slot": record.slot, "reason": reason}, depth)


def _assign(work: Casework, data: Data, depth: int) -> None:
    user_id = data.get("user")
    known = select(User.id).where(User.id == str(user_id or ""), User.active)
    if user_id == work.state.responsible or work.session.scalar(known) is None:
        return
    tell(work, "case.assigned", {"user": user_id}, depth)
    casework.take_part(work.session, work.case.id, str(user_id), "responsible", work.now)


def _let_in_as(work: Casework, data: Data, depth: int) -> None:
    """A user takes part in the case from now on (a volunteer in the case of their own service)."""
    user_id = str(data.get("user") or "")
    if user_id in users.names(work.session):
        casework.take_part(work.session, work.case.id, user_id, str(data["part"]), work.now)
        tell(work, "case.note", {"joined": user_id, "part": data["part"]}, depth)


def _end_access(work: Casework, data: Data, depth: int) -> None:
    """Who has left signs in no more: the account, its sessions and every part in a case end at once."""
    user_id = str(data.get("user") or "")
    if user_id not in users.names(work.session):
        return
    users.set_active(work.session, None, user_id, False, work.now)
    parts = select(CaseMember).where(CaseMember.user_id == user_id, CaseMember.until.is_(None))
    for member in work.session.scalars(parts):
        member.until = work.now
    tell(work, "case.note", {"left": user_id}, depth)


def _lapse_aid(work: Casework, depth: int) -> None:
    """The client has died: aid that is still asked for under this case lapses with the case's own consequences."""
    aid = library.by_subject(work.session).get("aid", ())
    wanted = (
        select(Case)
        .join(CaseLink, CaseLink.case_id == Case.id)
        .where(CaseLink.other_case_id == work.case.id, Case.workflow.in_(aid), Case.closed_at.is_(None))
    )
    for case in list(work.session.scalars(wanted)):
        other = Casework(work.session, actors.system(case.institution_id), case, work.now)
        if other.state.stage in other.workflow.actions[LAPSE].stages:
            act(other, LAPSE, {"cause": DECEASED}, depth)
            other.settle()


def _link_case(work: Casework, data: Data, depth: int) -> None:
    """Cases whose numbers stand in the record belong to this one from now on."""
    from caseforms.services import (
        linking,
    )  # it knows who may see a case, which knows the library of workflows

    record = next((each for each in work.records if each["id"] == data.get("record")), None)
    content = record["data"] if record is not None else {}
    for other in linking.by_number(work, content, str(data["field"]), str(data["link"])):
        tell(work, "link.made", {"case": other, "kind": data["link"]}, depth)


def _receivers(work: Casework, roles: frozenset[str]) -> list[str]:
    """The responsible worker when asked for, and everybody of the other roles in the case's team."""
    named = (
        [work.state.responsible]
        if roles & {"responsible", "social_worker"} and work.state.responsible
        else []
    )
    others = roles - {"responsible", "social_worker"}
    return [*named, *(users.with_role(work.session, others, work.case.team_id) if others else ())]


def _notify_users(
    work: Casework, user_ids: list[str], kind: str, key: str, params: Data, record_id: object = None
) -> None:
    record = str(record_id) if record_id else None
    notifications.tell(
        work.session,
        user_ids,
        kind,
        key[:200],
        work.now,
        case_id=work.case.id,
        record_id=record,
        params=params,
    )


EFFECTS: Mapping[str, Callable[[Casework, Data, int], None]] = {
    "act": _act,
    "issue_number": _issue_number,
    "open_archive": _open_archive,
    "raise_alert": _raise_alert,
    "clear_alert": _clear_alert,
    "notify": _notify,
    "start_case": _start_case,
    "start_record": _start_record,
    "cancel_tasks": _cancel_tasks,
    "attempt_task": _attempt_task,
    "stop_drafts": _stop_drafts,
    "assign": _assign,
    "let_go": _let_go,
    "link_case": _link_case,
    "let_in": _let_in_as,
    "end_access": _end_access,
}
