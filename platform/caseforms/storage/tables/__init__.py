"""Every table of the platform, as typed SQLAlchemy models that need no web application."""

from caseforms.storage.tables.cases import Case, CaseEvent, CaseLink, CaseMember, OpenItem
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

__all__ = [
    "AccessChain",
    "AccessEntry",
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
    "Device",
    "Draft",
    "DraftVersion",
    "FormVersion",
    "Handover",
    "IndexedValue",
    "Institution",
    "InstitutionSetting",
    "Letter",
    "LoginAttempt",
    "Notification",
    "OpenItem",
    "Person",
    "PersonKey",
    "PublicSending",
    "Record",
    "Recount",
    "Revision",
    "SearchTerm",
    "Signature",
    "Team",
    "TeamMember",
    "User",
    "UserRole",
    "UserSession",
    "WorkflowVersion",
]
