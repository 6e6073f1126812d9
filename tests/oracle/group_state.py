# SPDX-License-Identifier: MIT
"""The state of a group while its events are applied in order, and the questions that one asks of it (docs/groups.md)."""
from collections import namedtuple
from fractions import Fraction

from due_dates import OUT_OF_RANGE
from group_claims import FUND, INVALID_STATE, Ledger, half_up
from group_loans import at_day, figures, happened, need, next_charge

NOT_FOUND, DUPLICATE = "not_found", "duplicate"
Member = namedtuple("Member", "state joined first expelled")
NONE = (0, 0, 0, 0, 0, 0)


class Rules:
    """What was agreed; every field has its default."""

    def __init__(self, digits):
        self.digits = digits
        self.layers, self.share, self.split, self.tolerance = [], Fraction(1), "equal", 0
        self.trigger_days = self.notice_days = 0
        self.regime, self.parts, self.pairs = "joint_and_several", [], []
        self.caps = []                     # ({"amount"|"installments"|"savings": x}, "call"|"cycle"|"ever")
        self.recovery, self.claims_rule, self.claim_rate = "lender_first", "first_in", Fraction(0)
        self.fine_absent = self.fine_late = self.savings_due = 0
        self.savings_percent, self.excess_becomes_savings, self.quorum = Fraction(0), False, None


