# SPDX-License-Identifier: MIT
"""What may happen between the meetings of a random story of a group, and how often: each takes the story under way."""
from datetime import timedelta

from group_draw import loan_words
from group_draw_meeting import body_of

def on(story, words, kind=None, day=None):
    name = story.named("x")
    if story.say(f"on {day or story.day} {words} as {name}") and kind:
        story.accepted(name, kind, day)


def somebody(story, all_=False):
    state = story.state()
    people = list(state.members) if all_ else state.ids()
    return story.d.pick(people) if people else "Nobody"


def amount(story, most=None):
    d = story.d
    return d.text(d.rng.randint(1, max(1, most if most else d.unit)))


def pays(story):
    name = somebody(story, story.d.chance(0.1))
    state = story.state()
    if name in state.members and (state.open_loans(name) or state.payable(name) or story.d.chance(0.1)):
        on(story, f"{name} pays {amount(story, max(1, state.owed_now(name) + state.payable(name)))}", "payment")


def saves(story):
    on(story, f"{somebody(story)} saves {amount(story)}", "savings")


def withdraws(story):
    name = somebody(story)
    free = story.state().available(name)
    if free > 0 or story.d.chance(0.1):
        on(story, f"{name} withdraws {amount(story, max(1, free + (5 if story.d.chance(0.1) else 0)))}", "savings")


def hold(story):
    name = somebody(story)
    free = story.state().available(name)
    if free > 0 or story.d.chance(0.1):
        story.holds += 1
        story.say(f"on {story.day} savings of {name} hold {amount(story, max(1, free))} as H{story.holds}")


def release(story):
    state = story.state()
    held = [(h, who) for h, (who, left) in state.holds.items() if left]
    if held:
        h, who = story.d.pick(held)
        story.say(f"on {story.day} savings of {who} release {h}")


def open_claims(story):
    return [c for c in story.state().ledger.claims if c.open and not (c.by + c.of).count("@")]


def waive(story):
    claims = open_claims(story)
    if claims:
        c = story.d.pick(claims)
        on(story, f"{c.by} forgives {c.of} {amount(story, c.open + (3 if story.d.chance(0.1) else 0))}", "waiver")


def set_off(story):
    claims = open_claims(story)
    pairs = {(c.by, c.of) for c in claims}
    both = sorted((a, b) for a, b in pairs if (b, a) in pairs)
    if both:
        a, b = story.d.pick(both)
        on(story, f"{a} and {b} set off", "set off")
    elif claims and story.d.chance(0.1):
        on(story, f"{claims[0].by} and {claims[0].of} set off")


def notice(story):
    owing = [x for x in story.state().members if story.state().sums(x)[0]]
    if owing:
        on(story, f"notice about {story.d.pick(owing)}", "notice")


def excuse(story):
    until = f" until {story.day + timedelta(story.d.rng.randrange(-1, 20))}" if story.d.chance(0.6) else ""
    on(story, f"{somebody(story)} is excused{until}", "excuse")


def join(story):
    waiting = [name for name in story.d.names if name not in story.state().members]
    gone = [name for name in story.state().members if story.state().state_of(name) == "left"]
    name = story.d.pick(waiting or gone or [somebody(story)]) if waiting or gone or story.d.chance(0.05) else None
    if name:
        on(story, f"{name} joins", "join")
        if not story.last_refused and story.d.chance(0.7):
            story.borrow(name)


def borrow(story):
    story.borrow(somebody(story) if story.d.chance(0.95) else "Nobody")


def leave(story):
    name, state, d = somebody(story), story.state(), story.d
    others = [x for x in state.ids() if x != name]
    words = " buying out" if d.chance(0.7) else ""
    words += f" duty to {d.pick(others)}" if others and d.chance(0.75) else ""
    on(story, f"{name} leaves{words}", "leave")


def expel(story):
    people, name, d = story.state().ids(), somebody(story), story.d
    yes = [x for x in people if d.chance(0.8)]
    no = [x for x in people if x not in yes and d.chance(0.7)]
    words = (f" yes {', '.join(yes)}" if yes else "") + (f" no {', '.join(no)}" if no else "")
    on(story, f"{name} is expelled{words if d.chance(0.8) else ''}", "expel")


