"""Owns the Jinja environment of the printed pages."""

from __future__ import annotations

from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup


@cache
def environment() -> Environment:
    """The templates of paper; autoescape on, an unknown name is an error."""
    return Environment(
        loader=PackageLoader("caseforms.rendering", "templates/paper"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def render(name: str, **values: Any) -> Markup:
    """A template of `templates/paper/` as safe markup."""
    return Markup(environment().get_template(name).render(**values))  # noqa: S704 - written by autoescaping templates
