#!/bin/sh
# SPDX-License-Identifier: MIT
# Counts the instructions of the main calculations: no clock, so that two commits can be compared on a busy machine.
#   benchmarks/callgrind.sh build/bench/benchmarks/solidarity_kernels > benchmarks/callgrind.txt; git diff benchmarks/callgrind.txt
set -eu
program=${1:?usage: callgrind.sh <solidarity_kernels>}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# One dump each time `counted` returns; every calculation runs twice, and the second run has warm tables.
# LD_BIND_NOW: the dynamic linker looks names up before main, not in the middle of a kernel.
LD_BIND_NOW=1 valgrind --tool=callgrind --callgrind-out-file="$work/out" --zero-before=counted --dump-after=counted \
  "$program" > "$work/names" 2> "$work/log" || { cat "$work/log" >&2; exit 1; }

printf '%-36s %14s %14s\n' "instructions" "a call" "an item"
part=0
while IFS='|' read -r name items; do
  part=$((part + 2))
  count=$(sed -n 's/^\(totals\|summary\): \([0-9]*\).*/\2/p' "$work/out.$part" | head -n 1)
  printf '%-36s %14d %14s\n' "$name" "$count" "$(echo "$count $items" | awk '{ printf "%.1f", $1 / $2 }')"
done < "$work/names"
