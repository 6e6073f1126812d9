# SPDX-License-Identifier: MIT
"""The sequence of unmoved due dates (docs/pricing.md, section 1) and the moving of a date.

    at = sequence("1 month", disbursed_on, first_due_on)     # at(1) is u_1, at(0) is u_1 less one step
"""
import calendar
from datetime import date, timedelta
from fractions import Fraction

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2400, 12, 31)
WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
NTH = {"1st": 0, "2nd": 1, "3rd": 2, "4th": 3, "last": -1}


class Refused(Exception):
    """The terms are refused; `code` is the program's."""

    def __init__(self, code, why=""):
        super().__init__(f"{code}: {why}")
        self.code = code


OUT_OF_RANGE, CONTRADICTORY, NO_BUSINESS_DAY = "out_of_range", "contradictory_terms", "no_business_day"


def require(condition, code, why=""):
    if not condition:
        raise Refused(code, why)


# --- months are counted 12 x year + month - 1 ---------------------------------------------------

def month_of(d):
    return 12 * d.year + d.month - 1


def day_in_month(month, day):
    """That day of the month, or its last day when the month is shorter."""
    year, m = divmod(month, 12)
    require(1899 <= year <= 2401, OUT_OF_RANGE, "date")
    return date(year, m + 1, min(day, calendar.monthrange(year, m + 1)[1]))


def last_day(month):
    return day_in_month(month, 31)


def nth_weekday(month, nth, weekday):
    first = day_in_month(month, 1)
    days = [first + timedelta(i) for i in range(last_day(month).day)]
    return [d for d in days if d.weekday() == weekday][nth]


# --- one sequence for each form of `every` --------------------------------------------------------

def by_days(step, disbursed, first):
    anchor, offset = (first, 1) if first else (disbursed, 0)
    return lambda i: anchor + timedelta(step * (i - offset))


def by_months(step, disbursed, first):
    anchor, offset = (first, 1) if first else (disbursed, 0)
    return lambda i: day_in_month(month_of(anchor) + step * (i - offset), anchor.day)


def by_calendar_months(step, disbursed, first):
    if first:
        require(first == last_day(month_of(first)), CONTRADICTORY, "first_due_on is not a last day")
        month = month_of(first)
    else:
        month = month_of(disbursed) + step - 1
        month += last_day(month) <= disbursed
    return lambda i: last_day(month + step * (i - 1))


def by_half_months(disbursed, first):
    anchor = first or disbursed
    ends = anchor == last_day(month_of(anchor)) or anchor.day == 15
    early = 15 if ends else anchor.day if anchor.day <= 15 else anchor.day - 15
    days = (early, 31 if ends else early + 15)
    slot = lambda s: day_in_month(s // 2, days[s % 2])
    start = 2 * month_of(anchor)
    while slot(start) < anchor or (not first and slot(start) == anchor):
        start += 1
    return lambda i: slot(start + i - 1)


def by_weekdays(nth, weekday, disbursed, first):
    month = month_of(first or disbursed)
    if first:
        require(nth_weekday(month, nth, weekday) == first, CONTRADICTORY, "first_due_on is not such a day")
    else:
        month += nth_weekday(month, nth, weekday) <= disbursed
    return lambda i: nth_weekday(month + i - 1, nth, weekday)


def sequence(every, disbursed, first):
    words = every.split()
    if every == "semimonth":
        return by_half_months(disbursed, first)
    if words[0] in NTH:
        return by_weekdays(NTH[words[0]], WEEKDAYS.index(words[1]), disbursed, first)
    if words[1] == "calendar":
        return by_calendar_months(int(words[0]), disbursed, first)
    if words[1] == "month":
        return by_months(int(words[0]), disbursed, first)
    return by_days(int(words[0]) * {"day": 1, "week": 7}[words[1]], disbursed, first)


def nominal_years(every, year_days):
    """One nominal period in years (section 2, by_period)."""
    words = every.split()
    if every == "semimonth":
        return Fraction(1, 24)
    if words[0] in NTH:
        return Fraction(1, 12)
    k = int(words[0])
    if words[1] in ("calendar", "month"):
        return Fraction(k, 12)
    if year_days:
        return Fraction(k * {"day": 1, "week": 7}[words[1]], year_days)
    return Fraction(k, {"day": 365, "week": 52}[words[1]])


# --- moving a date to a business day ---------------------------------------------------------------

class Calendar:
    def __init__(self, terms):
        self.weekend = {WEEKDAYS.index(w) for w in terms.get("weekend", [])}
        self.holidays = {date.fromisoformat(d) for d in terms.get("holidays", [])}
        self.roll = terms.get("roll", "none")
        self.interest_follows = terms.get("interest_follows", False)

    def closed(self, d):
        return d.weekday() in self.weekend or d in self.holidays

    def search(self, d, step):
        for _ in range(367):
            if not self.closed(d):
                return d
            d += timedelta(step)
        raise Refused(NO_BUSINESS_DAY)

    def moved(self, d):
        if self.roll == "none":
            return d
        if self.roll == "preceding":
            return self.search(d, -1)
        if self.roll == "following":
            return self.search(d, 1)
        after = d                                   # modified following: the rest of the month is searched, no more
        while month_of(after) == month_of(d):
            if not self.closed(after):
                return after
            after += timedelta(1)
        return self.search(d, -1)
