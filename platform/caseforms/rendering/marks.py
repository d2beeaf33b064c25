"""What the state of one record puts on its fields: errors, what is hidden, closed or optional, where values came from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from caseforms.answers import effective
from caseforms.definitions import Form, Node
from caseforms.problems import Problem
from caseforms.problems.entry import N_
from caseforms.rendering import words
from caseforms.rendering.binding import Answer, Bound
from caseforms.rendering.kinds.kind import MISSING
from caseforms.rendering.messages import sentence
from caseforms.rendering.progress import Section
from caseforms.rendering.reader import Reader, Source
from caseforms.rules.pointers import ABSENT, get, place, split

if TYPE_CHECKING:
    from caseforms.rendering.paper.signing import SignatureView

ROLES = {
    "volunteer": N_("volunteer"),
    "social_worker": N_("social worker"),
    "assistant": N_("assistant"),
    "medical": N_("medical staff"),
    "psychologist": N_("psychologist"),
    "dietitian": N_("dietitian"),
    "exercise_therapist": N_("exercise therapist"),
    "supervisor": N_("supervisor"),
    "quality": N_("quality officer"),
    "archivist": N_("archivist"),
    "administrator": N_("administrator"),
    "head": N_("head of the institution"),
    "coordinator": N_("coordinator"),
    "third_party": N_("third party"),
    "client": N_("client"),
    "guardian": N_("guardian"),
    "worker": N_("social worker"),
    "receiver": N_("receiver"),
    "reporter": N_("reporter"),
    "visitor": N_("visitor"),
    "approver": N_("approver"),
    "leader": N_("leader"),
    "sender": N_("sender"),
    "handler": N_("handler"),
    "evaluator": N_("evaluator"),
    "borrower": N_("borrower"),
    "giver": N_("handing over"),
    "applicant": N_("applicant"),
    "witness": N_("witness"),
    "supervisee": N_("supervisee"),
    "checker": N_("inspector"),
    "reviewer": N_("reviewer"),
}


@dataclass(frozen=True, slots=True)
class SourceMark:
    """The words beside a prefilled value, and whether to ask if it is still true."""

    words: str
    stale: bool


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a summary: where it leads, what it says."""

    href: str
    words: str


