# SPDX-License-Identifier: MIT
"""Random lives of circles, told by a model of its own that follows docs/groups.md, section 9, line by line.

    python3 circle_stories.py --write      writes tests/data/circle_vsla.txt and tests/data/circle_rosca.txt
    python3 circle_stories.py --check      says whether they are what it would write

tests/circle/stories_test.cpp tells them to the library.  A line "T ..." begins a story with its terms; any other is
day, kind, arguments, "=>", then "-" when the fact is refused, and how the circle stands at the end of that day.
"""
import calendar
import copy
import datetime
import pathlib
import random
import sys
from fractions import Fraction

DATA = pathlib.Path(__file__).resolve().parent.parent / "data"
DAY_ONE = datetime.date(2026, 1, 1)
EPOCH = datetime.date(1970, 1, 1)


class Refused(Exception):
    pass


def need(condition):
    if not condition:
        raise Refused


def half_up(value):
    return (value + Fraction(1, 2)).__floor__()


def allocate(total, weights, turn=0):
    whole = sum(weights)
    parts = [total * w // whole for w in weights]
    first = sorted(range(len(weights)), key=lambda k: (-(total * weights[k] % whole), (k - turn) % len(weights)))
    for k in first[: total - sum(parts)]:
        parts[k] += 1
    return parts


def add_months(day, months):
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return datetime.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


class Vsla:
    """Units of money; the charge in tenths of a percent.  A loan is {on, lent, principal, charge, months}."""

    def __init__(self, terms):
        (self.price, self.rate, self.charged, self.fines, self.contribution, self.divided, self.joining, self.leaving,
         self.inactive) = terms
        self.loan_fund = self.social_fund = 0
        self.cycle = 1
        self.members = {}
        self.report = ""

    def fund(self):
        return self.loan_fund + sum(m["loan"]["principal"] for m in self.members.values() if m["loan"])

    def shares(self):
        return sum(m["shares"] for m in self.members.values())

    def owed_to_loan_fund(self, m):
        loan = m["loan"]["principal"] + m["loan"]["charge"] if m["loan"] else 0
        return loan + (m["fines"] if self.fines == 1 else 0)

    def owed_to_social_fund(self, m):
        return m["fines"] if self.fines == 2 else 0

    def take_off(self, m, amount):
        if m["loan"]:
            for part in ("charge", "principal"):
                taken = min(amount, m["loan"][part])
                m["loan"][part] -= taken
                amount -= taken
            if m["loan"]["charge"] + m["loan"]["principal"] == 0:
                m["loan"] = None
        taken = min(amount, m["fines"])
        m["fines"] -= taken
        need(taken == amount)

    def morning(self, day):
        for m in self.members.values():
            loan = m["loan"]
            while self.charged != 3 and loan and loan["principal"] and add_months(loan["on"], loan["months"] + 1) <= day:
                loan["months"] += 1
                base = loan["principal"] if self.charged == 1 else loan["lent"]
                loan["charge"] += half_up(Fraction(base * self.rate, 1000))

    def member(self, who):
        need(who in self.members)
        return self.members[who]

    def joined(self, day, who, shares):
        need(who not in self.members)
        need(shares <= max((m["shares"] for m in self.members.values()), default=0))
        paid = shares * self.price
        if self.joining == 2 and self.shares():
            paid = max(paid, -(-self.fund() * shares // self.shares()))
        self.members[who] = {"shares": shares, "missed": 0, "fines": 0, "loan": None}
        self.loan_fund += paid

    def left(self, day, who):
        m = self.member(who)
        value = self.fund() * m["shares"] // self.shares() if m["shares"] else 0
        if self.leaving == 1:
            value = min(value, m["shares"] * self.price)
        owed, fines = self.owed_to_loan_fund(m), self.owed_to_social_fund(m)
        need(owed + fines <= value and value - owed <= self.loan_fund)
        self.loan_fund -= value - owed
        self.social_fund += fines
        del self.members[who]

    def move(self, fund, amount):
        if fund == 1:
            self.loan_fund += amount
        else:
            self.social_fund += amount
        need(self.loan_fund >= 0 and self.social_fund >= 0)

    def income(self, day, amount, fund):
        self.move(fund, amount)

    def expense(self, day, amount, fund):
        self.move(fund, -amount)

    def forgiven(self, day, who, amount):
        self.take_off(self.member(who), amount)

    def meeting(self, day, *lines):
        for m in self.members.values():
            m["missed"] += 1
        need(len({line[0] for line in lines}) == len(lines))
        for who, shares, social, fined, fine_paid, repaid, *_ in lines:
            m = self.member(who)
            need(shares <= 5)
            if shares:
                m["shares"] += shares
                m["missed"] = 0
            self.move(1, shares * self.price)
            self.move(2, social * self.contribution)
            m["fines"] += fined
            need(fine_paid <= m["fines"])
            m["fines"] -= fine_paid
            self.move(self.fines, fine_paid)
            if repaid:
                need(m["loan"] and repaid <= m["loan"]["charge"] + m["loan"]["principal"])
                self.take_off(m, repaid)
                self.move(1, repaid)
        for who, *_, lent, months, grant in lines:
            m = self.members[who]
            if lent:
                need(not m["loan"] and lent <= 3 * m["shares"] * self.price and months <= 3)
                charge = half_up(Fraction(lent * self.rate, 1000)) if self.charged == 3 else 0
                m["loan"] = {"on": day, "lent": lent, "principal": lent, "charge": charge, "months": 0}
            self.move(1, -lent)
            self.move(2, -grant)

    def value(self, cash, names, debts):
        """Value of a share, and those who owe no more than their part."""
        inside = [n for n in names if self.members[n]["shares"]]
        while inside:
            value = Fraction(cash + sum(debts[n] for n in inside), sum(self.members[n]["shares"] for n in inside))
            stay = [n for n in inside if debts[n] <= value * self.members[n]["shares"]]
            if stay == inside:
                return value, inside
            inside = stay
        return Fraction(0), []

    def share_out(self, day, keep, *claims):
        need(self.shares() and keep <= self.loan_fund)
        for _, by, debtor, _ in claims:
            need(by in self.members and debtor in self.members and by != debtor)
        names = sorted(self.members)
        debts = {n: self.owed_to_loan_fund(self.members[n]) for n in names}
        shares = {n: self.members[n]["shares"] for n in names}
        part, off, cash = dict.fromkeys(names, 0), dict.fromkeys(names, 0), self.loan_fund - keep
        value, inside = self.value(cash, names, debts)
        takers = names
        if self.inactive and value > self.price:
            takers = [n for n in names if self.members[n]["missed"] < self.inactive]
            for n in names:
                if n not in takers:
                    part[n] = shares[n] * self.price
                    off[n] = min(part[n], debts[n])
                    cash -= part[n] - off[n]
            value, inside = self.value(cash, takers, debts)
        if inside:
            weights = [shares[n] if n in inside else 0 for n in names]
            given = allocate(cash + sum(debts[n] for n in inside), weights, self.cycle - 1)
            for n, units in zip(names, given):
                if n in inside:
                    part[n], off[n] = units, debts[n]
                elif n in takers:
                    part[n] = off[n] = (value * shares[n]).__floor__()
        self.loan_fund = keep + (0 if inside else cash)
        paid = {}
        for n in names:
            m = self.members[n]
            self.take_off(m, off[n])
            m["shares"] = m["missed"] = 0
            fine = min(part[n] - off[n], self.owed_to_social_fund(m))
            m["fines"] -= fine
            self.social_fund += fine
            paid[n] = part[n] - off[n] - fine
        received, still_open = self.settle(names, paid, claims)
        for n in names:
            paid[n] += received[n]
        if self.divided == 2:
            self.divide_social_fund(names, paid)
        self.cycle += 1
        self.report = " |" + "".join(f" {n}:{part[n]}:{paid[n]}:{still_open[n]}" for n in names)

    def settle(self, names, paid, claims):
        received, still_open = dict.fromkeys(names, 0), dict.fromkeys(names, 0)
        for n in names:
            mine = sorted((on, by, amount) for on, by, debtor, amount in claims if debtor == n)
            left = min(paid[n], sum(c[2] for c in mine))
            paid[n] -= left
            still_open[n] = sum(c[2] for c in mine) - left
            for day in sorted({c[0] for c in mine}):
                rank = [c for c in mine if c[0] == day]
                amount = min(left, sum(c[2] for c in rank))
                left -= amount
                for (_, by, _), units in zip(rank, allocate(amount, [c[2] for c in rank])):
                    received[by] += units
        return received, still_open

    def divide_social_fund(self, names, paid):
        parts = allocate(self.social_fund, [1] * len(names), self.cycle - 1)
        self.social_fund = 0
        for n, units in zip(names, parts):
            m = self.members[n]
            to_loans = min(units, self.owed_to_loan_fund(m))
            self.take_off(m, to_loans)
            to_fines = min(units - to_loans, self.owed_to_social_fund(m))
            m["fines"] -= to_fines
            self.loan_fund += to_loans
            self.social_fund += to_fines
            paid[n] += units - to_loans - to_fines

    def state(self):
        worth = self.fund() // self.shares() if self.shares() else self.price
        members = ""
        for n in sorted(self.members):
            m = self.members[n]
            loan = m["loan"] or {"principal": 0, "charge": 0}
            members += f" {n}:{m['shares']}:{m['missed']}:{m['fines']}:{loan['principal']}:{loan['charge']}"
        return f"{self.loan_fund} {self.social_fund} {self.cycle} {worth}{members}{self.report}"


class Rosca:
    """Units of money; the factor in tenths of a percent, below zero when there is none.  A claim is [day, by, debtor,
    open]; the fund is "~", which comes after every member."""

    def __init__(self, contribution, rotation, seed, factor, covers, members):
        self.contribution, self.rotation, self.factor, self.covers = contribution, rotation, factor, covers
        self.order = members
        if rotation == 1:
            self.order = [sorted(members)[k] for k in lottery(len(members), seed)]
        self.held = self.fund = 0
        self.claims = []
        self.last = ""
        self.members = {n: dict.fromkeys("took paid seized own pot dividends collateral recovered".split(), 0)
                        for n in members}

    def owed(self, who):
        return sum(c[3] for c in self.claims if c[2] == who)

    def pay(self, who, amount):
        for day, by_fund in sorted({(c[0], c[1] == "~") for c in self.claims if c[2] == who}):
            rank = [c for c in self.claims if (c[0], c[1] == "~", c[2]) == (day, by_fund, who) and c[3]]
            units = min(amount, sum(c[3] for c in rank))
            amount -= units
            for claim, part in zip(rank, allocate(units, [c[3] for c in rank]) if rank else []):
                claim[3] -= part
                if by_fund:
                    self.fund += part
                else:
                    self.members[claim[1]]["recovered"] += part

    def deposited(self, day, who, amount):
        self.members[who]["collateral"] += amount

    def funded(self, day, amount):
        self.fund += amount

    def returned(self, day, who, amount):
        m = self.members[who]
        need(self.held == len(self.order) and amount <= m["collateral"] - self.owed(who))
        m["collateral"] -= amount

    def repaid(self, day, who, amount):
        need(amount <= self.owed(who))
        self.pay(who, amount)

    def choose(self, number, bids, named):
        whole = self.contribution * len(self.order)
        turned = self.order[number - 1:] + self.order[:number - 1]
        if self.rotation < 2:
            return self.order[number - 1], whole
        if self.rotation == 3:
            need(not self.members[named]["took"])
            return named, whole
        need(not any(self.members[n]["took"] for n, _ in bids))
        if not bids:
            return next(n for n in turned if not self.members[n]["took"]), whole
        asked, _, taker = min((amount, turned.index(n), n) for n, amount in bids)
        return taker, asked

    def round(self, day, number, missed, bids, named):
        count, whole = len(self.order), self.contribution * len(self.order)
        need(number == self.held + 1 and number <= count)
        need(all(paid < self.contribution for _, paid in missed))
        missing = {n: self.contribution - paid for n, paid in missed}
        taker, asked = self.choose(number, bids, named)
        if self.factor >= 0:
            required = self.contribution * (count - number) * self.factor // 1000
            need(self.members[taker]["collateral"] >= required)
        for n in self.order:
            self.members[n]["paid"] += self.contribution - missing.get(n, 0)
        own = missing.get(taker, 0)
        left = [0 if n == taker else missing.get(n, 0) for n in self.order]
        for cover in self.covers:
            self.cover(day, cover, left)
        for k, n in enumerate(self.order):
            if left[k]:
                self.claims.append([day, taker, n, left[k]])
        short, discount = sum(left) + own, whole - asked
        pot = whole - short - discount
        need(pot >= 0)
        for n, units in zip(self.order, allocate(discount, [1] * count, number - 1)):
            self.members[n]["dividends"] += units
        m = self.members[taker]
        m["took"], m["pot"], m["own"] = number, m["pot"] + pot, m["own"] + own
        set_off = min(pot, self.owed(taker))
        self.pay(taker, set_off)
        self.held = number
        self.last = f" | {taker}:{sum(missing.values())}:{short}:{pot}:{set_off}:{discount}"

    def cover(self, day, cover, left):
        if not sum(left):
            return
        count = len(self.order)
        from_fund = allocate(min(self.fund, sum(left)), left, self.held)
        for k, n in enumerate(self.order):
            who = n if cover == 1 else self.order[(k + count // 2) % count]
            units = from_fund[k] if cover == 3 else min(left[k], self.members[who]["collateral"])
            if not units:
                continue
            left[k] -= units
            if cover == 3:
                self.fund -= units
            else:
                self.members[who]["collateral"] -= units
            if cover == 1:
                self.members[n]["seized"] += units
            else:
                self.claims.append([day, "~" if cover == 3 else who, n, units])

    def state(self):
        members = ""
        for n in sorted(self.members):
            members += f" {n}:" + ":".join(str(v) for v in self.members[n].values()) + f":{self.owed(n)}"
        return f"{self.fund}{members}{self.last}"


def lottery(count, seed):
    mask, state, order = (1 << 64) - 1, seed, list(range(count))
    for left in range(count, 1, -1):
        drawn = -1
        while drawn < (1 << 64) % left:
            state = (state + 0x9E3779B97F4A7C15) & mask
            z = ((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9) & mask
            z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & mask
            drawn = z ^ (z >> 31)
        order[left - 1], order[drawn % left] = order[drawn % left], order[left - 1]
    return order


def text(argument):
    if isinstance(argument, tuple):
        return ",".join(map(str, argument))
    if isinstance(argument, list):
        return ",".join(f"{name}:{units}" for name, units in argument) or "-"
    return str(argument)


def tell(lines, circle, day, kind, arguments):
    """The circle after the fact, which is written down."""
    circle.report = ""
    tried, sign = copy.deepcopy(circle), []
    try:
        getattr(tried, kind)(day, *arguments)
    except Refused:
        tried, sign = circle, ["-"]
    lines.append(" ".join([str(day), kind, *map(text, arguments), "=>", *sign, tried.state()]))
    return tried


def vsla_line(r, circle, who, m):
    owed = m["loan"]["principal"] + m["loan"]["charge"] if m["loan"] else 0
    lent = r.randint(1, max(1, 3 * m["shares"] * circle.price)) if not m["loan"] and r.random() < 0.4 else 0
    grant = r.randint(1, circle.social_fund) if circle.social_fund and r.random() < 0.1 else 0
    return (who, r.choice([0, 0, 1, 2, 3, 5]), int(circle.contribution > 0 and r.random() < 0.5),
            r.randint(1, 400) if r.random() < 0.2 else 0, r.randint(0, m["fines"]),
            r.choice([0, owed, r.randint(0, owed)]), lent, r.randint(1, 3) if lent else 0, grant)


def vsla_fact(r, circle, day):
    who, names = f"m{r.randint(0, 4)}", sorted(circle.members)
    kind = r.choice("left income expense share_out share_out forgiven forgiven".split() + 7 * ["meeting"])
    if len(names) < r.randint(1, 5):
        kind = "joined"
    if kind == "joined":
        return kind, (who, r.choice([0, 0, 1, 2]) if names else 0)
    if kind == "left":
        return kind, (who,)
    if kind in ("income", "expense"):
        return kind, (r.randint(1, 1500), r.randint(1, 2))
    if kind == "forgiven":
        who = next((n for n in names if circle.members[n]["loan"]), who)
        return kind, (who, r.randint(1, 300))
    if kind == "meeting":
        chosen = [n for n in names if r.random() < 0.8] or names
        r.shuffle(chosen)
        return kind, tuple(vsla_line(r, circle, n, circle.members[n]) for n in chosen)
    claims = []
    for _ in range(r.choice([0, 0, 1, 3])):
        pair = r.sample(names, 2) if len(names) > 1 else ["m0", "m1"]
        claims.append(((day - EPOCH).days - r.randint(0, 2), *pair, r.randint(1, 4000)))
    return kind, (r.choice([0, 0, r.randint(0, 500)]), *claims)


def vsla_stories(count):
    lines = []
    for number in range(count):
        r = random.Random(f"vsla {number}")
        terms = (r.randint(1, 600), r.randint(0, 200), r.randint(1, 3), r.randint(1, 2), r.choice([0, r.randint(1, 300)]),
                 r.randint(1, 2), r.randint(1, 2), r.randint(1, 2), r.choice([0, r.randint(1, 3)]))
        lines.append(" ".join(map(str, ("T", *terms))))
        circle, day = Vsla(terms), DAY_ONE
        for _ in range(32):
            day += datetime.timedelta(r.randint(0, 12))
            circle.morning(day)
            circle = tell(lines, circle, day, *vsla_fact(r, circle, day))
    return lines


def rosca_fact(r, circle):
    names, c = list(circle.order), circle.contribution
    who = r.choice(names)
    kind = r.choice("deposited deposited returned funded repaid round round round round".split())
    if kind == "funded":
        return kind, (r.randint(1, 900),)
    if kind == "repaid":
        return kind, (who, r.randint(1, max(1, circle.owed(who))))
    if kind != "round":
        return kind, (who, r.randint(1, 3000))
    r.shuffle(names)
    missed = [(n, r.choice([0, r.randint(0, c - 1)])) for n in names if r.random() < 0.25]
    whole = c * len(names)
    bids = [(n, r.randint(max(1, whole * 3 // 4), whole)) for n in names
            if circle.rotation == 2 and not circle.members[n]["took"] and r.random() < 0.5]
    named = next((n for n in names if not circle.members[n]["took"]), names[0]) if circle.rotation == 3 else "-"
    return kind, (circle.held + 1, missed, bids, named)


def rosca_stories(count):
    lines = []
    for number in range(count):
        r = random.Random(f"rosca {number}")
        members = [f"m{k}" for k in range(r.randint(2, 6))]
        r.shuffle(members)
        covers = r.sample([1, 2, 3], r.randint(0, 3))
        terms = (r.randint(1, 3000), number % 4, r.getrandbits(64), r.choice([-1, -1, -1, r.randint(0, 500)]), covers, members)
        lines.append(" ".join(map(str, ("T", *terms[:4], "c" + "".join(map(str, covers)), *members))))
        circle, day = Rosca(*terms), DAY_ONE
        for _ in range(16):
            day += datetime.timedelta(r.randint(0, 3))
            circle = tell(lines, circle, day, *rosca_fact(r, circle))
    return lines


def main():
    differ = 0
    for name, lines in (("circle_vsla.txt", vsla_stories(24)), ("circle_rosca.txt", rosca_stories(24))):
        if sys.argv[1:] == ["--write"]:
            (DATA / name).write_text("\n".join(lines) + "\n")
        elif (DATA / name).read_text() != "\n".join(lines) + "\n":
            differ += 1
            print(f"{name} is not what the model writes")
    sys.exit(differ)


if __name__ == "__main__":
    main()
