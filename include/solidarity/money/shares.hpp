// SPDX-License-Identifier: MIT
#pragma once

#include <solidarity/money/allocate.hpp>

#include <cstddef>
#include <utility>
#include <vector>

namespace solidarity {

// Who holds how much of one whole: an immutable list of (key, amount) in the order of keys, each key once.
// Closed under +, - and `prorated`; the law is the total: (a + b).total() = a.total() + b.total(), s.prorated(t).total() = t.
// The order in which entries are given never matters.  After Eric Evans, "Share Pie" (Domain-Driven Design, ch. 8).
//   Shares<MemberId> pie{INR, {{meena, 200 * INR}, {rani, 100 * INR}}};
//   pie.prorated(1 * INR)  ->  meena INR 0.67, rani INR 0.33
template <class Key>
class Shares {
 public:
  using Entry = std::pair<Key, Money>;

  explicit Shares(Currency currency, const std::vector<Entry>& entries = {}) : total_(Money::zero(currency)) {
    entries_.reserve(entries.size());
    for (const Entry& entry : entries) add(entry);
  }

  [[nodiscard]] Money total() const noexcept { return total_; }
  [[nodiscard]] std::size_t size() const noexcept { return entries_.size(); }
  [[nodiscard]] auto begin() const noexcept { return entries_.begin(); }
  [[nodiscard]] auto end() const noexcept { return entries_.end(); }

  // What `key` holds; zero when it holds nothing.
  [[nodiscard]] Money of(const Key& key) const {
    const std::size_t at = place_of(key);
    return at < size() && entries_[at].first == key ? entries_[at].second : Money::zero(total_.currency());
  }

  // `total` divided in the proportions of these shares, odd units by largest remainder, ties to the smaller key.
  // Errors: invalid_weights when every share is zero or one is negative.
  [[nodiscard]] Shares prorated(Money total) const {
    std::vector<std::int64_t> weights;
    for (const Entry& entry : entries_) weights.push_back(entry.second.units());
    const auto parts = allocate(total, weights);
    std::vector<Entry> divided;
    for (std::size_t k = 0; k < parts.size(); ++k) divided.push_back({entries_[k].first, parts[k]});
    return Shares(total.currency(), std::move(divided));
  }

  friend Shares operator+(const Shares& a, const Shares& b) {
    auto both = a.entries_;
    both.insert(both.end(), b.entries_.begin(), b.entries_.end());
    return Shares(a.total_.currency(), std::move(both));
  }
  friend Shares operator-(const Shares& a) {
    auto negated = a.entries_;
    for (Entry& entry : negated) entry.second = -entry.second;
    return Shares(a.total_.currency(), std::move(negated));
  }
  friend Shares operator-(const Shares& a, const Shares& b) { return a + -b; }
  friend bool operator==(const Shares&, const Shares&) = default;

 private:
  // Where `key` stands or belongs. Written out: <algorithm> would cost every user a tenth of the compile time.
  [[nodiscard]] std::size_t place_of(const Key& key) const {
    std::size_t low = 0;
    for (std::size_t high = size(); low < high;) {
      const std::size_t middle = low + (high - low) / 2;
      if (entries_[middle].first < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  void add(const Entry& entry) {
    const std::size_t at = place_of(entry.first);
    if (at < size() && entries_[at].first == entry.first) entries_[at].second += entry.second;
    else entries_.insert(entries_.begin() + static_cast<std::ptrdiff_t>(at), entry);
    total_ += entry.second;
  }

  Money total_;
  std::vector<Entry> entries_;
};

}  // namespace solidarity
