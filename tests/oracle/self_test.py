# SPDX-License-Identifier: MIT
"""Self test of the oracle: worked examples, and the laws of the schedule on random products.

    python3 schedule_oracle.py --self-test       prints each law with the number of cases it met
"""
import copy
from collections import Counter
from datetime import date
from fractions import Fraction
from random import Random

import generate
from day_count import year_fraction
from due_dates import Calendar, Refused, sequence
from schedule_oracle import COLUMNS, Level, Loan, allocate, compound, known_interest, plan_of, price, round_whole, run

AS_GIVEN = ("weights", "principal", "principal_percent_each")      # pricing.md section 7 has no test of their rows
HALF = ("half_even", "half_up", "half_down")
met = Counter()


def law(name, holds, *shown):
    met[name] += 1
    if not holds:
        raise AssertionError(f"{name} fails: {shown}")


# --- worked examples --------------------------------------------------------------------------------

WEEKLY = {"currency": "INR", "principal": "12000.00", "disbursed_on": "2026-01-05",
          "interest": {"method": "declining", "rate_percent": "24", "per": "year", "accrual": "by_period"},
          "amortization": "equal_installments",
          "repayments": {"count": 8, "every": "1 week", "first_due_on": "2026-01-12"},
          "rounding": {"mode": "half_even", "installment_multiple": "1", "residual": "last"}}


def changed(doc, **groups):
    """A copy with the given fields of its objects replaced."""
    new = copy.deepcopy(doc)
    for key, value in groups.items():
        new[key] = {**new.get(key, {}), **value} if isinstance(value, dict) and isinstance(new.get(key, {}), dict) else value
    return new


def column_of(doc, name):
    return [row[name] for row in price(doc)["installments"]]


def worked_examples():
    law("example weekly", column_of(WEEKLY, "total") == ["1531.00"] * 7 + ["1533.61"], price(WEEKLY))
    law("example weekly", price(WEEKLY)["totals"]["interest"] == "250.61")
    rbi = changed(WEEKLY, principal="20000.00", interest={"rate_percent": "15"}, rounding={"installment_multiple": "0.01"},
                  repayments={"count": 24, "every": "1 month", "first_due_on": "2026-02-05"})
    law("example RBI Annex B", column_of(rbi, "total")[0] == "969.73" and
        round(float(price(rbi)["totals"]["interest"])) == 3274, price(rbi)["totals"])
    flat = changed(WEEKLY, principal="1000.00", interest={"method": "flat", "rate_percent": "20", "per": "term"},
                   repayments={"count": 3}, rounding={"installment_multiple": "0.01"})
    law("example flat", column_of(flat, "total") == ["400.00"] * 3 and
        column_of(flat, "interest") == ["66.67", "66.67", "66.66"], price(flat))
    free = changed(flat, interest={"rate_percent": "0"})
    law("example no interest", column_of(free, "principal") == ["333.33", "333.33", "333.34"], price(free))
    digits = changed(flat, amortization="sum_of_digits")
    law("example sum of digits", column_of(digits, "interest") == ["100.00", "66.67", "33.33"], price(digits))
    step = changed(WEEKLY, principal="3310.00", amortization={"step_percent": "10", "every": 1},
                   interest={"rate_percent": "0"}, repayments={"count": 3}, rounding={"installment_multiple": "0.01"})
    law("example steps", column_of(step, "total") == ["1000.00", "1100.00", "1210.00"], price(step))


def dates_of(every, disbursed, first=None, count=4):
    at = sequence(every, date.fromisoformat(disbursed), date.fromisoformat(first) if first else None)
    return [at(i).isoformat()[2:] for i in range(1, count + 1)]


DATES = [
    ("1 month", "2026-01-31", None, "26-02-28 26-03-31 26-04-30 26-05-31"),
    ("1 month", "2023-12-10", "2024-01-30", "24-01-30 24-02-29 24-03-30 24-04-30"),
    ("2 week", "2026-01-05", "2026-01-12", "26-01-12 26-01-26 26-02-09 26-02-23"),
    ("1 calendar month", "2026-01-30", None, "26-01-31 26-02-28 26-03-31 26-04-30"),
    ("1 calendar month", "2026-01-31", None, "26-02-28 26-03-31 26-04-30 26-05-31"),
    ("3 calendar month", "2026-01-10", None, "26-03-31 26-06-30 26-09-30 26-12-31"),
    ("semimonth", "2026-01-07", None, "26-01-22 26-02-07 26-02-22 26-03-07"),
    ("semimonth", "2026-01-15", None, "26-01-31 26-02-15 26-02-28 26-03-15"),
    ("semimonth", "2026-02-28", None, "26-03-15 26-03-31 26-04-15 26-04-30"),
    ("semimonth", "2026-01-10", "2026-01-30", "26-01-30 26-02-15 26-02-28 26-03-15"),
    ("2nd tuesday", "2026-01-13", None, "26-02-10 26-03-10 26-04-14 26-05-12"),
    ("last friday", "2026-01-13", "2026-01-30", "26-01-30 26-02-27 26-03-27 26-04-24"),
]


