"""The e-mail as HTML: what becomes a button, that nothing in a text becomes markup, and how it reaches a server."""

from __future__ import annotations

import pytest

from soksi_portal.outbox import delivery
from soksi_portal.outbox.texts.html import as_html
from tests.factories import make_user
from tests.soksi_portal.outbox.makers import make_message


def test_line_that_ends_with_a_link_of_the_portal_becomes_a_button():
    html = as_html("T", "Halo.\n\nSemua siap. Jawab di sini: http://testserver/undangan/x/\n\nSalam")
    assert ">Semua siap.</p>" in html
    assert '<a class="button" href="http://testserver/undangan/x/"' in html
    assert ">Jawab di sini</a>" in html


@pytest.mark.parametrize(
    ("body", "label"),
    [
        ("Masuk, lalu jawab di sini:\nhttp://testserver/a/", "Masuk, lalu jawab di sini"),
        ("http://testserver/a/", "Buka di portal"),
        ("lihat usaha: http://testserver/a/.", "Lihat usaha"),
        ("Kalimat yang " + "sangat " * 10 + "panjang: http://testserver/a/", "Buka di portal"),
    ],
)
def test_button_says_what_the_sentence_before_it_says(body, label):
    assert f">{label}</a></p>" in as_html("T", body)


def test_other_links_stay_readable():
    html = as_html("T", "Tautan untuk bergabung: https://rapat.test/x?a=1&b=2")
    assert 'class="button"' not in html
    assert ">https://rapat.test/x?a=1&amp;b=2</a>" in html


def test_text_never_becomes_markup():
    html = as_html("<b>T", '- <script>x</script>\n"kutip" & http://testserver/"><img src=x>')
    assert "<script" not in html
    assert "<img" not in html
    assert html.count("&lt;script&gt;x&lt;/script&gt;") == 1


def test_points_of_a_list_are_a_list():
    html = as_html("T", "Yang diminta:\n- Foto: buram\n- Modal\n\nPerbaiki")
    assert html.count("<li ") == 2


@pytest.mark.django_db
def test_stoppable_mail_carries_the_one_click_header_and_the_link_in_both_forms(sink):
    make_message(occasion="nomination_made", recipient=make_user(email="siti@uji.test"), body="Halo")
    delivery.deliver_due()
    [mail] = sink.messages
    link = mail["List-Unsubscribe"].strip().strip("<>")
    assert link.startswith("http://testserver/berhenti/")
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail.get_content_type() == "multipart/alternative"
    text, html = (part.get_payload(decode=True).decode() for part in mail.get_payload())
    assert link in text
    assert link in html


@pytest.mark.django_db
@pytest.mark.parametrize(
    "fields",
    [
        {"occasion": "session_changed"},
        {"occasion": "uji"},
        {"occasion": "nomination_made", "address": "lain@uji.test"},
    ],
)
def test_what_must_arrive_cannot_be_stopped_from_the_mail(sink, fields):
    make_message(**fields)
    delivery.deliver_due()
    [mail] = sink.messages
    assert mail["List-Unsubscribe"] is None
    assert "berhenti" not in mail.as_string()
