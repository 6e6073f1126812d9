# SPDX-License-Identifier: MIT
"""OpenCBS desktop schedules from a TERMS document (rules: RULES.md, section 2)."""
import decimal
from decimal import Decimal as D
from fractions import Fraction

from common import day, due_dates, every, finish, preset, roll, start_of, step, tranches


def rounded(value, unit, mode):
    """An exact fraction to a multiple of `unit`."""
    quotient = Fraction(value) / Fraction(unit)
    whole, rest = divmod(abs(quotient), 1)
    up = rest > Fraction(1, 2) or (rest == Fraction(1, 2) and (mode == "away" or whole % 2))
    whole += 1 if up else 0
    return D(int(whole) if quotient >= 0 else -int(whole)) * unit


def period_rate(terms):
    interest = terms["interest"]
    rate, per = Fraction(interest["rate_percent"]) / 100, interest["per"]
    if per == "installment":
        return rate
    k, unit = every(terms)
    yearly = rate * {"year": 1, "month": 12, "week": 52, "day": 365}[per]
    return yearly * k / {"month": 12, "week": 52, "day": 365}[unit]


def annuity(balance, rate, n):
    """The level payment in doubles; the power is cut to 15 significant digits."""
    if not rate:
        return Fraction(balance) / n
    power = Fraction(format((1.0 + float(rate)) ** -n, ".15g"))
    return Fraction(balance) * rate / (1 - power)


def nominal_dates(terms, n):
    """A first due date that is only the moved date of start + 1 period does not change the anchor."""
    start, given = start_of(terms), terms["repayments"].get("first_due_on")
    if isinstance(terms["repayments"]["every"], str):
        k, unit = every(terms)
        plain = [step(start, k * i, unit, start.day) for i in range(1, n + 1)]
        if not given or given == roll(plain[0], terms).isoformat():
            return plain, start
        first = day(given)
        return due_dates(terms, n), step(first, -k, unit, first.day)
    return due_dates(terms, n), start


def schedule(terms):
    rules = preset(terms)
    unit = D(1).scaleb(-rules["currency_digits"])
    away = lambda v: rounded(v, unit, "away")
    bank = lambda v: rounded(v, unit, "even")
    residual = rules.get("residual", "spread")
    principal = sum(a for _, a in tranches(terms))
    n, rate = terms["repayments"]["count"], period_rate(terms)
    grace = terms.get("grace", {}).get("principal", 0)
    free = terms.get("grace", {}).get("interest_free", 0)
    flat = terms["interest"]["method"] == "flat"
    kind = terms["amortization"]
    m = n - grace
    rows = []
    nominal, aligned = nominal_dates(terms, n)
    first = nominal[0]
    dues = [roll(d, terms) for d in nominal]
    ratio = Fraction(1)
    if terms["interest"].get("first_period") == "actual_ratio":
        ratio = Fraction((dues[0] - start_of(terms)).days, (first - aligned).days)

    if flat and kind == "equal_installments":
        total = away(Fraction(principal) * rate * (n - free))
        left, owed = total, principal
        base_i, base_p = away(Fraction(total) / (n - free)), away(Fraction(principal) / m)
        for i in range(n):
            q = D(0) if i < free else (away(Fraction(left) / (n - i)) if residual == "spread" else base_i)
            p = D(0) if i < grace else (away(Fraction(owed) / (n - i)) if residual == "spread" else base_p)
            left, owed = left - q, owed - p
            rows.append({"principal": p, "interest": q})
        if residual != "spread":
            rows[grace if residual == "first" else -1]["principal"] += owed
            rows[free if residual == "first" else -1]["interest"] += left
    elif isinstance(kind, dict):
        weights = [Fraction(w) for w in kind["weights"]]
        if flat:
            also = [Fraction(w) for w in kind.get("interest_weights", kind["weights"])]
            total = Fraction(principal) * rate * m
            carry_p = carry_q = Fraction(0)
            for i in range(n):
                if i < grace:
                    exact = Fraction(0) if i < free else Fraction(principal) * rate
                    q = bank(exact + carry_q)
                    carry_q = exact - Fraction(q)
                    rows.append({"principal": D(0), "interest": q})
                    continue
                carry_p += Fraction(principal) * weights[i - grace] / sum(weights)
                carry_q += total * also[i - grace] / sum(also)
                p, q = bank(carry_p), bank(carry_q)
                carry_p, carry_q = carry_p - Fraction(p), carry_q - Fraction(q)
                rows.append({"principal": p, "interest": q})
        else:
            owed = principal
            for i in range(n):
                q = D(0) if i < free else bank(Fraction(owed) * rate)
                p = D(0) if i < grace else (owed if i == n - 1 else bank(Fraction(principal) * weights[i - grace] / sum(weights)))
                owed -= p
                rows.append({"principal": p, "interest": q})
    elif kind == "equal_principal":
        owed = principal
        for i in range(n):
            q = D(0) if i < free else bank(Fraction(owed) * rate)
            p = D(0) if i < grace else bank(Fraction(owed) / (n - i))
            owed -= p
            rows.append({"principal": p, "interest": q})
    else:
        owed = principal
        level = away(annuity(principal, rate, m))
        for i in range(n):
            q = D(0) if i < free else away(Fraction(owed) * rate)
            pay = level if residual != "spread" else away(annuity(owed, rate, n - i))
            p = D(0) if i < grace else (owed if residual == "spread" and i == n - 1 else pay - q)
            owed -= p
            rows.append({"principal": p, "interest": q})
        if residual != "spread":
            rows[grace if residual == "first" else -1]["principal"] += owed
    if ratio != 1:
        even = isinstance(kind, dict) or (kind == "equal_principal" and not flat)
        rows[0]["interest"] = (bank if even else away)(Fraction(rows[0]["interest"]) * ratio)
    for row, due in zip(rows, dues):
        row["due"] = due
    return finish(terms, rows)
