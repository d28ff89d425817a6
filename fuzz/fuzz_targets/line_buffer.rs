#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| nl43_proto::fuzzing::line_buffer(data));
