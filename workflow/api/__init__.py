"""The addresses by which a program does what is an official's turn to do."""

from workflow.api import assigning, drafting, issuing, judging, me, signing, tasks

ROUTERS = (
    me.router,
    tasks.router,
    drafting.router,
    judging.router,
    signing.router,
    issuing.router,
    assigning.router,
)
