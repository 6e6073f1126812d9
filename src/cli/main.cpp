// SPDX-License-Identifier: MIT
// The program `solidarity`: the command line, read with CLI11, which is included here and nowhere else.
#include "cli/completion.hpp"
#include "cli/files.hpp"
#include "cli/run.hpp"

#include <solidarity/core/text.hpp>
#include <solidarity/core/version.hpp>

#include <CLI/CLI.hpp>

#include <algorithm>
#include <csignal>
#include <exception>
#include <functional>
#include <new>
#include <string>
#include <string_view>

namespace {

using namespace solidarity;

struct Command {
  Question question;
  const char* name;
  const char* does;
  const char* example;
};

constexpr Command commands[] = {
    {Question::schedule, "schedule", "The installments of a loan and its true cost",
     "Example:\n"
     "  $ cat loan.json\n"
     "  {\"currency\": \"INR\", \"principal\": \"12000.00\", \"disbursed_on\": \"2026-01-05\",\n"
     "   \"interest\": {\"method\": \"declining\", \"rate_percent\": \"24\"},\n"
     "   \"repayments\": {\"count\": 8, \"every\": \"1 week\", \"first_due_on\": \"2026-01-12\"}}\n"
     "  $ solidarity schedule loan.json"},
    {Question::loan, "loan", "Where a loan stands on a day, after all that happened to it",
     "Example:\n"
     "  $ cat loan.json\n"
     "  {\"terms\": {\"currency\": \"INR\", \"principal\": \"12000.00\", \"disbursed_on\": \"2026-01-05\",\n"
     "             \"interest\": {\"method\": \"declining\", \"rate_percent\": \"24\"},\n"
     "             \"repayments\": {\"count\": 8, \"every\": \"1 week\"}},\n"
     "   \"events\": [{\"type\": \"repay\", \"on\": \"2026-01-12\", \"amount\": \"1531.00\"}],\n"
     "   \"as_of\": \"2026-01-20\"}\n"
     "  $ solidarity loan loan.json\n"
     "  $ solidarity loan loan.json --html > statement.html"},
    {Question::cover, "cover", "Who pays for members of a group who did not, and what may be claimed back",
     "Example:\n"
     "  $ cat call.json\n"
     "  {\"currency\": \"INR\", \"on\": \"2026-01-12\",\n"
     "   \"terms\": {\"cash_limit\": \"unlimited\", \"layers\": [\"own_savings\", {\"peers\": [\"cash\"]}]},\n"
     "   \"members\": [{\"id\": \"meena\", \"due\": \"1532.00\", \"paid\": \"1532.00\"},\n"
     "               {\"id\": \"rani\", \"due\": \"1532.00\", \"paid\": \"1532.00\"},\n"
     "               {\"id\": \"sita\", \"due\": \"1532.00\", \"paid\": \"0.00\"}]}\n"
     "  $ solidarity cover call.json"},
    {Question::rates, "rates", "The rates of return and annual percentage rates of cash flows",
     "Example:\n"
     "  $ echo '{\"flows\": [{\"t\": \"0\", \"amount\": \"1000\"}, {\"t\": \"1\", \"amount\": \"-270\", \"count\": "
     "4}],\n"
     "           \"periods_per_year\": \"12\"}' | solidarity rates -"},
    {Question::daycount, "daycount", "Days and year fraction between two dates by a convention",
     "Example:\n"
     "  $ echo '{\"convention\": \"30/360\", \"start\": \"2026-01-31\", \"end\": \"2026-07-31\"}' | solidarity "
     "daycount -"},
    {Question::tvm, "tvm", "The time-value functions of spreadsheets",
     "Example:\n"
     "  $ echo '{\"function\": \"pmt\", \"args\": {\"rate\": \"0.02\", \"nper\": \"12\", \"pv\": \"10000\"}}' | "
     "solidarity tvm -"}};

// What the options say before they are put together into a cli::Request.
struct Options {
  cli::Request request = {};
  std::string batch = {};
  std::string shell = {};
  std::string as_of = {};
  bool json = false;
  bool csv = false;
  bool table = false;
  bool html = false;
  bool no_follow = false;
  bool json_errors = false;
  int explain = 0;
};

void add_schedule_options(CLI::App& command, Options& options) {
  command.add_flag("--csv", options.csv, "The rows in CSV");
  command.add_option("--explain", options.explain, "How row N was computed, in words")
      ->type_name("N")
      ->check(CLI::PositiveNumber);
}

void add_loan_options(CLI::App& command, Options& options) {
  command.add_flag("--csv", options.csv, "The installments in CSV; with --statement the transactions");
  command.add_flag("--html", options.html, "A statement to print, one page in HTML");
  command.add_flag("--statement", options.request.view.passbook, "The transactions alone, as a passbook has them");
  command.add_option("--as-of", options.as_of, "On another day than the document says")->type_name("DATE");
}

void add_question(CLI::App& app, const Command& about, Options& options) {
  CLI::App& command = *app.add_subcommand(about.name, about.does);
  command.footer(about.example);
  command.add_option("FILE", options.request.file, "The document; - is standard input")->type_name("");
  command.add_flag("--json", options.json, "Answer in JSON (the default when standard output is no terminal)");
  command.add_flag("--table", options.table, "Answer in a table (the default on a terminal)");
  command.add_option("--batch", options.batch, "One document a line, one answer or {\"error\": ...} a line")
      ->type_name("FILE");
  command.add_flag("--json-errors", options.json_errors, "Refusals in JSON");
  command.add_flag("--no-follow", options.no_follow, "Refuse a symbolic link");
  if (about.question == Question::schedule) add_schedule_options(command, options);
  if (about.question == Question::loan) add_loan_options(command, options);
  if (about.question == Question::cover) command.add_flag("--csv", options.csv, "The lines of cover in CSV");
  command.callback([&options, question = about.question] { options.request.question = question; });
}

void add_completion(CLI::App& app, Options& options) {
  CLI::App& command = *app.add_subcommand("completion", "A completion script for a shell");
  command.add_option("SHELL", options.shell, "bash, zsh or fish")->required()->type_name("");
  command.footer("Example:\n  $ source <(solidarity completion bash)");
}

AnswerFormat format_of(const Options& options) {
  if (options.csv) return AnswerFormat::csv;
  if (options.html) return AnswerFormat::html;
  return options.table || options.request.view.passbook ? AnswerFormat::text : AnswerFormat::json;
}

Date day_given(const std::string& text) {
  try {
    return Date::parse(text);
  } catch (const Error& error) {
    refuse(ErrorCode::wrong_usage, std::string("--as-of ") + error.message());
  }
}

cli::Request request_of(const Options& options) {
  cli::Request request = options.request;
  const int formats =
      int{options.json} + int{options.csv} + int{options.table} + int{options.html} + int{options.explain != 0};
  if (formats > 1) refuse(ErrorCode::wrong_usage, "one of --json, --csv, --table, --html and --explain at a time");
  if (request.view.passbook && (options.json || options.html))
    refuse(ErrorCode::wrong_usage, "--statement is a table or CSV; JSON and HTML have the transactions anyway");
  if (!options.as_of.empty()) request.view.as_of = day_given(options.as_of);
  if (options.explain != 0) request.explain = options.explain;
  if (formats == 1 || request.view.passbook) request.format = format_of(options);
  request.batch = !options.batch.empty();
  if (request.batch == !request.file.empty())
    refuse(ErrorCode::wrong_usage,
           request.batch ? "FILE and --batch exclude each other" : "no FILE; give a document, or - for standard input");
  if (request.batch) request.file = options.batch;
  request.follow_links = !options.no_follow;
  return request;
}

void print(std::string_view text) {
  cli::Output output;
  output.write(text);
  output.flush();
}

void print_completion(const std::string& shell) {
  const std::string_view script = cli::completion_script(shell);
  if (script.empty())
    refuse(ErrorCode::wrong_usage,
           "no completion for " + solidarity::quoted(shell) + "; there is one for bash, zsh and fish");
  print(script);
}

// Wrong usage in our words: what CLI11 says, on one line and not longer than it has to be.
[[noreturn]] void refuse_usage(const CLI::ParseError& error) {
  std::string_view message = error.what();
  refuse(ErrorCode::wrong_usage,
         std::string(message.substr(0, 200)) + (message.size() > 200 ? "..." : "") + " (see solidarity --help)");
}

void parse(CLI::App& app, int argc, char** argv) {
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success&) {
    throw;  // --help, --version
  } catch (const CLI::ParseError& error) {
    refuse_usage(error);
  }
}

