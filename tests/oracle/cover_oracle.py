# SPDX-License-Identifier: MIT
"""The call and the ledger of claims, a second time: written from guide/liability.md alone, in integers and fractions.

    python3 cover_oracle.py CALL.json            the answer, or {"refused": pointer}
    python3 cover_oracle.py --self-test          the vectors of tests/data and the worked examples of liability.md
"""
import json
import os
import sys

from cover_read import FIELD_OF, FUNDS, OWN, UNLIMITED, Refused, check_peers, read

DATA = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "data")


def allocate(total, weights, order):
    """`total` divided by the largest remainders: {key: part}; ties in the order of `order`."""
    whole = sum(weights.values())
    if total == 0 or whole == 0:
        return dict.fromkeys(weights, 0)
    parts = {key: total * w // whole for key, w in weights.items()}
    rest = {key: total * w - parts[key] * whole for key, w in weights.items()}
    place = {key: i for i, key in enumerate(order)}
    ranked = sorted(weights, key=lambda key: (-rest[key], place[key]))
    for key in ranked[:total - sum(parts.values())]:
        parts[key] += 1
    return parts


def as_bytes(name):
    return name.encode()


def least(*limits):
    """The smallest of the limits; UNLIMITED does not limit."""
    real = [x for x in limits if x is not UNLIMITED]
    return min(real) if real else UNLIMITED


class Call:
    """One call under way: what is left of every shortfall and of every source."""

    def __init__(self, call):
        self.terms, self.on, self.claims = call["terms"], call["on"], call["claims"]
        self.recoveries = call["recoveries"]
        self.members = {m["id"]: m for m in call["members"]}
        self.ids = sorted(self.members, key=as_bytes)
        turn = call["turn"] % len(self.ids)
        self.order = self.ids[turn:] + self.ids[:turn]
        self.shortfall = {x: max(0, m["due"] - m["paid"]) for x, m in self.members.items()}
        self.left = dict(self.shortfall)
        self.savings = {x: m["savings"] for x, m in self.members.items()}
        self.given = dict.fromkeys(self.ids, 0)                  # by each peer, in this call
        self.funds = {"group_fund": call["group_fund"], "insurer": call["insurer"]}
        self.answers_for = None                                  # P_x less what peers gave for x
        self.covers, self.notes = [], []

    def own_layer(self, layer):
        for x in self.ids:
            balance = self.savings[x] if layer == "own_savings" else self.members[x]["collateral"]
            drawn = min(self.left[x], balance)
            self.left[x] -= drawn
            if layer == "own_savings":
                self.savings[x] -= drawn
            self.cover(layer, x, x, drawn)

    def part(self):
        """Step 3: who is called for, and who answers."""
        self.defaulters = [x for x in self.ids if self.left[x] > self.terms["tolerance"]]
        self.peers = [x for x in self.ids if x not in self.defaulters and not self.members[x]["excused"]]

    def cover(self, layer, x, by, amount, source=None):
        if amount:
            line = {"for": x, "layer": layer, "by": by, "amount": amount}
            self.covers.append({**line, "source": source} if source else line)

    def claim(self, by, x, amount):
        if amount:
            self.claims.append({"on": self.on, "by": by, "for": x, "amount": amount, "open": amount})

    def fund_layer(self, layer):
        capacity = self.funds[layer]
        seen = {x: self.left[x] for x in self.defaulters}
        given = min(sum(seen.values()), capacity)
        covered = allocate(given, seen, self.order)
        for x in self.defaulters:
            self.left[x] -= covered[x]
            self.cover(layer, x, "@" + layer, covered[x])
            self.claim("@" + layer, x, covered[x])

    def weights(self, asked):
        """The weights of the peers, those above zero only; notes once that all were zero."""
        split = self.terms["split"]
        if split == "equal":
            return dict.fromkeys(self.peers, 1)
        named = isinstance(split, str)
        weigh = {j: self.members[j][FIELD_OF[split]] if named else split.get(j, 0) for j in self.peers}
        if self.peers and not any(weigh.values()):
            if asked and not self.notes:
                self.notes.append("all_weights_zero")
            return dict.fromkeys(self.peers, 1) if named else {}
        return {j: w for j, w in weigh.items() if w > 0}

    def source_left(self, j, source):
        return self.savings[j] if source == "savings" else self.members[j]["cash_limit"]

    def cap(self, j, sources):
        held = [self.source_left(j, s) for s in sources]
        total = UNLIMITED if UNLIMITED in held else sum(held)
        limits = (self.terms["cap_per_call"], self.members[j]["cap_left"])
        return least(total, *(UNLIMITED if limit is None else max(0, limit - self.given[j]) for limit in limits))

    def who_pays(self, total, weights, caps):
        """The contributions: rounds of allocate, those whose part exceeds their cap fixed at it."""
        paid, free, rest = {}, dict(weights), total
        while True:
            parts = allocate(rest, free, self.order)
            over = [j for j in free if caps[j] is not UNLIMITED and parts[j] > caps[j]]
            if not over:
                return {**paid, **parts}
            for j in over:
                paid[j] = caps[j]
                rest -= caps[j]
                del free[j]

    def draw(self, layer, sources, j, x, amount):
        """Takes j's money for x from its sources in the listed order."""
        held, rest = self.sources[j], amount
        for source in sources:
            drawn = rest if held[source] is UNLIMITED else min(rest, held[source])
            if held[source] is not UNLIMITED:
                held[source] -= drawn
            if source == "savings":
                self.savings[j] -= drawn
            rest -= drawn
            self.cover(layer, x, j, drawn, source)
        assert rest == 0
        self.given[j] += amount

    def peers_layer(self, layer, sources):
        seen = {x: min(self.answers_for[x], self.left[x]) for x in self.defaulters if not self.members[x]["not_called"]}
        asked = sum(seen.values())
        weights = self.weights(asked)
        caps = {j: self.cap(j, sources) for j in weights}
        capacity = UNLIMITED if UNLIMITED in caps.values() else sum(caps.values())
        given = least(asked, capacity)
        covered = allocate(given, seen, self.order)
        budgets = self.who_pays(given, weights, caps) if given else {}
        self.sources = {j: {s: self.source_left(j, s) for s in sources} for j in budgets}
        by_pair = {}
        for x in sorted(seen, key=as_bytes):
            parts = allocate(covered[x], budgets, self.order)
            for j in sorted(budgets, key=as_bytes):
                budgets[j] -= parts[j]
                self.draw(layer, sources, j, x, parts[j])
                by_pair[j, x] = parts[j]
            self.left[x] -= covered[x]
            self.answers_for[x] -= covered[x]
        assert not any(budgets.values())
        for j, x in sorted(by_pair, key=lambda pair: (as_bytes(pair[0]), as_bytes(pair[1]))):
            self.claim(j, x, by_pair[j, x])

    def run(self):
        layers, peer_layers = self.terms["layers"], 0
        for layer in (entry for entry in layers if entry in OWN):
            self.own_layer(layer)
        self.part()
        check_peers({"terms": self.terms}, [self.members[j] for j in sorted(self.peers, key=list(self.members).index)])
        for layer in (entry for entry in layers if entry not in OWN):
            if not isinstance(layer, tuple):
                self.fund_layer(layer)
                continue
            peer_layers += 1
            if self.answers_for is None:
                self.answers_for = {x: self.terms["share"] * self.left[x] // 1 for x in self.defaulters}
            self.peers_layer("peers" if peer_layers == 1 else f"peers{peer_layers}", layer)


def rank(claim):
    by = claim["by"]
    return claim["on"], FUNDS.index(by) + 1 if by in FUNDS else 0


def recover(claims, recovery):
    """Applies one recovery to the claims in place; answers the lines applied and what is left."""
    left, applied = recovery["amount"], []
    open_ones = [i for i, c in enumerate(claims) if c["for"] == recovery["from"] and c["open"] > 0]
    groups = [open_ones]
    if recovery["rule"] == "first_in":
        ranks = sorted({rank(claims[i]) for i in open_ones})
        groups = [[i for i in open_ones if rank(claims[i]) == r] for r in ranks]
    for group in groups:
        weights = {i: claims[i]["open"] for i in group}
        parts = allocate(min(left, sum(weights.values())), weights, group)
        for i in sorted(group, key=lambda i: (rank(claims[i]), i)):
            claims[i]["open"] -= parts[i]
            left -= parts[i]
            applied += [{"claim": i, "amount": parts[i]}] if parts[i] else []
    return {"from": recovery["from"], "applied": applied, "unapplied": left}


def told(value, text):
    """The answer as on the wire: amounts and dates as text."""
    if isinstance(value, dict):
        return {k: text(v) if k in ("amount", "open", "unapplied") else told(v, text) for k, v in value.items()}
    if isinstance(value, list):
        return [told(v, text) for v in value]
    return value.isoformat() if hasattr(value, "isoformat") else value


def answer(text):
    """What `solidarity cover` should say to this document, or {"refused": pointer}."""
    try:
        parsed, money = read(text)
        call = Call(parsed)
        call.run()
    except Refused as refusal:
        return {"refused": refusal.pointer}
    recoveries = [recover(call.claims, r) for r in call.recoveries]
    short = [x for x in call.ids if call.shortfall[x] > 0]
    return {"shortfalls": {x: money.text(call.shortfall[x]) for x in short},
            "uncovered": {x: money.text(call.left[x]) for x in short},
            "notes": call.notes,
            **told({"covers": call.covers, "claims": call.claims, "recoveries": recoveries}, money.text)}


def vectors(name):
    with open(os.path.join(DATA, name), encoding="utf-8") as f:
        return json.load(f)


WORKED = [({}, {}, ["766.00", "766.00"], "0.00"), ({}, {"cash_limit": "500.00"}, ["500.00", "1032.00"], "0.00"),
          ({"share": "0.5"}, {}, ["383.00", "383.00"], "766.00")]


def worked(terms, meena):
    paid = {"due": "1532.00", "paid": "1532.00"}
    members = [{"id": "meena", **paid, **meena}, {"id": "rani", **paid}, {"id": "sita", **paid, "paid": "0"}]
    return answer(json.dumps({"currency": "INR", "on": "2026-01-12", "members": members,
                              "terms": {"cash_limit": "unlimited", "layers": [{"peers": ["cash"]}], **terms}}))


def self_test():
    calls, refused = vectors("cover.json"), vectors("cover-refused.json")
    wrong = [v["id"] for v in calls if answer(json.dumps(v["input"])) != v["expected"]]
    wrong += [v["id"] for v in refused if answer(json.dumps(v["input"])) != {"refused": v["pointer"]}]
    for terms, meena, given, uncovered in WORKED:
        said = worked(terms, meena)
        if [c["amount"] for c in said["covers"]] != given or said["uncovered"] != {"sita": uncovered}:
            wrong.append(f"worked example {terms} {meena}")
    total = len(calls) + len(refused) + len(WORKED)
    print(f"{total - len(wrong)} of {total} vectors and worked examples agree" + "".join("\n  " + w for w in wrong))
    return 1 if wrong else 0


def main():
    if sys.argv[1:] == ["--self-test"]:
        return self_test()
    with open(sys.argv[1], encoding="utf-8") if sys.argv[1:] and sys.argv[1] != "-" else sys.stdin as f:
        print(json.dumps(answer(f.read()), ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main())
