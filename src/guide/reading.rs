//! Requests that exist already.
//!
//! * [Read and verify](#read-and-verify)
//! * [Inspect what is faulty](#inspect-what-is-faulty)
//! * [Lint](#lint)
//! * [Renew](#renew)
//! * [Compare with the certificate](#compare-with-the-certificate)
//!
//! # Read and verify
//!
//! [`CertificationRequest`](crate::CertificationRequest) reads strictly: the first deviation from DER, RFC 2986 or
//! RFC 5280 is its error. The signature is not looked at until [`verify`](crate::CertificationRequest::verify).
//!
//! ```
//! use pkcs10::{CertificationRequest, Code};
//!
//! # use pkcs10::{Algorithm, GeneralName, KeyPair, Request, SysRng};
//! # let key = KeyPair::generate(Algorithm::EcdsaP256, &mut SysRng)?;
//! # let request = Request::builder().subject_alt_name(GeneralName::dns("bmc-7.example.com")).build()?;
//! # let pem = request.sign(&key)?.to_pem();
//! let csr: CertificationRequest = pem.parse()?;
//! csr.verify()?;
//! let names = csr.subject_alt_names().unwrap();
//! assert_eq!(names.iter().next().unwrap().to_string(), "DNS:bmc-7.example.com");
//!
//! let two = pem.repeat(2);
//! assert_eq!(CertificationRequest::from_pem(&two).unwrap_err().code(), Code::SeveralRequests);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! PEM that lost its line breaks, or DER in base64, is brought into form by [`repair`](crate::reading::repair); a file of
//! several requests is parted by [`members`](crate::reading::members). Where a program takes the password of a key or a signature
//! made elsewhere, [`password`](crate::reading::password) and [`signature`](crate::reading::signature) read the forms in which
//! these come.
//!
//! # Inspect what is faulty
//!
//! [`Inspection`](crate::Inspection) reads leniently: all that can be read, and every
//! [`Deviation`](crate::Deviation) with its code and its offset.
//!
//! ```
//! use pkcs10::{Code, Inspection};
//!
//! # use pkcs10::{Algorithm, KeyPair, Request, SysRng};
//! # let key = KeyPair::generate(Algorithm::EcdsaP256, &mut SysRng)?;
//! # let mut der = Request::empty().sign(&key)?.into_der();
//! der.extend(b"more");
//! let inspection = Inspection::read(&der)?;
//! let [deviation] = inspection.deviations() else { panic!() };
//! assert_eq!((deviation.code(), deviation.at()), (Code::TrailingData, der.len() - 4));
//! assert!(inspection.verification().is_ok());
//! # #[cfg(feature = "json")]
//! assert!(inspection.to_json().starts_with('{')); // its Display is text for users
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Lint
//!
//! [`lint`](crate::lint()) checks an inspection by the rules of the RFCs, and on demand by those of public CAs, AD CS and
//! LXCA. Rules change with time, so the day is an argument.
//!
//! ```
//! use pkcs10::lint::{Group, Policy};
//! use pkcs10::{Code, Inspection, lint};
//!
//! # use pkcs10::{Algorithm, GeneralName, KeyPair, Request, SysRng};
//! # let key = KeyPair::generate(Algorithm::EcdsaP256, &mut SysRng)?;
//! # let request = Request::builder().subject_alt_name(GeneralName::dns("bmc-7")).build()?;
//! # let pem = request.sign(&key)?.to_pem();
//! let policy = Policy::new(&[Group::PublicCa], "2026-11-27".parse()?);
//! let findings = lint(&Inspection::read(pem.as_bytes())?, &policy);
//! assert_eq!(findings[0].rule().code(), Code::OneLabelName);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! [`lint::Rule::all`](crate::lint::Rule::all) lists the rules, with severity, source and advice.
//!
//! # Renew
//!
//! [`Renewal`](crate::Renewal) takes from an old request or certificate what a new request can ask for again.
//!
//! ```
//! use pkcs10::{Algorithm, KeyPair, Renewal, Request, SysRng};
//!
//! # let old = "-----BEGIN CERTIFICATE-----
//! # MIIByDCCAW2gAwIBAgIUIEtJb6cKdsb3w80JcCtk3eiovvAwCgYIKoZIzj0EAwIw
//! # KTELMAkGA1UEBhMCREUxGjAYBgNVBAMMEWJtYy03LmV4YW1wbGUuY29tMCAXDTI2
//! # MTEyODA2MTQzNVoYDzIxMjYxMTA0MDYxNDM1WjApMQswCQYDVQQGEwJERTEaMBgG
//! # A1UEAwwRYm1jLTcuZXhhbXBsZS5jb20wWTATBgcqhkjOPQIBBggqhkjOPQMBBwNC
//! # AAREIvmEkwuN3eDmdpuNz6Oz6bm6QwFDTwOTZ50aOreo5hCmBKAFXHTZUkW0+m+z
//! # MXERZu+mHSj6u9hfHSybNSpZo3EwbzAdBgNVHQ4EFgQUpyn7TcxOy6W+nGFv0S5S
//! # 9UwulDcwHwYDVR0jBBgwFoAUpyn7TcxOy6W+nGFv0S5S9UwulDcwDwYDVR0TAQH/
//! # BAUwAwEB/zAcBgNVHREEFTATghFibWMtNy5leGFtcGxlLmNvbTAKBggqhkjOPQQD
//! # AgNJADBGAiEAo0pNJ0DC1XtMaIIPx05y82kh9SBtCuGN0b9a58RLn14CIQD6vwYz
//! # 21fqbOM3tjdGJQGUQE3Nkck8kVk8IMOtXWNO6Q==
//! # -----END CERTIFICATE-----\n";
//! let old = Renewal::read(old.as_bytes())?; // a certificate in PEM
//! let mut request = Request::builder()
//!     .subject(old.subject()?)
//!     .subject_alt_names(old.subject_alt_names());
//! for (_, extension) in old.extensions() {
//!     request = request.extension(extension);
//! }
//! let new_key = KeyPair::generate(Algorithm::EcdsaP256, &mut SysRng)?;
//! let csr = request.build()?.sign(&new_key)?;
//! assert_eq!(*csr.subject(), old.subject()?); // to the byte
//! assert_eq!(csr.subject_alt_names().unwrap().iter().count(), 1);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Compare with the certificate
//!
//! ```
//! use pkcs10::Inspection;
//! use pkcs10::reading::{Certificate, compare};
//!
//! # let request = "-----BEGIN CERTIFICATE REQUEST-----
//! # MIIBITCByAIBADA3MQswCQYDVQQGEwJERTEMMAoGA1UECwwDQk1DMRowGAYDVQQD
//! # DBFibWMtNy5leGFtcGxlLmNvbTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABEQi
//! # +YSTC43d4OZ2m43Po7PpubpDAUNPA5NnnRo6t6jmEKYEoAVcdNlSRbT6b7MxcRFm
//! # 76YdKPq72F8dLJs1KlmgLzAtBgkqhkiG9w0BCQ4xIDAeMBwGA1UdEQQVMBOCEWJt
//! # Yy03LmV4YW1wbGUuY29tMAoGCCqGSM49BAMCA0gAMEUCIQDtT5ts0rgFNqHehUKz
//! # Khbcapae7BnCs3odocIet4camwIgFxIq8REV7DrX2zh5ON2ZC19Gl4GpLRnHyeCN
//! # VWELUPw=
//! # -----END CERTIFICATE REQUEST-----\n";
//! # let issued = "-----BEGIN CERTIFICATE-----
//! # MIIByDCCAW2gAwIBAgIUIEtJb6cKdsb3w80JcCtk3eiovvAwCgYIKoZIzj0EAwIw
//! # KTELMAkGA1UEBhMCREUxGjAYBgNVBAMMEWJtYy03LmV4YW1wbGUuY29tMCAXDTI2
//! # MTEyODA2MTQzNVoYDzIxMjYxMTA0MDYxNDM1WjApMQswCQYDVQQGEwJERTEaMBgG
//! # A1UEAwwRYm1jLTcuZXhhbXBsZS5jb20wWTATBgcqhkjOPQIBBggqhkjOPQMBBwNC
//! # AAREIvmEkwuN3eDmdpuNz6Oz6bm6QwFDTwOTZ50aOreo5hCmBKAFXHTZUkW0+m+z
//! # MXERZu+mHSj6u9hfHSybNSpZo3EwbzAdBgNVHQ4EFgQUpyn7TcxOy6W+nGFv0S5S
//! # 9UwulDcwHwYDVR0jBBgwFoAUpyn7TcxOy6W+nGFv0S5S9UwulDcwDwYDVR0TAQH/
//! # BAUwAwEB/zAcBgNVHREEFTATghFibWMtNy5leGFtcGxlLmNvbTAKBggqhkjOPQQD
//! # AgNJADBGAiEAo0pNJ0DC1XtMaIIPx05y82kh9SBtCuGN0b9a58RLn14CIQD6vwYz
//! # 21fqbOM3tjdGJQGUQE3Nkck8kVk8IMOtXWNO6Q==
//! # -----END CERTIFICATE-----\n";
//! let request = Inspection::read(request.as_bytes())?;
//! let issued = Certificate::read_all(issued.as_bytes())?;
//! let differences = compare(&request, &issued[0]);
//! assert_eq!((differences[0].change(), differences[0].part()), ("dropped", "subject.OU"));
//! # Ok::<(), pkcs10::Error>(())
//! ```
