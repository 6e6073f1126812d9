# SPDX-License-Identifier: MIT
"""Fineract's progressive EMI schedules from a TERMS document (rules: RULES.md, section 5)."""
import calendar
import datetime
from decimal import Decimal as D

from common import Refused, every, month_length
from fineract_common import MC, Rounding, annual_percent, assemble, down_payments, periods


def year_length(date):
    return 366 if calendar.isleap(date.year) else 365


def rate_factor(terms, period, start, end):
    """The factor of the interest period [start, end] inside the repayment period, 12 significant digits at each step."""
    interest = terms["interest"]
    rate = MC.divide(annual_percent(terms), D(100))
    k, unit = every(terms)
    # a declining product whose interest follows the repayment period is computed by days of 30/360, as the peer's calculator knows days only
    month, year = {"30/360": (30, 360), "actual/360": (0, 360), "actual/364": (0, 364), "actual/365": (0, 365), "30/365": (30, 365),
                   "actual/actual": (0, 0)}[interest.get("day_count", "30/360")]
    if year == 0 and start.year != end.year:
        cumulated, at = D(0), start
        for y in range(start.year, end.year + 1):
            stop = end if y == end.year else datetime.date(y, 12, 31)
            cumulated = MC.add(cumulated, MC.divide(D((stop - at).days), D(366 if calendar.isleap(y) else 365)))
            at = stop
        return MC.multiply(rate, MC.multiply(D(k), cumulated))
    unit_days = {"day": 1, "week": 7, "month": month or month_length(start.year, start.month)}[unit]
    whole = (period[1] - period[0]).days
    fraction = MC.divide(MC.multiply(D(unit_days), D(k)), D(year or year_length(start)))
    return MC.divide(MC.multiply(MC.multiply(rate, fraction), D((end - start).days)), D(whole))


class Model:
    def __init__(self, terms, rounding):
        self.terms, self.rounding = terms, rounding
        self.periods = periods(terms)
        self.emi = [D(0)] * len(self.periods)
        self.advances = []  # (date, amount) net of the down payment

    def slices(self, k):
        """[(from, to, amount added at the start)] of a repayment period, split where money was advanced inside it. An advance on the first day of a
        period belongs to it, one on its due date to the next."""
        start, due = self.periods[k]
        cuts = sorted({start} | {on for on, _ in self.advances if start < on < due})
        ends = cuts[1:] + [due]
        added = [sum(a for on, a in self.advances if on == cut or (cut == start and k == 0 and on < start)) for cut in cuts]
        return list(zip(cuts, ends, added))

    def run(self):
        """Interest and principal of every row with the present EMIs."""
        balance, out = D(0), []
        for k, period in enumerate(self.periods):
            parts, total = [], D(0)
            for start, end, added in self.slices(k):
                balance += added
                factor = rate_factor(self.terms, period, start, end)
                interest = self.rounding.money(balance * factor)
                parts.append((start, end, factor, interest))
                total += interest
            principal = self.emi[k] - total
            out.append({"interest": total, "principal": principal, "parts": parts, "opening": balance})
            balance -= principal
        return out, balance

    def settle(self, first):
        """The last EMI takes what is left."""
        _, left = self.run()
        self.emi[-1] += left

    def amortise(self, first, balance):
        """New EMIs for the periods first.. on the balance at the start of `first` plus what was just advanced."""
        n = len(self.periods) - first
        if D(self.terms["interest"]["rate_percent"]) == 0:
            each = self.rounding.installment(self.rounding.divide(balance, n))
            for k in range(first, len(self.periods)):
                self.emi[k] = each
            self.settle(first)
            return
        growth, sums = D(1), D(0)
        for k in range(first, len(self.periods)):
            factor = D(0)
            for start, end, _ in self.slices(k):
                factor = MC.add(factor, rate_factor(self.terms, self.periods[k], start, end))
            growth = MC.multiply(growth, MC.add(D(1), factor))
            sums = D(1) if k == first else MC.add(D(1), MC.multiply(sums, MC.add(D(1), factor)))
        emi = self.rounding.installment(self.rounding.money(MC.divide(MC.multiply(growth, balance), sums)))
        self.set(first, emi)
        if n < 2:
            return
        gap = self.emi[-1] - self.emi[-2]
        if abs(gap) * 100 > n // 2:
            before = list(self.emi)
            self.set(first, self.rounding.installment(emi + self.rounding.divide(gap, n)))
            if not abs(self.emi[-1] - self.emi[-2]) < abs(gap):
                self.emi = before

    def set(self, first, emi):
        for k in range(first, len(self.periods)):
            self.emi[k] = emi
        self.settle(first)

    def advance(self, on, amount):
        self.advances.append((on, amount))
        first = next((k for k, (_, due) in enumerate(self.periods) if on < due), len(self.periods) - 1)
        rows, _ = self.run()
        opening = sum(a for d, a in self.advances) - sum(row["principal"] for row in rows[:first])
        later = sum(a for d, a in self.advances if first + 1 < len(self.periods) and d >= self.periods[first][1])
        self.amortise(first, opening - later)


def schedule(terms):
    rounding = Rounding(terms)
    model = Model(terms, rounding)
    paid_down = down_payments(terms, rounding)
    for on, amount, part in paid_down:
        model.advance(on, amount - part)
    rows, _ = model.run()
    owed = D(0)
    for k, row in enumerate(rows):
        owed += sum(added for _, _, added in model.slices(k)) - row["principal"]
        if row["principal"] < 0 or owed < 0:
            raise Refused("rounding to a multiple breaks the loan")
    regular = []
    for k, row in enumerate(rows):
        start, due = model.periods[k]
        factor = rate_factor(terms, model.periods[k], start, due)
        regular.append({"due": due, "days": (due - start).days, "principal": row["principal"], "interest": row["interest"], "emi": model.emi[k],
                        "rate_factor": factor, "interest_periods": row["parts"]})
    return assemble(terms, rounding, regular, paid_down, True)
