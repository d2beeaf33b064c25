"""An administrator changes the application form without a line of code: with a mouse, with keys alone, with a finger."""

from __future__ import annotations

import re

import pytest

from caseforms.services import designs
from tests.journeys import shortcuts
from tests.journeys.test_keyboard import Keys

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

FORM = "/designer/forms/mh-application"
NEW = "field:/question_1"


def piece(item):
    """The element of a piece on the canvas."""
    return f'[data-canvas] [data-item="{item}"]'


class Mouse:
    """Hands with a mouse: they click, and carry a piece from the palette to its place."""

    size = "desktop"

    def __init__(self, walker):
        self.page = walker.page

    def press(self, selector):
        self.page.locator(selector).first.click()

    def write(self, selector, words):
        self.page.locator(selector).fill(words)

    def pick(self, selector, value):
        self.page.locator(selector).select_option(value)

    def choose(self, item):
        self.page.locator(f"{piece(item)} > [data-take]").click()

    def add(self, kind, behind):
        source = self.page.locator(f"[data-palette] [value={kind}]").bounding_box()
        target = self.page.locator(piece(behind)).bounding_box()
        mouse = self.page.mouse
        mouse.move(source["x"] + 20, source["y"] + 12)
        mouse.down()
        mouse.move(source["x"] + 60, source["y"] + 40)
        mouse.move(target["x"] + 80, target["y"] + target["height"] - 6, steps=4)
        mouse.up()


class Finger(Mouse):
    """A hand on a tablet: it taps, and carries by the grip."""

    size = "tablet"

    def press(self, selector):
        self.page.locator(selector).first.tap()

    def choose(self, item):
        self.page.locator(f"{piece(item)} > [data-take]").tap(position={"x": 30, "y": 20})

    def add(self, kind, behind):
        """A finger that rests on the palette takes hold, and carries the piece below the one it shall follow."""
        session = self.page.context.new_cdp_session(self.page)
        target = self.page.locator(piece(behind)).bounding_box()
        source = self.page.locator(f"[data-palette] [value={kind}]").bounding_box()
        here, there = (
            (source["x"] + 40, source["y"] + 20),
            (target["x"] + 80, target["y"] + target["height"] - 6),
        )

        def touch(what, *points):
            where = [{"x": x, "y": y} for x, y in points]
            session.send("Input.dispatchTouchEvent", {"type": what, "touchPoints": where})

        touch("touchStart", here)
        self.page.locator(".ghost").wait_for()
        touch("touchMove", ((here[0] + there[0]) / 2, (here[1] + there[1]) / 2))
        touch("touchMove", there)
        self.page.locator(".landing").wait_for(state="attached")
        touch("touchEnd")


class Keyboard(Mouse):
    """Hands that only use keys, and must see where they are."""

    def __init__(self, walker):
        super().__init__(walker)
        self.keys = Keys(walker)

    def press(self, selector):
        self.keys.to(selector, most=400).press("Enter")

    def write(self, selector, words):
        self.keys.to(selector)
        self.page.keyboard.press("Control+A")
        self.keys.type(words)

    def pick(self, selector, value):
        self.page.locator('.designer[data-waiting="0"]').wait_for()
        if self.page.locator(selector).input_value() == value:
            return
        index = self.page.locator(f'{selector} option[value="{value}"]').evaluate("e => e.index")
        for _ in range(80):
            now = self.page.locator(selector).evaluate("e => [e.selectedIndex, e === document.activeElement]")
            if now[0] == index:
                break
            if not now[1]:
                self.keys.to(selector)
            self.page.keyboard.press("ArrowDown" if now[0] < index else "ArrowUp")
        self.page.keyboard.press("Tab")

    def choose(self, item):
        self.keys.to("[data-canvas] [data-take]")
        self.page.keyboard.press("Home")
        for _ in range(80):
            if (
                self.page.evaluate("() => document.activeElement.closest('[data-item]')?.dataset.item")
                == item
            ):
                break
            self.page.keyboard.press("ArrowDown")
        self.page.keyboard.press("Enter")

    def add(self, kind, behind):
        self.page.locator("body").evaluate("() => document.activeElement.blur()")
        self.press(f"[data-palette] [value={kind}]")


def settled(walker):
    """Wait until everything that was done has been sent and answered."""
    walker.page.locator('.designer[data-waiting="0"]').wait_for()


def built(house):
    """The form as the administrator has left it."""
    guan = shortcuts.backstage(house).guan
    with house.store.reading(house.institution_id) as session:
        return designs.current(session, guan, "form", "mh-application").document


