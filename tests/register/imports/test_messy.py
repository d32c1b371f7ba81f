"""Tables as people keep them: titles above, blank rows, totals below, cells that say nothing."""

import io

import openpyxl
import pytest

from actionlines.register.activities.imports.cells import nothing
from actionlines.register.activities.models import Activity
from actionlines.register.core.amounts import read_amount
from tests.register.imports.test_activities import bring, problems


@pytest.mark.parametrize(
    ("text", "comma", "expected"),
    [
        ("12 euros", False, ("12.00", "EUR")),
        ("US$ 400", False, ("400.00", "USD")),
        ("5000 US dollars", False, ("5000.00", "USD")),
        ("AUD $500", False, ("500.00", "AUD")),  # the code says which dollar
        ("HK$ 500", False, None),
        ("1,5 Mio", False, ("1500000.00", "")),
        ("3.2 Mrd EUR", False, ("3200000000.00", "EUR")),
        ("€3,2 Mrd", True, ("3200000000.00", "EUR")),
        ("4 k€", False, ("4000.00", "EUR")),
        ("2k", False, ("2000.00", "")),
        ("USD 1.2 million", False, ("1200000.00", "USD")),
        ("3,2 mil millones de euros", True, ("3200000000.00", "EUR")),
        ("1,5 млн долл. США", True, ("1500000.00", "USD")),
        ("150万美元", False, ("1500000.00", "USD")),
        ("1 500 000", False, ("1500000.00", "")),
        ("1.500.000,00", False, ("1500000.00", "")),
        ("CHF 5000.-", False, ("5000.00", "CHF")),
        ("25,000", False, ("25000.00", "")),
        ("25.000", True, ("25000.00", "")),  # the column writes decimal commas
        ("25.000", False, None),  # twenty-five, or thousands of them
        ("1,234 million", False, None),
        ("2 billion USD", False, None),  # 10^9 in English, 10^12 in French
        ("1.200.000 FCFA", False, None),  # the franc of two regions: two codes
        ("1,5 MIO MIO", False, None),
        ("1.5 XYQ", False, None),  # three letters that ISO 4217 does not have
        ("100 EUR TTC", False, None),
        ("10-20 USD", False, None),
        ("5 EUR or USD", False, None),
        ("<500", False, None),
    ],
)
def test_an_amount_is_read_whole_or_refused(text, comma, expected):
    assert read_amount(text, comma) == expected


def test_cells_that_say_nothing():
    assert all(map(nothing, ("-", "–", "N/A", "à définir", "待定")))
    assert not any(map(nothing, ("0", "Kenya", "no", "нет")))


@pytest.mark.django_db
def test_a_workbook_is_read_with_the_rows_that_people_see():
    book = openpyxl.Workbook()
    book.active.append(["Read me"])
    page = book.create_sheet("Activités")
    page["B2"] = "Activités de 2026"  # the table begins neither in the first row nor in the first column
    page["B3"], page["E3"] = "Activité", "Divers"
    page.merge_cells("B3:D3")
    for row in (
        [None, "Intitulé", "Résumé", "Date de fin", "Budget", "Grandes orientations"],
        [None, "Ateliers", "Des ateliers.", "en cours", "à définir", "Renforcement des capacités"],
        [],
        [None, "", "Sans titre.", "2026", "", ""],
        [None, "Total", "", "", 0, ""],
    ):
        page.append(row)
    out = io.BytesIO()
    book.save(out)
    found = bring(out.getvalue(), name="activites.xlsx")
    assert found.counts == {"made": 1, "refused": 2}
    assert problems(found) == [(7, "title"), (8, "title")]
    one = Activity.objects.get()
    assert (one.ends_on, one.budget) == (None, None)
    assert [link.concept for link in one.links.filter(origin="import")] == ["C4"]
