"""An institution works by standard 002 in its own way, stays answerable to it, and takes its next version over."""

from __future__ import annotations

import re

import pytest

from caseforms.services import library
from caseforms.services.actors import Actor
from tests.journeys import adaptations

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

REPORT = "/institutions/standards/002"
DEADLINE = "/designer/workflows/mental-health-case/items/timer:assessment"


@pytest.mark.requirement("R-M-07")
def test_an_institution_adapts_a_standard_reports_on_it_and_takes_its_next_version_over(walk, house):
    actor = Actor(house.user_ids["guan"], house.institution_id, frozenset({"administrator"}), "管理员")
    guan = walk("guan")
    page, press = guan.page, lambda words: guan.page.get_by_role("button", name=words).first

    guan.open("/institutions").go_by(press("采用 社区精神卫生社会工作服务规范"))
    followed = guan.sees("已采用")
    adaptations.adapt(house.store, actor, house.clock())
    guan.open(DEADLINE)
    page.locator("[name=length]").fill("20")
    guan.go_by(press("保存"))
    refused = [guan.sees("不能放宽"), guan.sees("6.2.2 c")]
    guan.open(REPORT).look("conformance")
    verdict = page.locator("#verdict").inner_text()
    paper = page.request.get(f"{guan.address}{REPORT}/report.pdf?language=both").body()
    adaptations.newer_standard(house.store, actor, house.clock())
    guan.open("/institutions/newer").go_by(press("接受新版本"))
    merged = guan.sees("姓名（与身份证一致）")
    guan.look("upgrade").go_by(page.get_by_role("link", name="先定第一处"))
    guan.look("conflict").tick("choice", "ours")
    guan.go_by(press("决定"))
    page.locator("#note").fill("接受标准1.1版，保留本中心对需求一栏的叫法。")
    guan.go_by(press(re.compile("在版本1.1.0上发布")))

    assert (followed, refused, merged) == (True, [True, True], True)
    assert "extends" in verdict
    assert paper.startswith(b"%PDF")
    assert guan.sees("版本1.1.0+ch.2已生效")
    with house.store.reading(house.institution_id) as session:
        form = library.form(session, adaptations.FORM)
    words = [form.label(form.fields[each], "zh") for each in ("/client_needs", "/client_name")]
    assert words == ["来访者的需求", "姓名（与身份证一致）"]
    assert form.fields["/client_name"].schema["maxLength"] == 30
