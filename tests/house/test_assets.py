"""What set-up lays down is there and usable: modules, icons, places of China, and Chinese type on paper."""

from __future__ import annotations

import io
import json
import xml.etree.ElementTree as ET
from pathlib import Path

import pypdf
import pytest
import weasyprint

from caseforms import locations
from tests.house.source import ROOT


@pytest.fixture(scope="module")
def vendor() -> Path:
    return locations.shipped("static") / "vendor"


def test_the_sprite_draws_every_listed_icon_with_shapes_only(vendor: Path) -> None:
    sprite = ET.parse(vendor / "icons.svg").getroot()
    svg = "{http://www.w3.org/2000/svg}"
    listed = [
        line.split()[0]
        for line in (ROOT / "tool" / "icons.txt").read_text(encoding="utf-8").splitlines()
        if line[0] != "#"
    ]

    assert [symbol.get("id") for symbol in sprite.iter(f"{svg}symbol")] == listed
    assert all(len(symbol) for symbol in sprite.iter(f"{svg}symbol"))
    assert {element.get("style") for element in sprite.iter()} == {None}


def test_divisions_reach_from_province_to_district(vendor: Path) -> None:
    provinces = json.loads((vendor / "divisions.json").read_text(encoding="utf-8"))
    by_name = {name: children for _code, name, children in provinces}
    cities = {
        name: {place: code for code, place in districts} for _code, name, districts in by_name["广东省"]
    }

    assert len(provinces) == 34
    assert cities["深圳市"]["福田区"] == "440304"
    assert by_name["香港特别行政区"] == []


def test_every_district_finds_them_in_the_file_of_its_province(
    vendor: Path,
) -> None:
    provinces = json.loads((vendor / "divisions.json").read_text(encoding="utf-8"))
    missing = []
    for province, _name, cities in provinces:
        if not cities:
            continue
        streets = json.loads((vendor / "streets" / f"{province}.json").read_text(encoding="utf-8"))
        missing += [
            code for _city, _name, districts in cities for code, _name in districts if code not in streets
        ]

    # Four cities (东莞, 中山, 儋州, 嘉峪关) have no districts: their towns stand in the districts' place.
    assert {code[:4] for code in missing if len(code) == 9} == {"4419", "4420", "4604", "6202"}
    assert [code for code in missing if len(code) == 6] == []


def test_licences_of_third_parties_come_along(vendor: Path) -> None:
    text = (vendor / "LICENSES.txt").read_text(encoding="utf-8")

    for package in json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["dependencies"]:
        assert f"{package}\n===" in text


def test_chinese_on_paper_is_text_in_an_embedded_type(vendor: Path) -> None:
    face = (vendor / "fonts" / "NotoSerifSC-Regular.ttf").as_uri()
    style = f"@font-face {{ font-family: Paper; src: url({face}) }} body {{ font-family: Paper }}"

    pdf = weasyprint.HTML(string=f"<style>{style}</style><p>个案申请表：欧阳·买买提</p>").write_pdf()

    page = pypdf.PdfReader(io.BytesIO(pdf)).pages[0]
    assert "个案申请表" in page.extract_text()
    descendants = [
        font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        for font in page["/Resources"]["/Font"].values()
    ]
    assert descendants
    assert all("/FontFile2" in each or "/FontFile3" in each for each in descendants)
