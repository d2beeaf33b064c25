"""Every address of the house and who goes there, for the walk past every page."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.journeys import shortcuts
from tests.services import filled
from tests.web.conftest import House

# Addresses without a page of their own, and why.
NO_PAGES = {
    "static": "files",
    "language": "leads back",
    "case.earlier": "a later leaf of the case page's list",
    "record.attachment": "a file",
    "paper.sheet_pdf": "a file",
    "paper.blank_pdf": "a file",
    "paper.bundle_pdf": "a file",
    "account.first_password": "only with a first password",
    "handover.own_part": "walked by the client's own journey",
    "handover.locked": "walked by the client's own journey",
    "incident.keeper": "a script",
    "case.deidentified_json": "a file",
    "quality.as_csv": "a file",
}
RULES = "/public/ch"
REGISTERS = ("/statistics", "/statistics/records", "/registers", "/registers/training-record")
TABLE = "/quality/cd-monitoring-table/2026-Q1"
QUALITY = ("/quality", TABLE, f"{TABLE}/1_2", "/quality/work")


@dataclass
class Places:
    """Where there is something to see: addresses by person; "" is somebody who has not signed in."""

    by_person: dict[str, list[str]] = field(default_factory=dict)


def furnished(house: House) -> Places:
    """A house with a case in service, one waiting for signatures, one in crisis, drafts; the addresses to walk."""
    world = shortcuts.backstage(house)
    case = shortcuts.served(house)
    world.act(shortcuts.id_of(case), "raise_crisis", reason="电话里说不想活了。")
    application, plan = shortcuts.record(house, case, "application"), shortcuts.record(house, case, "plan")
    planning = world.assessed()
    waiting = f"/records/{world.fill(planning, 'plan', filled.PLAN)}"
    applying = world.open(client_name="周桂英")
    draft = f"/records/{world.start(applying, 'application').line.id}"
    person = world.view(shortcuts.id_of(case)).person_id
    worker = [
        "/",
        "/?scope=team",
        "/?scope=signatures",
        "/?q=张",
        "/cases",
        "/cases/new",
        "/new",
        "/cases?scope=all&about=group",
        "/statistics/late",
        case,
        f"{case}?tab=team",
        f"{case}?tab=referrals",
        f"{case}?tab=print",
        f"{case}/act/suspend",
        f"{case}/act/offer_transfer",
        f"{case}/bundle",
        f"{case}/deidentified",
        "/away",
        draft,
        f"{draft}/to-worker",
        application,
        f"{application}/history",
        f"{application}/correct",
        f"{plan}/paper",
        f"{plan}/paper?language=both",
        waiting,
        f"{waiting}/sign/client",
        f"{waiting}/sign/worker",
        f"{waiting}/sign/worker?method=typed&read=both",
        "/forms",
        "/forms/mh-application/paper",
        "/people",
        f"/people/{person}",
        "/incident/new",
        "/account",
        "/service-rules",
        "/nowhere",
    ]
    administrator = [
        "/",
        "/administration/users",
        f"/administration/users/{house.user_ids['chen']}",
        "/administration/teams",
        "/administration/calendar",
        "/administration/calendar/2026",
        "/administration/lists",
        "/administration/access",
        "/statistics",
        "/registers",
    ]
    return Places(
        {
            "lin": worker,
            "wang": ["/", case, waiting, *REGISTERS, *QUALITY],
            "guan": administrator,
            "dang": ["/", "/cases", case, "/registers"],
            "chen": ["/", "/cases/new", "/incident/new", case],
            "": ["/sign-in", "/service-rules", RULES, f"{RULES}/survey", f"{RULES}/complaint"],
        }
    )
