"""The pages: a Flask application that reads requests, calls services and draws templates."""

from caseforms.web.application import create_app

__all__ = ["create_app"]
