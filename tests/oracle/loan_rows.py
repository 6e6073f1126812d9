# SPDX-License-Identifier: MIT
"""Rows of a living loan and the waterfall over them (docs/servicing.md, sections 3 and 5)."""
from fractions import Fraction

from schedule_oracle import round_whole

PARTS = ("principal", "interest", "fees", "penalties", "insurance")
WORDS = {"penalty": "penalties", "fee": "fees", "insurance": "insurance", "interest": "interest",
         "principal": "principal"}
USUAL = ("penalty", "fee", "insurance", "interest", "principal")
LATENESS = ("past_due", "due", "in_advance")


def nothing():
    return dict.fromkeys(PARTS, 0)


class Row:
    """What falls due on one day and what became of it. `period` is (rates, k) of the plan that made it, or None."""

    def __init__(self, start, due, kind="installment", period=None):
        self.start, self.due, self.kind, self.period = start, due, kind, period
        self.charged, self.paid, self.waived, self.written_off = nothing(), nothing(), nothing(), nothing()
        self.in_advance = self.late = 0
        self.left = []          # (day, principal, counts): left the balance on that day; counts: whatever the rest
        self.charges = []       # of its fees, penalties and insurance: those charged in life
        self.settled_on = None
        self.fixed = False      # its interest follows the balance no more
        self.gone = False       # re-aged: what was open stands in other rows
        self.back = 0           # principal that the bank took back
        self.refunds = []       # (day, principal) that was paid and given back
        self.moved = 0          # principal that was past due and went to later rows
        self.graced = False     # of principal: it has no part of it
        self.earned = False     # all of its interest is earned: it was paid off

    def settled(self, part):
        return self.paid[part] + self.waived[part] + self.written_off[part]

    def open(self, part):
        return self.charged[part] - self.settled(part)

    def total_open(self):
        return sum(self.charged.values()) - sum(self.paid.values()) - sum(self.waived.values()) - sum(self.written_off.values())

    def unpaid_of(self, charge):
        """Money and waivers meet what a row charges in the order in which it was charged, the plan first."""
        later = self.charges[self.charges.index(charge) + 1:]
        left = self.open(charge.part) - sum(c.rest() for c in later if c.part == charge.part)
        return max(0, min(left, charge.rest()))

    def owed_early(self, part, day):
        """Of a row not yet due: only what was charged for a day that has come."""
        return sum(self.unpaid_of(c) for c in self.charges if c.part == part and c.due <= day)

    def pay(self, part, amount, day):
        assert 0 <= amount <= self.open(part)
        self.paid[part] += amount
        self.in_advance += amount if day < self.due else 0
        self.late += amount if day > self.due else 0
        self.principal_leaves(part, amount, day)

    def principal_leaves(self, part, amount, day):
        if part == "principal" and amount:
            self.left.append((day, amount, False))

    def keep_floor(self, part):
        """What was paid, waived or written off stays charged."""
        self.charged[part] = max(self.charged[part], self.settled(part))


class Charge:
    def __init__(self, name, part, amount, due):
        self.name, self.part, self.amount, self.due, self.waived = name, part, amount, due, 0

    def rest(self):
        return self.amount - self.waived


# --- the waterfall ----------------------------------------------------------------------------------

def named(late, early=None, rule="next_installment", quirk=None):
    """A preset: "Pen F I P" for what is past due and due, and in advance; insurance comes right after the fee."""
    words = {"Pen": ["penalty"], "F": ["fee", "insurance"], "I": ["interest"], "P": ["principal"]}
    parts = lambda text: [part for word in text.split() for part in words[word]]
    order = [f"{when}_{part}" for when in LATENESS[:2] for part in parts(late)]
    return {"order": order + [f"in_advance_{part}" for part in parts(early or late)], "in_advance": rule, "quirk": quirk}


PRESETS = {
    "mifos-standard": named("Pen F I P"), "creocore": named("Pen F I P"), "opencbs": named("F Pen I P"),
    "interest-principal-penalties-fees": named("I P Pen F"), "principal-interest-penalties-fees": named("P I Pen F"),
    "early-repayment": named("I P Pen F", rule="reduce_principal"),
    "heavensfamily": named("P I F Pen", quirk="interest waived"), "rbi-india": named("Pen F I P", quirk="principal last"),
    "due-penalty-fee-interest-principal-in-advance-principal-penalty-fee-interest":
        named("Pen F I P", "P Pen F I", quirk="charges first"),
    "due-penalty-interest-principal-fee-in-advance-penalty-interest-principal-fee":
        named("Pen I P F", quirk="charges first"),
}


