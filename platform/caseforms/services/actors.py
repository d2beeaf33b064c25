"""Who asks: the signed-in user (or the client with the tablet in hand) and the roles they act in."""

from __future__ import annotations

from dataclasses import dataclass

SYSTEM_ID = "system"
PUBLIC_ID = "public"


@dataclass(frozen=True, slots=True)
class Actor:
    """One person at work in one institution. `record_id` and `hand_role` bind a client to the one handed-over record."""

    user_id: str
    institution_id: str
    roles: frozenset[str]
    name: str
    language: str = "zh"
    record_id: str | None = None
    hand_role: str | None = None

    def has(self, *roles: str) -> bool:
        """Whether the actor has one of these roles."""
        return not self.roles.isdisjoint(roles)

    @property
    def main_role(self) -> str:
        """The role that the log names; the one with most responsibility first."""
        for role in ORDER:
            if role in self.roles:
                return role
        return ""


ORDER = (
    "system",
    "client",
    "supervisor",
    "social_worker",
    "medical",
    "psychologist",
    "dietitian",
    "exercise_therapist",
    "head",
    "assistant",
    "archivist",
    "quality",
    "coordinator",
    "volunteer",
    "third_party",
    "administrator",
    "public",
)


def system(institution_id: str) -> Actor:
    """The clock and other jobs of the platform itself."""
    return Actor(SYSTEM_ID, institution_id, frozenset({"system"}), "")


def public(institution_id: str) -> Actor:
    """Somebody on a public page, who stays unknown."""
    return Actor(PUBLIC_ID, institution_id, frozenset({"public"}), "")
