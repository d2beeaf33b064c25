"""How long it takes to see what a change of a form means for 100 000 stored records, against checking them alone."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import insert

from bench.figure import Effort, Figure, Text
from bench.house import House, house
from bench.timing import seconds
from caseforms import answers
from caseforms.definitions import Form
from caseforms.rules import Context
from caseforms.services import designs, impact, library, sealing
from caseforms.services.actors import Actor
from caseforms.storage.tables import Record, Revision

RECORDS, FEW, AT_ONCE = 100_000, 2_000, 5_000
BUDGET = 2.0
FORM = "mh-application"
NOW = datetime(2026, 3, 5, 1, 0, tzinfo=UTC)
SHORTER = {"op": "set", "item": "field:/client_needs", "property": "maxLength", "value": 40}
HOW = Text(
    zh="一家机构有10万份已提交的申请表，身份与联系方式已加密。管理员把“求助者需求”的最大长度改短：逐份读出、解密、按新表单检查，统计不合格的记录、找不到位置的选项和草稿。参照是对内存中同样的答案只做检查（answers.check）。",
    en="One institution has 100 000 submitted applications, identities and contacts sealed. An administrator shortens the "
    "longest answer to one question: every record is read, opened and checked with the new form, and what fails, what "
    "has no place and the drafts are counted. The yardstick is the check alone (answers.check) of the same answers in "
    "memory.",
)
ANSWERS: dict[str, Any] = {
    "application_no": "2026-A-0001", "application_date": "2026-03-02", "client_name": "张秀兰", "gender": "female",
    "birth_date": "1970-01-05", "age": 56, "id_number": "11010519491231002X", "phone": "13800138042",
    "address_province": "内蒙古自治区", "address_city": "鄂尔多斯市", "address_district": "东胜区",
    "application_channel": "self", "urgent_risk": False, "follow_up": "yes", "accept_basis": "in_scope",
    "scope_action": "accept", "emergency_contact_name": "李明", "emergency_contact_phone": "13900139000",
    "responsible_worker": "0" * 32, "decision_date": "2026-03-02",
}  # fmt: skip


def measure(effort: Effort) -> Figure:
    """Our processor time as a multiple of the check's."""
    with house() as place:
        records = effort.choose(RECORDS, FEW)
        form = library.form(None, FORM)
        _fill(place, form, records)
        keeper = Actor("1" * 32, place.institution_id, frozenset({"administrator"}), "管理员")
        with place.store.transaction(place.institution_id) as session:
            design = designs.open_(session, keeper, "form", FORM, NOW)
            designs.apply(session, keeper, design.id, [SHORTER], NOW)
        told: list[impact.Impact] = []

        def ours() -> object:
            with place.store.reading(place.institution_id) as session:
                told.append(impact.of(session, keeper, design.id))

        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        own = seconds(ours, 1)
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        theirs = _check_alone(form, records)
        assert (told[0].records, told[0].failing) == (records, records // 4), told[0].first[:1]
    title = Text(
        "改动表单前检查10万份已存记录，相对于单纯的检查",
        "the impact of a change on 100 000 stored records, against checking them alone",
    )
    beside = {"s, the whole": own, "ms, one record": 1000 * own / records, "MiB, more memory": grown}
    return Figure("impact", title, own / theirs, "×", BUDGET, HOW, beside=beside)


def _check_alone(form: Form, records: int) -> float:
    known = [_answers(number) for number in range(FEW)]
    context = Context.at(NOW)

    def check() -> None:
        for data in known:
            answers.check(form, data, context)

    return seconds(check, records // FEW)


def _answers(number: int) -> dict[str, Any]:
    """One in four is too long for the shortened question."""
    return {**ANSWERS, "client_needs": "希望重新外出工作" * (8 if number % 4 == 0 else 1)}


def _fill(place: House, form: Form, records: int) -> None:
    assert not answers.check(form, _answers(0), Context.at(NOW)), "the answers are not valid"
    with place.store.transaction(place.institution_id) as session:
        for start in range(0, records, AT_ONCE):
            numbers = range(start, min(start + AT_ONCE, records))
            session.execute(insert(Record), list(_records(place, form, numbers)))
            session.execute(insert(Revision), list(_revisions(place, form, numbers)))


def _records(place: House, form: Form, numbers: range) -> Iterator[dict[str, Any]]:
    for number in numbers:
        yield {
            "id": f"{number:032x}", "institution_id": place.institution_id, "version": 1, "slot": "application",
            "definition_id": FORM, "definition_version": form.definition.version,
            "definition_sha256": form.definition.sha256, "number": 1, "status": "submitted", "revision": 1,
            "author": place.worker.user_id, "created_at": NOW, "updated_at": NOW, "submitted_at": NOW,
            "sha256": "", "locked": [], "void_reason": "",
        }  # fmt: skip


def _revisions(place: House, form: Form, numbers: range) -> Iterator[dict[str, Any]]:
    for number in numbers:
        name = f"{number:032x}"
        data, sealed = sealing.seal(place.store.keyring, form, name, _answers(number))
        yield {
            "record_id": name, "institution_id": place.institution_id, "number": 1, "submission_id": name,
            "data": data, "sealed": sealed, "sha256": "", "submitted_sha256": "", "by": place.worker.user_id,
            "at": NOW, "reason": "", "warnings": [],
        }  # fmt: skip
