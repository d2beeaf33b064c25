"""Computed values in words: those of the shipped workflows by name, others by what they are computed from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from caseforms.web.languages import gettext

if TYPE_CHECKING:
    from caseforms.web.designer.workflows.guard_words import Speaker

Spec = Mapping[str, Any]


def told(speaker: Speaker, path: str) -> str:
    """A computed value: in its own words, else by what it is computed from, else by its own name."""
    name = path.removeprefix("derived.")
    words = FACT_WORDS.get(name)
    if words:
        return words()
    for operator, argument in speaker.flow.derived.get(name, {}).items():
        if operator in COMPUTED:
            return COMPUTED[operator](speaker, argument)
    return name.replace("_", " ").replace(".", " ")


def source(speaker: Speaker, path: str) -> tuple[str, str]:
    """The form and field whose latest answer a computed value is; ("", "") for all others."""
    spec: Any = speaker.flow.derived.get(path.removeprefix("derived."), {})
    latest = spec.get("latest")
    return (str(latest["slot"]), str(latest["pointer"])) if latest else ("", "")


def _field(speaker: Speaker, argument: Spec) -> str:
    slot = str(argument["slot"])
    path = str(argument.get("pointer") or argument.get("rows"))
    return gettext("%(field)s in %(form)s", field=speaker.field(slot, path), form=speaker.form(slot))


def _exists(speaker: Speaker, argument: Spec) -> str:
    return gettext("there is a fitting %(form)s", form=speaker.form(str(argument["slot"])))


def _count(speaker: Speaker, argument: Spec) -> str:
    return gettext("the number of fitting %(form)s", form=speaker.form(str(argument["slot"])))


COMPUTED: Mapping[str, Callable[[Speaker, Any], str]] = MappingProxyType(
    {
        "guard": lambda speaker, guard: speaker.core(guard),
        "exists": _exists,
        "count": _count,
        "latest": _field,
        "sum": _field,
        "values": _field,
        "labels": _field,
        "distinct": _field,
    }
)

FACT_WORDS: Mapping[str, Callable[[], str]] = MappingProxyType(
    {
        "consent_valid": lambda: gettext("consent is in force"),
        "plan_in_force": lambda: gettext("a signed plan is in force"),
        "plan_fresh": lambda: gettext("the plan was submitted in this stage"),
        "plan_resubmitted": lambda: gettext("the plan was submitted again"),
        "newer_plan_waiting": lambda: gettext("a newer plan waits for its signatures"),
        "closure_fresh": lambda: gettext("the closure was submitted in this stage"),
        "evaluation_fresh": lambda: gettext("the evaluation was submitted in this stage"),
        "by_hand": lambda: gettext("the form leaves the decision to the worker"),
        "referral_started": lambda: gettext("a referral was begun"),
        "referral_sent": lambda: gettext("a signed referral was sent"),
        "referral_accepted": lambda: gettext("a referral was accepted"),
        "left_by_referral": lambda: gettext("the case leaves by referral"),
        "transfer_to_me": lambda: gettext("the case was offered to whoever does it"),
        "high_risk": lambda: gettext("the danger level is high"),
        "danger_age": lambda: gettext("days since the danger level was assessed"),
        "home_visit_cleared": lambda: gettext("a home visit was cleared for that day"),
        "revisit_cleared": lambda: gettext("a home visit was cleared for that day"),
        "service_visit_cleared": lambda: gettext("a home visit was cleared for that day"),
        "follow_up_visit_cleared": lambda: gettext("a home visit was cleared for that day"),
        "audio_consent": lambda: gettext("consent to audio recording is in force"),
        "video_consent": lambda: gettext("consent to video recording is in force"),
        "intake_working_days": lambda: gettext("working days of intake"),
        "assessment_working_days": lambda: gettext("working days of the assessment"),
        "filled_before_decision": lambda: gettext("it was filled in before the decision on the application"),
        "intake_date_differs": lambda: gettext("the intake date is not that of the decision"),
        "visited_before_closure": lambda: gettext("the visit was before the closure"),
        "beyond_agreed_sessions": lambda: gettext("more sessions than agreed"),
        "agreed_sessions": lambda: gettext("agreed sessions"),
        "other_plans": lambda: gettext("number of other plans"),
        "records_since_plan": lambda: gettext("service records since the plan"),
        "sessions_missing": lambda: gettext("sessions that are still missing"),
        "members_number": lambda: gettext("number of members"),
        "leaving": lambda: gettext("the person is leaving"),
        "leaving_agreed": lambda: gettext("leaving was agreed"),
        "unreached_too_often": lambda: gettext("the person could not be reached several times"),
        "reading_alert": lambda: gettext("a reading is in the range of an alert"),
        "reading_beyond": lambda: gettext("a reading is beyond its limits"),
        "reading_low": lambda: gettext("a reading is too low"),
        "period_over": lambda: gettext("the service period is over"),
        "plan_change_due": lambda: gettext("the plan should be changed"),
        "review_decision": lambda: gettext("the decision of the review"),
        "review_passed": lambda: gettext("the day of the review has passed"),
        "medical_blanks": lambda: gettext("the medical part has gaps"),
        "goals_unknown": lambda: gettext("a goal is not in the plan"),
        "late": lambda: gettext("it is late"),
        "out": lambda: gettext("the file is lent out"),
        "tracks.referral.states.sent": lambda: gettext("a referral is sent"),
        "tracks.referral.states.waiting": lambda: gettext("a referral waits for its answer"),
        "tracks.referral.states.returned": lambda: gettext("a referral was returned"),
        "tracks.referral.states.in_service": lambda: gettext("a referral is being served"),
        "tracks.referral.states.result_reported": lambda: gettext("the result of a referral was reported"),
        "alerts.crisis.open": lambda: gettext("a crisis is open"),
        "aid.over_budget": lambda: gettext("the budget is exceeded"),
        "file.retention": lambda: gettext("retention of the file"),
        "file.secrecy": lambda: gettext("secrecy of the file"),
        "case.days_in_stage": lambda: gettext("days in this stage"),
    }
)
