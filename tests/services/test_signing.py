"""Signing: by the right person, in a right way, for exactly the content that was shown."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from caseforms.services import attachments, handover, records, signing, users
from caseforms.services.actors import Actor
from caseforms.storage.tables import CaseEvent
from tests.services import filled
from tests.services.world import World, refused

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
STROKES = [[[0, 0], [9, 9]]]


@pytest.fixture
def plan(world: World) -> str:
    """A submitted plan that nobody has signed."""
    world.notes["case"] = world.assessed()
    return world.fill(world.notes["case"], "plan", filled.PLAN)


def sign(
    world: World, record_id: str, role: str, actor: str | Actor = "lin", **named: Any
) -> tuple[str, ...]:
    named = {"method": "drawn", "strokes": STROKES, "signer_name": "张秀兰", **named}
    method = named.pop("method")
    return refused(lambda: world.do(signing.sign, actor, record_id, role, method, world.now, **named))


@pytest.mark.requirement("R-002-32", "R-002-85")
def test_a_plan_needs_three_signatures_by_three_parties(world: World, plan: str) -> None:
    assert sign(world, plan, "client") == ()
    assert sign(world, plan, "worker") == ()
    assert world.view(world.notes["case"]).line.stage == "planning"
    assert sign(world, plan, "supervisor", "wang") == ()

    view = world.do(records.view, "lin", plan, world.now)
    assert view.pending == ()
    assert {each.signer_name for each in view.line.signed} == {"张秀兰", "林晓燕", "王志明"}


@pytest.mark.requirement("R-002-32")
def test_whoever_signed_as_worker_cannot_sign_as_supervisor(world: World, plan: str) -> None:
    both = Actor(
        world.lin.user_id, world.institution_id, frozenset({"social_worker", "supervisor"}), "林晓燕"
    )
    sign(world, plan, "worker", both)

    assert sign(world, plan, "supervisor", both) == ("sign.same-person",)
    assert sign(world, plan, "supervisor") == ("permission.denied",)


@pytest.mark.requirement("R-002-85")
def test_a_supervisor_who_signs_first_is_warned_not_refused(world: World, plan: str) -> None:
    line = world.do(signing.sign, "wang", plan, "supervisor", "drawn", world.now, strokes=STROKES)

    (warning,) = line.warnings
    assert (warning.code, warning.severity, warning.params["id"]) == (
        "case.guard-warning",
        "warning",
        "sign_order",
    )


def test_a_signature_is_bound_to_the_content_that_was_shown(world: World, plan: str) -> None:
    shown = world.do(records.view, "lin", plan, world.now).line.sha256

    assert sign(world, plan, "client", sha256="0" * 64) == ("sign.content-changed",)
    assert sign(world, plan, "client", sha256=shown) == ()
    with world.store.reading(world.institution_id) as session:
        told = session.scalars(select(CaseEvent.data).where(CaseEvent.type == "record.signed")).all()[-1]
    assert (told["sha256"], told["method"], told["signer"]) == (shown, "drawn", "张秀兰")


@pytest.mark.parametrize(
    ("evidence", "code"),
    [
        ({"method": "drawn", "strokes": []}, "sign.no-strokes"),
        ({"method": "typed", "typed": " "}, "sign.no-name"),
        ({"method": "fingerprint"}, "sign.no-image"),
        ({"method": "paper"}, "sign.no-image"),
        ({"method": "paper", "image": "f" * 32}, "attachment.not-found"),
        ({"method": "oral", "witness": "李明"}, "sign.method"),
        ({"method": "stamp"}, "sign.method"),
        ({"signer_name": ""}, "sign.no-name"),
    ],
)
def test_a_signature_without_its_evidence_is_refused(
    world: World, plan: str, evidence: dict[str, Any], code: str
) -> None:
    assert sign(world, plan, "client", **evidence) == (code,)


@pytest.mark.requirement("R-002-82")
def test_a_fingerprint_counts_as_a_signature(world: World, plan: str) -> None:
    image = world.do(attachments.add, "lin", PNG, "手印.png", world.now, record_id=plan)

    assert sign(world, plan, "client", method="fingerprint", strokes=None, image=image.id) == ()
    view = world.do(records.view, "lin", plan, world.now).signatures["/client_signature"]
    assert (view.method, view.image_id, view.date) == ("fingerprint", image.id, "2026-03-02")


def test_a_signature_is_given_once_and_may_be_withdrawn_visibly(world: World, plan: str) -> None:
    sign(world, plan, "worker")

    assert sign(world, plan, "worker") == ("sign.already",)
    world.do(signing.withdraw, "lin", plan, "worker", "签错了", world.now)
    assert sign(world, plan, "worker") == ()
    lines = world.do(records.view, "lin", plan, world.now).line.signed
    assert [(each.valid, each.void_reason) for each in lines] == [(False, "签错了"), (True, "")]


def test_a_draft_cannot_be_signed_nor_a_role_that_is_not_asked(world: World, plan: str) -> None:
    draft = world.start(world.notes["case"], "crisis_plan")

    assert sign(world, draft.line.id, "leader", "wang") == ("sign.not-submitted",)
    assert sign(world, plan, "archivist", "liu") != ()
    assert sign(world, plan, "receiver") == ("sign.not-asked",)


def test_the_handed_over_tablet_signs_one_record_in_one_role(world: World, plan: str) -> None:
    token = world.do(handover.issue, "lin", plan, "client", world.now).token
    with world.store.reading(None) as session:
        handed = handover.open(session, token, world.now)

    assert handed.actor.roles == frozenset({"client"})
    assert world.do(records.view, handed.actor, plan, world.now).may == frozenset({"sign"})
    assert sign(world, plan, "worker", handed.actor) == ("permission.denied",)
    other = world.start(world.notes["case"], "crisis_plan").line.id
    assert refused(lambda: world.do(records.view, handed.actor, other, world.now)) != ()
    assert sign(world, plan, "client", handed.actor) == ()


def test_a_hand_over_ends_by_time_and_by_use(world: World, plan: str) -> None:
    token = world.do(handover.issue, "lin", plan, "client", world.now, minutes=15).token

    with world.store.reading(None) as session:
        late = refused(lambda: handover.open(session, token, world.now + timedelta(minutes=15)))
    with world.store.transaction(world.institution_id) as session:
        handover.close(session, token, world.now)
    with world.store.reading(None) as session:
        used = refused(lambda: handover.open(session, token, world.now))

    assert late == used == ("handover.ended",)


def test_a_hand_over_ends_when_whoever_issued_it_leaves(world: World, plan: str) -> None:
    token = world.do(handover.issue, "lin", plan, "client", world.now).token

    def opened() -> tuple[str, ...]:
        with world.store.reading(None) as session:
            return refused(lambda: handover.open(session, token, world.now))

    assert opened() == ()
    world.do(users.set_active, "admin", world.lin.user_id, False, world.now)
    assert opened() == ("handover.ended",)
    world.do(users.set_active, "admin", world.lin.user_id, True, world.now)
    assert opened() == ("handover.ended",)


@pytest.mark.parametrize(
    "strokes",
    [
        [],
        [[]],
        [{"points": []}],
        [{"points": "no list"}],
        [[["x", 1]]],
        [[[1]]],
        [{"points": [{"x": 1}]}],
        [[[1, float("inf")]]],
        [[[1, 10**7]]],
        [[[True, 1]]],
        "scribble",
        [{"points": [{"x": "<svg onload=1>", "y": 2}]}],
    ],
)
def test_a_line_that_cannot_be_drawn_again_is_no_signature(world: World, plan: str, strokes: Any) -> None:
    assert sign(world, plan, "worker", strokes=strokes) == ("sign.no-strokes",)


@pytest.mark.requirement("R-002-87")
def test_a_worker_cannot_alter_what_a_client_filled_in_alone(world: World) -> None:
    case_id = world.planned()
    world.later(days=1)
    world.fill(case_id, "service_record", filled.SERVICE_RECORD)
    world.act(case_id, "start_evaluation")
    draft = world.start(case_id, "evaluation")
    token = world.do(
        handover.issue, "lin", draft.line.id, "client", world.now, purpose="fill", pages=(1,)
    ).token
    with world.store.reading(None) as session:
        client = handover.open(session, token, world.now).actor

    seen = world.do(records.view, client, draft.line.id, world.now)
    answers = {**draft.data, "satisfaction": "3", "improvement_score": "5"}
    world.do(records.save_draft, client, draft.line.id, answers, seen.version, world.now)
    beyond = {**answers, "worker_reflection": "越过了"}
    stolen = refused(
        lambda: world.do(records.save_draft, client, draft.line.id, beyond, seen.version + 1, world.now)
    )
    with world.store.transaction(world.institution_id) as session:
        handover.close(session, token, world.now)

    after = world.do(records.view, "lin", draft.line.id, world.now)
    better = {**after.data, "satisfaction": "5"}
    assert stolen == ("record.locked-field",)
    assert "/satisfaction" in after.locked
    assert refused(
        lambda: world.do(records.save_draft, "lin", draft.line.id, better, after.version, world.now)
    ) == ("record.locked-field",)
    rest = {**filled.EVALUATION, **{name: after.data[name] for name in ("satisfaction", "improvement_score")}}
    assert world.submit(after, rest).record.status == "submitted"


def test_what_waits_for_a_signature_is_listed_for_who_may_give_it(world: World, plan: str) -> None:
    sign(world, plan, "client")
    sign(world, plan, "worker")

    (waiting,) = world.do(signing.pending, "wang")

    assert (waiting.record_id, waiting.role, waiting.client_name) == (plan, "supervisor", "张秀兰")
    assert world.do(signing.pending, "zhou") == ()
