#!/bin/sh
# Lists the findings of high severity in agreements, a line each: file, clause, title, quote, with tabs between them.
# What was not read whole goes to standard error. Ends as contract-scan does: 0 none, 1 some, 2 wrong command, 3 unread.
set -eu
records=$(mktemp)
trap 'rm -f "$records"' EXIT

code=0
contract-scan scan --format jsonl --quiet --fail-on high "$@" >"$records" || code=$?
case $code in 0 | 1 | 3) ;; *) exit "$code" ;; esac

jq -r '
  select(.report)
  | if .report.schema_version | startswith("1.") then . else error("unknown schema_version") end
  | .path as $path
  | (.report.clauses | map({key: .id, value: (.path | join(" "))}) | from_entries) as $clauses
  | .report.findings[]
  | select(.severity == "high")
  | [$path, $clauses[.clause_id // ""] // "-", .title, .evidence[0].quote // "-"]
  | @tsv
' "$records"
jq -r 'select(.status != "ok") | "\(.path): \(.status): \(.error.message // "not read whole")"' "$records" >&2
exit "$code"
