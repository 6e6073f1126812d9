// SPDX-License-Identifier: MIT
#include "io/cover_document.hpp"
#include "io/terms_parts.hpp"

#include <solidarity/core/text.hpp>
#include <solidarity/money/decimal.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <numeric>
#include <set>
#include <system_error>

namespace solidarity::detail {
namespace {

struct WrittenMember {
  std::string_view id;
  std::string pointer;
  CallMember balances = {};
  bool has_principal = false;
  bool has_outstanding = false;
  bool has_cash_limit = false;
};

struct WrittenClaim {
  std::optional<std::string> id;
  Date on;
  std::string_view by;
  std::string_view debtor;
  std::int64_t amount;
  std::int64_t open;
};

struct WrittenFrom {
  std::string_view from;
  std::int64_t units;
  RecoveryRule rule;
};

// ---------------------------------------------------------------- ids

std::string_view decode_id(const Value& value) {
  const std::string_view id = value.text();
  if (id.empty()) value.refuse(ErrorCode::out_of_range, "an empty id; an id has 1 to 128 bytes");
  if (id.size() > 128)
    value.refuse(ErrorCode::out_of_range, fmt::format("an id of {} bytes; it has 1 to 128", id.size()));
  if (id.front() == '@')
    value.refuse(ErrorCode::out_of_range, fmt::format("the id {} begins with @, which no id does", quoted(id)));
  return id;
}

// A person, the group fund or the insurer.
std::string_view decode_holder(const Value& value) {
  const std::string_view id = value.text();
  return id == "@group_fund" || id == "@insurer" ? id : decode_id(value);
}

// Refuses an id that was there before.
class Ids {
 public:
  void add(std::string_view id, const Value& value) {
    if (!seen_.insert(id).second)
      value.refuse(ErrorCode::duplicate, fmt::format("the id {} is given twice; each id is given once", quoted(id)));
  }

