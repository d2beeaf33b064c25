"""What a tablet asks for: to be let in, how it stands with it, what its people take along."""

from __future__ import annotations

from flask import Response, request

from caseforms.services import bundles, field_grants, institution_keys, tablets
from caseforms.services.institution_keys import PublicKey
from caseforms.services.refusal import refuse
from caseforms.web import assets, unit_of_work
from caseforms.web.field import packing
from caseforms.web.field.door import answer, bearer, body, field_door, for_tablets


@field_door.post("/enrol")
@for_tablets
def enrol() -> Response:
    """Let a tablet in by the code it scanned: its token, told once, and the key it seals with."""
    given, store, now = body(), unit_of_work.store(), unit_of_work.now()
    token = str(given.get("token", ""))
    with store.reading(None) as session:
        institution_id = tablets.institution_of(session, token)
    with store.transaction(institution_id) as session:
        enrolled = tablets.enrol(session, token, str(given.get("name", "")), now)
        key = institution_keys.current(session, now)
    return answer(
        201,
        device_id=enrolled.id,
        device_token=enrolled.token,
        institution=dict(enrolled.institution),
        public_key=_key(key),
        server_time=now.isoformat(),
    )


@field_door.post("/state")
@for_tablets
def state() -> Response:
    """A tablet says how it is, and is told what it is called and whether it is locked or expired."""
    known, said, now = bearer(), body(), unit_of_work.now()
    with unit_of_work.store().transaction(known.institution_id) as session:
        tablets.report(session, known.tablet_id, said, now)
    return answer(
        200,
        name=known.name,
        expired=known.expired,
        locked=known.locked,
        server_time=now.isoformat(),
        newest_shell=assets.release(),
    )


@field_door.get("/bundle")
@for_tablets
def bundle() -> Response:
    """What the person of a grant takes along; 304 when the tablet has it already."""
    known, now = bearer(), unit_of_work.now()
    if known.actor is None:
        refuse("tablet.grant-ended")
    field_grants.require_usable(known.locked, known.expired)
    with unit_of_work.store().transaction(known.institution_id) as session:
        packed = bundles.packed(session, known.actor, now)
        content = packing.content(session, known.actor, packed, now)
        sha256 = packing.digest(content)
        row = bundles.issued(session, known.actor, known.tablet_id, packed, sha256, now)
        key = institution_keys.current(session, now)
        tablets.seen(session, known.tablet_id, now)
    if request.if_none_match.contains_weak(sha256):
        given = Response(status=304)
    else:
        more = {
            "bundle_id": row.id,
            "sha256": sha256,
            "server_time": now.isoformat(),
            "public_key": _key(key),
        }
        given = answer(200, **more, **content)
    given.set_etag(sha256)
    return given


def _key(key: PublicKey) -> dict[str, object]:
    return {"id": key.id, "jwk": dict(key.jwk)}
