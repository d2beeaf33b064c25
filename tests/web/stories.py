"""What people type in the stories of these tests: posted names and values of the shipped forms."""

from __future__ import annotations

import re

from tests.web.visiting import Visitor

APPLICATION = {
    "gender": "female",
    "age": "56",
    "phone": "13900001234",
    "address_province": "河北省",
    "address_city": "石家庄市",
    "address_district": "长安区",
    "application_channel": "referral",
    "application_channel_referral_note": "长安社区居委会刘主任",
    "client_needs": "出院半个月，睡不好，怕出门。",
    "urgent_risk": "false",
    "emergency_contact_name": "李明",
    "emergency_contact_phone": "13900005678",
    "follow_up": "yes",
    "accept_basis": "in_scope",
    "scope_action": "accept",
}


def new_case(worker: Visitor, name: str = "张秀兰", phone: str = "13900001234") -> Visitor:
    """A worker opens a case for somebody new; the application lies open."""
    worker.open("/cases/new")
    return worker.press("Begin the application", {"name": name, "phone": phone})


def case_of(worker: Visitor) -> str:
    """The address of the case whose page, or whose form's page, is open."""
    addresses = [link.attributes.get("href", "") for link in worker.page.all("a")]
    return next(each for each in addresses if re.fullmatch("/cases/[0-9a-f]{32}", each))


CONSENT = {
    "introduction_given": "true",
    "confidentiality_explained": "true",
    "agreement_form": "written",
    "signer_type": "client",
    "agency_feedback_authorised": "yes",
}
