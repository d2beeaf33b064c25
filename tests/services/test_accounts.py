"""Accounts: one answer for both mistakes, waits that grow, first passwords that change, a second factor."""

from __future__ import annotations

from datetime import timedelta

import pyotp
import pytest
from sqlalchemy import select

from caseforms.services import accounts, lockout, passwords, users
from caseforms.services.accounts import SignIn
from caseforms.storage.tables import User, UserSession
from tests.services.world import World, refused

PASSWORD = "correct horse 9"


def sign_in(
    world: World,
    password: str = PASSWORD,
    username: str = "lin-chunhui",
    ip: str = "10.0.0.1",
    code: str = "",
) -> SignIn:
    with world.store.transaction(None) as session:
        return accounts.sign_in(session, username, password, ip, world.now, code)


def code_of(answer: SignIn) -> str:
    return answer.problem.code if answer.problem else "in"


def resume(world: World, token: str) -> accounts.Signed | None:
    with world.store.reading(None) as session:
        return accounts.resume(session, token, world.now)


def test_signing_in_gives_a_token_and_the_roles(world: World) -> None:
    answer = sign_in(world, username=" LIN-Chunhui ")

    assert answer.actor == world.lin
    signed = resume(world, answer.token)
    assert signed is not None
    assert signed.actor == world.lin


def test_a_wrong_name_and_a_wrong_password_get_the_same_answer(world: World) -> None:
    assert code_of(sign_in(world, "wrong")) == code_of(sign_in(world, username="nobody")) == "account.wrong"


def test_five_failures_from_one_place_make_even_the_right_password_wait(world: World) -> None:
    for _ in range(5):
        sign_in(world, "wrong")

    assert code_of(sign_in(world)) == "account.locked"
    assert [
        line.locked for line in world.do(users.users, "admin", world.now) if line.id == world.lin.user_id
    ] == [True]
    assert code_of(sign_in(world, ip="10.0.0.2")) == "in"
    world.later(minutes=1, seconds=1)
    assert code_of(sign_in(world)) == "in"


def test_waits_double_and_a_success_starts_again_from_nothing(world: World) -> None:
    for _ in range(5):
        sign_in(world, "wrong")
    world.later(minutes=1, seconds=1)
    sign_in(world, "wrong")

    locked = sign_in(world)
    assert locked.problem is not None
    assert locked.problem.params["minutes"] == 2
    world.later(minutes=3)
    assert code_of(sign_in(world)) == "in"
    assert [code_of(sign_in(world, "wrong")) for _ in range(4)] == ["account.wrong"] * 4
    assert code_of(sign_in(world)) == "in"


def test_a_session_ends_when_nobody_is_there_and_at_the_latest_after_a_shift(world: World) -> None:
    token = sign_in(world).token

    world.later(minutes=29)
    with world.store.transaction(None) as session:
        accounts.touch(session, token, world.now)
    world.later(minutes=29)
    assert resume(world, token) is not None
    world.later(minutes=2)
    assert resume(world, token) is None

    token = sign_in(world).token
    for _ in range(26):
        world.later(minutes=28)
        with world.store.transaction(None) as session:
            accounts.touch(session, token, world.now)
    assert resume(world, token) is None


def test_a_rotated_token_replaces_the_old_one(world: World) -> None:
    token = sign_in(world).token

    with world.store.transaction(None) as session:
        fresh = accounts.rotate(session, token, world.now)

    assert resume(world, token) is None
    assert resume(world, fresh) is not None
    with world.store.transaction(None) as session:
        accounts.sign_out(session, fresh, world.now)
    assert resume(world, fresh) is None


def test_the_token_itself_is_not_kept(world: World) -> None:
    token = sign_in(world).token

    with world.store.reading(world.institution_id) as session:
        kept = [row.id for row in session.scalars(select(UserSession))]

    assert kept
    assert token not in kept


def test_a_first_password_must_be_changed_and_changing_ends_every_session(world: World) -> None:
    added = world.do(users.add_user, "admin", "new-one", "新同事", ["social_worker"], world.now)
    first = sign_in(world, added.first_password, "new-one")
    assert first.actor is not None
    assert first.must_change_password

    found = world.do(
        accounts.change_password,
        first.actor,
        added.first_password,
        "three green pears",
        "10.0.0.1",
        world.now,
    )

    assert found == ()

    assert resume(world, first.token) is None
    again = sign_in(world, "three green pears", "new-one")
    assert (code_of(again), again.must_change_password) == ("in", False)


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("short1", "account.password-short"),
        ("x" * 129, "account.password-long"),
        ("aaaaaaaaaaaa", "account.password-common"),
        ("Password1234", "account.password-common"),
        ("my-lin-chunhui!", "account.password-has-name"),
    ],
)
def test_a_weak_password_is_refused_with_the_reason(password: str, code: str) -> None:
    assert code in [problem.code for problem in passwords.problems(password, "lin-chunhui")]


