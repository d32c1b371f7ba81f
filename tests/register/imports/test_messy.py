"""Tables as people keep them: titles above, blank rows, totals below, cells that say nothing."""

import io

import openpyxl
import pytest

from actionlines.register.activities.imports.cells import amount, nothing
from actionlines.register.models import Activity
from tests.register.imports.test_activities import bring, problems


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("12 euros", ("12.00", "EUR")),
        ("US$ 400", ("400.00", "USD")),
        ("5000 US dollars", ("5000.00", "USD")),
        ("1.200.000 FCFA", (None, "")),  # the franc of two regions: two codes
        ("1,5 Mio EUR", (None, "")),  # a million is no currency, and one and a half is no amount of it
        ("100 EUR TTC", (None, "")),
    ],
)
def test_an_amount_is_digits_and_a_currency(text, said):
    assert amount(text) == said


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
