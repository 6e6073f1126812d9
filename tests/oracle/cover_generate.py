# SPDX-License-Identifier: MIT
"""Random calls on groups, the same for the same seed: one CALL document per line.

    python3 cover_generate.py --cases 100 --seed 7

About one in ten has one fault (cover_faults.py). Case i of seed S depends on (S, i) only.
"""
import argparse
import json
from datetime import date, timedelta
from decimal import Context, Decimal
from random import Random

from cover_faults import break_one

CURRENCIES = [("UGX", 0), ("VND", 0), ("INR", 2), ("INR", 2), ("KES", 2), ("USD", 2), ("TND", 3), ("KWD", 3),
              *(({"code": "XTS", "exponent": digits}, digits) for digits in (0, 1, 4))]
NAMES = ["a", "b", "c", "A", "B", "aa", "ab", "Ana", "ana", "josé", "zoë", "vé", "hà", "e", "ee", "z", "zz",
         "10", "9", "01", "m/1", "m~1", "sita devi", "𝒶", "ﬀ", "Ω", "null", "equal", "peers", "x@y", "-", "meena"]
SCALES = [(0, 3), (1, 20), (1, 20), (100, 10**5), (10**4, 10**7), (10**4, 10**7), (10**12, 10**17)]
SPLITS = ["equal", "equal", "by_principal", "by_outstanding", "by_savings", "weights"]
SHARES = ["1", "1", "1.0", "0", "0.5", "0.50", "0.333", "0.3333333", "0.9", "0.01", "0.000001", "0.999999", "0.75"]
PEERS = [[["savings"]], [["cash"]], [["savings", "cash"]], [["cash", "savings"]], [["savings"], ["cash"]],
         [["cash"], ["savings"]], [["savings"], ["cash"]], [["cash"], ["savings"]], [["savings", "cash"]], []]
WEIGHTS = ["0", "0.0", "1", "1", "2", "2.5", "0.5", "3.25", "0.001", "0.333333", "10", "1000000", "0.000000001"]
LARGEST = 2**63 - 1


class Draw:
    """One call: the random stream, the currency and the size of its amounts."""

    def __init__(self, rng):
        self.rng, self.pick = rng, rng.choice
        self.currency, self.digits = rng.choice(CURRENCIES)
        self.low, self.high = rng.choice(SCALES)
        self.common = self.units()                               # a due that many members share: ties

    def chance(self, p):
        return self.rng.random() < p

    def units(self):
        return self.rng.randint(self.low, self.high)

    def text(self, units):
        exact = str(Decimal(units).scaleb(-self.digits, Context(prec=60)).quantize(Decimal(1).scaleb(-self.digits),
                                                                                   context=Context(prec=60)))
        return exact.rstrip("0").rstrip(".") if self.digits and self.chance(0.05) else exact

    def limit(self):
        """A cap or a balance: nothing, a coin, about a due, far more."""
        kind = self.rng.random()
        if kind < 0.2:
            return 0
        if kind < 0.35:
            return self.rng.randint(1, 3)
        if kind < 0.9:
            return self.rng.randint(0, max(1, self.high if kind < 0.75 else self.common))
        return min(LARGEST, 10 * self.high) if kind < 0.98 else LARGEST


def draw_due(d, member, defaulting):
    due = d.common if d.chance(0.6) else d.units()
    paid, kind = due, d.rng.random()
    if d.chance(defaulting):
        paid = 0 if kind < 0.6 else max(0, due - d.rng.randint(1, 3)) if kind < 0.75 else d.rng.randint(0, due)
    elif kind < 0.1:
        paid = due + d.rng.randint(0, 5)                          # more than due
    member["due"], member["paid"] = d.text(due), d.text(paid)


def draw_balances(d, member, split, cash_by_terms):
    if d.chance(0.6):
        member["savings"] = d.text(d.limit())
    if d.chance(0.25):
        member["collateral"] = d.text(d.limit())
    if not cash_by_terms or d.chance(0.4):
        member["cash_limit"] = "unlimited" if d.chance(0.25) else d.text(d.limit())
    if d.chance(0.25):
        member["cap_left"] = d.text(d.limit())
    for field in ("principal", "outstanding"):
        if split == "by_" + field or d.chance(0.2):
            member[field] = d.text(0 if d.zeros else d.limit())


def draw_member(d, name, terms, defaulting):
    member = {"id": name}
    draw_due(d, member, defaulting)
    draw_balances(d, member, terms["split"], "cash_limit" in terms)
    if d.chance(d.excusing):
        member["excused"] = d.chance(0.9)
    if d.chance(0.12):
        member["not_called"] = d.chance(0.9)
    return member


