"""A small world: one agency for each kind of work, a second police unit and a second shelter, a user of every role."""

from actip.access import matrix
from actip.accounts import person
from actip.accounts.models import Agency, User

# Role -> the agency its user works in.
WORKPLACES = {
    "POL": "police", "TIC": "ticac", "DSI": "dsi", "SPV": "police", "PRO": "prosecutor", "CRT": "court", "DAT": "msdhs",
    "PMJ": "province", "SHG": "shelter", "NGO": "ngo", "MDT": "health", "HOT": "hotline", "LAB": "labour",
    "IMM": "immigration", "MFA": "foreign", "RLP": "rights", "WPO": "witness", "FND": "fund", "FAP": "fund", "PAY": "fund",
    "AML": "amlo", "LED": "execution", "DSH": "police", "NAT": "committee", "PAR": "partner", "AUD": "oversight", "ADM": "system",
}  # fmt: skip
KINDS = {
    "ticac": "police", "police_two": "police", "shelter": "shelter_gov", "shelter_two": "shelter_gov", "ngo": "shelter_ngo",
    "health": "province", "amlo": "finance", "execution": "finance", "province_two": "province",
}  # fmt: skip


class World:
    """`world.police`, `world.police_two`: agencies. `world.user("POL")`: its user. `world.as_("POL")`: that user acts."""

    def __init__(self):
        self.users = {}
        self.agencies = {}
        with person.as_system("a test's world"):
            for code in dict.fromkeys([*WORKPLACES.values(), "police_two", "shelter_two", "province_two"]):
                self.agencies[code] = Agency.objects.create(
                    code=code, kind=KINDS.get(code, code), name_th=f"หน่วย {code}", name_en=code, province="TH-10"
                )
            for role in matrix.roles():
                self.users[role] = self.add_user(role, WORKPLACES[role])

    def __getattr__(self, name: str) -> Agency:
        try:
            return self.__dict__["agencies"][name]
        except KeyError:
            raise AttributeError(name) from None

    def add_user(self, role: str, agency: str, name: str = "") -> User:
        """Another user of a role in an agency."""
        with person.as_system("a test's world"):
            return User.objects.create(
                username=name or f"{role.lower()}-{agency}", role=role, agency=self.agencies[agency],
                name_th=f"เจ้าหน้าที่ {role}", name_en=f"Officer {role}", password="!", is_child_cleared=True,
            )  # fmt: skip

    def user(self, role: str) -> User:
        return self.users[role]

    def as_(self, role: str):
        return person.as_user(self.users[role])
