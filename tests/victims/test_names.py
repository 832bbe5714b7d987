"""Names as people have them: in any of the scripts, with or without a family name; kept as written and found again."""

import pytest
from django.core.exceptions import ValidationError

from actip.accounts import person
from actip.records import actions
from tests.factories import make
from victims.matching import known

pytestmark = pytest.mark.django_db
NAMES = {
    "Thai": "นางสาวสมหญิง รักดี", "Burmese": "ခင်ခင်ဝင်း", "Khmer": "ចាន់ សុខា", "Lao": "ບຸນມີ ສຸກສະຫວັນ",
    "Vietnamese": "Đặng Thị Mai", "Latin": "Nang Kham Noon",
}  # fmt: skip


@pytest.mark.parametrize("script", NAMES)
def test_a_name_in_any_script_is_kept_as_written_and_found_again(world, script):
    pol = world.user("POL")
    with person.as_user(pol):
        met = make("people", by=pol)
        made = make("identities", by=pol, person=met, full_name=NAMES[script], has_family_name="unknown", document="")
        assert actions.reveal(made, by=pol, reason="To write the summons")["full_name"] == NAMES[script]
        assert [match.person for match in known.possible(full_name=NAMES[script])] == [met]


def test_one_full_name_is_all_that_is_needed(world):
    pol = world.user("POL")
    with person.as_user(pol):
        met = make("people", by=pol, nationality="XS", age_band="unknown")
        with pytest.raises(ValidationError):
            make("identities", by=pol, person=met, full_name="")
        with pytest.raises(ValidationError, match="no family name"):
            make("identities", by=pol, person=met, has_family_name="no", family_name="Win")
        made = make("identities", by=pol, person=met, full_name="Thandar", has_family_name="no", nickname="Noi",
                    other_names="ธันดา, Than Dar", document_kind="none", document="")  # fmt: skip
        for called in ("Thandar", "ธันดา", "Than Dar"):
            assert [match.person for match in known.possible(full_name=called)] == [met], called
        assert made.title == ""
