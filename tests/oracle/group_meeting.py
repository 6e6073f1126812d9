# SPDX-License-Identifier: MIT
"""A meeting: the form of its lines, then step by step what they do (docs/groups.md, sections 3 and 4)."""
from cover_oracle import allocate
from cover_read import UNLIMITED
from due_dates import OUT_OF_RANGE, Refused
from group_call import call
from group_claims import FUND, INSURER, INVALID_STATE, divide_recovery
from group_life import grant
from group_loans import at_pointer, need
from group_state import DUPLICATE, NOT_FOUND, payment
from group_votes import elect, form_of_votes, resolve

KINDS = ("absent", "late", "fines", "deposits", "withdrawals", "repayments")
COVER_KIND = {"own_savings": "cover_by_savings", "own_collateral": "cover_by_savings", "group_fund": "cover_by_fund",
              "insurer": "cover_by_insurance"}


class Meeting:
    """One meeting applied to a state. `facts` are what it left open; empty when it is recorded."""

    def __init__(self, state, event, replay):
        self.s, self.doc, self.facts, self.name, self.replay = state, event.doc, event.facts, event.id, replay
        self.cash_in = self.cash_out = 0

    def run(self):
        self.form()
        self.attendance()
        self.lump_sum()
        self.fines()
        self.savings()
        self.repayments()
        self.s.meeting = {"covers": [], "shortfalls": {}, "name": self.name}
        self.covering()
        self.loans()
        self.votes()
        self.cash()
        self.forget_notices()

    def lines(self, kind):
        lines = self.facts.get("lines", {}).get(kind) or self.doc.get(kind, [])
        if kind != "absent" or not self.replay:
            return lines
        return [x for x in lines if self.s.is_member(x["member"]) or self.s.state_of(x["member"]) != "dead"]

    # --- the form -------------------------------------------------------------------------------------------

    def form(self):
        for kind in KINDS:
            self.form_of(kind)
        for kind in ("limits", "collateral"):
            for i, line in enumerate(self.doc.get(kind, [])):
                self.s.must_be_member(line["member"], f"/{kind}/{i}")
        for i, line in enumerate(self.doc.get("covers") or []):
            self.form_of_cover(line, f"/covers/{i}")
        for i, line in enumerate(self.doc.get("loans", [])):
            self.s.must_be_member(line["member"], f"/loans/{i}")
            need(line["id"] not in self.s.loans, DUPLICATE, line["id"], f"/loans/{i}")

    def form_of(self, kind):
        seen, sheet = set(), self.doc.get("is_sheet", True)
        today = self.s.sheet if self.s.sheet_day == self.s.day else frozenset()
        for i, line in enumerate(self.lines(kind)):
            pointer, member = f"/{kind}/{i}", line["member"]
            self.person(kind, member, pointer)
            key = (member, line.get("loan")) if kind == "repayments" else member
            need(key not in seen, DUPLICATE, member, pointer)
            need(not sheet or (kind, member) not in today, DUPLICATE, f"{member} on another sheet", pointer)
            need(line.get("amount", 1) > 0, OUT_OF_RANGE, "amount", pointer)
            seen.add(key)
        if sheet:
            self.s.sheet_day, self.s.sheet = self.s.day, today | {(kind, x["member"]) for x in self.lines(kind)}

    def person(self, kind, member, pointer):
        self.s.known(member, pointer)
        may = kind == "repayments" and self.s.state_of(member) == "expelled"
        need(self.s.is_member(member) or may, INVALID_STATE, f"{member} is no member", pointer)

    def form_of_cover(self, line, pointer):
        self.s.known(line["debtor"], pointer)
        if line["kind"] == "peer":
            self.s.must_be_member(line["by"], pointer)
        need(line["amount"] > 0, OUT_OF_RANGE, "amount", pointer)

    # --- steps --------------------------------------------------------------------------------------------------

    def attendance(self):
        for kind, fine in (("absent", self.s.rules.fine_absent), ("late", self.s.rules.fine_late)):
            for line in self.lines(kind):
                self.s.fines[line["member"]] = self.s.fines.get(line["member"], 0) + fine

    def lump_sum(self):
        total = self.doc.get("lump_sum")
        if total is None or "lines" in self.facts:
            return
        need(total > 0, OUT_OF_RANGE, "lump sum", "/lump_sum")
        given = sum(line["amount"] for kind in ("fines", "deposits", "repayments") for line in self.doc.get(kind, []))
        if any(self.doc.get(kind) for kind in ("fines", "deposits", "repayments")):
            return need(given == total, OUT_OF_RANGE, f"lines {given}, lump sum {total}", "/lump_sum")
        self.facts["lines"] = self.divided(total)
        try:
            for kind in ("fines", "deposits", "repayments"):
                self.form_of(kind)
        except Refused as refusal:
            raise at_pointer(refusal, "/lump_sum")

    def divided(self, total):
        s, ids = self.s, self.s.ids()
        loans = {x: s.owed_now(x) for x in ids}
        fines = {x: s.fines.get(x, 0) for x in ids}
        whole = {x: loans[x] + fines[x] + s.savings_due(x) for x in ids}
        most = sum(whole.values())
        excess = max(0, total - most)
        need(not excess or (s.rules.excess_becomes_savings and ids), OUT_OF_RANGE, f"at most {most}", "/lump_sum")
        parts = allocate(total - excess, whole, ids)
        more = allocate(excess, dict.fromkeys(ids, 1), ids)
        lines = {"fines": [], "deposits": [], "repayments": []}
        for x in ids:
            loan = min(parts[x], loans[x])
            fine = min(parts[x] - loan, fines[x])
            rest = parts[x] - loan - fine + more[x]
            for kind, amount in (("repayments", loan), ("fines", fine), ("deposits", rest)):
                if amount:
                    lines[kind].append({"member": x, "amount": amount, "loan": None, "to_claims": 0})
        return lines

    def fines(self):
        for i, line in enumerate(self.lines("fines")):
            due = self.s.fines.get(line["member"], 0)
            need(line["amount"] <= due, OUT_OF_RANGE, f"due {due}", f"/fines/{i}")
            self.s.fines[line["member"]] = due - line["amount"]
            self.s.social += line["amount"]
            self.cash_in += line["amount"]

    def savings(self):
        for line in self.lines("deposits"):
            self.s.save(line["member"], line["amount"])
            self.cash_in += line["amount"]
        for i, line in enumerate(self.lines("withdrawals")):
            self.s.save(line["member"], -line["amount"])
            self.cash_out += line["amount"]
            need(self.replay or self.s.available(line["member"]) >= 0, OUT_OF_RANGE, "savings", f"/withdrawals/{i}")

    def repayments(self):
        to_claims = self.facts.setdefault("to_claims", [])
        for i, line in enumerate(self.lines("repayments")):
            try:
                if len(to_claims) <= i:
                    to_claims.append(self.part_of_claimants(line))
                self.repay(line, to_claims[i], i)
            except Refused as refusal:
                raise at_pointer(refusal, f"/repayments/{i}")

    def part_of_claimants(self, line):
        payable = self.s.payable(line["member"])
        if line.get("to_claims") is not None:
            need(line["to_claims"] <= min(line["amount"], payable), OUT_OF_RANGE, f"payable {payable}")
            return line["to_claims"]
        if not payable:
            return 0
        return divide_recovery(line["amount"], self.s.owed_now(line["member"]), payable, self.s.rules.recovery)[1]

    def repay(self, line, to_claims, i):
        s, member = self.s, line["member"]
        need(to_claims <= s.payable(member), OUT_OF_RANGE, "claims that are not there any more")
        self.cash_out += s.recover(member, to_claims)
        self.cash_in += line["amount"]
        rest, name = line["amount"] - to_claims, f"{self.name}.p{i}"
        if line.get("loan") is None:
            return s.pay(member, rest, "repay", name, self.replay)
        loan = s.loans.get(line["loan"])
        need(loan is not None and loan.member == member, NOT_FOUND, line["loan"])
        if self.replay and s.status(loan) != "active":
            s.credit(member, rest)
        elif rest:
            s.loan_event(loan, payment("repay", rest, s.rules.digits), name, self.replay)

    def loans(self):
        for i, line in enumerate(self.doc.get("loans", [])):
            try:
                self.cash_out += grant(self.s, line, self.replay)
            except Refused as refusal:
                raise at_pointer(refusal, f"/loans/{i}")

    def votes(self):
        form_of_votes(self.s, self.doc)
        for election in self.doc.get("elections", []):
            elect(self.s, election)
        for resolution in self.doc.get("resolutions", []):
            resolve(self.s, resolution)

    def cash(self):
        net = self.s.meeting["cash"] = self.cash_in - self.cash_out
        counted, difference = self.doc.get("counted"), self.doc.get("difference", 0)
        if counted is not None and not self.replay:
            need(counted + difference == net, OUT_OF_RANGE, f"in less out is {net}", "/cash_counted")
        self.s.difference += difference

    def forget_notices(self):
        for member in list(self.s.notices):
            if not self.s.sums(member)[0]:
                del self.s.notices[member]

    # --- the call -----------------------------------------------------------------------------------------------

    def covering(self):
        given = self.doc.get("covers")
        if given is None and (not self.doc.get("calls", True) or not self.s.rules.layers):
            return
        people = self.people()
        owed = {x: self.s.owed_now(x, joint=True) for x in people}
        kept = {x: min(self.s.kept.get(x, 0), owed[x]) for x in people}
        self.s.meeting["shortfalls"] = {x: owed[x] - kept[x] for x in people}
        if "covers" not in self.facts:
            self.facts["covers"], self.facts["outside"] = \
                (self.taken(given, owed), {}) if given is not None else self.called(people, owed, kept)
        self.s.meeting["covers"] = self.facts["covers"]
        self.cover()
        self.keep_apart(people, kept)

    def people(self):
        """The members of the day, and former ones whose joint loans are open."""
        former = [x for x in self.s.members if not self.s.is_member(x) and self.s.open_loans(x, joint=True)]
        return self.s.ids() + former

    def taken(self, given, owed):
        layers, found, sums = self.s.rules.layers, [], {}
        for i, line in enumerate(given):
            x, kind = line["debtor"], line["kind"]
            number = next((n for n, layer in enumerate(layers) if layer == kind or
                           (kind == "peer" and isinstance(layer, tuple) and line["source"] in layer)), None)
            need(number is not None, INVALID_STATE, "no such layer", f"/covers/{i}")
            sums[x] = sums.get(x, 0) + line["amount"]
            need(sums[x] <= owed.get(x, 0), OUT_OF_RANGE, f"owed {owed.get(x, 0)}", f"/covers/{i}")
            need(line.get("by") != x, INVALID_STATE, "nobody for herself", f"/covers/{i}")
            by = line.get("by") or (x if kind.startswith("own") else "@" + kind)
            found.append((number, x, by, line.get("source"), line["amount"]))
            if line.get("source") == "savings" or kind == "own_savings":
                drawn = sum(a for n, _, b, c, a in found if b == by and (c == "savings" or layers[n] == "own_savings"))
                need(drawn <= self.s.available(by), OUT_OF_RANGE, "savings", f"/covers/{i}")
        return found

    def called(self, people, owed, kept):
        if not people:
            return [], {}
        s, r = self.s, self.s.rules
        limits = {line["member"]: line["amount"] for line in self.doc.get("limits", [])}
        pledges = {line["member"]: line["amount"] for line in self.doc.get("collateral", [])}
        members = [{"id": x, "due": owed[x] - kept[x], "paid": 0, "savings": max(0, s.available(x)),
                    "collateral": pledges.get(x, 0), "cash_limit": limits.get(x, self.doc.get("cash_limit", 0)),
                    "cap_left": self.cap_left(x), "principal": s.principal_handed(x), "outstanding": s.sums(x)[3],
                    "excused": not s.is_member(x) or s.excused(x), "not_called": self.not_called(x)} for x in people]
        terms = {"tolerance": r.tolerance, "cap_per_call": None, "split": r.split, "share": r.share, "layers": r.layers}
        document = {"terms": terms, "on": s.day, "claims": [], "recoveries": [], "members": members,
                    "turn": self.facts["turn"], "group_fund": s.fund, "insurer": self.doc.get("insurer_limit", 0)}
        return call(document, self.answers(people), r.regime == "several")

    def cap_left(self, member):
        found = UNLIMITED
        for cap, scope in self.s.rules.caps:
            most = self.worth(cap, member)
            given = {"call": {}, "cycle": self.s.given_cycle, "ever": self.s.given_ever}[scope].get(member, 0)
            left = max(0, most - given)
            found = left if found is UNLIMITED else min(found, left)
        return found

    def worth(self, cap, member):
        if "amount" in cap:
            return cap["amount"]
        if "installments" in cap:
            return cap["installments"] * self.s.installment(member) // 1
        return max(0, self.s.available(member))

    def not_called(self, x):
        s, r = self.s, self.s.rules
        if r.trigger_days and s.sums(x, joint=True)[4] < r.trigger_days:
            return True
        noticed = s.notices.get(x)
        return bool(r.notice_days) and (noticed is None or (s.day - noticed).days < r.notice_days)

    def answers(self, people):
        """Who answers for x: by the regime, who had joined when the oldest of x's open joint loans was handed out."""
        s, found = self.s, {}
        for x in people:
            loans = s.open_loans(x, joint=True)
            able = {j for j in people if j != x and loans and s.answers_from(j, loans[0].on)}
            found[x] = able & self.by_regime(x, people)
        return lambda x: found[x]

    def by_regime(self, x, people):
        r = self.s.rules
        if r.regime == "nobody":
            return set()
        if r.regime == "sub_groups":
            return {j for part in r.parts if x in part for j in part}
        if r.regime == "pairs":
            return {guarantor for guarantor, debtor in r.pairs if debtor == x}
        return set(people)

    def cover(self):
        s, claims = self.s, {}
        for i, (number, x, by, source, amount) in enumerate(self.facts["covers"]):
            layer = s.rules.layers[number]
            kind = "cover_by_peer" if source else COVER_KIND[layer]
            s.pay(x, amount, kind, f"{self.name}.c{i}", self.replay, joint=True)
            if source == "savings" or layer == "own_savings":
                s.save(by, -amount)
            self.cash_in += amount if source == "cash" else 0
            s.fund -= amount if by == FUND else 0
            if source:
                s.must_be_member(by)
                s.given_cycle[by] = s.given_cycle.get(by, 0) + amount
                s.given_ever[by] = s.given_ever.get(by, 0) + amount
            if source or by in (FUND, INSURER):
                key = number, by.encode(), x.encode()
                claims[key] = claims.get(key, 0) + amount
        for number, by, x in sorted(claims):
            s.ledger.add(s.day, by.decode(), x.decode(), claims[number, by, x])

    def keep_apart(self, people, kept):
        s, outside = self.s, self.facts["outside"]
        owed = {x: s.owed_now(x, joint=True) for x in set(people) | set(s.kept)}
        if any(owed[x] - kept.get(x, 0) > s.rules.tolerance for x in owed):
            s.uncovered_since = s.uncovered_since or s.day
        elif not any(owed.values()):
            s.uncovered_since = None
        s.kept = {x: k for x in owed if (k := min(owed[x], kept.get(x, 0) + outside.get(x, 0)))}
