# SPDX-License-Identifier: MIT
"""One loan while its events are applied in order: what each event does (docs/servicing.md, sections 3, 5, 6, 8)."""
from datetime import date
from fractions import Fraction
from functools import lru_cache
import json

import schedule_oracle
from due_dates import CONTRADICTORY, OUT_OF_RANGE, Refused, require
from loan_interest import Again, Interest
from loan_late import Penalties
from loan_rows import PARTS, USUAL, WORDS, Row, apply, in_order, meet, nothing, parts_of

INVALID_STATE, NOT_FOUND = "invalid_state", "not_found"
KIND_PART = {"fee": "fees", "penalty": "penalties", "insurance": "insurance"}
ORDER = [WORDS[word] for word in USUAL]
WRITE_OFF_ORDER = ("principal", "interest", "fees", "insurance", "penalties")


@lru_cache(maxsize=512)
def priced(text):
    """(loan, lines) of a TERMS document, or the refusal."""
    try:
        loan = schedule_oracle.Loan(json.loads(text))
        schedule_oracle.taken_at_disbursement(loan)
        lines = schedule_oracle.run(loan)
    except Refused as refusal:
        return refusal, None
    for line in lines:
        line.update(fees=0, penalties=0, insurance=0)
    try:
        schedule_oracle.bill_interest(loan.terms, lines)
        schedule_oracle.add_fees(loan, lines)
        schedule_oracle.add_insurance(loan, lines)
    except Refused as refusal:
        return refusal, None
    return loan, lines


def price(doc):
    loan, lines = priced(json.dumps(doc, sort_keys=True))
    if lines is None:
        raise loan
    return loan, lines


def planned_rows(doc):
    """(terms, rows) of a TERMS document."""
    loan, lines = price(doc)
    rows, previous, k = [], loan.terms.disbursed, 0
    for line in schedule_oracle.all_lines(loan, lines):
        down = "own" not in line
        start = line["due"] if down else loan.rows[0].start if k == 0 else previous
        row = Row(start, line["due"], "down_payment" if down else "installment", None if down else (loan.rates, k))
        row.charged.update({part: line[part] for part in PARTS})
        row.graced = not down and k < loan.terms.g
        previous, k = line["due"], k + (not down)
        rows.append(row)
    return loan.terms, rows


