"""The blueprint that the tablet's app hangs on."""

from flask import Blueprint

field = Blueprint("field", __name__)
