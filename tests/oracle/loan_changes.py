# SPDX-License-Identifier: MIT
"""New terms for what is owed (docs/servicing.md, sections 3 and 9)."""
from datetime import date, timedelta
from fractions import Fraction

from due_dates import CONTRADICTORY, OUT_OF_RANGE, require, sequence
from loan_account import planned_rows
from loan_interest import Again
from loan_rows import PARTS, Row
from schedule_oracle import allocate


def money(account, units):
    return account.terms.text(units)


# --- advances -----------------------------------------------------------------------------------------

def disburse(account, amount, day):
    """The first advance, or one more: the rows are those of all advances."""
    if account.disbursed:
        pass
    elif account.approved is not None:
        require(amount <= account.approved, OUT_OF_RANGE, "amount")
    else:
        most = sum(account.terms.amount(t["amount"]) for t in account.doc["tranches"]) if "tranches" in account.doc \
            else account.terms.amount(account.doc["principal"])
        require(amount <= most, OUT_OF_RANGE, "amount")
    if account.disbursed and account.changed:
        return add_later(account, amount, day)
    account.handed.append((day, amount))
    doc = {k: v for k, v in account.doc.items() if k not in ("principal", "disbursed_on", "tranches")}
    doc["tranches"] = [{"on": on.isoformat(), "amount": money(account, a)} for on, a in account.handed]
    terms, rows = planned_rows(doc)
    again, planned = account.disbursed, [copy_of(row) for row in rows if row.kind == "installment"]
    account.terms, account.rows = terms, carry_over(account.rows, rows, day) if again else rows
    account.disbursed += amount
    account.advances = list(terms.drawn.items()) + account.returned
    if again:
        keep_the_whole(account, planned, day)
    return amount


def carry_over(old, new, day):
    """The new rows with what happened to the old ones; rows due by the day of the advance stay as they are."""
    extra = [row for row in old if row.kind == "additional"]
    plain = [row for row in old if row.kind != "additional"]
    known = {(row.kind, row.due): row for row in plain}
    found = []
    for row in new:
        before = known.get((row.kind, row.due))
        if before is None:
            found.append(row)
            continue
        if row.due > day:
            added = {part: sum(c.rest() + c.waived for c in before.charges if c.part == part) for part in PARTS}
            added["principal"] += before.back
            before.charged = {part: max(row.charged[part] + added[part], before.settled(part)) for part in PARTS}
        before.start, before.period, before.graced = row.start, row.period, row.graced
        found.append(before)
    return sorted(found + extra, key=lambda row: row.due)


def keep_the_whole(account, planned, day):
    """What those rows carry otherwise than the plan of all advances is on the others."""
    rows = [row for row in account.rows if row.kind == "installment"]
    before, coming = [r for r in rows if r.due <= day], [r for r in rows if r.due > day]
    if not coming:
        return
    if account.terms.flat:
        whole = sum(row.charged["interest"] for row in planned)
        over = sum(row.charged["interest"] for row in rows if row.due < day)
        share_interest([row for row in rows if row.due >= day], whole - over, fresh=True)
    mine = sum(row.charged["principal"] - row.back for row in before)
    if mine != sum(row.charged["principal"] for row in planned if row.due <= day):
        balance = sum(row.charged["principal"] for row in planned) - mine - sum(r.settled("principal") for r in coming)
        Again(account, coming, balance).installments()


def share_interest(rows, total, fresh=False):
    for row, share in zip(rows, allocate(total, [Fraction(1)] * len(rows), 1)):
        row.charged["interest"] = share + (0 if fresh else row.charged["interest"])
        row.keep_floor("interest")


def copy_of(row):
    found = Row(row.start, row.due, row.kind, row.period)
    found.charged = dict(row.charged)
    return found


