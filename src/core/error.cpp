// SPDX-License-Identifier: MIT
#include <solidarity/core/error.hpp>

#include <utility>

namespace solidarity {
namespace {

std::string sentence(const Problem& problem) {
  std::string text(to_text(problem.code));
  if (!problem.field.empty()) text.append(": ").append(problem.field);
  return text.append(": ").append(problem.message);
}

}  // namespace

std::string_view to_text(ErrorCode code) noexcept {
  switch (code) {
    case ErrorCode::malformed_document: return "malformed_document";
    case ErrorCode::unsupported: return "unsupported";
    case ErrorCode::limit_exceeded: return "limit_exceeded";
    case ErrorCode::invalid_amount: return "invalid_amount";
    case ErrorCode::invalid_date: return "invalid_date";
    case ErrorCode::unknown_currency: return "unknown_currency";
    case ErrorCode::currency_mismatch: return "currency_mismatch";
    case ErrorCode::out_of_range: return "out_of_range";
    case ErrorCode::contradictory_terms: return "contradictory_terms";
    case ErrorCode::invalid_weights: return "invalid_weights";
    case ErrorCode::overflow: return "overflow";
    case ErrorCode::no_business_day: return "no_business_day";
    case ErrorCode::installment_too_small: return "installment_too_small";
    case ErrorCode::residual_too_large: return "residual_too_large";
    case ErrorCode::no_rate: return "no_rate";
    case ErrorCode::not_found: return "not_found";
    case ErrorCode::duplicate: return "duplicate";
    case ErrorCode::idempotency_conflict: return "idempotency_conflict";
    case ErrorCode::closed_period: return "closed_period";
    case ErrorCode::invalid_state: return "invalid_state";
    case ErrorCode::wrong_usage: return "wrong_usage";
    case ErrorCode::storage_error: return "storage_error";
  }
  return "unknown_error";
}

Error::Error(Problem problem) : std::runtime_error(sentence(problem)), problem_(std::move(problem)) {}

void refuse(ErrorCode code, std::string_view message) { throw Error(code, message); }
void refuse(ErrorCode code, std::string_view field, std::string_view message) { throw Error(code, field, message); }

}  // namespace solidarity
