# SPDX-License-Identifier: MIT
"""A second, independent writing of docs/servicing.md: the life of a loan as a fold of its events.

    answer(document) -> what `solidarity loan` answers to the LOAN document (docs/wire.md)

Amounts are integers of minor units, every other number is a Fraction. One document: python3 loan_oracle.py LOAN.json
"""
import json
import sys
from datetime import date, timedelta

from due_dates import OUT_OF_RANGE, Refused, require
from loan_account import INVALID_STATE, NOT_FOUND, Account
from loan_events import ADVANCES, BEFORE, CONFLICT, DUPLICATE, MONEY_IN, Applied, Event
from loan_late import days_past_due, overdue
from loan_rows import PARTS, Waterfall

# --- the history ------------------------------------------------------------------------------------------

NOBODY = object()      # strict, and every event as one recorded before


class History:
    def __init__(self, document):
        self.doc = document
        self.terms = {k: v for k, v in document["terms"].items() if k != "waterfall"}
        self.waterfalls = read_waterfalls(document.get("waterfall", document["terms"].get("waterfall")))
        self.events, self.refused = [], []
        for event in self.implied():
            self.take(event, None)
        for index, event in enumerate(document["events"][:document.get("known_at")]):
            self.take(event, index)

    def implied(self):
        """Without an event before the money the loan is disbursed as the terms say."""
        if any(e["type"] in BEFORE | {"disburse"} for e in self.doc["events"]):
            return []
        tranches = self.terms.get("tranches") or [{"on": self.terms["disbursed_on"], "amount": self.terms["principal"]}]
        return [{"type": "disburse", "implied": True, **t} for t in tranches]

    def take(self, doc, index):
        before = list(self.events)
        try:
            event = Event(doc, index, len(self.events) + 1)
            if not self.known(event):
                self.check_removal(event)
                if event.type == "pay_off":           # what closes it by what stands on that day
                    event.received = max(0, self.fold(event.on, None).payoff(event.on)[3])
                self.events.append(event)
                self.check_views(event)
        except Refused as refusal:
            self.events = before
            self.refused.append({"index": index, "id": doc.get("id"), "code": refusal.code, "message": str(refusal)})

    def check_views(self, event):
        """The facts must stand in the end, and on the day before each later reversal."""
        self.fold(None, None, strict=event)
        for other in self.events:
            if other.type in ("reverse", "undo_disbursement") and other.on > event.on:
                self.fold(other.on - timedelta(1), None, strict=NOBODY)

    def known(self, event):
        if "id" not in event.doc:
            return False
        same = next((e for e in self.events if e.id == event.id), None)
        require(same is None or same.doc == event.doc, CONFLICT, "id")
        return same is not None

    def removed_by(self, event, events):
        """The event that a reversal or an undo takes away."""
        if event.type == "reverse":
            return next((e for e in events if e.id == event.doc["of"]), None)
        standing = self.standing([e for e in events if e.key() < event.key()])
        return max((e for e in standing if e.type in ADVANCES), key=Event.key, default=None)

    def check_removal(self, event):
        if event.type == "undo_disbursement":
            gone = self.removed_by(event, self.events)
            require(gone is not None, INVALID_STATE, "nothing to undo")
            later = [e for e in self.standing(self.events) if e.key() > gone.key() and e.type in MONEY_IN]
            require(not later, INVALID_STATE, "payments after it")
        if event.type == "reverse":
            gone = self.removed_by(event, self.events)
            require(gone is not None, NOT_FOUND, "of")
            require(gone.type not in ("reverse", "undo_disbursement"), INVALID_STATE, "a reversal")
            require(all(e.doc["of"] != gone.id for e in self.events if e.type == "reverse"), DUPLICATE, "of")
            require(gone.on <= event.on, OUT_OF_RANGE, "on")
            require(gone in self.standing(self.events), DUPLICATE, "of")       # an undo took it away

    def standing(self, events):
        reversed_ = {e.doc["of"] for e in events if e.type == "reverse"}
        left = [e for e in events if e.id not in reversed_ and e.type != "reverse"]
        for undo in sorted((e for e in left if e.type == "undo_disbursement"), key=Event.key):
            gone = max((e for e in left if e.type in ADVANCES and e.key() < undo.key()), key=Event.key, default=None)
            left = [e for e in left if e not in (gone, undo)]
        return sorted(left, key=Event.key)

    def fold(self, day, known, strict=None):
        """The account at the end of `day` (after all events when None) by the first `known` events."""
        events = [e for e in self.events if (day is None or e.on <= day) and (known is None or e.sequence <= known)]
        account = Account(self.terms, self.waterfalls)
        for event in self.standing(events):
            account.advance_to(event.on)
            try:
                applied = Applied(account, event, event is not strict)
                applied.run()
            except Refused as refusal:
                if strict is None:
                    continue                       # it stands in the view of another day
                raise refusal if event is strict else Refused(INVALID_STATE, f"{event.id}: {refusal}")
            if event.type in MONEY_IN:
                account.payments[event.id] = applied.amount
        if day is not None:
            account.advance_to(day)
            account.after(day)
        return account


