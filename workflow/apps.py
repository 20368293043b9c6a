from importlib import import_module

from django.apps import AppConfig


class WorkflowConfig(AppConfig):
    """The engine's own checks see only flows that are imported."""

    name = "workflow"

    def ready(self) -> None:
        import_module("workflow.flows.issuing")