 private:
  std::set<std::string_view> seen_;
};

template <class F>
auto decode_list(const Value& list, std::size_t most, std::string_view nouns, F f) {
  const auto items = list.items();
  if (items.size() > most)
    list.refuse(ErrorCode::limit_exceeded, fmt::format("{} {}; a call has at most {}", items.size(), nouns, most));
  std::vector<decltype(f(items.front()))> all;
  all.reserve(items.size());
  for (const Value& item : items) all.push_back(f(item));
  return all;
}

// ---------------------------------------------------------------- members

bool decode_flag(Members& members, std::string_view key) {
  const auto value = members.optional(key);
  return value && value->boolean();
}

// The amount at `key` in `units`; returns whether it is there.
bool decode_if_present(Members& members, std::string_view key, Currency currency, std::int64_t& units) {
  const auto value = members.optional(key);
  if (value) units = decode_units(*value, currency);
  return value.has_value();
}

WrittenMember decode_member(const Value& value, Currency currency, const WrittenCallTerms& terms, Ids& ids) {
  Members members = value.members();
  const Value id = members.required("id");
  WrittenMember member{.id = decode_id(id), .pointer = value.pointer()};
  ids.add(member.id, id);
  CallMember& m = member.balances;
  m.due = decode_units(members.required("due"), currency);
  m.paid = decode_units(members.required("paid"), currency);
  m.savings = decode_units_or(members, "savings", currency, 0);
  m.collateral = decode_units_or(members, "collateral", currency, 0);
  const auto cash_limit = members.optional("cash_limit");
  member.has_cash_limit = cash_limit || terms.cash_limit;
  m.cash_limit = cash_limit ? decode_limit(*cash_limit, currency) : terms.cash_limit.value_or(0);
  m.cap_left = decode_units_or(members, "cap_left", currency, unlimited);
  member.has_principal = decode_if_present(members, "principal", currency, m.principal);
  member.has_outstanding = decode_if_present(members, "outstanding", currency, m.outstanding);
  m.excused = decode_flag(members, "excused");
  m.not_called = decode_flag(members, "not_called");
  members.finish();
  return member;
}

std::vector<WrittenMember> decode_members(const Value& list, Currency currency, const WrittenCallTerms& terms) {
  Ids ids;
  auto members = decode_list(list, CoverDocument::most_members, "members",
                             [&](const Value& item) { return decode_member(item, currency, terms, ids); });
  if (members.empty()) list.refuse(ErrorCode::out_of_range, "no members; a call is on one or more");
  return members;
}

// Weights as integers in the finest power of ten that is written.
void decode_weights(const WrittenCallTerms& terms, std::vector<WrittenMember>& members) {
  std::map<std::string_view, WrittenMember*> by_id;
  for (WrittenMember& member : members) by_id[member.id] = &member;
  std::vector<std::pair<WrittenMember*, WrittenDecimal>> weights;
  int decimals = 0;
  for (const auto& [id, value] : terms.weights) {
    const auto at = by_id.find(id);
    if (at == by_id.end())
      value.refuse(ErrorCode::not_found, fmt::format("{} is no member; weights are of members", quoted(id)));
    const WrittenDecimal weight = value.parsed([](std::string_view text) {
      return parse_decimal(text, {"a weight", 12});
    });
    if (weight.mantissa < 0) value.refuse(ErrorCode::invalid_weights, "a weight is zero or more");
    decimals = std::max(decimals, weight.decimals);
    weights.emplace_back(at->second, weight);
  }
  for (const auto& [member, weight] : weights) {
    wide scaled = weight.mantissa;
    for (int k = weight.decimals; k < decimals; ++k) scaled *= 10;
    member->balances.weight = located(terms.weights_pointer, [&] { return checked_units(scaled); });
  }
}

// ---------------------------------------------------------------- claims and recoveries

WrittenClaim decode_claim(const Value& value, Currency currency, Date call_on, Ids& ids) {
  Members members = value.members();
  const auto id = members.optional("id");
  const Value on = members.required("on");
  const Value by = members.required("by");
  const Value debtor = members.required("for");
  const Value amount = members.required("amount");
  const auto open = members.optional("open");
  members.finish();
  WrittenClaim claim{.id = std::nullopt,
                     .on = on.date(),
                     .by = decode_holder(by),
                     .debtor = decode_id(debtor),
                     .amount = decode_units(amount, currency),
                     .open = 0};
  claim.open = open ? decode_units(*open, currency) : claim.amount;
  if (id) {
    claim.id = decode_id(*id);
    ids.add(decode_id(*id), *id);
  }
  if (claim.on > call_on)
    on.refuse(ErrorCode::out_of_range, fmt::format("{} is after the call on {}; claims are older or of its day",
                                                   to_text(claim.on), to_text(call_on)));
  if (claim.by == claim.debtor) debtor.refuse(ErrorCode::invalid_state, "a claim on oneself; claims are on others");
  if (claim.open > claim.amount)
    open->refuse(ErrorCode::out_of_range, "more is open than the amount of the claim; open is at most the amount");
  return claim;
}

WrittenFrom decode_recovery(const Value& value, Currency currency) {
  constexpr Word<RecoveryRule> words[] = {{"first_in", RecoveryRule::first_in}, {"pro_rata", RecoveryRule::pro_rata}};
  Members members = value.members();
  WrittenFrom recovery{.from = decode_id(members.required("from")),
                       .units = decode_units(members.required("amount"), currency),
                       .rule = meaning_of(members.required("rule"), words)};
  members.finish();
  return recovery;
}

// ---------------------------------------------------------------- numbers for ids

struct Written {
  std::vector<WrittenMember> members;
  std::vector<WrittenClaim> claims = {};
  std::vector<WrittenFrom> recoveries = {};
};

std::vector<std::string> persons_of(const Written& written) {
  std::set<std::string_view> ids;
  for (const auto& member : written.members) ids.insert(member.id);
  for (const auto& claim : written.claims) {
    if (claim.by.front() != '@') ids.insert(claim.by);
    ids.insert(claim.debtor);
  }
  for (const auto& recovery : written.recoveries) ids.insert(recovery.from);
  return {ids.begin(), ids.end()};
}

std::uint32_t number_of(const CoverDocument& document, std::string_view id) {
  return static_cast<std::uint32_t>(std::ranges::lower_bound(document.names, id) - document.names.begin());
}

Party party_of(const CoverDocument& document, std::string_view id) {
  if (id == "@group_fund") return Party::group_fund();
  if (id == "@insurer") return Party::insurer();
  return Party::person(number_of(document, id));
}

void number_persons(CoverDocument& document, const Written& written) {
  document.names = persons_of(written);
  std::vector<std::size_t> order(written.members.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, {}, [&](std::size_t k) { return written.members[k].id; });
  for (const std::size_t k : order) {
    document.persons.push_back(number_of(document, written.members[k].id));
    document.members.push_back(written.members[k].balances);
  }
  for (const WrittenClaim& claim : written.claims) {
    document.claims.push_back(
        {claim.on, party_of(document, claim.by), party_of(document, claim.debtor), claim.amount, claim.open});
    document.claim_ids.push_back(claim.id);
  }
  for (const WrittenFrom& recovery : written.recoveries)
    document.recoveries.push_back({party_of(document, recovery.from), recovery.units, recovery.rule});
}

// ---------------------------------------------------------------- what every peer must say

void check_peer(const WrittenMember& peer, CoverSplit split, bool in_cash) {
  const auto missing = [&](std::string_view key, std::string_view why) {
    refuse(ErrorCode::malformed_document, pointer_to(peer.pointer, key), fmt::format("the key is missing; {}", why));
  };
  if (split == CoverSplit::by_principal && !peer.has_principal) missing("principal", "the split is by principal");
  if (split == CoverSplit::by_outstanding && !peer.has_outstanding)
    missing("outstanding", "the split is by outstanding");
  if (in_cash && !peer.has_cash_limit)
    missing("cash_limit", "peers give cash, and the terms have no cash_limit for all");
}

void check_peers(const CoverDocument& document, const Written& written) {
  const auto in = [&](auto test) { return std::ranges::any_of(document.layers, test); };
  if (!in([](const CoverLayer& layer) { return layer.is_peers(); })) return;
  const bool in_cash = in([](const CoverLayer& layer) { return layer.draws_on(CoverSource::cash); });
  CallWorkspace workspace(document.members.size());
  std::vector<bool> is_peer(document.names.size());
  const auto peers = located("/members", [&] { return peers_of(document.call(), workspace); });
  for (const std::uint32_t peer : peers) is_peer[document.persons[peer]] = true;
  for (const WrittenMember& member : written.members)
    if (is_peer[number_of(document, member.id)]) check_peer(member, document.terms.split, in_cash);
}

std::size_t decode_turn(const Value& value) {
  if (!value.is(JsonKind::integer)) value.refuse_kind("an integer");
  const std::string_view digits = value.written();
  std::int64_t turn = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), turn);
  if (error != std::errc() || turn < 0)
    value.refuse(ErrorCode::out_of_range, fmt::format("{}; a turn is zero or more, below 2^63", digits.substr(0, 40)));
  return static_cast<std::size_t>(turn);
}

}  // namespace

