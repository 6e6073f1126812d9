# SPDX-License-Identifier: MIT
"""Members' loans in a group: the accounts of loan_oracle.py, copied before they change (docs/groups.md 3; servicing.md)."""
from collections import namedtuple

from due_dates import Refused
from loan_account import Account
from loan_events import Applied, Event
from loan_interest import Interest
from loan_late import Penalties, days_past_due
from loan_oracle import read_waterfalls
from loan_rows import PARTS, Charge, Row

Loan = namedtuple("Loan", "id member joint on account")
Figures = namedtuple("Figures", "overdue due outstanding principal days_late credit")
ROW_COPIES = ("charged", "paid", "waived", "written_off")
ROW_LISTS = ("left", "refunds")


def copy_charge(charge):
    twin = Charge.__new__(Charge)
    twin.__dict__.update(charge.__dict__)
    return twin


def copy_row(row):
    twin = Row.__new__(Row)
    fields = twin.__dict__
    fields.update(row.__dict__)
    for key in ROW_COPIES:
        fields[key] = fields[key].copy()
    for key in ROW_LISTS:
        fields[key] = fields[key][:]
    fields["charges"] = [copy_charge(c) for c in fields["charges"]]
    return twin


def copy_account(a):
    twin = Account.__new__(Account)
    twin.__dict__.update(a.__dict__)
    twin.rows = [copy_row(row) for row in a.rows]
    pairs = {id(old): new for old, new in zip(a.rows, twin.rows)}
    for key in ("advances", "handed", "returned", "transactions"):
        setattr(twin, key, getattr(a, key)[:])
    twin.payments = dict(a.payments)
    twin.charges = {name: moved_charge(row, charge, pairs) for name, (row, charge) in a.charges.items()}
    twin.interest, old = Interest(twin), a.penalties
    twin.penalties = Penalties.__new__(Penalties)
    twin.penalties.a, twin.penalties.rules = twin, old.rules
    moved = lambda key: id(pairs[key]) if key in pairs else key
    twin.penalties.done = {(rule, moved(row), j) for rule, row, j in old.done}
    twin.penalties.total = {(rule, moved(row)): sum_ for (rule, row), sum_ in old.total.items()}
    twin.memo = {}
    return twin


def moved_charge(row, charge, pairs):
    new = pairs.get(id(row), row)
    return new, new.charges[row.charges.index(charge)] if new is not row else charge


def passive(account):
    """Nothing happens to it by time alone."""
    return not account.credit and not account.penalties.rules and account.interest.rest() == "none"


def at_day(account, day):
    """The account at the end of the day; a copy when time changes it."""
    if account.now >= day or passive(account):
        return account
    twin = copy_account(account)
    twin.advance_to(day)
    twin.after(day)
    return twin


def figures(account, day):
    found = account.memo.get(day)
    if found is None:
        found = account.memo[day] = counted(account, day)
    return found


def counted(account, day):
    overdue = due = whole = principal = 0
    for row in account.rows:
        open_ = row.total_open()
        if open_:
            whole += open_
            principal += row.open("principal")
            overdue += open_ if row.due < day else 0
            due += open_ if row.due == day else 0
    late = days_past_due(account, day) if overdue else 0
    return Figures(overdue, due, whole, principal, late, account.credit)


def next_charge(account, day):
    """What the first row due on or after the day charges in all."""
    row = next((row for row in account.rows if row.due >= day), None)
    return sum(row.charged[part] for part in PARTS) if row else 0


def handed_out(doc, day, name):
    """A new account with its principal handed out; Refused by its terms."""
    terms = doc["terms"]
    account = Account(terms, read_waterfalls(doc.get("waterfall") or {}))
    account.memo = {}
    account.advance_to(day)
    event = {"type": "disburse", "on": day.isoformat(), "amount": terms["principal"], "id": name}
    Applied(account, Event(event, 0, 0), False).run()
    return account


def happened(account, doc, day, name, replay):
    """(copy of the account after the event, Applied)."""
    twin = copy_account(account)
    twin.advance_to(day)
    event = Event({**doc, "on": day.isoformat(), "id": name}, 0, 0)
    if event.type == "pay_off":
        event.received = doc.get("received", max(0, twin.payoff(day)[3]))
    applied = Applied(twin, event, replay)
    applied.run()
    if event.type in ("repay", "pay_off", "prepay") or event.type.startswith("cover_"):
        twin.payments[event.id] = applied.amount
    return twin, applied


def need(condition, code, why="", pointer=None):
    if not condition:
        raise at_pointer(Refused(code, why), pointer)


def at_pointer(refusal, pointer):
    refusal.pointer = pointer
    return refusal


def pointer_of(refusal):
    return getattr(refusal, "pointer", None)


