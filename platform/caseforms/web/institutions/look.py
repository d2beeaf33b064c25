"""The look of the institution: name, colour, logo; and where the rest that makes it its own is kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from flask import Response, flash, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound

from caseforms import problems
from caseforms.services import institutions as houses
from caseforms.services import look as looks
from caseforms.web import faults, unit_of_work, visits
from caseforms.web.institutions.blueprint import institutions
from caseforms.web.languages import gettext

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as AnyResponse

Page = str | tuple[str, int]
A_YEAR = 31_536_000
ACCENTS: Mapping[str, Callable[[], str]] = MappingProxyType(
    {
        "": lambda: gettext("teal"),
        "blue": lambda: gettext("blue"),
        "violet": lambda: gettext("violet"),
        "green": lambda: gettext("green"),
        "plum": lambda: gettext("plum"),
    }
)


@institutions.get("/look")
def look() -> str:
    """Name, colour, logo."""
    return _page()


@institutions.post("/look")
def keep_look() -> AnyResponse | Page:
    """Keep them."""
    session, actor, now = unit_of_work.session(), visits.actor(), unit_of_work.now()
    posted, file = request.form, request.files.get("logo")
    try:
        name = {"zh": posted.get("name_zh", ""), "en": posted.get("name_en", "")}
        looks.keep(session, actor, name, posted.get("accent", ""), now)
        content = file.stream.read(looks.LARGEST_LOGO + 1) if file else b""
        if content or posted.get("no_logo"):
            looks.set_logo(session, actor, b"" if posted.get("no_logo") else content, now)
    except problems.Refused as refused:
        faults.take_back(refused)
        return _page(faults.words_of(refused)), 422
    visits.see_institution(houses.get(session, actor).name, looks.of(session))
    flash(gettext("Saved. Colleagues see it when they sign in the next time."))
    return redirect(url_for("institutions.look"), 303)


@institutions.get("/logo/<digest>")
def logo(digest: str) -> Response:
    """The logo of one's own institution; the address changes with the picture."""
    found = looks.logo(unit_of_work.session())
    if found is None or found[0].name != digest:
        raise NotFound
    answer = Response(found[0].read_bytes(), mimetype=found[1])
    answer.headers["Cache-Control"] = f"private, max-age={A_YEAR}, immutable"
    return answer


def _page(reasons: tuple[str, ...] = ()) -> str:
    session = unit_of_work.session()
    name = houses.get(session, visits.actor()).name
    return render_template(
        "institutions/look.html",
        name={"zh": request.form.get("name_zh", name["zh"]), "en": request.form.get("name_en", name["en"])},
        kept=looks.of(session),
        accents=[(code, word()) for code, word in ACCENTS.items()],
        chosen=request.form.get("accent"),
        reasons=reasons,
    )
