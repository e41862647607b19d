#!/usr/bin/env python3
"""Keys and requests of the algorithms that few readers know, both ways: keys.py CSR FOLDER.

CSR is the program, FOLDER takes the files; the other side is cryptography for Python, from version 50 on, whose
wheel has an OpenSSL of its own. For each algorithm: our key, encrypted and not, is read there and its
request verifies there; their key, encrypted and not, signs here, and their request verifies here; a
damaged signature verifies on neither side. Prints one line an algorithm, and exits 1 if anything differs.
"""

import os
import pathlib
import subprocess
import sys

PASSWORD = b"password"


def run(*words):
    """What a command prints; its message where it fails."""
    done = subprocess.run(words, capture_output=True)
    if done.returncode:
        raise AssertionError(f"{' '.join(words[:2])}: {done.stderr.decode()}")
    return done.stdout


def algorithms():
    """Name here, options of `csr new`, maker there, digest and padding there."""
    import cryptography
    if int(cryptography.__version__.split(".")[0]) < 50:
        raise ImportError(f"cryptography {cryptography.__version__} is older than 50")
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519, mldsa, padding, rsa

    pss = padding.PSS(padding.MGF1(hashes.SHA256()), padding.PSS.DIGEST_LENGTH)
    as_pss = ["--signature-algorithm", "RSASSA-PSS-SHA256"]
    return [
        ("ml-dsa-44", [], mldsa.MLDSA44PrivateKey.generate, None, None),
        ("ml-dsa-65", [], mldsa.MLDSA65PrivateKey.generate, None, None),
        ("ml-dsa-87", [], mldsa.MLDSA87PrivateKey.generate, None, None),
        ("ed25519", [], ed25519.Ed25519PrivateKey.generate, None, None),
        ("ecdsa-p521", [], lambda: ec.generate_private_key(ec.SECP521R1()), hashes.SHA512(), None),
        ("rsa-3072", as_pss, lambda: rsa.generate_private_key(65537, 3072), hashes.SHA256(), pss),
    ]


def damaged(der):
    return der[:-1] + bytes([der[-1] ^ 1])


def check(csr, directory, name, options, generate, digest, padding):
    from cryptography import x509
    from cryptography.hazmat.primitives import serialization as form

    def public(key):
        return key.public_bytes(form.Encoding.DER, form.PublicFormat.SubjectPublicKeyInfo)

    password, request = directory / "password", directory / f"{name}.der"
    password.write_bytes(PASSWORD + b"\n")
    for encrypted in [False, True]:
        # Ours, there.
        ours = directory / f"{name}.{encrypted}.ours.pem"
        encrypt = ["--encrypt-key-with", str(password)] if encrypted else []
        asked = ["--host", "bmc-7.example.com", "--der", "--out", str(request), "--force"]
        run(csr, "new", *asked, "--algorithm", name, "--key-out", str(ours), *encrypt, *options)
        key = form.load_pem_private_key(ours.read_bytes(), PASSWORD if encrypted else None)
        read = x509.load_der_x509_csr(request.read_bytes())
        assert read.is_signature_valid, "our request does not verify there"
        assert public(read.public_key()) == public(key.public_key()), "our key is another one there"
        broken = x509.load_der_x509_csr(damaged(request.read_bytes()))
        assert not broken.is_signature_valid, "a damaged request verifies there"
        # Theirs, here.
        key, theirs = generate(), directory / f"{name}.{encrypted}.theirs.pem"
        how = form.BestAvailableEncryption(PASSWORD) if encrypted else form.NoEncryption()
        theirs.write_bytes(key.private_bytes(form.Encoding.PEM, form.PrivateFormat.PKCS8, how))
        decrypt = ["--key-password-file", str(password)] if encrypted else []
        run(csr, "new", *asked, "--key", str(theirs), *decrypt, *options)
        read = x509.load_der_x509_csr(request.read_bytes())
        assert read.is_signature_valid, "a request by their key does not verify there"
        assert public(read.public_key()) == public(key.public_key()), "their key is another one here"
        subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "bmc-7.example.com")])
        builder = x509.CertificateSigningRequestBuilder().subject_name(subject)
        padded = {"rsa_padding": padding} if padding else {}
        der = builder.sign(key, digest, **padded).public_bytes(form.Encoding.DER)
        request.write_bytes(der)
        run(csr, "verify", str(request))
        run(csr, "match", str(request), str(theirs), *decrypt)
        request.write_bytes(damaged(der))
        verdict = subprocess.run([csr, "verify", str(request)], capture_output=True)
        assert verdict.returncode == 1, "a damaged request of theirs verifies here"


def main(csr, directory):
    try:
        rows = algorithms()
    except ImportError as error:
        print(f"keys\tall\tskipped\t{error}")
        return 1 if os.environ.get("CI") == "true" else 0
    failed = False
    for row in rows:
        try:
            check(csr, pathlib.Path(directory), *row)
            print(f"keys\t{row[0]}\tok")
        except AssertionError as error:
            failed = True
            print(f"keys\t{row[0]}\tDIFFERS\t{error}")
    return 1 if failed else 0


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
