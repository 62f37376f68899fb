"""How a document dates its figures: when its financial years begin, and of what the days are that it names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from reconcile.language.digits import quoted_text
from reconcile.language.periods import Period, PeriodError, financial_year, period_of, read_period

__all__ = ["FREQUENCIES", "Dating"]

FREQUENCIES = ("year", "half", "quarter", "month")


@dataclass(frozen=True, slots=True)
class Dating:
    """What a ledger or a source says of its periods.

    >>> Dating(fiscal_year=4).read("2011/12").text, Dating(frequency="quarter").read("2024-03-31").text
    ('2011-04/2012-03', '2024-Q1')
    """

    fiscal_year: int = 0  # the month in which it begins, 1 to 12; 0 where nobody says
    frequency: str = ""  # what a day stands for that ends such a period, one of FREQUENCIES; "" for itself

    def read(self, text: str) -> Period:
        """Read a period; raises PeriodError, also for a day that ends no period of the frequency."""
        if self.fiscal_year and (financial := financial_year(text, self.fiscal_year)) is not None:
            return financial
        period = read_period(text)
        return self._ending(period) if self.frequency and period.kind == "day" else period

    def _ending(self, day: Period) -> Period:
        year = period_of(date(day.end.year, 1, 1), date(day.end.year, 12, 31))
        for one in year.split(self.frequency):
            if one.end == day.end:
                return one
        raise PeriodError(
            f"{quoted_text(day.text)} is not the last day of a {self.frequency}, which 'frequency' says that days are"
        )