class Waterfall:
    def __init__(self, doc=None):
        doc = {"preset": doc} if isinstance(doc, str) else doc or {}
        doc = {**PRESETS[doc["preset"]], **doc} if "preset" in doc else doc
        names = doc.get("order") or [f"{when}_{part}" for when in LATENESS for part in USUAL]
        self.order = [self.bucket(name) for name in names]
        self.quirk = doc.get("quirk")
        self.rule = doc.get("in_advance", "next_installment")
        self.vertical = doc.get("direction", "horizontal") == "vertical"

    @staticmethod
    def bucket(name):
        when = next(w for w in LATENESS if name.startswith(w))
        return when, WORDS[name[len(when) + 1:]]

    def runs(self):
        """[(lateness, [parts])] of consecutive buckets of one lateness."""
        found = []
        for when, part in self.order:
            if not found or found[-1][0] != when:
                found.append((when, []))
            found[-1][1].append(part)
        return found


def lateness(row, day):
    return "past_due" if row.due < day else "due" if row.due == day else "in_advance"


def meet(row, part, money, day, done):
    amount = min(money, row.open(part))
    if amount:
        row.pay(part, amount, day)
        done.append((row, part, amount))
    return money - amount


def in_order(rows, parts, vertical):
    if vertical:
        return [(row, part) for part in parts for row in rows]
    return [(row, part) for row in rows for part in parts]


def open_in(row, parts):
    return sum(row.open(part) for part in parts)


def divide(rows, part, money, day, done):
    """Each row pays at most the money / rows, the last what the equal parts of the others leave."""
    each = round_whole(Fraction(money, len(rows)), "half_even")
    for_last = money - each * (len(rows) - 1)
    for row in rows[:-1]:
        money -= min(each, money) - meet(row, part, min(each, money), day, done)
    share = max(0, min(for_last, money))
    return money - share + meet(rows[-1], part, share, day, done)


def spread(rows, parts, money, day, done, vertical):
    """Bucket by bucket over the rows that have something open; again with what was left over."""
    for group in [[part] for part in parts] if vertical else [parts]:
        while money and (able := [row for row in rows if open_in(row, group)]):
            for part in group:
                money = divide(able, part, money, day, done)
    return money


def apply(rows, waterfall, money, day, early=True):
    """(what was paid as [(row, part, amount)], what no bucket could take). `early` False: only past due and due."""
    done = []
    if waterfall.quirk == "principal last" and any(row.due < day and row.total_open() for row in rows):
        money = principal_last(rows if early else [row for row in rows if row.due <= day], money, day, done)
    for when, parts in waterfall.runs():
        scope = [row for row in rows if lateness(row, day) == when]
        rule = waterfall.rule if when == "in_advance" else "next_installment"
        if when == "in_advance" and (not early or rule == "credit"):
            continue
        if rule == "reamortization":
            money = spread(scope, parts, money, day, done, waterfall.vertical)
            continue
        if rule == "reduce_principal":
            parts = [part for part in parts if part == "principal"]
        if rule == "last_installment":
            scope = scope[::-1]
        if when == "in_advance" and waterfall.quirk == "charges first":
            money = charges_first(scope, money, day, done)
        for row, part in in_order(scope, parts, waterfall.vertical):
            money = meet(row, part, money, day, done)
            if when == "in_advance" and part == "principal" and waterfall.quirk == "interest waived":
                waive_interest_of_prepaid(row, done)
    return done, money


def principal_last(rows, money, day, done):
    late = [row for row in rows if row.due <= day]
    for row, part in in_order(late, ["penalties", "fees", "insurance", "interest"], False) + \
            [(row, "principal") for row in rows]:
        money = meet(row, part, money, day, done)
    return money


def charges_first(rows, money, day, done):
    for row in [row for row in rows if row.total_open()][:1]:
        for part in ("penalties", "fees", "insurance"):
            come = row.owed_early(part, day)
            money -= min(money, come) - meet(row, part, min(money, come), day, done)
    return money


def waive_interest_of_prepaid(row, done):
    """Whoever finishes the principal of a row before its day owes no more interest for it."""
    if done and done[-1][:2] == (row, "principal") and not row.open("principal"):
        row.waived["interest"] += row.open("interest")


def parts_of(done):
    sums = nothing()
    for _, part, amount in done:
        sums[part] += amount
    return sums
