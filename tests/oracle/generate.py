# SPDX-License-Identifier: MIT
"""Random loan products, the same for the same seed: one TERMS document per line.

    python3 generate.py --cases 100 --seed 7

About four in five are legal; most are simple, every feature of docs/pricing.md appears. Case i of seed S depends on (S, i) only.
"""
import argparse
import calendar
import json
from datetime import date, timedelta
from decimal import Context, Decimal
from random import Random

CURRENCIES = [("UGX", 0), ("RWF", 0), ("VND", 0), ("INR", 2), ("KES", 2), ("BDT", 2), ("USD", 2), ("IDR", 2),
              ("TND", 3), ("KWD", 3), ({"code": "XTS", "exponent": 1}, 1), ({"code": "XTS", "exponent": 4}, 4)]
COUNTS = [1, 2, 3, 4, 12, 12, 12, 25, 50, 52, 104, 260, 520]
EVERY = ["1 week", "1 month", "1 month", "1 month", "2 week", "4 week", "1 day", "7 day", "10 day", "30 day", "2 month",
         "3 month", "6 month", "12 month", "semimonth", "1 calendar month", "3 calendar month", "2nd tuesday",
         "1st monday", "4th friday", "3rd wednesday", "last friday", "last sunday"]
DAY_COUNTS = ["30/360", "30/360 US", "30/360 PSA", "30E/360", "30E/360 ISDA", "30E+/360", "30E/365", "30/365",
              "actual/360", "actual/364", "actual/365", "actual/365.25", "actual/365 actual", "actual/actual",
              "actual/actual ISDA", "actual/actual ICMA", "actual/actual AFB", "NL/365", "excel 0", "excel 1", "excel 3",
              "DAYS360"]
MODES = ["half_even", "half_up", "half_down", "up", "down", "ceiling", "floor"]
FORMS = ["equal_installments"] * 8 + ["equal_principal"] * 3 + [
    "bullet", "interest_only", "bullet_all", "sum_of_digits", "principal_percent_each", "weights", "principal",
    "balloon", "balloon", "step_percent", "step_percent", "installment_amount", "installment_amount"]
WEEKENDS = [["saturday", "sunday"], ["friday", "saturday"], ["sunday"]]
DAYS_OF = {"day": 1, "week": 7, "month": 30.44, "calendar": 30.44}


