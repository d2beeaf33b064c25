"""Keeps the interface words: extracts msgids, merges translations from JSON, writes and compiles the catalogues.

    tool/catalogues.py [WORDS.json ...]    extract, merge, write translations/, compile; lists what has no Chinese yet
    tool/catalogues.py --check             writes nothing; exit 1 when a msgid has no translation or a catalogue is stale
    tool/catalogues.py --compile           only .po -> .mo

A JSON file holds {"English msgid": "中文", "singular||plural": "中文"}. English is the language of the msgids, so its
catalogue is filled with the msgids themselves. The files carry no dates and no line numbers: a change of words is the
only thing that shows in a diff.
"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "platform" / "caseforms"
TRANSLATIONS = ROOT / "translations"
LANGUAGES = ("zh_Hans", "en")
METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2"), ("**/templates/**.txt", "jinja2")]
JINJA = {"silent": "false", "extensions": "jinja2.ext.do,jinja2.ext.loopcontrols"}
OPTIONS = {"**/templates/**.html": JINJA, "**/templates/**.txt": JINJA}
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "N_": None,
    "gettext": None,
    "lazy_gettext": None,
    "_l": None,
    "ngettext": (1, 2),
    "nN_": (1, 2),
    "lazy_ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
HEADER = "# Interface words of CaseForms. Written by tool/catalogues.py (make catalogues).\n#"

Words = Mapping[str, str]


def extracted(source: Path = SOURCE) -> Catalog:
    """Every msgid of the Python modules and templates under `source`, in order of the files, without line numbers."""
    catalogue = _empty(None)
    found = extract_from_dir(
        str(source), METHODS, OPTIONS, KEYWORDS, comment_tags=("Translators:",), strip_comment_tags=True
    )
    places: dict[tuple[str, str | None], set[str]] = {}
    for name, _line, message, comments, context in sorted(found, key=lambda each: (each[0], each[1])):
        if message in ("", ("", "")):
            continue
        place = (SOURCE.relative_to(ROOT) / name).as_posix()
        places.setdefault((message if isinstance(message, str) else message[0], context), set()).add(place)
        catalogue.add(message, auto_comments=comments, context=context)
    for (message, context), files in places.items():
        entry = catalogue.get(message, context)
        if entry is not None:
            entry.locations = [(file, 0) for file in sorted(files)]
    return catalogue


def stored(language: str) -> Catalog:
    """The committed catalogue of one language, empty where there is none."""
    path = _path(language)
    if not path.is_file():
        return _empty(language)
    with path.open("rb") as stream:
        return read_po(stream, locale=language)


def words_of(catalogue: Catalog) -> dict[str, str]:
    """A catalogue as {key: text}; the key of a plural is `singular||plural`."""
    words = {}
    for message in _entries(catalogue):
        text = message.string if isinstance(message.string, str) else next(iter(message.string or ()), "")
        if text:
            words[key_of(message)] = text
    return words


def key_of(message: Message) -> str:
    """How a message is named in the JSON files."""
    return message.id if isinstance(message.id, str) else "||".join(message.id)


def filled(template: Catalog, language: str, words: Words) -> Catalog:
    """The template in one language: `words` for Chinese, the msgids themselves for English."""
    catalogue = _empty(language)
    for message in _entries(template):
        text: str | tuple[str, ...] | list[str]
        if language == "en":
            text = message.id
        else:
            text = words.get(key_of(message), "")
            if not isinstance(message.id, str):
                text = (text,) * catalogue.num_plurals
        entry = catalogue.add(message.id, text, auto_comments=message.auto_comments, context=message.context)
        entry.locations = message.locations
    return catalogue


def untranslated(template: Catalog, words: Words) -> list[str]:
    """The keys of the template that have no Chinese."""
    return [key_of(message) for message in _entries(template) if not words.get(key_of(message))]


def as_text(catalogue: Catalog) -> str:
    """A catalogue as it is committed."""
    stream = io.BytesIO()
    write_po(
        stream,
        catalogue,
        width=110,
        no_location=False,
        omit_header=True,
        include_lineno=False,
        sort_output=True,
    )
    return _header(catalogue) + stream.getvalue().decode("utf-8")


def compile_all() -> None:
    """Every committed .po -> .mo."""
    for language in LANGUAGES:
        if _path(language).is_file():
            with _path(language).with_suffix(".mo").open("wb") as stream:
                write_mo(stream, stored(language))


def write(words: Words) -> list[str]:
    """Write template and catalogues, compile them, and return what is still untranslated."""
    template = extracted()
    TRANSLATIONS.mkdir(exist_ok=True)
    (TRANSLATIONS / "messages.pot").write_text(as_text(template), encoding="utf-8")
    for language in LANGUAGES:
        _path(language).parent.mkdir(parents=True, exist_ok=True)
        _path(language).write_text(as_text(filled(template, language, words)), encoding="utf-8")
    compile_all()
    return untranslated(template, words)


def check() -> list[str]:
    """What is wrong with the committed catalogues: one line each."""
    template, words = extracted(), words_of(stored("zh_Hans"))
    problems = [f"no Chinese for {key!r}" for key in untranslated(template, words)]
    for language in LANGUAGES:
        if set(map(key_of, _entries(stored(language)))) != set(map(key_of, _entries(template))):
            problems.append(
                f"{_path(language).relative_to(ROOT)} does not hold the msgids of the code: make catalogues"
            )
    return problems


def merged(paths: Iterable[Path]) -> dict[str, str]:
    """The committed Chinese, overridden by the JSON files in the order given."""
    words = words_of(stored("zh_Hans"))
    said: dict[str, str] = {}
    for path in paths:
        added = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(added, dict) or not all(isinstance(text, str) for text in added.values()):
            raise ValueError(f"{path} is not an object of texts")
        for key, text in added.items():
            if said.setdefault(key, text) != text:
                print(f"  two Chinese texts, the later is taken: {key}: {said[key]} / {text}")
        words.update(added)
    return words


def _entries(catalogue: Catalog) -> Iterator[Message]:
    return (message for message in catalogue if message.id)


def _empty(language: str | None) -> Catalog:
    return Catalog(locale=language, project="CaseForms", header_comment=HEADER, fuzzy=False)


def _path(language: str) -> Path:
    return TRANSLATIONS / language / "LC_MESSAGES" / "messages.po"


def _header(catalogue: Catalog) -> str:
    # Babel would add the time of the run and its own version: only what a reader of the file needs is written.
    fields = ["Project-Id-Version: CaseForms"]
    if catalogue.locale is not None:
        fields += [f"Language: {catalogue.locale_identifier}", f"Plural-Forms: {catalogue.plural_forms}"]
    fields += [
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: 8bit",
    ]
    lines = "".join(f'"{field}\\n"\n' for field in fields)
    return f'{HEADER}\nmsgid ""\nmsgstr ""\n{lines}\n'


def main(arguments: list[str]) -> int:
    """The command; see the module's docstring."""
    if arguments == ["--compile"]:
        compile_all()
        return 0
    if arguments == ["--check"]:
        problems = check()
        print("\n".join(problems) or "catalogues: complete")
        return 1 if problems else 0
    words = merged(map(Path, arguments))
    missing = write(words)
    known = {key_of(message) for message in _entries(stored("zh_Hans"))}
    unused = [key for key in words if key not in known]
    print(
        f"catalogues: {len(known)} msgids, {len(missing)} without Chinese, {len(unused)} given words not used by the code"
    )
    for key in missing:
        print(f"  no Chinese: {key}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
