"""Every setting is documented, and the page documents no setting that is not there."""

from __future__ import annotations

import re

from caseforms.settings import VARIABLES
from tests.house.source import ROOT

TEST_ONLY = {"CASEFORMS_TEST_POSTGRES", "CASEFORMS_TEST_CHROMIUM"}


def test_docs_settings_names_exactly_the_settings_there_are() -> None:
    page = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")

    documented = set(re.findall(r"`(CASEFORMS_[A-Z_]+)`", page)) - TEST_ONLY

    assert documented == set(VARIABLES.values())
