"""What is described as text, a number or a yes or no is taken as that alone; in every record type, by the fields it has."""

import pytest
from rest_framework import serializers

from actip.records import catalogue
from actip.records.api.serializers import shape
from actip.thai.serializers import AmountField
from tests.api.conftest import body_of

pytestmark = pytest.mark.django_db
OTHERS = {
    serializers.CharField: [812345678, 1.5, True, ["x"], {}],
    serializers.BooleanField: [0, 1, "true", "on", "", []],
    serializers.IntegerField: ["12", "๑๒", 1.5, 1.0, True, 10**30, ""],
    serializers.DecimalField: [100, 100.5, "1e3", "๑๒", "1,000.50", "NaN", " ", True, "9" * 5000],
    serializers.DateField: [20260109, True, ["2026-01-09"]],
    serializers.DateTimeField: [20260109, 1.5, {}],
}


@pytest.mark.parametrize("kind", list(catalogue.all_types()), ids=lambda kind: kind.slug)
def test_no_field_takes_another_type_than_is_described(kind):
    taken = []
    for name, field in shape(kind, kind.fields, "")().fields.items():
        for base, values in OTHERS.items():
            for value in values if isinstance(field, base) and not field.read_only else ():
                sent = shape(kind, (name,), "")(data={name: value}, partial=True)
                if sent.is_valid() and sent.validated_data[name] is not None:
                    taken.append((name, value))

    assert taken == []


def test_a_number_of_a_telephone_is_refused_where_it_would_lose_its_zero(police):
    case = police.add("cases", **body_of("cases"))
    suspect = police.add("suspects", **body_of("suspects", case=case["id"]))

    answer = police.post("suspect-identities/", body_of("suspect-identities", suspect=suspect["id"], phone=812345678))

    assert (answer.status, answer.body["errors"][0]["attr"]) == (400, "phone")


def test_an_amount_is_sent_as_text_in_digits():
    amount = AmountField(max_digits=9, decimal_places=2)

    assert [str(amount.run_validation(text)) for text in ("100.50", "100", "-1")] == ["100.50", "100.00", "-1.00"]
    for value in (100.5, 100, "1,000", "1e3", ""):
        with pytest.raises(serializers.ValidationError, match=r"3000\.00"):
            amount.run_validation(value)
