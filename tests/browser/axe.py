"""What axe finds on a page as it stands, and whether anything is cut."""

from __future__ import annotations

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

# What width and size of type can change on a page whose parts are the same; the rest is found at any width.
LAYOUT = ("color-contrast", "link-in-text-block", "scrollable-region-focusable", "aria-hidden-focus")
# What is left to find between the narrowest and the widest, whose colours and order these widths share.
ROOM = ("scrollable-region-focusable",)
RUN = """async (only) => {
  const options = { resultTypes: ["violations"] };
  if (only) options.runOnly = { type: "rule", values: only };
  const { violations } = await axe.run(options);
  const serious = violations.filter((one) => ["serious", "critical"].includes(one.impact));
  const found = serious.map((one) => `${one.id}: ${one.nodes[0].html.slice(0, 120)}`);
  const { scrollWidth, clientWidth } = document.documentElement;
  return scrollWidth > clientWidth ? [...found, "scrolls sideways"] : found;
}"""


def faults(page: Page, *only: str) -> list[str]:
    """What is serious on the page, and whether it scrolls sideways.

    Args:
        only: the rules to try; all of them unless told.
    """
    page.wait_for_load_state()
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    return [f"{page.url} {found}" for found in page.evaluate(RUN, list(only) or None)]
