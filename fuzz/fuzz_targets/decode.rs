#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    pkcs10_fuzz::decode(input);
});