class Marks:
    """The state of one record for one reader; asked field by field while drawing."""

    def __init__(
        self,
        form: Form,
        data: Mapping[str, Any],
        reader: Reader,
        bound: Bound,
        problems: tuple[Problem, ...],
        sources: Mapping[str, Source],
        locked: frozenset[str],
        signatures: Mapping[str, SignatureView],
    ) -> None:
        self.form = form
        self.reader = reader
        self.bound = bound
        self.problems = problems
        self.sources = sources
        self.locked = locked
        self.signatures = signatures
        self.data = data
        self.state = effective(form, dict(data))
        self.said: dict[str, dict[str, list[str]]] = {
            "error": defaultdict(list),
            "warning": defaultdict(list),
        }
        for problem in problems:
            at = self.home(problem.pointer)
            if at is not None:
                self.said[problem.severity][at].append(sentence(form, problem, reader))

    def home(self, pointer: str) -> str | None:
        """The pointer of the nearest field that is drawn, for a problem inside it or at it."""
        while pointer and pointer not in self.bound.at:
            pointer = pointer.rpartition("/")[0]
        return pointer or None

    # Elements

    def stands(self, node: Node, at: str) -> bool:
        """Whether an element of the layout is shown now; `at` is the row it stands in."""
        if node.field is not None:
            return self.state.visible(place(node.field.pointer, f"{at}/x"))
        rule = node.condition
        if rule is None or not rule.shows:
            return True
        value = get(self.state.data, split(place(rule.base, f"{at}/x")))
        return rule.passes(rule.predicate({} if value is ABSENT else value))

    def visible(self, answer: Answer) -> bool:
        """Whether a field is shown now."""
        return not answer.face.real or self.state.visible(answer.pointer)

    # Fields

    def put(self, answer: Answer) -> None:
        """Sets what the templates read beside the texts."""
        face, pointer, name = answer.face, answer.pointer, answer.name
        answer.errors = self.said["error"].get(pointer, [])
        answer.warnings = self.said["warning"].get(pointer, [])
        answer.optional = self.is_optional(answer)
        answer.readonly = face.computed is not None and self.is_computed_now(answer)
        if face.hint or answer.errors or answer.warnings:
            told = (("hint", face.hint), ("error", answer.errors), ("warning", answer.warnings))
            answer.described = " ".join(f"{name}--{part}" for part, words_ in told if words_)
        if pointer in self.sources:
            answer.source = self.source(self.sources[pointer])
        if face.clause:
            answer.sentence = self.reader.clause_text(face.clause, self.reader.language)
            answer.base_sentence = (
                self.reader.clause_text(face.clause, "zh") if self.reader.language != "zh" else ""
            )

    def is_optional(self, answer: Answer) -> bool:
        """Whether the label says "optional": what can be answered and is not demanded while it is shown."""
        face = answer.face
        if not face.kind.answers or (face.kind.structural and face.kind.name not in ("rows", "matrix")):
            return False
        if face.kind.name == "confirm" or (face.computed is not None and self.is_computed_now(answer)):
            return False
        if face.kind.name == "rows" and int(face.schema.get("minItems", 0)) > 0:
            return False
        return not (face.field.required or self.demanded(answer))

    def demanded(self, answer: Answer) -> bool:
        """Whether a finished record needs the field now."""
        face = answer.face
        if face.kind.name == "rows" and int(face.schema.get("minItems", 0)) > 0:
            return True
        return self.state.required(answer.pointer) if face.real else face.field.required

    def is_computed_now(self, answer: Answer) -> bool:
        """Whether a value that is computed only sometimes is computed now."""
        from caseforms.rules import holds

        when = answer.face.schema.get("x-compute-when")
        return when is None or holds(when, self.state.data, answer.pointer.rpartition("/")[0])

    def source(self, source: Source) -> SourceMark:
        """Where a value came from, in words."""
        now = self.reader.moment()
        day = (
            words.short_day(source.date, self.reader.language, now.date() if now else None)
            if source.date
            else ""
        )
        told = {"label": self.reader.gettext(source.label), "day": day}
        if not day:
            text = self.reader.gettext("From %(label)s") % told
        elif source.stale:
            text = self.reader.gettext("From %(label)s, %(day)s. Is this still true?") % told
        else:
            text = self.reader.gettext("From %(label)s, %(day)s") % told
        return SourceMark(text, source.stale)

    # Closed fields

    def closed(self, answer: Answer) -> bool:
        """Whether the field is shown but takes no answer here."""
        face = answer.face
        if face.kind.name in ("computed", "signature"):
            return False
        return bool(self.why_closed(answer)[1])

    def why_closed(self, answer: Answer) -> tuple[str, str]:
        """Why a field takes no answer, and the icon beside it; ("", "") when it does."""
        face, gettext = answer.face, self.reader.gettext
        if not self.reader.plays(face.roles):
            return self.filled_by(face.roles), "person"
        if answer.pointer in self.locked or face.pattern in self.locked:
            return "", "lock"
        origin = str(face.schema.get("x-prefill", ""))
        if face.schema.get("x-prefill-locked") and not origin.startswith("form:") and self.filled(answer):
            return (
                gettext("Changed in the register of persons") if origin.startswith("person.") else ""
            ), "lock"
        if face.schema.get("readOnly") is True:
            return "", "lock"
        if face.real and face.field.rule_enable and not self.state.enabled(answer.pointer):
            return gettext("Not to be filled in with these answers"), "lock"
        return "", ""

    def filled_by(self, roles: tuple[str, ...]) -> str:
        """ "Filled in by the social worker"."""
        names = self.reader.gettext(" or ").join(self.reader.gettext(ROLES.get(role, role)) for role in roles)
        return self.reader.gettext("Filled in by the %(roles)s") % {"roles": names}

    def filled(self, answer: Answer) -> bool:
        """Whether the record holds a value for the field."""
        return get(self.data, split(answer.pointer)) is not ABSENT

    # Counting

    def count(self, answer: Answer, section: Section) -> None:
        """Counts a field for its section. What the page shows counts, not what was stored: a typed answer that is not
        saved yet is an answer."""
        if answer.errors:
            section.wrong += 1
        face = answer.face
        if not face.kind.answers or not self.visible(answer):
            return
        if self.closed(answer):
            if not self.reader.plays(face.roles):
                section.others = face.roles
            return
        if face.kind.structural and face.kind.name != "rows":
            return
        section.asked += 1
        if self.has_answer(answer):
            section.answered += 1
        elif self.demanded(answer):
            section.left += 1

    def has_answer(self, answer: Answer) -> bool:
        """Whether something stands in the field or in a row of it."""
        if answer.face.kind.name == "rows":
            return any(self.has_answer(inner) for row in answer.rows for inner in row.inner)
        return any(text for texts in answer.texts.values() for text in texts) or answer.data not in (
            MISSING,
            None,
        )

    # Signatures

    def signature_state(self, answer: Answer) -> tuple[str, bool]:
        """What a signature line says now, and whether it has been signed."""
        gettext, face = self.reader.gettext, answer.face
        if face.details["day"]:
            target = answer.pointer.rpartition("/")[0] + f"/{face.schema['x-signed-date']}"
            given = self.signatures.get(target)
            if given and given.valid and given.date:
                return words.day(given.date[:10], self.reader.language), True
            return gettext("Written in on signing"), False
        given = self.signatures.get(answer.pointer)
        if given is None:
            role = gettext(ROLES.get(face.details["role"], face.details["role"]))
            return gettext("Signed by the %(role)s after this form is handed in") % {"role": role}, False
        told = {"name": given.signer_name, "day": words.day(given.date[:10], self.reader.language)}
        if not given.valid:
            return gettext("%(name)s signed on %(day)s; changed since, so it no longer counts") % told, False
        return gettext("%(name)s signed on %(day)s") % told, True

    # Summary

    def summary(self, severity: str, order: Mapping[str, int]) -> list[Item]:
        """The problems of one severity in the order of the page, each a link to the control to mend; what belongs to
        no field of the page comes last."""
        told = [problem for problem in self.problems if problem.severity == severity]
        found = [(self.bound.at.get(self.home(problem.pointer) or ""), problem) for problem in told]
        found.sort(key=lambda pair: order.get(pair[0].name, len(order)) if pair[0] else len(order) + 1)
        return [self.item(answer, problem) for answer, problem in found]

    def item(self, answer: Answer | None, problem: Problem) -> Item:
        """One line of a summary."""
        told = sentence(self.form, problem, self.reader)
        if answer is None:
            return Item("", told)
        named = {"label": answer.face.label.rstrip("：:"), "message": told}
        return Item(first_control(answer), self.reader.gettext("%(label)s: %(message)s") % named)


def first_control(answer: Answer) -> str:
    """The id of the control that a link to a field should lead to."""
    kind = answer.face.kind.name
    if kind in ("date", "date_time", "people"):
        return f"{answer.name}--first"
    if kind in ("choice_radio", "many", "yes_no") and answer.face.choices:
        return f"{answer.name}-{answer.face.choices[0].tail}"
    return answer.name
