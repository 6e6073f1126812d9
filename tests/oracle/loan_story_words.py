# SPDX-License-Identifier: MIT
"""The words of tests/transcripts as TERMS and events of a LOAN document."""
import re

RULES = {"pays the next installment": "next_installment", "pays the last installment": "last_installment",
         "is spread equally": "reamortization", "is held as credit": "credit", "pays principal only": "reduce_principal"}
EFFECTS = {"for smaller installments": "reduce_installment", "for fewer installments": "reduce_term",
           "off the last installment": "last_unpaid", "keeping the schedule": "next"}
EARLY = {"pays the next installments": "next", "makes installments smaller": "reduce_installment",
         "makes the loan shorter": "reduce_term", "makes the last installment smaller": "last_unpaid"}
EVERY = {"daily": "1 day", "weekly": "1 week", "two-weekly": "2 week", "monthly": "1 month", "quarterly": "3 month",
         "half-monthly": "semimonth"}
PAYERS = {"from a peer": "cover_by_peer", "from savings": "cover_by_savings", "from the fund": "cover_by_fund",
          "from insurance": "cover_by_insurance", "as goodwill credit": "goodwill_credit", "": "repay"}
AMOUNT = r"(?P<amount>[\d.]+)"
DAY = r"\d{4}-\d\d-\d\d"
EVENTS = [
    (rf"applies for {AMOUNT}", "apply"), (rf"is approved {AMOUNT}", "approve"), (r"is rejected", "reject"),
    (r"withdraws", "withdraw"), (rf"receives( {AMOUNT})?", "disburse"),
    (r"the last disbursement is undone", "undo_disbursement"), (rf"tops up {AMOUNT}", "top_up"),
    (rf"pays off( {AMOUNT})?", "pay_off"), (rf"prepays {AMOUNT} (?P<effect>.*)", "prepay"),
    (rf"pays {AMOUNT}( (?P<payer>from .*|as goodwill credit))?", "repay"), (r"is charged off", "charge_off"),
    (rf"is charged {AMOUNT} (?P<kind>fee|penalty|insurance)( due (?P<due>{DAY}))?", "charge_fee"),
    (rf"is charged (?P<percent>[\d.]+)% (?P<kind>fee|penalty|insurance)( due (?P<due>{DAY}))?", "charge_fee"),
    (r"is forgiven charge (?P<charge>\S+)", "waive_charge"),
    (rf"is forgiven (all|{AMOUNT}) (?P<component>\w+)", "waive_"),
    (rf"is credited {AMOUNT} against (?P<charge>\S+)", "adjust_charge"),
    (rf"is refunded credit {AMOUNT}", "credit_balance_refund"), (rf"is refunded {AMOUNT}", "refund"),
    (rf"the bank takes back {AMOUNT}( of (?P<of>\S+))?", "charge_back"),
    (rf"is written off( {AMOUNT})?", "write_off"), (rf"recovers {AMOUNT}", "recover"),
    (r"interest is suspended", "suspend_interest"), (r"is transferred to (?P<to>\S+)", "transfer"),
    (r"reverses (?P<of>\S+)", "reverse"), (r"is re-amortized", "re_amortize"),
    (rf"is rescheduled( from (?P<from>{DAY}))?( to (?P<to>{DAY}))?( with extra installments (?P<extra_installments>\d+))?"
     r"( at (?P<rate_percent>[\d.]+)%)?( without principal for (?P<grace_principal>\d+))?"
     r"(?P<capitalise_arrears> arrears joining the principal)?", "reschedule"),
    (rf"is re-aged into (?P<installments>\d+) (?P<every>\S+) installments from (?P<first_due_on>{DAY})", "re_age"),
    (rf"has a moratorium from (?P<from>{DAY}) to (?P<to>{DAY})(?P<interest> interest stops)?", "moratorium"),
]


def plain(line):
    return re.sub(r"\s+", " ", line.split("#")[0].replace(",", "").replace(";", "")).strip()


def event_of(words):
    for pattern, kind in EVENTS:
        found = re.fullmatch(pattern, words)
        if found:
            return polished({"type": kind, **{k: v for k, v in found.groupdict().items() if v is not None}})
    raise SystemExit(f"not understood: {words}")


def polished(event):
    if "effect" in event:
        event["effect"] = EFFECTS[event["effect"]]
    event["type"] = PAYERS[event.pop("payer", "")] if event["type"] == "repay" else event["type"]
    if event["type"] == "waive_":
        event["type"] += event.pop("component")
    for key in ("extra_installments", "grace_principal", "installments"):
        if key in event:
            event[key] = int(event[key])
    if "every" in event:
        event["every"] = EVERY[event["every"]]
    if "capitalise_arrears" in event:
        event["capitalise_arrears"] = True
    if event["type"] == "moratorium":
        event["interest"] = "stops" if "interest" in event else "accrues"
    return event


# --- terms --------------------------------------------------------------------------------------------------

