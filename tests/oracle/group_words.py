# SPDX-License-Identifier: MIT
"""The words of tests/transcripts/groups as rules and events of group_oracle.py (the README there is their grammar)."""
import re
from datetime import date
from fractions import Fraction

from cover_read import UNLIMITED
from loan_story_words import DAY, event_of, loan_of

LAYERS = {"own savings": "own_savings", "own collateral": "own_collateral", "group fund": "group_fund", "insurer": "insurer",
          "peers in cash": ("cash",), "peers in savings": ("savings",), "peers in savings then cash": ("savings", "cash"),
          "peers in cash then savings": ("cash", "savings")}
RECOVERY = {"lender first": "lender_first", "claimants first": "claimants_first", "pro rata": "pro_rata"}
N, A, D = r"(\w+)", r"([\d.]+)", rf"({DAY})"


def plain(line):
    """Without the remark; commas in numbers are for the eye only."""
    words = re.sub(r"\s+", " ", line.split("#")[0]).strip()
    return re.sub(r"(?<=\d),(?=\d\d\d)", "", words)


def names(text):
    return [name for name in re.split(r",\s*|\s+", text.strip()) if name]


class Wrong(SystemExit):
    pass


class Words:
    """Reads the lines of one story; knows the digits of its currency."""

    def __init__(self):
        self.rules, self.digits = None, None

    def money(self, text):
        units = Fraction(text) * 10**self.digits
        if units.denominator != 1:
            raise Wrong(f"too many decimals: {text}")
        return int(units)

    # --- what was agreed --------------------------------------------------------------------------------------

    def rule(self, words):
        for pattern, act in RULES:
            found = re.fullmatch(pattern, words)
            if found:
                return act(self, self.rules, *found.groups())
        raise Wrong(f"not understood: {words}")

    def layers(self, r, text):
        r.layers = [LAYERS[layer] for layer in text.split(", ")]

    def split(self, r, how):
        if how.startswith("by weights "):
            pairs = (pair.split() for pair in how[11:].split(", "))
            r.split = {name: Fraction(weight) for name, weight in pairs}
        else:
            r.split = {"equally": "equal"}.get(how, how.replace(" ", "_"))

    def sub_groups(self, r, text):
        r.regime, r.parts = "sub_groups", [set(names(part)) for part in text.split(" / ")]

    def pair(self, r, guarantor, debtor):
        r.regime = "pairs"
        r.pairs.append((guarantor, debtor))

    def cap(self, r, what, scope):
        if what == "her savings":
            cap = {"savings": True}
        elif found := re.fullmatch(r"([\d.]+) installments?", what):
            cap = {"installments": Fraction(found[1])}
        else:
            cap = {"amount": self.money(what)}
        scope = {"in a call": "call", "in a cycle": "cycle", "ever": "ever"}[scope]
        r.caps = [other for other in r.caps if other[1] != scope] + [(cap, scope)]

    # --- what happens -----------------------------------------------------------------------------------------

    def event(self, on, words):
        """[(type is in the doc) doc], more than one for those who join."""
        for pattern, act in EVENTS:
            found = re.fullmatch(pattern, words)
            if found:
                doc = act(self, on, *found.groups())
                return doc if isinstance(doc, list) else [doc]
        raise Wrong(f"not understood: {words}")

    def loan_terms(self, on, words):
        found = loan_of(f"loan {words.replace(',', '')} disbursed {on}")
        return found[0]

    def counter(self, kind, member, amount):
        return {"type": "meeting", "is_sheet": False, "calls": False, kind: [{"member": member, "amount": self.money(amount)}]}

    def grant(self, on, member, alone, words, name=None):
        return {"type": "grant", "id": name, "member": member, "joint": not alone, "terms": self.loan_terms(on, words)}

    def death(self, member, *given):
        keys = ("savings", "insurance", "fund", "written_off")
        return {"type": "die", "member": member, **{k: self.money(g) for k, g in zip(keys, given) if g}}

    def fund(self, social, receives, amount):
        return {"type": "fund", "fund": "social" if social else "group", "receives": receives == "receives",
                "amount": self.money(amount)}

    # --- lines of a meeting -----------------------------------------------------------------------------------

    def meeting_line(self, doc, on, words):
        for pattern, act in LINES:
            found = re.fullmatch(pattern, words)
            if found:
                return act(self, doc, on, *found.groups())
        raise Wrong(f"not understood in a meeting: {words}")

    def add(self, doc, kind, member, amount=None, **more):
        line = {"member": member, **more}
        if amount is not None:
            line["amount"] = UNLIMITED if amount == "anything" else self.money(amount)
        doc.setdefault(kind, []).append(line)

    def repayment(self, doc, on, member, amount, claims, loan):
        more = {"to_claims": self.money(claims)} if claims else {}
        self.add(doc, "repayments", member, amount, **({"loan": loan} if loan else {}), **more)

    def cover(self, doc, kind, debtor, amount, by=None, source=None):
        line = {"debtor": debtor, "kind": kind, "amount": self.money(amount)}
        doc.setdefault("covers", []).append({**line, **({"by": by, "source": source} if by else {})})

    def set_money(self, doc, key, amount):
        doc[key] = UNLIMITED if amount == "anything" else self.money(amount)

    def loan_line(self, doc, on, member, alone, words, name):
        doc.setdefault("loans", []).append({"id": name, "member": member, "joint": not alone,
                                            "terms": self.loan_terms(on, words)})


