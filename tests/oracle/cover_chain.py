# SPDX-License-Identifier: MIT
"""A chain of meetings: each answer's claims are the next call's input; a ledger of its own is kept beside them.

    python3 cover_chain.py --self-test        each law holds in the oracle's chains, and sees an answer that breaks it

The ledger knows what each gave for each and got back, from `covers` and `applied` alone. After each meeting: no claim
is lost or changed but for `open`; amount = recovered + open; receivables and payables net to zero; what was given to a
member and what stays uncovered is her shortfall; no balance, fund or cap is overdrawn.
"""
import copy
import json
import sys
from collections import Counter
from datetime import date, timedelta
from fractions import Fraction
from random import Random

from cover_generate import Draw, draw_names, draw_terms
from cover_oracle import answer as oracle_answer

MEETINGS = 20
MOST = 2**50                      # of a balance or deposit: twenty of them stay below the largest amount
SHARED = ("peers", "peers2", "group_fund", "insurer")


class Chain:
    """One group through its meetings: balances fall as they are drawn, debtors pay back from time to time."""

    def __init__(self, seed, number):
        rng = Random(f"chain {seed} {number}")
        self.d, self.name = (d := Draw(rng)), f"chain-{number}"
        d.low, d.high = rng.choice([(1, 20), (100, 10**5), (10**4, 10**7)])
        d.common = d.units()
        self.names = draw_names(d)
        self.terms = draw_terms(d, self.names)
        self.day, self.meeting, self.broken = date(2026, 1, 5), 0, False
        self.held = {name: {field: min(MOST, d.limit()) for field in ("savings", "collateral", "cap_left", "principal",
                                                                       "outstanding")} for name in self.names}
        self.funds = {fund: min(MOST, d.limit()) for fund in ("group_fund", "insurer_limit")}
        self.capped = {name for name in self.names if d.chance(0.3)}
        self.claims, self.recovered = [], []                      # as the program told them; what each has got back
        self.given, self.back = Counter(), Counter()              # by (by, for)
        self.owes, self.repaid = Counter(), Counter()             # by debtor

    def units(self, text):
        return int(Fraction(text) * 10**self.d.digits)

    def member(self, name):
        d, held = self.d, self.held[name]
        due = d.common if d.chance(0.7) else d.units()
        paid = due if d.chance(0.7) else d.rng.choice([0, d.rng.randint(0, due)])
        member = {"id": name, "due": d.text(due), "paid": d.text(paid),
                  "excused": d.chance(0.03), "not_called": d.chance(0.05)}
        member.update({field: d.text(held[field]) for field in ("savings", "collateral", "principal", "outstanding")})
        member["cash_limit"] = "unlimited" if d.chance(0.1) else d.text(d.limit())
        if name in self.capped:
            member["cap_left"] = d.text(held["cap_left"])
        return member

    def recovery(self):
        d = self.d
        return {"from": d.pick(sorted({claim["for"] for claim in self.claims}) or self.names),
                "amount": d.text(d.rng.choice([1, d.units(), d.units(), 3 * d.high])),
                "rule": d.pick(["first_in", "pro_rata"])}

    def call(self):
        """The document of the next meeting."""
        d, self.meeting = self.d, self.meeting + 1
        self.day += timedelta(days=d.rng.choice([0, 7, 7, 7]))
        self.sent = {"currency": d.currency, "on": self.day.isoformat(), "turn": self.meeting, "terms": self.terms,
                     "members": [self.member(name) for name in self.names],
                     **{fund: d.text(units) for fund, units in self.funds.items()},
                     "claims": self.claims,
                     "recoveries": [self.recovery() for _ in range(d.rng.choice([0, 1, 1, 2, 3]))]}
        return json.dumps(self.sent, ensure_ascii=False)

    def draw(self, line):
        """Takes one line of cover from the balances and books it."""
        units, by, debtor, layer = self.units(line["amount"]), line["by"], line["for"], line["layer"]
        if layer in SHARED:
            self.given[by, debtor] += units
            self.owes[debtor] += units
        if layer in ("group_fund", "insurer"):
            self.funds["group_fund" if layer == "group_fund" else "insurer_limit"] -= units
        elif line.get("source", layer) in ("savings", "own_savings", "own_collateral"):
            self.held[by]["collateral" if layer == "own_collateral" else "savings"] -= units
        if by in self.capped and layer in SHARED:
            self.held[by]["cap_left"] -= units

    def apply(self, answer):
        """Books the recoveries; what was received is applied or unapplied."""
        found = []
        for asked, told in zip(self.sent["recoveries"], answer["recoveries"]):
            spread = 0
            for line in told["applied"]:
                claim, units = answer["claims"][line["claim"]], self.units(line["amount"])
                if claim["for"] != told["from"]:
                    found.append(f"a recovery from {told['from']} went to the claim {claim}")
                self.recovered[line["claim"]] += units
                self.back[claim["by"], claim["for"]] += units
                self.repaid[claim["for"]] += units
                spread += units
            if spread + self.units(told["unapplied"]) != self.units(asked["amount"]):
                found.append(f"recovery {asked}: {told}")
        return found

    def check_claims(self, claims):
        found = [f"claim {i} changed: {old} to {new}" for i, (old, new) in enumerate(zip(self.claims, claims))
                 if {**old, "open": 0} != {**new, "open": 0}]
        found += [f"claim {i} amount {claim['amount']} is not recovered {got} + open {claim['open']}"
                  for i, (claim, got) in enumerate(zip(claims, self.recovered))
                  if self.units(claim["amount"]) != got + self.units(claim["open"]) or self.units(claim["open"]) < 0]
        return found + ([] if len(claims) >= len(self.claims) else ["claims were lost"])

    def check_net(self, claims):
        """Receivables by what each gave, payables by what was covered for each: the two sides are booked apart."""
        receivable, payable = Counter(), Counter()
        for claim in claims:
            receivable[claim["by"], claim["for"]] += self.units(claim["open"])
            payable[claim["for"]] += self.units(claim["open"])
        found = [f"receivable of {pair}: {receivable[pair]}, given {given}, back {self.back[pair]}"
                 for pair, given in self.given.items() if receivable[pair] != given - self.back[pair]]
        found += [f"payable of {x}: {payable[x]}, owed {owed}, repaid {self.repaid[x]}"
                  for x, owed in self.owes.items() if payable[x] != owed - self.repaid[x]]
        net = sum(receivable.values()) - sum(self.owes.values()) + sum(self.repaid.values())
        return found + ([f"receivables less payables: {net}"] if net or set(receivable) - set(self.given) else [])

    def check_covers(self, answer):
        """What was given to each and what stays uncovered is her shortfall, and no balance is overdrawn."""
        given = Counter()
        for line in answer["covers"]:
            given[line["for"]] += self.units(line["amount"])
        short = {m["id"]: max(0, self.units(m["due"]) - self.units(m["paid"])) for m in self.sent["members"]}
        found = [f"{x}: short {s}, given {given[x]}, uncovered {answer['uncovered'].get(x)}"
                 for x, s in short.items() if s != given[x] + self.units(answer["uncovered"].get(x, "0"))]
        balances = [("the group", self.funds), *self.held.items()]
        return found + [f"{field} of {name} is overdrawn: {units}"
                        for name, held in balances for field, units in held.items() if units < 0]

    def refill(self):
        """Between meetings: deposits, a fund that grows, a loan that falls."""
        d = self.d
        for held in self.held.values():
            held["savings"] += min(MOST, d.limit()) if d.chance(0.2) else 0
            held["outstanding"] -= d.rng.randint(0, held["outstanding"]) if d.chance(0.3) else 0
        for fund in self.funds:
            self.funds[fund] += d.rng.randint(0, d.high) if d.chance(0.3) else 0

    def stop(self, *why):
        self.broken = True
        return list(why)

    def meet(self, answer):
        """Takes the program's answer into the group's books; the laws that it breaks, as lines of text."""
        if "claims" not in answer:
            return self.stop("the call of a meeting was refused")
        self.recovered += [0] * (len(answer["claims"]) - len(self.recovered))
        for line in answer["covers"]:
            self.draw(line)
        found = self.apply(answer) + self.check_claims(answer["claims"]) + self.check_net(answer["claims"])
        found += self.check_covers(answer)
        self.claims, self.broken = answer["claims"], bool(found)
        self.refill()
        return found


