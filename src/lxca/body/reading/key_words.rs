//! What a body says about its key, in our words.

#[derive(Default)]
pub(super) struct KeyWords {
    pub(super) family: Option<&'static str>,
    pub(super) digest: Option<&'static str>,
    /// The bits, and their place in the body.
    pub(super) bits: Option<(u64, (usize, usize))>,
    pub(super) curve: Option<&'static str>,
}
