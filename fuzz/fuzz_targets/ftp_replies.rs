#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| nl43_client::fuzzing::ftp_replies(data));
