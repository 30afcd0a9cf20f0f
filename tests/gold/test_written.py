"""Numbers that an article writes in another way than a summary: neither is an error."""

import pytest

from harness.articles import Article
from harness.gold.matching.claims import ClaimChecker
from harness.text.reading import Reading


def violations(document: str, summary: str) -> list[str]:
    checker = ClaimChecker(None, [Article(id="1", title="", event="e", text=document)])
    return [summary[slice(*claim.span)] for claim in checker.check(Reading(summary)) if claim.is_violation]


@pytest.mark.parametrize(
    ("document", "summary"),
    [
        ("We earned 16 cents per share.", "Earnings were $0.16 per share."),
        ("Earnings were $0.16 a share.", "Earnings per share were 16 cents."),
        ("The margin rose 150 basis points.", "The margin rose by 150 bps."),
        ("The margin rose 150 basis points.", "The margin rose 1.5 percentage points."),
        ("Sales grew by 98. 7% over the year.", "Sales grew by 98.7%."),
        ("The bridge cost $235, 000.", "The bridge cost $235,000."),
        ("Comparable sales were minus 3%.", "Comparable sales declined 3%."),
        ("Revenue was $812.4 million.", "Revenue was $812 million."),
        ("Growth was 40.6% in the year.", "Growth was 41%."),
        ("Revenue grew to $2.4 billion from $2.1 billion.", "Revenue grew by $0.3 billion to $2.4 billion."),
        ("Charges were $0.5 million.", "Charges were $500,000."),
        ("It was a walk of 30 miles.", "It was a walk of 48 kilometres (30 miles)."),
        ("Trading opened at 9:00 and stopped at noon.", "Trading stopped 180 minutes later."),
        ("It moved in 2031. It was founded in 1991.", "It moved four decades after it was founded."),
        ("It was shut between March 2021 and August 2026.", "It opened again 65 months later."),
        ("Firms hired 12 people.", "They hired more than one person."),
        ("Profit doubled to 84 million euros.", "Profit rose from 42 million to 84 million euros."),
        ("Sales fell by a quarter to 150 million euros.", "Sales fell from 200 million euros to 150 million."),
        ("Sales fell by a quarter to 150 million euros.", "Sales shrank by 50 million."),
        ("The bomb weighed 250 kg.", "The bomb weighed a quarter of a tonne."),
        ("The bomb weighed 250 kg.", "The bomb weighed 550 pounds."),
        ("He paid 1,200 crowns a month for three years.", "He paid 43,200 crowns in all."),
        ("31 marchers won. Each is to get 2,000 crowns.", "The marchers get 62,000 crowns in all."),
        ("It awarded 26,000 euros, 7,900 euros and 4,500 euros.", "The court awarded 38,400 euros."),
        ("The mill opened in 1986 and closed in 2011.", "The mill ran for 25 years."),
        ("Banks expected sales of 410 million euros; sales were 388 million.", "Sales were 5 percent below that."),
        ("Okur scored in the 88th minute.", "Okur scored two minutes before the end."),
        ("The coach was sent off in the 70th minute.", "The coach was dismissed after 70 minutes."),
        ("They were held for up to 19 hours.", "Nobody was held for more than 19 hours."),
        ("The ruling is of 4 June. They have 21 days to appeal.", "They can appeal until 25 June."),
    ],
)
def test_the_same_number_in_another_way_is_carried(document: str, summary: str) -> None:
    assert violations(document, summary) == []


@pytest.mark.parametrize(
    ("document", "summary", "wrong"),
    [
        ("We earned 16 cents per share.", "Earnings were $0.61 per share.", "$0.61"),
        ("It was a walk of 30 miles.", "It was a walk of 84 kilometres (30 miles).", "84"),
        ("Trading opened at 9:00 and stopped at noon.", "Trading stopped 190 minutes later.", "190 minutes"),
        ("It moved in 2031. It was founded in 1991.", "It moved six decades after it was founded.", "six decades"),
        ("It was shut between March 2021 and August 2026.", "It opened again 75 months later.", "75 months"),
        ("COVID-19 spread in the north.", "COVID-20 spread in the north.", "COVID-20"),
        ("Profit doubled to 84 million euros.", "Profit rose from 45 million to 84 million euros.", "45 million"),
        ("Sales fell by a quarter to 150 million euros.", "Sales fell from 180 million euros to it.", "180 million"),
        ("The bomb weighed 250 kg.", "The bomb weighed 650 pounds.", "650"),
        ("31 marchers won. Each is to get 2,000 crowns.", "The marchers get 68,000 crowns in all.", "68,000"),
        ("It awarded 26,000 euros, 7,900 euros and 4,500 euros.", "The court awarded 36,400 euros.", "36,400"),
        ("The mill opened in 1986 and closed in 2011.", "The mill ran for 35 years.", "35 years"),
        ("They were held for up to 19 hours.", "All were held for more than 19 hours.", "19 hours"),
        ("The ruling is of 4 June. They have 21 days to appeal.", "They can appeal until 28 June.", "28 June"),
        ("Firms hired 12 people.", "They hired more than two score of them and at least 90 others.", "at least 90"),
        ("It costs 36 crowns and has 4 ovens.", "With 4 ovens for 36 crowns, each is 11 crowns.", "11"),
        ("Earnings were $0.16 a share.", "Earnings per share were 61 cents.", "61"),
        ("Sales grew by 98. 7% over the year.", "Sales grew by 97.8%.", "97.8%"),
        ("Comparable sales were minus 3%.", "Comparable sales declined 8%.", "8%"),
        ("Revenue was $812.4 million.", "Revenue was $813 million.", "$813 million"),
        ("Revenue was $812.6 million.", "Revenue was $812 million.", "$812 million"),
        ("Growth was 40.6% in the year.", "Growth was 40%.", "40%"),
        ("The margin rose 150 basis points.", "The margin rose by 105 bps.", "105"),
    ],
)
def test_another_number_is_none(document: str, summary: str, wrong: str) -> None:
    assert violations(document, summary) == [wrong]
