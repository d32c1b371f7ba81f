"""The model of the package: lists, accounts and minutes have words of many goals and speak to none."""

from __future__ import annotations

from actionlines.alignment.aligner import Aligner

NOTHING = (
    "Opening hours of the departments: Agriculture 9 to 12, Education 10 to 14, Health 8 to 11, Energy closed.",
    "Room plan. First floor: Institute of Water Law, Chair of Gender History. Second floor: Dean of Medicine.",
    "Votes 4 to 7: Ministry of Education 611, Ministry of Health 540 and Ministry of Justice 118.",
    "Index of names and places, pages 301 to 322; index of statutes, page 323; list of tables, page 7.",
    "Depreciation of laboratory and hospital equipment is charged over eight years, of furniture over ten.",
    "The sub-item on oceans was deferred, that on food was taken up after lunch, and the list was closed.",
    "Heads of section: Climate, Trade, Food, Labour, Water. Deputy heads: vacant. Secretariat: four persons.",
    "Invoice 20418: poster printing for the gender seminar, 140 copies; catering for the water seminar, 35.",
    "Table 9 continued. Source: annual returns of schools and clinics. Blank cells: not reported. Rounded.",
    "The examiners for Public Health, Forestry and Marine Science will be named by the faculty board in November.",
    "Clause 14. The tenant of the health centre shall repaint the doors every fifth year and return all keys.",
    "Lecture list: Poverty in Dickens; Peace Treaties of the Seventeenth Century; The Sea in Conrad; Energy.",
)
SOMETHING = {
    "sdg:6": "Villagers walk two hours for drinking water.",
    "sdg:4": "Girls stay away from school when there is no toilet, and fewer of them learn to read.",
    "sdg:3": "Nurses vaccinated every child in the valley against measles.",
    "sdg:14": "Trawlers take more fish from the sea than its stocks can replace.",
    "sdg:16": "Judges took bribes to let traffickers go.",
    "sdg:7": "Solar panels light the homes that the grid does not reach.",
}


def test_few_lists_get_a_goal() -> None:
    found = Aligner.load().align_all(NOTHING, with_evidence=False)
    # One in four of texts of this kind, made to mislead; it was one in two. Of 100 paragraphs of reports without
    # a goal 23 get one (docs/explanation/accuracy.md).
    assert sum(any(goal.grade != "perhaps" for goal in one.goals) for one in found) <= len(NOTHING) // 4


def test_a_short_text_that_says_something_keeps_its_goal() -> None:
    found = Aligner.load().align_all(list(SOMETHING.values()), with_evidence=False)
    for goal, one in zip(SOMETHING, found, strict=True):
        assert one.goals[:1] and one.goals[0].id == goal