def votes_of(text, office):
    """"Asha, Meena for Rani as chair; Sita for Asha"."""
    pairs = []
    for part in text.split(";"):
        voters, candidate = part.strip().split(" for ")
        pairs += [(voter, candidate.split()[0]) for voter in names(voters)]
    return {"office": office, "votes": pairs}


def election(text):
    office = re.search(r" as (\w+)", text)
    return votes_of(re.sub(r" as \w+", "", text), office[1] if office else "chair")


def resolution(name, yes, no):
    return {"name": name, "yes": names(yes or ""), "no": names(no or "")}


def put(**values):
    def act(words, rules, *_):
        rules.__dict__.update(values)
    return act


def keep(field, of=lambda w, x: w.money(x)):
    def act(words, rules, value):
        setattr(rules, field, of(words, value))
    return act


whole, percent = (lambda w, x: int(x)), (lambda w, x: Fraction(x) / 100)
RULES = [
    (r"layers (.*)", Words.layers), (r"no layers", put(layers=[])), (rf"share {A}%", keep("share", percent)),
    (r"split (equally|by .*)", Words.split), (rf"tolerance {A}", keep("tolerance")),
    (r"called after (\d+) days? past due", keep("trigger_days", whole)), (r"notice (\d+) days?", keep("notice_days", whole)),
    (r"everybody answers for everybody", put(regime="joint_and_several")), (r"each for her part", put(regime="several")),
    (r"nobody answers", put(regime="nobody")), (r"sub-groups (.*)", Words.sub_groups),
    (rf"{N} answers for {N}", Words.pair), (r"each gives at most (.*) (in a call|in a cycle|ever)", Words.cap),
    (r"recovery (lender first|claimants first|pro rata)", keep("recovery", lambda w, x: RECOVERY[x])),
    (r"claims (first in|pro rata)", keep("claims_rule", lambda w, x: x.replace(" ", "_"))),
    (rf"claims bear {A}% a year", keep("claim_rate", lambda w, x: Fraction(x))), (rf"fine {A} for absence", keep("fine_absent")),
    (rf"fine {A} for lateness", keep("fine_late")), (rf"compulsory savings {A}", keep("savings_due")),
    (rf"compulsory savings {A}% of the loan", keep("savings_percent", lambda w, x: Fraction(x))),
    (r"excess becomes savings", put(excess_becomes_savings=True)), (rf"quorum {A}%", keep("quorum", percent)),
]
VOTES = r"( yes (?P<yes>[\w, ]*?))?( no (?P<no>[\w, ]*))?"
EVENTS = [
    (r"([\w, ]+?) joins?", lambda w, on, who: [{"type": "join", "member": m} for m in names(who)]),
    (r"the group borrows (.*)", lambda w, on, words: w.grant(on, None, False, words)),
    (rf"{N} borrows( alone)? (.*)", lambda w, on, m, alone, words: w.grant(on, m, alone, words)),
    (r"the group repays (\w+) ([\d.]+)", lambda w, on, loan, a: {"type": "group_repays", "loan": loan, "amount": w.money(a)}),
    (r"the group is dissolved", lambda w, on: {"type": "dissolve"}),
    (rf"the (social )?fund (receives|pays) {A}", lambda w, on, social, way, a: w.fund(social, way, a)),
    (rf"the estate of {N} pays {A}", lambda w, on, m, a: {"type": "estate_pays", "member": m, "amount": w.money(a)}),
    (rf"{N} pays {A}", lambda w, on, m, a: w.counter("repayments", m, a)),
    (rf"{N} saves {A}", lambda w, on, m, a: w.counter("deposits", m, a)),
    (rf"{N} withdraws {A}", lambda w, on, m, a: w.counter("withdrawals", m, a)),
    (r"loan (\w+) (.*)", lambda w, on, loan, words: {"type": "loan_event", "loan": loan,
                                                      "body": event_of(words.replace(",", ""))}),
    (rf"savings of {N} hold {A} as {N}", lambda w, on, m, a, h: {"type": "hold", "member": m, "amount": w.money(a), "hold": h}),
    (rf"savings of {N} release {N}", lambda w, on, m, h: {"type": "release", "member": m, "hold": h}),
    (rf"{N} gets back {A}", lambda w, on, m, a: {"type": "return_credit", "member": m, "amount": w.money(a)}),
    (rf"notice about {N}", lambda w, on, m: {"type": "notice", "member": m}),
    (rf"{N} is excused( until {D})?", lambda w, on, m, _, until: {
        "type": "excuse", "member": m, "until": date.fromisoformat(until) if until else None}),
    (rf"{N} forgives {N} {A}", lambda w, on, by, of, a: {"type": "waive", "by": by, "of": of, "amount": w.money(a)}),
    (rf"{N} and {N} set off", lambda w, on, a, b: {"type": "set_off", "a": a, "b": b}),
    (rf"{N} leaves( buying out)?( duty to {N})?", lambda w, on, m, buy, _, to: {
        "type": "leave", "member": m, "buy_out": bool(buy), "duty_to": to}),
    (rf"{N} is expelled{VOTES}", lambda w, on, m, _, yes, __, no: {"type": "expel", "member": m, **resolution("expel", yes, no)}),
    (rf"{N} dies( savings {A})?( insurance {A})?( fund {A})?( written off {A})?",
     lambda w, on, m, *g: w.death(m, *g[1::2])),
    (r"shares out (equally|by savings)", lambda w, on, by: {"type": "share_out", "by": "equal" if by == "equally" else "savings"}),
    (r"votes (.*)", lambda w, on, text: {"type": "vote", "elections": [election(text)]}),
    (rf"resolves {N}{VOTES}", lambda w, on, name, _, yes, __, no: {"type": "vote", "resolutions": [resolution(name, yes, no)]}),
    (rf"reverses {N}", lambda w, on, of: {"type": "reverse", "of": of}),
]
LINES = [
    (r"absent ([\w, ]+)", lambda w, doc, on, who: [w.add(doc, "absent", m) for m in names(who)]),
    (r"late ([\w, ]+)", lambda w, doc, on, who: [w.add(doc, "late", m) for m in names(who)]),
    (rf"{N} pays fine {A}", lambda w, doc, on, m, a: w.add(doc, "fines", m, a)),
    (rf"{N} saves {A}", lambda w, doc, on, m, a: w.add(doc, "deposits", m, a)),
    (rf"{N} withdraws {A}", lambda w, doc, on, m, a: w.add(doc, "withdrawals", m, a)),
    (rf"{N} pays {A}(?:, {A} to claimants)?(?: on {N})?", Words.repayment),
    (rf"lump sum {A}", lambda w, doc, on, a: w.set_money(doc, "lump_sum", a)),
    (r"no call", lambda w, doc, on: doc.update(calls=False)),
    (r"everybody can give (anything|[\d.]+)", lambda w, doc, on, a: w.set_money(doc, "cash_limit", a)),
    (rf"{N} can give (anything|[\d.]+)", lambda w, doc, on, m, a: w.add(doc, "limits", m, a)),
    (rf"collateral of {N} {A}", lambda w, doc, on, m, a: w.add(doc, "collateral", m, a)),
    (rf"insurer gives at most {A}", lambda w, doc, on, a: w.set_money(doc, "insurer_limit", a)),
    (rf"the fund covers {A} of {N}", lambda w, doc, on, a, x: w.cover(doc, "group_fund", x, a)),
    (rf"the insurer covers {A} of {N}", lambda w, doc, on, a, x: w.cover(doc, "insurer", x, a)),
    (rf"{N} covers {A} of {N} (?:in|from) (cash|savings)", lambda w, doc, on, by, a, x, s: w.cover(doc, "peer", x, a, by, s)),
    (rf"{N}'s own (savings|collateral) covers? {A}", lambda w, doc, on, x, s, a: w.cover(doc, "own_" + s, x, a)),
    (rf"{N} borrows( alone)? (.*) as {N}", Words.loan_line),
    (rf"counted (-?[\d.]+)", lambda w, doc, on, a: w.set_money(doc, "counted", a)),
    (rf"difference (-?[\d.]+)", lambda w, doc, on, a: w.set_money(doc, "difference", a)),
    (r"votes (.*)", lambda w, doc, on, text: doc.setdefault("elections", []).append(election(text))),
    (rf"resolves {N}{VOTES}", lambda w, doc, on, name, _, yes, __, no:
     doc.setdefault("resolutions", []).append(resolution(name, yes, no))),
]
