# SPDX-License-Identifier: MIT
"""The stories of tests/transcripts told by the oracle: the same words, read a second time.

    python3 loan_stories.py [--fill] STORY.txt ... | FOLDER

Prints what does not hold; exit 1 then. --fill writes the oracle's figure where a story says "?".
"""
import os
import re
import sys
from datetime import date
from glob import glob

from loan_late import days_past_due, overdue
from loan_oracle import Answer, History
from loan_rows import PARTS
from loan_story_words import DAY, Terms, event_of, loan_of, plain

# --- one story ------------------------------------------------------------------------------------------------

class Story:
    def __init__(self, name):
        self.name, self.terms, self.history, self.closed = name, Terms(), None, None
        self.refused, self.wrong, self.text_line = None, [], ""

    def open(self):
        if self.history is None:
            doc = {"terms": self.terms.doc, "waterfall": self.terms.waterfall, "events": []}
            if not self.terms.disbursed:
                doc["events"] = [{"type": "disburse"}]     # keeps the history from implying one
            self.history = History({**doc, "events": []}) if self.terms.disbursed else Unpaid(doc)
            self.day, self.known, self.last = self.terms.doc["disbursed_on"], None, None

    def line(self, number, text):
        self.number, words = number, plain(text)
        if not words:
            return text
        self.text_line = text
        if words.startswith("expect "):
            return self.expect(text, words[7:])
        self.settle()
        if words.startswith("loan "):
            self.terms.doc, self.terms.disbursed = loan_of(words)
        elif m := re.fullmatch(rf"look at ({DAY})( knowing (\d+) events)?", words):
            self.open()
            self.day, self.known = m[1], int(m[3]) if m[3] else None
        elif m := re.fullmatch(rf"on ({DAY}) (.*?)( as (\S+))?", words):
            self.event(m[1], *self.named(m[2], m[3], m[4]))
        else:
            self.terms.line(words)
        return text

    @staticmethod
    def named(body, clause, name):
        return (body + clause, None) if name == "goodwill" else (body, name)

    def event(self, on, words, name):
        self.open()
        self.day, self.known = on, None
        if words == "the books are closed":
            self.closed = max(self.closed or on, on)
            return
        if " as goodwill credit as " in words:
            raise SystemExit(words)
        doc = {**event_of(words), "on": on, "id": name or f"n{self.number}"}
        if doc["type"] == "disburse" and "amount" not in doc:
            doc["amount"] = self.terms.doc["principal"]
        if self.closed and on <= self.closed:
            self.refused = "closed_period"
            return
        before = len(self.history.refused)
        self.history.take(doc, before)
        if len(self.history.refused) > before:
            self.refused = self.history.refused[-1]["code"]
            self.refused_why = self.history.refused[-1]["message"]
        else:
            self.last = doc["id"]

    def settle(self):
        if self.refused:
            self.wrong.append(f"{self.name}:{self.number}: a line before was refused: {self.refused} {getattr(self, 'refused_why', '')}")
            self.refused = None

    def expect(self, text, words):
        self.open()
        if words.startswith("refused "):
            if words[8:] != self.refused:
                self.wrong.append(f"{self.name}:{self.number}: {words}, oracle {self.refused}")
            self.refused = None
            return text
        self.settle()
        return Figures(self, text, words).line()


class Unpaid(History):
    def implied(self):
        return []

    def __init__(self, doc):
        super().__init__({**doc, "events": []})


