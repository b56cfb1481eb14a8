"""Slack's markup, Markdown and dates, as the page's own modules read them."""

from playwright.async_api import expect

from tests.playground.page.stage import Stage

MARKUP = {
    "*a* _b_ ~c~": [("a", "bold"), (" ", ""), ("b", "italic"), (" ", ""), ("c", "strike")],
    "*_both_*": [("both", "bold italic")],
    "snake_case_word 2*3*4 a~b~c": [("snake_case_word 2*3*4 a~b~c", "")],
    "* not* *not *": [("* not* *not *", "")],
    "`*x* <y`": [("*x* <y", "code")],
    "&lt;!here&gt; &amp;amp;": [("<!here> &amp;", "")],
    "*see <https://a.b/c_d_e|the_link>*": [("see ", "bold"), ("the_link", "bold")],
    "10:30:15 :nothing:": [("10:30:15 :nothing:", "")],
    "<javascript:alert(1)|x>": [("<javascript:alert(1)|x>", "")],
    "<b>no tag</b>": [("<b>", ""), ("no tag", ""), ("</b>", "")],
    "\u2068https://a.b/c\u2069, \u2068*x*\u2069": [
        ("\u2068", ""),
        ("https://a.b/c", ""),
        ("\u2069, \u2068", ""),
        ("x", "bold"),
        ("\u2069", ""),
    ],
    "(https://a.b/c).": [("(", ""), ("https://a.b/c", ""), (").", "")],
}
DATES = {
    "{date_num}": "2014-02-18",
    "{date_slash}": "18/02/2014",
    "{date}": "February 18th, 2014",
    "{date_short}": "Feb 18, 2014",
    "{date_long}": "Tuesday, February 18th, 2014",
    "{date_long_full}": "February 18, 2014",
    "{date_short_pretty} at {time}": "Feb 18, 2014 at 6:39 AM",
    "{time_secs}": "6:39:42 AM",
    "{ago}": "13 years ago",
    "{unknown}": "{unknown}",
}
PRETTY = {
    "{date_pretty}": "Tomorrow",
    "on {date_long_pretty}": "on tomorrow",
    "{day_divider_pretty}": "Tomorrow",
    "{ago}": "in 1 day",
    "{date} {time}": "March 2nd 00:00",
}


async def test_markup_dates_and_markdown_are_read(stage: Stage) -> None:
    page = await stage.seat("U0MAYA")
    for source, expected in MARKUP.items():
        found = await page.evaluate(
            """async source => (await import('/page/js/text/mrkdwn.js')).parseMrkdwn(source)[0].elements.map(
                one => [one.text, Object.keys(one.style ?? {}).join(' ')])""",
            source,
        )
        assert found == [list(one) for one in expected], source


async def test_isolated_words_in_arabic_or_hebrew_turn_no_line_around(stage: Stage) -> None:
    """Without U+2068 and U+2069 the number would stand to the left of the name that it follows."""
    maya = await stage.seat("U0MAYA")
    for name in ("سارة", "שרה"):
        await stage.stig.say(stage.general, f"\u2068{name}\u2069 12 and https://example.com/\u2068{name}\u2069")
        line = maya.get_by_role("article").last.locator("p").last
        await expect(line).to_contain_text(name)
        await expect(line.get_by_role("link")).to_have_attribute("href", "https://example.com/")
        assert await line.evaluate(
            """line => {
                const at = (words) => {
                    const range = document.createRange();
                    const text = line.firstChild;
                    range.setStart(text, text.data.indexOf(words));
                    range.setEnd(text, text.data.indexOf(words) + words.length);
                    return range.getBoundingClientRect().left;
                };
                return at('12') > at(line.firstChild.data.slice(1, 3)); }"""
        )


async def test_dates_are_written_by_slacks_tokens(stage: Stage) -> None:
    page = await stage.seat("U0MAYA")
    for timestamp, reader, expected in (
        (1_392_734_382, {"tz": "America/Los_Angeles", "hour12": True, "now": 1_803_888_000}, DATES),
        (1_803_942_000, {"tz": "Europe/Oslo", "hour12": False, "now": 1_803_855_600}, PRETTY),
    ):
        found = await page.evaluate(
            """async ([timestamp, patterns, reader]) => {
                const { formatDate } = await import('/page/js/text/dates.js');
                return patterns.map(pattern => formatDate(timestamp, pattern, reader)); }""",
            [timestamp, list(expected), reader],
        )
        assert dict(zip(expected, found, strict=True)) == expected


async def test_a_time_on_the_wall_is_told_across_the_change_to_summer(stage: Stage) -> None:
    page = await stage.seat("U0MAYA")
    found = await page.evaluate(
        """async () => { const { instant } = await import('/page/js/text/dates.js');
            return ['2027-03-27', '2027-03-29'].map(day => instant(day, '09:30', 'Europe/Oslo')); }"""
    )
    # Two days of 24 hours, less the one that the clocks skip.
    assert found[1] - found[0] == 47 * 3600
