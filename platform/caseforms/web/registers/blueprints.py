"""The blueprints that the pages of registers, statistics and the public hang on."""

from flask import Blueprint

registers = Blueprint("registers", __name__)
statistics = Blueprint("statistics", __name__)
public = Blueprint("public", __name__)

BLUEPRINTS = (registers, statistics, public)