def test_a_password_is_kept_as_argon2id(world: World) -> None:
    with world.store.reading(world.institution_id) as session:
        kept = session.scalars(select(User.password_hash)).all()

    assert all(each.startswith("$argon2id$") for each in kept)


def test_the_second_factor_is_asked_for_and_each_code_works_once(world: World) -> None:
    offer = world.do(accounts.start_totp, "lin")
    assert code_of(sign_in(world)) == "in"
    recovery = world.do(accounts.confirm_totp, "lin", pyotp.TOTP(offer.secret).at(world.now), world.now)

    assert code_of(sign_in(world)) == "account.code-needed"
    world.later(seconds=30)
    code = pyotp.TOTP(offer.secret).at(world.now)
    assert code_of(sign_in(world, code="000000")) == "account.code-wrong"
    assert code_of(sign_in(world, code=code)) == "in"
    assert code_of(sign_in(world, code=code)) == "account.code-wrong"
    assert code_of(sign_in(world, code=recovery[0])) == "in"
    assert code_of(sign_in(world, code=recovery[0])) == "account.code-wrong"


def test_who_leaves_is_out_at_once(world: World) -> None:
    token = sign_in(world).token

    world.do(users.set_active, "admin", world.lin.user_id, False, world.now)

    assert resume(world, token) is None
    assert code_of(sign_in(world)) == "account.wrong"


def test_wrong_old_passwords_count_towards_the_lock_out(world: World) -> None:
    def change(old: str) -> tuple[str, ...]:
        found = world.do(accounts.change_password, "lin", old, "three green pears", "10.0.0.1", world.now)
        return tuple(problem.code for problem in found)

    guessed = [change("wrong") for _ in range(lockout.FREE_FAILURES)]

    assert set(guessed) == {("account.old-password-wrong",)}
    assert change("correct horse 9") == ("account.locked",)
    world.later(hours=2)
    assert change("correct horse 9") == ()


def test_the_second_factor_is_not_dropped_by_guessing(world: World) -> None:
    def drop(password: str) -> tuple[str, ...]:
        found = world.do(accounts.drop_totp, "lin", password, "10.0.0.1", world.now)
        return tuple(problem.code for problem in found)

    for _ in range(lockout.FREE_FAILURES):
        assert drop("wrong") == ("account.old-password-wrong",)

    assert drop("correct horse 9") == ("account.locked",)


def test_new_roles_count_at_once(world: World) -> None:
    token = sign_in(world).token

    world.do(users.set_roles, "admin", world.lin.user_id, ["archivist"], world.now)

    assert resume(world, token) is None
    answer = sign_in(world)
    assert answer.actor is not None
    assert answer.actor.roles == frozenset({"archivist"})


def test_a_reset_gives_a_new_first_password(world: World) -> None:
    for _ in range(9):
        sign_in(world, "wrong")
    given = world.do(users.reset_password, "admin", world.lin.user_id, world.now)

    assert code_of(sign_in(world)) == "account.wrong"
    assert sign_in(world, given).must_change_password


@pytest.mark.parametrize(
    ("username", "name", "roles", "code"),
    [
        ("a", "x", ["social_worker"], "account.username"),
        ("two words", "x", ["social_worker"], "account.username"),
        ("LIN-chunhui", "x", ["social_worker"], "account.username-taken"),
        ("fine", " ", ["social_worker"], "account.name-missing"),
        ("fine", "x", [], "account.unknown-role"),
        ("fine", "x", ["client"], "account.unknown-role"),
    ],
)
def test_an_impossible_user_is_refused(
    world: World, username: str, name: str, roles: list[str], code: str
) -> None:
    assert refused(lambda: world.do(users.add_user, "admin", username, name, roles, world.now)) == (code,)


def test_preferences_are_kept_per_user(world: World) -> None:
    world.do(accounts.set_preferences, "lin", {"language": "en", "large": True}, world.now)

    assert world.do(accounts.preferences, "lin") == {"language": "en", "large": True}
    assert world.do(accounts.preferences, "zhou") == {"language": "zh"}


def test_a_token_of_nobody_resumes_nothing(world: World) -> None:
    assert resume(world, "") is None
    assert timedelta(0) < accounts.IDLE < accounts.LONGEST_SESSION
