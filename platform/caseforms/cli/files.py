"""Reads the files that commands are given: JSON, definitions, bare schemas."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NoReturn

from caseforms import definitions, locations
from caseforms.definitions import Definition, Form
from caseforms.problems import Problem, Refused


def json_of(path: str) -> Any:
    """The JSON in a file, or on stdin for "-". Raises Refused."""
    try:
        raw = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
        return json.loads(raw.decode("utf-8-sig"), parse_constant=_no_number)
    except OSError as fault:
        raise _refused("file.unreadable", path, reason=fault.strerror or type(fault).__name__) from None
    except UnicodeDecodeError:
        raise _refused("file.not-utf8", path) from None
    except json.JSONDecodeError as fault:
        raise _refused(
            "file.not-json", path, reason=fault.msg, line=fault.lineno, column=fault.colno
        ) from None
    except ValueError as fault:
        raise _refused("file.not-json", path, reason=str(fault), line=1, column=1) from None
    except RecursionError:
        raise _refused("file.too-deep", path) from None


def object_of(path: str) -> dict[str, Any]:
    """The JSON object in a file. Raises Refused."""
    found = json_of(path)
    if not isinstance(found, dict):
        raise _refused("file.not-an-object", path)
    return found


def form_files(given: Iterable[str]) -> list[str]:
    """The definition files that were named, and those in folders that were; all shipped ones if nothing was."""
    found: list[str] = []
    for each in given or [str(locations.shipped("form_definitions"))]:
        path = Path(each)
        if not path.is_dir():
            found.append(each)
            continue
        inside = [str(one) for one in sorted(path.rglob("*.json")) if not one.name.endswith(".schema.json")]
        if not inside:
            raise _refused("file.none-found", each)
        found += inside
    return found


def printed(text: str) -> None:
    """Writes a line to stdout, in UTF-8 whatever the terminal is."""
    sys.stdout.buffer.write(text.encode("utf-8", "replace") + b"\n")
    sys.stdout.buffer.flush()


def is_definition(document: dict[str, Any]) -> bool:
    """Whether a document is a definition and not a bare JSON Schema: only the first carries a schema in itself."""
    return "schema" in document and "properties" not in document


def definition_of(path: str, ui_path: str | None = None) -> Definition:
    """The definition in a file, or made of the bare JSON Schema in it; `ui_path` brings another layout. Raises Refused."""
    document = object_of(path)
    ui = object_of(ui_path) if ui_path else None
    if is_definition(document):
        return definitions.parse({**document, "ui": ui} if ui else document, path)
    return definitions.from_schema(document, ui, Path(path).stem or "form")


def form_of(path: str, ui_path: str | None = None) -> Form:
    """The compiled form of a definition or a bare schema. Raises Refused."""
    return definitions.compile(definition_of(path, ui_path))


def _no_number(text: str) -> NoReturn:
    raise ValueError(f"{text} is no JSON number")


def _refused(code: str, path: str, **params: object) -> Refused:
    return Refused(Problem(code, "", {"path": path, **params}))
