"""The blueprint that the account pages hang on."""

from flask import Blueprint

account = Blueprint("account", __name__)
