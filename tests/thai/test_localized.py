"""What Django writes by itself, in the administration above all, has the era of the page's language."""

from datetime import UTC, date, datetime

import pytest
from django.contrib.admin.utils import display_for_field
from django.template import Context, Template
from django.utils import formats, translation

from actip.accounts.models import User

DAY = date(2026, 11, 22)
MOMENT = datetime(2026, 11, 22, 2, 32, tzinfo=UTC)


def rendered(text: str, **values) -> str:
    return Template(text).render(Context(values))


@pytest.mark.parametrize(
    ("template", "thai"),
    [
        ("{{ day }}", "22 พ.ย. 2569"),
        ("{{ day|date }}", "22 พ.ย. 2569"),
        ("{{ moment }}", "22 พ.ย. 2569 09:32 น."),
        ("{{ moment|date:'DATETIME_FORMAT' }}", "22 พ.ย. 2569 09:32 น."),
        ("{{ moment|date:'SHORT_DATE_FORMAT' }}", "22 พ.ย. 2569"),
        ("{{ day|date:'Y-m-d' }}", "2026-11-22"),  # for machines
        ("{{ moment|date:'c' }}", "2026-11-22T09:32:00+07:00"),
    ],
)
def test_dates_of_templates(template, thai):
    with translation.override("th"):
        assert rendered(template, day=DAY, moment=MOMENT) == thai
    with translation.override("en"):
        assert "2569" not in rendered(template, day=DAY, moment=MOMENT)


def test_a_date_that_the_administration_only_shows():
    field = User._meta.get_field("last_login")
    with translation.override("th"):
        assert display_for_field(MOMENT, field, "-") == "22 พ.ย. 2569 09:32 น."
        assert formats.localize(DAY) == "22 พ.ย. 2569"
    with translation.override("en"):
        assert "2026" in display_for_field(MOMENT, field, "-")
