# SPDX-License-Identifier: MIT
"""Reads a CALL document (guide/liability.md): amounts become integers of minor units, or it is refused by a pointer.

Only the pointer of a refusal is told: liability.md names no codes. The order of the tests matters for documents with
several faults only, and the generator makes one at a time.
"""
import json
import re
from datetime import date
from fractions import Fraction

DIGITS = {"UGX": 0, "RWF": 0, "VND": 0, "INR": 2, "KES": 2, "BDT": 2, "USD": 2, "IDR": 2, "TND": 3, "KWD": 3}
LARGEST = 2**63 - 1               # minor units of an amount on the wire
UNLIMITED = None                  # a cash limit that does not limit
ABSENT, REQUIRED = object(), object()
OWN, SHARED, SOURCES = ("own_savings", "own_collateral"), ("group_fund", "insurer"), ("savings", "cash")
FIELD_OF = {"by_principal": "principal", "by_outstanding": "outstanding", "by_savings": "savings"}
FUNDS = ("@group_fund", "@insurer")
NUMBER = re.compile(r"(-?)(\d+)(?:\.(\d+))?")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class Refused(Exception):
    """The document is refused; `pointer` names the field at fault."""

    def __init__(self, pointer):
        super().__init__(pointer)
        self.pointer = pointer


def need(condition, pointer):
    if not condition:
        raise Refused(pointer)


def below(pointer, key):
    return f"{pointer}/" + str(key).replace("~", "~0").replace("/", "~1")


class Reader:
    """The fields of one object: each taken once, those never taken are unknown."""

    def __init__(self, value, pointer):
        need(isinstance(value, dict), pointer)
        self.value, self.pointer, self.taken = value, pointer, set()

    def at(self, key):
        return below(self.pointer, key)

    def take(self, key, absent=REQUIRED):
        self.taken.add(key)
        if key not in self.value:
            need(absent is not REQUIRED, self.at(key))
            return absent
        return self.value[key]

    def has(self, key):
        return key in self.value

    def list(self, key, absent=REQUIRED):
        found = self.take(key, absent)
        need(isinstance(found, list), self.at(key))
        return found

    def flag(self, key):
        found = self.take(key, False)
        need(isinstance(found, bool), self.at(key))
        return found

    def done(self):
        for key in self.value:
            need(key in self.taken, self.at(key))


def decimal(text, pointer):
    """The value and the number of decimals of a text such as "2.50"."""
    need(isinstance(text, str), pointer)
    parts = NUMBER.fullmatch(text)
    need(parts and text.isascii(), pointer)
    sign, whole, decimals = parts.group(1), parts.group(2), parts.group(3) or ""
    value = Fraction(int(whole + decimals), 10 ** len(decimals))
    return (-value if sign else value), len(decimals)


def read_day(text, pointer):
    need(isinstance(text, str) and text.isascii() and DAY.fullmatch(text), pointer)
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refused(pointer) from None


def read_currency(value, pointer):
    """The number of digits after the point."""
    if isinstance(value, str):
        need(value in DIGITS, pointer)
        return DIGITS[value]
    r = Reader(value, pointer)
    need(isinstance(r.take("code"), str), r.at("code"))
    exponent = r.take("exponent")
    need(type(exponent) is int and 0 <= exponent <= 4, r.at("exponent"))
    r.done()
    return exponent


class Money:
    def __init__(self, digits):
        self.digits = digits

    def units(self, text, pointer):
        """Minor units, not negative; fewer decimals than the currency's are read, more are refused."""
        value, decimals = decimal(text, pointer)
        units = value * 10**self.digits
        need(decimals <= self.digits and 0 <= units <= LARGEST, pointer)
        return int(units)

    def of(self, r, key, absent=REQUIRED):
        found = r.take(key, absent)
        return self.units(found, r.at(key)) if r.has(key) else found

    def limit(self, r, key, absent):
        found = r.take(key, absent)
        return found if not r.has(key) else UNLIMITED if found == "unlimited" else self.units(found, r.at(key))

    def text(self, units):
        whole = str(units).rjust(self.digits + 1, "0")
        return f"{whole[:-self.digits]}.{whole[-self.digits:]}" if self.digits else whole


def read_peers(layer, pointer):
    """The sources of a layer of peers. liability.md blames the list, whether it is empty or names a source twice."""
    r = Reader(layer, pointer)
    sources, at = r.list("peers"), r.at("peers")
    for i, source in enumerate(sources):
        need(source in SOURCES, below(at, i))
    need(sources and len(set(sources)) == len(sources), at)
    r.done()
    return tuple(sources)


def read_layers(layers, pointer):
    """Names of layers; a tuple of sources is a layer of peers."""
    read, used = [], set()
    for i, layer in enumerate(layers):
        at = below(pointer, i)
        if isinstance(layer, str):
            need(layer in OWN + SHARED, at)
            names = {layer}
        else:
            layer = read_peers(layer, at)
            names = set(layer)
        need(not names & used, at)
        need(layer not in OWN or all(earlier in OWN for earlier in read), at)
        used |= names
        read.append(layer)
    return read


