# SPDX-License-Identifier: MIT
"""A second, independent writing of docs/pricing.md in exact arithmetic.

    price(terms) -> {"installments": [...], "totals": {...}, "refused": code or None}

Amounts are integers of minor units, every other number is a Fraction. Sections are those of pricing.md.
Self test:  python3 schedule_oracle.py --self-test          One document:  python3 schedule_oracle.py TERMS.json
"""
import json
import sys
from datetime import date, timedelta
from decimal import Context, Decimal
from fractions import Fraction
from functools import lru_cache
from math import lcm

from day_count import actual, year_fraction
from due_dates import CONTRADICTORY, OUT_OF_RANGE, Calendar, Refused, nominal_years, require, sequence

TOO_SMALL, TOO_LARGE = "installment_too_small", "residual_too_large"
OVERFLOW, LARGEST = "overflow", 2**63 - 1
EXPONENTS = {"UGX": 0, "RWF": 0, "VND": 0, "JPY": 0, "XOF": 0, "IDR": 2, "KES": 2, "INR": 2, "BDT": 2, "USD": 2,
             "EUR": 2, "PHP": 2, "ZWL": 2, "TND": 3, "KWD": 3}
TRANCHE_FORMS = ("equal_installments", "equal_principal", "bullet", "interest_only", "balloon")
COLUMNS = ("principal", "interest", "fees", "penalties", "insurance")


# --- numbers -------------------------------------------------------------------------------------

def round_half(x, tie):
    whole, rest = x.numerator // x.denominator, x - x.numerator // x.denominator
    if rest == Fraction(1, 2):
        return tie(whole, whole + 1)
    return whole + (rest > Fraction(1, 2))


def round_whole(x, mode):
    """The whole number that x becomes."""
    floor, ceiling = x.numerator // x.denominator, -(-x.numerator // x.denominator)
    toward, away = (floor, ceiling) if x > 0 else (ceiling, floor)
    if mode in ("floor", "ceiling", "down", "up"):
        return {"floor": floor, "ceiling": ceiling, "down": toward, "up": away}[mode]
    ties = {"half_even": lambda a, b: a if a % 2 == 0 else b, "half_up": lambda a, b: away,
            "half_down": lambda a, b: toward}
    return round_half(x, ties[mode])


