"""Accounts: signing in and out, one's own password, second factor and settings, and the published service rules."""

from caseforms.web.account import doors, own, rules  # noqa: F401  # importing registers the views
from caseforms.web.account.blueprint import account

BLUEPRINTS = (account,)
