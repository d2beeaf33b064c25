"""What can be wrong with a file before anybody looks at what it says."""

from __future__ import annotations

from caseforms.problems.entry import N_, Entry

ENTRIES = {
    "file.unreadable": Entry(
        N_("The file %(path)s cannot be read: %(reason)s."),
        N_("Please check the path and the rights to read it."),
    ),
    "file.not-utf8": Entry(N_("The file %(path)s is not text in UTF-8."), N_("Please save it as UTF-8.")),
    "file.not-json": Entry(
        N_("The file %(path)s is not JSON: %(reason)s at line %(line)s, column %(column)s."),
        N_("Please correct it there."),
    ),
    "file.not-an-object": Entry(
        N_("The file %(path)s holds no JSON object."),
        N_("Please give a file that begins with { and ends with }."),
    ),
    "file.not-a-list": Entry(
        N_("The file %(path)s holds no JSON list."),
        N_("Please give a file that begins with [ and ends with ]."),
    ),
    "file.too-deep": Entry(N_("The file %(path)s is nested too deeply."), N_("Please give a flatter file.")),
    "file.none-found": Entry(
        N_("There is no definition in %(path)s."),
        N_("Please name a .json file, or a folder that holds some."),
    ),
}