def die_words(story, name, day):
    state, d = story.state(day), story.d
    owed = sum(max(0, state.account(x).payoff(day)[3]) for x in state.loans_of(name) if state.status(x) == "active")
    parts, left = "", owed
    for key, most in (("savings", state.available(name)), ("insurance", left), ("fund", state.fund), ("written off", left)):
        if left and most > 0 and d.chance(0.4):
            given = d.rng.randint(1, min(left, most))
            left -= given
            parts += f" {key} {d.text(given)}"
    return f"{name} dies{parts}"


def dies(story):
    name = somebody(story, story.d.chance(0.1))
    if name in story.state().members:
        on(story, die_words(story, name, story.day), "death")


def dies_late(story):
    """Known only after a meeting that has her: taken back, the death, the meeting without her."""
    last = next(((n, day) for n, day, kind in reversed(story.done) if kind == "meeting"), None)
    people = story.state().ids()
    if not last or not people:
        return
    name, day = story.d.pick(people), last[1] - timedelta(story.d.rng.randrange(1, 7))
    if story.d.chance(0.7):
        on(story, f"reverses {last[0]}", day=last[1])
    on(story, die_words(story, name, day), "death", day=day)


def estate(story):
    state = story.state()
    owing = [x for x in state.members if state.estate.get(x, 0) + state.payable("@estate:" + x)]
    if owing:
        name = story.d.pick(owing)
        most = state.estate.get(name, 0) + state.payable("@estate:" + name) + (1 if story.d.chance(0.2) else 0)
        on(story, f"the estate of {name} pays {amount(story, most)}", "estate")


def fund(story):
    d, state = story.d, story.state()
    social = d.pick(["", "social "])
    balance = state.social if social else state.fund
    way = d.pick(["receives", "pays"]) if balance or d.chance(0.1) else "receives"
    most = max(1, balance + (5 if d.chance(0.1) else 0)) if way == "pays" else d.unit * 2
    on(story, f"the {social}fund {way} {amount(story, most)}", "fund")


def share_out(story):
    if story.state().fund or story.d.chance(0.1):
        on(story, f"shares out {story.d.pick(['equally', 'by savings'])}", "share out")


def reverse(story):
    recent = story.done[-8:]
    if story.d.chance(0.06):
        on(story, "reverses nothing")
    elif recent:
        name, day, _ = story.d.pick(recent)
        if day <= story.day or story.d.chance(0.1):
            on(story, f"reverses {name}")


def earlier(story):
    """A meeting or a payment entered late."""
    d, now = story.d, story.day
    if len(story.days) < 2:
        return
    story.day = d.pick(story.days[-4:]) - timedelta(d.pick([0, 1, 3]))
    if d.chance(0.5):
        people = story.state().ids()
        lines, people = body_of(story)
        name = story.named("m")
        story.meetings += 1
        if story.say(f"on {story.day} meets as {name}", *lines):
            story.accepted(name, "meeting")
    else:
        d.pick([pays, saves, fund, notice, excuse, waive])(story)
    story.day = now


def loan_event(story):
    loans = list(story.state().loans.values())
    if loans:
        loan = story.d.pick(loans)
        what = rare_words(story, loan) if story.d.chance(0.35) else usual_words(story)
        on(story, f"loan {loan.id} {what}", "loan event")


