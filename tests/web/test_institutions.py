"""Standards in words: adopting one, the report on what was changed, taking over what is newer, conflict by conflict."""

from __future__ import annotations

from io import BytesIO

import pytest

from caseforms.definitions import Form
from caseforms.rendering.paper import printing
from caseforms.services import audit, library
from caseforms.services.actors import Actor
from tests.journeys import adaptations
from tests.web.conftest import House


@pytest.fixture
def guan(house: House) -> Actor:
    """The administrator, for the services."""
    return Actor(house.user_ids["guan"], house.institution_id, frozenset({"administrator"}), "管理员")


def needs(house: House) -> str:
    """What the question that both sides renamed is called now."""
    with house.store.reading(house.institution_id) as session:
        return needs_of(library.form(session, adaptations.FORM))


def needs_of(form: Form) -> str:
    """What that question is called in a form."""
    return form.label(form.fields["/client_needs"], "zh")


def test_a_standard_is_adopted_and_left_and_only_then_are_its_newer_versions_offered(house, visit, guan):
    adaptations.changed(house.store, guan, "form", adaptations.FORM, [adaptations.RELABELLED], house.clock())
    adaptations.newer_standard(house.store, guan, house.clock())
    person = visit("guan").open("/institutions/newer")
    unasked = person.sees("Case application form")

    person.open("/institutions").press("Adopt Specification")
    adopted = person.sees("adopted")
    offered = person.open("/institutions/newer").sees("Case application form")
    person.open("/institutions").press("No longer follow it Specification")

    assert (unasked, adopted, offered) == (False, True, True)
    assert not person.open("/institutions").sees("adopted")


@pytest.mark.requirement("R-M-07")
def test_the_report_says_on_screen_on_paper_and_to_programs_how_the_institution_stands_to_a_standard(
    house, visit, guan, monkeypatch
):
    pressed: list[str] = []
    monkeypatch.setattr(printing, "_run", lambda page, _: pressed.append(page.decode()) or b"%PDF-1.7")
    adaptations.adapt(house.store, guan, house.clock())
    person = visit("guan").open("/institutions/standards/002")

    shown = [person.sees(each) for each in ("Extends the standard", "the limits 50 → 30", "hours 24 → 12")]
    person.client.get("/institutions/standards/002/report.pdf?language=both")
    told = person.client.get("/institutions/standards/002/report.json").get_json()

    (paper,) = pressed
    assert shown == [True, True, True]
    assert "扩展标准" in paper
    assert "Extends the standard" in paper
    assert told["verdict"] == {"code": "extends", "zh": "扩展标准", "en": "Extends the standard"}
    assert [each["kind"] for each in told["documents"]] == ["form", "workflow"]
    verdicts = {each["item"]: each["verdict"] for each in told["documents"][0]["items"]}
    assert {item: verdict for item, verdict in verdicts.items() if verdict != "same"} == {
        "field:/client_name": "tightened",
        "field:/client_needs": "text-changed",
        "field:/street_office": "added",
        "field:/address_street": "dropped",
    }
    with house.store.reading(house.institution_id) as session:
        noted = [line.verb for line in audit.log(session, guan).items]
    assert noted[:2] == ["export", "print"]


def test_a_conflict_is_decided_in_words_before_anything_is_published(house, visit, guan):
    adaptations.changed(
        house.store,
        guan,
        "form",
        adaptations.FORM,
        [adaptations.RELABELLED, adaptations.SHORTER],
        house.clock(),
    )
    adaptations.newer_standard(house.store, guan, house.clock())
    person = visit("guan").open("/institutions")
    person.press("Adopt Specification")

    person.open("/institutions/newer").press("Take over the new version", {})
    merged = person.sees("姓名（与身份证一致）")
    too_early = person.sees("1 conflict is to be decided")
    person.follow("Decide the first")
    three = [person.sees(each) for each in ("服务对象需求", "求助者的需求", "来访者的需求")]
    person.press("Decide", {"choice": "value", "value": ""}, expect=422)
    kept = person.sees("There is nothing written")
    person.press("Decide", {"choice": "value", "value": "求助者需求"})
    person.press("Publish our changes on version 1.1.0", {"note": "接受1.1版"})

    assert (merged, too_early, three, kept) == (True, True, [True] * 3, True)
    assert person.sees("is in force")
    assert needs(house) == "求助者需求"


def test_what_does_not_exist_is_said_and_a_worker_stays_outside(visit):
    guan = visit("guan")

    assert guan.client.get("/institutions/standards/099").status_code == 404
    assert guan.client.get("/institutions/newer/" + "0" * 32).status_code == 404
    assert visit("lin").client.get("/institutions").status_code == 403


def test_a_pack_is_saved_looked_at_elsewhere_and_taken_as_a_whole(house, visit, guan):
    adaptations.changed(house.store, guan, "form", adaptations.FORM, [adaptations.RELABELLED], house.clock())
    giver, taker = visit("guan").open("/institutions/packs"), visit("boss", "en")
    token = giver.value_of("csrf_token")
    empty = giver.press("Save as a pack", {}, expect=422).sees("Nothing was chosen")
    chosen = {"csrf_token": token, "part": f"changes:form:{adaptations.FORM}", "note": "试用版"}
    pack = giver.client.post("/institutions/packs", data=chosen).data

    taker.open("/institutions/packs").press("Look into it", files={"file": (BytesIO(pack), "pack.zip")})
    looked = [taker.sees(each) for each in ("试用版", "春晖社区社会工作服务中心", "来访者的需求")]
    taker.press("Take all of it", {"note": "试用"})
    taken = taker.sees("1 part was taken")
    broken = taker.press("Look into it", files={"file": (BytesIO(pack[:200]), "pack.zip")}, expect=422).sees(
        "This file is no pack"
    )

    assert (empty, looked, taken, broken) == (True, [True, False, True], True, True)
    with house.store.reading(house.other_institution_id) as session:
        assert needs_of(library.form(session, adaptations.FORM)) == "服务对象需求"
    assert taker.open(f"/designer/forms/{adaptations.FORM}?show=zh").sees("来访者的需求")