def calendar_examples():
    for every, disbursed, first, expected in DATES:
        got = dates_of(every, disbursed, first)
        law("dates (C1)", got == expected.split(), every, disbursed, first, got)
    cal = {"weekend": ["saturday", "sunday"], "holidays": ["2026-01-30"]}
    for roll, day in (("none", "2026-01-31"), ("following", "2026-02-02"), ("preceding", "2026-01-29"),
                      ("modified_following", "2026-01-29")):
        moved = Calendar({**cal, "roll": roll}).moved(date(2026, 1, 31))
        law("rolls (C4)", moved == date.fromisoformat(day), roll, moved)
    try:
        Calendar({"weekend": generate_week(), "roll": "following"}).moved(date(2026, 1, 1))
        law("no business day (C13)", False)
    except Refused as e:
        law("no business day (C13)", e.code == "no_business_day")


def generate_week():
    return ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


# --- arithmetic -----------------------------------------------------------------------------------------

ROUNDED = {  # of 2.5, -2.5, 2.2, -2.2, 3.5
    "half_even": (2, -2, 2, -2, 4), "half_up": (3, -3, 2, -2, 4), "half_down": (2, -2, 2, -2, 3), "up": (3, -3, 3, -3, 4),
    "down": (2, -2, 2, -2, 3), "ceiling": (3, -2, 3, -2, 4), "floor": (2, -3, 2, -3, 3)}


def arithmetic():
    for mode, expected in ROUNDED.items():
        values = [Fraction(x, 10) for x in (25, -25, 22, -22, 35)]
        law("rounding (M5)", tuple(round_whole(x, mode) for x in values) == expected, mode)
    rng = Random(11)
    for _ in range(300):
        weights = [Fraction(rng.randint(0, 9)) for _ in range(rng.randint(1, 9))] + [Fraction(1)]
        total = rng.randrange(10**rng.randint(1, 6))
        parts = allocate(total, weights, 1)
        near = all(abs(p - total * w / sum(weights)) < 1 for p, w in zip(parts, weights))
        law("allocate (M4)", sum(parts) == total and near, total, weights, parts)
    law("effective rate", compound(Fraction(21, 100), Fraction(1, 2)) == Fraction(1, 10))
    law("effective rate", compound(Fraction(12, 100), Fraction(1, 12)) == Fraction(9488792934582974, 10**18))


# --- laws on random products ------------------------------------------------------------------------------

def capitalised(t, lines):
    return [line["own"] if t.capitalise and k < t.h else 0 for k, line in enumerate(lines)]


def conserved(loan, lines):
    t = loan.terms
    added = capitalised(t, lines)
    drawn = loan.first + sum(loan.drawn(k) for k in range(len(lines)))
    law("S1 principal", sum(line["principal"] for line in lines) == drawn + sum(added))
    balance = loan.first
    for k, line in enumerate(lines):
        balance += loan.drawn(k) - line["principal"] + added[k]
        law("S2 balance", line["balance"] == balance)
    law("S3 balance", lines[-1]["balance"] == 0 and all(
        line["balance"] > 0 or t.form in AS_GIVEN and not line["balance"] for line in lines[:-1]))
    law("S7 rows", len(lines) == t.n or "installment_amount" in t.doc)


def answered(loan, answer):
    t = loan.terms
    for row in answer["installments"]:
        amounts = [t.amount(row[c]) for c in COLUMNS]
        law("S4 not negative", min(amounts) >= 0, row)
        law("S5 total, grid", t.amount(row["total"]) == sum(amounts) and all(a % t.grid == 0 for a in amounts), row)
    paid = sum(t.amount(row["principal"]) for row in answer["installments"])
    law("S1 totals", t.amount(answer["totals"]["principal"]) == paid)


def plain_level(t):
    return (t.form == "equal_installments" and not t.flat and not t.g and not t.f and not t.capitalise and len(t.net) == 1
            and not t.interest.get("rate_changes"))


def level_rows(loan, lines):
    """S6, and S17: the installment is constant, above the first interest, and the last one near it."""
    t, rates = loan.terms, loan.rates.of_row
    if not plain_level(t) or t.n == 1:
        return
    pays = [line["principal"] + line["own"] for line in lines]
    law("S6 constant", len(set(pays[:-1])) <= 1)
    if len(pays) > 1:
        law("S17 installment", pays[0] >= t.multiple and (pays[0] > lines[0]["own"] or rates[0] == 0))
    if t.mode in HALF and len(set(rates)) == 1 and "installment_amount" not in t.doc:
        r, half = rates[0], Fraction(t.multiple + t.grid, 2)
        bound = half * ((1 + r) ** t.n - (1 + r)) / r + half if r else half * t.n
        law("S6 last row", abs(pays[-1] - pays[0]) <= bound, pays[0], pays[-1], float(bound))


