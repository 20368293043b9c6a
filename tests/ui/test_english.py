"""English for whoever chose it: nothing of the interface is left without its English."""

import ast
import re
from importlib import import_module

import pytest

from documents.models import Circulation, DocumentKind, Stage, Urgency
from tests.house.code import modules, named, tree
from tests.ui.test_templates import TEMPLATES
from ui import catalogue
from ui.refusal import Refusal


@pytest.fixture(scope="module")
def english():
    return {
        one.id[0] if one.pluralizable else one.id
        for one in catalogue.words()
        if one.id and one.string
    }


VIETNAMESE = re.compile(r"[À-ỹĐđ]")
# What stays Vietnamese: sheets of the decree and what is printed, the guides, the gallery of parts.
STAY_VIETNAMESE = {
    "api_guide.html",
    "gallery.html",
    "incoming_register.html",
    "outgoing_register.html",
    "print_dossier.html",
    "print_document.html",
    "print_register.html",
}
SAID = re.compile(
    r"\{% blocktranslate.*?endblocktranslate %\}"
    r"|\{% comment %\}.*?\{% endcomment %\}"
    r"|\{#.*?#\}"
    r"|\{% translate \"[^\"]*\""
    r"|\{% (?:panel|tag) \"[^\"]*\""
    r"|\{% include \"ui/empty\.html\"[^%]*%\}"
    r"|_\(\"[^\"]*\"\)",
    re.DOTALL,
)


@pytest.mark.parametrize(
    "template",
    [page for page in TEMPLATES if page.name not in STAY_VIETNAMESE],
    ids=named,
)
def test_no_template_says_a_vietnamese_word_that_is_not_looked_up(template):
    left = SAID.sub("", template.read_text(encoding="utf-8")).replace("Dấu Son", "")
    assert [line.strip() for line in left.splitlines() if VIETNAMESE.search(line)] == []


def test_every_heading_tag_and_label_has_its_english(english):
    assert catalogue.shown_by_parts() - set(english) == set()


def refusals(of=Refusal):
    import_module("config.urls")  # whatever a page or a call may be answered with is known then
    for one in of.__subclasses__():
        yield one
        yield from refusals(one)


def test_every_refusal_has_its_english(english):
    said = {one.message for one in refusals() if one.__module__.split(".")[0] in catalogue.ROOMS}
    assert len(said) > 60
    assert said - set(english) == set()


@pytest.mark.parametrize(
    "choices", [Circulation, DocumentKind, Stage, Urgency], ids=lambda one: one.__name__
)
def test_every_choice_that_a_page_offers_has_its_english(english, choices):
    assert {str(one.label) for one in choices if one} - set(english) == set()


def told(path):
    """Give the whole sentences of a module that officials are told, but for those with facts."""
    found = tree(path)
    facts = {
        id(part)
        for node in ast.walk(found)
        if isinstance(node, ast.JoinedStr)
        for part in node.values
    }
    docs = {id(node.value) for node in ast.walk(found) if isinstance(node, ast.Expr)}
    for node in ast.walk(found):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            whole = node.value.endswith(".") and " " in node.value and "{" not in node.value
            if whole and VIETNAMESE.search(node.value) and id(node) not in facts | docs:
                yield node.value


TELLING = sorted(
    path
    for room in catalogue.ROOMS
    for path in modules(room)
    if {"pages", "steps"} & set(path.parts)
    or path.name in ("errors.py", "standing.py", "sign_in.py")
)


@pytest.mark.parametrize("module", TELLING, ids=named)
def test_whatever_a_page_tells_has_its_english(english, module):
    assert set(told(module)) - set(english) == set()
