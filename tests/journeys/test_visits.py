"""The page of daily counts, on a phone and on a desk."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.journeys.desk import at_desk
from townbell.web.models import DailyCount


@pytest.mark.parametrize("width", [320, 1280])
def test_daily_counts_are_open_to_all_administrators(visit, axe, site, grace, width):
    day = timezone.localdate() - timedelta(days=1)
    DailyCount.objects.create(day=day, method="GET", route="home:index", status=200, number=40)
    page = at_desk(visit, site, grace, "/es/staff/visits/", width=width)

    assert page.get_by_role("row", name="home:index").get_by_text("40").is_visible()
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") == 0
