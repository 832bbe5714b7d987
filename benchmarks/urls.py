"""The program's addresses and, beside them, the stock viewset that it is compared with."""

from rest_framework.routers import SimpleRouter

from actip.urls import *  # noqa: F403  the handlers too
from actip.urls import urlpatterns as own
from benchmarks.stock import StockCases

router = SimpleRouter()
router.register("stock/cases", StockCases, basename="stock-case")
urlpatterns = [*router.urls, *own]