def first(lines, key):
    """The first line with a positive amount there, if any."""
    return next((line for line in lines if Fraction(line[key]) > 0), None)


def change(lines, key, value):
    line = first(lines, key)
    if line is None:
        return False
    line[key] = value(line[key])
    return True


def lose(answer):
    if not answer["claims"] or any(r["applied"] for r in answer["recoveries"]):
        return False
    answer["claims"].pop()
    return True


def another(text):
    """An amount with another last digit."""
    return text[:-1] + str((int(text[-1]) + 1) % 10)


def forget(answer):
    x = next((x for x, amount in answer["uncovered"].items() if Fraction(amount) > 0), None)
    if x is None:
        return False
    answer["uncovered"][x] = "0"
    return True


TAMPERINGS = {
    "another amount left open": lambda a: change(a["claims"], "open", another),
    "a claim closed without a recovery": lambda a: change(a["claims"], "open", lambda _: "0"),
    "a claim of another amount": lambda a: change(a["claims"], "amount", another),
    "a claim lost": lose,
    "a cover of another amount": lambda a: change(a["covers"], "amount", another),
    "a recovery spent twice": lambda a: change([r for r in a["recoveries"] if r["applied"]], "unapplied", another),
    "a shortfall forgotten": forget,
}


def seen_by_laws(chain, answer, tamper):
    """True: the laws see the tampered answer; None: it has no place for this tampering."""
    chain, answer = copy.deepcopy(chain), copy.deepcopy(answer)
    return bool(chain.meet(answer)) if tamper(answer) else None


def self_test():
    seen, missed, broken = Counter(), Counter(), []
    for chain in (Chain(1, i) for i in range(8)):
        for _ in range(MEETINGS):
            answer = oracle_answer(chain.call())
            for name, tamper in TAMPERINGS.items():
                found = seen_by_laws(chain, answer, tamper)
                seen[name] += found is True
                missed[name] += found is False
            broken += chain.meet(answer)
    for name in TAMPERINGS:
        print(f"{seen[name]:6} seen, {missed[name]} missed: {name}")
    print(f"{len(broken)} laws broken in the oracle's own chains" + "".join("\n  " + line for line in broken[:10]))
    return 1 if broken or sum(missed.values()) or not all(seen[name] for name in TAMPERINGS) else 0


if __name__ == "__main__":
    sys.exit(self_test() if sys.argv[1:] == ["--self-test"] else "see the head of this file")
