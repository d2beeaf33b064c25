"""Every address of the house and who goes there, for the walk past every page."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import quote

from sqlalchemy import select

from caseforms.services import adopting, cases, indicator_tables, layers, links, receiving, upgrading
from caseforms.services.actors import Actor
from caseforms.storage.tables import Arrival
from tests.journeys import adaptations, shortcuts
from tests.services import filled
from tests.services.killed import INCIDENT
from tests.services.test_numbers import PHQ9
from tests.services.world import World
from tests.standards.test_rows_collaboration_referrals import FORM
from tests.web.conftest import House
from tests.web.test_field_door import Street
from tests.web.test_readings import READING, Ward

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
    "field.start": "leads on to the page in a language",
    "field.manifest": "a file",
    "field.worker": "a script",
    "received.file": "a file",
    "field_door.bundle": "told to tablets",
    "field_door.known_receipts": "told to tablets",
    "field_door.piece_state": "told to tablets",
    "case.deidentified_json": "a file",
    "quality.as_csv": "a file",
    "designer.piece": "a part of the form's page",
    "designer.counted": "a part of the page of what a change means",
    "designer.dock": "a part of the form's page",
    "designer.since": "a part of the form's page",
    "designer.export_words": "a file",
    "institutions.logo": "a file",
    "institutions.report_pdf": "a file",
    "institutions.report_json": "a file",
}
RULES = "/public/ch"
TABLE = "/quality/cd-monitoring-table/2026-Q1"
REGISTERS = (
    "/statistics",
    "/statistics/late",
    "/statistics/records",
    "/registers",
    "/registers/training-record",
)


def monitored(house: House) -> str:
    """A chronic-disease case whose device has sent a reading; its address."""
    ward = Ward(house)
    ward.send(ward.device(), READING)
    return f"/cases/{ward.case_id}"


def delivered(house: House) -> str:
    """An incident that a tablet has delivered with a photo, its clock a day off; its address."""
    street = Street(house)
    photo = street.tablet.file()
    street.upload(photo)
    street.send(street.record(INCIDENT, files=(photo,), time_offset_ms=86_400_000))
    with house.store.reading(house.institution_id) as session:
        return f"/received/{session.scalars(select(Arrival.id)).one()}"


def sent_away(world: World, waiting: str) -> tuple[str, str]:
    """Where links lead: to a signature of the client, to the receiver's part of a referral."""
    asked = world.do(links.for_record, "lin", waiting, "sign", "client", world.now)
    referral = world.do(cases.open_case, "lin", "referral", world.now, client_name="陈玉梅").id
    form = world.fill(referral, "referral", {**FORM, "client_name": "陈玉梅"})
    world.sign(form, "sender")
    received = world.do(receiving.invite, "lin", form, world.now)
    return f"/l/{asked.token}", f"/referral/{received.token}"


def quality() -> list[str]:
    """The pages of quality, each kind of row once."""
    first = indicator_tables.table("cd-monitoring-table").rows[0].id
    return ["/quality", "/quality/work", TABLE, f"{TABLE}/{first}"]


BUILT = "/designer/forms/mh-application"


def building() -> list[str]:
    """The pages on which a form is built."""
    return [
        "/designer",
        "/designer/new",
        f"{BUILT}?item=field:/decline_basis",
        f"{BUILT}/rules?item=field:/decline_basis&kind=shown",
        f"{BUILT}/words",
        f"{BUILT}/sheet?row=3&cell=0",
        f"{BUILT}/questions?q=电话",
        f"{BUILT}/preview?device=phone",
        f"{BUILT}/preview?device=paper",
        f"{BUILT}/preview/form",
        f"{BUILT}/publish",
        f"{BUILT}/impact",
        f"{BUILT}/answers",
        "/designer/approvals",
        f"{BUILT}/history",
    ]


FLOW = "/designer/workflows/mental-health-case"
PICK = f"{FLOW}/pick?at=guard:action.accept.when.4&mode=add"


def flows() -> list[str]:
    """The pages on which a workflow is changed."""
    return [
        "/designer/workflows",
        FLOW,
        f"{FLOW}/forms",
        f"{FLOW}/deadlines",
        f"{FLOW}/marks",
        f"{FLOW}/items/timer:assessment",
        f"{FLOW}/items/slot:plan",
        f"{FLOW}/new/timer",
        f"{FLOW}/conditions/guard:action.accept.when.3",
        f"{PICK}&kind=field&slot=application&field=follow_up",
        f"{FLOW}/check",
        f"{FLOW}/changes",
        f"{FLOW}/scenarios",
        f"{FLOW}/scenarios/new",
        f"{FLOW}/scenarios/accepted",
        f"{FLOW}/cases",
        f"{FLOW}/running",
        f"{FLOW}/publish",
        f"{FLOW}/versions",
    ]


def adapting(house: House) -> list[str]:
    """The pages of standards, with one question that the institution and the standard's newer version both renamed."""
    guan = Actor(house.user_ids["guan"], house.institution_id, frozenset({"administrator"}), "管理员")
    now = house.clock()
    adaptations.changed(house.store, guan, "form", adaptations.FORM, [adaptations.RELABELLED], now)
    adaptations.newer_standard(house.store, guan, now)
    with house.store.transaction(house.institution_id) as session:
        adopting.adopt(session, guan, "002", now)
        begun = upgrading.begin(session, guan, "form", adaptations.FORM, "1.1.0", now)
        layers.keep(session, guan, "sz", {"zh": "深圳市规范", "en": "Shenzhen rules"}, "city", 1, now)
    merging = f"/institutions/newer/{begun.id}"
    return [
        "/institutions",
        "/institutions/standards/002",
        "/institutions/newer",
        "/institutions/packs",
        "/institutions/local",
        f"/institutions/local/sz?of=form:{adaptations.FORM}",
        "/institutions/look",
        merging,
        f"{merging}/conflict?key={quote(begun.open[0].key)}",
    ]


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
    world.fill(shortcuts.id_of(case), "scale", PHQ9)
    waiting = f"/records/{world.fill(planning, 'plan', filled.PLAN)}"
    applying = world.open(client_name="周桂英")
    draft = f"/records/{world.start(applying, 'application').line.id}"
    person = world.view(shortcuts.id_of(case)).person_id
    measured = monitored(house)
    arrived = delivered(house)
    signing, receiver = sent_away(world, shortcuts.id_of(waiting))
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
        f"{draft}/newer",
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
        "/news",
        f"{measured}/readings",
        f"{measured}/forms/health_reading",
        f"{case}/scores",
        "/received",
        arrived,
        f"{arrived}/receipt",
    ]
    administrator = [
        "/",
        "/administration/users",
        f"/administration/users/{house.user_ids['chen']}",
        "/administration/teams",
        "/administration/tablets",
        "/administration/calendar",
        "/administration/calendar/2026",
        "/administration/clocks",
        "/administration/clocks/referral.confirm_days",
        "/administration/lists",
        "/administration/targets",
        "/administration/access",
        "/statistics",
        "/registers",
        *building(),
        *flows(),
        *adapting(house),
    ]
    return Places(
        {
            "lin": worker,
            "wang": ["/", case, waiting, "/news", "/new", *REGISTERS, *quality()],
            "guan": administrator,
            "dang": ["/", "/cases", case, "/registers"],
            "chen": ["/", "/cases/new", "/incident/new", case, "/field/join"],
            "": [
                "/sign-in",
                "/field/zh",
                "/field/enrol",
                "/service-rules",
                RULES,
                f"{RULES}/survey",
                f"{RULES}/complaint",
                signing,
                receiver,
            ],
        }
    )
