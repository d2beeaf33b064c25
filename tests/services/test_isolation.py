"""Two institutions on one installation: every service, asked with the other one's ids, knows nothing.

Long because every verb of every service stands in one of its lists."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from caseforms import definitions, services
from caseforms.services import (
    accounts,
    answer_moves,
    arrivals,
    arriving,
    attachments,
    audit,
    bundles,
    calendar,
    cases,
    clock,
    collaboration,
    complaint_numbers,
    conformance_reports,
    deciding,
    deidentifying,
    department_statistics,
    designs,
    devices,
    duty,
    field_grants,
    handover,
    impact,
    institutions,
    layers,
    ledger,
    library,
    links,
    moving_cases,
    newer_versions,
    notifications,
    person_cases,
    persons,
    publishing,
    reading_files,
    receiving,
    record_choices,
    records,
    register_dates,
    registers,
    running_cases,
    score_lines,
    screening,
    search,
    shipped,
    signing,
    staff_findings,
    statistics,
    tablets,
    tasks,
    team,
    timeliness,
    training,
    upgrading,
    users,
    worklist,
)
from caseforms.services.actors import Actor
from caseforms.services.identifiers import new_id
from caseforms.storage import Store
from caseforms.storage.tables import Arrival, ClientLink
from tests.services import filled
from tests.services import world as worlds
from tests.services.killed import INCIDENT
from tests.services.tablets import enrolled
from tests.services.test_registers import COMPLAINT, RISK, kept
from tests.services.world import World, refused

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
Ids = Mapping[str, str]
Ask = Callable[[Any, Actor, Ids], object]

FOUND = {
    "case.not-found",
    "record.not-found",
    "person.not-found",
    "account.not-found",
    "team.not-found",
    "attachment.not-found",
    "link.not-found",
    "arrival.not-found",
    "tablet.not-found",
    "tablet.unknown",
    "design.not-found",
    "publishing.not-found",
    "upgrading.not-found",
    "layer.not-found",
    "library.unknown-form",
}
FOREIGN = "f" * 32
S, R = "a" * 32, {"name": "x"}

NEVER_SEEN = "1.0.0+next-door.1"
SHIPPED = shipped.workflows()[worlds.WORKFLOW].version
BY_ID: Mapping[str, Ask] = {
    "answer_moves.declare": lambda s, a, i: answer_moves.declare(s, a, i["design"], [], NOW),
    "answer_moves.declared": lambda s, a, i: answer_moves.declared(s, a, i["design"]),
    "answer_moves.dry_run": lambda s, a, i: answer_moves.dry_run(s, a, i["design"]),
    "designs.get": lambda s, a, i: designs.get(s, a, i["design"]),
    "designs.document": lambda s, a, i: designs.document(s, a, i["design"]),
    "designs.steps": lambda s, a, i: designs.steps(s, a, i["design"]),
    "designs.preview": lambda s, a, i: designs.preview(s, a, i["design"]),
    "designs.apply": lambda s, a, i: designs.apply(s, a, i["design"], [{"op": "set", "item": "x"}], NOW),
    "designs.undo": lambda s, a, i: designs.undo(s, a, i["design"], NOW),
    "designs.redo": lambda s, a, i: designs.redo(s, a, i["design"], NOW),
    "designs.put_aside": lambda s, a, i: designs.put_aside(s, a, i["design"], NOW),
    "designs.row_of": lambda s, a, i: designs.row_of(s, a, i["design"]),
    "designs.writable": lambda s, a, i: designs.writable(s, a, i["design"]),
    "impact.of": lambda s, a, i: impact.of(s, a, i["design"]),
    "impact.failing": lambda s, a, i: impact.failing(s, a, i["design"]),
    "newer_versions.offered": lambda s, a, i: newer_versions.offered(s, a, i["draft"], NOW),
    "newer_versions.move": lambda s, a, i: newer_versions.move(s, a, i["draft"], 1, NOW),
    "upgrading.get": lambda s, a, i: upgrading.get(s, a, i["upgrade"]),
    "upgrading.resolve": lambda s, a, i: upgrading.resolve(s, a, i["upgrade"], "x", "ours", NOW),
    "upgrading.publish": lambda s, a, i: upgrading.publish(s, a, i["upgrade"], "x", NOW),
    "conformance_reports.of_design": lambda s, a, i: conformance_reports.of_design(s, a, i["design"]),
    "conformance_reports.of": lambda s, a, _: conformance_reports.of(s, a, "form", "mh-plan", NEVER_SEEN),
    "layers.lay": lambda s, a, _: layers.lay(s, a, "near", "form", "mh-plan", [], "x", NOW),
    "layers.permit": lambda s, a, _: layers.permit(s, a, "near", "form", "mh-plan", "*", "locked", NOW),
    "layers.take_away": lambda s, a, _: layers.take_away(s, a, "near", "x", NOW),
    "publishing.publish": lambda s, a, i: publishing.publish(s, a, i["design"], "x", NOW),
    "publishing.difference_of": lambda s, a, i: publishing.difference_of(s, a, i["design"]),
    "publishing.approve": lambda s, a, i: publishing.approve(s, a, i["publication"], NOW),
    "publishing.withdraw": lambda s, a, i: publishing.withdraw(s, a, i["publication"], NOW),
    "publishing.difference": lambda s, a, _: publishing.difference(
        s, a, "form", "mh-plan", "1.1.0", NEVER_SEEN
    ),
    "publishing.roll_back": lambda s, a, _: publishing.roll_back(
        s, a, "form", "mh-plan", NEVER_SEEN, "x", NOW
    ),
    "duty.acknowledge": lambda s, a, i: duty.acknowledge(s, a, i["record"], NOW, new_id()),
    "record_choices.named": lambda s, a, i: record_choices.named(s, a, i["case"], "application"),
    "deidentifying.of_case": lambda s, a, i: deidentifying.of_case(s, a, i["case"], NOW),
    "training.confirm": lambda s, a, i: training.confirm(s, a, i["training"], NOW, "x"),
    "cases.view": lambda s, a, i: cases.view(s, a, i["case"], NOW),
    "cases.timeline": lambda s, a, i: cases.timeline(s, a, i["case"]),
    "cases.act": lambda s, a, i: cases.act(s, a, i["case"], "accept", NOW),
    "cases.accept": lambda s, a, i: cases.accept(s, a, i["case"], NOW),
    "cases.assign": lambda s, a, i: cases.assign(s, a, i["case"], a.user_id, NOW),
    "cases.note": lambda s, a, i: cases.note(s, a, i["case"], "x", NOW),
    "cases.link": lambda s, a, i: cases.link(s, a, i["own_case"], i["case"], "group", NOW),
    "cases.open_case": lambda s, a, i: cases.open_case(s, a, worlds.WORKFLOW, NOW, person_id=i["person"]),
    "records.start": lambda s, a, i: records.start(s, a, i["case"], "plan", NOW),
    "records.save_draft": lambda s, a, i: records.save_draft(s, a, i["draft"], {}, 1, NOW),
    "records.branches": lambda s, a, i: records.branches(s, a, i["draft"]),
    "records.discard": lambda s, a, i: records.discard(s, a, i["draft"], NOW),
    "records.submit": lambda s, a, i: records.submit(s, a, i["draft"], {}, 1, NOW, S),
    "records.correct": lambda s, a, i: records.correct(s, a, i["record"], {}, 1, NOW, S, "x"),
    "links.for_receiver": lambda s, a, i: links.for_receiver(s, a, i["record"], NOW),
    "receiving.invite": lambda s, a, i: receiving.invite(s, a, i["record"], NOW),
    "records.void": lambda s, a, i: records.void(s, a, i["record"], "x", NOW),
    "records.view": lambda s, a, i: records.view(s, a, i["record"], NOW),
    "records.entry": lambda s, a, i: records.entry(s, a, i["draft"]),
    "records.history": lambda s, a, i: records.history(s, a, i["record"], NOW),
    "records.hand_over": lambda s, a, i: records.hand_over(s, a, i["draft"], a.user_id, NOW),
    "signing.sign": lambda s, a, i: signing.sign(s, a, i["record"], "worker", "drawn", NOW, strokes=[[1]]),
    "signing.waive": lambda s, a, i: signing.waive(s, a, i["record"], "client", "x", NOW),
    "signing.withdraw": lambda s, a, i: signing.withdraw(s, a, i["record"], "worker", "x", NOW),
    "signing.pending": lambda s, a, i: signing.pending(s, a, i["record"]),
    "handover.issue": lambda s, a, i: handover.issue(s, a, i["record"], "client", NOW),
    "attachments.add": lambda s, a, i: attachments.add(s, a, b"%PDF-", "x", NOW, record_id=i["record"]),
    "attachments.beside": lambda s, a, i: attachments.beside(s, a, i["record"], {}),
    "attachments.open": lambda s, a, i: attachments.open(s, a, i["attachment"], NOW),
    "persons.get": lambda s, a, i: persons.get(s, a, i["person"], NOW),
    "persons.update": lambda s, a, i: persons.update(s, a, i["person"], R, 1, NOW),
    "person_cases.identity_changes": lambda s, a, i: person_cases.identity_changes(s, a, i["record"]),
    "person_cases.join": lambda s, a, i: person_cases.join(s, a, i["own_case"], i["person"], NOW),
    "tasks.done": lambda s, a, i: tasks.done(s, a, i["case"], "x", NOW),
    "tasks.waive": lambda s, a, i: tasks.waive(s, a, i["case"], "x", NOW, "x"),
    "tasks.attempt": lambda s, a, i: tasks.attempt(s, a, i["case"], "x", NOW),
    "devices.add": lambda s, a, i: devices.add(s, a, i["case"], "glucose", "x", NOW),
    "devices.of_case": lambda s, a, i: devices.of_case(s, a, i["case"], NOW),
    "devices.revoke": lambda s, a, i: devices.revoke(s, a, i["case"], FOREIGN, NOW),
    "links.for_record": lambda s, a, i: links.for_record(s, a, i["record"], "sign", "client", NOW),
    "links.for_slot": lambda s, a, i: links.for_slot(s, a, i["case"], "application", NOW),
    "links.revoke": lambda s, a, i: links.revoke(s, a, i["link"], NOW),
    "reading_files.bring": lambda s, a, i: reading_files.bring(s, a, i["case"], b"", NOW),
    "score_lines.of_case": lambda s, a, i: score_lines.of_case(s, a, i["case"], NOW),
    "screening.promote": lambda s, a, i: screening.promote(s, a, i["record"], 1, NOW),
    "arrivals.look": lambda s, a, i: arrivals.look(s, a, i["arrival"], NOW),
    "arrivals.file": lambda s, a, i: arrivals.file(s, a, i["arrival"], FOREIGN, NOW),
    "arrivals.row_of": lambda s, a, i: arrivals.row_of(s, a, i["arrival"]),
    "deciding.confirm": lambda s, a, i: deciding.confirm(s, a, i["arrival"], NOW),
    "deciding.go_on": lambda s, a, i: deciding.go_on(s, a, i["arrival"], NOW),
    "deciding.decline": lambda s, a, i: deciding.decline(s, a, i["arrival"], "x", NOW),
    "deciding.prefer": lambda s, a, i: deciding.prefer(s, a, i["arrival"], "x", NOW),
    "field_grants.join": lambda s, a, i: field_grants.join(s, a, i["tablet"], NOW),
    "tablets.rename": lambda s, a, i: tablets.rename(s, a, i["tablet"], "x"),
    "tablets.lock": lambda s, a, i: tablets.lock(s, a, i["tablet"], True, NOW),
    "tablets.expire": lambda s, a, i: tablets.expire(s, a, i["tablet"], NOW),
    "team.rename": lambda s, a, i: team.rename(s, a, i["team"], "x", NOW),
    "team.add_user": lambda s, a, i: team.add_user(s, a, i["team"], a.user_id, NOW),
    "team.join_case": lambda s, a, i: team.join_case(s, a, i["own_case"], i["user"], "member", NOW),
    "team.leave_case": lambda s, a, i: team.leave_case(s, a, i["case"], i["user"], NOW),
    "users.set_roles": lambda s, a, i: users.set_roles(s, a, i["user"], ["head"], NOW),
    "users.set_active": lambda s, a, i: users.set_active(s, a, i["user"], False, NOW),
    "users.reset_password": lambda s, a, i: users.reset_password(s, a, i["user"], NOW),
}
LISTS: Mapping[str, Ask] = {
    "layers.listed": lambda s, a, _: layers.listed(s, a),
    "upgrading.available": lambda s, a, _: upgrading.available(s, a),
    "conformance_reports.overall": lambda s, a, _: conformance_reports.overall(s, a, "002").changed,
    "running_cases.open_cases": lambda s, a, _: (
        sum(running_cases.open_cases(s, a, worlds.WORKFLOW).values()) - 1  # the own one
    ),
    "running_cases.affected": lambda s, a, _: (
        running_cases.affected(s, a, library.workflow(s, worlds.WORKFLOW), NOW).looked - 1  # the own one
    ),
    "moving_cases.moved_here": lambda s, a, _: moving_cases.moved_here(s, a, worlds.WORKFLOW),
    "moving_cases.begin": lambda s, a, _: moving_cases.begin(s, a, worlds.WORKFLOW, SHIPPED, "x", NOW).moved,
    "arrivals.listed": lambda s, a, _: arrivals.listed(s, a).items,
    "arrivals.count": lambda s, a, _: arrivals.count(s, a),
    "bundles.packed": lambda s, a, _: bundles.packed(s, a, NOW).cases,
    "tablets.listed": lambda s, a, _: tablets.listed(s, a),
    "designs.listed": lambda s, a, _: designs.listed(s, a),
    "publishing.waiting": lambda s, a, _: publishing.waiting(s, a),
    "publishing.history": lambda s, a, _: publishing.history(s, a, "workflow", "complaint"),
    "worklist.todo": lambda s, a, _: worklist.todo(s, a, "team", NOW).items,
    "timeliness.late": lambda s, a, _: timeliness.late(s, a).items,
    "timeliness.promptness": lambda s, a, _: timeliness.promptness(s, a).records,
    "worklist.counts": lambda s, a, _: worklist.counts(s, a, NOW)["team"],
    "case_lists.cases": lambda s, a, _: worklist.cases(s, a, NOW, scope="all").items,
    "search.find": lambda s, a, _: search.find(s, a, "zhangxiulan"),
    "persons.listed": lambda s, a, _: persons.listed(s, a).items,
    "persons.likely_duplicates": lambda s, a, _: persons.likely_duplicates(
        s, a, "张秀兰", "1970-01-05", "13800138042"
    ),
    "notifications.mine": lambda s, a, _: notifications.mine(s, a),
    "audit.log": lambda s, a, i: [line for line in audit.log(s, a).items if line.case_id == i["case"]],
    "notifications.inbox": lambda s, a, _: notifications.inbox(s, a).items,
    "notifications.count_unread": lambda s, a, _: notifications.count_unread(s, a),
    "complaint_numbers.of_institution": lambda s, a, _: (
        complaint_numbers.of_institution(s, a, 2026).by_department
    ),
    "department_statistics.by_department": lambda s, a, _: department_statistics.by_department(s, a),
    "ledger.listed": lambda s, a, _: ledger.listed(s, a, NOW)[0],
    "staff_findings.unsupervised": lambda s, a, i: [
        line for line in staff_findings.unsupervised(s, a, NOW) if line.user_id == i["user"]
    ],
    "users.users": lambda s, a, i: [line for line in users.users(s, a, NOW) if line.id == i["user"]],
    "accounts.people": lambda s, a, i: [found for found in accounts.people(s, a) if found == i["user"]],
    "registers.listed": lambda s, a, _: registers.listed(s, a, "complaint-record").items,
    "registers.risks": lambda s, a, _: registers.risks(s, a),
    "register_dates.waiting": lambda s, a, _: register_dates.waiting(s, a, NOW, "complaint-record"),
    "training.unconfirmed": lambda s, a, _: training.unconfirmed(s, a),
    "complaint_numbers.facts_of": lambda s, a, _: complaint_numbers.facts_of(s, a, NOW)["rows"],
    "collaboration.log_of_day": lambda s, a, _: collaboration.log_of_day(s, a, NOW),
    "staff_findings.findings": lambda s, a, _: staff_findings.findings(s, a, NOW),
    "training.year_of": lambda s, a, _: [
        line for line in training.year_of(s, a, 2026, NOW) if line.trainings
    ],
    "statistics.of_institution": lambda s, a, _: [
        stage
        for stage in statistics.of_institution(s, a).stages
        if stage.number and stage.code != "application"
    ],
    "statistics.at_level": lambda s, a, _: statistics.at_level(s, a, "family").items,
    "statistics.listed": lambda s, a, _: statistics.listed(s, a, "level", "family").items,
    "team.teams": lambda s, a, i: [line for line in team.teams(s, a) if line.id == i["team"]],
}
OF_ONESELF = {
    "adopting.standards",
    "adopting.adopt",
    "adopting.leave",
    "look.keep",
    "look.set_logo",
    "packing.offers",
    "packing.packed",
    "unpacking.planned",
    "unpacking.take",
    "designs.open_",
    "designs.begin",
    "designs.current",
    "layers.keep",
    "publishing.put_forward",
    "upgrading.begin",
    "policies.missing",
    "policies.periods_without_evaluation",
    "mailing.address",
    "mailing.set_address",
    "notifications.read_all",
    "quality_lists.units",
    "quality_records.begin",
    "quality_tables.of_period",
    "quality_tables.of_teams",
    "quality_tables.set_residents",
    "quality_tables.trend",
    "scale_rules.concern",
    "scale_rules.require",
    "team_notes.id_of_today",
    "workload.of_institution",
    "registers.start",
    "accounts.has_totp",
    "case_lists.seen_lines",
    "own_password.change_password",
    "accounts.start_totp",
    "accounts.confirm_totp",
    "own_password.drop_totp",
    "own_password.own",
    "accounts.preferences",
    "accounts.set_preferences",
    "audit.note",
    "institutions.get",
    "institutions.set_setting",
    "notifications.read",
    "persons.register",
    "tablets.invite",
    "team.create",
    "team.remove_user",
    "users.add_user",
    "users.people",
    "calendar.keep_year",
    "clock.set_year",
    "indicator_settings.keep",
    "satisfaction.by_month",
    "satisfaction.of_social_workers",
    "indicator_settings.listed",
    "clock_lengths.listed",
    "clock_lengths.of",
    "clock_lengths.set_length",
}
"""Verbs that take no id of a row, or act on the session's own institution by construction."""
OF_A_ROW = {"bundles.issued", "handover.require_possible", "team_notes.restored", "team_notes.visible"}
"""Verbs that are given a row that one of the others has found."""
INSIDE = {
    "design_steps",
    "others",
    "design_views",
    "taking_over",
    "filing",
    "medication",
    "opening",
    "register_facts",
    "team_notes",
    "collaboration",
    "access",
    "casework",
    "drafts",
    "permissions",
    "record_views",
    "signature_views",
    "starting",
    "submitting",
    "case_views",
    "locks",
    "registering",
    "linking",
    "archiving",
    "recomputing",
}
"""Rooms behind the verbs: reached through them only."""


