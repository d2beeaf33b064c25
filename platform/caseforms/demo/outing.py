"""An outing of the demonstration: a volunteer with a tablet at a screening; what she wrote waits for a decision."""

from __future__ import annotations

import base64
import json
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from caseforms.demo.house import House
from caseforms.services import arriving, field_grants, institution_keys, library, tablets
from caseforms.services.field_grants import Bearer
from caseforms.services.identifiers import new_id
from caseforms.services.institution_keys import PublicKey
from caseforms.storage.envelopes import seal

ADMINISTRATOR = "admin"
NAME = "1号平板"
EVENT = "幸福里社区血压血糖筛查"
LET_IN, JOINED, WRITTEN = timedelta(days=30), timedelta(days=3), timedelta(hours=20)
HOME = timedelta(hours=2)
"""From the last record to the network of the station."""
SCREENED: dict[str, Any] = {
    "people": [
        {"name": "康秀梅", "phone": "13900007701", "age": 67, "systolic": 152, "diastolic": 94,
         "glucose_kind": "random", "glucose": 8.1, "risk_found": True, "agrees_contact": True},
        {"name": "邱建国", "phone": "13900007702", "age": 71, "systolic": 131, "diastolic": 82,
         "glucose_kind": "random", "glucose": 6.4, "risk_found": False, "agrees_contact": False},
        {"name": "田野", "phone": "13900007703", "age": 58, "systolic": 146, "diastolic": 91,
         "glucose_kind": "random", "glucose": 7.2, "risk_found": True, "agrees_contact": True},
    ]
}  # fmt: skip
APPLICATION: dict[str, Any] = {
    "client_name": "柏雪芬",
    "gender": "female",
    "birth_date": "1961-09-03",
    "phone": "13900007704",
    "address_province": "内蒙古自治区",
    "address_city": "鄂尔多斯市",
    "address_district": "东胜区",
    "application_channel": "self",
    "client_needs": "老伴去世后睡不好，不愿出门，想有人说说话。",
    "urgent_risk": False,
    "emergency_contact_name": "柏雪莲",
    "emergency_contact_phone": "13900007705",
}


def deliver(house: House, now: datetime) -> None:
    """Let a tablet in, sign the volunteer in on it, and deliver two records that she wrote yesterday."""
    volunteer = house.actors[house.institution.volunteer]
    written = now - WRITTEN
    with house.store.transaction(house.institution_id) as session:
        ticket = tablets.invite(session, house.actors[ADMINISTRATOR], NAME, now - LET_IN)
        tablet = tablets.enrol(session, ticket.token, "", now - LET_IN)
        field_grants.join(session, volunteer, tablet.id, now - JOINED)
        key = institution_keys.current(session, now - JOINED)
        bearer = Bearer(tablet.id, house.institution_id, NAME, locked=False, expired=False, actor=volunteer)
        day = house.calendar.day_of(written).isoformat()
        for definition_id, data in (
            ("cd-screening-register", {"screened_on": day, **SCREENED}),
            ("mh-application", APPLICATION),
        ):
            record_id = new_id()
            said = {"record_id": record_id, "volunteer_id": volunteer.user_id, "device_id": tablet.id}
            body = _sealed(key, record_id, {**said, **_written(definition_id, data, written)})
            arriving.deliver(session, bearer, record_id, body, written + HOME)
        tablets.report(session, tablet.id, {"version": "", "storage": 21_000_000_000}, written + HOME)


def _written(definition_id: str, data: dict[str, Any], at: datetime) -> dict[str, Any]:
    times = dict.fromkeys(("started_at", "finished_at", "tablet_time"), at.isoformat())
    version = library.form(None, definition_id).definition.version
    event = {"id": new_id(), "title": EVENT}
    return {"definition_id": definition_id, "version": version, "data": data, "event": event, **times}


def _sealed(key: PublicKey, record_id: str, content: dict[str, Any]) -> dict[str, Any]:
    text = json.dumps(content, ensure_ascii=False).encode()
    header, sealed = seal(key.jwk, key.id, f"{record_id}|record", text)
    envelope = {**header, "ciphertext": base64.b64encode(sealed).decode()}
    return {"envelope": envelope, "sha256": sha256(sealed).hexdigest(), "blobs": []}
