"""The list of passages: whatever its groups, the cursor is in view and every row is drawn."""

from __future__ import annotations

import asyncio

from hypothesis import given, settings
from hypothesis import strategies as st
from textual.app import App

from qualcode.tui.passages import Group, PassageList

KEYS = ("next", "back", "page", "page back", "group", "group back", "first", "last", "grow")


class Look:
    """Numbers as passages: each takes as many rows as it says, and more once it is grown."""

    def __init__(self):
        self.grown = set()

    def rows(self, passage, width):
        return passage[1] + 30 * (passage in self.grown)

    def lines(self, passage, width):
        return [[(f"{passage[0]}:{row}", "words")] for row in range(self.rows(passage, width))]


def press(passages, look, key):
    match key:
        case "next" | "back":
            passages.move(1 if key == "next" else -1)
        case "page" | "page back":
            passages.page(1 if key == "page" else -1)
        case "group" | "group back":
            passages.move_group(1 if key == "group" else -1)
        case "first" | "last":
            passages.move_to(0 if key == "first" else 10**9)
        case "grow":
            if passages.at_cursor is not None:
                look.grown ^= {passages.at_cursor}
                passages.measure_at_cursor()


def drawn(passages):
    return [
        "".join(segment.text for segment in passages.render_line(y)).rstrip()
        for y in range(passages.size.height)
    ]


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.lists(st.integers(1, 4), max_size=6), max_size=6),
    st.lists(st.sampled_from(KEYS), max_size=25),
)
def test_the_cursor_is_in_view_and_rows_follow_each_other(groups, keys):
    async def go():
        look = Look()
        passages = PassageList(look)

        class Shown(App):
            def compose(self):
                yield passages

        async with Shown().run_test(size=(30, 9)) as pilot:
            number = iter(range(1000))
            made = [Group(f"G{n}", [(next(number), r) for r in g]) for n, g in enumerate(groups)]
            passages.show(made, message="nothing here")
            await pilot.pause()
            if not passages.passages:
                assert drawn(passages)[0].strip() == "nothing here"
            for key in keys:
                press(passages, look, key)
                if passages.passages:
                    at = passages.cursor
                    assert 0 <= at < len(passages.passages)
                    shown = drawn(passages)
                    assert any(row[2:].startswith(f"{at}:") for row in shown), (key, shown)
            whole = []
            for group in made:
                if group.passages:
                    whole.append(f" {group.heading}")
                    for passage in group.passages:
                        whole += [f"{passage[0]}:{r}" for r in range(look.rows(passage, 28))]
            passages.scroll_to(y=0, animate=False, immediate=True)
            height = passages.virtual_size.height
            assert height == len(whole)
            for row, wanted in enumerate(drawn(passages)[: len(whole)]):
                assert wanted.endswith(whole[row])

    asyncio.run(go())
