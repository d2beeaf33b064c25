"""The client has died: nothing remains but to close, without a client's signature and without visits."""

from __future__ import annotations

import pytest

from tests.journeys import answers, chapters, shortcuts

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

CLOSURE: answers.Answers = {
    "closure_reason": ["death_or_move"],
    "death_or_move_kind": "death",
    "closure_reason_death_or_move": "因突发心梗去世，家属已告知。",
    "client_informed_of_end": "no",
    "not_informed_reason": "服务对象已去世。",
    "signer_type": "waived",
    "signature_waived_reason": "death",
    "closure_summary": "服务期间情绪平稳，能独自取药。",
    "follow_up_plan": "向家属致哀，不再回访。",
}


@pytest.mark.requirement("R-002-38")
def test_after_a_death_only_closing_is_offered_without_client_signature_or_visits(walk, house):
    case = shortcuts.served(house)
    lin, wang = walk("lin", size="tablet"), walk("wang")

    chapters.file(
        lin,
        case,
        "suspension",
        {"event": "death", "event_date": "2026-3-5", "handling": "close", "note": "因突发心梗去世。"},
    )
    assert chapters.stage(lin, case) == "结案"
    assert lin.sees("已故")
    lin.look("death-case")
    assert not lin.page.locator('form[action$="/records/service_record"]').count()
    closure = chapters.file(lin, case, "closure", CLOSURE)
    assert not lin.page.locator(f'a[href="{closure}/sign/client"]').count()
    chapters.signs(lin, closure, "worker")
    chapters.signs(wang, closure, "supervisor")

    assert chapters.stage(lin, case) == "结案后回访"
    assert not lin.page.locator("#tasks").count()
    assert not lin.page.locator('a[href$="/act/reopen"]').count()
    lin.look("death-closed")
