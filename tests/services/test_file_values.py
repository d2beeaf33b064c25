"""A file field holds a file that was brought to this record or its case, and nothing invented."""

from __future__ import annotations

import pytest

from caseforms.services import attachments, records
from tests.services.world import World, refused

PNG = b"\x89PNG\r\n\x1a\nx"


def scan_of(world: World, case_id: str) -> dict[str, object]:
    line = world.do(attachments.add, "lin", PNG, "扫描.png", world.now, case_id=case_id)
    return {"id": line.id, "name": line.name, "type": line.type, "size": line.size, "sha256": line.sha256}


def test_a_file_of_the_case_may_stand_in_its_record(world: World) -> None:
    case_id = world.open()
    draft = world.start(case_id, "consent")
    data = {**draft.data, "written_agreement_scan": scan_of(world, case_id)}

    saved = world.do(records.save_draft, "lin", draft.line.id, data, draft.version, world.now)

    assert saved.data["written_agreement_scan"] == data["written_agreement_scan"]


@pytest.mark.parametrize("change", [{"id": "0" * 32}, {"sha256": "0" * 64}, {"name": "别人的.png"}])
def test_an_invented_file_is_refused_at_its_field(world: World, change: dict[str, str]) -> None:
    case_id = world.open()
    draft = world.start(case_id, "consent")
    data = {**draft.data, "written_agreement_scan": {**scan_of(world, case_id), **change}}

    codes = refused(
        lambda: world.do(records.save_draft, "lin", draft.line.id, data, draft.version, world.now)
    )

    assert codes == ("attachment.not-found",)


def test_a_file_of_another_case_is_refused(world: World) -> None:
    elsewhere = scan_of(world, world.open())
    draft = world.start(world.open(), "consent")
    data = {**draft.data, "written_agreement_scan": elsewhere}

    codes = refused(
        lambda: world.do(records.save_draft, "lin", draft.line.id, data, draft.version, world.now)
    )

    assert codes == ("attachment.not-found",)
