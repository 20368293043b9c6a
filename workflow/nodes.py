"""Node classes that the open-source engine lacks: named outcomes, a split at run time."""

from collections.abc import Iterator
from typing import Any

from django.utils.timezone import now
from viewflow.this_object import this
from viewflow.workflow import flow
from viewflow.workflow.activation import Activation
from viewflow.workflow.base import Edge
from viewflow.workflow.exceptions import FlowRuntimeError
from viewflow.workflow.nodes.join import JoinActivation
from viewflow.workflow.nodes.split import SplitActivation
from viewflow.workflow.nodes.view import ViewActivation
from viewflow.workflow.signals import task_finished
from viewflow.workflow.status import STATUS

LEFT = (STATUS.CANCELED, STATUS.REVIVED)


class ActionActivation(ViewActivation):  # type: ignore[misc]
    """A visit of a human task; it is finished with one of its node's outcomes."""

    @classmethod
    def create(
        cls,
        flow_task: Any,
        prev_activation: Any,
        token: Any,
        data: Any = None,
        seed: Any = None,  # noqa: ARG003 (the engine passes it)
    ) -> "ActionActivation":
        task = flow_task.flow_class.task_class(
            process=prev_activation.process, flow_task=flow_task, token=token, data=data or {}
        )
        activation = cls(task)
        flow_task.entrust(activation)
        if task.owner_id:
            task.status = STATUS.ASSIGNED
            task.assigned = now()
        task.save()
        task.previous.add(prev_activation.task)
        flow_task.announce(activation)
        return activation

    @Activation.status.super()  # type: ignore[untyped-decorator]
    def create_next(self) -> Iterator[Activation]:
        outcomes = self.flow_task.outcomes
        if self.task.outcome not in outcomes:
            raise FlowRuntimeError(f"{self.flow_task.name} has no outcome {self.task.outcome!r}")
        yield outcomes[self.task.outcome]._create(self, self.task.token)  # noqa: SLF001 (the engine's own call)


class Action(flow.View):  # type: ignore[misc]
    """A human task with named outcomes, each of which leads to a node.

    `status` is the document's standing while the task is open.
    """

    activation_class = ActionActivation

    def __init__(self, *, status: str, days: int, title: str) -> None:
        super().__init__(view=None)
        self.outcomes: dict[str, Any] = {}
        self.document_status, self.days = status, days
        self.task_title = title
        self._entrust: Any = None
        self._announce: Any = None

    def To(self, actor: Any) -> "Action":  # noqa: N802 (the engine's declarations are capitalised)
        """Say which method of the flow names who must act."""
        self._entrust = actor
        return self

    def Telling(self, announce: Any) -> "Action":  # noqa: N802
        """Say which method of the flow runs when the task is there."""
        self._announce = announce
        return self

    def On(self, outcome: str, node: Any) -> "Action":  # noqa: N802
        """Say to which node an outcome leads."""
        self.outcomes = {**self.outcomes, outcome: node}
        return self

    def entrust(self, activation: Any) -> None:
        self._entrust(activation)

    def announce(self, activation: Any) -> None:
        self._announce(activation)

    def _resolve(self, instance: Any) -> None:
        self.outcomes = {name: this.resolve(instance, to) for name, to in self.outcomes.items()}
        self._entrust = this.resolve(instance, self._entrust)
        self._announce = this.resolve(instance, self._announce)

    def _outgoing(self) -> Iterator[Edge]:
        return _edges(self, self.outcomes)


class FanOutActivation(SplitActivation):  # type: ignore[misc]
    @Activation.status.super()  # type: ignore[untyped-decorator]
    def activate(self) -> None:
        items = list(self.flow_task.items(self))
        if not items:
            raise FlowRuntimeError("a split without branches")
        self.next_tasks = [(self.flow_task.target, item) for item in items]


class FanOut(flow.Split):  # type: ignore[misc]
    """One parallel branch an item; how many is known only at run time."""

    activation_class = FanOutActivation

    def __init__(self, target: Any, *, items: Any) -> None:
        super().__init__()
        self.target, self.items = target, items

    def _resolve(self, instance: Any) -> None:
        self.target = this.resolve(instance, self.target)
        self.items = this.resolve(instance, self.items)

    def _outgoing(self) -> Iterator[Edge]:
        yield Edge(src=self, dst=self.target, edge_class="default")


class GatherActivation(JoinActivation):  # type: ignore[misc]
    """The branches come in; the first that ends in `stop_on` ends the round for all."""

    def is_done(self) -> bool:
        arrived = [task for task in self._arrived() if task.status not in LEFT]
        if not arrived:
            return False
        if any(task.outcome == self.flow_task.stop_on for task in arrived):
            self.verdict = self.flow_task.stop_on
            return True
        self.verdict = "all"
        return not self._at_work().exists()

    @Activation.status.transition(  # type: ignore[untyped-decorator]
        source=STATUS.STARTED, target=STATUS.DONE, conditions=[this.is_done]
    )
    def complete(self) -> None:
        if self.verdict != "all":
            self.cancel_active_tasks(self._at_work())
        self.task.outcome = self.verdict
        self.task.finished = now()
        self.task.save()
        task_finished.send(sender=self.flow_class, process=self.process, task=self.task)

    @Activation.status.transition(source=STATUS.DONE)  # type: ignore[untyped-decorator]
    def create_next(self) -> Iterator[Activation]:
        yield self.flow_task.outcomes[self.task.outcome]._create(self, self.task.token)  # noqa: SLF001 (the engine's own call)

    def _arrived(self) -> list[Any]:
        return list(self.task.previous.order_by("pk"))

    def _at_work(self) -> Any:
        first = self._arrived()[0]
        prefix = first.token.get_common_split_prefix(self.task.token, first.pk)
        return self._active_join_tasks(prefix)


class Gather(flow.Join):  # type: ignore[misc]
    """Join the branches of a FanOut and go on by what they ended in: `all`, or `stop_on`."""

    activation_class = GatherActivation

    def __init__(self, *, stop_on: str) -> None:
        super().__init__()
        self.stop_on = stop_on
        self.outcomes: dict[str, Any] = {}

    def On(self, outcome: str, node: Any) -> "Gather":  # noqa: N802
        self.outcomes = {**self.outcomes, outcome: node}
        return self

    def _resolve(self, instance: Any) -> None:
        self.outcomes = {name: this.resolve(instance, to) for name, to in self.outcomes.items()}

    def _outgoing(self) -> Iterator[Edge]:
        return _edges(self, self.outcomes)


def _edges(node: Any, outcomes: dict[str, Any]) -> Iterator[Edge]:
    by_target: dict[Any, list[str]] = {}
    for name, target in outcomes.items():
        by_target.setdefault(target, []).append(name)
    for target, names in by_target.items():
        yield Edge(src=node, dst=target, edge_class="cond_true", label="/".join(names))
