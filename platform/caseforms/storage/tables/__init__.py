"""Every table of the platform, as typed SQLAlchemy models that need no web application."""

from caseforms.storage.tables.arrivals import Arrival, SealedFile, SealedPiece
from caseforms.storage.tables.cases import Case, CaseEvent, CaseLink, CaseMember, OpenItem
from caseforms.storage.tables.designs import (
    Adoption,
    Design,
    DesignStep,
    LayerRow,
    Publication,
    Upgrade,
)
from caseforms.storage.tables.devices import Device
from caseforms.storage.tables.indicators import ContributionRow, CountedSource, Recount
from caseforms.storage.tables.institutions import (
    CalendarYear,
    Counter,
    Institution,
    InstitutionSetting,
    LoginAttempt,
    Notification,
    Team,
    TeamMember,
    User,
    UserRole,
    UserSession,
)
from caseforms.storage.tables.links import ClientLink
from caseforms.storage.tables.mailing import Letter
from caseforms.storage.tables.persons import Person, PersonKey, SearchTerm
from caseforms.storage.tables.records import (
    Attachment,
    Draft,
    DraftVersion,
    Handover,
    IndexedValue,
    Record,
    Revision,
    Signature,
)
from caseforms.storage.tables.registers import (
    AccessChain,
    AccessEntry,
    FormVersion,
    PublicSending,
    WorkflowVersion,
)
from caseforms.storage.tables.tablets import (
    FieldBundle,
    FieldGrant,
    InstitutionKey,
    Tablet,
    TabletTicket,
)

__all__ = [
    "AccessChain",
    "AccessEntry",
    "Adoption",
    "Arrival",
    "Attachment",
    "CalendarYear",
    "Case",
    "CaseEvent",
    "CaseLink",
    "CaseMember",
    "ClientLink",
    "ContributionRow",
    "CountedSource",
    "Counter",
    "Design",
    "DesignStep",
    "Device",
    "Draft",
    "DraftVersion",
    "FieldBundle",
    "FieldGrant",
    "FormVersion",
    "Handover",
    "IndexedValue",
    "Institution",
    "InstitutionKey",
    "InstitutionSetting",
    "LayerRow",
    "Letter",
    "LoginAttempt",
    "Notification",
    "OpenItem",
    "Person",
    "PersonKey",
    "PublicSending",
    "Publication",
    "Record",
    "Recount",
    "Revision",
    "SealedFile",
    "SealedPiece",
    "SearchTerm",
    "Signature",
    "Tablet",
    "TabletTicket",
    "Team",
    "TeamMember",
    "Upgrade",
    "User",
    "UserRole",
    "UserSession",
    "WorkflowVersion",
]