def add_later(account, amount, day):
    """As a later tranche over the rows to come."""
    rows = account.coming(day)
    require(rows, OUT_OF_RANGE, "no row to come")
    for row in rows:                              # a payoff stands no longer for what is lent again
        row.fixed, row.earned = row.fixed and not row.earned, False
    balance = sum(row.open("principal") for row in rows)
    account.advances.append((day, amount))
    account.disbursed += amount
    given, amount = amount, amount - down_payment(account, amount, day)
    rows[-1].charged["principal"] += amount
    if account.terms.flat:
        rates = sum(row.period[0].of_tranche(row.period[1], day) for row in rows if row.period)
        share_interest(rows, account.terms.R(amount * rates))
    Again(account, rows, balance + amount).installments()
    account.changed = True
    return given


def down_payment(account, amount, day):
    percent = Fraction(account.doc.get("down_payment_percent", 0))
    down = account.terms.R(amount * percent / 100)
    if down:
        row = Row(day, day, "down_payment")
        row.charged["principal"] = down
        account.rows = sorted([row] + account.rows, key=lambda row: row.due)
    return down


def top_up(account, amount, day):
    if account.changed:
        return add_later(account, amount, day)
    account.handed.append((day, amount))
    handed = account.handed
    account.handed = handed[:-1]
    return disburse(account, amount, day)


# --- reschedule, moratorium -----------------------------------------------------------------------------

def first_changed(account, event, on):
    start = date.fromisoformat(event["from"]) if "from" in event else on + timedelta(1)
    rows = [row for row in account.rows if row.kind == "installment"]
    return next((k for k, row in enumerate(rows) if row.due >= start), None), rows


def require_no_re_aged(account):
    open_rows = [r for r in account.rows if r.kind == "re_aged" and any(r.open(part) for part in PARTS)]
    require(not open_rows, "unsupported", "type")


def reschedule(account, event, on):
    require_no_re_aged(account)
    k, rows = first_changed(account, event, on)
    require(k is not None, OUT_OF_RANGE, "from")
    changed, before = rows[k:], rows[:k]
    balance = sum(row.open("principal") for row in changed)
    if event.get("capitalise_arrears"):
        earlier = [r for r in account.rows if r.due < changed[0].due and r not in changed]
        balance += capitalise(account, earlier, changed[0])
    n = len(changed) + event.get("extra_installments", 0)
    require(n > 0 and balance > 0, OUT_OF_RANGE, "rows")
    doc = tail_terms(account, changed, balance, n, event)
    if "to" in event:
        to = date.fromisoformat(event["to"])
        require(not before or to > before[-1].due, OUT_OF_RANGE, "to")
        doc["repayments"]["first_due_on"] = to.isoformat()
    else:
        keep_dates(doc, changed, n)
    merge_tail(account, changed, doc)
    account.rescheduled = account.changed = True


def capitalise(account, rows, first):
    total = 0
    for row in rows:
        for part in PARTS:
            if part != "principal":
                total += row.open(part)
                row.charged[part] -= row.open(part)
        row.fixed = True
    if total:
        account.advances.append((first.period[0].rows[first.period[1]].start, total))
    return total


def tail_terms(account, changed, balance, n, event):
    """TERMS of the rows from `changed[0]` on: what is open, from the start of that row."""
    doc = {k: v for k, v in account.doc.items() if k not in ("tranches", "fees", "insurance", "down_payment_percent",
                                                              "grace", "moratoria")}
    start = changed[0].period[0].rows[changed[0].period[1]].start
    doc.update(principal=money(account, balance), disbursed_on=start.isoformat(),
               interest={k: v for k, v in doc["interest"].items() if k not in ("from", "first_period")},
               repayments={"count": n, "every": doc["repayments"]["every"]})
    if account.rate_now is not None:
        doc["interest"]["rate_percent"] = account.rate_now
    if "rate_percent" in event:
        doc["interest"]["rate_percent"] = account.rate_now = event["rate_percent"]
        doc["interest"].pop("rate_changes", None)
    if doc["interest"].get("per") == "term":          # it stays the rate of a row
        rate = Fraction(doc["interest"]["rate_percent"]) / account.doc["repayments"]["count"]
        doc["interest"].update(per="installment", rate_percent=str(rate))
    left = sum(row.graced for row in changed)         # what is left of a grace stays
    doc["grace"] = {"principal": max(left, event.get("grace_principal", 0)),
                    "interest_payment": event.get("grace_interest_payment", 0)}
    return doc


