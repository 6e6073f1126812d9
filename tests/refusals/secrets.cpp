// SPDX-License-Identifier: MIT
// Personal data is never written by accident: reading it takes the word `reveal`.
// REFUSE 1: formattable|Cannot format an argument
// REFUSE 2: could not convert|no viable conversion|conversion from
// REFUSE 3: could not convert|no viable conversion|conversion from
#include <solidarity/core/secret.hpp>

#include <fmt/core.h>

#include <string>

using Name = solidarity::Secret<std::string>;

inline std::string greeting(const Name& name) {
#if REFUSE == 1
  return fmt::format("Dear {}", name);
#else
  return fmt::format("Dear {}", name.reveal());
#endif
}

inline std::string copied(const Name& name) {
#if REFUSE == 2
  return name;
#else
  return name.reveal();
#endif
}

inline Name kept(const std::string& text) {
#if REFUSE == 3
  return text;
#else
  return Name(text);
#endif
}
