# SPDX-License-Identifier: MIT
"""Random loans and what happened to them, the same for the same seed: one LOAN document per line.

    python3 loan_generate.py --cases 100 --seed 7 [--family payments]

Four events in five are meant to be legal. Case i of seed S depends on (S, i) only.
Families: payments (repay, reverse, backdate), charges (penalties, fees, waivers), interest (recalculation, prepay, payoff),
changes (advances, reschedule, re-age ...), end (write-off, refunds, charge-back), all.
"""
import argparse
import json
from datetime import date, timedelta
from random import Random

EXPONENTS = {"UGX": 0, "INR": 2, "KES": 2, "USD": 2, "TND": 3}
DAYS = {"1 week": 7, "2 week": 14, "1 month": 30, "10 day": 10}
FORMS = ["equal_installments"] * 3 + ["equal_principal"] * 2 + ["bullet"]       # the last not with flat interest
BUCKETS = ["penalty", "fee", "insurance", "interest", "principal"]
RULES = ["next_installment", "last_installment", "reamortization", "credit", "reduce_principal"]
FAMILIES = ("payments", "charges", "interest", "changes", "end", "all")
WEIGHTS = {
    "payments": {"repay": 12, "reverse": 3, "other_payment": 1, "credit_balance_refund": 1},
    "charges": {"repay": 8, "reverse": 2, "charge": 4, "waive": 3, "waive_charge": 1, "adjust_charge": 1},
    "interest": {"repay": 8, "reverse": 1, "prepay": 4, "pay_off": 1, "suspend_interest": 0.2},
    "changes": {"repay": 6, "reverse": 1, "reschedule": 2, "re_age": 0.7, "re_amortize": 1, "moratorium": 1, "top_up": 1,
                "disburse": 1, "undo_disbursement": 0.6, "prepay": 1},
    "end": {"repay": 8, "reverse": 1, "write_off": 1.5, "recover": 1.5, "refund": 1, "charge_back": 2, "charge_off": 0.7,
            "credit_balance_refund": 2, "pay_off": 1.5},
}
WEIGHTS["all"] = {k: w for family in WEIGHTS.values() for k, w in family.items()}


CHANGES = ("reschedule", "re_age", "re_amortize", "moratorium")        # three loans in four have one kind of these, once


class Draw:
    def __init__(self, rng, family):
        self.rng, self.family, self.pick = rng, family, rng.choice
        self.chance = lambda p: rng.random() < p
        self.ids = []

    def text(self, units):
        if not self.digits:
            return str(units)
        whole, rest = divmod(units, 10**self.digits)
        return f"{whole}.{rest:0{self.digits}d}"

    def near(self, units, low=0.5, high=1.5):
        return max(1, int(units * self.rng.uniform(low, high)))


# --- the terms ----------------------------------------------------------------------------------------------