class State:
    DICTS = ("members", "fines", "savings", "holds", "loans", "kept", "notices", "excuses", "given_cycle", "given_ever",
             "estate", "officers", "credits")

    def __init__(self, rules):
        self.rules, self.day, self.ledger = rules, None, Ledger([], rules.claim_rate, rules.claims_rule)
        for name in self.DICTS:
            setattr(self, name, {})
        self.fund = self.social = self.difference = 0
        self.sheet_day, self.sheet = None, frozenset()
        self.dissolved, self.uncovered_since, self.meeting = False, None, None

    def copy(self, day):
        twin = State.__new__(State)
        twin.__dict__.update(self.__dict__)
        for name in self.DICTS:
            setattr(twin, name, getattr(self, name).copy())
        twin.ledger, twin.day = self.ledger.copy(), day
        return twin

    # --- people ---------------------------------------------------------------------------------------------

    def ids(self):
        """The members of the day, in order of id."""
        return sorted((m for m, x in self.members.items() if x.state == "member"), key=str.encode)

    def state_of(self, name):
        return self.members[name].state if name in self.members else "stranger"

    def is_member(self, name):
        return self.state_of(name) == "member"

    def known(self, name, pointer=None):
        need(name in self.members, NOT_FOUND, name, pointer)

    def must_be_member(self, name, pointer=None):
        self.known(name, pointer)
        need(self.is_member(name), INVALID_STATE, f"{name} is no member", pointer)

    def answers_from(self, name, on):
        return self.is_member(name) and self.members[name].joined <= on

    def excused(self, name):
        return any(first <= self.day and (last is None or self.day <= last) for first, last in self.excuses.get(name, ()))

    # --- loans ----------------------------------------------------------------------------------------------

    def account(self, loan):
        account = at_day(loan.account, self.day)
        if account is not loan.account:
            self.loans[loan.id] = loan._replace(account=account)
        return account

    def figures(self, loan):
        return figures(self.account(loan), self.day)

    def loans_of(self, member, joint=False):
        """Oldest disbursement first, of one day in order of id."""
        mine = [x for x in self.loans.values() if x.member == member and (x.joint or not joint)]
        return sorted(mine, key=lambda x: (x.on, x.id.encode())) if len(mine) > 1 else mine

    def open_loans(self, member, joint=False):
        return [x for x in self.loans_of(member, joint) if self.status(x) == "active"]

    def status(self, loan):
        account = self.account(loan)
        if "status" not in account.memo:             # a copy is made before anything changes
            account.memo["status"] = account.status()
        return account.memo["status"]

    def sums(self, member, joint=False):
        """(overdue, due, outstanding, principal, most days late, credit) of all her loans."""
        found = [self.figures(x) for x in self.loans_of(member, joint)]
        if not found:
            return NONE
        if len(found) == 1:
            return found[0]
        a, b, c, d, _, f = (sum(x) for x in zip(*found))
        return a, b, c, d, max(x.days_late for x in found), f

    def owed_now(self, member, joint=False):
        overdue, due = self.sums(member, joint)[:2]
        return overdue + due

    def loan_event(self, loan, doc, name, replay):
        loan = self.loans[loan.id]
        account, applied = happened(loan.account, doc, self.day, name, replay)
        self.loans[loan.id] = loan._replace(account=account)
        return applied

    def plan(self, loans, amount):
        """What each of the open loans gets: what it has overdue and due, then what is left, loan after loan; what none
        of them can take."""
        parts, left = [], amount
        for loan in loans:
            f = self.figures(loan)
            part = min(left, f.overdue + f.due)
            parts.append([loan, part, f.outstanding])
            left -= part
        for entry in parts:
            more = min(left, entry[2] - entry[1])
            entry[1] += more
            left -= more
        return [(loan, part) for loan, part, _ in parts if part], left

    def pay(self, member, amount, kind, name, replay, joint=False):
        if not amount:
            return
        loans = self.open_loans(member, joint)
        need(loans or replay, OUT_OF_RANGE, f"{member} has nothing outstanding")
        parts, left = self.plan(loans, amount)
        for i, (loan, part) in enumerate(parts):
            self.loan_event(loan, payment(kind, part, self.rules.digits), f"{name}.{i}", replay)
        self.credit(member, left)

    def credit(self, member, amount):
        """Money of hers that no loan has."""
        if amount:
            self.credits[member] = self.credits.get(member, 0) + amount

    def handed_out(self, loan):
        self.loans[loan.id] = loan
        if loan.member:
            self.given_cycle[loan.member] = 0

    def installment(self, member):
        return sum(next_charge(self.account(x), self.day) for x in self.open_loans(member))

    def principal_handed(self, member):
        return sum(self.account(x).disbursed for x in self.open_loans(member))

    def cycle(self, member):
        return sum(self.status(x) == "closed" for x in self.loans_of(member))

    # --- money ------------------------------------------------------------------------------------------------

    def held(self, member):
        return sum(left for who, left in self.holds.values() if who == member)

    def available(self, member):
        return self.savings.get(member, 0) - self.held(member)

    def save(self, member, amount):
        self.savings[member] = self.savings.get(member, 0) + amount

    def payable(self, debtor):
        return sum(self.ledger.payable(debtor, self.day))

    def recover(self, debtor, amount):
        """The claimants are paid; answers what persons got."""
        received = self.ledger.recover(debtor, amount, self.day)
        self.fund += received.get(FUND, 0)
        return sum(part for by, part in received.items() if by not in (FUND, "@insurer"))

    def savings_due(self, member):
        r = self.rules
        if not r.savings_percent:
            return r.savings_due
        return r.savings_due + half_up(r.savings_percent / 100 * self.sums(member)[3])

    def broken_law(self):
        """What must hold after every event."""
        if self.fund < 0 or self.social < 0:
            return "a fund below zero"
        held = {}
        for who, left in self.holds.values():
            held[who] = held.get(who, 0) + left
        for who, balance in self.savings.items():
            if balance < held.get(who, 0):
                return f"savings of {who}"
        return None

    # --- the dump -----------------------------------------------------------------------------------------------

    def member_figures(self, name):
        overdue, due, outstanding, _, late, credit = self.sums(name)
        mine = self.ledger.payable(name, self.day)[0]
        return {"claims": self.ledger.held(name), "credit": credit + self.credits.get(name, 0), "days_late": late,
                "due": due, "estate": self.estate.get(name, 0), "fines": self.fines.get(name, 0),
                "kept": self.kept.get(name, 0), "outstanding": outstanding, "overdue": overdue, "owes_peers": mine,
                "savings": self.savings.get(name, 0), "state": self.state_of(name)}

    def dump(self, covers):
        claims = [[c.by, c.of, c.on.isoformat(), c.amount, c.open] for c in self.ledger.claims]
        return {"claims": claims, "covers": covers, "difference": self.difference, "fund": self.fund,
                "members": {name: self.member_figures(name) for name in self.members}, "social": self.social}


def text(units, digits):
    if not digits:
        return str(units)
    sign, whole = ("-" if units < 0 else ""), str(abs(units)).rjust(digits + 1, "0")
    return f"{sign}{whole[:-digits]}.{whole[-digits:]}"


def payment(kind, amount, digits):
    return {"type": kind, "amount": text(amount, digits)}
