"""The identity of a person: its fields, how each is compared, masked and found again."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from caseforms.storage.keys import Keyring

OPEN_FIELDS = ("name", "gender", "birth_date")
SEALED_FIELDS = (
    "phone",
    "id_number",
    "address_province",
    "address_city",
    "address_district",
    "address_street",
    "address_detail",
    "emergency_contact_name",
    "emergency_contact_phone",
    "emergency_contact_relation",
    "guardian_name",
    "guardian_phone",
)
FIELDS = (*OPEN_FIELDS, *SEALED_FIELDS)
TAIL = 4


def cleaned(values: Mapping[str, Any]) -> dict[str, str]:
    """The known fields with a value, as trimmed text."""
    texts = {name: str(values[name]).strip() for name in FIELDS if values.get(name) not in (None, "", [], {})}
    return {name: text for name, text in texts.items() if text}


def seal(keyring: Keyring, person_id: str, identity: Mapping[str, str]) -> str:
    """The sealed fields as one value that opens for this person only."""
    sealed = {name: identity[name] for name in SEALED_FIELDS if name in identity}
    return keyring.seal(json.dumps(sealed, ensure_ascii=False, sort_keys=True), f"{person_id}/identity")


def unseal(keyring: Keyring, person_id: str, token: str) -> dict[str, str]:
    """The sealed fields again."""
    found = json.loads(keyring.open(token, f"{person_id}/identity"))
    return {str(name): str(value) for name, value in found.items()}


def digits(text: str) -> str:
    """The digits of a phone number, full-width ones too, without the country code."""
    plain = re.sub(r"\D", "", unicodedata.normalize("NFKC", text))
    return plain[2:] if plain.startswith("86") and len(plain) > 11 else plain


def blind_keys(keyring: Keyring, identity: Mapping[str, str]) -> dict[str, str]:
    """What the person is found by without being readable: {kind: digest}."""
    found = {}
    if number := identity.get("id_number"):
        found["id_number"] = keyring.blind("id_number", plain_id(number))
    phone = digits(identity.get("phone", ""))
    if phone:
        found["phone"] = keyring.blind("phone", phone)
    if len(phone) >= TAIL:
        found["phone_tail"] = keyring.blind("phone_tail", phone[-TAIL:])
    return found


def plain_id(number: str) -> str:
    """An identity number as it is compared."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", number)).upper()


def masked_phone(phone: str) -> str:
    """`138****0042`: enough to recognise, not enough to call."""
    plain = digits(phone)
    return f"{plain[:3]}****{plain[-4:]}" if len(plain) >= 8 else ""


def address_of(identity: Mapping[str, str]) -> str:
    """The address in one line."""
    parts = ("address_province", "address_city", "address_district", "address_street", "address_detail")
    return "".join(identity.get(part, "") for part in parts)