@pytest.fixture
def ids(store: Store, world: World) -> Ids:
    """Rows of the institution next door, and one case of our own."""
    other = worlds.build(store, "next-door")
    case_id = other.accepted()
    record = next(
        line.id for slot in other.view(case_id).slots for line in slot.records if slot.name == "consent"
    )
    attachment = other.do(attachments.add, "lin", b"%PDF-1.7", "x.pdf", NOW, record_id=record)
    waiting = other.open()
    other.fill(waiting, "application", filled.APPLICATION)
    other.do(links.for_record, "lin", other.fill(waiting, "consent", filled.CONSENT), "sign", "client", NOW)
    with store.reading(other.institution_id) as session:
        link = session.scalars(select(ClientLink.id)).one()
    design, publication = worked_on(other)
    kept(other, "lin", "complaint-record", COMPLAINT)
    kept(other, "wang", "risk-register", {"risks": [{**RISK, "likelihood": "1", "impact": "3"}]})
    tablet = enrolled(store, other.institution_id, NOW)
    sealed = tablet.record(INCIDENT, other.chen.user_id, NOW)
    with store.transaction(other.institution_id) as session:
        arriving.deliver(session, tablet.bearer, sealed.id, sealed.body, NOW)
        arrival = session.scalars(select(Arrival.id)).one()
    studied = {"topic": "mental_health", "provider": "协会", "training_date": "2026-01-10", "hours": 8}
    return {
        "training": kept(other, "lin", "training-record", studied),
        "case": case_id,
        "record": record,
        "draft": other.start(case_id, "risk_profile").line.id,
        "person": other.view(case_id).person_id or "",
        "user": other.lin.user_id,
        "team": other.do(team.teams, "admin")[0].id,
        "attachment": attachment.id,
        "link": link,
        "tablet": tablet.id,
        "design": design,
        "publication": publication,
        "upgrade": newer(other),
        "arrival": arrival,
        "own_case": world.open(),
    }


