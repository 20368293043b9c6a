"""The names of flows, steps and outcomes are stored with every task; renaming one loses history."""

from viewflow.workflow.fields import get_flow_ref, get_task_ref

from documents.models import Status
from workflow.flows.issuing import IssuingFlow
from workflow.nodes import Action, Gather

STEPS = {
    "start",
    "draft",
    "ask_reviews",
    "review",
    "reviews_in",
    "initial",
    "form_check",
    "sign",
    "register",
    "issue",
    "end",
}
OUTCOMES = {
    "draft": {"submit": "ask_reviews", "submit_direct": "initial", "cancel": "end"},
    "review": {"agree": "reviews_in", "send_back": "reviews_in"},
    "reviews_in": {"all": "initial", "send_back": "draft"},
    "initial": {"initial": "form_check", "send_back": "draft"},
    "form_check": {"pass": "sign", "send_back": "draft"},
    "sign": {"sign": "register", "send_back": "draft"},
    "register": {"seal": "issue", "send_back": "draft"},
    "issue": {"issue": "end"},
}
STANDING = {
    "draft": Status.DRAFTING,
    "review": Status.IN_REVIEW,
    "initial": Status.INITIALLING,
    "form_check": Status.FORM_CHECK,
    "sign": Status.AWAITING_SIGNATURE,
    "register": Status.AWAITING_NUMBER,
    "issue": Status.AWAITING_DISPATCH,
}


def nodes() -> dict[str, object]:
    return {node.name: node for node in IssuingFlow.instance.nodes()}


def test_the_flow_and_its_steps_keep_the_names_that_tasks_are_stored_under():
    assert get_flow_ref(IssuingFlow) == "workflow/flows.issuing.IssuingFlow"
    assert set(nodes()) == STEPS
    assert get_task_ref(IssuingFlow.register) == "workflow/flows.issuing.IssuingFlow.register"


def test_outcomes_keep_their_names_and_lead_where_they_led():
    assert {
        name: {outcome: to.name for outcome, to in node.outcomes.items()}
        for name, node in nodes().items()
        if isinstance(node, Action | Gather)
    } == OUTCOMES


def test_each_step_has_its_own_standing():
    assert {
        name: node.document_status for name, node in nodes().items() if isinstance(node, Action)
    } == STANDING
