"""What registering a business costs beside a bare Django view that inserts one row."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import include, path

from tests.benchmarks.databases import database
from tests.benchmarks.harness import Comparison, benchmark
from tests.factories import make_cadre

_numbers = count(1)


def insert_one_row(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO bench_row (words) VALUES (%s)", [request.POST["words"]])
    return HttpResponse("ok")


urlpatterns = [path("bare/", insert_one_row), path("", include("soksi_portal.urls"))]


@benchmark("registration-post")
@contextmanager
def registration_post() -> Iterator[Comparison]:
    with database("bench_registration") as fresh, override_settings(ROOT_URLCONF=__name__):
        with fresh.cursor() as cursor:
            cursor.execute("CREATE TABLE bench_row (id bigserial PRIMARY KEY, words text)")
        cadre = make_cadre()
        client = Client()
        client.force_login(cadre.user)
        bare = Client()
        answers = {
            "name": "Keripik Bu Siti",
            "address": "Jalan Melati 5",
            "province": cadre.province_id,
            "regency": cadre.regency_id,
        }

        def register() -> None:
            answer = client.post("/usaha/baru/", answers | {"name": f"Keripik {next(_numbers)}"})
            assert answer.status_code == 302, answer.content

        def insert() -> None:
            assert bare.post("/bare/", {"words": "Keripik"}).status_code == 200

        with override_settings(MIDDLEWARE=[]):
            bare.post(
                "/bare/", {"words": "x"}
            )  # a client's handler keeps the middleware of its first request
        yield Comparison(
            what="POST /usaha/baru/ (session, scope, history, tally) against a bare view that inserts one row",
            goal="<=20",
            baseline=insert,
            subject=register,
        )
