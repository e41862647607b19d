#!/usr/bin/env bash
# examples/axum_host called over TLS by curl and by DMTF's own client, its requests verified by OpenSSL, and its
# shutdown: host.sh AXUM_HOST DIRECTORY. PYTHON names an interpreter that has redfish_utilities.
set -euo pipefail
program=$1 directory=$2/host python=${PYTHON:-python3}
mkdir "$directory"
HOST_PASSWORD=secret HOST_ADDRESS=127.0.0.1:0 HOST_STORE=$directory/store "$program" \
    >"$directory/stdout" 2>"$directory/stderr" &
host=$!
trap 'kill "$host" 2>/dev/null || true' EXIT
for _ in $(seq 100); do
    [ -s "$directory/stdout" ] && break
    sleep 0.1
done
url=$(sed -n 's/^listening on //p' "$directory/stdout")
if [ -z "$url" ]; then
    echo "DIFFERS host, start: $(cat "$directory/stderr")" && exit 1
fi
lxca=$url/certificateSigningRequest redfish=$url/redfish/v1
https=/redfish/v1/Managers/1/NetworkProtocol/HTTPS/Certificates

# The status that a call is answered with; the body goes to the file "answer". The certificate is the host's own,
# which is fetched first and then has to be the one.
call() {
    curl --silent --show-error --max-time 60 --cacert "$directory/host.pem" --user admin:secret \
        --output "$directory/answer" --write-out '%{http_code}' "$@"
}
expect() { # WHAT STATUS TEXT CALL…: the status, and a text in the answer
    local what=$1 status=$2 text=$3 found
    shift 3
    found=$(call "$@")
    if [ "$found" != "$status" ] || ! grep -qF -- "$text" "$directory/answer"; then
        echo "DIFFERS host, $what: $found $(cat "$directory/answer")" && exit 1
    fi
    echo "ok host, $what"
}
member() { # NAME: a text in the answer
    "$python" -c 'import json, sys
answer = json.load(sys.stdin)
print(answer.get("response", answer)[sys.argv[1]], end="")' "$1" <"$directory/answer"
}
verified() { # FILE SUBJECT: OpenSSL verifies the request, whose subject has this text
    openssl req -in "$1" -noout -verify -subject >"$directory/openssl" 2>&1
    if ! grep -q 'verify OK' "$directory/openssl" || ! grep -qF -- "$2" "$directory/openssl"; then
        echo "DIFFERS host, $1: $(cat "$directory/openssl")" && exit 1
    fi
}
json=(--header 'Content-Type: application/json')

openssl s_client -connect "${url#https://}" </dev/null 2>/dev/null | openssl x509 >"$directory/host.pem"

expect "LXCA's POST" 200 '"path":"1"' "${json[@]}" --data '{"CommonName": "bmc-7", "Country": "DE"}' "$lxca"
expect "LXCA's GET" 200 '"CSR":' "$lxca?path=1"
member CSR >"$directory/lxca.pem"
verified "$directory/lxca.pem" "CN = bmc-7"
expect "LXCA's DELETE" 200 '"result":"success"' --request DELETE "$lxca?path=1"
expect "LXCA's 404" 404 PKCS10-0401 "$lxca?path=1"
expect "LXCA's 401" 401 PKCS10-0403 --user admin:wrong "$lxca?path=1"
expect "LXCA's 415" 415 PKCS10-0405 --data '{}' "$lxca"
head -c 100000 /dev/zero | tr '\0' ' ' >"$directory/long"
expect "LXCA's 413" 413 PKCS10-0404 "${json[@]}" --data-binary "@$directory/long" "$lxca"

generate=$redfish/CertificateService/Actions/CertificateService.GenerateCSR
body='"CertificateCollection": {"@odata.id": "'$https'"}'
expect "GenerateCSR" 200 '"CSRString":' "${json[@]}" \
    --data '{"CommonName": "bmc-7", "KeyCurveId": "TPM_ECC_NIST_P384", '"$body}" "$generate"
member CSRString >"$directory/generate.pem"
verified "$directory/generate.pem" "CN = bmc-7"
expect "Rekey" 200 '"Certificate":' "${json[@]}" --data '{"KeyPairAlgorithm": "TPM_ALG_RSA"}' \
    "$url$https/1/Actions/Certificate.Rekey"
member CSRString >"$directory/rekey.pem"
verified "$directory/rekey.pem" "CN = localhost"
expect "Renew" 200 '"Certificate":' --request POST "$url$https/1/Actions/Certificate.Renew"
member CSRString >"$directory/renew.pem"
verified "$directory/renew.pem" "CN = localhost"
# The key of Renew is the one that the host has in use, that of Rekey is not.
public() { openssl "$@" -noout -pubkey; }
[ "$(public req -in "$directory/renew.pem")" = "$(public x509 -in "$directory/host.pem")" ]
[ "$(public req -in "$directory/rekey.pem")" != "$(public x509 -in "$directory/host.pem")" ]
expect "Redfish's 400" 400 '"#/CertificateCollection"' "${json[@]}" --data '{}' "$generate"
expect "Redfish's 401" 401 NoValidSession --user admin:wrong "$redfish/CertificateService"
expect "Redfish's 404" 404 ResourceMissingAtURI "$redfish/Systems"
expect "Redfish's 405" 405 OperationNotAllowed "$generate"
expect "Redfish's 413" 413 PayloadTooLarge "${json[@]}" --data-binary "@$directory/long" "$generate"
expect "Redfish's 415" 415 HeaderInvalid --data '{}' "$generate"

if "$python" -c 'import redfish_utilities' 2>/dev/null; then
    # The script lies beside the interpreter, and opens and ends a session of its own.
    dmtf=("$python" "$("$python" -c 'import sysconfig; print(sysconfig.get_path("scripts"))')/rf_certificates.py" \
        --user admin --password secret --rhost "$url")
    "${dmtf[@]}" info >"$directory/info"
    grep -qF "$https/1" "$directory/info"
    "${dmtf[@]}" csrinfo >"$directory/csrinfo"
    grep -qF 'CertificateCollection (required)' "$directory/csrinfo"
    echo "ok host, rf_certificates.py info and csrinfo"
    "${dmtf[@]}" csr --certificatecollection $https --commonname bmc-8 --country DE --keyalg TPM_ALG_ECDSA \
        --keycurve TPM_ECC_NIST_P256 --out "$directory/dmtf.pem" >/dev/null
    verified "$directory/dmtf.pem" "CN = bmc-8"
    echo "ok host, rf_certificates.py csr"
    if "${dmtf[@]}" csr --certificatecollection $https --country germany >"$directory/refused" 2>&1 ||
        ! grep -qF 'germany' "$directory/refused"; then
        echo "DIFFERS host, rf_certificates.py csr, refused: $(cat "$directory/refused")" && exit 1
    fi
    echo "ok host, rf_certificates.py csr, refused"
    expect "no session is left open" 200 '"Members@odata.count":0' "$redfish/SessionService/Sessions"
else
    echo "skipped host: no redfish_utilities"
    [ "${CI:-}" != true ]
fi

# A call in progress when the host is stopped is answered, and a later one is not.
call "${json[@]}" --data '{"KeyBitLength": 4096, "CommonName": "bmc-7", '"$body}" "$generate" >"$directory/last" &
last=$!
sleep 0.5
kill -TERM "$host"
wait "$last"
wait "$host"
if [ "$(cat "$directory/last")" != 200 ] || call "$redfish/" >/dev/null 2>&1; then
    echo "DIFFERS host, shutdown: $(cat "$directory/last")" && exit 1
fi
echo "ok host, shutdown"
