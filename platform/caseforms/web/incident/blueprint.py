"""The blueprint that the emergency page hangs on."""

from flask import Blueprint

incident = Blueprint("incident", __name__)
