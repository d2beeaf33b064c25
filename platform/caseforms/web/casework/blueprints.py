"""The blueprints that casework's pages hang on."""

from flask import Blueprint

case = Blueprint("case", __name__)
record = Blueprint("record", __name__)
sign = Blueprint("sign", __name__)
handover = Blueprint("handover", __name__)
paper = Blueprint("paper", __name__)
opening = Blueprint("opening", __name__)
people = Blueprint("people", __name__)

BLUEPRINTS = (case, record, sign, handover, paper, opening, people)
