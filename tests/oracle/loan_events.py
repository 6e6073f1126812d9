# SPDX-License-Identifier: MIT
"""What one event does to an account, and in which state it may happen (docs/servicing.md, sections 2 and 8)."""
from datetime import date
from fractions import Fraction

from due_dates import OUT_OF_RANGE, require
from loan_account import INVALID_STATE, KIND_PART, NOT_FOUND, WRITE_OFF_ORDER, amount_of
from loan_changes import disburse, moratorium, re_age, re_amortize, reschedule, top_up
from loan_rows import Charge, Row, apply, nothing, parts_of

DUPLICATE, CONFLICT = "duplicate", "idempotency_conflict"
PAYMENTS = {"repay": "repayment", "down_payment": "down_payment", "goodwill_credit": "goodwill_credit",
            "merchant_issued_refund": "merchant_issued_refund", "payout_refund": "payout_refund",
            "cover_by_peer": "cover_by_peer", "cover_by_savings": "cover_by_savings", "cover_by_fund": "cover_by_fund",
            "cover_by_insurance": "cover_by_insurance"}
MONEY_IN = set(PAYMENTS) | {"prepay", "pay_off", "adjust_charge"}
BEFORE = {"apply", "approve", "reject", "withdraw"}
ADVANCES = ("disburse", "top_up")
USES_CREDIT = ("charge_fee", "assess_penalty") + ADVANCES        # a charge-back takes it itself
NOT_ACTIVE = BEFORE | {"recover"}
AFTER_CLOSE = {"refund", "credit_balance_refund", "charge_back", "disburse", "charge_fee", "assess_penalty", "transfer"}
ALLOWED = {"applied": {"approve", "reject", "withdraw", "disburse", "transfer"},
           "approved": {"withdraw", "disburse", "transfer"}, "rejected": set(), "withdrawn": set(),
           "closed": AFTER_CLOSE, "overpaid": AFTER_CLOSE, "written_off": {"recover", "transfer"}}


def sum_of(terms, doc):
    given = doc.get("tranches") or [{"amount": doc["principal"]}]
    return sum(terms.amount(t["amount"]) for t in given)


class Event:
    def __init__(self, doc, index, sequence):
        self.doc, self.index, self.sequence = doc, index, sequence
        self.type, self.on, self.id = doc["type"], date.fromisoformat(doc["on"]), doc.get("id") or f"e{sequence}"

    def key(self):
        return self.on, self.sequence


# --- what one event does ----------------------------------------------------------------------------------

