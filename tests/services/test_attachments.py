"""Attachments: what they are is read from their content; what they are called is made harmless."""

from __future__ import annotations

import io

import pytest

from caseforms.services import attachments
from tests.services.world import World, refused

PDF, PNG, JPEG = b"%PDF-1.7 x", b"\x89PNG\r\n\x1a\nx", b"\xff\xd8\xff\xe0x"


@pytest.mark.parametrize(
    ("content", "kind", "ending"),
    [(PDF, "application/pdf", "pdf"), (PNG, "image/png", "png"), (JPEG, "image/jpeg", "jpg")],
)
def test_the_type_is_read_from_the_content(world: World, content: bytes, kind: str, ending: str) -> None:
    case_id = world.open()

    line = world.do(attachments.add, "lin", io.BytesIO(content), "照片.exe", world.now, case_id=case_id)

    assert (line.type, line.name, line.size) == (kind, f"照片.{ending}", len(content))
    again, path = world.do(attachments.open, "lin", line.id, world.now)
    assert again == line
    assert path.read_bytes() == content


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "attachment.empty"),
        (b"MZ executable", "attachment.type"),
        (b"<svg onload=alert(1)>", "attachment.type"),
        (PDF + b"x" * 1024 * 1024, "attachment.too-large"),
    ],
)
def test_what_is_not_accepted_is_refused_and_not_kept(world: World, content: bytes, code: str) -> None:
    case_id = world.open()

    assert refused(
        lambda: world.do(attachments.add, "lin", content, "a.pdf", world.now, case_id=case_id)
    ) == (code,)


def test_a_field_may_accept_less(world: World) -> None:
    case_id = world.open()

    codes = refused(
        lambda: world.do(
            attachments.add, "lin", PDF, "a.pdf", world.now, case_id=case_id, accept=("image/png",)
        )
    )

    assert codes == ("attachment.type",)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\secret\\a.pdf", "a.pdf"),
        ("a\r\nb\0.pdf", "ab.pdf"),
        (".pdf", "pdf.pdf"),
        ("", "file.pdf"),
        ("字" * 300 + ".pdf", "字" * 120 + ".pdf"),
    ],
)
def test_a_name_is_made_harmless(world: World, name: str, kept: str) -> None:
    case_id = world.open()

    assert world.do(attachments.add, "lin", PDF, name, world.now, case_id=case_id).name == kept


def test_a_file_is_seen_by_those_who_see_its_case(world: World) -> None:
    line = world.do(attachments.add, "lin", PDF, "a.pdf", world.now, case_id=world.open())

    assert refused(lambda: world.do(attachments.open, "zhou", line.id, world.now)) == ("permission.denied",)
    assert refused(lambda: world.do(attachments.open, "chen", line.id, world.now)) == ("case.not-found",)


def test_a_file_that_is_gone_from_the_disk_is_said_to_be_lost(world: World) -> None:
    line = world.do(attachments.add, "lin", PDF, "a.pdf", world.now, case_id=world.open())
    world.store.files.path(line.sha256).unlink()

    assert refused(lambda: world.do(attachments.open, "lin", line.id, world.now)) == ("attachment.lost",)
