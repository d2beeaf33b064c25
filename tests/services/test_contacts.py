"""The last contacts of a case, on a case that had none yet."""

from __future__ import annotations

from caseforms.services import contacts


def test_a_case_without_service_has_no_contacts(store):
    with store.reading("0" * 32) as session:
        assert contacts.last(session, "0" * 32) == ()
