#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Reads the cases of OpenCBS, Mifos and Frappe about the life of a loan and writes them as documents of `solidarity loan`.

tests/data/loans_opencbs.json and loans_mifos.json: one case per line, {"id", "family", "reproduced", "questions": [{"document",
"expect": [...]}]}.  A question is the loan as far as the case has come, and what the peer expects to read there.  How each
setting of the peer stands in the document: docs/presets.md, "OpenCBS: the life of a loan" and "Mifos: daily interest".
"""
import argparse
import copy
import datetime
import json
import pathlib
import sys
from collections import Counter
from decimal import Decimal

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "tests" / "oracle" / "peers"))
import import_vectors  # noqa: E402
import opencbs as peer  # noqa: E402  (the schedule, written a second time)

plain, money = import_vectors.plain, import_vectors.money
BASES = {"initial_amount": "original_principal", "olb": "outstanding_principal", "overdue_principal": "overdue_principal",
         "overdue_interest": "overdue_interest"}
BASE_OF_CHECK = {"InitialAmount": "initial_amount", "Olb": "olb", "OverduePrincipal": "overdue_principal", "OverdueInterest": "overdue_interest"}
EARLY_BASES = {"RemainingOLB": "remaining_principal", "RemainingInterest": "remaining_interest", "PrepaidPrincipal": "prepaid"}
DAYS_OFF = {"CALCULATIONLATEFEESDURINGPUBLICHOLIDAYS", "CALCULATION_LATE_FEES_DURING_PUBLIC_HOLIDAYS"}
OPENCBS_KINDS = ("payoff_amount", "late_repayment", "repayment_sequence", "regrade_amount", "reschedule", "early_repayment", "early_repayment_fee",
                 "late_fee", "tranche")
FIELDS = {"InterestsRepayment": "interest", "CapitalRepayment": "principal", "OLB": "olb", "PaidCapital": "paid_principal",
          "PaidInterests": "paid_interest", "AmountHasToPayWithInterest": "outstanding"}


def percent(fraction):
    return plain(Decimal(fraction) * 100)


def is_set(options, key):
    return str(options.get(key, "false")) == "true"


def amount_of(options, key):
    return Decimal(options.get(key) or 0)


class OpenCbs:
    """One case on its way: the terms, what happened so far, and the questions."""

    def __init__(self, case):
        self.case, self.parameters = case, case["parameters"]
        self.options = self.parameters.get("repayment_options", {})
        self.events, self.questions = [], []
        self.keep = self.parameters.get("keep_expected_installment") is not False
        self.terms = self.terms_of()
        self.named, self.last, self.left = {}, None, None

    # ---------------------------------------------------------------- terms
    def terms_of(self):
        p = copy.deepcopy(self.parameters)
        terms = import_vectors.opencbs_terms(p, "schedule")
        terms["currency"] = {"code": "XTS", "exponent": 2}  # payments may be finer than the amounts of the schedule
        terms["principal"] = money(p["principal"], 2)
        settings = p["settings"]
        rounding = terms["rounding"]
        if settings.get("accounting_process") == "Accrual":
            rounding["accounting"] = "accrual"
        if not settings.get("late_fees_accrue_on_days_off", True):
            rounding["penalties_on_days_off"] = False
        if not settings.get("stop_penalty_after_write_off", True):
            rounding["penalties_after_charge_off"] = True
        if not self.keep:
            terms["recalculation"] = {"early": "reduce_installment"}
        terms["penalties"] = [{"name": name, "percent": percent(rate), "of": BASES[name], "every": "1 day"}
                              for name, rate in p.get("late_penalty_rates", {}).items() if Decimal(rate)]
        terms["early_fee"] = self.early_fees(p)
        terms["waterfall"] = "opencbs"
        return {key: value for key, value in terms.items() if value != []}

    def early_fees(self, p):
        base = EARLY_BASES.get(p.get("early_total_repay_fee_base"))
        whole, part = Decimal(p.get("early_total_repay_fee_rate") or 0), Decimal(p.get("early_partial_repay_fee_rate") or 0)
        if self.case["kind"] == "early_repayment_fee":
            part = whole  # the unit under test asks the fee of the whole for any amount
        if not base:
            return []
        if whole and whole == part:
            return [{"percent": percent(whole), "of": base, "at": "both"}]
        fees = [{"percent": percent(rate), "of": base, "at": at} for rate, at in ((whole, "payoff"), (part, "prepayment")) if rate]
        return fees

    def schedule(self):
        return peer.schedule(self.terms)["installments"] if isinstance(peer.schedule(self.terms), dict) else peer.schedule(self.terms)

    # ---------------------------------------------------------------- questions
    def ask(self, on, expect, more=(), terms=None):
        document = {"terms": terms or self.terms, "events": self.events + list(more), "as_of": on}
        self.questions.append({"document": copy.deepcopy(document), "expect": expect})

    def event(self, kind, on, amount=None, **more):
        return {"type": kind, "on": on, **({} if amount is None else {"amount": money(amount, 2)}), **more}

    def cancelled(self, options, on):
        """What cancelling fees or interest and asking a figure by hand instead come to: waivers and charges."""
        events = []
        if is_set(options, "cancel_fees") and self.terms.get("penalties"):
            events.append(self.event("waive_penalties", on))
        if is_set(options, "cancel_interest"):
            events.append(self.event("waive_interest", on, sum(row["interest"] for row in self.schedule())))
            if amount_of(options, "manual_interest"):
                events.append(self.event("charge_fee", on, amount_of(options, "manual_interest"), name="interest by hand"))
        for key in ("manual_fees", "manual_commission"):
            if is_set(options, "cancel_fees") and amount_of(options, key):
                events.append(self.event("charge_fee", on, amount_of(options, key), name="fees by hand"))
        return events

    def quoted(self, options):
        """Cancelled fees include the one for leaving early."""
        if not is_set(options, "cancel_fees") or "early_fee" not in self.terms:
            return self.terms
        return {key: value for key, value in self.terms.items() if key != "early_fee"}

    # ---------------------------------------------------------------- transactions
    def repay(self, t):
        on, keep = t["date"], str(t.get("keep_expected_installment", str(self.keep).lower())) == "true"
        if is_set(t, "cancel_fees"):
            self.terms = self.quoted(t)
            if self.terms.get("penalties"):
                self.events.append(self.event("waive_penalties", on))
        if is_set(t, "cancel_interest"):
            row = self.schedule()[int(t["installment"]) - 1]
            self.events.append(self.event("waive_interest", on, row["interest"] - amount_of(t, "manual_interest")))
        name = f"{t.get('event_var', 'repay')}-{t['seq']}"  # the peer's tests use a name again
        self.named[t.get("event_var")] = name
        if keep == self.keep:
            self.events.append(self.event("repay", on, t["amount"], id=name))
        else:
            self.events.append(self.event("prepay", on, t["amount"], id=name, effect="keep_schedule" if keep else "reduce_installment"))
        self.last = name

    def accrue_late_fees(self, t):
        self.day = t["date"]
        if is_set(self.options, "cancel_fees") and self.terms.get("penalties"):
            self.events.append(self.event("waive_penalties", t["date"]))

    def repay_late_installments(self, t):
        self.terms["waterfall"] = {"preset": "opencbs", "in_advance": "credit"}  # only what is late
        self.carried = t.get("carried_event_totals", {})
        self.amount = Decimal(t["amount"])
        self.last = None
        if is_set(self.options, "cancel_interest"):
            self.events.append(self.event("waive_interest", t["date"]))
        if self.amount:
            self.last = f"repay-{t['seq']}"
            self.events.append(self.event("repay", t["date"], t["amount"], id=self.last))

    def repay_next_installments(self, t):
        on = self.parameters["start_date"]
        if is_set(self.options, "cancel_interest") and self.keep:
            self.events.append(self.event("waive_interest", on, sum(row["interest"] for row in self.schedule())))
        self.last = f"repay-{t['seq']}"
        self.events.append(self.event("repay", on, t["amount"], id=self.last))

    def early_repayment_fee(self, t):
        if is_set(self.options, "cancel_fees"):
            self.terms = self.quoted(self.options)
        self.last, self.amount = f"repay-{t['seq']}", Decimal(t["amount"])
        self.events.append(self.event("repay", t["date"], t["amount"], id=self.last))

    def set(self, t):
        if t["key"] in DAYS_OFF:
            self.terms = copy.deepcopy(self.terms)
            self.terms["rounding"]["penalties_on_days_off"] = t["value"] == "true"

    def disburse(self, t):
        pass

    def reschedule(self, t):
        options = t["options"]
        if options is None:
            self.events.append(self.event("reschedule", self.day_of_last()))
            return
        last = [x for x in self.case["transactions"] if x["op"] == "repay"][-1]
        row = int(last["installment"]) - (1 if is_set(last, "cancel_interest") else 0)
        due = datetime.date.fromisoformat(str(self.schedule()[row]["due"]))
        change = {"rate_percent": percent(options["InterestRate"]), "extra_installments": int(options["NewInstallments"])}
        if int(options["RepaymentDateOffset"]):
            change["to"] = (due + datetime.timedelta(days=int(options["RepaymentDateOffset"]))).isoformat()
            change["interest_in_shift"] = str(options["ChargeInterestDuringShift"]).lower() == "true"
        self.events.append(self.event("reschedule", self.day_of_last(), **change))

    def add_tranche(self, t):
        self.left = "a tranche with installments and a rate of its own"

    def day_of_last(self):
        return self.events[-1]["on"] if self.events else self.parameters["start_date"]

    # ---------------------------------------------------------------- checks
    def expect_max_repay(self, c):
        self.ask(c["date"], [{"what": "payoff", "value": c["value"]}], self.cancelled(self.options, c["date"]), self.quoted(self.options))

    def expect_max_regrade(self, c):
        self.ask(c["date"], [{"what": "due", "value": c["value"]}], self.cancelled(self.options, c["date"]))

    def expect_max_amounts(self, c):
        options, values = c["values"]["_opts"], c["values"]
        expect = []
        if "MaximumAmountAuthorizeToRepay" in values:
            expect.append({"what": "payoff", "value": values["MaximumAmountAuthorizeToRepay"]})
        if "MaximumAmountToRegradingLoan" in values:
            expect.append({"what": "due", "value": values["MaximumAmountToRegradingLoan"]})
        if "AmountToRepayInstallment" in values:
            expect.append({"what": "row", "row": int(options["installment_number"]), "outstanding": values["AmountToRepayInstallment"]})
        self.ask(options["date"], expect, self.cancelled(options, options["date"]), self.quoted(options))

    def expect_event(self, c):
        values, kind = c["values"], self.case["kind"]
        name = self.named.get(values.get("_event"), self.last)
        carried = getattr(self, "carried", {})
        expect = {"what": "event", "event": name}
        for key, total in (("interest", "interestEvent"), ("principal", "principalEvent"), ("fees", "feesEvent")):
            if key in values:
                expect["charges" if key == "fees" else key] = plain(Decimal(values[key]) - Decimal(carried.get(total, 0)))
        if kind == "early_repayment_fee":
            expect["after_charges"] = values["amount_left"]
        elif "amount_left" in values:
            expect["unapplied"] = values["amount_left"]
        if name is None:  # no money came: nothing may happen
            expect = {"what": "no_event", **{key: expect[key] for key in ("interest", "principal", "charges") if key in expect}}
        self.ask(self.day_of_last(), [expect])

    def expect_installments(self, c):
        rows = []
        for row in c["rows"]:
            want = {"what": "row", "row": row["n"]}
            for key, ours in (("date", "due"), ("interest", "interest"), ("principal", "principal"), ("olb", "olb"),
                              ("paid_principal", "paid_principal"), ("paid_interest", "paid_interest"), ("fees_unpaid", "penalties_open")):
                if key in row:
                    want[ours] = row[key]
            rows.append(want)
        self.ask(getattr(self, "day", None) or self.day_of_last(), rows)

    def expect_field(self, c):
        self.ask(self.day_of_last(), [{"what": "row", "row": int(c["installment"]), FIELDS[c["field"]]: c["value"]}])

    def expect_call(self, c):
        if c["call"] != "CalculateExpectedOlb":
            return  # days since the last repayment: a step on the way, no figure of the loan
        self.ask(self.day_of_last(), [{"what": "row", "row": int(c["args"].split(",")[0]), "olb": c["value"]}])

    def expect_late_fee(self, c):
        terms = copy.deepcopy(self.terms)
        terms["penalties"] = [p for p in terms["penalties"] if p["name"] == BASE_OF_CHECK[c["base"]]]
        if not terms["penalties"]:
            del terms["penalties"]
        self.ask(c["date"], [{"what": "row", "row": int(c["installment"]), "penalties_open": c["value"]}], terms=terms)

    # ---------------------------------------------------------------- the case
    def run(self):
        steps = [(t["seq"], 0, t) for t in self.case.get("transactions", [])] + [(c["seq"], 1, c) for c in self.case["expected"].get("checks", [])]
        for _, _, step in sorted(steps, key=lambda s: s[:2]):
            getattr(self, step["op"])(step)
        if "error" in self.case["expected"]:
            self.ask(self.day_of_last(), [{"what": "refused", "count": 1}])
        return merged(self.questions)


def merged(questions):
    """Checks of the same document are one question."""
    out = []
    for question in questions:
        if out and out[-1]["document"] == question["document"]:
            rows = out[-1]["expect"]
            for expect in question["expect"]:
                same = [r for r in rows if r["what"] == "row" == expect["what"] and r["row"] == expect["row"] and not set(r) & set(expect) - {"what", "row"}]
                if same:
                    same[0].update(expect)
                else:
                    rows.append(expect)
        else:
            out.append(question)
    return out


# ------------------------------------------------------------------ Mifos: daily interest
class MifosDaily:
    def __init__(self, case):
        self.case, p = case, case["parameters"]
        self.rows = []
        owed = Decimal(p["principal"])  # the balance of the plan: the unit tests give the first rows only, or one too many
        for row in p["installments"]:
            owed = max(owed - Decimal(row["principal"]), Decimal(0))
            self.rows.append({"due": row["due"], "principal": money(row["principal"], 2), "interest": money(row["interest"], 2),
                              "fees": money(Decimal(row.get("fees", 0)) + Decimal(row.get("misc_fees", 0)), 2),
                      "penalties": money(Decimal(row.get("penalty", 0)) + Decimal(row.get("misc_penalty", 0)), 2),
                              "balance": money(owed, 2)})
        self.terms = {"currency": "USD", "principal": money(p["principal"], 2), "disbursed_on": p["disbursement_date"],
                      "interest": {"method": "declining", "rate_percent": percent(p["daily_rate_fraction"]), "per": "day"},
                      "recalculation": {"rest": "daily", "overdue_bears_interest": True}, "rounding": {"preset": "mifos"}}
        self.events, self.questions, self.day = [], [], p["disbursement_date"]

    def document(self):
        return copy.deepcopy({"installments": self.rows, "terms": self.terms, "events": self.events, "as_of": self.day})

    def pay(self, t):
        self.day = t["date"]
        if str(t.get("overdue_interest_paid_first", "false")) == "true":
            self.terms["rounding"]["overdue_interest_first"] = True
        self.events.append({"type": "repay", "on": t["date"], "amount": money(t["amount"], 2)})

    applyPayment = pay_installment = pay

    def computeExtraInterest(self, t):
        self.day = t["date"]

    computeRepaymentAmount = computeExtraInterest

    def ask(self, expect):
        self.questions.append({"document": self.document(), "expect": [expect]})

    def expect(self, c):
        if c["kind"] == "principal":
            self.ask({"what": "row", "row": c["installment"], "principal": c["total"], "outstanding_principal": c["due"], "paid_principal": c["paid"]})
        elif c["kind"] == "interest":
            # Of a row paid in part the peer calls total what is left.
            whole = Decimal(c["total"]) if Decimal(c["due"]) != Decimal(c["total"]) else Decimal(c["due"]) + Decimal(c["paid"])
            self.ask({"what": "row", "row": c["installment"], "own_interest": plain(whole), "own_interest_open": c["due"], "own_interest_paid": c["paid"]})
        else:
            self.ask({"what": "row", "row": c["installment"], "late_interest": c["total"], "late_interest_open": c["due"], "late_interest_paid": c["paid"]})

    def expect_field(self, c):
        field, row = c["field"], c["installment"]
        names = {"getExtraInterest": "late_interest", "getExtraInterestPaid": "late_interest_paid", "getInterestPaid": "own_interest_paid",
                 "getPrincipalDue": "outstanding_principal", "getApplicableInterest": "own_interest_applicable"}
        if field == "getInterest":
            return  # the figure of the plan, which is given
        if field in ("getTotalRepaymentAmount", "value"):
            self.ask({"what": "payoff", "value": c["value"]})
        elif field == "getWaiverAmount":
            self.ask({"what": "running_interest", "value": c["value"]})
        else:
            self.ask({"what": "row", "row": row, names[field]: c["value"]})

    def run(self):
        steps = [(t["seq"], 0, t) for t in self.case.get("transactions", [])] + [(c["seq"], 1, c) for c in self.case["expected"]["checks"]]
        for _, _, step in sorted(steps, key=lambda s: s[:2]):
            getattr(self, step["op"])(step)
        return merged(self.questions)


# ------------------------------------------------------------------ single figures of Mifos and Frappe
def duration(case):
    """The duration in years is what flat interest of 100 % a year makes of a principal of 1."""
    p = case["parameters"]
    interest = {"method": "flat", "rate_percent": "100", "per": "year", "accrual": "by_period"}
    if p.get("days_in_year"):
        interest["year_days"] = p["days_in_year"]
    count = p["number_of_installments"]
    terms = {"currency": "USD", "principal": "100000.00", "disbursed_on": "2010-01-04", "interest": interest, "amortization": "equal_installments",
             "repayments": {"count": count, "every": import_vectors.every_of(p["frequency"])},
             "rounding": {"preset": "mifos", "installment_multiple": "0.01", "final_multiple": "0.01"}}
    last = (datetime.date(2010, 1, 4) + datetime.timedelta(days=400)).isoformat()
    return [{"document": {"terms": terms, "events": [], "as_of": last},
             "expect": [{"what": "interest_ratio", "value": plain(str(case["expected"]["years"])), "digits": 4}]}]


def frappe_dpd(case):
    p = case["parameters"]
    terms = {"currency": "INR", "principal": money(p["principal"], 2), "disbursed_on": "2022-12-31",
             "interest": {"method": "declining", "rate_percent": "12", "per": "year", "accrual": "by_period"}, "amortization": "equal_installments",
             "repayments": {"count": p["number_of_installments"], "every": "1 month", "first_due_on": p["first_due_date"]}, "rounding": {"preset": "frappe"}}
    e = case["expected"]
    expect = [{"what": "days_past_due", "value": e["days_past_due"]},
              {"what": "class", "ranges": p["ranges"], "value": e["classification"]}]
    if "npa" in e:
        expect.append({"what": "beyond", "days": p["npa_after_days"], "value": e["npa"]})
    return [{"document": {"terms": terms, "events": [], "as_of": p["as_of"]}, "expect": expect}]


def frappe_accrual(case):
    """Both days count, as in the test: interest from the day of disbursement to the end of the last day."""
    p, e = case["parameters"], case["expected"]
    days = int(p.get("days_inclusive") or p.get("interest_days"))
    start = datetime.date.fromisoformat(p.get("disbursed", "2019-10-01"))
    end = (start + datetime.timedelta(days=days)).isoformat()
    terms = {"currency": "INR", "principal": money(p["principal"], 2), "disbursed_on": start.isoformat(),
             "interest": {"method": "declining", "rate_percent": plain(p["annual_rate_percent"]), "per": "year", "accrual": "by_day", "day_count": "actual/365"},
             "amortization": "bullet", "repayments": {"count": 1, "every": f"{days + 30} day"}}
    return [{"document": {"terms": terms, "events": [], "as_of": end}, "expect": [{"what": "accrued", "value": e["interest_rounded_0dp"], "decimals": 0}]}]


def frappe_penalty(case):
    """Interest up to `accrued_to`, that day included, is due then; the days of grace cost nothing."""
    p, e = case["parameters"], case["expected"]
    start = datetime.date.fromisoformat(p["accrued_to"]) - datetime.timedelta(days=p["interest_days_inclusive"])
    terms = {"currency": "INR", "principal": money(p["principal"], 2), "disbursed_on": start.isoformat(),
             "interest": {"method": "declining", "rate_percent": plain(p["annual_rate_percent"]), "per": "year", "accrual": "by_day", "day_count": "actual/365"},
             "amortization": "bullet", "repayments": {"count": 2, "every": f"{p['interest_days_inclusive']} day"},
             "penalties": [{"percent": p["penalty_rate_percent"], "of": "overdue_interest", "every": "1 day", "per": "1 year",
                            "grace_days": p["grace_days"], "grace_forgives": True}]}
    return [{"document": {"terms": terms, "events": [], "as_of": case["transactions"][0]["date"]},
             "expect": [{"what": "row", "row": 1, "interest": e["accrued_interest"], "penalties_open": e["penalty_rounded_0dp"]}]}]


# ------------------------------------------------------------------ the program
def questions_of(case):
    """The file, the questions, or why there are none."""
    kind, source = case["kind"], case["source_repo"]
    if "OpenCBS" in source and kind in OPENCBS_KINDS:
        reader = OpenCbs(case)
        questions = reader.run()
        return "opencbs", questions if reader.left is None else None, reader.left
    if kind == "daily_interest_payment":
        return "mifos", MifosDaily(case).run(), None
    if kind == "accounting_year_duration":
        return "mifos", duration(case), None
    if kind == "dpd_classification":
        return "mifos", frappe_dpd(case), None
    if kind == "interest_accrual" or (kind == "payoff_amount" and "frappe" in source):
        return "mifos", frappe_accrual(case), None
    if kind == "late_fee" and "frappe" in source:
        return "mifos", frappe_penalty(case), None
    return None, None, None


def system_of(case):
    return {"o": "mifos", "T": "opencbs", "f": "frappe"}[case["source_repo"][0]]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--vectors", type=pathlib.Path, default=HERE.parent.parent / "shared" / "vectors")
    parser.add_argument("--out", type=pathlib.Path, default=HERE.parent / "tests" / "data")
    options = parser.parse_args()
    files, left = {"opencbs": [], "mifos": []}, []
    for case in json.loads((options.vectors / "mifos_opencbs.json").read_text(encoding="utf-8")):
        file, questions, reason = questions_of(case)
        if file is None:
            continue
        family = f'{system_of(case)}/{case["kind"]}'
        if reason:
            left.append({"id": case["id"], "family": family, "reason": reason})
            continue
        files[file].append({"id": case["id"], "family": family, "reproduced": case["reproduced"] is True, "questions": questions})
    for name, cases in files.items():
        import_vectors.write_lines(options.out / f"loans_{name}.json", cases)
        for (family, reproduced), count in sorted(Counter((c["family"], c["reproduced"]) for c in cases).items()):
            print(f"{count:5}  {family}{'' if reproduced else ' (not reproduced by the reader of the source)'}")
    for case in left:
        print(f'left out: {case["id"]} ({case["family"]}): {case["reason"]}')


if __name__ == "__main__":
    main()
