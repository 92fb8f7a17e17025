"""A car that charges, by the page."""

from playwright.async_api import Locator, Page, expect


async def started(page: Page) -> Locator:
    """By CARD-1 at connector 1 of the charge point that is shown; the connector's card."""
    card = page.get_by_label("Connector 1", exact=True)
    await card.get_by_role("button", name="Start charging…").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("Id tag").fill("CARD-1")
    await dialog.get_by_role("button", name="Send Remote start transaction").click()
    await expect(dialog.get_by_role("status")).to_contain_text("Accepted")
    await page.keyboard.press("Escape")
    return card


async def grows(curve: Locator) -> None:
    """By what is said of it for those who do not see it."""
    told = await curve.get_attribute("aria-label")
    assert told
    await expect(curve).not_to_have_attribute("aria-label", told)