def loan_of(words):
    found = re.fullmatch(
        r"loan (?P<principal>[\d.]+) (?P<currency>\w+) at (?P<rate>[\d.]+)% (a (?P<per>\w+)|an installment|for the term) "
        r"(?P<method>declining|flat)( by (?P<count_by>\S+))? (?P<n>\d+)( (?P<adj>daily|weekly|two-weekly|monthly|quarterly|"
        rf"half-monthly))?( (?P<form>equal principal|interest only))? installments?( every (?P<every>\d+ \w+?)s?)?"
        rf"( from (?P<first>{DAY}))? (?P<done>disbursed|planned) (?P<on>{DAY})", words)
    if not found:
        raise SystemExit(f"not understood: {words}")
    f = found.groupdict()
    per = f["per"] or ("installment" if "an installment" in words else "term")
    interest = {"method": f["method"], "rate_percent": f["rate"], "per": per}
    if f["count_by"]:
        interest.update(accrual="by_day", day_count=f["count_by"])
    repayments = {"count": int(f["n"]), "every": f["every"] or EVERY[f["adj"] or "monthly"]}
    if f["first"]:
        repayments["first_due_on"] = f["first"]
    form = {"equal principal": "equal_principal", "interest only": "bullet", None: "equal_installments"}[f["form"]]
    return {"currency": f["currency"], "principal": f["principal"], "disbursed_on": f["on"], "interest": interest,
            "repayments": repayments, "amortization": form}, f["done"] == "disbursed"


def penalty_of(words):
    found = re.fullmatch(
        r"penalty ((?P<percent>[\d.]+)%|(?P<amount>[\d.]+))( a (?P<per>year|month))?( o[fn] (?P<of>(overdue|outstanding|original) "
        r"[a-z]+( with charges)?))?(?P<rest>.*)", words)
    f = {k: v for k, v in found.groupdict().items() if v and k != "rest"}
    f["of"] = {"overdue total with charges": "overdue_with_charges"}.get(f.get("of"), f.get("of", "overdue total").replace(" ", "_"))
    rest = found["rest"]
    for pattern, key in ((r"every (\d+ )?(\w+?)s?\b", "every"), (r"after (\d+) days of grace", "grace_days"),
                         (r"at most ([\d.]+)(?= |$)", "cap"), (r"at most ([\d.]+)%", "cap_percent")):
        hit = re.search(pattern, rest)
        if hit:
            f[key] = f"{(hit[1] or '1').strip()} {hit[2]}" if key == "every" else int(hit[1]) if key == "grace_days" else hit[1]
    f.update({k: True for text, k in (("forgiven", "grace_forgives"), ("also on penalties", "compound")) if text in rest})
    return f


def early_fee_of(words):
    found = re.fullmatch(r"early fee ((?P<percent>[\d.]+)% of (?P<of>.*?)|(?P<amount>[\d.]+)) at (?P<at>.*)", words)
    f = {k: v for k, v in found.groupdict().items() if v}
    if "of" in f:
        f["of"] = "prepaid" if f["of"] == "what is prepaid" else f["of"].replace(" ", "_")
    f["at"] = "both" if " and " in f["at"] else f["at"]
    return f


def fee_of(words):
    found = re.fullmatch(rf"fee ([\d.]+) (each installment|on ({DAY}))( as (\w+))?", words)
    return {"name": "fee", "at": found[3] or "installment", "amount": found[1], "kind": found[5] or "fee"}


class Terms:
    def __init__(self):
        self.doc, self.waterfall, self.disbursed = None, {}, True

    def line(self, words):
        doc, head = self.doc, words.split()[0]
        if head == "penalty":
            doc.setdefault("penalties", []).append(penalty_of(words))
        elif words.startswith("early fee"):
            doc.setdefault("early_fee", []).append(early_fee_of(words))
        elif head == "fee":
            doc.setdefault("fees", []).append(fee_of(words))
        elif not self.simple(words):
            raise SystemExit(f"not understood: {words}")

    def simple(self, words):
        doc = self.doc
        recalculation = lambda: doc.setdefault("recalculation", {})
        rounding = lambda: doc.setdefault("rounding", {})
        hit = lambda pattern: re.fullmatch(pattern, words)
        if m := hit(r"interest follows payments (.*)"):
            recalculation()["rest"] = {"daily": "daily", "at installments": "installment"}[m[1]]
        elif hit("overdue principal bears interest"):
            recalculation()["overdue_bears_interest"] = True
        elif m := hit("principal before its time (.*)"):
            recalculation()["early"] = EARLY[m[1]]
        elif m := hit("payoff takes interest to the (day|due date)"):
            recalculation()["payoff_interest"] = {"day": "to_date", "due date": "to_rest"}[m[1]]
        elif m := hit(r"installments are multiples of ([\d.]+)"):
            rounding()["installment_multiple"] = m[1]
        elif m := hit(r"rounding (.*)"):
            rounding()["mode"] = m[1].replace(" ", "_")
        elif m := hit(r"arrears( after (\d+) days)?( above ([\d.]+))?"):
            doc["arrears"] = {"grace_days": int(m[2] or 0), "tolerance": m[4] or "0"}
        elif m := hit(rf"tranche ([\d.]+) on ({DAY})"):
            doc.setdefault("tranches", [{"on": doc["disbursed_on"], "amount": doc["principal"]}]).append(
                {"on": m[2], "amount": m[1]})
        elif m := hit("rebate (.*)"):
            doc["rebate"] = m[1].replace(" ", "_")
        elif m := hit(r"down payment ([\d.]+)%"):
            doc["down_payment_percent"] = m[1]
        elif hit("several disbursements are allowed"):
            doc["multiple_disbursements"] = True
        else:
            return self.waterfall_line(hit)
        return True

    def waterfall_line(self, hit):
        if m := hit("waterfall in the order (.*)"):
            self.waterfall["order"] = [f"{w}_{p}" for w in ("past_due", "due", "in_advance") for p in m[1].split()]
        elif hit("waterfall component by component"):
            self.waterfall["direction"] = "vertical"
        elif m := hit("money in advance (.*)"):
            self.waterfall["in_advance"] = RULES[m[1]]
        elif m := hit(r"waterfall (\S+)"):
            self.waterfall["preset"] = m[1]
        else:
            return False
        return True
