//! Requests, certificates and keys, in any form in which other programs hand them on.

use std::path::Path;

use pkcs10::reading::{Repaired, repair};
use zeroize::Zeroizing;

use crate::failure::{Failure, note, shown};
use crate::files;

/// Reads a file, in PEM or DER where it is that in another form.
pub(crate) fn read(path: &Path) -> Result<Zeroizing<Vec<u8>>, Failure> {
    let bytes = Zeroizing::new(files::read(path)?);
    Ok(repaired(path, &bytes).map_or(bytes, Repaired::into_bytes))
}

/// The content of a file in PEM or DER, where it is that in another form. How its form was changed is
/// noted on standard error.
pub(crate) fn repaired(path: &Path, bytes: &[u8]) -> Option<Repaired> {
    let repaired = repair(bytes)?;
    for repair in repaired.repairs() {
        note(format_args!("note: {}: {repair}", shown(path)));
    }
    Some(repaired)
}