def worked_on(other: World) -> tuple[str, str]:
    """Work on a workflow, and a version of it that waits for its day."""
    first = other.do(designs.open_, "admin", "workflow", "complaint", NOW)
    both = {"zh": "登记", "en": "Desk"}
    renamed = {"op": "set", "item": "stage:received", "property": "label", "value": both}
    other.do(designs.apply, "admin", first.id, [renamed], NOW)
    published = other.do(publishing.publish, "admin", first.id, "x", NOW, NOW + timedelta(days=9))
    return other.do(designs.open_, "admin", "workflow", "complaint", NOW).id, published.id


def newer(other: World) -> str:
    """A newer version of a standard's form that the institution has begun to take over, below a local standard."""
    title = {"zh": "邻区标准", "en": "Next door's standard"}
    other.do(layers.keep, "admin", "near", title, "city", 1, NOW)
    document = {**shipped.form_documents()["mh-plan"][1], "version": "2.0.0", "title": "计划"}
    with other.store.transaction(other.institution_id) as session:
        library.register_form(session, definitions.parse(document), NOW)
    return other.do(upgrading.begin, "admin", "form", "mh-plan", "2.0.0", NOW).id


@pytest.mark.requirement("R-M-08")
def test_no_service_finds_a_row_of_the_institution_next_door(world: World, ids: Ids) -> None:
    everything = Actor(
        world.lin.user_id,
        world.institution_id,
        frozenset({"social_worker", "supervisor", "administrator"}),
        "林",
    )

    answers = {
        name: refused(lambda ask=ask: world.do(lambda session, actor: ask(session, actor, ids), everything))
        for name, ask in BY_ID.items()
    }

    assert {name: codes for name, codes in answers.items() if not (codes and set(codes) <= FOUND)} == {}


