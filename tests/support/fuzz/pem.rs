//! Requests in PEM, or what claims to be one. The judge is pem-rfc7468, both ways.

use pem_rfc7468::LineEnding;
use pkcs10::{CertificationRequest, Inspection, InspectionError};

use super::assert_fit_to_show;

const LABEL: &str = "CERTIFICATE REQUEST";

pub fn pem(input: &[u8]) -> bool {
    let Ok(text) = core::str::from_utf8(input) else {
        let _ = Inspection::read(input);
        return false;
    };
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
            Err(error) => assert!(!matches!(error, InspectionError::Pem(_)), "{error}"),
        }
    }
    match CertificationRequest::from_pem(text) {
        Ok(csr) => {
            assert_eq!(inspection.map(|read| read.as_der().to_vec()).as_deref(), Ok(csr.as_der()));
            assert_eq!(CertificationRequest::from_der(csr.as_der()), Ok(csr));
            true
        }
        Err(error) => {
            assert_fit_to_show(&error);
            false
        }
    }
}
