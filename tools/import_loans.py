#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The lives of loans in Apache Fineract's own tests, as documents of `solidarity loan`.

    tools/import_loans.py [--vectors DIR] [--out DIR]

Writes loans_fineract.json, one case per line: the document (terms, waterfall, events, as_of), what the source
asserts of rows, totals and transactions, and nothing else. Only the standard library is used.
"""
import argparse
import collections
import json
import pathlib
import re
from decimal import ROUND_HALF_EVEN, Decimal

from import_vectors import HERE, compact, fineract_terms, money, plain, write_lines

PAYMENTS = {"REPAYMENT": "repay", "GOODWILL_CREDIT": "goodwill_credit", "PAYOUT_REFUND": "payout_refund",
            "MERCHANT_ISSUED_REFUND": "merchant_issued_refund", "CREDIT_BALANCE_REFUND": "credit_balance_refund",
            "REFUND": "payout_refund", "REFUND_BY_CASH": "refund"}
TRANSACTIONS = {"Disbursement": "disburse", "Repayment": "repay", "Down Payment": "down_payment", "Chargeback": "charge_back",
                "Charge-off": "charge_off", "Goodwill Credit": "goodwill_credit", "Payout Refund": "payout_refund",
                "Merchant Issued Refund": "merchant_issued_refund", "Credit Balance Refund": "credit_balance_refund",
                "Re-age": "re_age", "Re-amortize": "re_amortize", "Charge Adjustment": "adjust_charge", "Refund": "refund"}
STRATEGIES = {"mifos-standard", "rbi-india", "heavensfamily", "creocore", "early-repayment", "interest-principal-penalties-fees",
              "principal-interest-penalties-fees", "due-penalty-fee-interest-principal-in-advance-principal-penalty-fee-interest",
              "due-penalty-interest-principal-fee-in-advance-penalty-interest-principal-fee"}
RESTS = {"DAILY": "daily", "SAME_AS_REPAYMENT_PERIOD": "installment", "SAME_AS_REPAYMENT": "installment"}
EARLY = {"RESCHEDULE_NEXT_REPAYMENTS": "next", "REDUCE_NUMBER_OF_INSTALLMENTS": "reduce_term", "REDUCE_EMI_AMOUNT": "reduce_installment",
         "ADJUST_LAST_UNPAID_PERIOD": "last_unpaid"}
PRECLOSURE = {"TILL_PRE_CLOSURE_DATE": "to_date", "TILL_REST_FREQUENCY_DATE": "to_rest"}
RE_AGE_UNITS = {"DAYS": "day", "WEEKS": "week", "MONTHS": "month", "YEARS": "year"}
MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]
COUNTED_OVER_LOAN = re.compile(r"LoanCBR|LoanChargeback|LoanChargeOff")  # "undo the n-th repayment"; elsewhere "... made on DAY"
COLUMNS = {"nr": "number", "date": "due", "days": "days", "principal": "principal", "interest": "interest", "fees": "fees",
           "penalties": "penalties", "due": "total", "paid": "paid", "in_advance": "in_advance", "late": "late",
           "outstanding": "outstanding", "balance": "balance", "paid_date": "settled_on", "principal_paid": "principal_paid",
           "interest_paid": "interest_paid"}
TOTALS = {"principal_due": "principal", "interest": "interest", "fees": "fees", "penalties": "penalties", "due": "total", "paid": "paid",
          "in_advance": "in_advance", "late": "late", "outstanding": "outstanding"}


def written_date(text):
    """'01 February 2022' -> '2022-02-01'."""
    day, month, year = text.split()
    return f"{year}-{MONTHS.index(month) + 1:02d}-{int(day):02d}"


def table_of(event):
    names, values = event["table"]
    return {name: value for name, value in zip(names, values) if value != ""}


# ------------------------------------------------------------------ waterfalls
def allocation(rule, direction):
    """An order of twelve; insurance, which the peer does not have, follows the fees."""
    order = []
    for pair in rule["order"]:
        order.append(pair.lower())
        if pair.endswith("_FEE"):
            order.append(pair.lower().replace("_fee", "_insurance"))
    return {"order": order, "in_advance": rule["futureInstallmentAllocationRule"].lower(), "direction": direction}


def waterfall_of(p):
    name = (p["transaction_strategy"] or "advanced-payment-allocation-strategy").removesuffix("-strategy")
    if name != "advanced-payment-allocation":
        assert name in STRATEGIES, name
        return name
    direction = (p["schedule_processing"] or "HORIZONTAL").lower()
    rules = {rule["transactionType"].lower(): allocation(rule, direction) for rule in p.get("payment_allocation") or []}
    default = rules.get("default") or allocation({"futureInstallmentAllocationRule": "NEXT_INSTALLMENT", "order": [
        f"{when}_{part}" for when in ("PAST_DUE", "DUE", "IN_ADVANCE") for part in ("PENALTY", "FEE", "INTEREST", "PRINCIPAL")]}, direction)
    special = {kind: rule for kind, rule in rules.items() if kind != "default" and rule != default}
    return {"default": default, **special} if special else default


# ------------------------------------------------------------------ terms
def recalculation_of(p):
    given = p["interest_recalculation"]
    if not given:
        return None
    return compact({"rest": RESTS[given["recalculationRestFrequencyType"]], "early": EARLY[given["rescheduleStrategyMethod"]],
                    "payoff_interest": PRECLOSURE.get(given.get("preClosureInterestCalculationStrategy")), "overdue_bears_interest": True})


def life_terms(case):
    """The terms of the schedule without what happens in life: tranches and charges are events."""
    p = case["params"]
    first = disbursements(case)[0]
    given = [event for event in case["events"] if not (event["type"] == "ADD_CHARGE" and is_event(event))]
    terms = fineract_terms({**case, "events": given, "disbursements": [{"date": first["date"], "amount": first["amount"]}],
                            "expected": {**case["expected"], "installments": case["expected"]["installments"] or []}})
    if p["interest_recalculation"]:
        terms["recalculation"] = recalculation_of(p)
    if p["multi_disburse"] or len(disbursements(case)) > 1:
        terms["multiple_disbursements"] = True
    if p["down_payment_auto"] and not down_payment_is_undone(case):
        terms["automatic_down_payment"] = True
    return terms


def disbursements(case):
    return [event for event in case["events"] if event["type"] == "DISBURSE"]


def is_event(charge):
    """A fixed amount on a day; percentages belong to the terms."""
    return "amount" in charge and charge.get("due_date")


# ------------------------------------------------------------------ events
def ordinal_of(event):
    return event.get("nth") or 1


def is_undone_down_payment(case, event):
    """The second transaction of the day of a disbursement is its automatic down payment."""
    if event["type"] != "UNDO" or not case["params"]["down_payment_auto"]:
        return False
    if event.get("of") in ("DOWNPAYMENT", "DOWN_PAYMENT"):
        return True
    return not event.get("of") and event.get("nth") == 2 and event.get("made_on") in {e["date"] for e in disbursements(case)}


def down_payment_is_undone(case):
    return any(is_undone_down_payment(case, event) for event in case["events"])


class Life:
    """Turns the events of a case into those of the document, in the order in which they became known."""

    def __init__(self, case):
        self.case, self.digits = case, case["params"]["digits_after_decimal"]
        self.events, self.payments, self.undone = [], [], []

    def add(self, kind, on, **more):
        event = {"type": kind, "on": on, "id": f"{kind}-{sum(1 for e in self.events if e['type'] == kind) + 1}", **compact(more)}
        self.events.append(event)
        return event

    def amount(self, event):
        return money(event["amount"], self.digits)

    def take(self, event):
        kind = event["type"]
        if kind == "DISBURSE":
            self.disburse(event)
        elif kind in PAYMENTS:
            added = self.add(PAYMENTS[kind], event["date"], amount=self.amount(event))
            self.payments.append((kind, added))
        elif kind == "ADD_CHARGE" and is_event(event):
            self.charge(event)
        elif kind == "UNDO":
            self.undo(event)
        elif kind == "CHARGEBACK":
            self.charge_back(event)
        elif kind == "RE_AGE":
            given = table_of(event)
            self.add("re_age", event["on"], installments=int(given["numberOfInstallments"]), first_due_on=written_date(given["startDate"]),
                     every=f'{given["frequencyNumber"]} {RE_AGE_UNITS[given["frequencyType"]]}')
        elif kind in ("RE_AMORTIZE", "CHARGE_OFF", "PAY_OFF"):
            self.add(kind.lower(), event.get("date") or event["on"])
        elif kind == "RESCHEDULE":
            self.reschedule(event)
        elif kind == "CHARGE_ADJUSTMENT":
            self.add("adjust_charge", event["on"], charge=self.charge_named(event), amount=self.amount(event))
        elif kind == "WAIVE_CHARGE":
            self.add("waive_charge", event["on"], charge=[e for e in self.events if e["type"] in ("charge_fee", "assess_penalty")][-1]["id"])

    def disburse(self, event):
        self.add("disburse", event["date"], amount=self.amount(event))
        if down_payment_is_undone(self.case):
            share = Decimal(event["amount"]) * Decimal(self.case["params"]["down_payment_pct"]) / 100
            multiple = Decimal(self.case["params"]["installment_amount_in_multiples_of"] or Decimal(1).scaleb(-self.digits))
            share = (share / multiple).quantize(Decimal(1), ROUND_HALF_EVEN) * multiple
            self.add("down_payment", event["date"], amount=money(share, self.digits))

    def charge(self, event):
        on = event.get("business_date") or event["due_date"]
        self.add("assess_penalty" if event.get("penalty") else "charge_fee", min(on, event["due_date"]), name=event["charge"].lower(),
                 amount=self.amount(event), due=event["due_date"])

    def charge_named(self, event):
        for e in self.events:
            if e["type"] in ("charge_fee", "assess_penalty") and e["name"] == event["charge"].lower() and e["due"] == event["due"]:
                return e["id"]
        raise KeyError(event)

    def standing(self, kinds):
        gone = {e["of"] for e in self.events if e["type"] == "reverse"}
        return [e for kind, e in self.payments if (not kinds or kind in kinds) and e["id"] not in gone]

    def nth_payment(self, event, kinds):
        """The n-th of the loan in the features whose step counts so; else the n-th on its day, where there is one."""
        standing = self.standing(kinds)
        every = [e for kind, e in self.payments if not kinds or kind in kinds]
        of_day = [e for e in standing if e["on"] == event.get("made_on")]
        n = ordinal_of(event)
        if event.get("of") and COUNTED_OVER_LOAN.search(self.case["source_file"]) and n <= len(every) and every[n - 1] in standing:
            return every[n - 1]
        if of_day:
            return of_day[min(n, len(of_day)) - 1]
        return every[n - 1] if n <= len(every) else standing[-1]

    def undo(self, event):
        of = event.get("of")
        if is_undone_down_payment(self.case, event):
            return self.reverse(event, self.last("down_payment"))
        if of in ("LAST_DISBURSAL", "DISBURSAL"):
            return self.undo_disbursement(event)
        if of in ("CHARGE_OFF", "RE_AGE", "RE_AMORTIZE", "WAIVE_CHARGE", "RESCHEDULE"):
            return self.reverse(event, self.last(of.lower()))
        if of == "CHARGEBACK":
            return self.reverse(event, self.last("charge_back"))
        if of == "CHARGE_ADJUSTMENT":
            return self.reverse(event, self.last("adjust_charge"))
        if of == "REFUND":
            return self.reverse(event, self.last("payout_refund"))
        if of == "LAST_REPAYMENT":
            return self.reverse(event, self.standing(("REPAYMENT",))[-1])
        return self.reverse(event, self.nth_payment(event, (of,) if of in PAYMENTS else ()))

    def last(self, kind):
        return [e for e in self.events if e["type"] == kind][-1]

    def reverse(self, event, target):
        self.undone.append(target)
        self.add("reverse", max(event["on"], target["on"]), of=target["id"])

    def undo_disbursement(self, event):
        """It takes the payments since the last disbursement with it."""
        since = disbursements(self.case)[-1]["date"]
        self.undone += [payment for payment in self.standing(()) if payment["on"] >= since]
        self.undone.append(self.last("disburse"))
        self.add("undo_disbursement", event["on"])

    def charge_back(self, event):
        of = None
        if event.get("of") == "PAYMENT":
            every = [e for _, e in self.payments]
            of = every[event["nth"] - 1]["id"] if event["nth"] <= len(every) else None
        self.add("charge_back", event["on"], amount=self.amount(event), of=of)

    def reschedule(self, event):
        given = table_of(event) if event.get("table") else {}
        read = lambda name: written_date(given[name]) if given.get(name) else None
        grace = lambda name: int(given[name]) if given.get(name) else None
        self.add("reschedule", event["on"], **{"from": event.get("from") or read("rescheduleFromDate"), "to": event.get("to") or read("adjustedDueDate"),
                                               "extra_installments": grace("extraTerms"), "rate_percent": given.get("newInterestRate"),
                                               "grace_principal": grace("graceOnPrincipal"), "grace_interest_payment": grace("graceOnInterest")})


# ------------------------------------------------------------------ what is asserted
def expected_rows(case, digits):
    columns = case.get("reproduced_columns") or ""
    rows = []
    for row in case["expected"]["installments"] or []:
        if row.get("row") == "DISBURSEMENT":
            continue
        out = {}
        for source, target in COLUMNS.items():
            value = row.get(source)
            if value is None or (target == "balance" and "except balance" in columns):
                continue
            out[target] = value if target in ("number", "due", "days", "settled_on") else money(value, digits)
        rows.append(out)
    return rows


def is_undone(life, row):
    for target in life.undone:
        amount = target.get("amount")
        if target["type"] == TRANSACTIONS[row["transaction_type"]] and target["on"] == row["transaction_date"] and (
                amount is None or Decimal(amount) == Decimal(row["amount"])):
            life.undone.remove(target)
            return True
    return False


def expected_transactions(case, life, digits):
    """What stands: accruals are the books', and a reversed transaction has no figures any more."""
    out = []
    for row in case["expected"].get("transactions") or []:
        if row["transaction_type"] == "Accrual":
            continue
        gone = is_undone(life, row)
        if gone or str(row.get("reverted", "false")).lower() == "true":
            continue
        paid_off = row["transaction_type"] == "Repayment" and any(
            event["type"] == "PAY_OFF" and event["date"] == row["transaction_date"] for event in case["events"])
        entry = {"type": "pay_off" if paid_off else TRANSACTIONS[row["transaction_type"]], "on": row["transaction_date"]}
        for source, target in (("amount", "amount"), ("principal", "principal"), ("interest", "interest"), ("fees", "fees"),
                               ("penalties", "penalties"), ("loan_balance", "balance"), ("overpayment", "unapplied")):
            if row.get(source) is not None:
                entry[target] = money(row[source], digits)
        out.append(entry)
    return out


