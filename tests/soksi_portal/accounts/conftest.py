from datetime import UTC, datetime

import pytest

from umkm.cadres.models import ConsentText


@pytest.fixture
def consent_text(db) -> ConsentText:
    return ConsentText.objects.create(version="1", body="Isi", valid_from=datetime(2026, 1, 1, tzinfo=UTC))
