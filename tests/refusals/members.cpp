// SPDX-License-Identifier: MIT
// A member's personal data is written only where somebody wrote `reveal`, and becomes such data in plain sight.
// REFUSE 1: formattable|Cannot format an argument
// REFUSE 2: formattable|Cannot format an argument
// REFUSE 3: could not convert|no viable conversion|conversion from|no matching
// REFUSE 4: formattable|Cannot format an argument
#include <solidarity/group/member.hpp>

#include <fmt/core.h>

using namespace solidarity;

inline std::string greeting(const Person& person) {
#if REFUSE == 1
  return fmt::format("Dear {}", person);
#elif REFUSE == 2
  return fmt::format("Dear {}", *person.name);
#else
  return fmt::format("Dear {}", person.name->reveal());
#endif
}

inline Person named(const std::string& text) {
#if REFUSE == 3
  return Person{.name = text};
#else
  return Person{.name = PersonalText(text)};
#endif
}

inline std::string line(const Member& member) {
#if REFUSE == 4
  return fmt::format("{}", member);
#else
  return fmt::format("{}", member.id);
#endif
}
