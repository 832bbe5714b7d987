"""Short stable codes of evidence, its files and its custody with their labels."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# The last is offered so that whoever looks for it is led to its own register; it is never stored as evidence.
ABUSE = "abuse_material"
KINDS = [
    ("physical", _("Physical item")),
    ("document", _("Document")),
    ("file", _("File")),
    ("electronic", _("Electronic evidence")),
    (ABUSE, _("Child-abuse material")),
]
# What is accepted as a file, by the extension that its content must bear out.
MEDIA = [
    ("pdf", _("PDF document")),
    ("jpeg", _("JPEG picture")),
    ("png", _("PNG picture")),
    ("docx", _("Word document")),
    ("xlsx", _("Excel workbook")),
    ("mp4", _("MP4 video")),
    ("m4a", _("M4A sound")),
]
FILE_STATES = [
    ("sound", pgettext_lazy("evidence", "As it arrived")),
    ("altered", pgettext_lazy("evidence", "Altered")),
    ("missing", pgettext_lazy("evidence", "Missing")),
    ("quarantined", pgettext_lazy("evidence", "Locked: child-abuse material")),
    ("destroyed", pgettext_lazy("evidence", "Destroyed")),
]
EVIDENCE_STATES = [
    ("held", pgettext_lazy("evidence", "Held")),
    ("submitted_to_court", pgettext_lazy("evidence", "Submitted to court")),
    ("returned", pgettext_lazy("evidence", "Returned")),
    ("destroyed", pgettext_lazy("evidence", "Destroyed")),
    ("forfeited", pgettext_lazy("evidence", "Forfeited")),
]
TRANSFER_STATES = [
    ("offered", pgettext_lazy("custody", "Offered")),
    ("taken", pgettext_lazy("custody", "Taken")),
    ("refused", pgettext_lazy("custody", "Refused")),
    ("withdrawn", pgettext_lazy("custody", "Withdrawn")),
]
# The first four are raised by the program alone, the others by whoever notices.
ALARMS = [
    ("file_altered", _("A file was altered")),
    ("file_missing", _("A file is missing")),
    ("custody_gap", _("The chain of custody has a gap")),
    ("abuse_listed", _("A file was listed as child-abuse material")),
    ("seal_broken", _("A seal is broken")),
    ("item_missing", _("The item is missing")),
    ("other", _("Other")),
]
BY_PROGRAM = ("file_altered", "file_missing", "custody_gap", "abuse_listed")
ALARM_STATES = [("raised", pgettext_lazy("alarm", "Raised")), ("answered", pgettext_lazy("alarm", "Answered"))]
CARRIERS = [
    ("phone", _("Telephone")),
    ("computer", _("Computer")),
    ("storage", _("Storage medium")),
    ("online", _("Online account")),
    ("other", _("Other")),
]
HASHES = [("sha256", "SHA-256"), ("sha1", "SHA-1"), ("md5", "MD5")]
HASH_PATTERN = {"sha256": r"^[0-9a-f]{64}$", "sha1": r"^[0-9a-f]{40}$", "md5": r"^[0-9a-f]{32}$"}
REFERENCE = r"^[0-9A-Za-zก-๙./-]{1,40}$"
