# SPDX-License-Identifier: MIT
"""The ledger of claims between members (docs/liability.md 1.7, 1.8 and 3; docs/groups.md 5)."""
from fractions import Fraction
from math import floor

from cover_oracle import allocate
from due_dates import OUT_OF_RANGE
from group_loans import need

FUND, INSURER, ESTATE = "@group_fund", "@insurer", "@estate:"
INVALID_STATE = "invalid_state"


def half_up(x):
    return floor(Fraction(x) + Fraction(1, 2))


class Claim:
    __slots__ = ("on", "by", "of", "amount", "open", "unit_days", "counted_to", "paid_interest")

    def __init__(self, on, by, of, amount, unit_days=0, counted_to=None, paid_interest=0):
        self.on, self.by, self.of, self.amount, self.open = on, by, of, amount, amount
        self.unit_days, self.counted_to, self.paid_interest = unit_days, counted_to or on, paid_interest

    def copy(self):
        twin = Claim(self.on, self.by, self.of, self.amount, self.unit_days, self.counted_to, self.paid_interest)
        twin.open = self.open
        return twin

    def rank(self):
        return self.on, {FUND: 1, INSURER: 2}.get(self.by, 0)


class Ledger:
    """Claims in the order of their making; a claim is copied before it changes."""

    def __init__(self, claims, rate, rule):
        self.claims, self.rate, self.rule = claims, rate, rule

    def copy(self):
        return Ledger(self.claims[:], self.rate, self.rule)

    def touch(self, i, day):
        claim = self.claims[i] = self.claims[i].copy()
        if day > claim.counted_to:
            claim.unit_days += claim.open * (day - claim.counted_to).days
            claim.counted_to = day
        return claim

    def interest(self, claim, day):
        if not self.rate:
            return 0
        days = max(0, (day - claim.counted_to).days)
        return half_up(self.rate * (claim.unit_days + claim.open * days) / 36500) - claim.paid_interest

    def of_debtor(self, debtor):
        return [i for i, c in enumerate(self.claims) if c.of == debtor]

    def payable(self, debtor, day):
        """(claims, interest) due from the debtor."""
        mine = [c for c in self.claims if c.of == debtor]
        return sum(c.open for c in mine), sum(self.interest(c, day) for c in mine)

    def held(self, holder):
        return sum(c.open for c in self.claims if c.by == holder)

    def add(self, on, by, of, amount):
        self.claims.append(Claim(on, by, of, amount))

    def recover(self, debtor, amount, day):
        """Interest first, then the claims; answers {holder: received}."""
        received = {}
        if not amount:
            return received
        mine = self.of_debtor(debtor)
        dues = {i: self.interest(self.claims[i], day) for i in mine}
        total = sum(dues.values())
        for i, part in allocate(min(amount, total), dues, mine).items():
            if part:
                self.touch(i, day).paid_interest += part
                received[self.claims[i].by] = received.get(self.claims[i].by, 0) + part
        self.principal(mine, amount - min(amount, total), day, received)
        return received

    def principal(self, mine, left, day, received):
        mine = [i for i in mine if self.claims[i].open]
        ranks = sorted({self.claims[i].rank() for i in mine}) if self.rule == "first_in" else [None]
        for rank in ranks:
            group = [i for i in mine if rank is None or self.claims[i].rank() == rank]
            weights = {i: self.claims[i].open for i in group}
            parts = allocate(min(left, sum(weights.values())), weights, group)
            for i, part in parts.items():
                if part:
                    self.touch(i, day).open -= part
                    received[self.claims[i].by] = received.get(self.claims[i].by, 0) + part
                    left -= part
        assert left == 0

    def lower(self, by, of, amount, day):
        """A waiver or a set-off: older claims first, those of one day in proportion to what is open."""
        mine = [i for i, c in enumerate(self.claims) if (c.by, c.of) == (by, of) and c.open]
        need(amount <= sum(self.claims[i].open for i in mine), OUT_OF_RANGE, "more than is open")
        for on in sorted({self.claims[i].on for i in mine}):
            group = {i: self.claims[i].open for i in mine if self.claims[i].on == on}
            for i, part in allocate(min(amount, sum(group.values())), group, list(group)).items():
                if part:
                    self.touch(i, day).open -= part
                    amount -= part

    def between(self, by, of):
        return sum(c.open for c in self.claims if (c.by, c.of) == (by, of))

    def to_estate(self, member, day):
        """What she may claim and what she owes passes to her estate, with the day of each claim."""
        for side in ("by", "of"):
            for i in [i for i, c in enumerate(self.claims) if getattr(c, side) == member]:
                claim = self.touch(i, day)
                if claim.open or self.interest(claim, day):
                    new = Claim(claim.on, claim.by, claim.of, claim.open, claim.unit_days, day, claim.paid_interest)
                    setattr(new, side, ESTATE + member)
                    claim.open, claim.unit_days, claim.paid_interest = 0, 0, 0
                    self.claims.append(new)


def divide_recovery(amount, owed, payable, order):
    """(to her own debt, to the claimants, surplus)."""
    if order == "lender_first":
        lender = min(amount, owed)
        claimants = min(amount - lender, payable)
    elif order == "claimants_first":
        claimants = min(amount, payable)
        lender = min(amount - claimants, owed)
    else:
        parts = allocate(min(amount, owed + payable), {"lender": owed, "claimants": payable}, ["lender", "claimants"])
        lender, claimants = parts["lender"], parts["claimants"]
    return lender, claimants, amount - lender - claimants
