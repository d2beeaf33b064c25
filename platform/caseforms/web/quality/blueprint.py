"""The blueprint that the pages of the quality department hang on."""

from flask import Blueprint

quality = Blueprint("quality", __name__, url_prefix="/quality")
