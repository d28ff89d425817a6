//! Who may know whom. Adding a crate means adding its row here.

/// What one crate may depend on in its normal and build dependencies, of ours.
pub(super) struct Layer {
    pub(super) name: &'static str,
    pub(super) may_use: &'static [&'static str],
}

/// A crate without input, output and clock: everything it may depend on, named.
pub(super) struct Pure {
    pub(super) name: &'static str,
    /// Crates of others; ours are in [`LAYERS`].
    pub(super) may_use: &'static [&'static str],
    /// Crates of others that its tests may use besides.
    pub(super) tests_may_use: &'static [&'static str],
}

/// The dependency direction, from the bottom up.
pub(super) const LAYERS: &[Layer] = &[
    Layer { name: "nl43-proto", may_use: &[] },
    Layer { name: "slm-acoustics", may_use: &[] },
    Layer { name: "slm-api-types", may_use: &[] },
    // Waits for Node: nothing but the server may depend on it.
    Layer { name: "slm-web", may_use: &[] },
    Layer { name: "nl43-client", may_use: &["nl43-proto"] },
    Layer { name: "nl43-sim", may_use: &["nl43-proto", "slm-acoustics"] },
    Layer { name: "slm-domain", may_use: &["nl43-proto", "slm-acoustics"] },
    Layer { name: "slm-store", may_use: &["slm-domain", "slm-acoustics"] },
    Layer { name: "slm-feed", may_use: &["slm-domain"] },
    Layer { name: "slm-outbox", may_use: &["slm-domain", "slm-store"] },
    Layer { name: "slm-fleet", may_use: &["slm-domain", "slm-feed", "nl43-client", "nl43-proto"] },
    Layer {
        name: "slm-server",
        // `nl43-client` for the files on a meter's card; control lines belong to `slm-fleet`.
        may_use: &[
            "slm-fleet",
            "slm-feed",
            "slm-outbox",
            "slm-store",
            "slm-domain",
            "slm-api-types",
            "slm-web",
            "nl43-client",
            "nl43-proto",
        ],
    },
    Layer {
        name: "slm-cli",
        may_use: &["slm-server", "slm-api-types", "nl43-sim", "nl43-client", "nl43-proto"],
    },
    // Development only: nothing above may use these.
    Layer { name: "slm-peers", may_use: &["slm-domain"] },
    Layer { name: "slm-testkit", may_use: &["slm-server", "slm-domain", "nl43-sim"] },
    Layer {
        name: "slm-bench",
        may_use: &[
            "nl43-proto",
            "nl43-client",
            "nl43-sim",
            "slm-acoustics",
            "slm-domain",
            "slm-store",
            "slm-feed",
            "slm-fleet",
            "slm-api-types",
            "slm-server",
            "slm-testkit",
        ],
    },
    Layer { name: "xtask", may_use: &[] },
];

/// Crates that know no runtime, no socket, no file, no clock and no database.
pub(super) const PURE: &[Pure] = &[
    Pure { name: "nl43-proto", may_use: &["bytes", "thiserror"], tests_may_use: TEST_HELPERS },
    Pure { name: "slm-acoustics", may_use: &["jiff", "thiserror"], tests_may_use: TEST_HELPERS },
    // No serde: a domain type that turns itself into JSON is a shape that has leaked.
    Pure { name: "slm-domain", may_use: &["bytes", "jiff", "thiserror"], tests_may_use: TEST_HELPERS },
];

/// Helpers of tests and benches that neither open sockets nor bring a runtime.
const TEST_HELPERS: &[&str] = &["divan", "insta", "proptest"];

/// What a pure crate's source must not mention outside its tests.
pub(super) const IMPURE: &[&str] = &[
    "Instant::now",
    "SystemTime::now",
    "Timestamp::now",
    "Zoned::now",
    "std::env",
    "std::fs",
    "std::net",
    "std::process",
    "std::thread",
    "thread::sleep",
];

/// Crates that share the server's process and must not open connections of their own to a meter: only
/// `nl43-client` connects, and only the owner of a line asks it to.
pub(super) const NEVER_CONNECT: &[&str] = &["slm-domain", "slm-store", "slm-feed", "slm-fleet", "slm-server"];

/// The one exception: it looks whether a host that refuses on its control port is alive on another.
pub(super) const MAY_PROBE: &str = "crates/slm-fleet/src/probe.rs";

/// How a connection is opened in source.
pub(super) const CONNECTS: &[&str] = &["TcpStream::connect", "connect_timeout("];

/// Paths that exist on one machine only. Written in two halves, so that this file does not hold one.
pub(super) const MACHINE_PATHS: &[&str] =
    &[concat!("/wo", "rk/"), concat!("/ho", "me/"), concat!("/ro", "ot/"), concat!("/Us", "ers/")];
