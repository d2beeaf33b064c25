"""Numbers of the work: scales in a case, levels of intervention, satisfaction, the gaps between contacts."""

from __future__ import annotations

import pytest

from caseforms.services import contacts, public_forms, scores, statistics
from caseforms.services.actors import Actor
from caseforms.services.identifiers import new_id
from tests.services import filled
from tests.services.world import World, refused

CALM = {f"q{number}": "1" for number in range(1, 9)} | {"q9": "0"}
PHQ9 = {"items": CALM, "occasion": "baseline", "answered_by": "self", "difficulty": "1"}


def evaluator(world: World) -> Actor:
    """Somebody from outside who evaluates the service."""
    return Actor(new_id(), world.institution_id, frozenset({"third_party"}), "评估方")


def counted(counts: tuple[statistics.Count, ...]) -> dict[str, int]:
    """Numbers by code, zeros aside."""
    return {count.code: count.number for count in counts if count.number}


@pytest.mark.requirement("R-002-05")
def test_a_phq9_joins_a_case_and_its_total_stands_in_the_file(world: World) -> None:
    case_id = world.accepted()

    record_id = world.fill(case_id, "scale", PHQ9)

    (score,) = world.do(lambda session, _actor: scores.of_case(session, case_id), "lin").values()
    assert (score.total, score.band) == (8, {"zh": "5–9 轻度", "en": "5–9 Mild"})
    view = world.view(case_id)
    assert [line.id for slot in view.slots if slot.name == "scale" for line in slot.records] == [record_id]
    assert "in_crisis" not in view.line.flags


@pytest.mark.requirement("R-002-05")
@pytest.mark.parametrize("answer", ["1", "2", "3"])
def test_thoughts_of_self_harm_raise_the_crisis_alert_whatever_the_total(world: World, answer: str) -> None:
    case_id = world.accepted()

    world.fill(case_id, "scale", {**PHQ9, "items": dict.fromkeys(CALM, "0") | {"q9": answer}})

    assert "in_crisis" in world.view(case_id).line.flags


@pytest.mark.requirement("R-002-33", "R-002-07")
def test_service_records_are_counted_and_listed_by_level(world: World) -> None:
    case_id = world.planned()
    family = world.fill(
        case_id, "service_record", {**filled.SERVICE_RECORD, "intervention_level": ["individual", "family"]}
    )
    world.fill(case_id, "service_record", {**filled.SERVICE_RECORD, "intervention_level": ["individual"]})

    found = world.do(statistics.of_institution, "sun")

    assert counted(found.levels) == {"individual": 2, "family": 1}
    assert [line.record_id for line in world.do(statistics.at_level, "lin", "family").items] == [family]
    assert world.do(statistics.at_level, "lin", "community").items == ()


def test_the_list_by_level_holds_only_cases_that_one_reads(world: World) -> None:
    case_id = world.planned()
    world.fill(case_id, "service_record", {**filled.SERVICE_RECORD, "intervention_level": ["family"]})

    assert world.do(statistics.at_level, "zhou", "family").items == ()
    assert len(world.do(statistics.at_level, "wang", "family").items) == 1


def test_the_list_by_level_pages_without_gaps(world: World) -> None:
    case_id = world.planned()
    ids = []
    for _ in range(3):
        ids.append(
            world.fill(case_id, "service_record", {**filled.SERVICE_RECORD, "intervention_level": ["family"]})
        )

    first = world.do(statistics.at_level, "lin", "family", limit=2)
    second = world.do(statistics.at_level, "lin", "family", after=first.next, limit=2)

    assert sorted(line.record_id for line in (*first.items, *second.items)) == sorted(ids)
    assert second.next is None


@pytest.mark.requirement("R-002-49")
def test_an_evaluator_reads_stages_and_satisfaction_of_the_institution(world: World) -> None:
    world.open()
    case_id = world.planned()
    world.fill(case_id, "service_record", filled.SERVICE_RECORD)
    world.act(case_id, "start_evaluation")
    world.fill(case_id, "evaluation", {**filled.EVALUATION, "satisfaction": "5"})
    for answer in ("4", "2"):
        world.fill(case_id, "satisfaction", {"overall": answer, "answered_by": "self"})

    found = world.do(statistics.of_institution, evaluator(world))

    assert counted(found.stages) == {"application": 1, "evaluation": 1}
    assert counted(found.satisfaction) == {"5": 1, "4": 1, "2": 1}
    assert (found.answers, found.average, found.satisfied_percent) == (3, 3.67, 66.7)


@pytest.mark.parametrize("actor", ["lin", "liu", "admin", "wu"])
def test_statistics_are_for_whoever_answers_for_the_work(world: World, actor: str) -> None:
    assert refused(lambda: world.do(statistics.of_institution, actor)) == ("permission.denied",)


def test_an_institution_without_answers_has_no_average(world: World) -> None:
    found = world.do(statistics.of_institution, "qian")

    assert (found.answers, found.average, found.satisfied_percent) == (0, None, None)


@pytest.mark.requirement("R-002-44")
def test_the_gaps_between_the_last_contacts_are_listed(world: World) -> None:
    case_id = world.planned()
    for days in (0, 7, 21):
        world.later(days=days)
        world.fill(case_id, "service_record", filled.SERVICE_RECORD)

    found = world.do(lambda session, _actor: contacts.last(session, case_id), "lin")
    two = world.do(lambda session, _actor: contacts.last(session, case_id, 2), "lin")

    assert [contact.gap for contact in found] == [None, 7, 21]
    assert [contact.gap for contact in two] == [7, 21]
    assert [contact.day.isoformat() for contact in found] == ["2026-03-02", "2026-03-09", "2026-03-30"]


def test_a_public_form_is_one_of_two(world: World) -> None:
    def send(session: object, _actor: Actor) -> object:
        return public_forms.send(
            session, world.institution_id, "incident-report", {}, world.now, new_id(), ""
        )  # type: ignore[arg-type]

    assert refused(lambda: world.do(send, "lin")) == ("register.not-found",)