def draw_names(d):
    size = d.pick([2, 2, 3, 3, 4, 5, 5, 7, 10, d.rng.randint(2, 50)])
    pool = NAMES + [f"m{i:02}" for i in range(50)] if d.chance(0.5) else [f"m{i:02}" for i in range(50)]
    return d.rng.sample(pool, size)


def draw_layers(d):
    own = d.rng.sample(["own_savings", "own_collateral"], d.pick([0, 1, 1, 2, 2]))
    shared = [name for name in ("group_fund", "insurer") if d.chance(0.4)]
    shared += [{"peers": list(sources)} for sources in d.pick(PEERS)]
    d.rng.shuffle(shared)
    return own + shared


def draw_split(d, names):
    split = d.pick(SPLITS)
    if split != "weights":
        return split
    some = names if d.chance(0.5) else d.rng.sample(names, d.rng.randint(0, len(names)))
    return {"weights": {name: "0" if d.zeros else d.pick(WEIGHTS) for name in some}}


def draw_terms(d, names):
    d.zeros = d.chance(0.08)
    terms = {"layers": draw_layers(d), "split": draw_split(d, names)}
    if d.chance(0.6):
        terms["share"] = d.pick(SHARES)
    if d.chance(0.6):
        terms["cash_limit"] = "unlimited" if d.chance(0.5) else d.text(d.limit())
    if d.chance(0.25):
        terms["tolerance"] = d.text(d.rng.choice([0, 1, 2, d.limit()]))
    if d.chance(0.3):
        terms["cap_per_call"] = d.text(d.limit())
    return terms


def draw_claims(d, doc, names):
    """Older claims, some of them by or for former members; several share a day: ranks of more than one claim."""
    people = names + ["gone", "moved"]
    ages = [d.rng.choice([0, 7, 7, 14, d.rng.randint(0, 400)]) for _ in range(3)]
    days = [date.fromisoformat(doc["on"]) - timedelta(days=age) for age in ages]
    for i in range(d.rng.randint(1, 12)):
        debtor = d.pick(people[-4:])
        by = d.pick([p for p in people if p != debtor] + ["@group_fund", "@insurer"] * 2)
        amount = d.rng.randint(0, d.high)
        claim = {"on": d.pick(days).isoformat(), "by": by, "for": debtor, "amount": d.text(amount)}
        if d.chance(0.4):
            claim["open"] = d.text(d.rng.choice([0, amount, d.rng.randint(0, amount)]))
        if d.chance(0.3):
            claim["id"] = f"c{i}"
        doc.setdefault("claims", []).append(claim)


def draw_recoveries(d, doc, names):
    debtors = [claim["for"] for claim in doc.get("claims", [])] + names
    for _ in range(d.rng.randint(1, 5)):
        amount = d.rng.choice([0, 1, d.rng.randint(0, d.high), d.rng.randint(0, d.high), min(LARGEST, 20 * d.high)])
        doc.setdefault("recoveries", []).append({"from": d.pick(debtors), "amount": d.text(amount),
                                                 "rule": d.pick(["first_in", "pro_rata"])})


def legal_call(rng):
    """A call without a fault, as a document."""
    d = Draw(rng)
    names = draw_names(d)
    doc = {"currency": d.currency, "on": (date(2026, 1, 1) + timedelta(days=rng.randint(0, 900))).isoformat(),
           "terms": draw_terms(d, names)}
    d.excusing = d.pick([0, 0, 0.1, 0.3, 1])
    defaulting = d.pick([0, 0.1, 0.3, 0.3, 0.5, 0.8, 1])
    doc["members"] = [draw_member(d, name, doc["terms"], defaulting) for name in names]
    for field in ("group_fund", "insurer_limit"):
        if d.chance(0.6):
            doc[field] = d.text(d.limit())
    if d.chance(0.6):
        doc["turn"] = d.pick([0, 1, 2, rng.randint(0, 60), 10**6 + rng.randint(0, 9)])
    if d.chance(0.5):
        draw_claims(d, doc, names)
    if d.chance(0.6):
        draw_recoveries(d, doc, names)
    return doc


def case(seed, number):
    """The text of the document and the pointer of its fault (None: no fault, or one that the data decide)."""
    rng = Random(f"cover {seed} {number}")
    doc = legal_call(rng)
    if rng.random() < 0.1:
        return break_one(rng, doc)
    return json.dumps(doc, ensure_ascii=False), None


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cases", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    for i in range(args.cases):
        print(case(args.seed, i)[0])


if __name__ == "__main__":
    main()
