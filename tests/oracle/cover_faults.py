# SPDX-License-Identifier: MIT
"""One fault in a legal CALL document, and the pointer that its refusal names.

A fault answers its pointer, MAYBE when the data decide whether there is a fault (the oracle tells), or NONE when the
document has no place for it.
"""
import json
from datetime import date, timedelta

NONE, MAYBE = object(), object()
BAD_TEXTS = ["-1", "-0.00001", "1e3", "+1", "", " 1", "1,5", "1 ", "abc", "0x1", "NaN", "١", "1.2.3",
             "99999999999999999999", "9223372036854775808", 5, 5.5, None, True, [], {}]
BAD_DAYS = ["2026-02-30", "2026-13-01", "06.07.2026", "2026-1-5", "20260105", "", "2026-01-05T00:00:00", 20260105, None]
BAD_IDS = ["", "@a", "@", "@group_fund", 7, None, []]
OTHERS = [None, 1, "x", True]


def below(pointer, key):
    return f"{pointer}/" + str(key).replace("~", "~0").replace("/", "~1")


def place(rng, doc, name):
    """One entry of a list of the document and its pointer."""
    entries = doc.get(name)
    if not entries:
        return None, None
    i = rng.randrange(len(entries))
    return entries[i], f"/{name}/{i}"


def parts(rng, doc):
    """One object of the document and its pointer."""
    options = [(doc, ""), (doc["terms"], "/terms")]
    places = (place(rng, doc, name) for name in ("members", "members", "claims", "recoveries"))
    options += [p for p in places if p[0] is not None]
    return rng.choice(options)


def decimals_of(doc):
    digits = {"UGX": 0, "VND": 0, "INR": 2, "KES": 2, "USD": 2, "TND": 3, "KWD": 3}
    return digits[doc["currency"]] if isinstance(doc["currency"], str) else doc["currency"]["exponent"]


AMOUNTS = {"": ["group_fund", "insurer_limit"], "terms": ["tolerance", "cap_per_call", "cash_limit"],
           "members": ["due", "paid", "savings", "collateral", "cash_limit", "cap_left", "principal", "outstanding"],
           "claims": ["amount", "open"], "recoveries": ["amount"]}
REQUIRED = {"": ["currency", "on", "terms", "members"], "terms": ["layers"], "members": ["id", "due", "paid"],
            "claims": ["on", "by", "for", "amount"], "recoveries": ["from", "amount", "rule"]}


def family(pointer):
    return pointer.split("/")[1] if pointer else ""


def bad_amount(rng, doc):
    entry, at = parts(rng, doc)
    key = rng.choice(AMOUNTS[family(at)])
    entry[key] = rng.choice(BAD_TEXTS)
    return below(at, key)


def finer_amount(rng, doc):
    entry, at = parts(rng, doc)
    key = rng.choice(AMOUNTS[family(at)])
    entry[key] = "0." + "0" * decimals_of(doc) + rng.choice("05")
    return below(at, key)


def missing(rng, doc):
    entry, at = parts(rng, doc)
    key = rng.choice(REQUIRED[family(at)])
    del entry[key]
    return below(at, key)


def unknown_key(rng, doc):
    entry, at = parts(rng, doc)
    key = rng.choice(["dues", "amounts", "Id", "cash", "~", "a/b", "notes", "excuse", "ids"])
    entry[key] = rng.choice(["1", 0, None])
    return below(at, key)


def not_an_object(rng, doc):
    name = rng.choice(["members", "claims", "recoveries"])
    if not doc.get(name):
        return NONE
    i = rng.randrange(len(doc[name]))
    doc[name][i] = rng.choice(OTHERS + [[]])
    return f"/{name}/{i}"


def not_a_list(rng, doc):
    name = rng.choice(["members", "claims", "recoveries"])
    doc[name] = rng.choice(OTHERS + [{}])
    return "/" + name


def no_members(rng, doc):
    doc["members"] = []
    if isinstance(doc["terms"]["split"], dict):
        doc["terms"]["split"] = "equal"
    return "/members"


