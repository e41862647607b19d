//! What an error holds, and how to show it.
//!
//! | type | what it says | returned by |
//! |---|---|---|
//! | [`Error`](crate::Error) | one refused text, value or file | parsers, constructors, readers of files |
//! | [`Faults`](crate::Faults) | all that is wrong with a request, each with its [`Place`](crate::Place) | builders, readers of bodies |
//! | [`Deviation`](crate::Deviation) | where received DER is not as the standard has it | [`Inspection`](crate::Inspection), `from_value` of extensions |
//! | [`VerifyError`](crate::VerifyError) | why a signature does not verify, or is not checked | `verify`, `assemble` |
//! | [`SignError`](crate::SignError) | why there is no signature | `sign`, `sign_by` |
//! | [`BufferTooSmall`](crate::BufferTooSmall) | how many bytes are needed | [`Request::encode_into`](crate::Request::encode_into) |
//!
//! [`codes`](super::codes) lists every [`Code`](crate::Code). A code and its text keep their meaning; new ones are added.
//! Sentences are for users and may change.
//!
//! # All faults at once
//!
//! Each has a place and an error: a code to match on, the position in the text, a hint as a value, and a sentence.
//!
//! ```
//! use pkcs10::{Code, DistinguishedName, GeneralName, Hint, Request};
//!
//! let faults = Request::builder()
//!     .subject(DistinguishedName::builder().country("us").common_name("bmc-7"))
//!     .subject_alt_name(GeneralName::dns("bmc_7.example.com"))
//!     .subject_alt_name(GeneralName::dns("192.0.2.7"))
//!     .build()
//!     .unwrap_err();
//! let found: Vec<_> =
//!     faults.iter().map(|fault| (fault.place().to_string(), fault.code())).collect();
//! assert_eq!(
//!     found,
//!     [
//!         ("subject.C".to_owned(), Code::CountryCase),
//!         ("subjectAltName[0]".to_owned(), Code::Underscore),
//!         ("subjectAltName[1]".to_owned(), Code::IsIpAddress),
//!     ]
//! );
//!
//! let errors: Vec<_> = faults.iter().map(|fault| fault.error()).collect();
//! assert_eq!(errors[0].hint(), Some(&Hint::Write("US".into())));
//! assert_eq!(errors[1].at(), Some(4));
//! assert!(matches!(errors[2].hint(), Some(Hint::Name { name_type: "iPAddress", .. })));
//! assert_eq!(faults.to_string().lines().count(), 3); // one line a fault
//! ```
//!
//! # In the words of your users
//!
//! [`Words`](crate::Words) names places and hints as the user knows them:
//!
//! ```
//! use pkcs10::{GeneralName, Place, Request, Words};
//!
//! struct Form;
//!
//! impl Words for Form {
//!     fn place(&self, place: &Place) -> String {
//!         match place {
//!             Place::SubjectAltName(index) => format!("host name {}", index + 1),
//!             other => other.to_string(),
//!         }
//!     }
//! }
//!
//! let faults =
//!     Request::builder().subject_alt_name(GeneralName::dns("a..b")).build().unwrap_err();
//! let line = faults.iter().next().unwrap().line(&Form);
//! assert!(line.starts_with("host name 1: dNSName \"a..b\""), "{line}");
//! ```
