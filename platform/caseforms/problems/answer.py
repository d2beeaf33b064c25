"""Problems of what somebody filled in."""

from __future__ import annotations

from caseforms.problems.entry import N_, Entry

ENTRIES = {
    "answer.required": Entry(
        N_("This is not filled in."),
        N_("Please fill it in."),
    ),
    "answer.type": Entry(
        N_("The answer is of the wrong kind."),
        N_("Please enter it again."),
    ),
    "answer.const": Entry(
        N_("The answer is not the one that is needed here."),
        N_("Please confirm or correct it."),
    ),
    "answer.enum": Entry(
        N_("The answer is not one of the choices."),
        N_("Please choose one of those offered."),
    ),
    "answer.oneOf": Entry(
        N_("The answer is not one of the choices."),
        N_("Please choose one of those offered."),
    ),
    "answer.anyOf": Entry(
        N_("The answer fits none of the forms allowed."),
        N_("Please correct it."),
    ),
    "answer.allOf": Entry(
        N_("The answer does not fit."),
        N_("Please correct it."),
    ),
    "answer.not": Entry(
        N_("This combination is not allowed."),
        N_("Please change one of the answers."),
    ),
    "answer.minLength": Entry(
        N_("The text is too short: at least %(limit)s characters."),
        N_("Please write more."),
    ),
    "answer.maxLength": Entry(
        N_("The text is too long: at most %(limit)s characters."),
        N_("Please shorten it."),
    ),
    "answer.pattern": Entry(
        N_("The text does not have the required form."),
        N_("Please check how it is written."),
    ),
    "answer.format": Entry(
        N_("The answer is not written as it should be."),
        N_("Please check how it is written."),
    ),
    "answer.format.date": Entry(
        N_("This is not a date."),
        N_("Write it like 2026-03-05 or 2026年3月5日."),
    ),
    "answer.format.local-time": Entry(
        N_("This is not a time."),
        N_("Write it like 08:30."),
    ),
    "answer.format.local-date-time": Entry(
        N_("This is not a date with a time."),
        N_("Write it like 2026-03-05 08:30."),
    ),
    "answer.format.time": Entry(
        N_("This is not a time with its offset."),
        N_("Write it like 08:30:00+08:00."),
    ),
    "answer.format.date-time": Entry(
        N_("This is not a date and time with its offset."),
        N_("Write it like 2026-03-05T08:30:00+08:00."),
    ),
    "answer.format.email": Entry(
        N_("This is not an e-mail address."),
        N_("Write it like name@example.org."),
    ),
    "answer.format.cn-phone": Entry(
        N_("This is not a phone number."),
        N_("Enter 11 digits of a mobile number, or a landline with its area code: 0755-12345678."),
    ),
    "answer.format.cn-id": Entry(
        N_("This is not a valid resident identity number."),
        N_("Check all 18 places; the last one may be X."),
    ),
    "answer.format.uri": Entry(
        N_("This is not a web address."),
        N_("Write it like https://example.org."),
    ),
    "answer.minimum": Entry(
        N_("The number is too small: at least %(limit)s."),
        N_("Please correct it."),
    ),
    "answer.maximum": Entry(
        N_("The number is too large: at most %(limit)s."),
        N_("Please correct it."),
    ),
    "answer.exclusiveMinimum": Entry(
        N_("The number must be larger than %(limit)s."),
        N_("Please correct it."),
    ),
    "answer.exclusiveMaximum": Entry(
        N_("The number must be smaller than %(limit)s."),
        N_("Please correct it."),
    ),
    "answer.multipleOf": Entry(
        N_("The number must be a multiple of %(multiple_of)s."),
        N_("Please correct it."),
    ),
    "answer.minItems": Entry(
        N_("Too few: at least %(limit)s."),
        N_("Please add more."),
    ),
    "answer.maxItems": Entry(
        N_("Too many: at most %(limit)s."),
        N_("Please remove some."),
    ),
    "answer.uniqueItems": Entry(
        N_("The same answer stands here twice."),
        N_("Please remove the repetition."),
    ),
    "answer.contains": Entry(
        N_("Something that must be among these is missing, or there is too much of it."),
        N_("Please check the list."),
    ),
    "answer.minProperties": Entry(
        N_("Too little is filled in here."),
        N_("Please fill in at least %(limit)s of these."),
    ),
    "answer.maxProperties": Entry(
        N_("Too much is filled in here."),
        N_("Please leave at most %(limit)s of these."),
    ),
    "answer.additionalProperties": Entry(
        N_("The form has no field called %(unexpected)s."),
        N_("Open the form again; if it happens again, tell the administrator."),
    ),
    "answer.propertyNames": Entry(
        N_("A name in this answer is not allowed."),
        N_("Please correct it."),
    ),
    "answer.falseSchema": Entry(
        N_("Nothing may be filled in here."),
        N_("Please remove the answer."),
    ),
    "answer.check": Entry(
        N_("The answers do not fit together."),
        N_("Please check this one and those it depends on."),
    ),
    "answer.control-character": Entry(
        N_("The text holds a character that cannot be kept."),
        N_("Please type it again."),
    ),
    "answer.broken-character": Entry(
        N_("The text holds half a character."),
        N_("Please type it again."),
    ),
    "answer.too-long": Entry(
        N_("The text is longer than %(limit)s characters."),
        N_("Please shorten it, or attach it as a file."),
    ),
    "answer.too-many": Entry(
        N_("The form holds more than %(limit)s answers."),
        N_("Please remove rows."),
    ),
    "answer.too-deep": Entry(
        N_("The data is nested deeper than %(limit)s levels."),
        N_("Please send the form from its own page."),
    ),
    "answer.number-too-large": Entry(
        N_("The number is too large to be kept exactly."),
        N_("Please check it; long numbers belong into text fields."),
    ),
    "answer.not-finite": Entry(
        N_("This is not a number that can be kept."),
        N_("Please enter an ordinary number."),
    ),
    "answer.not-json": Entry(
        N_("This value cannot be kept."),
        N_("Please enter it again."),
    ),
    "answer.bad-name": Entry(
        N_("The data holds a name that cannot be kept."),
        N_("Please send the form from its own page."),
    ),
    "answer.unreadable": Entry(
        N_("“%(raw)s” could not be understood."),
        N_("Please write it differently."),
    ),
    "answer.unreadable-number": Entry(
        N_("“%(raw)s” is not a number."),
        N_("Use digits, for example 12 or 3.5."),
    ),
    "answer.not-whole": Entry(
        N_("“%(raw)s” is not a whole number."),
        N_("Write it without decimals."),
    ),
    "answer.unreadable-date": Entry(
        N_("“%(raw)s” is not a date."),
        N_("Write it like 2026-03-05 or 2026年3月5日."),
    ),
    "answer.date-without-year": Entry(
        N_("“%(raw)s” has no year."),
        N_("Add the year, for example 2026年3月5日."),
    ),
    "answer.date-incomplete": Entry(
        N_("“%(raw)s” is not a full date."),
        N_("Give year, month and day, for example 2026年3月5日."),
    ),
    "answer.no-such-date": Entry(
        N_("The day “%(raw)s” does not exist."),
        N_("Check month and day."),
    ),
    "answer.unreadable-time": Entry(
        N_("“%(raw)s” is not a time."),
        N_("Write it like 08:30 or 下午3点20分."),
    ),
    "answer.unreadable-date-time": Entry(
        N_("“%(raw)s” is not a date with a time."),
        N_("Write it like 2026-03-05 08:30."),
    ),
    "answer.unreadable-yes-no": Entry(
        N_("“%(raw)s” is neither yes nor no."),
        N_("Write 是 or 否."),
    ),
}