def bad_share(rng, doc):
    doc["terms"]["share"] = rng.choice(["1.01", "-0.1", "2", "1.000001", "50%", 1, 0.5, None, "", "1e0", "half"])
    return "/terms/share"


def bad_split(rng, doc):
    doc["terms"]["split"] = rng.choice(["weights", "by_due", "", "Equal", 1, None, []])
    return "/terms/split"


def bad_weight(rng, doc):
    name = rng.choice(doc["members"])["id"]
    doc["terms"]["split"] = {"weights": {name: rng.choice(["-1", "-0.001", "1e3", "x", "", 1, 2.5, None])}}
    return below("/terms/split/weights", name)


def stranger_weight(rng, doc):
    name = rng.choice(["nobody", "no/body", "~", "@group_fund", "M00", ""])
    doc["terms"]["split"] = {"weights": {doc["members"][0]["id"]: "1", name: "1"}}
    return below("/terms/split/weights", name)


def bad_weights(rng, doc):
    fault = rng.randrange(3)
    doc["terms"]["split"] = [{"weights": rng.choice(OTHERS + [[]])}, {}, {"weights": {}, "other": "1"}][fault]
    return "/terms/split/" + ["weights", "weights", "other"][fault]


def bad_layer(rng, doc):
    layers = doc["terms"]["layers"]
    i = rng.randint(0, len(layers))
    layers.insert(i, rng.choice(["peers", "savings", "bank", "", "Insurer", 1, None, True, []]))
    return f"/terms/layers/{i}"


def own_after_shared(rng, doc):
    own = rng.choice(["own_savings", "own_collateral"])
    shared = rng.choice(["group_fund", "insurer", {"peers": ["savings"]}])
    before = rng.choice([[], ["own_savings" if own == "own_collateral" else "own_collateral"]])
    doc["terms"]["layers"] = before + [shared, own]
    return f"/terms/layers/{len(before) + 1}"


def layer_twice(rng, doc):
    layers = doc["terms"]["layers"]
    i = rng.randrange(len(layers)) if layers else 0
    if not layers or layers[i] in ("own_savings", "own_collateral"):
        doc["terms"]["layers"] = ["own_savings"] * 2 + [rng.choice(["insurer", {"peers": ["savings"]}])]
        return "/terms/layers/1"
    layers.append(layers[i])
    return f"/terms/layers/{len(layers) - 1}"


def source_in_two_layers(rng, doc):
    other = rng.choice([["savings"], ["savings", "cash"], ["cash", "savings"]])
    doc["terms"]["layers"] = [{"peers": other}, "insurer", {"peers": ["savings"]}]
    return "/terms/layers/2"


def bad_sources(rng, doc):
    sources = rng.choice([None, 1, "cash", {}, ["loan"], ["savings", 1], ["cash", ""], []])
    doc["terms"]["layers"] = ["own_savings", {"peers": sources}]
    at = "/terms/layers/1/peers"
    return f"{at}/{len(sources) - 1}" if isinstance(sources, list) and sources else at


def source_twice(rng, doc):
    doc["terms"]["layers"] = [{"peers": rng.choice([["savings", "savings"], ["savings", "cash", "savings"]])}]
    return "/terms/layers/0/peers"


def bad_peers_layer(rng, doc):
    fault = rng.randrange(2)
    doc["terms"]["layers"] = [[{}, {"peers": ["savings"], "cap": "1"}][fault]]
    return "/terms/layers/0/" + ["peers", "cap"][fault]


def bad_member_id(rng, doc):
    member, at = place(rng, doc, "members")
    if isinstance(doc["terms"]["split"], dict):
        doc["terms"]["split"] = "equal"
    member["id"] = rng.choice(BAD_IDS)
    return at + "/id"


def member_twice(rng, doc):
    i = rng.randrange(1, len(doc["members"]))
    if isinstance(doc["terms"]["split"], dict):
        doc["terms"]["split"] = "equal"
    doc["members"][i]["id"] = doc["members"][rng.randrange(i)]["id"]
    return f"/members/{i}/id"


