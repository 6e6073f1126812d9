# SPDX-License-Identifier: MIT
"""What a random group agreed and which loans it gives: the first lines of a story (group_generate.py)."""
from datetime import timedelta

from group_state import text
from schedule_oracle import EXPONENTS

NAMES = ("Asha Meena Rani Sita Uma Devi Gita Lata Kamla Radha Zeba Noor Farida Amina Salma Leila Fatma Akello Nakato Apio "
         "Achieng Wanjiru Njeri Auma Atieno Maria Rosa Luz Carmen Elena Pilar Inez Thi Lan Mai Hoa Linh Ana Eva Ida Olga Vera "
         "Nina Zoya Tara Mira Hema Puja Rupa Sana").split()
LAYERS = ("own savings", "own collateral", "group fund", "peers in cash", "peers in savings then cash", "peers in savings",
          "insurer")


def draw_layers(d):
    own = [layer for layer in LAYERS[:2] if d.chance(0.4)]
    peers = d.pick([["peers in cash"]] * 4 + [["peers in savings then cash"]] * 4 + [["peers in savings", "peers in cash"],
                   ["peers in cash then savings"], []])
    rest = [layer for layer in ("group fund", "insurer") if d.chance(0.35)]
    where = d.rng.randrange(len(rest) + 1)
    shared = rest[:where] + peers + rest[where:]
    if d.chance(0.1):
        d.rng.shuffle(shared)
    return own + shared


def agreed(d):
    """The lines before the first day."""
    lines = [f"group in {d.currency}"]
    layers = draw_layers(d)
    lines.append("layers " + ", ".join(layers) if layers and d.chance(0.93) else "no layers")
    d.has_layers = lines[-1] != "no layers"
    d.layers = layers if d.has_layers else []
    d.some(lines, 0.4, lambda: "share " + d.pick(["50%", "50%", "0%", "33.3333%", "66.7%", "25%"]))
    d.some(lines, 0.4, lambda: split(d))
    d.some(lines, 0.2, lambda: f"tolerance {d.text(d.rng.randrange(1, max(2, d.unit // 10)))}")
    d.some(lines, 0.15, lambda: f"called after {d.pick([1, 7, 8, 14, 30])} days past due")
    d.some(lines, 0.12, lambda: f"notice {d.pick([1, 3, 7])} days")
    lines += regime(d)
    scopes = d.rng.sample(["in a call", "in a cycle", "ever"], d.pick([0, 0, 0, 0, 1, 1, 2]))
    lines += [f"each gives at most {cap(d)} {scope}" for scope in scopes]
    lines.append("recovery " + d.pick(["lender first", "claimants first", "pro rata"]))
    d.some(lines, 0.3, lambda: "claims pro rata")
    d.some(lines, 0.3, lambda: f"claims bear {d.pick(['12', '24', '7.3', '100'])}% a year")
    d.some(lines, 0.5, lambda: f"fine {d.text(d.unit // 20 + 1)} for absence")
    d.some(lines, 0.3, lambda: f"fine {d.text(d.unit // 50 + 1)} for lateness")
    d.some(lines, 0.3, lambda: f"compulsory savings {d.text(d.unit // 10 + 1)}")
    d.some(lines, 0.15, lambda: f"compulsory savings {d.pick(['1', '2', '0.7'])}% of the loan")
    d.some(lines, 0.5, lambda: "excess becomes savings")
    d.some(lines, 0.3, lambda: "quorum " + d.pick(["50%", "66%", "100%"]))
    return lines


def split(d):
    if d.chance(0.3):
        some = [name for name in d.names if d.chance(0.7)] or d.names[:1]
        return "split by weights " + ", ".join(f"{name} {d.pick(['1', '2', '0', '2.5', '0.1'])}" for name in some)
    return "split " + d.pick(["equally", "by principal", "by outstanding", "by savings"])


def regime(d):
    kind = d.rng.random()
    if kind < 0.55:
        return ["everybody answers for everybody"] if d.chance(0.5) else []
    if kind < 0.7:
        return ["each for her part"]
    if kind < 0.74 and not any("peers" in layer for layer in d.layers):
        return ["nobody answers"]
    if kind < 0.87:
        return ["sub-groups " + halves(d)]
    order = d.names[:]
    d.rng.shuffle(order)                 # the earlier answers for the later: no guarantees in a circle
    pairs = [(a, b) for i, a in enumerate(order) for b in order[i + 1:]]
    d.rng.shuffle(pairs)
    return [f"{a} answers for {b}" for a, b in pairs[:max(1, len(d.names))]]


def halves(d):
    order = d.names[:]
    d.rng.shuffle(order)
    cut = d.rng.randrange(1, max(2, len(order)))
    return " / ".join(", ".join(part) for part in (order[:cut], order[cut:]) if part)


def cap(d):
    return d.pick([d.text(d.unit // 2 + 1), d.text(d.unit * 2), d.text(0), "1 installment", "0.5 installments",
                   "2 installments", "1.3333 installments", "her savings"])


# --- products ---------------------------------------------------------------------------------------------------

def product(d):
    """(rate and method, count, form) of the loans of a story."""
    rate = d.pick(["0% a year, declining", "24% a year, declining", "1% a week, flat", "18% a year, flat",
                   "36% a year, declining", "24% a year, declining by actual/365", "12% for the term, flat"])
    form = "" if "flat" in rate else d.pick(["", "", " equal principal", " interest only"])
    count = d.pick([1, 2, 3, 5, 8, 10, 12]) if d.weekly else d.pick([2, 3, 4, 6])
    return f"at {rate}, {count} {'weekly' if d.weekly else 'monthly'}{form} installment{'s' if count > 1 else ''}"


def loan_words(d, on, next_meeting):
    amount = d.unit * d.pick([5, 10, 10, 10, 20, 3]) + (d.rng.randrange(d.unit) if d.chance(0.2) else 0)
    first = next_meeting + timedelta(d.pick([0, 0, 0, 0, 1, -1]))
    first = first if first > on else next_meeting
    first = first if d.weekly else first.replace(day=min(first.day, 28))      # ends of months: tests/transcripts
    return f"{d.text(amount)} {d.currency} {d.pick(d.products)} from {first}"


class Draw:
    def __init__(self, rng):
        self.rng, self.pick = rng, rng.choice
        self.currency = self.pick(["INR", "INR", "INR", "UGX", "TND", "KES"])
        self.digits = EXPONENTS.get(self.currency, 2)
        self.currency = self.currency if self.currency in EXPONENTS else "INR"
        self.unit = self.pick([100, 100, 1000, 33]) * 10**self.digits if self.digits else self.pick([100, 1000, 777])
        size = self.pick([2, 3, 3, 4, 4, 5, 5, 5, 6, 7]) if self.chance(0.93) else self.pick([10, 12, 20])
        size = 50 if self.chance(0.004) else size
        self.names = rng.sample(NAMES, size)
        self.weekly = self.chance(0.75)
        self.products = [product(self) for _ in range(self.pick([1, 2, 2]))]
        self.badness = self.pick([0.1, 0.2, 0.3, 0.3, 0.5, 0.8, 1.0])

    def chance(self, p):
        return self.rng.random() < p

    def some(self, lines, p, make):
        if self.chance(p):
            lines.append(make())

    def text(self, units):
        return text(units, self.digits)