def last_day(case, events):
    days = [event["on"] for event in events] + [event["business_date"] for event in case["events"] if event.get("business_date")]
    return case["business_date"] or max(days)


def is_life(case):
    """Cases in which money moved and rows are asserted."""
    return bool(disbursements(case)) and bool(case["expected"].get("installments")) and not case["expected"].get("fn_values")


def is_calculation(case):
    return any(event["type"] in ("PAY_PRINCIPAL", "PAY_INTEREST") or "CORRECTION" in event["type"] for event in case["events"])


def calculator_case(case):
    """Unit tests of the EMI calculator: parts of rows are paid that no payment would be split into."""
    digits = case["params"]["digits_after_decimal"]
    steps = [compact({"type": event["type"].lower(), "on": event["date"], "row_due": event.get("period_due"), "amount": money(event["amount"], digits)})
             for event in case["events"]]
    rows = [{"number": row["nr"], "due": row["date"], **{key: money(row[key], digits) for key in ("emi", "principal", "interest", "balance")
                                                         if row.get(key) is not None}}
            for row in case["expected"]["installments"] if row.get("row") != "DISBURSEMENT"]
    return {"terms": life_terms(case), "calculator": steps, "expected": {"installments": rows}}


def loan_case(case):
    entry = calculator_case(case) if is_calculation(case) else document_case(case)
    return {"id": case["id"], "family": f'fineract/{case["kind"]}', "source": compact({"file": case["source_file"], "line": case["source_line"]}),
            **entry, "reproduced": bool(case["reproduced"])}


