//! Requests in PEM, or what claims to be one. The oracle is pem-rfc7468, both ways.

use pem_rfc7468::LineEnding;
use pkcs10::reading::{password, repair, signature};
use pkcs10::{CertificationRequest, Code, Inspection};

use super::{assert_fit_to_show, readers};

const LABEL: &str = "CERTIFICATE REQUEST";

/// The codes of PEM that is refused for its form.
const REFUSED_PEM: [Code; 5] =
    [Code::PemMissing, Code::PemEnd, Code::PemHeaders, Code::PemBase64, Code::PemJoined];

pub fn pem(input: &[u8]) -> bool {
    if let Ok(first) = password(input) {
        // One mark and one line end are taken away: what is left may look like either.
        let written = [b"\xEF\xBB\xBF", first.as_bytes(), b"\r\n"].concat();
        assert_eq!(password(&written).unwrap().as_bytes(), first.as_bytes());
    }
    let _ = signature(input);
    let Ok(text) = core::str::from_utf8(input) else {
        let _ = Inspection::read(input);
        return false;
    };
    if let Some(repaired) = repair(input) {
        assert!(repair(repaired.as_bytes()).is_none());
    }
    let inspection = Inspection::read(input);
    match &inspection {
        Ok(inspection) => {
            // What follows a request is not part of its PEM.
            let pem = inspection.to_pem();
            let (_, der) = pem_rfc7468::decode_vec(pem.as_bytes()).unwrap();
            assert!(inspection.as_der().starts_with(&der));
            let theirs = pem_rfc7468::encode_string(LABEL, LineEnding::LF, &der);
            assert_eq!(theirs, Ok(pem));
        }
        Err(error) => assert_fit_to_show(error),
    }
    if let Ok((LABEL, der)) = pem_rfc7468::decode_vec(input) {
        match &inspection {
            Ok(inspection) => assert_eq!(inspection.as_der(), der),
            Err(error) => assert!(!REFUSED_PEM.contains(&error.code()), "{error}"),
        }
    }
    match CertificationRequest::from_pem(text) {
        Ok(csr) => {
            assert_eq!(readers::read(input), Some(csr));
            true
        }
        Err(error) => {
            assert_fit_to_show(&error);
            readers::read(input);
            false
        }
    }
}
