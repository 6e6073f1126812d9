# SPDX-License-Identifier: MIT
"""What happens outside of meetings: membership, loans, claims, death, funds (docs/groups.md, sections 2, 5 and 6)."""
from cover_oracle import allocate
from due_dates import OUT_OF_RANGE
from group_claims import ESTATE, INVALID_STATE, divide_recovery
from group_loans import Loan, handed_out, need
from group_state import DUPLICATE, NOT_FOUND, Member, payment
from group_votes import adopted, elect, form_of_votes


def grant(state, line, replay):
    """A loan granted and handed out; answers the money. Who may borrow is asked when it is recorded alone."""
    need(line["id"] not in state.loans, DUPLICATE, line["id"])
    if line["member"]:
        state.must_be_member(line["member"])
        need(replay or not state.members[line["member"]].expelled, INVALID_STATE, "expelled before")
        need(replay or not state.sums(line["member"])[4], INVALID_STATE, "own arrears")
    account = handed_out(line, state.day, line["id"])
    joint = line.get("joint", True) and line["member"] is not None
    state.handed_out(Loan(line["id"], line["member"], joint, state.day, account))
    return account.disbursed


class Life:
    """One event of life applied to a state; `facts` as for a meeting."""

    def __init__(self, state, event, replay):
        self.s, self.doc, self.facts, self.name, self.replay = state, event.doc, event.facts, event.id, replay

    def run(self):
        getattr(self, "do_" + self.doc["type"])()

    def amount(self, key="amount"):
        need(self.doc[key] > 0, OUT_OF_RANGE, key)
        return self.doc[key]

    def fact(self, key, value):
        """What is computed when the event is recorded, and then stays; what it did not know is nothing."""
        return self.facts.get(key, 0) if self.replay else self.facts.setdefault(key, value)

    # --- loans and savings ----------------------------------------------------------------------------------

    def do_grant(self):
        grant(self.s, self.doc, self.replay)

    def do_loan_event(self):
        loan = self.s.loans.get(self.doc["loan"])
        need(loan is not None, NOT_FOUND, self.doc["loan"])
        need(self.s.state_of(loan.member) != "dead", INVALID_STATE, f"{loan.member} is dead")
        body = self.doc["body"]
        need(body["type"] not in ("repay", "reverse"), "unsupported", "a line of a meeting, an event of the group")
        if body["type"] == "undo_disbursement":
            raise SystemExit("the oracle of groups undoes no disbursement: an account that is already folded has no events")
        if body["type"] == "pay_off":
            return self.pay_off(loan, self.name, "received", body)
        self.s.loan_event(loan, body, self.name, self.replay)

    def pay_off(self, loan, name, fact, body):
        """What was handed over is a fact; what is too much after a correction is credit with the group."""
        s = self.s
        total = max(0, s.account(loan).payoff(s.day)[3])
        paid = self.fact(fact, total)
        if not paid and total:
            return
        if paid > total:
            s.credit(loan.member, paid - total)
        if s.status(loan) == "active" or not self.replay:
            s.loan_event(loan, {**body, "received": min(paid, total)}, name, self.replay)

    def do_group_repays(self):
        loan = self.s.loans.get(self.doc["loan"])
        need(loan is not None and loan.member is None, NOT_FOUND, self.doc["loan"])
        amount = self.amount()
        need(self.replay or amount <= self.s.fund, OUT_OF_RANGE, f"the fund has {self.s.fund}")
        self.s.fund -= amount
        self.s.loan_event(loan, payment("repay", amount, self.s.rules.digits), self.name, self.replay)

    def do_hold(self):
        member, amount = self.doc["member"], self.amount()
        self.s.known(member)
        need(self.doc["hold"] not in self.s.holds, DUPLICATE, self.doc["hold"])
        self.s.holds[self.doc["hold"]] = member, amount

    def do_release(self):
        member, left = self.s.holds.get(self.doc["hold"], (None, 0))
        need(member == self.doc["member"], NOT_FOUND, self.doc["hold"])
        need(left > 0, INVALID_STATE, "nothing is held")
        self.s.holds[self.doc["hold"]] = member, 0

    def do_return_credit(self):
        member, amount = self.doc["member"], self.amount()
        self.s.known(member)
        need(amount <= self.s.credits.get(member, 0), OUT_OF_RANGE, f"there is {self.s.credits.get(member, 0)}")
        self.s.credit(member, -amount)

    # --- membership -----------------------------------------------------------------------------------------

    def do_join(self):
        name, s = self.doc["member"], self.s
        need(not s.is_member(name), DUPLICATE, f"{name} is a member")
        need(s.state_of(name) != "dead", INVALID_STATE, f"{name} is dead")
        first = s.members[name].first if name in s.members else s.day
        expelled = name in s.members and s.members[name].expelled
        s.members[name] = Member("member", s.day, first, expelled)
        s.savings.setdefault(name, 0)

    def ends(self, name, state):
        before = self.s.members[name]
        self.s.members[name] = before._replace(state=state, expelled=before.expelled or state == "expelled")
        self.s.officers = {office: who for office, who in self.s.officers.items() if who != name}

    def do_leave(self):
        s, name = self.s, self.doc["member"]
        s.must_be_member(name)
        if self.doc.get("buy_out"):
            self.buy_out(name)
        reasons = self.obstacles(name)
        need(not reasons, INVALID_STATE, "; ".join(reasons))
        paid = self.fact("paid_out", s.savings.get(name, 0))
        need(paid == s.savings.get(name, 0), INVALID_STATE, "the account was closed with another sum")
        s.savings[name] = 0
        self.ends(name, "left")

    def buy_out(self, name):
        """Loans, credits, claims, fines; what it came to in all is a fact."""
        s, total = self.s, 0
        for loan in s.loans_of(name):
            if s.status(loan) == "active":
                owed = max(0, s.account(loan).payoff(s.day)[3])
                s.loan_event(loan, {"type": "pay_off", "received": owed}, f"{self.name}.{loan.id}", self.replay)
                total += owed
        claims, fines = s.payable(name), s.fines.get(name, 0)
        total += claims + fines - self.credits_back(name)
        s.recover(name, claims)
        s.fines[name] = 0
        s.social += fines
        need(self.fact("bought_out", total) == total, INVALID_STATE, "she was bought out with another sum")

    def credits_back(self, name):
        s = self.s
        total = s.credits.pop(name, 0)
        for loan in s.loans_of(name):
            if s.status(loan) == "overpaid":
                amount = s.figures(loan).credit
                s.loan_event(loan, payment("credit_balance_refund", amount, s.rules.digits),
                             f"{self.name}.c{loan.id}", self.replay)
                total += amount
        return total

    def obstacles(self, name):
        s = self.s
        found = [f"loan {x.id}" for x in s.loans_of(name) if s.status(x) in ("active", "overpaid")]
        found += ["a credit"] if s.credits.get(name, 0) else []
        found += ["claims on her"] if s.payable(name) else []
        found += ["an open hold"] if s.held(name) else []
        found += ["fines due"] if s.fines.get(name, 0) else []
        taker = self.doc.get("duty_to")
        if taker:
            s.must_be_member(taker)
            need(taker != name, INVALID_STATE, "she does not stay")
        duties = [x for x in s.loans.values() if x.joint and x.member != name and s.status(x) == "active"
                  and s.members[name].joined <= x.on]
        return found + ([] if taker else [f"duty for {x.id}" for x in duties])

    def do_expel(self):
        self.s.must_be_member(self.doc["member"])
        adopted(self.s, self.doc)
        self.ends(self.doc["member"], "expelled")

    def do_excuse(self):
        name, until = self.doc["member"], self.doc.get("until")
        self.s.must_be_member(name)
        need(until is None or until >= self.s.day, OUT_OF_RANGE, "until")
        self.s.excuses[name] = self.s.excuses.get(name, ()) + ((self.s.day, until),)

    def do_notice(self):
        self.s.known(self.doc["member"])
        self.s.notices.setdefault(self.doc["member"], self.s.day)

    def do_vote(self):
        form_of_votes(self.s, self.doc)
        for election in self.doc.get("elections", []):
            elect(self.s, election)

    # --- claims ---------------------------------------------------------------------------------------------

    def do_waive(self):
        self.s.known(self.doc["by"])
        self.s.known(self.doc["of"])
        self.s.ledger.lower(self.doc["by"], self.doc["of"], self.amount(), self.s.day)

    def do_set_off(self):
        s, a, b = self.s, self.doc["a"], self.doc["b"]
        s.known(a)
        s.known(b)
        amount = min(s.ledger.between(a, b), s.ledger.between(b, a))       # no fact: nothing was handed over
        need(amount > 0, INVALID_STATE, "nothing to set off")
        for by, of in ((a, b), (b, a)):
            s.ledger.lower(by, of, amount, s.day)

    # --- death ------------------------------------------------------------------------------------------------

    def do_die(self):
        s, doc, name = self.s, self.doc, self.doc["member"]
        s.known(name)
        state = s.state_of(name)
        need(state != "dead", DUPLICATE, f"{name} is dead")
        need(state in ("member", "expelled"), INVALID_STATE, f"{name} has {state}")
        given = {key: doc.get(key, 0) for key in ("savings", "insurance", "fund", "written_off")}
        need(min(given.values()) >= 0, OUT_OF_RANGE, "a negative amount")
        owed = self.pay_off_all(name)
        need(sum(given.values()) <= owed, OUT_OF_RANGE, f"she owes {owed}")
        need(self.replay or given["savings"] <= s.available(name), OUT_OF_RANGE, f"she has {s.available(name)}")
        need(self.replay or given["fund"] <= s.fund, OUT_OF_RANGE, f"the fund has {s.fund}")
        s.save(name, -given["savings"])
        s.fund -= given["fund"]
        s.estate[name] = owed - sum(given.values())
        s.kept.pop(name, None)
        s.ledger.to_estate(name, s.day)
        self.ends(name, "dead")

    def pay_off_all(self, name):
        s, owed = self.s, 0
        for loan in s.loans_of(name):
            if s.status(loan) == "active":
                total = max(0, s.account(loan).payoff(s.day)[3])
                owed += total
                s.loan_event(loan, {"type": "pay_off", "received": total}, f"{self.name}.{loan.id}", True)
        return owed

    def do_estate_pays(self):
        s, name, amount = self.s, self.doc["member"], self.amount()
        s.known(name)
        need(s.state_of(name) == "dead", INVALID_STATE, f"{name} lives")
        owed, payable = s.estate[name], s.payable(ESTATE + name)
        need(self.replay or amount <= owed + payable, OUT_OF_RANGE, f"at most {owed + payable}")
        claims = self.fact("to_claims", divide_recovery(amount, owed, payable, s.rules.recovery)[1])
        need(claims <= payable and amount - claims <= owed, INVALID_STATE, "more than the estate owes")
        s.recover(ESTATE + name, claims)
        s.estate[name] -= amount - claims

    # --- funds ------------------------------------------------------------------------------------------------

    def do_fund(self):
        field = {"group": "fund", "social": "social"}[self.doc["fund"]]
        amount = self.amount()
        amount = amount if self.doc["receives"] else -amount
        balance = getattr(self.s, field) + amount
        need(self.replay or balance >= 0, OUT_OF_RANGE, f"there is {getattr(self.s, field)}")
        setattr(self.s, field, balance)

    def do_share_out(self):
        s, ids = self.s, self.s.ids()
        total = self.fact("total", s.fund)
        need(total > 0, OUT_OF_RANGE, "the fund is empty")
        need(total <= s.fund, OUT_OF_RANGE, "more than the fund has")
        weights = {x: 1 if self.doc["by"] == "equal" else max(0, s.savings.get(x, 0)) for x in ids}
        if "parts" not in self.facts:
            need(any(weights.values()), "invalid_weights", "nobody has savings")
            self.facts["parts"] = allocate(total, weights, ids)
        s.fund -= total
        for x, part in self.facts["parts"].items():
            need(s.is_member(x), INVALID_STATE, f"{x} is no member any more")
            self.share_of(x, part)

    def share_of(self, x, part):
        s = self.s
        fines = self.fact("fines " + x, min(part, s.fines.get(x, 0)))
        claims = self.fact("claims " + x, min(part - fines, s.payable(x)))
        need(fines <= s.fines.get(x, 0) and claims <= s.payable(x), OUT_OF_RANGE, "what the share paid is not owed any more")
        s.fines[x] = s.fines.get(x, 0) - fines
        s.social += fines
        s.recover(x, claims)

    def do_dissolve(self):
        s = self.s
        found = [f"loan {x.id}" for x in s.loans.values() if s.status(x) not in ("closed", "written_off")]
        found += ["claims"] if any(c.open for c in s.ledger.claims) else []
        found += ["a fund"] if s.fund or s.social else []
        found += ["savings"] if any(s.savings.values()) else []
        found += ["fines"] if any(s.fines.values()) else []
        found += ["a credit"] if any(s.credits.values()) else []
        found += ["the debt of an estate"] if any(s.estate.values()) else []
        need(not found, INVALID_STATE, "; ".join(found))
        s.dissolved = True
