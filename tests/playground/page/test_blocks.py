"""Blocks as they are drawn."""

from playwright.async_api import expect

from tests.playground.page.stage import Stage, send


async def test_every_block_of_a_message_is_drawn(stage: Stage) -> None:
    maya = await stage.seat("U0MAYA", viewport={"width": 1280, "height": 1800})
    await send(maya, "/kitchen blocks")
    message = maya.get_by_role("article").first
    await expect(message.get_by_role("heading", name="Menu of the day")).to_be_visible()
    await expect(message.locator(".unknown")).to_have_count(0)
    for tag, words in (("b", "bold"), ("i", "italic"), ("s", "gone"), ("code", "code"), ("blockquote", "a quote")):
        await expect(message.locator(tag).filter(has_text=words).first).to_be_visible()
    await expect(message.get_by_role("link", name="a link")).to_have_attribute("href", "https://example.com")
    await expect(message.get_by_text("Meet Wednesday, March 3rd, 2027 at 10:00.")).to_be_visible()
    await expect(message.locator(".mention.mine").first).to_have_text("@Maya Kvist")
    await expect(message.get_by_text("3 < 4")).to_be_visible()
    await message.get_by_role("button", name="Collapse").click()
    await expect(message.get_by_text("Inside")).to_be_hidden()


async def test_links_and_emoji_of_rich_text_are_drawn(stage: Stage) -> None:
    maya = await stage.seat("U0MAYA", viewport={"width": 1280, "height": 1800})
    await send(maya, "/kitchen blocks")
    rich = maya.get_by_role("article").first.locator(".rich")
    await expect(rich.get_by_role("link", name="tea", exact=True)).to_have_attribute("href", "https://example.com/tea")
    bare = rich.get_by_role("link", name="https://example.com/bare")
    await expect(bare).to_have_attribute("href", "https://example.com/bare")
    await expect(rich.get_by_role("img", name="tada")).to_have_text("🎉")
    # A workspace's own emoji has no picture here, and what is no address opens nothing.
    await expect(rich).to_contain_text(":fjordlight:")
    await expect(rich).to_contain_text("no link")
    await expect(rich.get_by_role("link")).to_have_count(2)


async def test_dates_are_told_in_the_zone_of_the_reader(stage: Stage) -> None:
    stig = await stage.seat("U0STIG", viewport={"width": 1280, "height": 1800})
    await send(stig, "/kitchen blocks")
    await expect(stig.get_by_text("Meet Wednesday, March 3rd, 2027 at 4:00 AM.")).to_be_visible()


async def test_a_data_table_is_sorted_and_turned_page_by_page(stage: Stage) -> None:
    maya = await stage.seat("U0MAYA", viewport={"width": 1280, "height": 1800})
    await send(maya, "/kitchen blocks")
    names = maya.get_by_role("table", name="Stock").get_by_role("rowheader")
    await expect(names).to_have_text(["Pear", "Apple", "Fig"])
    await maya.get_by_role("button", name="Count").click()
    await expect(names).to_have_text(["Fig", "Pear", "Lime"])
    await expect(maya.get_by_role("columnheader", name="Count")).to_have_attribute("aria-sort", "ascending")
    await maya.get_by_role("button", name="Count").click()
    await expect(names).to_have_text(["Apple", "Lime", "Pear"])
    await maya.get_by_role("button", name="Next page").click()
    await expect(names).to_have_text(["Fig"])


async def test_charts_are_drawn_and_told_as_tables(stage: Stage) -> None:
    maya = await stage.seat("U0MAYA", viewport={"width": 1280, "height": 2400})
    await send(maya, "/kitchen charts")
    for kind in ("bar", "line", "area"):
        chart = maya.get_by_role("figure").filter(has_text=f"Sessions as {kind}")
        await expect(chart.get_by_role("img")).to_have_count(1)
        await expect(chart.locator("svg .mark")).to_have_count(8)
        await expect(chart.get_by_role("row", name="Week 4 12 0.5")).to_have_count(1)
    pie = maya.get_by_role("figure").filter(has_text="Pairs")
    await expect(pie.locator("svg .slice")).to_have_count(3)
    await expect(pie.locator("svg .share")).to_have_text(["64%", "14%", "23%"])
