# SPDX-License-Identifier: MIT
"""Arrears and penalties (docs/servicing.md, section 7)."""
from datetime import timedelta
from fractions import Fraction

from due_dates import day_in_month, month_of

DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}


def step(text):
    """("2 week") -> (2, "week"); "year" -> (1, "year")."""
    words = text.split()
    return (int(words[0]), words[1]) if len(words) == 2 else (1, words[0])


def days_of(text):
    count, unit = step(text)
    return count * DAYS[unit]


def falls_on(due, every, j):
    count, unit = step(every)
    if unit in ("day", "week"):
        return due + timedelta(count * j * DAYS[unit])
    return day_in_month(month_of(due) + count * j * (12 if unit == "year" else 1), due.day)


class Penalties:
    def __init__(self, account):
        self.a, self.rules = account, account.terms.doc.get("penalties", [])
        self.done, self.total = set(), {}

    def stopped(self):
        a = self.a
        return a.charged_off or not a.disbursed or not a.outstanding()

    def times(self, rule, row, until):
        """[(day of assessment, j)] up to `until`, each penalty with its number."""
        grace = rule.get("grace_days", 0)
        end_of_grace = row.due + timedelta(grace)
        if "every" not in rule:
            return [(end_of_grace + timedelta(1), 1)]
        found, j = [], 1
        while (day := falls_on(row.due, rule["every"], j)) <= until:
            if day > end_of_grace:
                found.append((day, j))
            elif not rule.get("grace_forgives"):
                found.append((end_of_grace + timedelta(1), j))
            j += 1
        return found

    def days(self, after, until):
        """The days in (after, until] on which something may be assessed."""
        found = set()
        for row in self.a.rows:
            for rule in self.rules if row.due < until else []:
                found |= {day for day, _ in self.times(rule, row, until) if after < day <= until}
        return found

    def assess(self, day):
        if self.stopped():
            return
        for row, key, j, amount in self.coming(day):
            rule = self.rules[key]
            so_far = self.total.get((key, id(row)), 0)
            amount = min(amount, self.most(rule, row) - so_far) if self.capped(rule) else amount
            self.done.add((key, id(row), j))
            if amount > 0:
                self.total[key, id(row)] = so_far + amount
                row.charged["penalties"] += amount

    def coming(self, day):
        """All of one day, by the figures at its start."""
        found = []
        for row in self.a.rows:
            for key, rule in enumerate(self.rules) if row.due < day else []:
                base = self.base(rule, row)
                js = [j for on, j in self.times(rule, row, day) if on == day and (key, id(row), j) not in self.done]
                found += [(row, key, j, self.amount(rule, row, base, day)) for j in js if base > 0]
        return found

    def base(self, rule, row):
        of, loan = rule.get("of", "overdue_total"), self.a
        if of in ("outstanding_principal", "original_principal"):
            if row is not self.oldest():
                return 0
            if of == "original_principal":
                return loan.disbursed
            parts = ["principal"] + (["penalties"] if rule.get("compound") else [])
            return sum(r.open(part) for r in loan.rows for part in parts)
        parts = {"overdue_principal": ["principal"], "overdue_interest": ["interest"],
                 "overdue_total": ["principal", "interest"],
                 "overdue_with_charges": ["principal", "interest", "fees", "insurance"]}[of]
        return sum(row.open(part) for part in parts + (["penalties"] if rule.get("compound") else []))

    def oldest(self):
        return next((row for row in self.a.rows if row.open("principal") + row.open("interest") > 0), None)

    def amount(self, rule, row, base, day):
        if "amount" in rule:
            return self.a.terms.amount(rule["amount"])
        x = Fraction(rule["percent"]) / 100 * base
        if "per" in rule:
            days = days_of(rule["every"]) if "every" in rule else (day - row.due).days
            x *= Fraction(days, days_of(rule["per"]))
        return self.a.terms.R(x)

    @staticmethod
    def capped(rule):
        return "cap" in rule or "cap_percent" in rule

    def most(self, rule, row):
        caps = [self.a.terms.amount(rule["cap"])] if "cap" in rule else []
        if "cap_percent" in rule:
            both = row.charged["principal"] + row.charged["interest"]
            caps.append(self.a.terms.R(Fraction(rule["cap_percent"]) / 100 * both))
        return min(caps)


def overdue(account, day):
    return sum(row.total_open() for row in account.rows if row.due < day)


def days_past_due(account, day):
    arrears = account.terms.doc.get("arrears", {})
    late = [row for row in account.rows if row.due < day and row.total_open()]
    amount = overdue(account, day)
    if not late or amount <= account.terms.amount(arrears.get("tolerance", "0")):
        return 0
    days = (day - late[0].due).days
    return 0 if days <= arrears.get("grace_days", 0) else days
