"""The parts in a browser: nothing serious to axe in any look, room on a phone, and what the scripts add to them."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from core.web.style import FAMILIES
from tests.browser.axe import LAYOUT, ROOM, faults
from tests.browser.conftest import PAGES, Site, new_page
from tests.browser.test_portal import begin, fill_details, save
from tests.browser.test_road import activate
from tests.core.files.test_kinds import PDF
from tests.sample import CLERK, MENGYUE

pytestmark = PAGES
# Where every rule is tried; narrower, those that depend on the room there is.
WIDTHS: tuple[tuple[int, tuple[str, ...]], ...] = ((320, LAYOUT), (768, ROOM), (1280, ()))
LOOKS = {"standard": "", "elder": "elder/on", "largest": "text/larger", "contrast": "contrast/on"}
HOME = f"/t/{MENGYUE}/"
# WCAG 1.4.12: what a reader may set must fit.
SPACING = """(() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important }
    * { word-spacing: 0.16em !important }
    p { margin-bottom: 2em !important }`);
  document.adoptedStyleSheets = [sheet];
})()"""
CUT = """[...document.querySelectorAll(".btn, .xn-state, .xn-limit")]
  .filter((one) => one.scrollWidth > one.clientWidth + 1).map((one) => one.outerHTML.slice(0, 80))"""
SMALL = """(least) => [...document.querySelectorAll("a, button, input, select, summary, textarea")].filter((one) => {
  const box = one.getBoundingClientRect();
  const hidden = !box.width || one.closest(".visually-hidden, .xn-skip, .btn-check") || one.type === "hidden";
  const inline = one.tagName === "A" && getComputedStyle(one).display === "inline";
  return !hidden && !inline && !one.closest("p, pre") && (box.height < least || box.width < least);
}).map((one) => one.outerHTML.slice(0, 90))"""


def at(page: Page, width: int) -> Page:
    """The page at a width."""
    page.set_viewport_size({"width": width, "height": 900})
    return page


@pytest.fixture(scope="module")
def desk(site: Site, browser: Browser) -> object:
    """What a clerk's browser keeps, to be signed in with again."""
    page = new_page(browser)
    activate(page, site, CLERK)
    kept = page.context.storage_state()
    page.context.close()
    return kept


def clerk(browser: Browser, kept: object) -> Page:
    """A clerk at work."""
    page = browser.new_context(storage_state=kept, locale="zh-CN").new_page()  # type: ignore[arg-type]
    page.set_default_timeout(20_000)
    page.on("pageerror", lambda error: pytest.fail(f"script error on {page.url}: {error}"))
    return page


@pytest.mark.parametrize("look", LOOKS)
def test_no_part_has_a_serious_fault_in_any_look_or_width(
    site: Site, browser: Browser, desk: object, look: str
) -> None:
    page, found = clerk(browser, desk), []
    if LOOKS[look]:
        page.goto(site.url(f"/reader/{LOOKS[look]}"))
    for family, (width, rules) in itertools.product(FAMILIES, WIDTHS):
        at(page, width).goto(site.url(f"/w/{MENGYUE}/style/{family}"))
        found += faults(page, *rules)
    assert found == []


@pytest.mark.parametrize("look", ["standard", "elder"])
def test_everything_that_is_pressed_is_large_enough(site: Site, browser: Browser, desk: object, look: str) -> None:
    page, found = at(clerk(browser, desk), 390), []
    if LOOKS[look]:
        page.goto(site.url(f"/reader/{LOOKS[look]}"))
    for path in (HOME, f"{HOME}track", *(f"/w/{MENGYUE}/style/{family}" for family in FAMILIES)):
        page.goto(site.url(path))
        found += [f"{path}: {one}" for one in page.evaluate(SMALL, 24)]
        least = 60 if look == "elder" else 44
        main = page.locator("main .btn-lg").all()
        found += [
            f"{path}: {button.inner_text()}" for button in main if (button.bounding_box() or {})["height"] < least
        ]
    assert found == []


def test_wider_letters_and_lines_break_nothing(site: Site, browser: Browser, desk: object) -> None:
    page = at(clerk(browser, desk), 320)
    cut = []
    for path in (HOME, f"{HOME}track", f"/w/{MENGYUE}/", f"/w/{MENGYUE}/style/forms", f"/w/{MENGYUE}/style/case"):
        page.goto(site.url(path))
        page.evaluate(SPACING)
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            cut.append(path)
        cut += page.evaluate(CUT)
    assert cut == []


def test_the_reader_s_choices_hold_at_once_and_come_back_without_a_jump(site: Site, browser: Browser) -> None:
    page = new_page(browser)
    page.goto(site.url(f"{HOME}track"))
    page.get_by_label("编号").fill("勐约许")
    letters = "parseFloat(getComputedStyle(document.documentElement).fontSize)"
    before = page.evaluate(letters)
    page.get_by_text("显示设置").click()
    for words in ("特大字", "高对比度", "大指针"):
        page.get_by_role("link", name=words, exact=True).click()
    page.get_by_role("link", name="长辈版").click()
    expect(page.locator("html")).to_have_attribute("data-elder", "on")
    assert page.get_by_label("编号").input_value() == "勐约许"
    page.wait_for_load_state("networkidle")
    held = page.evaluate(letters)
    assert held > before * 1.4
    # What the server sends holds before any script has run.
    still = browser.new_context(java_script_enabled=False, storage_state=page.context.storage_state()).new_page()
    still.set_viewport_size({"width": 1280, "height": 900})
    still.goto(site.url(HOME))
    page.goto(site.url(HOME))
    assert page.evaluate(letters) == held
    html = still.locator("html")
    for choice, value in (("text", "larger"), ("contrast", "on"), ("pointer", "on"), ("elder", "on")):
        expect(html).to_have_attribute(f"data-{choice}", value)


def test_read_aloud_is_off_until_it_is_asked_for(site: Site, browser: Browser) -> None:
    page = new_page(browser)
    page.goto(site.url(HOME))
    expect(page.get_by_role("button", name="朗读")).to_have_count(0)
    page.get_by_text("显示设置").click()
    page.get_by_role("link", name="朗读正文").click()
    expect(page.get_by_role("button", name="朗读")).to_be_visible()
    page.wait_for_load_state("networkidle")
    said: list[str] = []
    page.expose_function("heard", lambda words, lang: said.append(f"{lang} {words}"))
    page.add_init_script("speechSynthesis.speak = (one) => { heard(one.text, one.lang); setTimeout(one.onend, 0); };")
    page.goto(site.url(f"{HOME}track?lang=en"))
    page.get_by_role("button").filter(has_text="ead").first.click()
    page.wait_for_timeout(500)
    assert any(line.startswith("en ") for line in said)
    assert len(said) == len(set(said))
    page.goto(site.url(HOME))
    page.get_by_text("显示设置").click()
    page.get_by_role("link", name="不朗读").click()
    expect(page.get_by_role("button", name="朗读")).to_have_count(0)


def test_a_day_and_an_id_number_are_said_back_as_they_are_typed(site: Site, browser: Browser, desk: object) -> None:
    page = clerk(browser, desk)
    page.goto(site.url(f"/w/{MENGYUE}/style/forms"))
    day = page.locator("#blank-begins")
    day.fill("2026-10-01")
    day.blur()
    expect(page.locator("#blank-begins-day")).to_have_text("2026-10-01 周四，国庆节放假")
    day.fill("下个月")
    day.blur()
    expect(page.locator("#blank-begins-day")).to_contain_text("看不懂")
    number = page.locator("#wrong-id_number")
    number.fill("990000 19850412 1013")
    number.blur()
    expect(page.locator("#wrong-id_number ~ output")).to_have_text("校验位正确：99*************013")
    number.fill("990000198504121014")
    number.blur()
    expect(page.locator("#wrong-id_number ~ output")).to_contain_text("校验位不正确")


def test_chosen_rows_are_counted(site: Site, browser: Browser, desk: object) -> None:
    page = clerk(browser, desk)
    page.goto(site.url(f"/w/{MENGYUE}/style/lists"))
    bar = page.locator("[data-bulk]")
    page.locator("form [data-choose]").first.check()
    expect(bar).to_contain_text("已选择：1")
    bar.locator("[data-choose-all]").check()
    expect(bar).to_contain_text("已选择：2")


def test_a_broken_line_costs_one_piece_and_no_file(site: Site, browser: Browser, tmp_path: Path) -> None:
    paper = tmp_path / "户口簿.pdf"
    paper.write_bytes(PDF + b"\n%" + b"x" * 1_200_000 + b"\n%%EOF\n")
    page = new_page(browser)
    begin(page, site)
    fill_details(page)
    field = page.locator("input[type=file]:not([capture])").first
    field.set_input_files(paper)
    expect(page.locator("[data-files]").first).to_have_text("已选：户口簿.pdf")
    sent: list[str] = []
    down = [2, 3, 4, 5, 6, 7]  # all tries of the second piece, and one more of the reader's

    def line(route: Route) -> None:
        if route.request.method == "PATCH":
            sent.append(route.request.headers["upload-offset"])
            if len(sent) in down:
                route.abort()
                return
        route.continue_()

    page.route("**/uploads/*", line)
    page.clock.install()
    page.get_by_role("button", name="先上传，留在本页").click()
    again = page.get_by_role("button", name="再试一次")
    for _rest in range(100):
        page.clock.run_for(1000)
        if again.is_visible():
            break
    expect(page.get_by_role("alert").filter(has_text="网络中断")).to_be_visible()
    again.click()
    for _rest in range(100):
        page.clock.run_for(1000)
        if page.locator(".xn-file").count():
            break
    expect(page.locator(".xn-file")).to_contain_text("户口簿.pdf")
    assert sent == ["0", *["524288"] * 6, "524288", "1048576"][: len(sent)]
    assert sent.count("0") == 1
    save(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("核对并提交")


def test_print_leaves_out_what_is_only_for_the_screen(site: Site, browser: Browser, desk: object) -> None:
    page = clerk(browser, desk)
    page.goto(site.url(f"/w/{MENGYUE}/style/page"))
    expect(page.locator(".xn-print")).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.locator(".xn-print")).to_be_visible()
    expect(page.locator(".xn-side")).to_be_hidden()
    expect(page.locator("main .btn").first).to_be_hidden()
