#!/usr/bin/env bash
# csr batch below GNU parallel and xargs, as cli/PIPES.md describes it: parallel.sh CSR FOLDER.
set -euo pipefail
csr=$1 directory=$2
for tool in parallel jq; do
    if ! command -v "$tool" >/dev/null; then
        echo "skipped parallel: no $tool"
        [ "${CI:-}" != true ]
        exit
    fi
done
key=$directory/parallel.key.pem
"$csr" new --host a.example --algorithm ecdsa-p256 --key-out "$key" --out "$directory/parallel.csr.pem"
for n in $(seq 1 2000); do
    case $n in
        1 | 777) echo "no JSON $n" ;;
        1500) echo "{\"CommonName\": \"bmc-$n.example\", \"Country\": \"de\"}" ;;
        *) echo "{\"CommonName\": \"bmc-$n.example\"}" ;;
    esac
done >"$directory/fleet.jsonl"
(echo "CN;SAN" && for n in $(seq 1 2000); do echo "bmc-$n;DNS:bmc-$n.example|DNS:bmc-$n"; done) >"$directory/fleet.csv"

# The results of 2,000 lines: so many right, all ids different, no result lost, each request right.
check() {
    local what=$1 right=$2 results=$3
    [ "$(wc -l <"$results")" = 2000 ]
    [ "$(jq -r .id "$results" | sort -u | wc -l)" = 2000 ]
    [ "$(jq -r 'select(.result == "success") | .id' "$results" | wc -l)" = "$right" ]
    jq -r '.pem // empty' "$results" | "$csr" verify | grep -c 'the signature verifies' | grep -qx "$right"
    echo "ok $what"
}
batch=("$csr" batch - --pipe --stdout --key "$key" --jobs 1)
parallel --will-cite --pipe -N 100 "${batch[@]}" <"$directory/fleet.jsonl" >"$directory/results.jsonl"
check "parallel, JSON lines" 1997 "$directory/results.jsonl"
parallel --will-cite --pipe --header : -N 100 "${batch[@]}" <"$directory/fleet.csv" >"$directory/results.csv"
check "parallel, a table" 2000 "$directory/results.csv"
xargs -d '\n' -n 100 sh -c 'csr=$0 key=$1; shift; printf "%s\n" "$@" | "$csr" batch - --pipe --stdout --key "$key"' \
    "$csr" "$key" <"$directory/fleet.jsonl" >"$directory/results.xargs"
check "xargs, JSON lines" 1997 "$directory/results.xargs"
# Without --pipe the same refusals end the job.
if parallel --will-cite --pipe -N 100 --halt now,fail=1 "$csr" batch - --stdout --key "$key" --jobs 1 \
    <"$directory/fleet.jsonl" >/dev/null 2>&1; then
    echo "DIFFERS parallel, without --pipe: exit code 0" && exit 1
fi
echo "ok parallel, without --pipe"
