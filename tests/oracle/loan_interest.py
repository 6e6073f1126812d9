# SPDX-License-Identifier: MIT
"""Interest on what really happened (docs/servicing.md, section 4): balances, accrual, rows computed again."""
from fractions import Fraction

from schedule_oracle import level_payment


class Interest:
    """Works on an account: its rows, advances and terms."""

    def __init__(self, account):
        self.a = account

    def rest(self):
        a = self.a
        return "none" if a.terms.flat else a.terms.doc.get("recalculation", {}).get("rest", "none")

    def bears(self):
        return bool(self.a.terms.doc.get("recalculation", {}).get("overdue_bears_interest")) and self.rest() != "none"

    def counts_from(self, day):
        """The day on which principal that moved on `day` counts."""
        if self.rest() != "installment":
            return day
        return min((end for _, end in self.spans() if end >= day), default=day)

    def spans(self):
        return [(row.period[0].rows[row.period[1]].start, row.period[0].rows[row.period[1]].end)
                for row in self.a.rows if row.period]

    def end_of(self, row):
        return row.period[0].rows[row.period[1]].end if row.period else row.due

    def changes(self):
        """[(day, amount)] by which the balance that bears interest changes."""
        found = [(day, amount) for day, amount in self.a.advances]
        for row in self.a.rows:
            found += self.row_changes(row)
        return found

    def row_changes(self, row):
        end = self.end_of(row)
        left, back = row.left, row.refunds
        if not self.bears():          # what is late or came back late has left at the end of the period
            left, back = [x for x in left if x[0] <= row.due], [x for x in back if x[0] < end]
        found = [(self.leaves(row, end, day, counts), -amount) for day, amount, counts in left] + list(back)
        if row.moved and not self.bears():
            found.append((end, -row.moved))
        rest = row.charged["principal"] - sum(x[1] for x in left) + sum(x[1] for x in back)
        if rest and not (self.bears() and row.due < self.a.now):
            found.append((end, -rest))
        return found

    def leaves(self, row, end, day, counts):
        """The day from which principal of the row, due on `end`, that moved on `day` bears no interest."""
        if day > row.due:
            return self.counts_from(day)
        if self.rest() == "none":
            return min(day, end) if counts else end
        return min(self.counts_from(day), end)

    def exact(self, row, changes):
        rates, k = row.period
        span = rates.rows[k]
        opening = sum(amount for day, amount in changes if day <= span.start)
        parts = sum((amount * rates.of_tranche(k, day) for day, amount in changes if span.start < day < span.end),
                    Fraction(0))
        return opening * rates.of_row[k] + parts

    def of_row(self, row):
        return self.a.terms.R(self.exact(row, self.changes()))

    def recompute(self):
        """Interest of the rows that are not over, by what is known now."""
        if self.rest() == "none" or not self.a.disbursed:
            return
        changes = self.changes()
        for row in self.a.rows:
            if row.period and not row.fixed and self.a.now <= max(row.due, self.end_of(row)):
                row.charged["interest"] = self.a.terms.R(self.exact(row, changes))
                row.keep_floor("interest")

    # --- accrued ------------------------------------------------------------------------------------------

    def accrued(self, row, day):
        """Of the row's interest, what is earned at the end of `day`."""
        if row.due <= day or row.earned:
            return row.charged["interest"]
        if row.start >= day:
            return 0
        days = (row.due - row.start).days
        return self.a.terms.R(Fraction(row.charged["interest"] * (day - row.start).days, days))


def set_principal(row, amount):
    row.charged["principal"] = row.settled("principal") + amount


class Again:
    """Computes the principal still to pay of `rows` (those not yet due), whose open principal sums to `balance`."""

    def __init__(self, account, rows, balance):
        self.a, self.rows, self.balance = account, rows, balance
        self.interest = account.interest
        self.fixed = account.terms.flat or not all(row.period and not row.fixed for row in rows)

    def set_interest(self, row):
        if self.fixed:
            return row.charged["interest"]
        interest = row.charged["interest"] = self.interest.of_row(row)
        row.keep_floor("interest")
        return interest                  # what is paid of it already does not change the principal

    def each(self, principal_of):
        """principal_of(j, interest, left) row by row; the last row that there is takes the rest."""
        for row in self.rows:
            set_principal(row, 0)
        left = self.balance
        for j, row in enumerate(self.rows):
            set_principal(row, left)        # until the row's own is known the rest stays in it
            interest = self.set_interest(row)
            part = 0 if row.graced else max(0, principal_of(j, interest, left))
            part = left if j + 1 == len(self.rows) else min(left, part)
            set_principal(row, part)
            left -= part

    def installments(self):
        form = self.a.terms.form
        if form in ("bullet", "interest_only") and self.rows[0].kind != "re_aged":
            return self.each(lambda j, interest, left: 0)
        paying = [row for row in self.rows if not row.graced] or self.rows[-1:]
        if form == "equal_principal" or self.fixed:
            part = self.a.terms.R(Fraction(self.balance, len(paying)))
            return self.each(lambda j, interest, left: part)
        pay = self.level(paying)
        return self.each(lambda j, interest, left: pay - interest)

    def level(self, paying):
        for row in self.rows:
            set_principal(row, 0)
        set_principal(self.rows[-1], self.balance)
        changes = self.interest.changes()
        value = self.balance + self.interest.exact(paying[0], changes)
        rates = [row.period[0].of_row[row.period[1]] for row in paying[1:]]
        return self.a.terms.Rg(level_payment(Fraction(value), rates, [Fraction(1)] * len(paying)))

    def keep_amounts(self, amounts):
        self.each(lambda j, interest, left: amounts[j] - interest)

    def keep_amounts_shorter(self, amounts):
        """The same, but a row that would pay at least what is left is the last."""
        left = self.balance
        for row in self.rows:
            set_principal(row, 0)
        for row, amount in zip(self.rows, amounts):
            set_principal(row, left)
            interest = self.set_interest(row)
            part = 0 if row.graced else max(0, amount - interest)
            part = left if row is self.rows[-1] else min(left, part)
            set_principal(row, part)
            left -= part
