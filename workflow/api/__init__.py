"""The addresses by which a program does what is an official's turn to do."""

from workflow.api import assigning, beside_draft, drafting, issuing, judging, me, signing, tasks

ROUTERS = (
    me.router,
    tasks.router,
    drafting.router,
    beside_draft.router,
    judging.router,
    signing.router,
    issuing.router,
    assigning.router,
)
