// SPDX-License-Identifier: MIT
// A loan on paper: where it stands, its installments, and the passbook with every transaction.
// Laws: a page shows the figures of Loan and computes none; texts of people are escaped, and no cell of CSV is a formula.
#pragma once

#include <solidarity/loan/loan.hpp>

#include <string>
#include <vector>

namespace solidarity {

// Who and what the page is about; what is empty is left out.
struct StatementHeading {
  std::string lender = {};
  std::string borrower = {};
  std::string loan = {};  // its number
  std::string note = {};  // a sentence at the foot
  friend bool operator==(const StatementHeading&, const StatementHeading&) = default;
};

// One line of the passbook: what happened, in words, and what the one who recorded it said.
struct PassbookLine {
  LoanTransaction transaction;
  std::string what;  // "payment", "fee: documents", "corrects e7"
  std::string memo;  // the event's reason
  friend bool operator==(const PassbookLine&, const PassbookLine&) = default;
};

struct Statement {
  StatementHeading heading;
  Position position;
  std::optional<Payoff> payoff;  // of a loan that was handed out
  std::vector<LoanRow> rows;
  std::vector<PassbookLine> passbook;
};

// At the end of `as_of`.
//   fmt::print("{}", to_text(statement_of(loan, 2026y / March / 31)));
[[nodiscard]] Statement statement_of(const Loan& loan, Date as_of, StatementHeading heading = {});

// Tables of at most 80 columns: where the loan stands, its installments, its passbook; or the passbook alone.
[[nodiscard]] std::string to_text(const Statement& statement);
[[nodiscard]] std::string passbook_text(const Statement& statement);

// CSV by RFC 4180, lines end in CR LF: a header line, then the installments or the passbook.
// A text that begins with = + - @ TAB or CR gets an apostrophe before it; amounts stay as they are.
[[nodiscard]] std::string installments_csv(const Statement& statement);
[[nodiscard]] std::string passbook_csv(const Statement& statement);

// One self-contained page, without scripts or anything from elsewhere, for the screen and for A4, A5 and receipt paper.
[[nodiscard]] std::string to_html(const Statement& statement);

}  // namespace solidarity