def keep_dates(doc, changed, n):
    """The rows keep their days, and go on by the steps of the terms (no month's end: the generator does not go there)."""
    rates, k = changed[0].period
    require(rates.terms.at is not None or n == len(changed), CONTRADICTORY, "extra_installments")
    doc["repayments"]["first_due_on"] = rates.rows[k].due.isoformat()


def merge_tail(account, changed, doc):
    """The rows of `doc` take the place of `changed`; what was settled stays with its row."""
    _, rows = planned_rows(doc)
    for old, new in zip(changed, rows):
        new.paid, new.waived, new.written_off = old.paid, old.waived, old.written_off
        new.left, new.refunds = old.left, old.refunds
        new.in_advance, new.late, new.charges, new.settled_on = old.in_advance, old.late, old.charges, old.settled_on
        new.charged["principal"] += old.settled("principal")
        for part in ("fees", "penalties", "insurance"):
            new.charged[part] = old.charged[part]
        new.keep_floor("interest")
    for row in rows[:doc["grace"]["principal"]]:
        row.graced = True
    lost = changed[len(rows):]
    require(not any(row.settled(part) or row.open("fees") for row in lost for part in PARTS), OUT_OF_RANGE,
            "extra_installments")
    account.rows = sorted([row for row in account.rows if row not in changed] + rows, key=lambda row: row.due)


def moratorium(account, event, on):
    first, last = date.fromisoformat(event["from"]), date.fromisoformat(event["to"])
    require(first <= last, OUT_OF_RANGE, "to")
    require_no_re_aged(account)
    rows = [row for row in account.rows if row.kind == "installment"]
    changed = [row for row in rows if row.due >= first]
    require(changed, OUT_OF_RANGE, "from")
    balance = sum(row.open("principal") for row in changed)
    require(balance > 0, OUT_OF_RANGE, "from")
    doc = tail_terms(account, changed, balance, len(changed), {})
    keep_dates(doc, changed, len(changed))
    doc["moratoria"] = account.doc.get("moratoria", []) + [
        {"from": event["from"], "to": event["to"], "interest": event.get("interest", "accrues")}]
    merge_tail(account, changed, doc)
    account.rescheduled = account.changed = True


# --- re-age, re-amortize ----------------------------------------------------------------------------------

def shares(total, n, multiple):
    each = total // n // multiple * multiple
    return [each] * (n - 1) + [total - each * (n - 1)]


def re_age(account, event, on):
    n, first = event["installments"], date.fromisoformat(event["first_due_on"])
    require(1 <= n <= 1200, OUT_OF_RANGE, "installments")
    require(first > on, OUT_OF_RANGE, "first_due_on")
    at = sequence(event["every"], on, first)
    new = []
    for j in range(1, n + 1):
        new.append(Row(new[-1].due if new else on, at(j), "re_aged"))
        new[-1].fixed = True
    for part in PARTS:
        total = sum(row.open(part) for row in account.rows)
        for row in account.rows:
            row.charged[part] = row.settled(part)
            row.fixed = row.gone = True
        for row, share in zip(new, shares(total, n, account.terms.multiple)):
            row.charged[part] = share
    account.rows = sorted(account.rows + new, key=lambda row: row.due)
    account.rescheduled = account.changed = True


def re_amortize(account, on):
    rows = account.coming(on)
    require(rows, OUT_OF_RANGE, "on")
    total = 0
    for row in account.rows:
        if row.due < on:
            total += row.open("principal")
            row.moved += row.open("principal")
            row.charged["principal"] = row.settled("principal")
    require(total > 0, OUT_OF_RANGE, "nothing is past due")
    if not account.interest.bears():
        account.advances.append((on, total))
    for row, share in zip(rows, shares(total, len(rows), 1)):
        row.charged["principal"] += share
    account.rescheduled = account.changed = True
    return total