def read_waterfalls(doc):
    if not isinstance(doc, dict) or not {"order", "in_advance", "direction", "preset"}.isdisjoint(doc):
        return {"default": Waterfall(doc)}
    names = {"repay": "repayment", "adjust_charge": "charge_adjustment"}
    found = {names.get(k, k): Waterfall(v) for k, v in doc.items()}
    return {"default": Waterfall(), **found}


# --- the answer -------------------------------------------------------------------------------------------

FIVE = ("due", "paid", "waived", "written_off", "outstanding")


class Answer:
    def __init__(self, history, day, known):
        self.a, self.h, self.day = history.fold(day, known), history, day
        self.text = self.a.terms.text

    def cell(self, values):
        return dict(zip(FIVE, map(self.text, values)))

    def values(self, row, part):
        return [row.charged[part], row.paid[part], row.waived[part], row.written_off[part], row.open(part)]

    def row(self, number, row, balance):
        cells = {part: self.values(row, part) for part in PARTS}
        total = [sum(v) for v in zip(*cells.values())]
        until = row.settled_on if row.settled_on and not row.total_open() else self.day
        late = max(0, (until - row.due).days) if sum(row.charged.values()) and self.a.disbursed else 0
        return {"number": number, "due": row.due.isoformat(), "kind": row.kind,
                **{part: self.cell(v) for part, v in cells.items()}, "total": self.cell(total),
                "paid_in_advance": self.text(row.in_advance), "paid_late": self.text(row.late), "late_days": late}

    def totals(self):
        rows = self.a.rows if self.a.disbursed else []
        cells = {part: [sum(self.values(row, part)[i] for row in rows) for i in range(5)] for part in PARTS}
        total = [sum(v) for v in zip(*cells.values())]
        return {**{part: self.cell(v) for part, v in cells.items()}, "total": self.cell(total)}

    def transaction(self, t):
        return {"id": t["id"], "type": t["type"], "on": t["on"].isoformat(), "amount": self.text(t["amount"]),
                **{part: self.text(t["parts"][part]) for part in PARTS}, "unapplied": self.text(t["unapplied"]),
                "balance": self.text(t["balance"])}

    def whole(self):
        a, day = self.a, self.day
        parts, fee, rebate, total = a.payoff(day)
        return {"status": a.status(), "as_of": day.isoformat(), "charged_off": a.charged_off, "rescheduled": a.rescheduled,
                "interest_suspended": a.suspended,
                "installments": [self.row(i + 1, row, None) for i, row in enumerate(a.rows)], "totals": self.totals(),
                "disbursed": self.text(a.disbursed), "unapplied": self.text(a.credit), "recovered": self.text(a.recovered),
                "payoff": self.text(max(0, total)), "overdue": self.text(overdue(a, day) if a.disbursed else 0),
                "days_past_due": days_past_due(a, day) if a.disbursed else 0,
                "accrued_interest": self.text(a.earned(day)),
                "transactions": [self.transaction(t) for t in a.transactions],
                "refused": [{k: r[k] for k in ("index", "code")} for r in self.h.refused]}


def answer(document):
    try:
        history = History(document)
        return Answer(history, date.fromisoformat(document["as_of"]), None).whole()
    except Refused as refusal:
        return {"error": {"code": refusal.code, "message": str(refusal)}}


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python3 loan_oracle.py LOAN.json")
    print(json.dumps(answer(json.load(open(sys.argv[1]))), indent=1))