class Figures:
    """The expectations of one line against the oracle."""

    def __init__(self, story, text, words):
        self.s, self.text, self.words = story, text, words.split()
        self.answer = Answer(story.history, date.fromisoformat(story.day), story.known)
        self.a, self.day = self.answer.a, self.answer.day

    def take(self, phrase):
        wanted = phrase.split()
        if self.words[:len(wanted)] != wanted:
            return False
        del self.words[:len(wanted)]
        return True

    def part(self, values):
        for part in PARTS:
            if self.take(part):
                return values[part]
        return sum(values.values())

    def same(self, what, found):
        expected = self.words.pop(0)
        if expected == "?":
            self.text = self.text.replace("?", str(found), 1)
        elif expected != str(found):
            self.s.wrong.append(f"{self.s.name}:{self.s.number}: {what}: story {expected}, oracle {found}")

    def money(self, what, units):
        if self.words and self.words[0] != "?":
            self.words[0] = self.answer.text(self.a.terms.amount(self.words[0]))
        self.same(what, self.answer.text(units))

    def line(self):
        groups = {"rows": self.rows, "row": self.row, "payoff": self.payoff, "payment": self.payment}
        while self.words:
            head = self.words[0]
            if head in groups:
                self.words.pop(0)
                groups[head]()
            else:
                self.position()
        return self.text

    def sums(self, name):
        live = self.a.disbursed
        return {part: sum((r.open(part) if name == "open" else getattr(r, name)[part]) for r in self.a.rows) if live else 0
                for part in PARTS}

    def position(self):
        a = self.a
        for phrase, name in (("owed", "open"), ("charged off", None), ("charged", "charged"), ("paid", "paid"),
                             ("forgiven", "waived"), ("written off", "written_off")):
            if self.take(phrase):
                if name is None:
                    return self.same(phrase, "yes" if a.charged_off else "no")
                return self.money(phrase, self.part(self.sums(name)))
        if self.take("status"):
            return self.same("status", a.status())
        if self.take("rescheduled"):
            return self.same("rescheduled", "yes" if a.rescheduled else "no")
        if self.take("interest suspended"):
            return self.same("interest suspended", "yes" if a.suspended else "no")
        late = [r for r in a.rows if r.due < self.day and r.total_open()]
        if self.take("overdue since"):
            return self.same("overdue since", late[0].due if late else "none")
        if self.take("overdue"):
            return self.money("overdue", self.part({p: sum(r.open(p) for r in late) for p in PARTS}))
        if self.take("accrued interest"):
            return self.money("accrued interest", a.earned(self.day))
        if self.take("next due"):
            coming = [r.due for r in a.rows if r.due >= self.day and r.total_open()]
            return self.same("next due", coming[0] if coming else "none")
        if self.take("days late"):
            return self.same("days late", days_past_due(a, self.day))
        for name in ("credit", "disbursed", "recovered"):
            if self.take(name):
                return self.money(name, getattr(a, name))
        raise SystemExit(f"{self.s.name}:{self.s.number}: {self.words}")

    def rows(self):
        self.same("rows", len(self.a.rows))

    def row(self):
        number = int(self.words.pop(0))
        if number > len(self.a.rows):
            self.words.clear()
            self.s.wrong.append(f"{self.s.name}:{self.s.number}: no row {number}")
            return
        row, shown = self.a.rows[number - 1], self.answer.row(number, self.a.rows[number - 1], None)
        while self.words:
            self.figure(row, shown)

    def figure(self, row, shown):
        for phrase, found in (("date", row.due), ("days late", shown["late_days"])):
            if self.take(phrase):
                return self.same(phrase, found)
        if self.take("settled on"):
            return self.same("settled on", row.settled_on or "none")
        for phrase, units in (("paid in advance", row.in_advance), ("paid late", row.late)):
            if self.take(phrase):
                return self.money(phrase, units)
        for phrase, values in (("paid", row.paid), ("forgiven", row.waived), ("written off", row.written_off),
                               ("open", {p: row.open(p) for p in PARTS}), ("charged", row.charged)):
            if self.take(phrase):
                return self.money(f"row {phrase}", self.part(values))
        raise SystemExit(f"{self.s.name}:{self.s.number}: {self.words}")

    def payoff(self):
        parts, fee, rebate, total = self.a.payoff(self.day)
        while self.words:
            if self.take("fee"):
                self.money("early fee", fee)
            elif self.take("rebate"):
                self.money("rebate", rebate)
            elif self.take("interest"):
                self.money("payoff interest", parts["interest"])
            elif self.take("principal"):
                self.money("payoff principal", parts["principal"])
            else:
                self.money("payoff", max(0, total))

    def payment(self):
        name = self.words.pop(0) if self.take("of") else self.s.last
        entry = next(t for t in self.a.transactions if t["id"] == name)
        while self.words:
            if self.take("unapplied"):
                self.money("unapplied", entry["unapplied"])
            elif self.take("amount"):
                self.money("amount", entry["amount"])
            elif self.take("balance"):
                self.money("balance after", entry["balance"])
            else:
                self.money("payment", self.part(entry["parts"]))


def tell(path, fill):
    lines, story = open(path).read().split("\n"), Story(path.rsplit("/", 1)[-1])
    told = [story.line(i + 1, text) for i, text in enumerate(lines)]
    story.settle()
    if fill and told != lines:
        open(path, "w").write("\n".join(told))
    return story.wrong


def main():
    given = [p for p in sys.argv[1:] if p != "--fill"]
    paths = [path for p in given for path in (sorted(glob(os.path.join(p, "*.txt"))) if os.path.isdir(p) else [p])]
    wrong = [line for path in paths for line in tell(path, "--fill" in sys.argv)]
    print("\n".join(wrong + [f"{len(paths)} stories, {len(wrong)} differences"]))
    return 1 if wrong or not paths else 0


if __name__ == "__main__":
    sys.exit(main())