CoverDocument decode_cover(const Value& root) {
  Members members = root.members();
  CoverDocument document{.currency = decode_currency(members.required("currency")),
                         .on = members.required("on").date()};
  const Currency currency = document.currency;
  if (const auto v = members.optional("turn")) document.turn = decode_turn(*v);
  WrittenCallTerms terms = decode_call_terms(members.required("terms"), currency);
  document.group_fund = decode_units_or(members, "group_fund", currency, 0);
  document.insurer_limit = decode_units_or(members, "insurer_limit", currency, 0);
  Written written{.members = decode_members(members.required("members"), currency, terms)};
  decode_weights(terms, written.members);
  Ids claim_ids;
  if (const auto v = members.optional("claims"))
    written.claims = decode_list(*v, CoverDocument::most_claims, "claims", [&](const Value& item) {
      return decode_claim(item, currency, document.on, claim_ids);
    });
  if (const auto v = members.optional("recoveries"))
    written.recoveries = decode_list(*v, CoverDocument::most_recoveries, "recoveries",
                                     [&](const Value& item) { return decode_recovery(item, currency); });
  members.finish();
  document.terms = terms.terms;
  document.layers = std::move(terms.layers);
  number_persons(document, written);
  check_peers(document, written);
  return document;
}

}  // namespace solidarity::detail
