# SPDX-License-Identifier: MIT
"""The call of a meeting: cover_oracle.py with regimes, circles and caps (docs/liability.md 1 and 2; docs/groups.md 4)."""
from cover_oracle import Call, allocate, as_bytes, least
from cover_read import OWN, UNLIMITED


class GroupCall(Call):
    """`answers(x)`: the ids that answer for x, before it is known who defaults. Layers are numbers here."""

    def __init__(self, call, answers, several):
        super().__init__(call)
        self.answers, self.several = answers, several
        self.cash = {x: m["cash_limit"] for x, m in self.members.items()}
        self.outside = {}                          # of each defaulter, what the share leaves out
        self.made = []                             # (layer, by, for, amount) of this call's claims

    def run(self):
        self.parted = False
        for number, layer in enumerate(self.terms["layers"]):
            self.number = number
            if layer in OWN:
                self.own_layer(layer)
                continue
            self.part_once()
            if isinstance(layer, tuple):
                self.share_once()
                self.circle_after_circle(layer)
            else:
                self.fund_layer(layer)

    def part_once(self):
        if not self.parted:
            self.part()
            self.parted = True

    def share_once(self):
        if self.answers_for is None:
            self.answers_for = {x: self.terms["share"] * self.left[x] // 1 for x in self.defaulters}
            self.outside = {x: self.left[x] - self.answers_for[x] for x in self.defaulters
                            if not self.members[x]["not_called"]}

    def cover(self, layer, x, by, amount, source=None):
        if amount:
            self.covers.append((self.number, x, by, source, amount))

    def claim(self, by, x, amount):
        if amount:
            self.made.append((self.number, by, x, amount))

    def fund_layer(self, layer):
        before = dict(self.left)
        super().fund_layer(layer)
        drawn = sum(before.values()) - sum(self.left.values())
        self.funds[layer] -= drawn
        for x in self.outside:
            self.outside[x] = max(0, self.outside[x] - (before[x] - self.left[x]))

    def source_left(self, j, source):
        return self.savings[j] if source == "savings" else self.cash[j]

    def circles(self):
        """[(debtors, peers)] in the order of their first debtor."""
        found = {}
        for x in self.defaulters:
            if not self.members[x]["not_called"]:
                peers = tuple(j for j in self.peers if j in self.answers(x))
                found.setdefault(peers, []).append(x)
        return [(debtors, peers) for peers, debtors in found.items()]

    def circle_after_circle(self, sources):
        everybody = self.peers
        for debtors, peers in self.circles():
            self.peers = list(peers)
            self.circle(debtors, sources)
        self.peers = everybody

    def contributions(self, asked, weights, caps):
        if self.several:
            parts = allocate(asked, weights, self.order)
            return {j: least(part, caps[j]) for j, part in parts.items()}
        capacity = UNLIMITED if UNLIMITED in caps.values() else sum(caps.values())
        given = least(asked, capacity)
        return self.who_pays(given, weights, caps) if given else {}

    def circle(self, debtors, sources):
        seen = {x: min(self.answers_for[x], self.left[x]) for x in debtors}
        asked = sum(seen.values())
        weights = self.weights(asked)
        if not asked or not weights:
            return
        budgets = self.contributions(asked, weights, {j: self.cap(j, sources) for j in weights})
        covered = allocate(sum(budgets.values()), seen, self.order)
        for x in sorted(seen, key=as_bytes):
            parts = allocate(covered[x], budgets, self.order)
            for j in sorted(budgets, key=as_bytes):
                budgets[j] -= parts[j]
                self.take(sources, j, x, parts[j])
            self.left[x] -= covered[x]
            self.answers_for[x] -= covered[x]

    def take(self, sources, j, x, amount):
        if not amount:
            return
        self.given[j] += amount
        self.claim(j, x, amount)
        for source in sources:
            held = self.source_left(j, source)
            drawn = least(amount, held)
            if held is not UNLIMITED:
                (self.savings if source == "savings" else self.cash)[j] -= drawn
            amount -= drawn
            self.cover(None, x, j, drawn, source)
        assert amount == 0


def call(document, answers, several):
    """(covers [(layer, for, by, source, amount)], outside the share {x: amount}) of one call."""
    done = GroupCall(document, answers, several)
    done.run()
    place = {"savings": 0, "cash": 1, None: 0}
    layers = document["terms"]["layers"]

    def order(line):
        number, x, by, source, _ = line
        return number, as_bytes(x), as_bytes(by), layers[number].index(source) if source else place[source]
    return sorted(done.covers, key=order), {x: amount for x, amount in done.outside.items() if amount}
