"""One case as the promises need it."""

from actip.accounts import person
from actip.records import actions
from tests.factories import make


class Story:
    """A case of the police with a suspect and a victim, whom the province protects and a shelter and an NGO receive."""

    def __init__(self, world):
        pol, pmj = world.user("POL"), world.user("PMJ")
        with person.as_user(pol):
            self.case = make("cases", by=pol)
            self.suspect = make("suspects", by=pol, case=self.case)
            make("suspect-identities", by=pol, suspect=self.suspect)
            self.victim = make("people", by=pol, case=self.case)
            make("identities", by=pol, person=self.victim)
            actions.assign(self.victim.matter, by=pol, agency=world.province, basis="protection")
        with person.as_system("shelters"):
            self.shelter = make("shelters", agency=world.shelter)
            self.home = make("shelters", agency=world.ngo)
            for shelter in (self.shelter, self.home):
                make("shelter-addresses", shelter=shelter)
        with person.as_user(pmj):
            self.stay = make("placements", by=pmj, person=self.victim, shelter=self.shelter)

    def payment(self, world):
        shg = world.user("SHG")
        with person.as_user(shg):
            return make("fund-payments", by=shg, person=self.victim)