class Draw:
    """One product: the random stream and the choices that later ones depend on."""

    def __init__(self, rng):
        self.rng, self.doc = rng, {}
        self.chance = lambda p: rng.random() < p
        self.pick = rng.choice

    def text(self, units):
        return str(Decimal(units).scaleb(-self.digits, Context(prec=60))) if self.digits else str(units)

    def on_grid(self, units):
        return max(1, units // self.grid) * self.grid

    def log_uniform(self, low, high):
        return int(10 ** self.rng.uniform(low, high))


def draw_money(d):
    d.doc["currency"], d.digits = d.pick(CURRENCIES)
    rounding = d.doc["rounding"] = {}
    d.grid = 1
    if d.chance(0.5):
        rounding["mode"] = d.pick(MODES)
    if d.chance(0.06):
        d.grid = d.pick([5, 10, 100])
        rounding["currency_multiple"] = d.text(d.grid)
    size = d.rng.random()
    low, high = (0, 2) if size < 0.12 else (3, 8) if size < 0.85 else (8, 14)
    d.principal = d.on_grid(d.log_uniform(low, high) + d.rng.randrange(7))


def draw_day(d):
    year = d.pick([2024, 2025, 2026, 2026, 2027, 2028, d.rng.randint(1950, 2120), 1999, 2000, 2099])
    month = d.rng.randint(1, 12)
    last = calendar.monthrange(year, month)[1]
    return date(year, month, d.pick([d.rng.randint(1, last), min(last, d.pick([1, 14, 15, 16, 28, 29, 30, 31]))]))


def step_days(every):
    words = every.split()
    if every == "semimonth":
        return 15.2
    return 30.44 if not words[0].isdigit() else int(words[0]) * DAYS_OF[words[1]]


def draw_repayments(d):
    d.n = d.pick(COUNTS)
    d.every = d.pick(EVERY)
    while d.n * step_days(d.every) > 365 * 100:
        d.every = d.pick(EVERY)
    d.disbursed = draw_day(d)
    d.step = step_days(d.every)
    d.listed = d.chance(0.04) and d.n <= 52
    every = {"due": listed_days(d)} if d.listed else d.every
    d.doc["repayments"] = {"count": d.n, "every": every}
    d.broken_first = not d.listed and d.chance(0.3)
    if d.broken_first:
        d.doc["repayments"]["first_due_on"] = first_due(d).isoformat()


def draw_multiple(d):
    units = sorted({u * scale * d.grid for u in (1, 5, 10, 50, 100, 500, 1000) for scale in (1, 10**d.digits)})
    fitting = [u for u in units if u * 5 * d.n <= d.principal]
    if d.chance(0.35):
        d.doc["rounding"]["installment_multiple"] = d.text(d.pick(units if d.chance(0.08) or not fitting else fitting))


def listed_days(d):
    day, days = d.disbursed, []
    for _ in range(d.n):
        day += timedelta(d.rng.randint(1, 70))
        days.append(day.isoformat())
    return days


def first_due(d):
    day = d.disbursed + timedelta(max(1, int(d.step * d.rng.uniform(0.3, 1.9))))
    if "calendar" in d.every:
        return day.replace(day=calendar.monthrange(day.year, day.month)[1])
    words = d.every.split()
    if words[0].isdigit() or d.every == "semimonth" or d.chance(0.05):
        return day
    return nth_day(words, day)


def nth_day(words, day):
    weekday = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"].index(words[1])
    year, month = day.year + day.month // 12, day.month % 12 + 1
    days = [x for x in calendar.Calendar().itermonthdates(year, month) if x.month == month and x.weekday() == weekday]
    return days[{"1st": 0, "2nd": 1, "3rd": 2, "4th": 3, "last": -1}[words[0]]]


def draw_rate(d):
    kind = d.rng.random()
    d.high = kind > 0.95
    if kind < 0.06:
        return "0"
    if kind < 0.09:
        return "0.000000000001"
    if d.high:
        return str(d.rng.randint(100, 5000))
    return f"{d.rng.uniform(0.1, 60):.{d.pick([0, 0, 1, 2, 4, 9])}f}"


def draw_interest(d):
    rate = draw_rate(d)
    i = d.doc["interest"] = {"method": d.pick(["declining", "declining", "declining", "flat"]), "rate_percent": rate}
    d.flat = i["method"] == "flat"
    d.by_day = d.chance(0.4) if not d.listed else d.chance(0.6)
    i["per"] = "year" if d.high or d.chance(0.75) else d.pick(["month", "week", "day"])
    scale = {"year": 1, "month": 12, "week": 52, "day": 365}[i["per"]]
    i["rate_percent"] = f"{Decimal(rate) / scale:.12f}" if scale > 1 else rate
    if d.listed and not d.by_day or (not d.by_day and d.chance(0.04)):
        i["per"] = d.pick(["installment", "term"])
        i["rate_percent"] = f"{d.rng.uniform(0.1, 5 if i['per'] == 'installment' else 40):.2f}"
    i["accrual"] = "by_day" if d.by_day else "by_period"
    if d.by_day:
        i["day_count"] = d.pick([c for c in DAY_COUNTS if not (d.listed and "ICMA" in c)])
    elif i["per"] in ("year", "month", "week", "day") and d.chance(0.08):
        i["year_days"] = d.pick([360, 364, 365])
    if i["per"] == "year" and d.chance(0.06):
        i["rate_kind"] = "effective"
    if d.broken_first and not d.by_day and d.chance(0.5):
        i["first_period"] = "actual_ratio"


def span(d):
    """About the days from the disbursement to the last due date."""
    if d.listed:
        return (date.fromisoformat(d.doc["repayments"]["every"]["due"][-1]) - d.disbursed).days
    return max(2, int(d.n * d.step))


def within(d, low=0.0, high=0.8):
    return d.disbursed + timedelta(max(1, int(span(d) * d.rng.uniform(low, high))))


def draw_form(d):
    form = d.pick(FORMS)
    if form in ("weights", "principal") and d.n > 104:
        form = "equal_installments"
    if form == "installment_amount" and d.flat:
        form = "equal_installments"
    d.form = form
    level = d.principal / d.n * (1 + d.n * 0.005)
    value = {
        "bullet_all": {"bullet": "all"},
        "principal_percent_each": {form: str(round(Decimal(100 / d.n * d.rng.uniform(0.3, 1.05)), 3))},
        "balloon": {form: d.text(d.on_grid(int(d.principal * d.rng.uniform(0, 0.9))))},
        "step_percent": {form: d.pick(["5", "10", "2.5", "-3", "1"]), "every": d.pick([1, 2, 4, 12])},
        "installment_amount": "equal_installments",
    }.get(form, form)
    if form == "installment_amount":
        d.doc[form] = d.text(d.on_grid(int(level * d.rng.uniform(0.9, 2.5))))
    d.doc["amortization"] = draw_list(d, form) if form in ("weights", "principal") else value


def draw_list(d, form):
    shares = [d.rng.randint(0 if d.chance(0.1) else 1, 9) for _ in range(d.n)]
    shares[-1] += 1
    if form == "weights":
        weights = {"weights": [str(s) for s in shares]}
        if d.flat and d.chance(0.4):
            weights["interest_weights"] = [str(d.rng.randint(0, 5)) for _ in range(d.n - 1)] + ["1"]
        return weights
    units = d.principal // d.grid
    parts = [units * s // sum(shares) for s in shares]
    parts[-1] += units - sum(parts)
    return {"principal": [d.text(p * d.grid) for p in parts]}


def draw_grace(d):
    grace = d.doc["grace"] = {}
    choices = [x for x in (1, 2, 3, d.n // 2, d.n - 1) if 0 < x < d.n]
    shaped = d.form == "sum_of_digits" or (d.flat and d.form in ("balloon", "step_percent"))
    listed = d.form in ("weights", "principal")
    weighted = "interest_weights" in json.dumps(d.doc["amortization"])
    if choices and (not shaped or d.chance(0.03)):
        for key, p in (("principal", 0.01 if listed else 0.12), ("interest_payment", 0.08), ("interest_free", 0.06)):
            if d.chance(p) and not (weighted and key == "interest_free"):
                grace[key] = d.pick(choices)
    if not d.listed and d.chance(0.05):
        grace["all"] = d.pick([1, 2, 3])
    draw_capitalise(d, grace, choices)


def draw_capitalise(d, grace, choices):
    plain = d.form in ("equal_installments", "equal_principal", "bullet", "interest_only", "balloon", "installment_amount")
    if choices and plain and not d.flat and not d.high and d.n <= 104 and d.chance(0.06):
        grace["interest_payment"] = d.pick([c for c in choices if c <= 52] or [1])
        if d.form not in ("bullet", "interest_only"):
            grace["principal"] = max(grace["interest_payment"], grace.get("principal", 0))
        d.doc["interest"]["capitalise"] = "in_grace"


def draw_tranches(d):
    later = [] if d.form not in ("equal_installments", "equal_principal", "bullet", "interest_only", "bullet_all",
                                 "balloon") or d.principal < 1000 or not d.chance(0.09) else \
        [within(d, 0, 0.5) for _ in range(d.pick([1, 1, 2]))]
    d.tranches = bool(later)
    if not later and d.chance(0.9):
        d.doc.update(principal=d.text(d.principal), disbursed_on=d.disbursed.isoformat())
        return
    part = d.on_grid(d.principal // (len(later) + 2))
    parts = [(d.disbursed, d.principal - part * len(later))] + [(on, part) for on in later]
    d.doc["tranches"] = [{"on": on.isoformat(), "amount": d.text(a)} for on, a in parts]


def draw_residual(d):
    if d.chance(0.15) and not d.tranches:
        bound = not d.flat and d.form in ("equal_installments", "balloon", "step_percent", "installment_amount")
        if not bound or d.chance(0.1):
            d.doc["rounding"]["residual"] = "first"


def draw_fee(d, number):
    fee = {"name": f"fee {number}", "at": d.pick(["installment", "installment", "disbursement", "date"])}
    if fee["at"] == "date":
        fee["at"] = (d.disbursed + timedelta(int(span(d) * d.rng.uniform(0, 0.85)))).isoformat()
    if d.chance(0.5):
        fee["amount"] = d.text(d.on_grid(d.principal // d.pick([50, 100, 1000])))
    else:
        fee["percent"] = d.pick(["0.5", "1", "2", "3.75"])
        bases = ["principal", "interest", "principal_and_interest", "installment"]
        fee["of"] = "principal" if fee["at"] == "disbursement" else d.pick(bases)
        if d.chance(0.2):
            fee[d.pick(["min", "max"])] = d.text(d.on_grid(d.principal // 100))
    if fee["at"] == "disbursement" and d.chance(0.25) and d.form != "principal":
        fee["financed"] = True
    if d.chance(0.3):
        fee["kind"] = d.pick(["fee", "penalty", "insurance"])
    return fee


def draw_extras(d):
    if d.chance(0.2):
        d.doc["fees"] = [draw_fee(d, i + 1) for i in range(d.pick([1, 1, 2, 3]))]
    if d.chance(0.08):
        d.doc["insurance"] = {d.pick(["per_mille", "percent"]): d.pick(["1", "0.75", "2.5"])}
        if d.chance(0.5):
            d.doc["insurance"]["of"] = d.pick(["balance", "principal"])
        if d.chance(0.3):
            d.doc["insurance"].update(at="disbursement", of="principal")
    if d.chance(0.06) and d.form != "principal" and d.principal >= 1000:
        d.doc["down_payment_percent"] = d.pick(["10", "25", "12.5", "50"])
    if d.chance(0.02):
        d.doc["compulsory_savings"] = {"percent": "10", "of": "principal", "at": "disbursement"}


def draw_calendar(d):
    if not d.chance(0.12) or (d.tranches and "down_payment_percent" in d.doc):
        return
    c = d.doc["calendar"] = {"roll": d.pick(["none", "following", "preceding", "modified_following"])}
    if d.chance(0.8):
        c["weekend"] = d.pick(WEEKENDS)
    if d.chance(0.6):
        days = {d.disbursed + timedelta(d.rng.randint(1, min(span(d), 3000))) for _ in range(d.pick([1, 5, 30]))}
        if d.chance(0.03):
            days = {d.disbursed + timedelta(i) for i in range(900)}
        c["holidays"] = sorted(x.isoformat() for x in days)
    if d.chance(0.4):
        c["interest_follows"] = True


def draw_changes(d):
    i = d.doc["interest"]
    if d.chance(0.06) and not d.high and "first_period" not in i and \
            d.form not in ("step_percent", "sum_of_digits"):
        days = sorted({within(d) for _ in range(d.pick([1, 1, 2]))})
        scale = float(i["rate_percent"]) or 10
        i["rate_changes"] = [{"on": x.isoformat(), "rate_percent": f"{scale * d.rng.uniform(0.4, 2):.9f}"} for x in days]
    skipped = "all" in d.doc["grace"]
    if d.chance(0.005 if skipped else 0.05) and not d.listed and "first_period" not in i:
        start = within(d, 0, 0.5)
        end = start + timedelta(int(d.step * d.rng.uniform(0.2, 4)))
        d.doc["moratoria"] = [{"from": start.isoformat(), "to": end.isoformat(), "interest": d.pick(["accrues", "stops"])}]
    if d.chance(0.005 if skipped else 0.04) and not d.listed:
        i["from"] = (d.disbursed + timedelta(d.rng.randint(0, max(1, int(d.step * 0.5))))).isoformat()


def break_it(d):
    """One illegal thing, so that its code is certain."""
    doc, kind = d.doc, d.rng.randrange(9)
    if kind == 0 and d.form in ("sum_of_digits", "weights", "principal", "balloon", "step_percent"):
        kind = 3
    if kind == 0:
        doc["grace"][d.pick(["principal", "interest_payment", "interest_free"])] = d.n + d.pick([0, 0, 5])
    elif kind == 1:
        doc["repayments"].update(every="1 month", first_due_on=d.disbursed.isoformat())
        doc["interest"].pop("first_period", None)
    elif kind == 2:
        doc["repayments"]["count"] = d.pick([0, -1, 1201])
    elif kind == 3:
        doc["interest"]["rate_percent"] = "-1"
    elif kind == 4:
        doc["fees"] = [{"name": "late", "at": "2390-01-01", "amount": d.text(d.grid)}]
    elif kind == 5:
        doc["rounding"]["installment_multiple"] = d.text(d.grid * 10**15)
    elif kind == 6:
        doc["interest"].update(accrual="by_day", day_count="actual/365", per="term")
        doc["interest"].pop("rate_kind", None)
        doc["interest"].pop("year_days", None)
        doc["interest"].pop("first_period", None)
    elif kind == 7:
        doc["interest"].update(capitalise="in_grace", method="flat")
    else:
        twice = [(d.disbursed + timedelta(1 + i // 2)).isoformat() for i in range(d.n + d.n % 2)]
        doc["repayments"] = {"count": len(twice), "every": {"due": twice}}
        doc["interest"] = {"method": "declining", "rate_percent": "1", "per": "term", "accrual": "by_period"}
        doc.update(grace={}, amortization="equal_installments", rounding={})
        for key in ("moratoria", "installment_amount"):
            doc.pop(key, None)


def terms(seed, number):
    d = Draw(Random(f"{seed}:{number}"))
    for step in (draw_money, draw_repayments, draw_multiple, draw_interest, draw_form, draw_grace, draw_tranches, draw_residual,
                 draw_extras, draw_calendar, draw_changes):
        step(d)
    if d.chance(0.04) and d.doc["rounding"].get("residual") != "first":
        break_it(d)
    return {k: v for k, v in d.doc.items() if v != {}}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cases", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    for i in range(args.cases):
        print(json.dumps(terms(args.seed, i)))


if __name__ == "__main__":
    main()