@pytest.mark.requirement("R-M-08")
def test_no_list_shows_a_row_of_the_institution_next_door(world: World, ids: Ids) -> None:
    everything = Actor(
        world.wang.user_id,
        world.institution_id,
        frozenset({"social_worker", "supervisor", "administrator"}),
        "王",
    )

    shown = {
        name: world.do(lambda session, actor, ask=ask: ask(session, actor, ids), everything)
        for name, ask in LISTS.items()
    }

    assert [line.id for line in shown.pop("case_lists.cases")] == [ids["own_case"]]  # type: ignore[attr-defined]
    assert shown.pop("worklist.counts") == len(shown.pop("worklist.todo"))  # type: ignore[arg-type]
    assert {name: found for name, found in shown.items() if found} == {}


def test_numbers_and_settings_are_each_institutions_own(world: World, ids: Ids) -> None:
    world.do(institutions.set_setting, "admin", "number.case_no", "CH{year}/{n:03}", world.now)

    case_id = world.accepted()

    assert world.view(case_id).line.case_no == "CH2026/001"
    assert calendar.PUBLISHED_YEARS[0] == 2024


def test_every_verb_is_in_one_of_these_lists() -> None:
    verbs = set()
    for module in pkgutil.iter_modules(services.__path__):
        room = importlib.import_module(f"caseforms.services.{module.name}")
        for name, verb in inspect.getmembers(room, inspect.isfunction):
            first = list(inspect.signature(verb).parameters)[:2]
            if (
                verb.__module__ == room.__name__
                and first == ["session", "actor"]
                and not name.startswith("_")
            ):
                verbs.add(f"{module.name}.{name}")

    public = {verb for verb in verbs if verb.partition(".")[0] not in INSIDE}

    assert public - BY_ID.keys() - LISTS.keys() - OF_ONESELF - OF_A_ROW == set()
    assert clock.BATCH