class Account:
    def __init__(self, doc, waterfalls):
        self.doc, self.waterfalls = doc, waterfalls
        self.terms, self.rows = planned_rows(doc)
        self.planned = True                       # the rows are the plan's: nothing was handed out
        self.advances, self.handed = [], []       # (day, principal) of all; of disbursements alone
        self.returned = []                        # (day, principal) that the bank took back
        self.disbursed = self.credit = self.recovered = 0
        self.approved = self.rate_now = None
        self.stands_still = self.memorandum = None    # accrued at the charge-off; accrued less paid at the suspension
        self.early_status = "applied"             # before a disbursement
        self.lost = False                         # a write-off left nothing outstanding
        self.charged_off = self.rescheduled = self.suspended = self.changed = False
        self.charges, self.payments = {}, {}
        self.now = date.min
        rest = doc.get("recalculation", {}).get("rest", "none")
        require(not self.terms.flat or rest == "none", CONTRADICTORY, "flat interest with recalculation")
        self.interest, self.penalties = Interest(self), Penalties(self)
        self.transactions = []

    # --- figures ------------------------------------------------------------------------------------------

    def outstanding(self):
        return sum(row.total_open() for row in self.rows) if self.disbursed else 0

    def principal(self):
        return sum(row.open("principal") for row in self.rows) if self.disbursed else 0

    def paid_interest(self):
        return sum(row.paid["interest"] for row in self.rows)

    def earned(self, day):
        """Interest accrued by the end of `day`, of the whole loan."""
        if not self.disbursed:
            return 0
        if self.status() == "written_off":
            return self.paid_interest()
        if self.stands_still is not None:
            return self.stands_still
        whole = sum(self.interest.accrued(row, day) for row in self.rows)
        return whole if self.memorandum is None else min(whole, self.memorandum + self.paid_interest())

    def received(self):
        """What was paid and stands, with the credit."""
        return sum(sum(row.paid.values()) for row in self.rows) + self.credit

    def written_off(self):
        return sum(sum(row.written_off.values()) for row in self.rows)

    def status(self):
        if self.early_status in ("rejected", "withdrawn"):
            return self.early_status
        if not self.disbursed:
            return self.early_status
        if self.outstanding():
            return "active"
        if self.lost and self.written_off():
            return "written_off"
        return "overpaid" if self.credit else "closed"

    def waterfall(self, kind):
        return self.waterfalls.get(kind) or self.waterfalls["default"]

    def coming(self, day):
        """Installments due after the day."""
        return [row for row in self.rows if row.due > day and not row.gone and row.kind in ("installment", "re_aged")]

    # --- what time does -------------------------------------------------------------------------------------

    def advance_to(self, day):
        days = set()
        if self.disbursed:
            days = {row.due for row in self.rows if self.now < row.due <= day} | self.penalties.days(self.now, day)
        for d in sorted(days | {day}):
            self.start_of(d)

    def start_of(self, day):
        fresh, self.now = day > self.now, max(day, self.now)
        if not self.disbursed:
            return
        self.interest.recompute()
        if fresh:
            self.penalties.assess(day)
        if fresh and any(row.due == day and row.total_open() for row in self.rows):
            self.use_credit(day)

    def after(self, day):
        self.interest.recompute()
        for row in self.rows:
            if row.total_open():
                row.settled_on = None
            elif row.settled_on is None:
                row.settled_on = day

    # --- money in -------------------------------------------------------------------------------------------

    def use_credit(self, day):
        """What is held pays what it can, by the waterfall of `repay`."""
        if self.credit and self.outstanding():
            done, self.credit = apply(self.rows, self.waterfall("repayment"), self.credit, day)
            self.after(day)
            self.book("", "apply_credit", day, parts_of(done))

    def book(self, name, kind, day, parts, amount=None, unapplied=0):
        amount = sum(parts.values()) if amount is None else amount
        if amount or kind != "apply_credit":
            self.transactions.append({"id": name, "type": kind, "on": day, "amount": amount, "parts": parts,
                                      "unapplied": unapplied, "balance": self.principal()})

    def repay(self, amount, day, kind):
        amounts = self.amounts(day)
        done, rest = apply(self.rows, self.waterfall(kind), amount, day)
        self.credit += rest
        early = self.terms.doc.get("recalculation", {}).get("early", "next")
        if self.interest.rest() != "none" and early != "next":
            self.early_effect(done, day, early, amounts)
        return parts_of(done), rest

    def early_effect(self, done, day, effect, amounts):
        """What pays the first row to come pays that row; principal of later ones came before its time."""
        rows = self.coming(day)[1:]
        early = [(row, amount) for row, part, amount in done if part == "principal" and row in rows]
        if early:
            for row, amount in early:
                self.take_back(row, amount, day)
            for row, amount in early:
                row.charged["principal"] -= amount
            self.put_early(sum(amount for _, amount in early), day, effect, amounts, rows)

    def amounts(self, day):
        """{row: what the installment is} of the rows to come, before an event."""
        return {id(row): row.open("principal") + row.charged["interest"] for row in self.coming(day)}

    @staticmethod
    def take_back(row, amount, day):
        row.paid["principal"] -= amount
        row.in_advance -= amount
        row.left.remove((day, amount, False))

    def put_early(self, total, day, effect, amounts, rows):
        """`total` is out of the open principal of `rows`; it stands in the first row to come, paid."""
        balance, first = sum(row.open("principal") for row in rows), self.coming(day)[0]
        first.charged["principal"] += total
        first.paid["principal"] += total
        first.in_advance += total
        first.left.append((day, total, True))
        again = Again(self, rows, balance)
        if effect == "reduce_installment":
            again.installments()
        elif effect == "reduce_term":
            again.keep_amounts_shorter([amounts[id(row)] for row in rows])
            self.drop_empty(day)
        else:
            again.keep_amounts([amounts[id(row)] for row in rows])
            self.drop_empty(day)
        self.changed = True

    def drop_empty(self, day):
        self.rows = [row for row in self.rows if row.due <= day or sum(row.charged.values())]

    # --- prepay, pay off ----------------------------------------------------------------------------------

    def early_fees(self, when, day, prepaid):
        fees = self.terms.doc.get("early_fee", [])
        bases = {"remaining_principal": sum(row.open("principal") for row in self.rows if row.due > day),
                 "remaining_interest": sum(row.open("interest") for row in self.rows if row.due > day),
                 "prepaid": prepaid}
        total = 0
        for fee in fees if isinstance(fees, list) else [fees]:
            if fee.get("at", "payoff") in (when, "both"):
                total += self.terms.amount(fee["amount"]) if "amount" in fee else \
                    self.terms.R(Fraction(fee["percent"]) / 100 * bases[fee.get("of", "remaining_principal")])
        return total

    def prepay(self, amount, day, effect):
        amounts = self.amounts(day)
        done, rest = apply(self.rows, self.waterfall("repayment"), amount, day, early=False)
        rows = self.coming(day)
        fee = min(rest, self.early_fees("prepayment", day, rest)) if rows and rest else 0
        done += self.charge_and_pay_fee(fee, day)
        rest -= fee
        total = 0
        for row in rows:
            part = min(rest - total, row.open("principal"))
            if part and effect == "next":
                row.pay("principal", part, day)
            elif part:
                row.charged["principal"] -= part
            total += part
        if total and effect != "next":
            self.put_early(total, day, effect, amounts, rows)
        self.credit += rest - total
        parts = parts_of(done)
        parts["principal"] += total
        return parts, rest - total

    def charge_and_pay_fee(self, fee, day):
        if not fee:
            return []
        row = self.row_of_early_fee(day)
        row.charged["fees"] += fee
        row.pay("fees", fee, day)
        return [(row, "fees", fee)]

    def row_of_early_fee(self, day):
        return next((row for row in self.rows if row.due > day), self.rows[-1])

    # --- section 6 ----------------------------------------------------------------------------------------

    def interest_owed(self, day):
        """{row: interest owed at a payoff} of the rows with interest outstanding."""
        rest, declining = self.interest.rest(), not self.terms.flat
        by = self.terms.doc.get("recalculation", {}).get("payoff_interest", "to_date")
        if rest == "none":
            rebate = self.terms.doc.get("rebate", "actuarial" if declining else "none")
            if rebate == "rule_of_78":
                return self.by_digits(day)
            by = {"none": "all", "actuarial": "to_date"}[rebate]
        return {id(row): self.owed_of(row, day, by) for row in self.rows}

    def owed_of(self, row, day, by):
        if by == "all" or row.due <= day or (by == "to_rest" and row.start < day):
            return row.open("interest")
        return max(0, min(row.open("interest"), self.interest.accrued(row, day) - row.settled("interest")))

    def by_digits(self, day):
        rows = [row for row in self.rows if row.kind == "installment"]
        n, running = len(rows), next((row for row in rows if row.start < day < row.due), None)
        k = sum(1 for row in rows if row.due > day and row is not running)
        whole = sum(row.charged["interest"] for row in self.rows)
        unearned = self.terms.R(Fraction(whole * k * (k + 1), n * (n + 1)))
        owed = sum(row.open("interest") for row in self.rows) - unearned
        due = sum(row.open("interest") for row in self.rows if row.due <= day)
        left, found = max(owed, due), {}
        for row in self.rows:
            found[id(row)] = min(left, row.open("interest"))
            left -= found[id(row)]
        return found

    def payoff_rows(self, day):
        """[(row, {part: owed})]."""
        interest, found = self.interest_owed(day), []
        for row in self.rows:
            owed = {part: row.open(part) if row.due <= day else row.owed_early(part, day)
                    for part in ("fees", "penalties", "insurance")}
            owed.update(principal=row.open("principal"), interest=interest[id(row)])
            found.append((row, owed))
        return found

    def payoff(self, day):
        """(parts, early fee, rebate, total)."""
        parts = nothing()
        if not self.disbursed or not self.outstanding():
            return parts, 0, 0, 0
        for _, owed in self.payoff_rows(day):
            for part in PARTS:
                parts[part] += owed[part]
        early = sum(row.open("principal") for row in self.rows if row.due > day)
        fee = self.early_fees("payoff", day, early) if any(row.due > day for row in self.rows) else 0
        rebate = sum(row.open("interest") for row in self.rows) - parts["interest"]
        owed = sum(parts.values()) + fee
        return parts, fee, rebate, owed - min(owed, self.credit)

    def pay_off(self, day, received=None):
        """`received`: what was paid when it was recorded; too much is credit, too little an ordinary payment."""
        _, fee, _, total = self.payoff(day)
        received = total if received is None else received
        if received < total or not self.outstanding():
            return self.repay(received, day, "repayment") + (received,)
        for row, owed in self.payoff_rows(day):
            for part in PARTS:
                row.charged[part] = row.settled(part) + owed[part]
            row.fixed = row.earned = True
        self.stands_still = None
        if fee:
            self.row_of_early_fee(day).charged["fees"] += fee
        self.use_credit_wholly(day)
        parts = nothing()
        for row in self.rows:
            for part in PARTS:
                parts[part] += row.open(part)
                row.pay(part, row.open(part), day)
        for row in self.rows:                     # out of the balance from this day on, whatever the rest
            row.left = [(on, amount, counts or on == day) for on, amount, counts in row.left]
        self.changed = True
        self.credit += received - total
        return parts, received - total, received

    def use_credit_wholly(self, day):
        """At a payoff what is held comes first, oldest row first, whatever the waterfall says of money in advance."""
        done = []
        for row, part in in_order(self.rows, ORDER, False):
            self.credit = meet(row, part, self.credit, day, done)
        self.book("", "apply_credit", day, parts_of(done))


def amount_of(terms, event, key="amount"):
    amount = terms.amount(event[key])
    require(amount > 0, OUT_OF_RANGE, key)
    return amount
