#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The program against hostile callers: rows G 95-97 and 99, E 81 of the guide's list, exit codes and error lines.

    cli_test.py --program PATH      exits 1 when anything is not as written here
"""
import argparse
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import unittest

PROGRAM = "solidarity"
TERMS = {"currency": "INR", "principal": "12000.00", "disbursed_on": "2026-01-05",
         "interest": {"method": "declining", "rate_percent": "24"}, "repayments": {"count": 8, "every": "1 week"}}
DOCUMENT = json.dumps(TERMS)


def run(*arguments, stdin="", **options):
    options.setdefault("timeout", 60)
    given = stdin if isinstance(stdin, bytes) else stdin.encode()
    done = subprocess.run([PROGRAM, *arguments], input=given, capture_output=True, **options)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def changed(**members):
    return json.dumps({**TERMS, **members})


class Case(unittest.TestCase):
    folder = None

    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory()
        cls.folder = cls.temporary.name

    @classmethod
    def tearDownClass(cls):
        cls.temporary.cleanup()

    def file(self, text, name="terms.json"):
        path = os.path.join(self.folder, name)
        with open(path, "wb") as out:
            out.write(text if isinstance(text, bytes) else text.encode())
        return path

    def refused(self, code, exit_code, *arguments, **options):
        """The error line of a call that must be refused, with nothing on standard output."""
        got, out, err = run(*arguments, **options)
        self.assertEqual((got, out), (exit_code, ""), err)
        self.assertTrue(err.startswith(f"error: {code}: "), err)
        self.assertEqual(err.count("\n"), 1, err)
        return err


class Usage(Case):
    def test_no_arguments_and_unknown_words(self):
        self.assertIn("--help", self.refused("wrong_usage", 2))
        for arguments in (["--nosuch"], ["nosuch"], ["--amount=-5"], ["--date="], ["schedule"], ["schedule", "--nosuch"], ["schedule", "a", "b"],
                          ["schedule", "--batch"], ["schedule", "--batch", "a", "b"], ["schedule", "--explain", "0", "-"], ["schedule", "--explain", "x", "-"],
                          ["schedule", "--json", "--csv", "-"], ["rates", "--csv", "-"], ["schedule", "--html", "-"], ["rates", "--as-of", "2026-01-01", "-"],
                          ["loan", "--as-of", "2026-02-30", "-"], ["loan", "--as-of", "-"], ["loan", "--statement", "--json", "-"], ["loan", "--html", "--csv", "-"], ["completion"], ["completion", "tcsh"], ["-"], ["--"]):
            with self.subTest(arguments):
                self.refused("wrong_usage", 2, *arguments)

    def test_long_and_odd_arguments(self):
        for argument in ("x" * 131000, "--" + "x" * 131000, b"\xff\xfe\x80", "\x1b[31mred\x1b[0m", "\u202egnp.exe", "a\nb"):
            for arguments in ([argument], ["schedule", argument], ["schedule", "--batch", argument], ["completion", argument]):
                code, out, err = run(*arguments)
                self.assertIn(code, (2, 3))
                self.assertEqual(out, "")
                self.assertLess(len(err), 2000)
                self.assertEqual(err.count("\n"), 1, err)
                self.assertNotIn("\x1b", err)
                self.assertNotIn("\u202e", err)

    def test_double_dash_ends_the_options(self):
        self.assertIn('"--json"', self.refused("storage_error", 3, "schedule", "--", "--json"))

    def test_help_version_completion(self):
        for command in ([], ["schedule"], ["rates"], ["daycount"], ["tvm"], ["completion"]):
            code, out, err = run(*command, "--help")
            self.assertEqual((code, err), (0, ""))
            self.assertTrue(not command or "Example" in out, out)
        self.assertRegex(run("--version")[1], r"^solidarity \d+\.\d+\.\d+\n$")
        for shell in ("bash", "zsh", "fish"):
            code, out, _ = run("completion", shell)
            self.assertEqual(code, 0)
            for word in ("schedule", "rates", "daycount", "tvm", "json-errors"):
                self.assertIn(word, out)
        self.assertEqual(subprocess.run(["bash", "-n"], input=run("completion", "bash")[1].encode()).returncode, 0)

    def test_the_examples_of_the_help_run(self):
        for command in ("rates", "daycount", "tvm"):
            lines = run(command, "--help")[1].split("$ ")[-1]
            shell = lines.replace("| solidarity", f"| {PROGRAM}")
            done = subprocess.run(["sh", "-c", shell], capture_output=True, text=True)
            self.assertEqual((done.returncode, done.stderr), (0, ""), shell)


class Answers(Case):
    def test_formats(self):
        path = self.file(DOCUMENT)
        answer = json.loads(run("schedule", path)[1])  # no terminal: JSON
        self.assertEqual(len(answer["installments"]), 8)
        self.assertEqual(json.loads(run("schedule", "--json", "-", stdin=DOCUMENT)[1]), answer)
        self.assertEqual(len(run("schedule", "--csv", path)[1].split("\r\n")), 10)
        table = run("schedule", "--table", path)[1]
        self.assertLessEqual(max(map(len, table.splitlines())), 80)

    def test_a_loan(self):
        events = [{"type": "repay", "on": "2026-01-12", "amount": "1531.00"}, {"type": "repay", "on": "2026-01-13", "amount": "0.00"},
                  {"type": "transfer", "on": "2026-01-14", "to": "x", "reason": "=1+1"}]
        loan = {"terms": json.loads(DOCUMENT), "events": events}
        path = self.file(json.dumps({**loan, "as_of": "2026-01-20"}))
        answer = json.loads(run("loan", path)[1])
        self.assertEqual([refused["code"] for refused in answer["refused"]], ["out_of_range"])  # the others happened, and the exit code is 0
        self.assertEqual(len(run("loan", "--csv", path)[1].split("\r\n")), 10)
        for flags in (["--table"], ["--statement"], ["--table", "--as-of", "2026-03-31"]):
            code, table, err = run("loan", *flags, path)
            self.assertEqual((code, err), (0, ""))
            self.assertLessEqual(max(map(len, table.splitlines())), 80)
        self.assertIn(",'=1+1\r\n", run("loan", "--statement", "--csv", path)[1])
        self.assertTrue(run("loan", "--html", path)[1].startswith("<!DOCTYPE html>"))
        self.refused("malformed_document", 2, "loan", self.file(json.dumps(loan)))  # on which day?
        batch = json.dumps(loan) + "\n{}\n" + json.dumps(loan) + "\n"
        lines = [json.loads(line) for line in run("loan", "--batch", "-", "--as-of", "2026-01-20", stdin=batch)[1].splitlines()]
        self.assertEqual([lines[0], lines[2]], [answer, answer])
        self.assertEqual(lines[1]["error"]["pointer"], "/terms")

    def test_a_terminal_gets_a_table(self):
        try:
            import pty
        except ImportError:
            self.skipTest("no pty")
        try:
            master, slave = pty.openpty()
        except OSError as reason:  # a bare chroot without /dev/pts
            self.skipTest(f"no terminal to be had here: {reason}")
        done = subprocess.run([PROGRAM, "schedule", self.file(DOCUMENT)], stdout=slave, timeout=60)
        os.close(slave)
        shown = os.read(master, 65536).decode()
        os.close(master)
        self.assertEqual(done.returncode, 0)
        self.assertIn("principal", shown.splitlines()[0])

    def test_batch(self):
        lines = [DOCUMENT, "", "{", changed(principal="0"), DOCUMENT]
        for last in ("", "\n"):
            code, out, err = run("schedule", "--batch", "-", "--json", stdin="\n".join(lines) + last)
            self.assertEqual((code, err), (0, ""))
            answers = [json.loads(line) for line in out.splitlines()]
            self.assertEqual(["error" in a for a in answers], [False, True, True, True, False])
            self.assertEqual(answers[3]["error"]["pointer"], "/principal")
            self.assertEqual(answers[0], answers[4])
        self.assertEqual(run("schedule", "--batch", self.file("", "empty"))[:2], (0, ""))
        self.assertEqual(len(run("daycount", "--batch", "-", stdin='{"convention":"30/360","start":"2026-01-01","end":"2026-02-01"}\r\n' * 3)[1].splitlines()), 3)

    def test_batch_answers_before_it_is_asked_again(self):
        with subprocess.Popen([PROGRAM, "schedule", "--batch", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as program:
            for _ in range(3):
                program.stdin.write(DOCUMENT.encode() + b"\n")
                program.stdin.flush()
                self.assertIn(b"installments", program.stdout.readline())
            program.stdin.close()
            self.assertEqual(program.wait(timeout=60), 0)

    def test_explain(self):
        code, out, _ = run("schedule", self.file(DOCUMENT), "--explain", "1")
        self.assertEqual(code, 0)
        self.assertIn("interest", out)
        self.refused("out_of_range", 1, "schedule", self.file(DOCUMENT), "--explain", "9")


class Refusals(Case):
    def test_exit_codes(self):
        for document, code, exit_code in (("{", "malformed_document", 2), (changed(version=2), "unsupported", 2), (changed(principal="x"), "invalid_amount", 2),
                                          (changed(disbursed_on="x"), "invalid_date", 2), (changed(currency="usd"), "unknown_currency", 2),
                                          (changed(installment_amount="1", amortization="bullet"), "contradictory_terms", 2),
                                          (changed(principal="0"), "out_of_range", 1), (changed(principal="0.05"), "residual_too_large", 1),
                                          (changed(installment_amount="1.00"), "installment_too_small", 1)):
            with self.subTest(code):
                self.refused(code, exit_code, "schedule", "-", stdin=document)
        self.refused("no_rate", 1, "rates", "-", stdin='{"flows": [{"on": "2026-01-01", "amount": "1"}]}')
        self.refused("storage_error", 3, "schedule", os.path.join(self.folder, "none"))

    def test_error_line_and_json(self):
        document = changed(principal=12)
        self.assertEqual(self.refused("malformed_document", 2, "schedule", "-", stdin=document),
                         'error: malformed_document: /principal: an integer is given; an amount in quotation marks such as "120.50" is needed\n')
        for arguments in (["schedule", "-", "--json-errors"], ["--json-errors", "schedule", "-"]):
            code, out, err = run(*arguments, stdin=document)
            self.assertEqual((code, out), (2, ""))
            self.assertEqual({k: json.loads(err)["error"][k] for k in ("code", "pointer")}, {"code": "malformed_document", "pointer": "/principal"})
        self.assertEqual(json.loads(run("--json-errors", "--nosuch")[2])["error"]["code"], "wrong_usage")

    def test_control_characters_of_a_document_are_escaped(self):
        for text in (changed(**{"\x1b[31m\u202e\u0007": 1}), changed(amortization="\x1b[31m\u202e")):
            err = self.refused("malformed_document", 2, "schedule", "-", stdin=text)
            self.assertTrue(err.rstrip("\n").isprintable(), err)


class Files(Case):
    def test_regular_files_only(self):
        fifo = os.path.join(self.folder, "fifo")
        os.mkfifo(fifo)
        for path in (self.folder, fifo, "/dev/zero", "/dev/null", "/dev/tty", ""):
            for arguments in (["schedule", path], ["schedule", "--batch", path]):
                if path:
                    with self.subTest(arguments):
                        self.refused("storage_error", 3, *arguments, timeout=10)

    def test_links(self):
        link = os.path.join(self.folder, "link.json")
        os.symlink(self.file(DOCUMENT), link)
        self.assertEqual(run("schedule", link)[0], 0)
        self.refused("storage_error", 3, "schedule", "--no-follow", link)
        loop = os.path.join(self.folder, "loop")
        os.symlink(loop, loop)
        self.refused("storage_error", 3, "schedule", loop)

    def test_unreadable(self):
        path = self.file(DOCUMENT, "secret.json")
        os.chmod(path, 0)
        if not os.access(path, os.R_OK):
            self.refused("storage_error", 3, "schedule", path)

    def test_size(self):
        path = os.path.join(self.folder, "large")
        with open(path, "wb") as out:
            out.truncate(1 << 30)  # sparse: refused by its size, not read
        self.refused("limit_exceeded", 2, "schedule", path, timeout=10)
        self.refused("limit_exceeded", 2, "schedule", "-", stdin=b" " * ((64 << 20) + 1))
        code, out, _ = run("schedule", "--batch", "-", stdin=b" " * ((64 << 20) + 10) + b"\n" + DOCUMENT.encode())
        self.assertEqual((code, [("error" in json.loads(line)) for line in out.splitlines()]), (0, [True, False]))

    def test_encodings(self):
        for text in (DOCUMENT.encode("utf-16"), b"\xef\xbb\xbf" + DOCUMENT.encode(), b"\x00", DOCUMENT.encode()[:-1] + b"\xff"):
            self.refused("malformed_document", 2, "schedule", "-", stdin=text)


class Streams(Case):
    def shell(self, line):
        return subprocess.run(["sh", "-c", line, "sh", PROGRAM, self.file(DOCUMENT)], capture_output=True, text=True, timeout=60)

    def test_full_disk(self):
        if not os.path.exists("/dev/full"):
            self.skipTest("no /dev/full")
        for flags in ("", "--json", "--csv", "--table"):
            done = self.shell(f'"$1" schedule "$2" {flags} > /dev/full')
            self.assertEqual(done.returncode, 3)
            self.assertTrue(done.stderr.startswith("error: storage_error: standard output: "), done.stderr)
        self.assertEqual(self.shell('"$1" --help > /dev/full').returncode, 3)

    def test_closed_streams(self):
        self.assertEqual(self.shell('"$1" schedule "$2" >&-').returncode, 3)
        self.assertEqual(self.shell('"$1" schedule - <&-').returncode, 3)
        self.assertEqual(self.shell('"$1" schedule "$2" <&- 2>&-').returncode, 0)
        self.assertEqual(self.shell('"$1" schedule nosuch 2>&-').returncode, 3)

    def test_broken_pipe(self):
        batch = self.file((DOCUMENT + "\n") * 2000, "batch")
        with subprocess.Popen([PROGRAM, "schedule", "--batch", batch], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as program:
            program.stdout.read(10)
            program.stdout.close()
            self.assertEqual(program.wait(timeout=60), 3)
            self.assertIn(b"storage_error", program.stderr.read())

    def test_file_size_limit(self):
        target = os.path.join(self.folder, "out")
        with open(target, "wb") as out:
            done = subprocess.run([PROGRAM, "schedule", self.file(DOCUMENT)], stdout=out, stderr=subprocess.PIPE, timeout=60,
                                  preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100)))
        self.assertEqual(done.returncode, 3)

    def test_interrupt(self):
        with subprocess.Popen([PROGRAM, "schedule", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as program:
            program.send_signal(signal.SIGINT)
            self.assertNotEqual(program.wait(timeout=60), 0)
            self.assertEqual(program.stdout.read(), b"")

    def test_small_stack(self):
        done = subprocess.run([PROGRAM, "schedule", "-"], input=b"[" * 1_000_000, capture_output=True, timeout=60,
                              preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_STACK, (256 * 1024, 256 * 1024)))
        self.assertEqual(done.returncode, 2)

    def test_little_memory(self):
        # The program is refused by a typed error or does its work; it never claims success for a part of it.
        keys = json.dumps({str(k): 1 for k in range(200_000)}).encode()
        for megabytes in (24, 32, 48, 64):
            def limit():
                resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
            if subprocess.run([PROGRAM, "--version"], capture_output=True, preexec_fn=limit).returncode != 0:
                continue  # not even the program fits (a sanitizer reserves terabytes)
            done = subprocess.run([PROGRAM, "schedule", "-"], input=keys, capture_output=True, timeout=60, preexec_fn=limit)
            self.assertIn(done.returncode, (2, 3))
            self.assertTrue(done.stderr.startswith(b"error: "), done.stderr)

    def test_the_environment_changes_nothing(self):
        path = self.file(DOCUMENT)
        plain = run("schedule", path)[1]
        for environment in ({"LC_ALL": "de_DE.UTF-8", "LANG": "tr_TR.UTF-8"}, {"TZ": "Pacific/Kiritimati"}, {"TZ": "garbage"}, {"COLUMNS": "20"}):
            self.assertEqual(run("schedule", path, env={**os.environ, **environment})[1], plain)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    known, rest = parser.parse_known_args()
    PROGRAM = os.path.abspath(known.program)
    unittest.main(argv=[sys.argv[0], *rest])
