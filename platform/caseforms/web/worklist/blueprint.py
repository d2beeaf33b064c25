"""The blueprint that the work list's pages hang on."""

from flask import Blueprint

worklist = Blueprint("worklist", __name__)
