import pytest
from django import forms
from django.template import Context, Template

from soksi_portal.common.fields import RupiahField
from soksi_portal.common.layout import Actions, Section, helper


class SalesForm(forms.Form):
    sales = RupiahField(label="Penjualan", help_text="Misalnya: Rp 120.000.000.")


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("1250000", 1250000),
        ("1.250.000", 1250000),
        ("Rp 1.250.000", 1250000),
        ("rp1.250.000,-", 1250000),
        ("1 250 000,00", 1250000),
        ("0", 0),
        ("12 juta", 12_000_000),
        ("12,5 jt", 12_500_000),
        ("Rp 12.5 juta", 12_500_000),
        ("1.250 juta rupiah", 1_250_000_000),
        ("750rb", 750_000),
        ("1,125 miliar", 1_125_000_000),
    ],
)
def test_rupiah_reads_what_people_type(typed, amount):
    form = SalesForm({"sales": typed})
    assert form.is_valid(), form.errors
    assert form.cleaned_data == {"sales": amount}


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("banyak", "Tulis jumlahnya dengan angka saja, misalnya 1.250.000."),
        ("12 jt-an", "Tulis jumlahnya dengan angka saja, misalnya 1.250.000."),
        ("2 m", "Tulis jumlahnya dengan angka saja, misalnya 1.250.000."),
        ("1.2.5 juta", "Tulis jumlahnya dengan angka saja, misalnya 1.250.000."),
        ("juta", "Tulis jumlahnya dengan angka saja, misalnya 1.250.000."),
        ("9" * 20 + " miliar", "Jumlah ini terlalu besar. Periksa banyaknya angka nol."),
        ("12.5", "Tulis jumlahnya dengan angka saja, misalnya 1.250.000."),
        ("-5", "Tulis jumlahnya dengan angka saja, misalnya 1.250.000."),
        ("١٢٣", "Tulis jumlahnya dengan angka saja, misalnya 1.250.000."),
        ("😀", "Tulis jumlahnya dengan angka saja, misalnya 1.250.000."),
        ("1\x00", "Tulis jumlahnya dengan angka saja, misalnya 1.250.000."),
        ("1" + "0" * 30, "Jumlah ini terlalu besar. Periksa banyaknya angka nol."),
        ("9" * 5000, "Jumlah ini terlalu besar. Periksa banyaknya angka nol."),
        ("1" + "0" * 15, "Jumlah ini terlalu besar. Periksa banyaknya angka nol."),
        ("", "Bagian ini perlu diisi."),
    ],
)
def test_rupiah_refuses_with_a_sentence(typed, sentence):
    assert SalesForm({"sales": typed}).errors == {"sales": [sentence]}


def test_rupiah_keeps_what_was_typed():
    assert 'value="banyak"' in str(SalesForm({"sales": "banyak"})["sales"])


def test_rupiah_shows_a_stored_amount_grouped():
    assert 'value="1.250.000"' in str(SalesForm(initial={"sales": 1250000})["sales"])


def render(form: forms.Form) -> str:
    return Template("{% form_fields form %}").render(Context({"form": form}))


def test_field_comes_as_label_hint_error_input_and_names_them():
    shown = render(SalesForm({"sales": "x"}))
    places = [
        shown.index(part)
        for part in ('for="id_sales"', 'id="id_sales_helptext"', 'id="id_sales_error"', '<input type="text"')
    ]
    assert places == sorted(places)
    assert 'aria-describedby="id_sales_helptext id_sales_error"' in shown
    assert 'aria-invalid="true"' in shown
    assert 'inputmode="numeric"' in shown
    assert "<form" not in shown


def test_optional_field_says_so():
    class Optional(forms.Form):
        nib = forms.CharField(label="NIB", required=False)
        kind = forms.ChoiceField(
            label="Jenis", choices=[("a", "A")], widget=forms.RadioSelect, required=False
        )

    assert render(Optional()).count("(boleh dikosongkan)") == 2


def test_radio_choices_are_a_named_group_with_large_labels():
    class Loan(forms.Form):
        loan = forms.ChoiceField(
            label="Punya pinjaman?", choices=[("y", "Ya"), ("n", "Tidak")], widget=forms.RadioSelect
        )

    shown = render(Loan({}))
    assert "<fieldset" in shown
    assert "<legend>Punya pinjaman?</legend>" in shown
    assert shown.count('<label class="choice">') == 2


def test_summary_links_to_fields_radios_and_the_whole():
    class Mixed(forms.Form):
        name = forms.CharField(label="Nama")
        loan = forms.ChoiceField(label="Punya pinjaman?", choices=[("y", "Ya")], widget=forms.RadioSelect)

        def clean(self):
            raise forms.ValidationError("Ada yang tidak cocok.")

    shown = Template(
        "{% error_links form as links %}{% for id, text in links %}{{ id }}={{ text }};{% endfor %}"
    ).render(Context({"form": Mixed({})}))
    assert shown == (
        "=Ada yang tidak cocok.;id_name=Nama: Bagian ini perlu diisi.;"
        "id_loan_0=Punya pinjaman? Bagian ini perlu diisi.;"
    )


def test_layout_fragments_render():
    form = SalesForm()
    form.helper = helper(
        Section("Keuangan <b>", "sales", hint="Hanya Anda yang membaca."),
        Actions("Kirim untuk diperiksa", second="Simpan sebagai draf", cancel_url="/usaha/"),
    )
    shown = render(form)
    assert "<legend>Keuangan &lt;b&gt;</legend>" in shown
    assert '<button class="btn btn-outline-primary" type="submit" name="draft" value="1">' in shown
    assert '<a class="btn btn-link" href="/usaha/">Batal</a>' in shown
    assert 'value="Kirim untuk diperiksa"' in shown
