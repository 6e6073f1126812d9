# SPDX-License-Identifier: MIT
"""Elections and resolutions: more than half of the votes cast, when at least the quorum votes (docs/groups.md 2)."""
from group_claims import INVALID_STATE
from group_loans import need
from group_state import DUPLICATE, NOT_FOUND


def form_of_votes(state, doc):
    for kind in ("elections", "resolutions"):
        for i, vote in enumerate(doc.get(kind, [])):
            check(state, voters(vote), f"/{kind}/{i}")
            for candidate in {c for _, c in vote.get("votes", [])}:
                need(state.is_member(candidate), NOT_FOUND, f"{candidate} is no member", f"/{kind}/{i}")


def voters(vote):
    return [who for who, _ in vote["votes"]] if "votes" in vote else vote["yes"] + vote["no"]


def check(state, names, pointer):
    for k, name in enumerate(names):
        need(state.is_member(name), NOT_FOUND, f"{name} is no member", pointer)
        need(name not in names[:k], DUPLICATE, f"{name} votes twice", pointer)


def quorate(state, cast):
    return cast > 0 and cast >= (state.rules.quorum or 0) * len(state.ids())


def elect(state, election):
    cast, tally = len(election["votes"]), {}
    for _, candidate in election["votes"]:
        tally[candidate] = tally.get(candidate, 0) + 1
    for candidate, votes in tally.items():
        if quorate(state, cast) and 2 * votes > cast:
            state.officers[election["office"]] = candidate


def resolve(state, resolution):
    """Whether it is adopted."""
    yes, cast = len(resolution["yes"]), len(resolution["yes"]) + len(resolution["no"])
    return quorate(state, cast) and 2 * yes > cast


def adopted(state, doc):
    """A resolution that the rules ask for when they have a quorum."""
    if state.rules.quorum is None and not doc.get("yes") and not doc.get("no"):
        return
    vote = {"yes": doc.get("yes", []), "no": doc.get("no", [])}
    check(state, voters(vote), "/votes")
    need(resolve(state, vote), INVALID_STATE, "not adopted")
