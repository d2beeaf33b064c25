"""Problems of devices and of the files they export."""

from __future__ import annotations

from caseforms.problems.entry import N_, Entry

ENTRIES = {
    "device.unknown": Entry(
        N_("No device has this token, or it was switched off."), N_("Ask the social worker for a new token.")
    ),
    "device.not-found": Entry(N_("There is no such device."), N_("Choose one from the list of the case.")),
    "device.label": Entry(
        N_("The device needs a kind and a name of at most 120 characters."),
        N_("Choose the kind and write what it says on the device."),
    ),
    "device.no-consent": Entry(
        N_("The client has not agreed that devices send data."),
        N_("Ask for it in the consent to service and data use, and have it signed."),
    ),
    "device.wrong-case": Entry(
        N_("This kind of case takes no readings."), N_("Open the case of the chronic-disease service.")
    ),
    "device.too-many": Entry(
        N_("The devices of this case have sent %(most)s readings within a day."),
        N_("Send fewer readings; more will be taken tomorrow."),
    ),
    "device.no-id": Entry(
        N_("The reading has no id of its own."),
        N_("Send “id”: a text of 1 to 100 characters that the device never uses again."),
    ),
    "device.no-time": Entry(
        N_("The reading does not say when it was taken."),
        N_("Send “measured_at”, like 2026-03-05T08:30, in the local time of the institution."),
    ),
    "device.not-json": Entry(
        N_("The reading is not a JSON object."), N_("Send one reading as a JSON object in UTF-8.")
    ),
    "device.file": Entry(
        N_("The file cannot be read as a table."),
        N_("Save it as CSV; its first line names the columns: %(columns)s"),
    ),
    "device.column": Entry(
        N_("The file has a column “%(name)s” that no reading has."),
        N_("Take the column out or name it as one of: %(columns)s"),
    ),
    "device.file-long": Entry(
        N_("The file has more than %(most)s lines."), N_("Split it and bring the parts one after the other.")
    ),
}