def usual_words(story):
    d = story.d
    some = d.text(d.rng.randint(1, d.unit // 4))
    what = d.pick([f"is charged {some} fee", "is forgiven all interest", f"is charged {some} penalty", "pays off"])
    return "pays 5" if d.chance(0.03) else what


def rare_words(story, loan):
    """What a branch does with one loan, each kind of change once in a story."""
    d, state = story.d, story.state()
    some = d.text(d.rng.randint(1, max(2, state.figures(loan).outstanding // 3)))
    words = [f"is forgiven {some} principal", "is forgiven all fees", f"is refunded {some}", f"the bank takes back {some}",
             "is written off", f"is written off {some}", f"recovers {some}", "is charged off", f"is charged {some} insurance",
             f"is refunded credit {some}", f"prepays {some} keeping the schedule", "interest is suspended"]
    later = story.day + timedelta(d.rng.randrange(1, 20))
    once = [f"is rescheduled to {later}", "is re-amortized", f"has a moratorium from {story.day} to {later}",
            f"is re-aged into 3 {'weekly' if d.weekly else 'monthly'} installments from {later}"]
    if d.chance(0.3) and loan.id not in story.changed:
        story.changed.add(loan.id)
        return d.pick(once)
    return d.pick(words)


def group_loan(story):
    own = [x for x in story.state().loans.values() if x.member is None]
    if own:
        most = min(story.state().fund, story.state().figures(own[0]).outstanding) or 5
        return on(story, f"the group repays {own[0].id} {amount(story, most)}", "repays")
    story.loans += 1
    words = loan_words(story.d, story.day, story.next_meeting())
    story.say(f"on {story.day} the group borrows {words} as L{story.loans}")


def gets_back(story):
    credits = {x: c for x, c in story.state().credits.items() if c > 0}
    if credits:
        name = story.d.pick(sorted(credits))
        on(story, f"{name} gets back {amount(story, credits[name] + (1 if story.d.chance(0.2) else 0))}", "gets back")


def books(story):
    if story.d.chance(0.4):
        story.say(f"on {story.day - timedelta(story.d.pick([2, 10, 30]))} the books are closed")


def twice(story):
    """The last event is sent again, or its name is used for something else."""
    if story.done and story.lines[-1].startswith("on ") and " as x" in story.lines[-1]:
        story.say(story.lines[-1])
    elif story.done:
        story.say(f"on {story.day} the fund receives {amount(story)} as {story.done[-1][0]}")


OTHERS = [(pays, 12), (saves, 5), (withdraws, 4), (hold, 2), (release, 6), (waive, 5), (set_off, 9), (notice, 4),
          (excuse, 2),
          (join, 3), (borrow, 4), (leave, 3), (expel, 1), (dies, 2), (dies_late, 3), (estate, 14), (fund, 5),
          (share_out, 2),
          (reverse, 9), (earlier, 10), (loan_event, 6), (group_loan, 3), (gets_back, 3), (books, 2), (twice, 2)]


# --- the end --------------------------------------------------------------------------------------------------------

def wind_up(story):
    """Everything is settled, and the group is dissolved: what was forgotten refuses it."""
    state, d = story.state(), story.d
    for loan in list(state.loans.values()):
        if state.status(loan) == "active" and loan.member:
            on(story, f"loan {loan.id} pays off", "loan event")
    for x in sorted(state.members):
        state = story.state()
        if state.payable(x) and state.state_of(x) == "member":
            on(story, f"{x} pays {d.text(state.payable(x))}", "payment")
        if state.credits.get(x, 0) > 0:
            on(story, f"{x} gets back {d.text(state.credits[x])}", "gets back")
        if state.estate.get(x, 0) + state.payable("@estate:" + x) and d.chance(0.8):
            on(story, f"the estate of {x} pays {d.text(state.estate.get(x, 0) + state.payable('@estate:' + x))}", "estate")
    last_things(story)
    on(story, "the group is dissolved", "dissolved")
    if d.chance(0.5):
        on(story, f"{somebody(story)} saves {amount(story)}", "savings")
        reverse(story)


def last_things(story):
    state, d = story.state(), story.d
    fines = [f"  {x} pays fine {d.text(state.fines[x])}" for x in state.ids() if state.fines.get(x, 0)]
    if fines:
        story.say(f"on {story.day} meets as {story.named('m')}", *fines)
    for x in state.ids():
        if state.available(x) > 0:
            on(story, f"{x} withdraws {d.text(state.available(x))}", "savings")
    for social, balance in (("", story.state().fund), ("social ", story.state().social)):
        if balance and d.chance(0.9):
            on(story, f"the {social}fund pays {d.text(balance)}", "fund")