void answer_command_line(int argc, char** argv) {
  CLI::App app("Group lending: schedules, loans, rates and day counts, exact to the last minor unit", "solidarity");
  app.set_version_flag("--version", "solidarity " SOLIDARITY_VERSION_STRING);
  app.footer(
      "Exit codes: 0 done, 1 a business refusal, 2 wrong usage or malformed input, 3 storage or system failure.\n"
      "docs/wire.md describes the documents.  solidarity schedule --help shows one.");
  Options options;
  for (const Command& command : commands) add_question(app, command, options);
  add_completion(app, options);
  app.add_flag("--json-errors", options.json_errors, "Refusals in JSON");
  try {
    parse(app, argc, argv);
  } catch (const CLI::CallForVersion& version) {
    return print(std::string(version.what()) + '\n');
  } catch (const CLI::Success&) {
    return print(app.help());
  }
  if (app.get_subcommands().empty()) refuse(ErrorCode::wrong_usage, "no command; solidarity --help lists them");
  if (!options.shell.empty()) return print_completion(options.shell);
  cli::run(request_of(options));
}

bool wants_json_errors(int argc, char** argv) {
  const auto** end = const_cast<const char**>(argv) + argc;
  const auto** stop = std::find(const_cast<const char**>(argv), end, std::string_view("--"));
  return std::find(const_cast<const char**>(argv), stop, std::string_view("--json-errors")) != stop;
}

}  // namespace

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);  // a closed pipe or a file-size limit is an error of write, told like any other
  std::signal(SIGXFSZ, SIG_IGN);
  const bool json_errors = wants_json_errors(argc, argv);
  try {
    answer_command_line(argc, argv);
    return 0;
  } catch (const Error& error) {
    cli::report(error, json_errors);
    return cli::exit_code(error.code());
  } catch (const std::bad_alloc&) {
    cli::complain(
        json_errors
            ? "{\"error\": {\"code\": \"storage_error\", \"pointer\": \"\", \"message\": \"not enough memory\"}}\n"
            : "error: storage_error: not enough memory\n");
  } catch (const std::exception& error) {
    cli::report(Error(ErrorCode::storage_error, error.what()), json_errors);
  }
  return 3;
}
