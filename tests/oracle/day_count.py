# SPDX-License-Identifier: MIT
"""Day counts of docs/wire.md as exact fractions of a year.

    year_fraction("actual/360", date(2026, 1, 1), date(2026, 2, 1)) == Fraction(31, 360)

Written from the published definitions only, without a look at the C++ library.
Check against vectors:  python3 day_count.py --check official.json
"""
import calendar
import json
import sys
from datetime import date, timedelta
from fractions import Fraction


def actual(start, end):
    return (end - start).days


def last_of_february(d):
    return d.month == 2 and d.day == calendar.monthrange(d.year, 2)[1]


def leap_days(start, end):
    """The 29ths of February in (start, end]."""
    return sum(calendar.isleap(y) and start < date(y, 2, 29) <= end
               for y in range(start.year, end.year + 1))


# --- months of 30 days: each rule gives the two adjusted days of month -------------------------

def thirty(start, end, d1, d2):
    return 360 * (end.year - start.year) + 30 * (end.month - start.month) + d2 - d1


def bond_basis(start, end):                                    # ISDA 2006 4.16(f)
    d1 = min(start.day, 30)
    return thirty(start, end, d1, 30 if end.day == 31 and d1 == 30 else end.day)


def us(start, end):
    d1 = 30 if last_of_february(start) else min(start.day, 30)
    both = last_of_february(start) and last_of_february(end)
    return thirty(start, end, d1, 30 if both or (end.day == 31 and d1 == 30) else end.day)


def psa(start, end):
    d1 = 30 if last_of_february(start) else min(start.day, 30)
    return thirty(start, end, d1, 30 if end.day == 31 and d1 == 30 else end.day)


def european(start, end):                                      # 4.16(g)
    return thirty(start, end, min(start.day, 30), min(end.day, 30))


def german(start, end, termination=None):                      # 4.16(h)
    d1 = 30 if last_of_february(start) else min(start.day, 30)
    d2 = 30 if last_of_february(end) and end != termination else min(end.day, 30)
    return thirty(start, end, d1, d2)


def german_always(start, end):                                 # 30E/365: no termination date
    return german(start, end)


def european_plus(start, end):                                 # the 31st is the 1st of the next month
    return thirty(start, end, min(start.day, 30), 31 if end.day == 31 else end.day)


def nasd(start, end):                                          # Excel DAYS360, US method
    d1 = 30 if last_of_february(start) else min(start.day, 30)
    return thirty(start, end, d1, 30 if end.day == 31 and d1 == 30 else end.day)


def no_leap(start, end):
    return actual(start, end) - leap_days(start, end)


# --- conventions whose year is not constant ----------------------------------------------------

def isda(start, end):
    """Each calendar year's days over 365 or 366."""
    total = Fraction(0)
    for y in range(start.year, end.year + 1):
        part = actual(max(start, date(y, 1, 1)), min(end, date(y + 1, 1, 1)))
        total += Fraction(part, 365 + calendar.isleap(y))
    return total


def year_back(d):
    if d.month == 2 and d.day >= 28:
        return date(d.year - 1, 2, calendar.monthrange(d.year - 1, 2)[1])
    return d.replace(year=d.year - 1)


def afb(start, end):
    """Whole years back from the end; the rest over 366 when it contains 29 Feb (start included, end not)."""
    whole = 0
    while year_back(end) >= start:
        whole, end = whole + 1, year_back(end)
    one = timedelta(days=1)
    return whole + Fraction(actual(start, end), 366 if leap_days(start - one, end - one) else 365)


def icma(start, end, reference_periods, coupons_per_year):
    """Each reference period's days over (its length x coupons a year)."""
    total, covered = Fraction(0), 0
    for a, b in reference_periods:
        part = max(0, actual(max(start, a), min(end, b)))
        total, covered = total + Fraction(part, actual(a, b)) / coupons_per_year, covered + part
    if covered != actual(start, end):
        raise ValueError("the reference periods do not cover the period")
    return total


