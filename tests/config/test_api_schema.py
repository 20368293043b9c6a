"""The API does what its description says, whatever a program sends: asked by schemathesis."""

import random

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.config import SchemathesisConfig
from schemathesis.generation.modes import GenerationMode
from schemathesis.specs.openapi import checks

from agencies.actions import tokens
from agencies.models import Scope
from config.wsgi import application
from documents.api.values import Given, Shown
from documents.models import Stage
from tests import life

EXAMPLES = 2  # of each operation; more find nothing more and only take their time
CONFIG = {
    "seed": 1,
    "generation": {
        "deterministic": True,
        "max-examples": EXAMPLES,
        "database": "none",
        "with-security-parameters": False,
    },
}
# A draft or a whole act can be refused for what it means, however well it is formed.
LEFT_OUT = [checks.positive_data_acceptance, checks.ensure_resource_availability]


@pytest.fixture
def one_connection():
    """Keep the test's transaction open from request to request, as Django's own client does."""
    for moment in (request_started, request_finished):
        moment.disconnect(close_old_connections)
    yield
    for moment in (request_started, request_finished):
        moment.connect(close_old_connections)


@pytest.fixture
def the_api(cast, one_connection):
    return schemathesis.openapi.from_wsgi(
        "/api/v1/openapi.json", application, config=SchemathesisConfig.from_dict(CONFIG)
    )


@pytest.fixture
def known(cast, cheap_files, monkeypatch):
    """Let addresses often name what there is, in the name of one of those whom it concerns."""
    monkeypatch.setattr(tokens, "MOST_A_MINUTE", 1_000_000)
    report, draft = life.begin(cast).to("end"), life.begin(cast)
    askers = [
        tokens.make(who, name="Máy", scopes=list(Scope), days=7, at=life.now())[1]
        for who in (cast.drafter, cast.clerk, cast.receiver, cast.archivist)
    ]
    issued = report.document.revisions.get().renditions.get(stage=Stage.ISSUED)
    return askers, {
        "document": [str(report.document.public_id), str(draft.document.public_id)],
        "task": [draft.task.pk],
        "arrival": [report.arrival.pk],
        "dossier": [report.document.filed_in.get().dossier_id],
        "file": [issued.pk],
        "n": [1],
    }


def operations(api):
    return [found.ok() for found in api.get_all_operations()]


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_whatever_is_sent_is_answered_as_described(the_api, known, mode):
    askers, values = known
    found = []
    for operation in operations(the_api):

        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(generation_mode=mode))
        def answered(case):
            chance = random.Random(str(case.path_parameters))
            for name in case.path_parameters or {}:
                if mode is GenerationMode.POSITIVE and name in values and chance.random() < 0.7:
                    case.path_parameters[name] = chance.choice(values[name])
            token = chance.choice(askers)
            case.call_and_validate(
                headers={"Authorization": f"Bearer {token}"}, excluded_checks=LEFT_OUT
            )

        try:
            answered()
        except Unsatisfiable:
            pass  # what is sent nothing cannot be sent anything wrong
        except BaseExceptionGroup as faults:
            found.append(f"{operation.method} {operation.path}: {faults}")
    assert found == []


def test_no_two_shapes_of_the_description_bear_one_name():
    """The later one would stand for both."""
    kinds = [one for base in (Given, Shown) for one in below(base) if "[" not in one.__name__]
    names = [one.__name__ for one in kinds]
    assert sorted(names) == sorted(set(names))


def below(kind):
    for one in kind.__subclasses__():
        yield one
        yield from below(one)
