#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# What it costs to include the library: the median CPU time of 9 compiles beside that of <fmt/format.h>, in turn.
# Also: no Boost header is reachable from a public header.
#   CXX (c++), INCLUDES (dir:dir), RUNS (9), FLAGS (-std=c++20 -O2) from the environment.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
CXX=${CXX:-c++}
RUNS=${RUNS:-9}
FLAGS=${FLAGS:--std=c++20 -O2}
export CCACHE_DISABLE=1 LC_ALL=C
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
paths=$(echo "${INCLUDES:-$root/include}" | tr ':' '\n' | sed '/^$/d; s/^/-I/' | tr '\n' ' ')

cat > "$work/ours.cpp" <<'CODE'
#include <solidarity/solidarity.hpp>
std::string text(solidarity::Money a, solidarity::Money b) { return to_text(a + b); }
CODE
cat > "$work/fmt.cpp" <<'CODE'
#include <fmt/format.h>
std::string text(int a, int b) { return fmt::format("{}", a + b); }
CODE

# User and system seconds of one compile.
seconds() {
  # shellcheck disable=SC2086 # lists of flags
  local TIMEFORMAT='%U %S'
  { time "$CXX" $FLAGS $paths -c "$1" -o /dev/null; } 2>&1 | awk '{ print $1 + $2 }'
}
median() { sort -n "$1" | sed -n "$(((RUNS + 1) / 2))p"; }

k=0
while [ $k -lt "$RUNS" ]; do
  seconds "$work/ours.cpp" >> "$work/ours"
  seconds "$work/fmt.cpp" >> "$work/fmt"
  k=$((k + 1))
done
ours=$(median "$work/ours")
fmt=$(median "$work/fmt")
echo "$ours $fmt" | awk '{ ratio = $1 / $2
  printf "<solidarity/solidarity.hpp> %.2f s, <fmt/format.h> %.2f s (CPU, median): %.2fx  <= 1.5x  %s\n", $1, $2, ratio, ratio <= 1.5 ? "PASS" : "MISS" }'

(cd "$root/include" && find solidarity -name '*.hpp' | sed 's/.*/#include <&>/') > "$work/all.cpp"
# shellcheck disable=SC2086
"$CXX" $FLAGS $paths -M "$work/all.cpp" > "$work/reached"
if grep -q '/boost/' "$work/reached"; then
  echo "Boost is reachable from a public header:"
  grep -o '[^ ]*/boost/[^ ]*' "$work/reached" | head -n 5
  exit 1
fi
echo "no Boost header is reachable from $(wc -l < "$work/all.cpp") public headers  PASS"