def document_case(case):
    digits = case["params"]["digits_after_decimal"]
    life = Life(case)
    for event in case["events"]:
        life.take(event)
    terms = life_terms(case)
    expected = {"installments": expected_rows(case, digits)}
    if not case["partial"]:
        expected["count"] = len(expected["installments"])
    if case["expected"].get("totals"):
        expected["totals"] = {target: money(case["expected"]["totals"][source], digits) for source, target in TOTALS.items()
                              if case["expected"]["totals"].get(source) is not None}
    transactions = expected_transactions(case, life, digits)
    if transactions:
        expected["transactions"] = transactions
    accrued = case["expected"].get("accrued_interest_of_current_period_on")
    if accrued:
        expected["accrued_of_current_period"] = accrued
    document = {"terms": terms, "waterfall": waterfall_of(case["params"]), "events": life.events, "as_of": last_day(case, life.events)}
    return {"document": document, "expected": expected}


def loans_of(cases):
    """The documents, and the cases that have none with the reason."""
    loans, left = [], []
    for case in cases:
        if not is_life(case):
            continue
        try:
            loans.append(loan_case(case))
        except (KeyError, IndexError, AssertionError) as unknown:
            left.append({"id": case["id"], "family": f'fineract/{case["kind"]}', "reason": f"no document of wire.md: {unknown!r}"})
    return loans, left


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--vectors", type=pathlib.Path, default=HERE.parent.parent / "shared" / "vectors")
    parser.add_argument("--out", type=pathlib.Path, default=HERE.parent / "tests" / "data")
    options = parser.parse_args()
    loans, left = loans_of(json.loads((options.vectors / "fineract.json").read_text(encoding="utf-8")))
    write_lines(options.out / "loans_fineract.json", loans)
    counts = collections.Counter((loan["family"], loan["reproduced"]) for loan in loans)
    for (family, reproduced), count in sorted(counts.items()):
        print(f"{count:5}  loan: {family}{'' if reproduced else ' (not reproduced by the reader of the source)'}")
    for case in left:
        print(f'left out: {case["id"]}: {case["reason"]}')


if __name__ == "__main__":
    main()
