#!/bin/sh
# A private key that never leaves a machine without a network: what passes the gap is a public
# key, the bytes to sign, and a signature. Runs in an empty directory; needs csr and openssl.
set -eu
csr=${CSR:-csr}

# On the machine without a network: a key, of which the public part goes out.
openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out private.pem
openssl pkey -in private.pem -pubout -out public.pem

# Outside: what is to be signed, and its digest, goes in.
"$csr" prepare --cn bmc-7.example.com --san DNS:bmc-7.example.com \
    --public-key public.pem --out prepared.der --digest-out prepared.sha256

# On the machine without a network: a signature goes out. Either of these does.
openssl dgst -sha256 -sign private.pem -out signature.bin prepared.der
openssl pkeyutl -sign -inkey private.pem -pkeyopt digest:sha256 \
    -in prepared.sha256 -out signature-of-digest.bin

# Outside: the request, if the signature verifies.
"$csr" assemble prepared.der --signature signature.bin --out request.pem
"$csr" assemble prepared.der --signature signature-of-digest.bin >/dev/null
