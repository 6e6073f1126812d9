#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""docs/wire.md keeps its word: every example runs and gives exactly what the page shows, documents and answers validate
against docs/schema, and every key of a schema is explained on the page.

    wire_page_test.py --program PATH --root TREE [--update]     --update writes what the program answers into the page

A block "```json terms|loan|rates|daycount|tvm" is a document. The blocks after it say what becomes of it:
"```json answer" (JSON), "```text table", "```text passbook", "```text csv", "```text refusal N" (the error line and the exit code N).
"""
import argparse
import json
import pathlib
import re
import subprocess
import sys

BLOCK = re.compile(r"^```(json|text) (\w+)(?: (\d))?\n(.*?)^```$", re.M | re.S)
COMMANDS = {"terms": "schedule", "loan": "loan", "rates": "rates", "daycount": "daycount", "tvm": "tvm", "cover": "cover"}
ANNOTATIONS = {"$schema", "$id", "$defs", "title", "description"}


class Schemas:
    """A validator of the part of JSON Schema 2020-12 that docs/schema uses; an unknown keyword is an error."""

    def __init__(self, folder):
        self.files = {path.name: json.loads(path.read_text()) for path in sorted(folder.glob("*.schema.json"))}

    def resolve(self, file, reference):
        name, _, pointer = reference.partition("#")
        schema = self.files[name or file]
        for step in pointer.split("/")[1:]:
            schema = schema[step]
        return name or file, schema

    def problems(self, file, schema, value, at=""):
        for keyword, rule in schema.items():
            if keyword in ANNOTATIONS:
                continue
            yield from getattr(self, "on_" + keyword.replace("$", ""))(file, schema, rule, value, at)

    def valid(self, file, schema, value):
        return not any(True for _ in self.problems(file, schema, value))

    def on_ref(self, file, schema, rule, value, at):
        yield from self.problems(*self.resolve(file, rule), value, at)

    def on_type(self, file, schema, rule, value, at):
        kinds = {"object": dict, "array": list, "string": str, "boolean": bool, "integer": int}
        if not isinstance(value, kinds[rule]) or (rule == "integer" and isinstance(value, bool)):
            yield f"{at}: no {rule}"

    def on_const(self, file, schema, rule, value, at):
        if value != rule or type(value) is not type(rule):
            yield f"{at}: not {rule!r}"

    def on_enum(self, file, schema, rule, value, at):
        if value not in rule:
            yield f"{at}: {value!r} is not one of {rule}"

    def on_pattern(self, file, schema, rule, value, at):
        if isinstance(value, str) and not re.search(rule, value):
            yield f"{at}: {value!r} does not match {rule}"

    def on_minimum(self, file, schema, rule, value, at):
        if isinstance(value, int) and value < rule:
            yield f"{at}: {value} < {rule}"

    def on_maximum(self, file, schema, rule, value, at):
        if isinstance(value, int) and value > rule:
            yield f"{at}: {value} > {rule}"

    def on_minItems(self, file, schema, rule, value, at):
        if isinstance(value, list) and len(value) < rule:
            yield f"{at}: fewer than {rule}"

    def on_maxItems(self, file, schema, rule, value, at):
        if isinstance(value, list) and len(value) > rule:
            yield f"{at}: more than {rule}"

    def on_items(self, file, schema, rule, value, at):
        for k, item in enumerate(value if isinstance(value, list) else []):
            yield from self.problems(file, rule, item, f"{at}/{k}")

    def on_required(self, file, schema, rule, value, at):
        for key in rule:
            if isinstance(value, dict) and key not in value:
                yield f"{at}/{key}: missing"

    def on_properties(self, file, schema, rule, value, at):
        for key, item in (value.items() if isinstance(value, dict) else []):
            if key in rule:
                yield from self.problems(file, rule[key], item, f"{at}/{key}")

    def on_additionalProperties(self, file, schema, rule, value, at):
        assert rule is False
        for key in value if isinstance(value, dict) else []:
            if key not in schema["properties"]:
                yield f"{at}/{key}: unknown"

    def on_oneOf(self, file, schema, rule, value, at):
        fitting = sum(self.valid(file, choice, value) for choice in rule)
        if fitting != 1:
            yield f"{at}: {fitting} of {len(rule)} forms fit"

    def check(self, name, value, part=None):
        file = f"{name}.schema.json"
        schema = self.files[file]["$defs"][part] if part else self.files[file]
        return list(self.problems(file, schema, value))


class Page:
    def __init__(self, program, root, update):
        self.program, self.path, self.update = program, root / "docs" / "wire.md", update
        self.schemas = Schemas(root / "docs" / "schema")
        self.failures, self.examples, self.document, self.kind = [], 0, None, None

    def fail(self, where, message):
        self.failures.append(f"{where}: {message}")

    def run(self, *flags):
        done = subprocess.run([self.program, COMMANDS[self.kind], "-", *flags], input=self.document.encode(), capture_output=True)
        return done.returncode, done.stdout.decode(), done.stderr.decode()

    def take_document(self, kind, text):
        self.kind, self.document = kind, text

    def result(self, kind, exit_code):
        """What the program gives for the last document, as the block shows it."""
        if kind == "refusal":
            code, out, err = self.run()
            if (code, out) != (int(exit_code), ""):
                self.fail(self.kind, f"exit code {code}: {self.document}")
            return err
        code, out, err = self.run({"answer": "--json", "table": "--table", "passbook": "--statement", "csv": "--csv"}[kind])
        if code != 0:
            self.fail(self.kind, err)
        return out.replace("\r\n", "\n")

    def validate(self, kind, text):
        if kind == "refusal":
            return
        for problem in self.schemas.check(self.kind, json.loads(self.document)):
            self.fail(f"document of {self.kind}", problem)
        loan = json.loads(self.document) if self.kind == "loan" else {}
        if "terms" in loan and "installments" not in loan:
            for problem in self.schemas.check("terms", loan["terms"]):
                self.fail("terms of a loan", problem)
        if kind == "answer":
            answer = ("schedule", None) if self.kind == "terms" else (self.kind, "answer")
            for problem in self.schemas.check(answer[0], json.loads(text), answer[1]):
                self.fail(f"answer of {self.kind}", problem)

    def visit(self, match):
        _, kind, exit_code, text = match.groups()
        if kind in COMMANDS:
            self.take_document(kind, text)
            return match.group(0)
        self.examples += 1
        shown = self.result(kind, exit_code)
        self.validate(kind, shown)
        if shown != text and not self.update:
            self.fail(f"example {self.examples} ({self.kind}, {kind})", f"the page shows\n{text}the program gives\n{shown}")
        return match.group(0).replace(text, shown) if text else match.group(0)[:-3] + shown + "```"

    def check_examples(self):
        page = self.path.read_text()
        changed = BLOCK.sub(self.visit, page)
        if self.update:
            self.path.write_text(changed)
        if self.examples < 12:
            self.fail("page", f"only {self.examples} examples")

    def check_keys(self):
        page = self.path.read_text()
        for name, schema in self.schemas.files.items():
            for key in sorted(set(keys_of(schema))):
                if not re.search(rf"[`\"]{re.escape(key)}[`\"]|`[^`\n]*\b{re.escape(key)}\b", page):
                    self.fail(name, f"the page does not explain {key}")

    def check_vectors(self, root):
        """The documents of the published cases are documents of the schemas."""
        seen = 0
        for file in ("schedules.json", "schedules_more.json", "official.json"):
            for case in json.loads((root / "tests" / "data" / file).read_text()):
                wire = case.get("wire") if file == "official.json" else {"command": "schedule", "document": case["terms"]}
                if not wire:
                    continue
                seen += 1
                name = "terms" if wire["command"] == "schedule" else wire["command"]
                for problem in self.schemas.check(name, wire["document"]):
                    self.fail(case["id"], problem)
        for case in json.loads((root / "tests" / "data" / "cover.json").read_text()):
            seen += 1
            for part, value in ((None, case["input"]), ("answer", case["expected"])):
                for problem in self.schemas.check("cover", value, part):
                    self.fail(case["id"], problem)
        return seen

    def check_refused(self):
        """What the program refuses by form, the schemas refuse too."""
        terms = {"currency": "INR", "principal": "1.00", "disbursed_on": "2026-01-05", "interest": {"method": "flat", "rate_percent": "1"},
                 "repayments": {"count": 1, "every": "1 week"}}
        if self.schemas.check("terms", terms):
            self.fail("terms", "the smallest document does not validate")
        for change in ({"principal": 1}, {"principle": "1"}, {"currency": None}, {"version": 2}, {"rounding": "mifo"}, {"repayments": {"count": 0, "every": "1 week"}},
                       {"repayments": {"count": 1, "every": "fortnight"}}, {"amortization": {"balloon": "1", "weights": []}}, {"tranches": []}, {"penalties": {}}, {"waterfall": "fifo"}, {"waterfall": {"order": []}}, {"recalculation": {"rest": "weekly"}}, {"early_fee": {}},
                       {"fees": [{"name": "a", "at": "installment"}]}, {"insurance": {}}, {"grace": {"principal": True}}):
            if not self.schemas.check("terms", {**terms, **change}):
                self.fail("terms", f"{change} validates")


def keys_of(schema):
    if isinstance(schema, dict):
        for key, value in schema.items():
            if key == "properties":
                yield from value
            yield from keys_of(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from keys_of(value)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", required=True)
    parser.add_argument("--root", type=pathlib.Path, required=True)
    parser.add_argument("--update", action="store_true")
    args = parser.parse_args()
    page = Page(args.program, args.root, args.update)
    page.check_examples()
    page.check_keys()
    page.check_refused()
    seen = page.check_vectors(args.root)
    print("\n".join(page.failures) or f"{page.examples} examples of docs/wire.md and {seen} published documents keep to the schemas")
    return 1 if page.failures else 0


if __name__ == "__main__":
    sys.exit(main())
