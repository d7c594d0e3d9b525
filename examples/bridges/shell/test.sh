#!/bin/sh
# Runs high.sh on agreements that it finds something in, on one that is fair, and on one that cannot be read.
set -eu
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/contracts" && cp ../contracts/* "$work/contracts"

run() { code=0; sh ./high.sh "$@" >"$work/out" 2>"$work/err" || code=$?; }
is() { [ "$1" = "$2" ] || { echo "$3: expected $1, got $2"; cat "$work/out" "$work/err"; exit 1; }; }
holds() { grep -qF "$1" "$2" || { echo "not said: $1"; cat "$work/out" "$work/err"; exit 1; }; }

run "$work/contracts"
is 1 "$code" "a folder with findings"
is 4 "$(awk -F '\t' 'NR == 1 {print NF}' "$work/out")" "columns"
holds "$work/contracts/lost.txt	第一条 1.2	押金不退	有下列情形之一的，押金不予退还：" "$work/out"
holds "damaged.pdf: corrupt: " "$work/err"

run "$work/contracts/fair.txt"
is 0 "$code" "a fair agreement"
is 0 "$(wc -c <"$work/out" | tr -d ' ')" "its findings"

run "$work/contracts/damaged.pdf"
is 3 "$code" "a damaged file"

run --no-such-option "$work/contracts"
is 2 "$code" "a wrong option"
holds "no-such-option" "$work/err"
echo "high.sh does what it says"
