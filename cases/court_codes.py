"""Short stable codes of prosecutor and court, with their labels."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# The trafficking division of the Criminal Court has sat since 2015; elsewhere a case goes to the court of the place.
COURTS = [
    ("criminal_tip", _("Criminal Court, trafficking division")),
    ("criminal", _("Criminal Court or another criminal court in Bangkok")),
    ("provincial", _("Provincial court")),
    ("juvenile", _("Juvenile and family court")),
    ("military", _("Military court")),
    ("other", _("Other court")),
]
COURT_CASE_KINDS = [
    ("charge", _("Criminal charge")),
    ("early_testimony", _("Early testimony, before a charge is filed")),
]
HIGHER_COURTS = [("appeal", _("Court of Appeal")), ("supreme", _("Supreme Court"))]
INSTANCES = [("first", _("Court of first instance")), *HIGHER_COURTS]
HEARINGS = [
    ("early_testimony", _("Early testimony")),
    ("arraignment", _("Reading of the charge")),
    ("evidence_listing", _("Evidence listing")),
    ("witness", _("Witness hearing")),
    ("judgment", _("Reading of the judgment")),
    ("appeal_judgment", _("Reading of a judgment of a higher court")),
    ("other", _("Other")),
]
# Trafficking Criminal Procedure Act B.E. 2559, section 30: hearings are continuous, each postponement needs a reason.
POSTPONEMENTS = [
    ("force_majeure", _("Force majeure")),
    ("other_necessary", _("Other necessary cause")),
    ("other", _("Other")),
]
MEASURES = [
    ("screen", _("Screen between witness and accused")),
    ("video_link", _("Video link")),
    ("support_person", _("Support person")),
    ("closed_court", _("Closed court")),
    ("interpreter", _("Interpreter")),
    ("psychologist_asks", _("Questions put by a psychologist or social worker")),
]
# Trafficking Criminal Procedure Act B.E. 2559, section 33 allows trial in absence on certain grounds; the wording of each
# is to be confirmed in the text of the law.
ABSENCES = [
    ("illness", _("Illness or another necessity, with counsel present")),
    ("fled", _("Fled, and a warrant of arrest could not be carried out")),
    ("left_room", _("Sent out of the room by the court, or left without leave")),
    ("juristic", _("Juristic person whose representative stays away")),
    ("other", _("Other ground of section 33")),
]
OUTCOMES = [
    ("convicted", _("Convicted")),
    ("acquitted", _("Acquitted")),
    ("dismissed", _("Dismissed")),
    ("withdrawn", _("Withdrawn")),
]
APPELLANTS = [
    ("prosecutor", _("Prosecutor")),
    ("defendant", _("Defendant")),
    ("injured_person", _("Injured person")),
]
APPEAL_RESULTS = [
    ("affirmed", _("Affirmed")),
    ("modified", _("Modified")),
    ("reversed", pgettext_lazy("appeal", "Reversed")),
    ("retrial", _("Sent back for a new trial")),
    ("not_admitted", _("Not admitted")),
]
REVIEWERS = [("police_head", _("Head of the police region or of the police")), ("governor", _("Provincial governor"))]
CLAIM_WISHES = [
    ("not_asked", _("Not asked yet")),
    ("wants", _("Wants compensation claimed")),
    ("mixed", _("Some want it, some do not")),
    ("declines", _("Does not want it")),
]
CLAIM_SPEAKERS = [
    ("permanent_secretary", _("Permanent Secretary of the social ministry")),
    ("delegate", _("Delegate of the Permanent Secretary")),
]
CLAIM_WAYS = [("with_charge", _("With the charge")), ("motion", _("By motion before judgment"))]
ASSETS = [
    ("cash", _("Cash")),
    ("account", _("Bank account")),
    ("land", _("Land")),
    ("building", _("Building or condominium")),
    ("vehicle", _("Vehicle")),
    ("vessel", _("Vessel")),
    ("business", _("Business or shares")),
    ("digital", _("Digital assets")),
    ("valuables", _("Jewellery and other valuables")),
    ("other", _("Other")),
]
HOLDERS = [
    ("suspect", _("Suspect")),
    ("family", _("Family of the suspect")),
    ("company", _("Company")),
    ("nominee", _("Nominee")),
    ("other", _("Other")),
    ("unknown", _("Not stated")),
]
CURRENCIES = [
    (code, code)
    for code in ("THB", "USD", "EUR", "CNY", "HKD", "JPY", "KHR", "LAK", "MMK", "MYR", "SGD", "USDT", "VND")
]
