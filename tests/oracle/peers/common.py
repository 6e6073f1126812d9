# SPDX-License-Identifier: MIT
"""What the peers' schedule oracles share: dates, calendars, roundings. Standard library only."""
import calendar as _cal
import datetime
import decimal
import re
from decimal import Decimal as D

ROUND = {"half_up": decimal.ROUND_HALF_UP, "half_even": decimal.ROUND_HALF_EVEN, "half_down": decimal.ROUND_HALF_DOWN,
         "ceiling": decimal.ROUND_CEILING, "floor": decimal.ROUND_FLOOR, "up": decimal.ROUND_UP, "down": decimal.ROUND_DOWN}
DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
EXPONENT = {"JPY": 0, "KRW": 0, "UGX": 0, "XAF": 0, "XOF": 0, "VND": 0, "KWD": 3, "TND": 3, "BHD": 3}
WIDE = decimal.Context(prec=60, rounding=decimal.ROUND_HALF_EVEN)


class Refused(Exception):
    pass


def day(text):
    return datetime.date.fromisoformat(text)


def month_length(year, month):
    return _cal.monthrange(year, month)[1]


def add_months(date, months, anchor_day):
    year, month = divmod(date.year * 12 + date.month - 1 + months, 12)
    return datetime.date(year, month + 1, min(anchor_day, month_length(year, month + 1)))


def step(date, count, unit, anchor_day):
    if unit == "month":
        return add_months(date, count, anchor_day)
    if unit == "year":
        return add_months(date, 12 * count, anchor_day)
    return date + datetime.timedelta(days=count * (7 if unit == "week" else 1))


def every(terms):
    """(k, unit) of the nominal period; for a list of due dates the most frequent whole-month or day interval."""
    value = terms["repayments"]["every"]
    if isinstance(value, str):
        count, unit = re.fullmatch(r"(\d+) (?:calendar )?(day|week|month|year)s?", value).groups()
        return int(count), unit
    dues = [day(d) for d in value["due"]]
    dues = [start_of(terms)] + dues
    seen = {}
    for a, b in zip(dues, dues[1:]):
        months = (b.year - a.year) * 12 + b.month - a.month
        same = b.day == a.day or b.day == month_length(b.year, b.month) < a.day
        key = (months, "month") if months > 0 and same else ((b - a).days, "day")
        seen[key] = seen.get(key, 0) + 1
    return max(seen, key=lambda key: (seen[key], -key[0]))


def exponent(terms):
    currency = terms["currency"]
    return currency["exponent"] if isinstance(currency, dict) else EXPONENT.get(currency, 2)


def tranches(terms):
    if "tranches" in terms:
        return sorted(((day(t["on"]), D(t["amount"])) for t in terms["tranches"]), key=lambda t: t[0])  # stable
    return [(day(terms["disbursed_on"]), D(terms["principal"]))]


def start_of(terms):
    return tranches(terms)[0][0]


def preset(terms):
    value = terms["rounding"]
    return {"preset": value} if isinstance(value, str) else value


def first_month_end(start, k):
    """The end of the k-th month, the month of the start being the first; a start on the month's end is not counted."""
    first = add_months(start, k - 1, 31)
    return first if first > start else add_months(start, k, 31)


def due_dates(terms, count):
    """The nominal due dates (before any calendar): anchored on the first due date when given, else on the disbursement."""
    value = terms["repayments"]["every"]
    if not isinstance(value, str):
        return [day(d) for d in value["due"]]
    k, unit = every(terms)
    first = terms["repayments"].get("first_due_on")
    if "calendar" in value:  # the last day of every k-th month
        first = day(first) if first else first_month_end(start_of(terms), k)
        return [add_months(first, k * n, 31) for n in range(count)]
    if first:
        first = day(first)
        return [step(first, k * n, unit, first.day) for n in range(count)]
    start = start_of(terms)
    return [step(start, k * n, unit, start.day) for n in range(1, count + 1)]


def roll(date, terms):
    rules = terms.get("calendar")
    if not rules or rules.get("roll", "none") == "none":
        return date
    weekend = {DAYS.index(name) for name in rules.get("weekend", [])}
    holidays = set(rules.get("holidays", []))
    off = lambda d: d.weekday() in weekend or d.isoformat() in holidays
    sign = -1 if rules["roll"] == "preceding" else 1
    moved = date
    while off(moved):
        moved += datetime.timedelta(days=sign)
    if rules["roll"] == "modified_following" and moved.month != date.month:
        moved = date
        while off(moved):
            moved -= datetime.timedelta(days=1)
    return moved


def finish(terms, rows, previous=None):
    """Add number, days, total and balance to rows of due/principal/interest/fees."""
    balance = sum(a for _, a in tranches(terms))
    before = previous or start_of(terms)
    for number, row in enumerate(rows, 1):
        row.setdefault("fees", D(0))
        row.setdefault("penalties", D(0))
        row.setdefault("insurance", D(0))
        balance -= row["principal"]
        row["number"] = number
        row.setdefault("days", (row["due"] - before).days)
        before = row["due"]
        row["total"] = row["principal"] + row["interest"] + row["fees"] + row["penalties"]
        row["balance"] = balance
    return rows
