# SPDX-License-Identifier: MIT
"""What a story of a group expects, against the oracle (tests/transcripts/groups/README.md)."""
import re
from fractions import Fraction

from group_claims import ESTATE, FUND, INSURER
from group_state import text as told_money
from loan_oracle import Answer
from loan_stories import Figures

MONEY = r"(?P<x>-?[\d.]+|\?)"
HOLDER = r"(?P<by>the fund|the insurer|the estate of \w+|\w+)"


def holder(text):
    if text.startswith("the estate of "):
        return ESTATE + text[14:]
    return {"the fund": FUND, "the insurer": INSURER}.get(text, text)


class OneLoan(Answer):
    """The answer of loan_oracle.py for an account that is already there."""

    def __init__(self, account, day):
        self.a, self.day, self.text = account, day, account.terms.text


class Expectation:
    """All phrases of one line; `state` is that of the day looked at."""

    def __init__(self, player, text, words):
        self.p, self.text, self.words = player, text, words
        self.s, self.digits = player.opened().view(player.day, player.known), player.words.digits

    def told(self):
        rest = self.words
        if rest.startswith("loan "):
            return self.loan(rest[5:])
        for phrase in re.split(r", (?!due|fines|savings|all)", rest):
            self.phrase(phrase)
        return self.text

    def same(self, what, expected, found):
        if expected == "?":
            self.text = self.text.replace("?", str(found), 1)
        elif expected != str(found):
            self.p.say_wrong(f"{what}: story {expected}, oracle {found}")

    def money(self, what, expected, units):
        if expected != "?":
            whole = Fraction(expected) * 10**self.digits
            expected = told_money(int(whole), self.digits)
        self.same(what, expected, told_money(units, self.digits))

    def phrase(self, phrase):
        for pattern, what in PHRASES:
            found = re.fullmatch(pattern, phrase)
            if found:
                return what(self, phrase, found.groupdict())
        raise SystemExit(f"{self.p.name}:{self.p.number}: not understood: {phrase}")

    def loan(self, words):
        name, rest = words.split(" ", 1)
        loan = self.s.loans[name]
        story = _Story(self, name)
        figures = Figures.__new__(Figures)
        figures.s, figures.text, figures.words = story, self.text, rest.replace(",", "").split()
        figures.answer = OneLoan(self.s.account(loan), self.s.day)
        figures.a, figures.day = figures.answer.a, self.s.day
        return figures.line()

    # --- figures ----------------------------------------------------------------------------------------------

    def member(self, key):
        return lambda phrase, f: self.money(phrase, f["x"], self.s.member_figures(f["m"])[key])

    def covered(self, debtor, by):
        return sum(a for _, x, j, _, a in self.s.meeting["covers"] if (x, j) == (debtor, by))

    def uncovered(self, debtor):
        given = sum(a for _, x, _, _, a in self.s.meeting["covers"] if x == debtor)
        return self.s.meeting["shortfalls"].get(debtor, 0) - given

    def sheet(self, phrase, f):
        s, m = self.s, f["m"]
        overdue, due = s.sums(m)[:2]
        found = {"overdue": overdue, "due": due, "fines": s.fines.get(m, 0), "savings": s.savings_due(m)}
        found["all"] = sum(found.values())
        for part in f["rest"].split(", "):
            key, value = part.split()
            self.money(f"sheet {m} {key}", value, found[key])

    def days(self, how):
        s = self.s
        late = [s.sums(m)[4] for m in s.members]
        if how == "all":
            return sum(late)
        if how == "worst":
            return max(late, default=0)
        return (s.day - s.uncovered_since).days if s.uncovered_since else 0

    def group(self, what):
        s = self.s
        if what == "claims open":
            return sum(c.open for c in s.ledger.claims)
        if what == "savings":
            return sum(s.savings.values())
        return sum(s.sums(m)[{"owes": 2, "overdue": 0}[what]] for m in s.members)

    def claim(self, phrase, f):
        mine = [c for c in self.s.ledger.claims if (c.by, c.of) == (holder(f["by"]), holder(f["of"]))]
        self.money(phrase, f["x"], sum(c.amount for c in mine))
        if f["open"]:
            self.money(phrase + " (open)", f["open"], sum(c.open for c in mine))


class _Story:
    """What loan_stories.Figures asks of a story."""

    def __init__(self, expectation, loan):
        self.name, self.number = expectation.p.name, expectation.p.number
        self.wrong, self.last = expectation.p.wrong, None
        account = expectation.s.loans[loan].account
        self.last = account.transactions[-1]["id"] if account.transactions else None


def of_member(words, key):
    return rf"(?P<m>\w+) {words} {MONEY}", lambda e, phrase, f: e.member(key)(phrase, f)


def of_state(words, figure):
    return rf"{words} {MONEY}", lambda e, phrase, f: e.money(phrase, f["x"], figure(e))


def number(words, figure):
    return rf"{words} (?P<x>\d+|\?)", lambda e, phrase, f: e.same(phrase, f["x"], figure(e, f))


PHRASES = [
    of_state("group owes", lambda e: e.group("owes")), of_state("group overdue", lambda e: e.group("overdue")),
    of_state("group savings", lambda e: e.group("savings")), of_state("group claims open", lambda e: e.group("claims open")),
    of_state("group fund", lambda e: e.s.fund), of_state("fund", lambda e: e.s.fund),
    of_state("(group )?social fund", lambda e: e.s.social), of_state("(group )?difference", lambda e: e.s.difference),
    of_state("cash", lambda e: e.s.meeting["cash"]),
    (rf"uncovered (?P<m>\w+) {MONEY}", lambda e, phrase, f: e.money(phrase, f["x"], e.uncovered(f["m"]))),
    (rf"interest on (?P<of>the estate of \w+|\w+) {MONEY}",
     lambda e, phrase, f: e.money(phrase, f["x"], e.s.ledger.payable(holder(f["of"]), e.s.day)[1])),
    (rf"cover of (?P<m>\w+) by {HOLDER} {MONEY}",
     lambda e, phrase, f: e.money(phrase, f["x"], e.covered(f["m"], holder(f["by"])))),
    (rf"claim {HOLDER} on (?P<of>the estate of \w+|\w+) {MONEY}( open (?P<open>[\d.]+|\?))?", lambda e, phrase, f: e.claim(phrase, f)),
    number("members", lambda e, f: len(e.s.ids())),
    number("days late (?P<how>all|worst|after guarantee)", lambda e, f: e.days(f["how"])),
    (r"sheet (?P<m>\w+) (?P<rest>.*)", lambda e, phrase, f: e.sheet(phrase, f)),
    (r"(?P<office>chair|treasurer|secretary) (?P<x>\w+|\?)",
     lambda e, phrase, f: e.same(phrase, f["x"], e.s.officers.get(f["office"], "none"))),
    of_member("owes peers", "owes_peers"), of_member("owes", "outstanding"), of_member("overdue", "overdue"),
    of_member("due", "due"), of_member("savings", "savings"), of_member("fines", "fines"), of_member("claims", "claims"),
    of_member("kept apart", "kept"), of_member("estate owes", "estate"), of_member("credit", "credit"),
    (r"(?P<m>\w+) is (?P<x>\w+|\?)", lambda e, phrase, f: e.same(phrase, f["x"], e.s.state_of(f["m"]))),
    number(r"(?P<m>\w+) days late", lambda e, f: e.s.sums(f["m"])[4]),
    number(r"(?P<m>\w+) cycle", lambda e, f: e.s.cycle(f["m"])),
]

