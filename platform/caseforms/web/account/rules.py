"""The published service rules: what clients may expect, by when, and with what force; open to everybody."""

from __future__ import annotations

from flask import render_template

from caseforms.problems import Refused
from caseforms.services import library
from caseforms.web import visits
from caseforms.web.account.blueprint import account

WORKFLOW = "mental-health-case"


@account.get("/service-rules")
@visits.public
@visits.for_the_client
def rules() -> str:
    """The rules, read from the workflow itself, so that what is published is what the product holds people to."""
    try:
        workflow = library.workflow(None, WORKFLOW)
    except Refused:
        workflow = None
    return render_template("account/rules.html", workflow=workflow)
