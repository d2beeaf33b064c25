"""The invented people who are served: names, birthdays, addresses, families. Nobody of them exists."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
LETTERS = "10X98765432"
PLACES = {
    "chunhui": ("内蒙古自治区", "鄂尔多斯市", "东胜区"),
    "binhe": ("内蒙古自治区", "包头市", "昆都仑区"),
    "qinghe": ("广东省", "深圳市", "龙华区"),
    "liuhe": ("广东省", "深圳市", "龙岗区"),
}
CODES = {"chunhui": "150602", "binhe": "150203", "qinghe": "440309", "liuhe": "440307"}
"""The first six digits of identity numbers, by house."""


@dataclass(frozen=True, slots=True)
class Client:
    """One invented person. `number` makes telephone and identity numbers; `family` is (name, relation)."""

    number: int
    name: str
    gender: str
    born: str
    address: str
    family: tuple[str, str]
    guardian: bool = False
    with_id: bool = False
    no_contact: bool = False

    @property
    def phone(self) -> str:
        """The invented telephone number."""
        return f"1390000{self.number:04d}"

    @property
    def relative_phone(self) -> str:
        """The telephone number of the relative."""
        return f"1380000{self.number:04d}"

    def application(self, place: str) -> dict[str, Any]:
        """What the first page of the application says about the person."""
        province, city, district = PLACES[place]
        written: dict[str, Any] = {
            "client_name": self.name,
            "gender": self.gender,
            "birth_date": self.born,
            "phone": self.phone,
            "address_province": province,
            "address_city": city,
            "address_district": district,
            "address_detail": self.address,
        }
        if self.with_id:
            written["id_number"] = identity_number(CODES[place], self.born, self.number, self.gender)
        if self.no_contact:
            return {**written, "emergency_contact_none": True}
        name, relation = self.family
        written |= {
            "emergency_contact_name": name,
            "emergency_contact_phone": self.relative_phone,
            "emergency_contact_relation": relation,
        }
        if self.guardian:
            written |= {"guardian_name": name, "guardian_phone": self.relative_phone}
        return written


def identity_number(code: str, born: str, number: int, gender: str) -> str:
    """An identity number that nobody has been given but whose check digit is right (GB 11643)."""
    sequence = 900 + number % 50 * 2 + (gender == "male")
    digits = f"{code}{born.replace('-', '')}{sequence:03d}"
    total = sum(int(digit) * weight for digit, weight in zip(digits, WEIGHTS, strict=True))
    return digits + LETTERS[total % 11]