def draw_terms(d):
    currency = d.pick(["INR", "INR", "USD", "KES", "UGX", "TND"])
    d.digits = EXPONENTS[currency]
    d.n, d.every = d.pick([1, 2, 3, 4, 6, 8, 12, 12, 12, 24, 24]), d.pick(list(DAYS))
    d.step, d.start = DAYS[d.every], date(2024, 1, 1) + timedelta(d.rng.randrange(1200))
    if d.family in ("changes", "all") and "month" in d.every:      # month ends: tests/transcripts
        d.start = d.start.replace(day=min(d.start.day, 18))
    d.principal = d.pick([1000, 5000, 12000, 25000, 100000, d.rng.randrange(500, 10**6)]) * 10**min(d.digits, 2)
    d.flat = d.chance(0.3)
    terms = d.terms = {"currency": currency, "principal": d.text(d.principal), "disbursed_on": d.start.isoformat(),
                       "interest": draw_interest(d), "amortization": d.pick(FORMS[:5 if d.flat else 6]),
                       "repayments": {"count": d.n, "every": d.every}}
    if d.chance(0.5):
        first = d.start + timedelta(d.pick([d.step, d.step, d.step - 2, d.step + 9]))
        first = first.replace(day=min(first.day, 28)) if d.family in ("changes", "all") and "month" in d.every else first
        terms["repayments"]["first_due_on"] = first.isoformat()
    d.due = [d.start + timedelta(d.step * (i + 1)) for i in range(d.n)]
    d.installment = max(1, d.principal // d.n)
    if d.chance(0.25):
        terms["grace"] = {"principal": d.rng.randrange(0, min(d.n, 4))}
    if d.chance(0.1):
        terms["down_payment_percent"] = d.pick(["10", "25"])
    draw_rounding(d)
    draw_charges(d)
    draw_recalculation(d)
    return terms


def draw_interest(d):
    interest = {"method": "flat" if d.flat else "declining", "rate_percent": d.pick(["0", "12", "24", "24", "36", "7.5"]),
                "per": "year"}
    if d.chance(0.4):
        interest.update(accrual="by_day", day_count=d.pick(["actual/365", "actual/360", "30/360"]))
    return interest


def draw_rounding(d):
    rounding = {}
    if d.chance(0.3):
        rounding["installment_multiple"] = "1" if d.digits else "100"
    if d.chance(0.3):
        rounding["mode"] = d.pick(["half_up", "up", "down", "floor", "ceiling", "half_down"])
    if rounding:
        d.terms["rounding"] = rounding


def draw_charges(d):
    if d.family in ("charges", "all", "payments") and d.chance(0.3):
        fee = {"name": "service", "at": "installment", "amount": d.text(d.near(d.installment, 0.001, 0.02))}
        if d.chance(0.5):
            fee.update(kind=d.pick(["insurance", "penalty"]))
        d.terms["fees"] = [fee]
    if d.family in ("charges", "all") and d.chance(0.75) or d.chance(0.1):
        d.terms["penalties"] = [draw_penalty(d) for _ in range(d.pick([1, 1, 2]))]
    if d.chance(0.2):
        d.terms["arrears"] = {"grace_days": d.pick([0, 3, 10]), "tolerance": d.text(d.near(d.installment, 0, 0.3))}


def draw_penalty(d):
    penalty = {"name": "late", "of": d.pick(["overdue_principal", "overdue_interest", "overdue_total", "overdue_total",
                                             "overdue_with_charges", "outstanding_principal", "original_principal"])}
    if d.chance(0.3):
        penalty["amount"] = d.text(d.near(d.installment, 0.005, 0.05))
    else:
        penalty["percent"] = d.pick(["1", "2", "0.5", "10"])
    if d.chance(0.75):
        penalty["every"] = d.pick(["1 day", "1 week", "1 month", "2 week", "10 day"])
        if "percent" in penalty and d.chance(0.4):
            penalty.update(per=d.pick(["year", "month"]), percent=d.pick(["12", "36"]))
    if d.chance(0.4):
        penalty["grace_days"] = d.pick([1, 3, 5, 15])
        if "every" in penalty and d.chance(0.3):
            penalty["grace_forgives"] = True
    if d.chance(0.3):
        penalty["cap"] = d.text(d.near(d.installment, 0.02, 0.2))
    if d.chance(0.15):
        penalty["cap_percent"] = d.pick(["5", "20"])
    if d.chance(0.15) and "percent" in penalty and penalty["of"] != "original_principal":
        penalty["compound"] = True
    return penalty


def draw_recalculation(d):
    if d.family in ("interest", "all", "changes") and not d.flat and d.chance(0.7 if d.family == "interest" else 0.25):
        r = d.terms["recalculation"] = {"rest": d.pick(["daily", "daily", "installment", "none"])}
        if d.chance(0.6):
            r["early"] = d.pick(["next", "reduce_installment", "reduce_term", "last_unpaid"])
        if d.chance(0.4):
            r["payoff_interest"] = d.pick(["to_date", "to_rest"])
        if d.chance(0.3) and r["rest"] != "none":
            r["overdue_bears_interest"] = True
    resting = d.terms.get("recalculation", {}).get("rest", "none") == "none"
    if d.family in ("interest", "end", "all") and resting and d.chance(0.4):
        d.terms["rebate"] = d.pick(["none", "actuarial", "rule_of_78"])
    if d.family in ("interest", "all") and d.chance(0.3):
        fee = {"at": d.pick(["payoff", "prepayment", "both"])}
        bases = ["remaining_principal", "remaining_interest", "prepaid"]
        fee.update({"percent": d.pick(["1", "2.5"]), "of": d.pick(bases)} if d.chance(0.7) else {"amount": d.text(d.near(d.installment, 0.01, 0.1))})
        d.terms["early_fee"] = fee
    if d.family in ("changes", "all") and d.chance(0.4):
        d.terms["multiple_disbursements"] = True


def draw_waterfall(d):
    if d.chance(0.4):
        return d.pick(["mifos-standard", "interest-principal-penalties-fees", "principal-interest-penalties-fees",
                       "early-repayment", "heavensfamily", "creocore", "rbi-india", "opencbs",
                       "due-penalty-fee-interest-principal-in-advance-principal-penalty-fee-interest",
                       "due-penalty-interest-principal-fee-in-advance-penalty-interest-principal-fee"])
    order = []
    for when in d.rng.sample(["past_due", "due", "in_advance"], 3) if d.chance(0.1) else ["past_due", "due", "in_advance"]:
        parts = BUCKETS[:]
        if d.chance(0.6):
            d.rng.shuffle(parts)
        order += [f"{when}_{part}" for part in parts]
    return {"order": order, "in_advance": d.pick(RULES), "direction": d.pick(["horizontal", "horizontal", "vertical"])}


# --- the events -----------------------------------------------------------------------------------------------

def amount_paid(d):
    kind = d.rng.random()
    if kind < 0.4:
        return d.near(d.installment, 0.95, 1.1)
    if kind < 0.75:
        return d.near(d.installment, 0.05, 0.9)
    if kind < 0.97:
        return d.near(d.installment, 1.1, 2.5)
    return d.near(d.principal, 0.5, 1.6)


def draw_charge(d):
    event = {"type": d.pick(["charge_fee", "charge_fee", "assess_penalty"]), "name": "extra"}
    if d.chance(0.6):
        event["amount"] = d.text(d.near(d.installment, 0.005, 0.1))
    else:
        event["percent"] = d.pick(["1", "2.5"])
    if d.chance(0.3):
        event["due"] = d.pick(d.due + [d.due[-1] + timedelta(20)]).isoformat()
    if event["type"] == "charge_fee" and d.chance(0.2):
        event["kind"] = d.pick(["fee", "penalty", "insurance"])
    return event


def draw_waiver(d):
    event = {"type": "waive_" + d.pick(["penalties", "penalties", "fees", "interest", "principal", "insurance"])}
    if d.chance(0.6):
        event["amount"] = d.text(d.near(d.installment, 0.001, 0.08))
    return event


def draw_reschedule(d, on):
    event = {"type": "reschedule"}
    if d.chance(0.5):
        event["to"] = (on + timedelta(d.rng.randrange(5, 60))).isoformat()
    if d.chance(0.4):
        event["extra_installments"] = d.pick([1, 2, 6])
    if d.chance(0.3):
        event["rate_percent"] = d.pick(["10", "18", "0"])
    if d.chance(0.2):
        event["grace_principal"] = 1
    if d.chance(0.3):
        event["capitalise_arrears"] = True
    return event


def draw_body(d, kind, on):
    some = lambda low, high: {"amount": d.text(d.near(d.installment, low, high))}
    if kind == "repay":
        return {"type": "repay", "amount": d.text(amount_paid(d))}
    if kind == "other_payment":
        return {"type": d.pick(["goodwill_credit", "cover_by_peer", "cover_by_fund", "down_payment"]), **some(0.2, 1.5)}
    if kind == "prepay":
        return {"type": kind, "effect": d.pick(["reduce_installment", "reduce_term", "keep_schedule", "last_unpaid"]),
                **some(1, 3)}
    if kind == "charge":
        return draw_charge(d)
    if kind == "waive":
        return draw_waiver(d)
    if kind in ("waive_charge", "adjust_charge"):
        extra = some(0.01, 0.2) if kind == "adjust_charge" else {}
        return {"type": kind, "charge": d.pick(d.ids or ["none"]), **extra}
    if kind == "reverse":
        return {"type": kind, "of": d.pick(d.ids) if d.ids and d.chance(0.9) else "nowhere"}
    if kind == "reschedule":
        return draw_reschedule(d, on)
    if kind == "re_age":
        return {"type": kind, "installments": d.pick([1, 3, 6]), "every": d.pick(["1 week", "1 month"]),
                "first_due_on": (on + timedelta(d.rng.randrange(3, 40))).isoformat()}
    if kind == "moratorium":
        first = on + timedelta(d.rng.randrange(0, 40))
        return {"type": kind, "from": first.isoformat(), "to": (first + timedelta(d.rng.randrange(5, 50))).isoformat(),
                "interest": d.pick(["accrues", "stops"])}
    if kind == "charge_back" and d.chance(0.3) and d.ids:
        return {"type": kind, "of": d.pick(d.ids), **some(0.2, 0.9)}
    if kind == "write_off" and d.chance(0.6):
        return {"type": kind}
    if kind in ("top_up", "disburse"):
        return {"type": kind, "amount": d.text(d.near(d.principal, 0.1, 0.5))}
    if kind in ("credit_balance_refund", "refund", "charge_back", "write_off", "recover"):
        return {"type": kind, **some(0.02, 1)}
    return {"type": kind}


def draw_days(d, count):
    """Days near due dates, in order; now and then an earlier one."""
    last = d.start + timedelta(int(d.step * d.n * 1.3))
    days = sorted(d.pick(d.due) + timedelta(d.pick([0, 0, 0, 1, 2, 5, 9, -1, -3, 17])) for _ in range(count))
    days = [min(max(day, d.start), last) for day in days]
    for i in range(1, count):
        if d.chance(0.12):
            days[i] = days[d.rng.randrange(i)]
    return days


def draw_events(d):
    one, several = d.pick(CHANGES), ("reschedule", "re_age", "re_amortize") if d.chance(0.25) else ()
    one = "reschedule" if several else one
    kinds, weights = zip(*((k, w) for k, w in WEIGHTS[d.family].items() if k == one or k in several or k not in CHANGES))
    d.once, d.used = set() if several else {"reschedule", "re_age", "moratorium"}, set()
    events = []
    if d.chance(0.4):
        events.append({"type": "disburse", "on": d.start.isoformat(), "amount": d.text(d.principal), "id": "d"})
        if d.chance(0.2):
            events.insert(0, {"type": "approve", "on": d.start.isoformat(), "amount": d.text(d.principal), "id": "ok"})
    for i, on in enumerate(draw_days(d, d.rng.randrange(0, 3 + min(12, d.n)))):
        kind = d.rng.choices(kinds, weights)[0]
        kind = "repay" if kind in d.used else kind
        d.used |= {kind} & d.once
        event = draw_body(d, kind, on)
        event = {"type": event.pop("type"), "on": on.isoformat(), **event, "id": f"n{i}"}
        if d.chance(0.02) and d.ids:
            event["id"] = d.pick(d.ids)
        events.append(event)
        d.ids.append(event["id"])
    return events


def document(seed, number, family=None):
    rng = Random(f"{seed}:{number}")
    d = Draw(rng, family or FAMILIES[number % len(FAMILIES)])
    doc = {"terms": draw_terms(d)}
    if d.chance(0.35):
        doc["waterfall"] = draw_waterfall(d)
    doc["events"] = draw_events(d)
    doc["as_of"] = (d.start + timedelta(d.rng.randrange(0, int(d.step * d.n * 1.5) + 10))).isoformat()
    if d.chance(0.1) and doc["events"] and doc["events"][0]["type"] in ("disburse", "approve"):
        doc["known_at"] = d.rng.randrange(1, len(doc["events"]) + 1)
    return doc


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cases", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--family", choices=FAMILIES)
    args = parser.parse_args()
    for i in range(args.cases):
        print(json.dumps(document(args.seed, i, args.family)))


if __name__ == "__main__":
    main()
