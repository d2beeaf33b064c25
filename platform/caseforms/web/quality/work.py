"""How the work stands: loads, stages, what is late, referrals, scales, resources, activities, as bars with their numbers."""

from __future__ import annotations

from collections.abc import Mapping

from flask import render_template

from caseforms.indicators import Count, holding
from caseforms.services import workload
from caseforms.web import frame, time_words, unit_of_work, visits
from caseforms.web.languages import gettext, ngettext
from caseforms.web.quality import charts, words
from caseforms.web.quality.blueprint import quality


@quality.get("/work")
def work() -> str:
    """The page for whoever plans the work."""
    session, actor, now = unit_of_work.session(), visits.actor(), unit_of_work.now()
    period = holding(time_words.today(), "quarter")
    found = workload.of_institution(session, actor, period, now)
    return render_template(
        "quality/work.html",
        found=found,
        period=words.period(period),
        loads=_loads(found.loads),
        funnels=_funnels(found.stages),
        late=_late(found.late),
        resources=charts.bars(
            [(frame.worded(each.label), each.number, str(each.number)) for each in found.resources]
        ),
        shares=_shares(found),
    )


def _loads(loads: tuple[workload.Load, ...]) -> tuple[charts.Bar, ...]:
    return charts.bars(
        [
            (
                load.name or gettext("Worker %(number)s", number=place),
                load.cases,
                ngettext("%(num)d case", "%(num)d cases", load.cases)
                + (gettext(", %(late)s late", late=load.late) if load.late else ""),
            )
            for place, load in enumerate(loads, 1)
        ]
    )


def _funnels(stages: tuple[workload.Stage, ...]) -> list[tuple[str, tuple[charts.Bar, ...]]]:
    """By workflow, the stages in their order."""
    flows: dict[str, list[tuple[str, float, str]]] = {}
    for stage in stages:
        title = frame.worded(stage.workflow)
        flows.setdefault(title, []).append((frame.worded(stage.label), stage.cases, str(stage.cases)))
    return [(title, charts.bars(values)) for title, values in flows.items()]


def _late(late: Mapping[str, int]) -> tuple[charts.Bar, ...]:
    named = {
        "shall": gettext("required by the standard"),
        "should": gettext("advised by the standard"),
        "may": gettext("allowed by the standard"),
    }
    values = [(word, late.get(force, 0), str(late.get(force, 0))) for force, word in named.items()]
    return charts.bars(values, frozenset({named["shall"]}))


def _shares(found: workload.Workload) -> list[tuple[str, str]]:
    return [
        (gettext("Referrals closed"), _share(found.referrals)),
        (gettext("Cases with a lower scale score"), _share(found.scales)),
        (gettext("Activities with a sign-in sheet"), str(found.activities)),
        (gettext("Hours given by volunteers"), f"{found.hours:g}"),
    ]


def _share(count: Count) -> str:
    return f"{100 * count.good / count.all:.1f}% ({count.good} / {count.all})" if count.all else "—"
