// SPDX-License-Identifier: MIT
#include "transcripts/interpreter.hpp"

#include "transcripts/events_reader.hpp"
#include "transcripts/expectations.hpp"
#include "transcripts/story.hpp"
#include "transcripts/terms_reader.hpp"

#include <optional>
#include <utility>

namespace transcripts {

using namespace solidarity;

namespace {

class LoanStory : public Story {
  void statement(Words& words, const StoryLine& line) override {
    if (words.take("expect")) return expect(words);
    settle_refusal();
    if (words.take("loan")) agreed_ = read_loan(words);
    else if (words.take("on")) event(words, line);
    else if (words.take("look at")) look(words);
    else if (loan_ || !agreed_ || !read_term(words, agreed_->terms)) throw words.not_understood();
  }

  std::string end() override { return loan_ ? "" : "there is no loan in it"; }

  Loan& loan() {
    if (!loan_ && !agreed_) throw StoryError("the loan comes first");
    if (!loan_) loan_ = agreed_->disbursed ? Loan::disbursed(agreed_->terms) : Loan(agreed_->terms);
    if (!view_) view_ = View{agreed_->terms.disbursed_on};
    return *loan_;
  }

  void look(Words& words) {
    loan();
    const Look look = read_look(words);
    view_->day = look.day;
    view_->known_at = look.known_at;
  }

  void event(Words& words, const StoryLine& line) {
    Loan& loan = this->loan();
    const Date on = words.date();
    view_->day = on;
    view_->known_at.reset();
    if (words.take("the books are closed")) return loan.close_through(on);
    LoanAction action = read_action(words, on, agreed_->terms.principal);
    std::string id = words.take("as") ? words.word() : "n" + std::to_string(line.number);
    if (!words.done()) throw words.not_understood();
    try {
      loan.record({.on = on, .what = std::move(action), .id = id});
      view_->last = std::move(id);
    } catch (const Error& error) {
      refused(line, error);
    }
  }

  void expect(Words& words) {
    begin_expectation();
    Loan& loan = this->loan();
    if (words.take("refused")) return expect_refusal(words);
    settle_refusal();
    check_expectation(words, loan, *view_);
  }

  std::optional<Agreed> agreed_;
  std::optional<Loan> loan_;
  std::optional<View> view_;
};

}  // namespace

std::vector<std::string> run_story(std::string_view text) { return LoanStory().run(text); }

}  // namespace transcripts