@pytest.mark.requirement("R-M-04")
@pytest.mark.requirement("R-M-05")
@pytest.mark.parametrize("hands_of", [Mouse, Keyboard, Finger], ids=["mouse", "keys", "finger"])
def test_a_question_is_added_published_filled_in_and_rolled_back(walk, house, hands_of):
    old = shortcuts.record(house, shortcuts.applied(house), "application")
    guan = walk("guan", size=hands_of.size).open(FORM)
    hands = hands_of(guan)

    hands.choose("field:/client_name")
    guan.page.locator("#p-words-zh").wait_for()
    hands.add("choice", "field:/client_name")
    guan.page.locator(f"{piece(NEW)}.piece--chosen").wait_for()
    hands.write("#p-words-zh", "有无残疾证")
    hands.write("#p-words-en", "Disability certificate")
    hands.write("#p-choice-1-zh", "有")
    hands.write("#p-choice-1-en", "Has one")
    hands.write("#p-choice-2-zh", "无")
    hands.write("#p-choice-2-en", "Has none")
    hands.press("[data-rule] [value=add]")
    guan.page.locator("#p-q-1").wait_for()
    hands.pick("#p-q-1", "/gender")
    guan.page.locator('#p-v-1 option[value="female"]').wait_for(state="attached")
    hands.pick("#p-v-1", "female")
    guan.page.locator(f"{piece(NEW)} .piece__marks").get_by_text("女").wait_for()
    settled(guan)
    sheet = guan.open(f"{FORM}/preview?device=paper&language=both").sees("Disability certificate")
    guan.open(f"{FORM}/publish")
    hands.press("a[href$='/impact']")
    guan.comes_to(re.compile("impact$"))
    meant = guan.sees("检查过的记录")
    guan.open(f"{FORM}/publish")
    hands.write("[name=note]", "残联要求登记")
    hands.press("form[action$='/publish'] .btn--next")
    guan.comes_to(re.compile("history$"))
    published = guan.sees("残联要求登记")
    world = shortcuts.backstage(house)
    fresh = world.start(world.open(client_name="周桂英"), "application").line.id
    lin = walk("lin", size="tablet").open(f"/records/{fresh}")
    hidden = lin.page.locator("[name=question_1]").first.is_visible()
    lin.tick("gender", "female")
    lin.settle()
    lin.tick("question_1", "choice_1")
    lin.open(old)
    unchanged = lin.misses("有无残疾证")
    hands.press("details:has([name=version]) > summary")
    hands.write("[name=note]", "先不登记")
    hands.press("[value=back]")
    guan.comes_to(re.compile("history$"))

    assert (sheet, meant, published, hidden, unchanged) == (True, True, True, False, True)
    assert guan.page.get_by_text("先不登记").count() == 1
    after = world.start(world.open(client_name="吴秀英"), "application").line.id
    assert lin.open(f"/records/{after}").misses("有无残疾证")


def test_without_a_connection_changes_wait_on_the_page_and_are_sent_afterwards(walk, house):
    guan = walk("guan").open(f"{FORM}?item=field:/client_name")
    guan.page.route("**/operations", lambda route: route.abort())

    guan.page.locator("[data-palette] [value=text]").click()
    waits = guan.sees("没有网络")
    guan.page.unroute("**/operations")
    guan.page.locator(piece(NEW)).wait_for(timeout=10_000)

    assert waits
    assert "question_1" in built(house)["schema"]["properties"]


def test_what_a_colleague_does_meanwhile_is_kept_and_told_by_name(walk, house):
    guan = walk("guan").open(f"{FORM}?item=field:/client_name")
    keeper = shortcuts.backstage(house).lin
    theirs = {"op": "set", "item": "field:/phone", "property": "description", "value": "打得通的号码"}
    with house.store.transaction(house.institution_id) as session:
        colleague = type(keeper)(
            keeper.user_id, keeper.institution_id, frozenset({"administrator"}), keeper.name
        )
        design = designs.open_(session, colleague, "form", "mh-application", house.clock.now)
        designs.apply(session, colleague, design.id, [theirs], house.clock.now)

    guan.page.locator("[data-palette] [value=text]").click()
    guan.page.locator(piece(NEW)).wait_for()

    assert guan.sees("林晓燕")
    assert guan.page.locator(piece("field:/phone")).get_by_text("打得通的号码").count() == 1
    assert built(house)["schema"]["properties"]["phone"]["description"] == "打得通的号码"


def test_undo_and_redo_reach_back_over_a_reload(walk, house):
    guan = walk("guan").open(f"{FORM}?item=field:/client_name")
    guan.page.locator("[data-palette] [value=text]").click()
    guan.page.locator(piece(NEW)).wait_for()
    guan.open(FORM)

    guan.page.keyboard.press("Control+z")
    guan.page.locator(piece(NEW)).wait_for(state="detached")
    guan.page.keyboard.press("Control+Shift+z")
    guan.page.locator(piece(NEW)).wait_for()

    assert "question_1" in built(house)["schema"]["properties"]
