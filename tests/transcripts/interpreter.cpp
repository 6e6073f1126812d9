// SPDX-License-Identifier: MIT
#include "transcripts/interpreter.hpp"

#include "transcripts/events_reader.hpp"
#include "transcripts/expectations.hpp"
#include "transcripts/terms_reader.hpp"

#include <optional>
#include <utility>

namespace transcripts {

using namespace solidarity;

namespace {

class Story {
 public:
  std::vector<std::string> run(std::string_view text) {
    for (std::size_t from = 0; from <= text.size();) {
      const std::size_t end = std::min(text.find('\n', from), text.size());
      ++number_;
      if (!line(text.substr(from, end - from))) return std::move(wrong_);
      from = end + 1;
    }
    settle_refusal();
    if (!loan_) wrong_.emplace_back("there is no loan in it");
    if (!expectations_) wrong_.emplace_back("it expects nothing");
    return std::move(wrong_);
  }

 private:
  // False when the line cannot be read.
  bool line(std::string_view text) {
    text = text.substr(0, text.find('#'));
    Words words(text);
    if (words.done()) return true;
    try {
      statement(words);
      if (!words.done()) throw words.not_understood();
    } catch (const StoryError& error) {
      report(text, error.what());
      return expecting_;
    } catch (const Error& error) {
      report(text, error.what());
      return false;
    }
    return true;
  }

  void report(std::string_view text, std::string_view what) {
    const std::size_t begin = std::min(text.find_first_not_of(" \t"), text.size());
    wrong_.push_back("line " + std::to_string(number_) + ": " + std::string(text.substr(begin)) + ": " +
                     std::string(what));
  }

  void statement(Words& words) {
    expecting_ = words.take("expect");
    if (expecting_) return expect(words);
    settle_refusal();
    if (words.take("loan")) agreed_ = read_loan(words);
    else if (words.take("on")) event(words);
    else if (words.take("look at")) look(words);
    else if (loan_ || !agreed_ || !read_term(words, agreed_->terms)) throw words.not_understood();
  }

  Loan& loan() {
    if (!loan_ && !agreed_) throw StoryError("the loan comes first");
    if (!loan_) loan_ = agreed_->disbursed ? Loan::disbursed(agreed_->terms) : Loan(agreed_->terms);
    if (!view_) view_ = View{agreed_->terms.disbursed_on};
    return *loan_;
  }

  void look(Words& words) {
    loan();
    view_->day = words.date();
    view_->known_at.reset();
    if (!words.take("knowing")) return;
    view_->known_at = static_cast<std::uint32_t>(words.number());
    words.must("events");
  }

  void event(Words& words) {
    Loan& loan = this->loan();
    const Date on = words.date();
    view_->day = on;
    view_->known_at.reset();
    if (words.take("the books are closed")) return loan.close_through(on);
    LoanAction action = read_action(words, on, agreed_->terms.principal);
    std::string id = words.take("as") ? words.word() : "n" + std::to_string(number_);
    if (!words.done()) throw words.not_understood();
    try {
      loan.record({.on = on, .what = std::move(action), .id = id});
      view_->last = std::move(id);
    } catch (const Error& error) {
      refused_ = error;
      refused_line_ = number_;
    }
  }

  void expect(Words& words) {
    ++expectations_;
    Loan& loan = this->loan();
    if (words.take("refused")) return refusal(words.word());
    settle_refusal();
    check_expectation(words, loan, *view_);
  }

  void refusal(const std::string& code) {
    if (!refused_) throw StoryError("expected " + code + ", but it was accepted");
    const Error error = *std::exchange(refused_, std::nullopt);
    if (to_text(error.code()) != code) throw StoryError("expected " + code + ", found " + error.what());
  }

  // A refusal that the story did not expect.
  void settle_refusal() {
    if (!refused_) return;
    wrong_.push_back("line " + std::to_string(refused_line_) + ": refused: " + refused_->what());
    refused_.reset();
  }

  std::optional<Agreed> agreed_;
  std::optional<Loan> loan_;
  std::optional<View> view_;
  std::optional<Error> refused_;
  std::vector<std::string> wrong_;
  int number_ = 0, refused_line_ = 0, expectations_ = 0;
  bool expecting_ = false;
};

}  // namespace

std::vector<std::string> run_story(std::string_view text) { return Story().run(text); }

}  // namespace transcripts