class Applied:
    """One event on an account; the answer's transaction."""

    def __init__(self, account, event, replay):
        self.a, self.e, self.replay = account, event, replay
        self.amount, self.parts, self.unapplied = 0, nothing(), 0

    def run(self):
        self.check_state()
        getattr(self, "do_" + self.handler())()
        self.a.after(self.e.on)
        self.a.book(self.e.id, self.shown(), self.e.on, self.parts, self.amount, self.unapplied)
        if self.e.type in USES_CREDIT:
            self.a.use_credit(self.e.on)

    def shown(self):
        return "assess_penalty" if self.e.doc.get("kind") == "penalty" else self.e.type

    def handler(self):
        kind = self.e.type
        return "payment" if kind in PAYMENTS else "waive" if kind.startswith("waive_") and kind != "waive_charge" else \
            "charge" if kind in ("charge_fee", "assess_penalty") else kind

    def check_state(self):
        state, kind = self.a.status(), self.e.type
        if kind == "apply":
            return require(state == "applied" and not self.a.transactions, INVALID_STATE, kind)
        if state == "active":
            return require(kind not in NOT_ACTIVE, INVALID_STATE, kind)
        late = self.replay and kind in MONEY_IN and state in ("closed", "overpaid")
        require(kind in ALLOWED[state] or late, INVALID_STATE, f"{kind} of a loan {state}")

    def money(self, key="amount"):
        self.amount = amount_of(self.a.terms, self.e.doc, key)
        return self.amount

    # before the money

    def do_apply(self):
        if "amount" in self.e.doc:
            self.money()

    def do_approve(self):
        require(self.a.early_status == "applied", INVALID_STATE)
        self.a.approved = self.money() if "amount" in self.e.doc else None
        self.a.early_status = "approved"

    def do_reject(self):
        self.a.early_status = "rejected"

    def do_withdraw(self):
        self.a.early_status = "withdrawn"

    def do_transfer(self):
        pass

    # advances

    def do_disburse(self):
        a, doc = self.a, self.a.doc
        if a.disbursed:
            left = (a.approved or sum_of(a.terms, doc)) - sum(amount for _, amount in a.handed)
            require(left > 0 or doc.get("multiple_disbursements"), INVALID_STATE, "disburse")
        if "amount" in self.e.doc:
            self.money()
        else:
            self.amount = a.approved if a.approved is not None else a.terms.handed_out
        if a.disbursed and not doc.get("multiple_disbursements"):
            require(self.amount <= left, OUT_OF_RANGE, "amount")
        disburse(a, self.amount, self.e.on)
        self.parts["principal"] = self.amount

    def do_top_up(self):
        top_up(self.a, self.money(), self.e.on)
        self.parts["principal"] = self.amount

    # money in

    def do_payment(self):
        self.parts, self.unapplied = self.a.repay(self.money(), self.e.on, PAYMENTS[self.e.type])

    def do_prepay(self):
        effect = self.e.doc.get("effect", self.a.doc.get("recalculation", {}).get("early", "next"))
        effect = "next" if effect == "keep_schedule" else effect
        self.parts, self.unapplied = self.a.prepay(self.money(), self.e.on, effect)

    def do_pay_off(self):
        if not self.replay and "amount" in self.e.doc:
            require(self.a.terms.amount(self.e.doc["amount"]) == self.e.received, OUT_OF_RANGE, "amount")
        self.parts, self.unapplied, self.amount = self.a.pay_off(self.e.on, self.e.received)

    # charges and what is forgiven

    def do_charge(self):
        a, doc = self.a, self.e.doc
        due = date.fromisoformat(doc.get("due", doc["on"]))
        require(due >= a.handed[0][0], OUT_OF_RANGE, "due")
        part = "penalties" if self.e.type == "assess_penalty" else KIND_PART[doc.get("kind", "fee")]
        row = next((r for r in a.rows if r.due >= due and r.kind != "down_payment"), None)
        planned = row is not None and row.kind != "additional"
        base = row if planned else next(r for r in reversed(a.rows) if r.kind != "additional")
        if row is None:
            row = Row(a.rows[-1].due, due, "additional")
            a.rows.append(row)
        if "amount" in doc:
            amount = self.money()
        else:
            amount = a.terms.R(Fraction(doc["percent"]) / 100 * (base.charged["principal"] + base.charged["interest"]))
            require(amount > 0, OUT_OF_RANGE, "percent")
        self.amount, self.parts[part] = amount, amount
        row.charged[part] += amount
        charge = Charge(doc.get("name"), part, amount, due)
        row.charges.append(charge)
        a.charges[self.e.id] = row, charge

    def charge_named(self):
        require(self.e.doc["charge"] in self.a.charges, NOT_FOUND, "charge")
        row, charge = self.a.charges[self.e.doc["charge"]]
        return row, charge, row.unpaid_of(charge)

    def do_waive_charge(self):
        row, charge, open_ = self.charge_named()
        require(open_ > 0, OUT_OF_RANGE, "charge")
        row.waived[charge.part] += open_
        charge.waived += open_
        self.amount, self.parts[charge.part] = open_, open_

    def do_adjust_charge(self):
        a, (row, charge, open_), amount = self.a, self.charge_named(), self.money()
        require(amount <= charge.amount, OUT_OF_RANGE, "amount")
        first = min(amount, open_)
        row.pay(charge.part, first, self.e.on)
        done, rest = apply(a.rows, a.waterfall("charge_adjustment"), amount - first, self.e.on)
        a.credit += rest
        self.parts, self.unapplied = parts_of(done), rest
        self.parts[charge.part] += first

    def do_waive(self):
        part, day, rows = self.e.type[6:], self.e.on, self.a.rows
        most = sum(row.open(part) for row in rows)
        if "amount" in self.e.doc:
            left = self.money()
            require(left <= most, OUT_OF_RANGE, "amount")
        else:
            rows = [row for row in rows if row.due <= day]
            left = self.amount = sum(row.open(part) for row in rows)
            require(left > 0, OUT_OF_RANGE, "amount")
        self.parts[part] = left
        for row in rows:
            amount = min(left, row.open(part))
            row.waived[part] += amount
            row.principal_leaves(part, amount, day)
            left -= amount

    # money back

    def do_credit_balance_refund(self):
        require(self.money() <= self.a.credit, OUT_OF_RANGE, "amount")
        self.a.credit -= self.amount
        self.unapplied = self.amount

    def do_refund(self):
        left = self.money()
        require(left <= self.a.received(), OUT_OF_RANGE, "amount")
        credit = min(left, self.a.credit)
        self.a.credit, self.unapplied, left = self.a.credit - credit, credit, left - credit
        order = [part for when, part in self.a.waterfall("repayment").order if when == "past_due"][::-1]
        for row in reversed(self.a.rows):
            for part in order:
                amount = min(left, row.paid[part])
                row.paid[part] -= amount
                self.parts[part] += amount
                left -= amount
                self.unpay(row, part, amount)

    def unpay(self, row, part, amount):
        late = min(amount, row.late)                 # the latest money first
        row.late -= late
        row.in_advance -= min(amount - late, row.in_advance)
        if part == "principal" and amount:           # it bears interest again from this day on
            row.refunds.append((self.e.on, amount))

    def do_charge_back(self):
        a, on, amount = self.a, self.e.on, self.money()
        if "of" in self.e.doc:
            require(self.e.doc["of"] in a.payments, NOT_FOUND, "of")
            require(amount <= a.payments[self.e.doc["of"]], OUT_OF_RANGE, "amount")
        require(amount <= a.received(), OUT_OF_RANGE, "amount")
        used = min(amount, a.credit)
        a.credit -= used
        rest = amount - used
        self.unapplied, self.parts["principal"] = used, rest
        if rest:
            row = next((r for r in a.rows if r.due >= on and r.kind != "down_payment"), None)
            if row is None:
                row = Row(a.rows[-1].due, on, "additional")
                a.rows.append(row)
            row.charged["principal"] += rest
            row.back += rest
            a.returned.append((on, rest))
            a.advances.append((on, rest))

    # the end

    def do_charge_off(self):
        require(not self.a.charged_off, DUPLICATE, "charge_off")
        self.a.charged_off = True
        self.a.stands_still = self.a.earned(self.e.on)

    def do_suspend_interest(self):
        require(not self.a.suspended, DUPLICATE, "suspend_interest")
        self.a.suspended = True
        self.a.memorandum = self.a.earned(self.e.on) - self.a.paid_interest()

    def do_write_off(self):
        a, most = self.a, self.a.outstanding()
        left = self.money() if "amount" in self.e.doc else most
        require(left <= most, OUT_OF_RANGE, "amount")
        self.amount = left
        for part in WRITE_OFF_ORDER:
            for row in reversed(a.rows):
                amount = min(left, row.open(part))
                row.written_off[part] += amount
                row.principal_leaves(part, amount, self.e.on)
                self.parts[part] += amount
                left -= amount
        a.lost = not a.outstanding()

    def do_recover(self):
        require(self.money() <= self.a.written_off() - self.a.recovered, OUT_OF_RANGE, "amount")
        self.a.recovered += self.amount

    # changes

    def do_reschedule(self):
        reschedule(self.a, self.e.doc, self.e.on)

    def do_moratorium(self):
        moratorium(self.a, self.e.doc, self.e.on)

    def do_re_age(self):
        self.amount = self.a.outstanding()
        re_age(self.a, self.e.doc, self.e.on)

    def do_re_amortize(self):
        self.amount = re_amortize(self.a, self.e.on)