def read_split(split, pointer):
    """The name of the split, or the given weights by id."""
    if isinstance(split, str):
        need(split == "equal" or split in FIELD_OF, pointer)
        return split
    r = Reader(split, pointer)
    weights = Reader(r.take("weights"), r.at("weights"))
    r.done()
    read = {key: decimal(text, weights.at(key))[0] for key, text in weights.value.items()}
    for key, weight in read.items():
        need(weight >= 0, weights.at(key))
    return read


def read_terms(r, money):
    share = decimal(r.take("share", "1"), r.at("share"))[0]
    need(0 <= share <= 1, r.at("share"))
    terms = {"share": share,
             "split": read_split(r.take("split", "equal"), r.at("split")),
             "tolerance": money.of(r, "tolerance", 0),
             "cap_per_call": money.of(r, "cap_per_call", None),
             "cash_limit": money.limit(r, "cash_limit", ABSENT),
             "layers": read_layers(r.list("layers"), r.at("layers"))}
    r.done()
    return terms


def read_id(r, key, seen=()):
    name = r.take(key)
    need(isinstance(name, str) and name and not name.startswith("@") and name not in seen, r.at(key))
    return name


def read_member(r, money, terms, seen):
    member = {"id": read_id(r, "id", seen), "pointer": r.pointer,
              "due": money.of(r, "due"), "paid": money.of(r, "paid"),
              "savings": money.of(r, "savings", 0), "collateral": money.of(r, "collateral", 0),
              "cash_limit": money.limit(r, "cash_limit", terms["cash_limit"]),
              "cap_left": money.of(r, "cap_left", None),
              "principal": money.of(r, "principal", ABSENT), "outstanding": money.of(r, "outstanding", ABSENT),
              "excused": r.flag("excused"), "not_called": r.flag("not_called")}
    r.done()
    return member


def read_claim(r, money, on, seen):
    claim = {}
    if r.has("id"):
        claim["id"] = read_id(r, "id", seen)
    claim["on"] = read_day(r.take("on"), r.at("on"))
    need(claim["on"] <= on, r.at("on"))
    claim["by"] = r.take("by") if r.value.get("by") in FUNDS else read_id(r, "by")
    claim["for"] = read_id(r, "for")
    need(claim["for"] != claim["by"], r.at("for"))
    claim["amount"] = money.of(r, "amount")
    claim["open"] = money.of(r, "open", claim["amount"])
    need(claim["open"] <= claim["amount"], r.at("open"))
    r.done()
    return claim


def read_recovery(r, money):
    recovery = {"from": read_id(r, "from"), "amount": money.of(r, "amount"), "rule": r.take("rule")}
    need(recovery["rule"] in ("first_in", "pro_rata"), r.at("rule"))
    r.done()
    return recovery


def check_peers(call, peers):
    """Each peer has what the split and the sources ask for; asked only when there is a layer of peers."""
    layers, split = call["terms"]["layers"], call["terms"]["split"]
    if not any(isinstance(layer, tuple) for layer in layers):
        return
    field = FIELD_OF.get(split) if isinstance(split, str) else None
    asks_cash = any("cash" in layer for layer in layers if isinstance(layer, tuple))
    for peer in peers:
        need(field is None or peer[field] is not ABSENT, below(peer["pointer"], field))
        need(not asks_cash or peer["cash_limit"] is not ABSENT, below(peer["pointer"], "cash_limit"))


def read_parties(r, money, call):
    for i, value in enumerate(r.list("members")):
        seen = {m["id"] for m in call["members"]}
        call["members"].append(read_member(Reader(value, below(r.at("members"), i)), money, call["terms"], seen))
    need(call["members"], r.at("members"))
    split = call["terms"]["split"]
    for name in () if isinstance(split, str) else split:
        need(any(m["id"] == name for m in call["members"]), below("/terms/split/weights", name))


def read_ledger(r, money, call):
    for i, value in enumerate(r.list("claims", [])):
        seen = {c.get("id", ABSENT) for c in call["claims"]}
        call["claims"].append(read_claim(Reader(value, below(r.at("claims"), i)), money, call["on"], seen))
    for i, value in enumerate(r.list("recoveries", [])):
        call["recoveries"].append(read_recovery(Reader(value, below(r.at("recoveries"), i)), money))


def once(pairs):
    """An object; a key given twice is refused by its own name (the generator repeats keys of the outermost only)."""
    found = {}
    for key, value in pairs:
        need(key not in found, below("", key))
        found[key] = value
    return found


def read(text):
    """The call and its currency, or Refused."""
    r = Reader(json.loads(text, object_pairs_hook=once), "")
    money = Money(read_currency(r.take("currency"), "/currency"))
    turn = r.take("turn", 0)
    need(type(turn) is int and turn >= 0, "/turn")
    call = {"on": read_day(r.take("on"), "/on"), "turn": turn,
            "terms": read_terms(Reader(r.take("terms"), "/terms"), money),
            "group_fund": money.of(r, "group_fund", 0), "insurer": money.of(r, "insurer_limit", 0),
            "members": [], "claims": [], "recoveries": []}
    read_parties(r, money, call)
    read_ledger(r, money, call)
    r.done()
    return call, money
