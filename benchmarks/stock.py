"""What Django REST framework gives out of the box: ModelViewSet, nested ModelSerializers, page numbers, prefetch."""

from rest_framework import pagination, serializers, viewsets
from rest_framework.renderers import JSONRenderer

from cases.models import Case
from victims.models import Person


class StockPerson(serializers.ModelSerializer):
    number = serializers.CharField(source="matter.number")

    class Meta:
        model = Person
        fields = ("id", "number", "sex", "age_band", "nationality", "status")


class StockCase(serializers.ModelSerializer):
    number = serializers.CharField(source="matter.number")
    people = StockPerson(many=True)

    class Meta:
        model = Case
        fields = (
            "id",
            "number",
            "version",
            "opened_on",
            "investigator",
            "exploitation",
            "province",
            "status",
            "people",
        )


class Fifty(pagination.PageNumberPagination):
    page_size = 50


class StockCases(viewsets.ModelViewSet):
    """The cases last touched first, each with its people; row security decides which there are, as everywhere."""

    queryset = (
        Case.objects.select_related("matter").prefetch_related("people__matter").order_by("-matter__touched_at", "-id")
    )
    serializer_class = StockCase
    pagination_class = Fifty
    renderer_classes = [JSONRenderer]
