"""Cases that belong together: linked by hand, by the workflow, or by a case number that a form holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from caseforms.services import access, library
from caseforms.services.actors import Actor
from caseforms.services.casework import Casework
from caseforms.services.refusal import refuse
from caseforms.storage.tables import Case, CaseLink

MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class LinkLine:
    """A case that belongs to this one; `kind` ends in `-by` when the other case made the link.

    `title` is the other case's title as far as the reader may know it.
    """

    case_id: str
    kind: str
    label: str
    title: str
    workflow_title: Mapping[str, str]
    subject: str
    stage_label: Mapping[str, str]


def write(session: Session, case_id: str, other_case_id: str, kind: str, actor: Actor, now: datetime) -> bool:
    """Link two cases; False when they were linked so before."""
    key = (CaseLink.case_id == case_id, CaseLink.other_case_id == other_case_id, CaseLink.kind == kind)
    if session.scalar(select(CaseLink.case_id).where(*key)) is not None:
        return False
    session.add(CaseLink(case_id=case_id, other_case_id=other_case_id, kind=kind, at=now, by=actor.user_id))
    session.flush()
    return True


def of_case(session: Session, actor: Actor, case_id: str) -> tuple[LinkLine, ...]:
    """The cases linked with this one that the reader may know of, the newest link first."""
    wanted = (
        select(CaseLink, Case)
        .join(
            Case,
            or_(
                (CaseLink.other_case_id == Case.id) & (CaseLink.case_id == case_id),
                (CaseLink.case_id == Case.id) & (CaseLink.other_case_id == case_id),
            ),
        )
        .order_by(CaseLink.at.desc(), Case.id)
        .limit(MOST_SHOWN)
    )
    rows = session.execute(wanted).all()
    ties = access.ties(session, actor, [row.Case for row in rows])
    levels = {row.Case.id: access.level(session, actor, row.Case, ties) for row in rows}
    return tuple(
        _line(session, actor, row.CaseLink, row.Case, levels[row.Case.id] == "content")
        for row in rows
        if levels[row.Case.id] != "none"
    )


def by_number(work: Casework, data: Mapping[str, Any], field: str, kind: str) -> tuple[str, ...]:
    """Link this case with those whose numbers stand in `field` (`case_no`, or `people[].case_no`); their ids.

    Only cases of a person are found so. Refused `case.unknown-number` with the place of a number nobody has.
    """
    made = []
    for pointer, number in _numbers(data, field):
        ids = [each for found in (library.by_subject(work.session).get("person", ()),) for each in found]
        wanted = select(Case.id).where(Case.case_no == number, Case.workflow.in_(ids))
        other = work.session.scalar(wanted)
        if other is None:
            refuse("case.unknown-number", pointer, number=number)
        if other != work.case.id and write(work.session, work.case.id, other, kind, work.actor, work.now):
            made.append(other)
    return tuple(made)


def _numbers(data: Mapping[str, Any], field: str) -> Iterator[tuple[str, str]]:
    rows, _, column = field.partition("[].")
    if not column:
        if data.get(field):
            yield f"/{field}", str(data[field])
        return
    for index, row in enumerate(data.get(rows, ())):
        if row.get(column):
            yield f"/{rows}/{index}/{column}", str(row[column])


def _line(session: Session, actor: Actor, link: CaseLink, case: Case, whole: bool) -> LinkLine:
    flow = library.workflow(session, case.workflow, case.workflow_version)
    return LinkLine(
        case_id=case.id,
        kind=link.kind if link.other_case_id == case.id else f"{link.kind}-by",
        label=case.case_no or case.application_no or "",
        title=case.client_name if whole else access.shown_name(session, actor, case),
        workflow_title=dict(flow.title),
        subject=flow.subject,
        stage_label=dict(flow.stages[case.stage].label),
    )
