"""Whatever is posted, a form answers with data or with problems, and can be drawn again with what was typed."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from caseforms.rendering import Reader, decode, draw, encode, merge
from tests.rendering import forms, pages

FORM = forms.with_every_kind()
KNOWN = sorted(
    {name for name, _ in encode(FORM, forms.FILLED)} | {"born", "sent-rest", "drugs-2-_id", "photo-remove"}
)
NAMES = (
    st.sampled_from(KNOWN)
    | st.text(max_size=8)
    | st.sampled_from(["_do", "_page", "drugs-9-drug", "drugs-_count-x"])
)
TEXTS = (
    st.text(max_size=12)
    | st.sampled_from(["1", "0", "true", "999999", "-1", "2026", "13", "add drugs", "remove drugs 0", "up drugs 99999", "a", "其他"])
)  # fmt: skip


@given(st.dictionaries(NAMES, st.lists(TEXTS, min_size=1, max_size=2), max_size=12))
@settings(deadline=None, max_examples=80, suppress_health_check=list(HealthCheck))
def test_any_body_is_answered_and_comes_back(body: dict[str, list[str]]) -> None:
    read = decode(FORM, body)
    page = pages.read(draw(FORM, read.data, Reader(), problems=read.problems, raw=read.raw))

    assert page.find("form")
    assert read.data == {} or not read.refused
    assert not (read.refused and read.spoken)
    assert merge(forms.FILLED, read) == forms.FILLED or read.spoken


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=5), lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2), max_leaves=5), st.sampled_from(sorted(forms.FILLED)))  # fmt: skip
@settings(deadline=None, max_examples=80, suppress_health_check=list(HealthCheck))
def test_data_of_any_shape_can_be_drawn_and_read(value: object, name: str) -> None:
    for mode in ("fill", "read"):
        pages.read(draw(FORM, {name: value}, Reader(), mode=mode))
