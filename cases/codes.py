"""Short stable codes of the prosecution side with their labels; the process they come from is in docs/workflows.md."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

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
    ("self", _("The person herself")),
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
INVESTIGATORS = [
    ("station", _("Police station")),
    ("ahtd", _("Anti-Human Trafficking Division")),
    ("ticac", _("TICAC")),
    ("dsi", _("DSI")),
    ("other", _("Other")),
]
SUSPECT_KINDS = [("natural", _("Natural person")), ("juristic", _("Juristic person"))]
# Offence catalogue, short form. Source: Anti-Trafficking in Persons Act B.E. 2551 as amended; Penal Code.
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
    ("PC-282", _("Procuring for an indecent act (Penal Code s.282)")),
    ("PC-283", _("Procuring by deceit or threat (Penal Code s.283)")),
    ("PC-312", _("Enslaving (Penal Code s.312)")),
    ("PC-317", _("Taking a child of 15 or under (Penal Code s.317)")),
]
