"""Registers: the institution's records outside cases, statistics without names, and pages open to everybody."""

from caseforms.web.registers import lists, numbers, open_pages, outside, screening, training  # noqa: F401  # importing registers the views
from caseforms.web.registers.blueprints import BLUEPRINTS

__all__ = ["BLUEPRINTS"]
