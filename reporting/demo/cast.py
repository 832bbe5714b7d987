"""Who plays in the demonstration: the personas, further invented offices with one officer each, and the shelters."""

from contextlib import contextmanager
from pathlib import Path

from actip.accounts import person
from actip.accounts.models import Agency, User
from actip.records import actions, bulk
from actip.records.reference import read
from victims.models import Shelter, ShelterAddress

HERE = Path(__file__).parent


class Cast:
    """`cast.user("hotline")`, `cast.agency("fund")`, `cast.officer(agency)`, `cast.shelters`; `with cast.acting("police") as user`."""

    def __init__(self):
        with bulk.loading("demonstration offices and shelters"):
            for row in read(HERE / "agencies.csv"):
                _office(row)
            self.agencies = {agency.code: agency for agency in Agency.objects.filter(is_active=True)}
            for row in read(HERE / "shelters.csv"):
                _shelter(row, self.agencies[row["agency"]])
            self.users = {user.username: user for user in User.objects.filter(is_client=False).select_related("agency")}
            self.shelters = {shelter.code: shelter for shelter in Shelter.objects.select_related("agency")}
        workers = sorted((user for user in self.users.values() if user.agency), key=lambda user: user.pk)
        self.first_officer = {user.agency_id: user for user in reversed(workers)}

    def user(self, username: str) -> User:
        return self.users[username]

    def agency(self, code: str) -> Agency:
        return self.agencies[code]

    def office(self, username: str) -> Agency:
        """Where a user works."""
        return next(agency for agency in self.agencies.values() if agency.pk == self.users[username].agency_id)

    def officer(self, agency: Agency) -> User:
        """The first of those who work there."""
        return self.first_officer[agency.pk]

    def shelters_of(self, *kinds: str) -> list[Shelter]:
        """The shelters of these kinds, by code."""
        return [shelter for code, shelter in sorted(self.shelters.items()) if shelter.kind in kinds]

    @contextmanager
    def acting(self, username: str):
        """Within the block this user acts, and no other."""
        user = self.users[username]
        with person.as_user(user):
            yield user


def _office(row: dict[str, str]) -> None:
    row = dict(row)
    username, role, name_th, name_en = (row.pop(name) for name in ("username", "role", "officer_th", "officer_en"))
    agency, _made = Agency.objects.update_or_create(code=row["code"], defaults=row)
    user, made = User.objects.update_or_create(
        username=username, defaults={"agency": agency, "role": role, "name_th": name_th, "name_en": name_en}
    )
    if made:
        user.set_unusable_password()
        user.save(update_fields=["password"])


def _shelter(row: dict[str, str], agency: Agency) -> None:
    if Shelter.objects.filter(code=row["code"]).exists():
        return
    values = {name: row[name] for name in ("code", "kind", "province", "admits", "registration_number")}
    values |= {name: row[name].split() for name in ("ages", "special_needs")}
    values["registered_until"] = row["registered_until"] or None
    shelter = actions.save(Shelter(agency=agency, beds=int(row["beds"]), **values), by=None)
    actions.save(ShelterAddress(shelter=shelter, address=row["address"], phone=row["phone"]), by=None)
