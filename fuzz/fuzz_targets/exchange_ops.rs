#![no_main]

use std::time::Instant;

libfuzzer_sys::fuzz_target!(|data: &[u8]| nl43_proto::fuzzing::exchange_ops(data, Instant::now()));
