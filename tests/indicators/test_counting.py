"""What cases add is written when they change; counting everything anew says the same, however it was interrupted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from caseforms.indicators import Count, Table, judge
from caseforms.problems import Refused
from caseforms.services import indicator_tables, quality_tables, records, recounting, registers
from caseforms.storage.tables import CaseEvent, ContributionRow, CountedSource, PersonKey, Record
from tests.indicators.counted import SPRING, anew, rows, table
from tests.services import filled
from tests.services import world as worlds
from tests.services.world import MORNING, World, refused

COMPLAINT = {"kind": "complaint", "content": "约好的时间没有来", "channel": "phone", "anonymous": True}


def play(world: World, steps: list[tuple[int, str, int]]) -> None:
    """A history: each step does one thing with one of three cases; what the workflow refuses does not happen."""
    opened: dict[int, str] = {}
    for which, what, days in steps:
        world.later(days=days)
        case_id = opened.setdefault(which, "") or opened.update({which: world.open()}) or opened[which]
        refused(lambda what=what, case_id=case_id: DOINGS[what](world, case_id))  # type: ignore[misc]


def newest(world: World, case_id: str) -> str:
    """The record of the case that was begun last."""
    wanted = (
        select(Record.id)
        .where(Record.case_id == case_id)
        .order_by(Record.created_at.desc(), Record.id.desc())
    )
    with world.store.reading(world.institution_id) as session:
        return str(session.scalar(wanted.limit(1)))


DOINGS = {
    "apply": lambda world, case: world.fill(case, "application", filled.APPLICATION),
    "consent": lambda world, case: world.sign(
        world.fill(case, "consent", filled.CONSENT), "client", "worker"
    ),
    "accept": lambda world, case: world.act(case, "accept"),
    "profile": lambda world, case: world.fill(case, "risk_profile", filled.RISK_PROFILE),
    "assess": lambda world, case: world.fill(case, "assessment", filled.ASSESSMENT),
    "void": lambda world, case: world.do(records.void, "lin", newest(world, case), "填错了", world.now),
}
USUAL = ["apply", "consent", "accept", "profile", "assess"]
STEPS = st.lists(
    st.tuples(st.integers(0, 1), st.sampled_from([*USUAL, *USUAL, "void"]), st.integers(0, 40)),
    min_size=3,
    max_size=8,
)


@given(steps=STEPS)
@settings(
    max_examples=6,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_after_any_history_counting_anew_changes_nothing(
    world: World, sample: Table, steps: list[tuple[int, str, int]]
) -> None:
    play(world, [(0, step, 1) for step in USUAL[: len(steps)]] + steps)
    before = rows(world)

    anew(world)

    assert before
    assert rows(world) == before


@pytest.mark.requirement("R-000-07")
def test_a_table_counts_a_case_as_soon_as_it_is_assessed(world: World, sample: Table) -> None:
    case_id = world.accepted()
    world.fill(case_id, "risk_profile", filled.RISK_PROFILE)
    before = table(world).row("assessed")

    world.later(days=3)
    world.fill(case_id, "assessment", filled.ASSESSMENT)

    assert (before.count, before.met) == (Count(0, 1), "no")
    assert (table(world).row("assessed").count, table(world).row("assessed").met) == (Count(1, 1), "yes")


def test_a_case_assessed_after_the_period_is_open_in_it_and_good_in_the_next(
    world: World, sample: Table
) -> None:
    case_id = world.accepted()
    world.fill(case_id, "risk_profile", filled.RISK_PROFILE)
    world.now = datetime(2026, 3, 31, 16, 30, tzinfo=UTC)  # half past midnight on 1 April in Shanghai

    world.fill(case_id, "assessment", {**filled.ASSESSMENT, "late_reason": "服务对象外出"})

    assert table(world, SPRING).row("assessed").count == Count(0, 1)
    assert table(world, SPRING.after()).row("assessed").count == Count(1, 1)


def test_one_person_with_two_cases_is_one_person(world: World, sample: Table) -> None:
    for _ in range(2):
        world.fill(world.open(), "application", filled.APPLICATION)

    found = table(world)

    assert found.row("assessed").count.all == 2
    assert found.figures["people"] in (1, 2)  # two unless the registry knows that they are one


def test_a_register_record_counts_and_a_void_one_does_not(world: World, sample: Table) -> None:
    draft = world.do(registers.start, "lin", "complaint-record", world.now)
    world.submit(draft, COMPLAINT)
    before = table(world).row("complaints").count

    world.do(records.void, "wang", draft.line.id, "重复登记", world.now)

    assert before == Count(0, 1)
    assert table(world).row("complaints").count == Count(0, 0)


def test_numbers_counted_under_other_rules_are_said_to_be_old(world: World, sample: Table) -> None:
    world.fill(world.open(), "application", filled.APPLICATION)

    with world.store.transaction(world.institution_id) as session:
        fresh = recounting.is_current(session)
        session.execute(update(CountedSource).values(rules="other"))
        stale = recounting.is_current(session)
    anew(world)
    with world.store.reading(world.institution_id) as session:
        after = recounting.is_current(session)

    assert (fresh, stale, after) == (True, False, True)


def test_settling_a_case_that_adds_the_same_writes_no_row(world: World, sample: Table) -> None:
    case_id = world.open()
    world.fill(case_id, "application", filled.APPLICATION)
    with world.store.reading(world.institution_id) as session:
        before = list(session.scalars(select(ContributionRow.id).order_by(ContributionRow.id)))

    world.later(days=1)
    world.sign(world.fill(case_id, "consent", filled.CONSENT), "client")

    with world.store.reading(world.institution_id) as session:
        after = list(session.scalars(select(ContributionRow.id).order_by(ContributionRow.id)))
        events = len(list(session.scalars(select(CaseEvent.seq).where(CaseEvent.case_id == case_id))))
    assert before == after
    assert events > 2


def test_a_period_that_is_not_over_counts_up_to_today(world: World, sample: Table) -> None:
    world.fill(world.open(), "application", {**filled.APPLICATION, "application_date": "2026-03-02"})

    past = table(world, SPRING.before()).row("assessed").count
    now = table(world, SPRING).row("assessed").count

    assert (past, now) == (Count(0, 0), Count(0, 1))


def test_people_without_the_right_to_statistics_see_no_table(world: World, sample: Table) -> None:
    with pytest.raises(Refused) as refusal:
        world.do(quality_tables.of_period, "chen", "sample-table", SPRING, world.now)

    assert refusal.value.problems[0].code == "permission.denied"
    assert judge(sample, {}, quality_tables.Asked()).number("na") == 3
    assert world.now - MORNING < timedelta(days=1)


def counted_row(counter: str, unit: str) -> ContributionRow:
    """A row that counts in the first quarter of 2026."""
    return ContributionRow(
        counter=f"cd-monitoring-table:{counter}",
        source_id=unit[:32],
        form="",
        missing=-1,
        unit=unit,
        met=True,
        at=20260301,
        e_from=20260301,
        e_to=99999999,
        s_from=0,
        s_to=20260301,
        amount=0,
    )


@pytest.mark.requirement("R-A1-3.3")
def test_without_the_number_of_residents_only_registered_clients_count_as_participants(world: World) -> None:
    world.fill(world.open(), "application", filled.APPLICATION)
    with world.store.transaction(world.institution_id) as session:
        person, digest = session.execute(
            select(PersonKey.person_id, PersonKey.digest).where(PersonKey.kind == "phone")
        ).one()
        session.add_all(
            [
                counted_row("total_clients", person),
                counted_row("total_clients", "somebody else"),
                counted_row("3_3", digest),
                counted_row("3_3", "a resident whom nobody registered"),
            ]
        )

    found = world.do(quality_tables.of_period, "qian", "cd-monitoring-table", SPRING, world.now).row("3_3")
    world.do(quality_tables.set_residents, "qian", 4, world.now)
    typed = world.do(quality_tables.of_period, "qian", "cd-monitoring-table", SPRING, world.now).row("3_3")

    assert (found.count, found.met) == (Count(1, 2), "yes")
    assert found.remarks
    assert (typed.count, typed.remarks) == (Count(2, 4), ())


@pytest.mark.requirement("R-M-08")
def test_another_institution_counts_nothing_of_ours(world: World, sample: Table) -> None:
    world.fill(world.open(), "application", filled.APPLICATION)
    other = worlds.build(world.store, "another")

    theirs = other.do(quality_tables.of_period, "qian", "sample-table", SPRING, other.now)

    assert table(world).row("assessed").count.all == 1
    assert theirs.row("assessed").count.all == 0


@pytest.mark.parametrize("name", ["cd-monitoring-table", "kpi-table"])
def test_the_page_of_a_row_says_what_the_table_says(world: World, name: str) -> None:
    wanted = indicator_tables.table(name)
    counters = [*wanted.counters(), *(part.counter for row in wanted.rows for part in row.beside)]
    with world.store.transaction(world.institution_id) as session:
        for number, counter in enumerate(counters):
            row = counted_row(counter.id, f"unit {number}")
            row.counter = indicator_tables.counter_key(wanted, counter)
            session.add(row)

    whole = world.do(quality_tables.of_period, "qian", name, SPRING, world.now)

    for row in wanted.rows:
        ((_, found),) = world.do(quality_tables.trend, "qian", name, row.id, SPRING, 1, world.now)
        assert found == whole.row(row.id)
