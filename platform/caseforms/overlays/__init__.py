"""Owns what institutions make of a standard: layers, what each may do, taking over new versions, conformance."""

from caseforms.overlays.conformance import Line, Report, conformance
from caseforms.overlays.layers import Editing, Layer, build
from caseforms.overlays.permissions import Permission, Permissions, allowed, permission_of
from caseforms.overlays.upgrading import Conflict, Upgraded, upgrade
from caseforms.overlays.workflow_conformance import workflow_conformance

__all__ = [
    "Conflict",
    "Editing",
    "Layer",
    "Line",
    "Permission",
    "Permissions",
    "Report",
    "Upgraded",
    "allowed",
    "build",
    "conformance",
    "permission_of",
    "upgrade",
    "workflow_conformance",
]
