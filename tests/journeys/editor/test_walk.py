"""Whatever is done to a draft, the server takes it and the page says it."""

import random
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from documents import typesetting
from documents.text import van_ban
from documents.text.van_ban import Block
from tests.journeys.editor.bench import EMPTY, PIXEL, Bench, Mount
from tests.journeys.waiting import until

AT = datetime(2026, 4, 2, 8, 30, tzinfo=UTC)
STEPS = 120
IMAGES = ["w25", "w50", "w75", "w100", "describe", "deleteImage"]
KINDS = ["p", "basis", "h1", "h2", "h3", "num", "point", "li1", "li2"]
STYLES = ["b", "i", "u", "sup", "sub"]
TABLES = ["rowBefore", "rowAfter", "columnBefore", "columnAfter", "deleteRow", "deleteColumn"]
CELLS = ["merge", "split", "head", "center", "right", "left", "wider", "narrower"]
OTHERS = ["undo", "redo", "restart", "follow", "moveUp", "moveDown", "table", "deleteTable"]
WORDS = ["Ban Quản lý", "427/BC-BQL", "ngày 26 tháng 3", "94,88%", "Nguyễn Thị Ổi", "x²", "./."]
SIGNS = ["I. ", "1. ", "a) ", "- ", "+ "]
KEYS = ["Enter", "Backspace", "Delete", "Tab", "Shift+Tab", "ArrowUp", "ArrowDown", "ArrowLeft"]
CHOOSING = ["Shift+ArrowRight", "Shift+ArrowDown", "Shift+ArrowLeft", "Shift+Home"]
FROM_WORD = (
    "<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span "
    "style='mso-list:Ignore'>1.<span>&nbsp; </span></span><![endif]>Khoản từ Word<o:p></o:p></p>"
)
PICTURE = "data:image/png;base64,ZHVuZw=="
PASTED = [
    f"<p>Có hình</p><p><img src='{PICTURE}' alt='Cột'></p><p>và chữ</p>",
    FROM_WORD,
    "<table><tr><th rowspan=2>A<th colspan=2>B<tr><th>c<th>d<tr><td>1<td>2<td>3</table>",
    "<p>Một <b>hai</b></p><ul><li>ba</li></ul>",
]


def step(bench: Bench, chance: random.Random) -> None:
    match chance.randrange(10):
        case 0 | 1 | 2:
            bench.type(chance.choice(WORDS) + chance.choice(["", " "]))
        case 3:
            bench.type(chance.choice(SIGNS))
        case 4 | 5:
            bench.press(chance.choice(KEYS))
        case 6 if chance.random() < 0.5:
            bench.press(chance.choice(CHOOSING))
        case 6:
            bench.at(chance.choice(bench.blocks())["id"])
        case 7:
            bench.do(chance.choice(KINDS + STYLES + OTHERS))
        case 8:
            bench.do(chance.choice(TABLES + CELLS + IMAGES))
        case 9 if chance.random() < 0.3:
            bench.send("paste", chance.choice("abc"))
        case _:
            bench.paste(chance.choice(PASTED))


def squeezed(text: str) -> str:
    """The letters alone, as a heading prints them: where a line breaks is the page's affair."""
    return re.sub(r"\s", "", text).upper()


def printed(content: van_ban.Content) -> str:
    """The text of the PDF without the numbers of its pages."""
    pdf = typesetting.typeset(content, created_at=AT, image=lambda _: PIXEL).pdf
    command = ["pdftotext", "-raw", "-", "-"]
    done = subprocess.run(command, input=pdf, capture_output=True, check=True)
    first, *others = done.stdout.decode().split("\f")
    return first + "".join(re.sub(r"^\d+\n", "", page) for page in others)


MARK: Block = {"t": "p", "id": "mark", "x": [{"s": "¤"}]}


def body_of(text: Callable[[van_ban.Content], str], content: van_ban.Content) -> str:
    """What a whole text says between the frame's first and last words."""
    before, after = squeezed(text({**content, "body": [MARK]})).split("¤")
    return squeezed(text(content)).removeprefix(before).removesuffix(after)


@pytest.mark.parametrize("seed", range(6))
def test_a_random_walk_ends_in_a_draft_that_is_printed_whole(mount: Mount, seed: int):
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext (poppler-utils) is not on this machine")
    chance, bench = random.Random(seed), mount(EMPTY).at("b1")
    for _ in range(STEPS):
        step(bench, chance)
    until(bench.page, "!document.querySelector('.writing-wait')")
    content = bench.accepted()
    assert content["body"] == bench.blocks()

    def said(blocks: list[Block]) -> str:
        return body_of(van_ban.plain_text, {**content, "body": blocks})

    page = body_of(printed, content)
    # A cell that spans rows is drawn after them, and a head again on each page.
    heads: list[Block] = [{**one, "rows": []} for one in content["body"] if one["t"] == "table"]
    assert Counter(said(content["body"])) - Counter(page) == Counter()
    assert Counter(page) - Counter(said(content["body"])) - Counter(said(heads)) == Counter()
    for one in content["body"]:
        if one["t"] != "table" and said([one]):  # an image may have no caption
            before, words, page = page.partition(said([one]))
            assert words == said([one]), before
