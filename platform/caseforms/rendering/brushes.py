"""The templates of one language: Jinja with the interface words of a reader, autoescaped, with no Flask around it."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from functools import lru_cache
from gettext import NullTranslations
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from caseforms.rendering.reader import Reader

TEMPLATES = Path(__file__).parent / "templates"
Macro = Callable[..., Markup]
MOST_FORMS = 256


class Brushes:
    """What HTML is written with: one macro for each field kind, and those of the form around the fields."""

    def __init__(self, translate: NullTranslations, language: str, icons: str) -> None:
        self.environment = Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            extensions=["jinja2.ext.i18n"],
            auto_reload=False,
        )
        # A method of the extension that Jinja's types do not know.
        install: Any = self.environment.install_gettext_translations  # type: ignore[attr-defined]
        install(translate, newstyle=True)
        self.environment.globals.update(
            icons=icons,
            language=language,
            year_first=language == "zh",
            boxes=self.day_boxes(translate, language),
            choose_a_day=translate.gettext("Choose a day"),
        )
        self._macros: dict[str, Macro] = {}
        self._still: OrderedDict[str, dict[Any, Any]] = OrderedDict()

    @staticmethod
    def day_boxes(translate: NullTranslations, language: str) -> list[tuple[str, str, str]]:
        """The boxes of a day in the order of the language: part, label, extra class."""
        boxes = [
            ("year", translate.gettext("Year"), " date__year"),
            ("month", translate.gettext("Month"), ""),
            ("day", translate.gettext("Day"), ""),
        ]
        return boxes if language == "zh" else boxes[::-1]

    def still(self, form_sha256: str) -> dict[Any, Any]:
        """The pieces of HTML of one form that no answer changes, to be kept between requests."""
        known = self._still.setdefault(form_sha256, {})
        self._still.move_to_end(form_sha256)
        if len(self._still) > MOST_FORMS:
            self._still.popitem(last=False)
        return known

    def macro(self, template: str, name: str = "draw") -> Macro:
        """One macro of a template, by the template's path without its suffix."""
        key = f"{template}:{name}"
        if key not in self._macros:
            self._macros[key] = getattr(self.environment.get_template(f"{template}.html").module, name)
        return self._macros[key]

    def page(self, template: str, **context: Any) -> str:
        """A whole template."""
        return self.environment.get_template(f"{template}.html").render(**context)


@lru_cache(maxsize=16)
def _brushes(translate: NullTranslations, language: str, icons: str) -> Brushes:
    return Brushes(translate, language, icons)


def brushes(reader: Reader) -> Brushes:
    """The brushes of a reader; those of one language are made once."""
    return _brushes(reader.words, reader.language, reader.icons_url)