def lacks_basis(rng, doc):
    field = rng.choice(["principal", "outstanding"])
    doc["terms"]["split"] = "by_" + field
    for member in doc["members"]:
        member.setdefault("principal", member["due"])
        member.setdefault("outstanding", member["due"])
    del rng.choice(doc["members"])[field]
    return MAYBE


def lacks_cash_limit(rng, doc):
    doc["terms"].pop("cash_limit", None)
    for member in doc["members"]:
        member.setdefault("cash_limit", "unlimited")
    for member in rng.sample(doc["members"], rng.randint(1, 2)):
        del member["cash_limit"]
    return MAYBE


def bad_flag(rng, doc):
    member, at = place(rng, doc, "members")
    key = rng.choice(["excused", "not_called"])
    member[key] = rng.choice(["true", 0, 1, None, "yes"])
    return below(at, key)


def bad_day(rng, doc):
    doc["on"] = rng.choice(BAD_DAYS)
    return "/on"


def bad_currency(rng, doc):
    doc["currency"] = rng.choice(["inr", "IN", "", "ZZZ", "INRS", 356, None, []])
    return "/currency"


def bad_turn(rng, doc):
    doc["turn"] = rng.choice([-1, 1.5, "1", None, True, -10**6])
    return "/turn"


def claim(doc):
    doc.setdefault("claims", [])
    one = {"on": doc["on"], "by": "gone", "for": "moved", "amount": "1"}
    doc["claims"].append(one)
    return one, f"/claims/{len(doc['claims']) - 1}"


def bad_claim(rng, doc):
    one, at = claim(doc)
    tomorrow = (date.fromisoformat(doc["on"]) + timedelta(days=rng.choice([1, 1, 400]))).isoformat()
    key, value = rng.choice([("on", tomorrow), ("on", rng.choice(BAD_DAYS)), ("for", "gone"), ("open", "2"),
                             ("by", "moved"), ("by", rng.choice(["", "@", "@bank", "@Insurer", 1, None])),
                             ("for", rng.choice(BAD_IDS)), ("id", rng.choice(BAD_IDS))])
    one[key] = value
    return at + ("/for" if (key, value) == ("by", "moved") else "/" + key)


def claim_id_twice(rng, doc):
    claim(doc)[0]["id"] = "same"
    one, at = claim(doc)
    one["id"] = "same"
    return at + "/id"


def bad_recovery(rng, doc):
    doc.setdefault("recoveries", []).append({"from": "gone", "amount": "1", "rule": "first_in"})
    key, value = rng.choice([("from", rng.choice(BAD_IDS)), ("rule", rng.choice(["fifo", "", None, 1, "First_in"])),
                             ("amount", rng.choice(["-1", "x", 1]))])
    doc["recoveries"][-1][key] = value
    return f"/recoveries/{len(doc['recoveries']) - 1}/{key}"


def key_twice(rng, doc):
    key = rng.choice(list(doc))
    return "/" + key, f"{{{json.dumps(key)}: {json.dumps(doc[key])}, {json.dumps(doc, ensure_ascii=False)[1:]}"


FAULTS = [bad_amount, bad_amount, bad_amount, finer_amount, finer_amount, missing, missing, unknown_key, unknown_key,
          not_an_object, not_a_list, no_members, bad_share, bad_split, bad_weight, stranger_weight, bad_weights,
          bad_layer, own_after_shared, layer_twice, source_in_two_layers, bad_sources, source_twice, bad_peers_layer,
          bad_member_id, member_twice, lacks_basis, lacks_basis, lacks_cash_limit, lacks_cash_limit, bad_flag,
          bad_day, bad_currency, bad_turn, bad_claim, bad_claim, claim_id_twice, bad_recovery, key_twice]


def break_one(rng, doc):
    """The text of the document with one fault, and its pointer (None when the data decide)."""
    while (pointer := (fault := rng.choice(FAULTS))(rng, doc)) is NONE:
        pass
    if fault is key_twice:
        return pointer[1], pointer[0]
    return json.dumps(doc, ensure_ascii=False), None if pointer is MAYBE else pointer
