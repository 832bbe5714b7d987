"""Short stable codes of the prosecution side with their labels; the process they come from is in docs/workflows.md."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from actip.thai.provinces import COUNTRIES

CHANNELS = [
    ("hotline_1300", _("1300 hotline")),
    ("police_191", _("191 emergency call")),
    ("police_1599", _("1599 police complaint line")),
    ("protect_u", _("Protect-U app")),
    ("ticac", _("TICAC site or page")),
    ("ncmec", _("NCMEC CyberTip")),
    ("e_inform", _("E-Inform")),
    ("mol_line", _("Ministry of Labour Line channel")),
    ("mwac", _("Migrant Worker Assistance Center")),
    ("labour_inspection", _("Labour inspection")),
    ("pipo", _("Port-in port-out inspection")),
    ("checkpoint", _("Labour checkpoint")),
    ("immigration", _("Immigration")),
    ("family_line", _("Family Line")),
    ("embassy", _("Embassy or consulate")),
    ("ngo", _("NGO")),
    ("foreign_state", _("Authority of another country")),
    ("amlo", _("Financial lead (AMLO)")),
    ("walk_in", _("Walk-in")),
    ("family", _("Family or friend")),
    ("media", _("Media")),
    ("other", _("Other")),
]
EXPLOITATION = [
    ("prostitution", _("Prostitution")),
    ("pornography", _("Pornography")),
    ("other_sexual", _("Other sexual exploitation")),
    ("slavery", _("Slavery")),
    ("begging", _("Begging")),
    ("forced_labour", _("Forced labour or services")),
    ("organ_removal", _("Organ removal")),
    ("other_practice", _("Other practice (section 4)")),
    ("unknown", _("Not stated")),
]
RELATIONS = [
    ("self", _("The person concerned")),
    ("family", _("Family")),
    ("friend", _("Friend or colleague")),
    ("witness", _("Saw or heard of it")),
    ("official", _("Official")),
    ("organisation", _("Organisation")),
    ("unknown", _("Not stated")),
]
DANGERS = [
    ("immediate", _("Immediate danger")),
    ("concern", _("Cause for concern")),
    ("none_seen", _("No danger seen")),
    ("unknown", _("Not stated")),
]
DUPLICATES = [
    ("none_found", _("Looked at: none is the same")),
    ("some_found", _("Looked at: some may be the same")),
]
LANGUAGES = [
    ("th", _("Thai language")),
    ("my", _("Burmese")),
    ("km", _("Khmer")),
    ("lo", _("Lao")),
    ("vi", _("Vietnamese")),
    ("en", _("English language")),
    ("zh", _("Chinese")),
    ("shn", _("Shan")),
    ("ksw", _("Karen")),
    ("mnw", pgettext_lazy("language", "Mon")),
    ("other", _("Other")),
    ("unknown", _("Not stated")),
]
SEXES = [("female", _("Female")), ("male", _("Male")), ("other", _("Other")), ("unknown", _("Not stated"))]
AGE_BANDS = [
    ("under_15", _("Under 15")),
    ("15_17", _("15-17")),
    ("18_24", _("18-24")),
    ("25_over", _("25 and over")),
    ("unknown", _("Not stated")),
]
CHILD = ("under_15", "15_17")  # the bands under 18
INVESTIGATORS = [
    ("station", _("Police station")),
    ("ahtd", _("Anti-Human Trafficking Division")),
    ("ticac", _("TICAC")),
    ("dsi", _("DSI")),
    ("other", _("Other")),
]
SUSPECT_KINDS = [("natural", _("Natural person")), ("juristic", _("Juristic person"))]
# What the offence catalogue (cases/data/offences.csv) calls its provisions: a code in the file stands here with its name.
PROVISIONS = [
    ("ATIP-6-ADULT", _("Trafficking of an adult (s.6, s.52 para 1)")),
    ("ATIP-6-15TO18", _("Trafficking of a child over 15 (s.6, s.52 para 2)")),
    ("ATIP-6-UNDER15", _("Trafficking of a child of 15 or under (s.6, s.52 para 3)")),
    ("ATIP-6-1", _("Forced labour or services (s.6/1, s.52/1)")),
    ("ATIP-531-HARM", _("Grievous harm (s.53/1)")),
    ("ATIP-531-DEATH", _("Death (s.53/1)")),
    ("ATIP-7", _("Support (s.7)")),
    ("ATIP-8", _("Preparation (s.8)")),
    ("ATIP-9", _("Conspiracy (s.9)")),
    ("ATIP-53", _("Juristic person (s.53)")),
    ("ATIP-54", _("Obstruction (s.54)")),
    ("ATIP-56", _("Disclosure about a victim (s.56)")),
    ("PC-282", _("Procuring for an indecent act (Penal Code s.282)")),
    ("PC-283", _("Procuring by deceit or threat (Penal Code s.283)")),
    ("PC-312", _("Enslaving (Penal Code s.312)")),
    ("PC-317", _("Taking a child of 15 or under (Penal Code s.317)")),
    ("PC-318", _("Taking a child over 15 against the child's will (Penal Code s.318)")),
    ("PC-319", _("Taking a child over 15 for gain or an indecent act (Penal Code s.319)")),
    ("PC-320", _("Taking a person out of the Kingdom (Penal Code s.320)")),
    ("IMM-62", _("Illegal entry (Immigration Act s.62)")),
    ("IMM-81", _("Staying without permission (Immigration Act s.81)")),
    ("PC-137", _("False statement to an official (Penal Code s.137)")),
    ("PC-269-8", _("Forging a travel document (Penal Code s.269/8)")),
    ("PC-269-9", _("Using a forged travel document (Penal Code s.269/9)")),
    ("PROS-5", _("Soliciting (Prostitution Act s.5)")),
    ("PROS-6", _("Assembling for prostitution (Prostitution Act s.6)")),
    ("WORK-8", _("Working without a permit")),
]
CHARGE_ROLES = [
    ("principal", _("Principal")),
    ("supporter", _("Supporter (s.7)")),
    ("preparation", _("Preparation (s.8)")),
    ("conspiracy", _("Conspiracy (s.9)")),
    ("juristic", _("Juristic person (s.53)")),
]
# The same words whoever asks and whatever was found: they say what the law asks for, and nothing of anybody's file.
SECTION_41 = _(
    "For this act section 41 of the Anti-Trafficking in Persons Act asks for the written permission of the Minister of "
    "Justice. Enter its number, date and document, or leave the charge out."
)
# Where labour or bodies are exploited: sub-types of a form of exploitation.
SECTORS = [
    ("fishing", _("Fishing")),
    ("domestic", _("Domestic work")),
    ("factory", _("Factory")),
    ("agriculture", _("Agriculture")),
    ("construction", _("Construction")),
    ("scam_compound", _("Online scam compound")),
    ("surrogacy", _("Surrogacy")),
    ("other", _("Other")),
]
# Countries of source, transit and destination that are met most; a further one is written in the facts.
ROUTE_CODES = (
    "TH",
    "MM",
    "LA",
    "KH",
    "VN",
    "CN",
    "MY",
    "ID",
    "PH",
    "SG",
    "IN",
    "BD",
    "NP",
    "PK",
    "UZ",
    "KE",
    "UG",
    "ET",
    "AE",
)
ROUTE_COUNTRIES = [*(choice for choice in COUNTRIES if choice[0] in ROUTE_CODES), ("other", _("Other"))]
PLACE_STAGES = [
    ("recruited", _("Recruitment")),
    ("transit", _("Transit")),
    ("exploited", _("Exploitation")),
    ("found", _("Where people were found")),
    ("online", _("Online")),
]
PLACE_KINDS = [
    ("home", pgettext_lazy("kind of place", "Home")),
    ("entertainment", _("Entertainment place")),
    ("hotel", _("Hotel or lodging")),
    ("factory", _("Factory")),
    ("farm", _("Farm")),
    ("site", _("Construction site")),
    ("vessel", _("Vessel")),
    ("port", _("Port")),
    ("border", _("Border crossing")),
    ("compound", _("Guarded compound")),
    ("street", _("Street or market")),
    ("internet", _("Site, application or account")),
    ("other", _("Other")),
    ("unknown", _("Not stated")),
]
PRECISIONS = [
    ("day", _("to the day")),
    ("month", _("to the month")),
    ("year", _("to the year")),
    ("about", _("about")),
]
WARRANTS = [
    ("warrant", _("With a warrant")),
    ("none", _("Without a warrant")),
    ("summons", _("Came on a summons")),
    ("unknown", _("Not stated")),
]
SEARCH_GROUNDS = [
    ("help", _("Somebody had to be found or helped at once")),
    ("escape", _("Somebody would have been taken away")),
    ("evidence", _("Evidence would have been lost")),
    ("consent", _("The occupier agreed")),
    ("other", _("Other")),
]
INTERVIEWED = [
    ("suspect", _("A suspect")),
    ("victim", _("A victim or possible victim")),
    ("witness", _("A witness")),
    ("other", _("Other")),
]
INTERVIEW_PLACES = [
    ("station", _("Police station or office")),
    ("shelter", _("Shelter")),
    ("court", _("Court")),
    ("hospital", _("Hospital")),
    ("prison", _("Place of detention")),
    ("child_room", _("Room for interviewing children")),
    ("embassy", _("Embassy or consulate")),
    ("remote", _("By video")),
    ("other", _("Other")),
]
WISHED_SEXES = [
    ("female", _("A woman")),
    ("male", _("A man")),
    ("either", _("No wish")),
    ("not_asked", _("Not asked")),
]
SUPPORT_PERSONS = [
    ("none", _("Nobody")),
    ("social", _("Social worker")),
    ("psychologist", _("Psychologist")),
    ("lawyer", _("Lawyer")),
    ("relative", _("Relative or friend")),
    ("prosecutor", _("Prosecutor")),
    ("other", _("Other")),
]