def allocate(total, weights, grid):
    """`total` in proportion to `weights` on the grid, by largest remainder, ties to the earlier part."""
    whole = sum(weights)
    require(whole > 0 and min(weights) >= 0, OUT_OF_RANGE, "weights")
    units = total // grid
    exact = [units * w / whole for w in weights]
    parts = [x.numerator // x.denominator for x in exact]
    order = sorted(range(len(parts)), key=lambda j: parts[j] - exact[j])
    for j in order[:units - sum(parts)]:
        parts[j] += 1
    return [p * grid for p in parts]


@lru_cache(maxsize=4096)
def compound(rate, years):
    """(1 + rate)^years - 1, half_even to 18 decimals (section 2, effective)."""
    if years.denominator == 1:
        x = (1 + rate) ** years.numerator - 1
    else:
        c = Context(prec=80)
        base = c.divide(Decimal((1 + rate).numerator), Decimal(rate.denominator))
        power = c.multiply(c.ln(base), c.divide(Decimal(years.numerator), Decimal(years.denominator)))
        x = Fraction(c.exp(power)) - 1
    return Fraction(round_whole(x * 10**18, "half_even"), 10**18)


def level_payment(value, later_rates, weights, balloon=0):
    """(value x prod(1+r) - balloon) / sum_l w_l prod_{j>l}(1+r_j); `value` holds the first row's interest.

    Every rate is brought to one denominator, so that the loop multiplies integers only.
    """
    one = lcm(*(r.denominator for r in later_rates)) if later_rates else 1
    unit = lcm(*(w.denominator for w in weights))
    w = [int(x * unit) for x in weights]
    growth, annuity, scale = 1, w[0], 1
    for r, weight in zip(later_rates, w[1:]):
        factor, scale = one + r.numerator * (one // r.denominator), scale * one
        growth, annuity = growth * factor, annuity * factor + weight * scale
    top = value.numerator * growth - balloon * scale * value.denominator
    return Fraction(top * unit, annuity * value.denominator)


# --- the terms, read once --------------------------------------------------------------------------

class Terms:
    def __init__(self, doc):
        self.doc = doc
        self.interest, self.repayments = doc["interest"], doc["repayments"]
        self.grace, self.rounding = doc.get("grace", {}), doc.get("rounding", {})
        self.read_money()
        self.read_method()
        self.read_grace()
        self.read_tranches()

    def read_money(self):
        currency = self.doc["currency"]
        self.digits = currency["exponent"] if isinstance(currency, dict) else EXPONENTS[currency]
        self.mode = self.rounding.get("mode", "half_even")
        self.grid = self.amount(self.rounding["currency_multiple"]) if "currency_multiple" in self.rounding else 1
        multiple = self.rounding.get("installment_multiple")
        self.multiple = self.amount(multiple) if multiple else self.grid
        require(self.grid > 0 and self.multiple > 0, OUT_OF_RANGE, "multiple")

    def read_method(self):
        self.flat = self.interest["method"] == "flat"
        self.by_day = self.interest.get("accrual", "by_period") == "by_day"
        self.per = self.interest.get("per", "year")
        self.effective = self.interest.get("rate_kind") == "effective"
        self.n = self.repayments["count"]
        form = self.doc["amortization"]
        self.form, self.detail = (form, {}) if isinstance(form, str) else (next(iter(form)), form)
        self.last_carries = self.rounding.get("residual", "last") == "last"
        require(1 <= self.n <= 1200, OUT_OF_RANGE, "repayments.count")
        require(not (self.by_day and self.per in ("installment", "term")), CONTRADICTORY, "per, accrual")
        require(not (self.effective and self.per != "year"), CONTRADICTORY, "rate_kind, per")
        require(self.last_carries or self.flat or self.form not in ("equal_installments", "balloon", "step_percent"),
                CONTRADICTORY, "residual")
        require(self.flat or "interest_weights" not in self.detail, CONTRADICTORY, "interest_weights")
        require(self.form != "step_percent" or not self.interest.get("rate_changes"), CONTRADICTORY, "steps, rate_changes")
        require(self.per != "term" or not self.interest.get("rate_changes"), CONTRADICTORY, "per, rate_changes")
        require(self.interest.get("day_count") != "actual/actual ICMA" or self.whole_periods_a_year(), CONTRADICTORY, "day_count, every")

    def whole_periods_a_year(self):
        count, _, unit = str(self.repayments["every"]).partition(" ")
        return unit not in ("day", "week", "month") or {"day": 365, "week": 52, "month": 12}[unit] % int(count) == 0

    def read_grace(self):
        self.g = self.grace.get("principal", 0)
        self.h = self.grace.get("interest_payment", 0)
        self.f = self.grace.get("interest_free", 0)
        self.skipped = self.grace.get("all", 0)
        self.m = self.n - self.g
        self.capitalise = self.interest.get("capitalise") == "in_grace"
        require(all(0 <= x < self.n for x in (self.g, self.h, self.f)) and self.skipped >= 0, OUT_OF_RANGE, "grace")
        self.check_capitalise()
        self.check_grace()

    def check_capitalise(self):
        bullet = self.form in ("bullet", "interest_only") and self.detail.get("bullet") != "all"
        require(not (self.capitalise and self.flat), CONTRADICTORY, "capitalise, flat")
        require(not self.capitalise or bullet or (self.form != "bullet" and self.h <= self.g), CONTRADICTORY, "capitalise")

    def check_grace(self):
        """Which graces each form excludes; grace.all excludes moratoria and interest.from (section 10)."""
        graced = self.g or self.h or self.f
        shaped = self.form == "sum_of_digits" or (self.flat and self.form in ("balloon", "step_percent"))
        require(not (shaped and graced), CONTRADICTORY, "amortization, grace")
        require(not (self.form in ("weights", "principal") and self.g), CONTRADICTORY, "amortization, grace.principal")
        require(not (self.skipped and self.doc.get("moratoria")), CONTRADICTORY, "grace.all, moratoria")
        require(not (self.skipped and "from" in self.interest), CONTRADICTORY, "grace.all, interest.from")

    def read_tranches(self):
        given = self.doc.get("tranches") or [{"on": self.doc["disbursed_on"], "amount": self.doc["principal"]}]
        drawn = {}
        for t in given:
            on, amount = date.fromisoformat(t["on"]), self.amount(t["amount"])
            require(amount > 0, OUT_OF_RANGE, "amount of a tranche")
            drawn[on] = drawn.get(on, 0) + amount
        self.disbursed = min(drawn)
        self.first_given, self.handed_out = drawn[self.disbursed], sum(drawn.values())
        require(len(drawn) == 1 or self.form in TRANCHE_FORMS, CONTRADICTORY, "amortization, tranches")
        drawn[self.disbursed] += sum(self.fee(f, self.handed_out) for f in self.fees("disbursement") if f.get("financed"))
        percent = Fraction(self.doc.get("down_payment_percent", 0))
        self.drawn = dict(sorted(drawn.items()))                           # before the down payment
        self.down = {on: self.R(a * percent / 100) for on, a in self.drawn.items()} if percent else {}
        self.net = {on: a - self.down.get(on, 0) for on, a in self.drawn.items()}
        self.principal = sum(self.net.values())                            # P

    def amount(self, text):
        x = Fraction(text) * 10**self.digits
        require(x.denominator == 1, "invalid_amount", text)
        return int(x)

    def text(self, amount):
        require(abs(amount) <= LARGEST, OVERFLOW)
        return str(Decimal(amount).scaleb(-self.digits, Context(prec=60))) if self.digits else str(amount)

    def R(self, x):
        return round_whole(Fraction(x) / self.grid, self.mode) * self.grid

    def Rg(self, x):
        return round_whole(Fraction(x) / self.multiple, self.mode) * self.multiple

    def fees(self, at):
        return [f for f in self.doc.get("fees", []) if f["at"] == at]

    def fee(self, fee, base):
        if "amount" in fee:
            return self.amount(fee["amount"])
        x = self.R(Fraction(fee["percent"]) * base / 100)
        x = max(x, self.amount(fee["min"])) if "min" in fee else x
        return min(x, self.amount(fee["max"])) if "max" in fee else x


# --- 1. due dates -----------------------------------------------------------------------------------

class Row:
    """One row: its place i in the sequence, unmoved date, shown date, accrual [start, end), dropped nominal periods."""

    def __init__(self, i, due, dropped, cal):
        self.i, self.due, self.dropped = i, due, dropped
        self.shown = cal.moved(due)
        self.end = self.shown if cal.interest_follows else due


def moratorium_of(terms, d):
    for m in terms.doc.get("moratoria", []):
        if date.fromisoformat(m["from"]) <= d <= date.fromisoformat(m["to"]):
            return m
    return None


def kept_dates(terms, at, wanted):
    """(i, date, accruing periods dropped just before it) of the first `wanted` dates outside every moratorium."""
    kept, dropped, i = [], 0, 0
    while len(kept) < wanted:
        i += 1
        inside = moratorium_of(terms, at(i))
        if inside:
            dropped += inside["interest"] == "accrues"
        else:
            kept.append((i, at(i), dropped))
            dropped = 0
    return kept


def listed_dates(terms, due):
    require(not terms.skipped and not terms.doc.get("moratoria"), CONTRADICTORY, "every.due")
    require(terms.by_day or terms.per in ("installment", "term"), CONTRADICTORY, "every.due, per")
    require(len(due) == terms.n, OUT_OF_RANGE, "every.due")
    return [(i + 1, date.fromisoformat(d), 0) for i, d in enumerate(due)]


def rows_of(terms):
    every, first = terms.repayments["every"], terms.repayments.get("first_due_on")
    first = date.fromisoformat(first) if first else None
    require(first is None or first > terms.disbursed, OUT_OF_RANGE, "first_due_on")
    if isinstance(every, dict):
        terms.at, dates = None, listed_dates(terms, every["due"])
    else:
        terms.at = lru_cache(None)(sequence(every, terms.disbursed, first))
        dates = kept_dates(terms, terms.at, terms.n + terms.skipped)
    cal = Calendar(terms.doc.get("calendar", {}))
    rows = [Row(i, due, dropped, cal) for i, due, dropped in dates]
    link(terms, rows)
    return rows[terms.skipped:]


def link(terms, rows):
    """Each row starts where the row before it ends; the moved dates must still be in order."""
    end = terms.disbursed
    for row in rows:
        row.start, end = end, row.end
    rows, shown = rows[terms.skipped:], terms.disbursed
    for row in rows:
        require(row.shown > shown and row.end > row.start, OUT_OF_RANGE, "due dates are not increasing")
        shown = row.shown
    if "from" in terms.interest:
        rows[0].start = date.fromisoformat(terms.interest["from"])
    require(rows[0].start < rows[0].end, OUT_OF_RANGE, "interest.from")
    rows[0].days = actual(rows[0].start, rows[0].shown)
    for a, b in zip(rows, rows[1:]):
        b.days = actual(a.shown, b.shown)


# --- 2. rates -----------------------------------------------------------------------------------------

class Rates:
    def __init__(self, terms, rows, changes=None):
        self.terms, self.rows = terms, rows
        self.changes = changes if changes is not None else sorted(
            (date.fromisoformat(c["on"]), Fraction(c["rate_percent"])) for c in terms.interest.get("rate_changes", []))
        self.year_days = terms.interest.get("year_days")
        self.stops = [(date.fromisoformat(m["from"]), date.fromisoformat(m["to"]) + timedelta(1))
                      for m in terms.doc.get("moratoria", []) if m["interest"] == "stops"]
        require(Fraction(terms.interest["rate_percent"]) >= 0, OUT_OF_RANGE, "rate_percent")
        self.of_row = [self.row_rate(k) for k in range(len(rows))]

    def annual(self, percent):
        times = {"year": 1, "month": 12, "week": Fraction(self.year_days or 364, 7), "day": self.year_days or 365}
        return percent / 100 * times[self.terms.per]

    def growth(self, percent, years):
        return compound(self.annual(percent), years) if self.terms.effective else self.annual(percent) * years

    def nominal(self, percent, row):
        """The rate of one nominal period (and of the accruing periods dropped before the row)."""
        periods = 1 + row.dropped
        if self.terms.per in ("installment", "term"):
            return percent / 100 * periods / (self.terms.n if self.terms.per == "term" else 1)
        return self.growth(percent, nominal_years(self.terms.repayments["every"], self.year_days) * periods)

    def percent_on(self, day):
        rate = Fraction(self.terms.interest["rate_percent"])
        for on, percent in self.changes:
            rate = percent if on <= day else rate
        return rate

    def parts(self, start, end):
        """(percent, a, b): the pieces of [start, end) with one rate each."""
        cuts = [start] + [on for on, _ in self.changes if start < on < end] + [end]
        return [(self.percent_on(a), a, b) for a, b in zip(cuts, cuts[1:])]

    def references(self, row, start, end):
        """The unbroken periods, one step each, from the row's own period back (and on) to cover [start, end)."""
        if self.terms.at is None:
            raise Refused(CONTRADICTORY, "this day count needs a regular period")
        low, high, at = row.i, row.i, self.terms.at
        while at(low - 1) > start:
            low -= 1
        while at(high) < end:
            high += 1
        return [(at(i - 1), at(i)) for i in range(low, high + 1)]

    def years(self, row, start, end):
        convention = self.terms.interest["day_count"]
        if convention != "actual/actual ICMA":
            return year_fraction(convention, start, end, self.rows[-1].end)
        per_year = 1 / nominal_years(self.terms.repayments["every"], None)
        return year_fraction(convention, start, end, None, self.references(row, start, end), per_year)

    def bearing(self, start, end):
        """The pieces of [start, end) that no moratorium stops."""
        pieces = [(start, end)]
        for a, b in self.stops:
            pieces = [p for s, e in pieces for p in ((s, min(e, a)), (max(s, b), e)) if p[0] < p[1]]
        return pieces

    def by_day(self, row, start, end):
        return sum((self.growth(percent, sum((self.years(row, *p) for p in self.bearing(a, b)), Fraction(0)))
                    for percent, a, b in self.parts(start, end)), Fraction(0))

    def by_period(self, row):
        whole = actual(row.start, row.end)
        return sum((self.nominal(percent, row) * actual(a, b) / whole
                    for percent, a, b in self.parts(row.start, row.end)), Fraction(0))

    def first_ratio(self):
        if self.terms.interest.get("first_period", "nominal") == "nominal":
            return 1
        require(self.terms.at and not self.terms.by_day, CONTRADICTORY, "first_period")
        row, at = self.rows[0], self.terms.at
        return Fraction(actual(row.start, row.end), actual(at(row.i - 1), at(row.i)))

    def row_rate(self, k):
        row = self.rows[k]
        if k < self.terms.f:
            return Fraction(0)
        if self.terms.by_day:
            return self.by_day(row, row.start, row.end)
        return self.by_period(row) * (self.first_ratio() if k == 0 else 1)

    def of_tranche(self, k, on):
        """The rate in row k of a tranche drawn within it."""
        row = self.rows[k]
        start = max(on, row.start)
        if k < self.terms.f:
            return Fraction(0)
        if self.terms.by_day:
            return self.by_day(row, start, row.end)
        return self.of_row[k] * actual(start, row.end) / actual(row.start, row.end)

    def foreseen(self, k):
        """The rates of the rows after k by the changes inside or before row k."""
        known = [c for c in self.changes if c[0] < self.rows[k].end]
        rates = self if known == self.changes else Rates(self.terms, self.rows, known)
        return rates.of_row[k + 1:]

    def change_rows(self):
        """The first row that starts on or after each rate change, or contains it."""
        return {next((k for k, row in enumerate(self.rows) if row.end > on), None) for on, _ in self.changes}


# --- 3. the interest that is known before the principal -------------------------------------------------

class Loan:
    """Terms, rows and rates of one loan, and the tranches that each row draws."""

    def __init__(self, doc):
        self.terms = Terms(doc)
        self.rows = rows_of(self.terms)
        self.rates = Rates(self.terms, self.rows)
        self.draws = [[] for _ in self.rows]                              # per row: (date, net amount)
        for on, amount in list(self.terms.net.items())[1:]:
            k = next((k for k, row in enumerate(self.rows) if on < row.end), None)
            require(k is not None, OUT_OF_RANGE, "a tranche after the last due date")
            self.draws[k].append((on, amount))
        self.first = self.terms.net[self.terms.disbursed]
        require(self.terms.principal > 0, OUT_OF_RANGE, "principal")

    def drawn(self, k):
        return sum(amount for _, amount in self.draws[k])

    def tranche_interest(self, k):
        return sum((amount * self.rates.of_tranche(k, on) for on, amount in self.draws[k]), Fraction(0))

    def simple_interest(self):
        """Each tranche at its own sum of rates."""
        r = self.rates.of_row
        later = sum((self.tranche_interest(k) + self.drawn(k) * sum(r[k + 1:]) for k in range(len(r)) if self.draws[k]),
                    Fraction(0))
        return self.terms.R(self.first * sum(r) + later)

    def residual_row(self):
        return self.terms.n - 1 if self.terms.last_carries else self.terms.g


def flat_parts(loan):
    t, total = loan.terms, loan.simple_interest()
    if "interest_weights" in t.detail:
        return allocate(total, [Fraction(w) for w in t.detail["interest_weights"]], t.grid)
    bearing = t.n - t.f
    each = t.R(Fraction(total, bearing))
    if each * (bearing - 1) > total:
        return [0] * t.f + allocate(total, [Fraction(1)] * bearing, t.grid)
    parts = [0] * t.f + [each] * bearing
    parts[max(loan.residual_row(), t.f)] = total - each * (bearing - 1)
    return parts


def digits_parts(loan):
    t, r = loan.terms, loan.rates.of_row
    if t.flat:
        total = loan.simple_interest()
    else:
        total = t.R(t.n * level_payment(t.principal * (1 + r[0]), r[1:], [Fraction(1)] * t.n) - t.principal)
    digits = [sum(range(t.n - k, t.n + 1)) for k in range(t.n)]           # the k + 1 largest
    cumulative = [t.R(Fraction(2 * total * d, t.n * (t.n + 1))) for d in digits]
    return [b - a for a, b in zip([0] + cumulative, cumulative)]


def known_interest(loan):
    """The interest of every row when it does not depend on the balance, else None."""
    t = loan.terms
    if t.form == "sum_of_digits":
        return digits_parts(loan)
    if t.detail.get("bullet") == "all":
        return [0] * (t.n - 1) + [loan.simple_interest()]
    return flat_parts(loan) if t.flat else None


# --- 4, 5, 6. principal: each plan answers the principal of row k -----------------------------------------

class Level:
    """Installments solved on the declining balance: equal, with a balloon, with steps, or given."""

    def __init__(self, loan):
        self.loan, t = loan, loan.terms
        self.given, self.carrier = t.doc.get("installment_amount"), t.n - 1
        self.pay, self.balloon = 0, t.amount(t.detail.get("balloon", "0"))
        require(0 <= self.balloon <= t.principal, OUT_OF_RANGE, "balloon")
        self.weights = step_weights(t)
        self.resolve = loan.rates.change_rows() | {k for k in range(t.n) if loan.draws[k]} | {t.g}

    def solve(self, k, balance):
        t, r = self.loan.terms, self.loan.rates.of_row
        if self.given is not None:
            return Fraction(t.amount(self.given))
        value = balance * (1 + r[k]) + self.loan.drawn(k) + self.loan.tranche_interest(k)
        return level_payment(Fraction(value), self.loan.rates.foreseen(k), self.weights[k - t.g:], self.balloon)

    def principal(self, k, balance, interest):
        t = self.loan.terms
        if k in self.resolve:
            self.exact = self.solve(k, balance)
        self.pay = int(self.exact) if self.given is not None else t.Rg(self.exact * self.weights[k - t.g])
        if k == t.g:
            check_level(self.loan, self.pay, interest)
        opening = balance + self.loan.drawn(k)
        last = k == t.n - 1 or (self.given is not None and self.pay - interest >= opening)
        return opening if last else check_payment(self.pay - interest)

    def judged(self, line):
        return line["principal"] + line["own"] - self.balloon


class EqualPrincipal:
    """R(balance / rows left), solved at the first amortizing row and at each row with a later tranche."""
    given = None

    def __init__(self, loan):
        self.loan, self.carrier, self.pay = loan, loan.residual_row(), 0

    def principal(self, k, balance, interest):
        t, opening = self.loan.terms, balance + self.loan.drawn(k)
        left = t.n - k
        if k == t.g or self.loan.draws[k]:
            self.pay = t.R(Fraction(opening, left))
            require(self.pay > 0 or t.m < 2, TOO_SMALL)
        if left == 1 or k == self.carrier:
            return opening - self.pay * (left - 1)
        return self.pay

    def judged(self, line):
        return line["principal"]


class Listed:
    """Principal known before the rows are run; the residual row takes what is left."""
    given = None

    def __init__(self, loan, parts, pay=None, carrier=None, balloon=0):
        self.loan, self.parts, self.pay, self.balloon = loan, parts, pay, balloon
        self.carrier = loan.residual_row() if carrier is None else carrier
        self.parts[self.carrier] = loan.terms.principal - (sum(parts) - parts[self.carrier])

    def principal(self, k, balance, interest):
        last = k == self.carrier == self.loan.terms.n - 1
        return balance + self.loan.drawn(k) if last else self.parts[k]

    def judged(self, line):
        return line["principal"] + line["own"] - self.balloon


def step_weights(t):
    if t.form != "step_percent":
        return [Fraction(1)] * t.m
    grow, every = 1 + Fraction(t.detail["step_percent"]) / 100, t.detail["every"]
    require(grow > 0 and every >= 1, OUT_OF_RANGE, "step_percent")
    return [grow ** (j // every) for j in range(t.m)]


def after_grace(t, part):
    return [0] * t.g + [part] * t.m


def flat_level(loan, interest):
    """E = Rg((P + I - X) / sum of weights) less the row's interest; with any grace as equal principal."""
    t = loan.terms
    later = len(t.drawn) > 1
    require(not ((t.g or t.h or t.f) and t.form != "equal_installments"), CONTRADICTORY, "grace")
    require(not (later and t.form != "equal_installments"), CONTRADICTORY, "tranches")
    if t.g or t.h or t.f or later:
        return EqualPrincipal(loan)
    balloon, weights = t.amount(t.detail.get("balloon", "0")), step_weights(t)
    require(0 <= balloon <= t.principal, OUT_OF_RANGE, "balloon")
    exact = (t.principal + sum(interest) - balloon) / sum(weights)
    pays = [t.Rg(exact * w) for w in weights]
    check_level(loan, pays[0], interest[0])
    carrier = loan.residual_row()
    parts = [p - i if k == carrier else check_payment(p - i) for k, (p, i) in enumerate(zip(pays, interest))]
    return Listed(loan, parts, pays[carrier], balloon=balloon)


def digits_plan(loan, interest):
    t = loan.terms
    pay = t.Rg(Fraction(t.principal + sum(interest), t.n))
    check_level(loan, pay, interest[0])
    carrier = loan.residual_row()
    return Listed(loan, [pay - i if k == carrier else check_payment(pay - i) for k, i in enumerate(interest)], pay)


def given_principal(loan):
    t = loan.terms
    parts = [t.amount(a) for a in t.detail["principal"]]
    require(len(parts) == t.n and sum(parts) == t.principal and min(parts) >= 0, OUT_OF_RANGE, "principal list")
    return Listed(loan, parts, carrier=t.n - 1)


def weighted(loan):
    t = loan.terms
    for key in t.detail:
        require(len(t.detail[key]) == t.n, OUT_OF_RANGE, key)
    return Listed(loan, allocate(t.principal, [Fraction(w) for w in t.detail["weights"]], t.grid), carrier=t.n - 1)


def percent_each(loan):
    t = loan.terms
    percent = Fraction(t.detail["principal_percent_each"])
    require(percent <= 100 and percent * (t.m - 1) <= 100, OUT_OF_RANGE, "principal_percent_each")
    part = t.R(t.principal * percent / 100)
    require(part > 0 or t.m == 1, TOO_SMALL)
    require(t.principal - part * (t.m - 1) > 0, TOO_LARGE)
    return Listed(loan, after_grace(t, part), carrier=t.n - 1)


def bullet(loan):
    return Listed(loan, [0] * loan.terms.n, carrier=loan.terms.n - 1)


def plan_of(loan, interest):
    t = loan.terms
    if t.form in ("equal_installments", "balloon", "step_percent"):
        return flat_level(loan, interest) if t.flat else Level(loan)
    if t.form == "equal_principal":
        return EqualPrincipal(loan)
    if t.form == "sum_of_digits":
        return digits_plan(loan, interest)
    return {"weights": weighted, "principal": given_principal, "principal_percent_each": percent_each,
            "bullet": bullet, "interest_only": bullet}[t.form](loan)


# --- 7. refusals ----------------------------------------------------------------------------------------

def check_level(loan, pay, interest):
    """The installment of the first amortizing row must exist and pay more than the interest."""
    t = loan.terms
    require(pay > 0 and pay >= t.multiple, TOO_SMALL)
    require(t.flat or loan.rates.of_row[t.g] == 0 or pay > interest, TOO_SMALL)


def check_payment(principal):
    require(principal >= 0, TOO_SMALL, "an installment below its interest")
    return principal


def check_row(loan, plan, k, line):
    """`line` has the principal, own interest and balance of row k. Forms without a level part are as given."""
    if loan.terms.m < 2 or plan.given is not None or plan.pay is None:
        return
    require(k == loan.terms.n - 1 or line["balance"] > 0, TOO_LARGE)
    if k == plan.carrier:
        require(line["principal"] >= 0 and 0 < plan.judged(line) <= 2 * plan.pay, TOO_LARGE)


# --- the rows ---------------------------------------------------------------------------------------------

def run(loan):
    """[{principal, own interest, opening, balance}] of the rows; early closure gives fewer than n."""
    t, known = loan.terms, known_interest(loan)
    plan, lines, balance = plan_of(loan, known), [], loan.first
    for k in range(t.n):
        own = known[k] if known else t.R(balance * loan.rates.of_row[k] + loan.tranche_interest(k))
        principal = 0 if k < t.g and not isinstance(plan, Listed) else plan.principal(k, balance, own)
        opening = balance + loan.drawn(k)
        balance = opening - principal + (own if t.capitalise and k < t.h else 0)
        lines.append({"principal": principal, "own": own, "opening": opening, "balance": balance})
        check_row(loan, plan, k, lines[-1])
        if plan.given is not None and balance == 0:
            break
    return lines


def bill_interest(t, lines):
    """Interest of rows 1..h is billed in row h+1, or was added to the balance (section 3)."""
    at = min(t.h, len(lines) - 1)
    for k, line in enumerate(lines):
        line["interest"] = line["own"] if k >= t.h else 0
    if not t.capitalise:
        lines[at]["interest"] = sum(line["own"] for line in lines[:at + 1])


# --- 8. down payment, fees, insurance ---------------------------------------------------------------------

def fee_base(of, line, principal, interest):
    return {"principal": principal, "interest": interest, "principal_and_interest": principal + interest,
            "installment": line["principal"] + line["interest"]}[of]


def column(fee):
    return {"fee": "fees", "penalty": "penalties", "insurance": "insurance"}[fee.get("kind", "fee")]


def lines_with(fee, rows, lines):
    """The lines that carry the fee."""
    if fee["at"] == "installment":
        return lines
    on = date.fromisoformat(fee["at"])
    found = [line for row, line in zip(rows, lines) if row.shown >= on][:1]
    require(found, OUT_OF_RANGE, "a fee after the last due date")
    return found


def add_fees(loan, lines):
    t = loan.terms
    principal, interest = sum(t.drawn.values()), sum(line["interest"] for line in lines)
    for fee in t.doc.get("fees", []):
        if fee["at"] == "disbursement":
            require("amount" in fee or fee["of"] == "principal", CONTRADICTORY, "fee at disbursement")
            continue
        require(not fee.get("financed"), CONTRADICTORY, "financed")
        for line in lines_with(fee, loan.rows, lines):
            line[column(fee)] += t.fee(fee, "percent" in fee and fee_base(fee["of"], line, principal, interest))


def premium_rate(insurance):
    return Fraction(insurance["per_mille"]) / 1000 if "per_mille" in insurance else Fraction(insurance["percent"]) / 100


def add_insurance(loan, lines):
    insurance = loan.terms.doc.get("insurance")
    if not insurance or insurance.get("at", "installment") == "disbursement":
        return
    for line in lines:
        base = line["opening"] if insurance.get("of", "balance") == "balance" else sum(loan.terms.drawn.values())
        line["insurance"] += loan.terms.R(premium_rate(insurance) * base)


def taken_at_disbursement(loan):
    """Per column, what is deducted from the money handed out."""
    t, taken = loan.terms, dict.fromkeys(COLUMNS, 0)
    for fee in t.fees("disbursement"):
        if not fee.get("financed"):
            taken[column(fee)] += t.fee(fee, t.handed_out)
    insurance = t.doc.get("insurance", {})
    if insurance.get("at") == "disbursement":
        taken["insurance"] += t.R(premium_rate(insurance) * t.handed_out)
    require(sum(taken.values()) < t.first_given, OUT_OF_RANGE, "deductions")
    return taken


def down_payment(t, on, balance):
    return {"due": on, "days": 0, "principal": t.down[on], "interest": 0, "fees": 0, "penalties": 0,
            "insurance": 0, "balance": balance}


def all_lines(loan, lines):
    """The rows with the down payments: each stands before the row that its tranche belongs to."""
    t, out, balance = loan.terms, [], loan.first
    if t.down:
        out.append(down_payment(t, t.disbursed, balance))
    for k, line in enumerate(lines):
        for on, amount in loan.draws[k]:
            balance += amount
            if t.down:
                out.append(down_payment(t, on, balance))
        out.append(dict(line, due=loan.rows[k].shown, days=loan.rows[k].days))
        balance = line["balance"]
    return out


# --- the answer -----------------------------------------------------------------------------------------

def written(t, number, line):
    shown = {"number": number, "due": line["due"].isoformat(), "days": line["days"]}
    shown.update((c, t.text(line[c])) for c in COLUMNS)
    return dict(shown, total=t.text(sum(line[c] for c in COLUMNS)), balance=t.text(line["balance"]))


def answer(loan):
    taken = taken_at_disbursement(loan)  # judged before pricing, like everything that the terms alone decide
    t, lines = loan.terms, run(loan)
    for line in lines:
        line.update(fees=0, penalties=0, insurance=0)
    bill_interest(t, lines)
    add_fees(loan, lines)
    add_insurance(loan, lines)
    rows = all_lines(loan, lines)
    totals = {c: taken[c] + sum(line[c] for line in rows) for c in COLUMNS}
    totals["total"] = sum(totals.values())
    return {"installments": [written(t, i + 1, line) for i, line in enumerate(rows)],
            "totals": {c: t.text(a) for c, a in totals.items()}, "refused": None}


def price(terms):
    try:
        return answer(Loan(terms))
    except Refused as e:
        return {"installments": [], "totals": {}, "refused": e.code}


if __name__ == "__main__":
    if sys.argv[1:] == ["--self-test"]:
        import self_test  # it imports this module
        sys.exit(self_test.main())
    if len(sys.argv) != 2:
        sys.exit("usage: python3 schedule_oracle.py --self-test | TERMS.json")
    print(json.dumps(price(json.load(open(sys.argv[1]))), indent=1))
