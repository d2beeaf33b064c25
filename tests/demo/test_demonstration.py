"""What the demonstration shows: every stage, every way out, everybody at work, and logs that hold together."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from caseforms.cli import main
from caseforms.demo.cast import INSTITUTIONS, PASSWORD
from caseforms.demo.stories import leading
from caseforms.services import (
    accounts,
    audit,
    casework,
    indicator_tables,
    institutions,
    library,
    quality_tables,
    worklist,
)
from caseforms.storage import Store
from caseforms.storage.tables import Case, CaseEvent, Notification, Record, Signature
from caseforms.web import create_app
from tests.demo import building

pytestmark = pytest.mark.timeout(600)


PLAYED = (
    "mental-health-case", "chronic-disease-case", "hospital-case", "group", "activity", "volunteer", "aid",
    "complaint", "referral",
)  # fmt: skip
NEVER_REACHED: dict[str, set[str]] = {
    "hospital-case": {"referred_out"},
    "group": {"planned", "recruiting", "closed", "archived", "cancelled"},
    "activity": {"summarised", "archived", "cancelled"},
    "volunteer": {"trained", "refused"},
    "aid": {"applied", "approved", "withdrawn", "lapsed"},
    "complaint": {"assigned", "responded", "withdrawn", "forwarded", "merged"},
    "referral": {"draft", "returned", "received", "in_service", "result_reported", "cancelled"},
}
"""Stages where no case of the demonstration stands: short steps of a day, and ends that would only repeat others."""


def rows(store: Store, wanted: object) -> list[object]:
    with store.reading(None) as session:
        houses = [line.id for line in institutions.listed(session)]
    found: list[object] = []
    for house in houses:
        with store.reading(house) as session:
            found += session.scalars(wanted).all()  # type: ignore[call-overload]
    return found


def flags(cases: Iterable[object]) -> set[str]:
    return {flag for case in cases for flag in case.flags}  # type: ignore[attr-defined]


def test_every_stage_and_every_way_out_is_there(store: Store) -> None:
    empty = {}
    for name in PLAYED:
        seen = set(rows(store, select(Case.stage).where(Case.workflow == name)))
        empty[name] = set(library.workflow(None, name).stages) - seen

    assert {name: stages for name, stages in empty.items() if stages} == NEVER_REACHED


def test_cases_stand_in_both_institutions_and_with_every_social_worker(store: Store) -> None:
    cases = rows(store, select(Case).where(Case.workflow == "mental-health-case"))

    houses = Counter(case.institution_id for case in cases)
    workers = {case.responsible for case in cases} - {None}
    assert sorted(houses.values()) == sorted([len(cases) - 7, 7])
    assert len(cases) >= 40
    assert len(workers) == 6


def test_a_case_of_every_played_workflow_stands_somewhere(store: Store) -> None:
    assert set(rows(store, select(Case.workflow))) == set(PLAYED)


def test_what_marks_a_case_is_seen_somewhere(store: Store) -> None:
    seen = flags(rows(store, select(Case)))

    assert seen >= {
        "in_crisis", "high_risk", "consent_withdrawn", "suspended", "lost_contact", "hospitalised", "moved",
        "deceased", "case_management", "plan_waiting", "transfer_pending",
    }  # fmt: skip


def test_every_form_of_the_workflow_is_filled_somewhere(store: Store) -> None:
    flow = library.workflow(None, "mental-health-case")
    cases = set(rows(store, select(Case.id).where(Case.workflow == flow.id)))

    records = rows(store, select(Record).where(Record.status == "submitted"))
    slots = {record.slot for record in records if record.case_id in {*cases, None}}

    assert set(flow.slots) - slots == set()


def test_signatures_are_given_in_every_way(store: Store) -> None:
    methods = set(rows(store, select(Signature.method)))

    assert methods >= {"drawn", "typed", "fingerprint"}


def test_the_table_of_the_last_quarter_judges_rows_every_way(store: Store) -> None:
    with store.reading(None) as session:
        house = next(line.id for line in institutions.listed(session) if line.code == "liuhe")
    quarter = leading.last_complete(date(2026, 11, 19), 1)

    with store.reading(house) as session:
        table = indicator_tables.table("cd-monitoring-table")
        judged = quality_tables.figures(session, table, quarter, date(2026, 11, 19))
        signed = session.scalars(select(Record).where(Record.definition_id == "cd-monitoring-table")).one()
        roles = set(session.scalars(select(Signature.role).where(Signature.record_id == signed.id)))

    assert {row.met for row in judged.rows} == {"yes", "no", "na"}
    assert roles == {"leader", "reviewer"}


@pytest.mark.requirement("R-002-42")
def test_the_logs_hold_together(store: Store) -> None:
    with store.reading(None) as session:
        verified = audit.verify(session)

    assert verified.ok
    assert verified.events > 1000


def test_time_alone_brought_deadlines_and_told_the_supervisor(store: Store) -> None:
    fired = rows(store, select(CaseEvent).where(CaseEvent.type == "timer.fired"))
    told = rows(store, select(Notification))

    assert {event.data["due"].split("/")[0].split(":")[0] for event in fired} >= {"assessment"}
    assert told


def test_nothing_happens_in_the_future(store: Store) -> None:
    assert max(rows(store, select(CaseEvent.at))) <= building.NOW


def test_people_work_on_working_days(store: Store) -> None:
    with store.reading(None) as session:
        house = institutions.listed(session)[0].id
    with store.reading(house) as session:
        calendar = casework.calendar_of(session)

    days = {calendar.day_of(event.at) for event in rows(store, select(CaseEvent)) if event.by != "system"}

    assert [day for day in sorted(days) if not calendar.is_working(day)] == []


def test_everybody_signs_in_with_the_password_of_the_demonstration(store: Store) -> None:
    refused = []
    for each in (person for institution in INSTITUTIONS for person in institution.people):
        with store.transaction(None) as session:
            signed = accounts.sign_in(session, each.username, PASSWORD, "127.0.0.1", building.NOW)
        if signed.problem or signed.must_change_password or signed.actor.roles != frozenset(each.roles):
            refused.append(each.username)

    assert refused == []


def test_a_social_worker_finds_work_of_every_urgency(store: Store) -> None:
    with store.transaction(None) as session:
        actor = accounts.sign_in(session, "lin.xiaoyan", PASSWORD, "127.0.0.1", building.NOW).actor
    assert actor is not None

    with store.transaction(actor.institution_id) as session:
        counts = worklist.counts(session, actor, building.NOW)

    assert min(counts[scope] for scope in ("mine", "team", "drafts", "cases")) > 0


def test_the_sign_in_page_offers_the_people(demonstration: Path) -> None:
    page = (
        create_app(building.settings_in(demonstration)).test_client().get("/sign-in").get_data(as_text=True)
    )

    people = json.loads((demonstration / "demo_people.json").read_text(encoding="utf-8"))["people"]
    assert len(people) == sum(len(institution.people) for institution in INSTITUTIONS)
    assert [person["username"] for person in people if person["username"] not in page] == []
    assert PASSWORD in page


def test_too_few_days_are_refused_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    status = main(["demo", "--days-back", "3"])

    assert status == 2
    assert "at least 30 days" in capsys.readouterr().err
