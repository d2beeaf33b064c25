"""Building forms in the browser: the list of forms, the canvas with its panel, rules, words, paper, publishing; and workflows."""

from caseforms.web.designer import (  # noqa: F401  # registers the views
    approving,
    beginning,
    changing,
    forms,
    meaning,
    moving_answers,
    page,
    preview,
    publishing,
    questions,
    rules,
    sheet,
    wording,
)
from caseforms.web.designer.blueprint import designer
from caseforms.web.designer.workflows.blueprint import workflows as flows

BLUEPRINTS = (designer, flows)
