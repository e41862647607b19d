#!/usr/bin/env bash
# Stops a CI job where a request would be refused: by its signature, by the RFCs, or by WHO.
#
#     examples/lint_in_ci.sh WHO FILE…      WHO: public-ca, ad-cs or lxca
#
# `csr lint` exits 0 where there is no finding that is an error, 1 where there is one. With --json
# it prints an array for programs.
set -uo pipefail

who=${1:?whose rules: public-ca, ad-cs or lxca}
shift
(($# > 0)) || { echo "no request to check" >&2; exit 2; }

verified=0
csr verify "$@" || verified=$?
csr lint "$@" --for "$who" || exit
exit "$verified"