STEP = {"1 month": Fraction(1, 12), "1 week": Fraction(1, 52), "2 week": Fraction(2, 52), "3 month": Fraction(1, 4),
        "semimonth": Fraction(1, 24), "1 calendar month": Fraction(1, 12), "2nd tuesday": Fraction(1, 12)}


def simple_rate(loan, k):
    """The rate of row k by its shortest definition, or None when the product is not that simple."""
    t, row = loan.terms, loan.rows[k]
    odd = ("rate_changes", "year_days", "first_period", "from")
    if t.effective or t.per != "year" or t.f or any(x in t.interest for x in odd) or "moratoria" in t.doc:
        return None
    rate = Fraction(t.interest["rate_percent"]) / 100
    if t.by_day:
        convention = t.interest["day_count"]
        return None if "ICMA" in convention else rate * year_fraction(convention, row.start, row.end)
    every = t.repayments["every"]
    return rate * STEP[every] if not isinstance(every, dict) and every in STEP else None


def interest_rows(loan, lines):
    t, r = loan.terms, [simple_rate(loan, k) for k in range(len(lines))]
    if None in r or len(t.net) > 1 or t.form == "sum_of_digits" or t.detail.get("bullet") == "all":
        return
    if t.flat:
        law("S8 flat interest", sum(line["own"] for line in lines) == t.R(t.principal * sum(r)))
        return
    for rate, line in zip(r, lines):
        law("S8 interest", line["own"] == t.R(line["opening"] * rate))


def grace_rows(loan, lines):
    """S12: no principal in its grace, no interest when free, deferred interest comes later and whole."""
    t, answer = loan.terms, price(loan.terms.doc)
    if t.g and t.form not in ("weights", "principal"):
        law("S12 principal", not any(line["principal"] for line in lines[:t.g]))
    if t.f and "interest_weights" not in t.detail:
        law("S12 free", not any(line["own"] for line in lines[:t.f]))
    if t.h and not t.capitalise and t.form != "equal_installments" or t.h and not t.flat and not t.capitalise:
        without = copy.deepcopy(t.doc)
        del without["grace"]["interest_payment"]
        other = price(without)
        law("S12 deferred", other["refused"] or other["totals"]["interest"] == answer["totals"]["interest"])


def without_interest(doc):
    """S9: no rate gives no interest and a level R(P/n); a very small rate gives the same installment."""
    free = changed(doc, interest={"rate_percent": "0"})
    free["interest"].pop("rate_changes", None)
    loan = Loan(free)
    if not plain_level(loan.terms) or "installment_amount" in free or price(free)["refused"]:
        return
    t, lines = loan.terms, run(loan)
    law("S9 no interest", all(line["own"] == 0 for line in lines))
    law("S9 level", all(line["principal"] == t.Rg(Fraction(t.principal, t.n)) for line in lines[:-1]))
    tiny = changed(free, interest={"rate_percent": "0.000000000001"})
    small = Loan(tiny)
    if max(small.rates.of_row) < Fraction(1, t.principal * t.n) and not price(tiny)["refused"]:
        law("S9 continuous", abs(run(small)[0]["principal"] - lines[0]["principal"]) <= t.multiple)


def one(doc):
    answer = price(doc)
    if answer["refused"]:
        met["refused " + answer["refused"]] += 1
        return
    loan = Loan(doc)
    lines = run(loan)
    conserved(loan, lines)
    answered(loan, answer)
    level_rows(loan, lines)
    interest_rows(loan, lines)
    grace_rows(loan, lines)
    without_interest(doc)


def tiny_loans():
    """S17: 1 to 100 units over up to 520 rows are refused or sound."""
    for units in range(1, 101, 3):
        for n in (1, 2, 12, 50, 520):
            for rate in ("0", "24", "260"):
                one(changed(WEEKLY, currency="UGX", principal=str(units), repayments={"count": n},
                            interest={"rate_percent": rate}))


def exact_level():
    """The exact level payment, unrounded, really repays: balance n is zero in Fractions."""
    for i in range(400):
        try:
            loan = Loan(generate.terms(5, i))
            plan = plan_of(loan, known_interest(loan))
        except Refused:
            continue
        t = loan.terms
        if not isinstance(plan, Level) or plan.given or t.g or len(t.net) > 1 or t.n > 60 \
                or "rate_changes" in t.interest:
            continue
        exact, balance = plan.solve(0, loan.first), Fraction(loan.first)
        for k, r in enumerate(loan.rates.of_row):
            balance = balance * (1 + r) - exact * plan.weights[k]
        law("level payment repays exactly", balance == plan.balloon)


def main(cases=1500):
    worked_examples()
    calendar_examples()
    arithmetic()
    tiny_loans()
    exact_level()
    for i in range(cases):
        try:
            one(generate.terms(3, i))
        except AssertionError as e:
            print(f"case {i} of seed 3:", e)
            return 1
    for name in sorted(met):
        print(f"{met[name]:8} {name}")
    print("self test: every law holds")
    return 0
