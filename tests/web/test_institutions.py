"""Standards in words: adopting one, the report on what was changed, taking over what is newer, conflict by conflict."""

from __future__ import annotations

import re
from io import BytesIO

import pytest

from caseforms import locations
from caseforms.definitions import Form
from caseforms.rendering.paper import printing
from caseforms.services import audit, library, look
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


def test_an_institution_has_a_name_a_colour_and_a_logo_of_its_own(house, visit):
    guan = visit("guan").open("/institutions/look")
    picture = b"\x89PNG\r\n\x1a\n" + b"0" * 40

    typed = {"name_zh": "春晖中心", "name_en": "Chunhui", "accent": "plum"}
    refused = [
        guan.press("Save", typed, expect=422, files={"logo": (BytesIO(content), "logo.png")}).sees(words)
        for content, words in (
            (b"<svg onload=alert(1)>", "no PNG or JPEG"),
            (picture + b"0" * 400_000, "larger than 300 KB"),
        )
    ]
    kept = guan.value_of("name_en")
    guan.open("/institutions/look").press("Save", typed, files={"logo": (BytesIO(picture), "logo.png")})
    shown = next(each for each in guan.page.all("img") if each.attributes["class"] == "bar__logo")
    logo = guan.client.get(shown.attributes["src"])
    lin, boss = visit("lin"), visit("boss")

    assert (refused, kept) == ([True, True], "Chunhui")
    assert (logo.data, logo.mimetype) == (picture, "image/png")
    assert 'data-accent="plum"' in lin.html
    assert lin.client.get(shown.attributes["src"]).status_code == 200
    assert "data-accent" not in boss.html
    assert boss.client.get(shown.attributes["src"]).status_code == 404
    guan.press("Save", {"no_logo": "1"})
    assert "bar__logo" not in guan.html


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def declared(css: str, selector: str) -> dict[str, str]:
    """The colours that the first block with this selector declares."""
    block = css[css.index(selector) :]
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6});", block[: block.index("}")]))


@pytest.mark.parametrize("accent", [each for each in look.ACCENTS if each])
@pytest.mark.parametrize("mode", ["", '[data-theme="dark"]'])
def test_an_accent_is_read_well_on_every_ground(accent, mode):
    home = locations.shipped("static") / "css"
    grounds = declared((home / "tokens.css").read_text(), f":root{mode} {{")
    palette = grounds | declared((home / "accents.css").read_text(), f'{mode}[data-accent="{accent}"]')

    against = {name: contrast(palette["next"], palette[name]) for name in ("sheet", "desk", "well")}

    assert min(against.values()) >= 7, against
    assert contrast(palette["next"], palette["next-soft"]) >= 4.5
    assert contrast(palette["next"], palette["next-on"]) >= 4.5


def test_a_local_standard_changes_the_form_and_holds_its_words_against_those_below(house, visit):
    guan, form = visit("guan").open("/institutions/local"), f"/designer/forms/{adaptations.FORM}"
    named = {"title_zh": "深圳市规范", "title_en": "Shenzhen rules", "kind": "city", "rank": "1"}
    refused = guan.press("Save", {**named, "code": "Not This!"}, expect=422).sees("small letters")
    guan.press("Save", {**named, "code": "sz"}).follow("Shenzhen rules")

    guan.press("Change it in form design")
    told = guan.open(form).sees("those of the local standard “Shenzhen rules”")
    words = {"op": "set", "item": adaptations.NEEDS, "property": "title", "value": "市民的需求"}
    guan.client.post(
        f"{form}/operations",
        json=[words],
        headers={"X-CSRFToken": guan.value_of("csrf_token")},
    )
    guan.open(f"{form}/publish").press("Publish the new version", {"note": "市规范"})
    guan.press("Back to our own changes")
    guan.open(f"/institutions/local/sz?of=form:{adaptations.FORM}")
    guan.press("Save", {f"may {adaptations.NEEDS}": "locked"})
    held = guan.sees("locked: nothing")
    answer = guan.open(form).client.post(
        f"{form}/operations",
        json=[adaptations.RELABELLED],
        headers={"X-CSRFToken": guan.value_of("csrf_token")},
    )

    assert (refused, told, held) == (True, True, True)
    assert needs(house) == "市民的需求"
    assert answer.status_code == 422
    assert "locked by the standard above" in answer.text
    guan.open("/institutions/local/sz").press("Work without it", {"note": "不再适用"})
    assert needs(house) == "服务对象需求"
