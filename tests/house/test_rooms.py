"""Rules of the house that an import linter cannot see."""

import ast
import re

import pytest
from django.apps import apps
from django.db import models

from config.jobs import FUNCTIONS
from tests.house import code

LAYERS = ["agencies", "documents", "workflow", "exchange"]
BESIDE = {"workflow", "exchange"}  # neither knows the other
MODELS = [model for name in LAYERS for model in apps.get_app_config(name).get_models()]
PACKAGES = sorted({path.parent for path in code.modules()})
of_each_model = pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)

EDGES = re.compile(
    r"\w+/(pages|api)/|workflow/(steps/|navigation)|agencies/(sign_in|sessions)\.py"
    r"|ui/templatetags/|config/|local/"
    r"|rehearsal/|signing/__main__|\w+/management/commands/|jobs/"
)
JOB_FUNCTIONS = {
    (f"{function.__module__.replace('.', '/')}.py", function.__name__)
    for function in FUNCTIONS.values()
} | {
    ("documents/actions/obstacles.py", "told"),  # runs around the body of a job
    ("documents/actions/rendering.py", "_keep"),  # the end of both typesetting jobs
}
# The engine stamps its own columns by its own clock, wherever it does so itself.
ENGINE = {("workflow/nodes.py", "ActionActivation"), ("workflow/nodes.py", "GatherActivation")}


@pytest.mark.parametrize("package", PACKAGES, ids=code.named)
def test_a_room_says_in_one_sentence_what_it_is_for(package):
    said = ast.get_docstring(code.tree(package / "__init__.py")) or ""
    first = said.split("\n\n")[0].replace("\n", " ")
    assert re.fullmatch(r"[A-Z][^.!?]*\.", first), f"{code.named(package)}: {first!r}"


def test_no_module_has_a_name_that_says_nothing():
    empty = {"services", "utils", "helpers", "common", "misc"}
    assert [path for path in code.modules() if empty & {*path.parts, path.stem}] == []


@of_each_model
def test_a_model_points_only_at_its_own_room_or_below(model):
    room = model._meta.app_label
    above = set(LAYERS[LAYERS.index(room) + 1 :]) | (BESIDE - {room} if room in BESIDE else set())
    pointed_at = {
        field.related_model._meta.app_label
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and field.related_model
    }
    assert pointed_at & above == set()


@of_each_model
def test_a_noun_of_ours_stands_in_the_glossary_in_both_languages(model):
    glossary = (code.ROOT / "docs/glossary.md").read_text(encoding="utf-8")
    assert f"\n| {model.__name__} | {model._meta.verbose_name} | " in glossary


@of_each_model
def test_what_happened_at_a_moment_was_done_by_somebody(model):
    """A pair `x_at`, `x_by` is either always there or both or neither, and the database says so."""
    fields = {field.name: field for field in model._meta.concrete_fields}
    claims = [
        str(constraint.condition)
        for constraint in model._meta.constraints
        if isinstance(constraint, models.CheckConstraint)
    ]
    pairs = [(name.removesuffix("_by") + "_at", name) for name in fields if name.endswith("_by")]
    assert [
        (at, by)
        for at, by in pairs
        if at in fields
        and (fields[at].null or fields[by].null)
        and not any(at in claim and by in claim for claim in claims)
    ] == []


CLAIMS = [(model, constraint.name) for model in MODELS for constraint in model._meta.constraints]


@pytest.mark.parametrize(("model", "name"), CLAIMS, ids=[name for _, name in CLAIMS])
def test_a_constraint_is_named_by_what_it_claims(model, name):
    assert re.fullmatch(r"[a-z]+(_[a-z]+){2,}", name)
    assert not re.search(r"_(uniq|unique|check|chk|constraint|idx|fk|key)$", name)
    about = [model.__name__, *(field.name for field in model._meta.concrete_fields)]
    words = {word.lower() for text in about for word in re.findall(r"[A-Z]?[a-z]+", text)}
    assert name.split("_")[0] in words, "it begins with the thing that it is about"


def test_pages_fetch_documents_only_through_access():
    rooms = re.compile(
        r"\w+/(pages|api)/|workflow/(steps/|inbox|navigation|standing)|config/api"
        r"|documents/registers"
    )
    assert [
        f"{code.named(path)}:{node.lineno}"
        for path in code.modules()
        if rooms.match(code.named(path))
        for node in ast.walk(code.tree(path))
        if isinstance(node, ast.Attribute)
        and node.attr in ("objects", "_default_manager", "_base_manager")
        and ast.unparse(node.value) == "Document"
    ] == []


def test_the_clock_is_read_only_at_the_edges():
    readings = {
        (code.named(path), where)
        for path in code.modules()
        if not EDGES.match(code.named(path))
        for where, call in code.calls_by_function(path)
        if re.search(r"(^|\.)(now|utcnow|today)$", ast.unparse(call.func))
    }
    assert readings - JOB_FUNCTIONS - ENGINE == set()


def test_news_travels_by_facts_in_tables_not_by_signals_of_our_own():
    engine = {"viewflow.workflow.signals", "viewflow.workflow.signals.task_finished"}
    assert {
        (code.named(path), name)
        for path in code.modules()
        for name in code.imported(path)
        if re.search(r"\bsignals\b|^django\.dispatch", name)
    } == {("workflow/nodes.py", name) for name in engine}  # a join of ours, as the engine's own


def test_only_the_actions_of_the_workflow_move_the_flow():
    door = ("workflow/actions/", "workflow/nodes.py", "workflow/flows/")
    moves = r"activation_class\(|\.activation\(|\.start\.run\("
    assert [
        code.named(path)
        for path in code.modules()
        if not code.named(path).startswith(door)
        and re.search(moves, path.read_text(encoding="utf-8"))
    ] == []


def test_only_the_base_of_a_room_ends_in_error():
    assert {
        node.name
        for path in code.modules()
        for node in ast.walk(code.tree(path))
        if isinstance(node, ast.ClassDef) and node.name.endswith("Error")
    } == {
        "AgencyError",
        "DocumentError",
        "WorkflowError",
        "ExchangeError",
        "SigningError",
        "LocalError",
    }