def excel_actual(start, end):
    """YEARFRAC basis 1: up to one year by its leap day, longer by the average length of the years met."""
    one_year = end.year == start.year or (
        end.year == start.year + 1 and (end.month, end.day) <= (start.month, start.day))
    if not one_year:
        years = end.year - start.year + 1
        return Fraction(actual(start, end) * years, actual(date(start.year, 1, 1), date(end.year + 1, 1, 1)))
    same_leap = end.year == start.year and calendar.isleap(end.year)
    has_leap_day = leap_days(start - timedelta(days=1), end) > 0
    return Fraction(actual(start, end), 366 if same_leap or has_leap_day else 365)


# --- the table ----------------------------------------------------------------------------------

CONSTANT = {  # convention: (day counter, days in the year)
    "30/360": (bond_basis, 360), "30/360 US": (us, 360), "30/360 PSA": (psa, 360),
    "30E/360": (european, 360), "30E/360 ISDA": (german, 360), "30E+/360": (european_plus, 360),
    "30E/365": (german_always, 365), "30/365": (bond_basis, 365), "DAYS360": (nasd, 360), "excel 0": (us, 360),
    "actual/360": (actual, 360), "actual/364": (actual, 364), "actual/365": (actual, 365),
    "actual/365.25": (actual, Fraction(1461, 4)), "excel 3": (actual, 365), "NL/365": (no_leap, 365),
}
VARYING = {"actual/actual": isda, "actual/actual ISDA": isda, "actual/actual AFB": afb, "excel 1": excel_actual}
CONVENTIONS = [*CONSTANT, *VARYING, "actual/365 actual", "actual/actual ICMA"]


def days(convention, start, end, termination=None):
    counter = CONSTANT.get(convention, (actual, None))[0]
    return counter(start, end, termination) if counter is german else counter(start, end)


def year_fraction(convention, start, end, termination=None, reference_periods=None, coupons_per_year=None):
    if start > end:
        return -year_fraction(convention, end, start, termination, reference_periods, coupons_per_year)
    if convention in CONSTANT:
        return Fraction(days(convention, start, end, termination)) / CONSTANT[convention][1]
    if convention in VARYING:
        return VARYING[convention](start, end)
    if convention == "actual/365 actual":
        return Fraction(actual(start, end), 366 if leap_days(start, end) else 365)
    if convention == "actual/actual ICMA":
        return icma(start, end, reference_periods, coupons_per_year)
    raise ValueError("unknown day count " + convention)


# --- check ----------------------------------------------------------------------------------------

def agrees(inputs, expected):
    start, end, final = (date.fromisoformat(inputs[k]) if k in inputs else None
                         for k in ("start", "end", "termination_date"))
    references = [tuple(map(date.fromisoformat, p)) for p in inputs.get("reference_periods", [])]
    t = year_fraction(inputs["convention"], start, end, final, references, inputs.get("coupons_per_year"))
    good = expected.get("days", None) in (None, days(inputs["convention"], start, end, final))
    if "year_fraction" in expected:
        slack = 0 if "/" in expected["year_fraction"] else Fraction(1, 10**10)
        good &= abs(t - Fraction(expected["year_fraction"])) <= slack
    if "year_fraction_8dp" in expected:
        good &= round(t, 8) == Fraction(expected["year_fraction_8dp"])
    return good


def check(path):
    vectors = [v for v in json.load(open(path)) if v["group"] == "e"]
    wrong = [v["id"] for v in vectors if not agrees(v["inputs"], v["expected"])]
    print(f"day counts: {len(vectors) - len(wrong)} of {len(vectors)} agree", *wrong)
    return 1 if wrong or not vectors else 0


if __name__ == "__main__":
    if len(sys.argv) != 3 or sys.argv[1] != "--check":
        sys.exit("usage: python3 day_count.py --check VECTORS.json")
    sys.exit(check(sys.argv[2]))
