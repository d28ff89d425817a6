//! Which addresses a channel may send to.

// Addresses are values; nothing here opens a socket.
use core::fmt;
use core::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use core::str::FromStr;

/// Addresses inside the house are refused, unless they are named: who may configure a webhook must not be able to
/// reach what only this machine can.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AddressPolicy {
    allowed: Vec<Network>,
}

/// An address that is not to be connected to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{address} is a {what} address, and none that the configuration allows")]
pub struct AddressRefused {
    /// The address.
    pub address: IpAddr,
    /// What is the matter with it.
    pub what: &'static str,
}

impl AddressPolicy {
    /// Refuses inner addresses but for those networks.
    pub fn allowing(networks: impl IntoIterator<Item = Network>) -> Self {
        Self { allowed: networks.into_iter().collect() }
    }

    /// Refuses nothing.
    pub fn open() -> Self {
        let every = |address| Network { address, bits: 0 };
        Self::allowing([every(IpAddr::V4(Ipv4Addr::UNSPECIFIED)), every(IpAddr::V6(Ipv6Addr::UNSPECIFIED))])
    }

    /// Whether an address may be connected to.
    ///
    /// # Errors
    /// [`AddressRefused`] for loopback, private, link-local, shared, multicast and reserved addresses that are not allowed.
    pub fn check(&self, address: IpAddr) -> Result<(), AddressRefused> {
        let address = embedded(address);
        match inner(address) {
            Some(what) if !self.allowed.iter().any(|network| network.contains(address)) => {
                Err(AddressRefused { address, what })
            }
            _ => Ok(()),
        }
    }

    /// As [`check`](Self::check) for a host that is written as an address or means this machine; names are looked up later.
    pub(super) fn check_host(&self, host: &str) -> Result<(), AddressRefused> {
        let host = host.trim_end_matches('.');
        if host == "localhost" || host.ends_with(".localhost") {
            return self.check(IpAddr::V4(Ipv4Addr::LOCALHOST));
        }
        host.parse().map_or(Ok(()), |address| self.check(address))
    }
}

/// The IPv4 address that an IPv6 address stands for: mapped, or behind a translator (RFC 6052, RFC 3056).
fn embedded(address: IpAddr) -> IpAddr {
    let IpAddr::V6(v6) = address else { return address };
    let segments = v6.segments();
    let v4 = |at: usize| {
        let ([w, x], [y, z]) = (segments[at].to_be_bytes(), segments[at + 1].to_be_bytes());
        IpAddr::V4(Ipv4Addr::new(w, x, y, z))
    };
    match segments[..6] {
        [0, 0, 0, 0, 0, 0xffff] | [0x64, 0xff9b, 0, 0, 0, 0] => v4(6),
        // ::a.b.c.d, long deprecated; `::` and `::1` are themselves.
        [0, 0, 0, 0, 0, 0] if segments[6] != 0 => v4(6),
        [0x2002, ..] => v4(1),
        _ => address,
    }
}

/// What makes an address one of those inside.
fn inner(address: IpAddr) -> Option<&'static str> {
    match address {
        IpAddr::V4(address) => inner_v4(address),
        IpAddr::V6(address) => inner_v6(address),
    }
}

/// Source: IANA IPv4 special-purpose address registry (RFC 6890).
fn inner_v4(address: Ipv4Addr) -> Option<&'static str> {
    let [a, b, c, _] = address.octets();
    match (a, b, c) {
        (127, ..) => Some("loopback"),
        (10, ..) | (172, 16..=31, _) | (192, 168, _) => Some("private"),
        (169, 254, _) => Some("link-local"),
        (100, 64..=127, _) => Some("shared"),
        (224..=239, ..) => Some("multicast"),
        (0 | 240..=255, ..)
        | (192, 0, 0 | 2)
        | (198, 18..=19, _)
        | (198, 51, 100)
        | (203, 0, 113)
        | (192, 88, 99) => Some("reserved"),
        _ => None,
    }
}

/// Source: IANA IPv6 special-purpose address registry (RFC 6890).
fn inner_v6(address: Ipv6Addr) -> Option<&'static str> {
    let [a, b, ..] = address.segments();
    match (a, b) {
        _ if address.is_loopback() => Some("loopback"),
        (0xfc00..=0xfdff, _) => Some("private"),
        (0xfe80..=0xfebf, _) => Some("link-local"),
        (0xfec0..=0xfeff, _) => Some("private"),
        (0xff00..=0xffff, _) => Some("multicast"),
        // Only 2000::/3 is handed out to the world, and parts of it are not.
        (0x2001, 0..=0x1ff | 0xdb8) | (0x3fff, _) => Some("reserved"),
        (0x2000..=0x3fff, _) => None,
        _ => Some("reserved"),
    }
}

/// A network, written `192.168.10.0/24`; an address alone is a network of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network {
    address: IpAddr,
    bits: u8,
}

/// A text is no network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected an address, or a network as 192.168.10.0/24 or fd00::/8")]
pub struct NetworkError;

impl Network {
    /// Whether an address is in it.
    pub fn contains(&self, address: IpAddr) -> bool {
        let shifted = |value: u128, width: u8| value.checked_shr(u32::from(width.saturating_sub(self.bits)));
        let same = |a: u128, b: u128, width| shifted(a, width).unwrap_or(0) == shifted(b, width).unwrap_or(0);
        match (self.address, address) {
            (IpAddr::V4(own), IpAddr::V4(other)) => {
                same(u128::from(own.to_bits()), u128::from(other.to_bits()), 32)
            }
            (IpAddr::V6(own), IpAddr::V6(other)) => same(own.to_bits(), other.to_bits(), 128),
            _ => false,
        }
    }
}

impl FromStr for Network {
    type Err = NetworkError;

    fn from_str(text: &str) -> Result<Self, NetworkError> {
        let (address, bits) = text.trim().split_once('/').map_or((text.trim(), None), |(a, b)| (a, Some(b)));
        let address: IpAddr = address.parse().map_err(|_| NetworkError)?;
        let width = if address.is_ipv4() { 32 } else { 128 };
        let bits = bits.map_or(Ok(width), |bits| bits.parse().map_err(|_| NetworkError))?;
        if bits > width { Err(NetworkError) } else { Ok(Self { address, bits }) }
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.address, self.bits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(policy: &AddressPolicy, address: &str, expected: Option<&str>) {
        let refused = policy.check(address.parse().unwrap()).err().map(|refused| refused.what);
        assert_eq!(refused, expected, "{address}");
    }

    #[test]
    fn only_the_worlds_addresses_are_free() {
        let policy = AddressPolicy::default();
        for outside in ["1.1.1.1", "172.32.0.1", "100.128.0.1", "192.169.0.1", "2606:4700::1111", "2a00::1"] {
            check(&policy, outside, None);
        }
        for (address, what) in [
            ("127.0.0.1", "loopback"),
            ("127.255.0.9", "loopback"),
            ("10.1.2.3", "private"),
            ("172.31.255.255", "private"),
            ("192.168.1.1", "private"),
            ("169.254.169.254", "link-local"),
            ("100.64.0.1", "shared"),
            ("0.0.0.0", "reserved"),
            ("255.255.255.255", "reserved"),
            ("224.0.0.1", "multicast"),
            ("::1", "loopback"),
            ("::", "reserved"),
            ("fd12::1", "private"),
            ("fe80::1", "link-local"),
            ("fec0::1", "private"),
            ("ff02::1", "multicast"),
            ("2001:db8::1", "reserved"),
            ("::ffff:127.0.0.1", "loopback"),
            ("::ffff:10.0.0.1", "private"),
            ("64:ff9b::a00:1", "private"),
            ("64:ff9b::7f00:1", "loopback"),
            ("2002:c0a8:101::1", "private"),
            ("::127.0.0.1", "loopback"),
        ] {
            check(&policy, address, Some(what));
        }
    }

    #[test]
    fn what_is_named_is_allowed() {
        let networks = ["192.168.10.0/24", "127.0.0.1", "fd00::/8"].map(|text| text.parse().unwrap());
        let policy = AddressPolicy::allowing(networks);
        check(&policy, "192.168.10.200", None);
        check(&policy, "::ffff:192.168.10.200", None);
        check(&policy, "127.0.0.1", None);
        check(&policy, "fd99::1", None);
        check(&policy, "192.168.11.1", Some("private"));
        check(&policy, "127.0.0.2", Some("loopback"));
        check(&policy, "fe80::1", Some("link-local"));
        for anything in ["127.0.0.1", "::1", "169.254.1.1", "fe80::1"] {
            check(&AddressPolicy::open(), anything, None);
        }
    }

    #[test]
    fn networks_are_written_with_their_length() {
        assert_eq!("10.0.0.0/8".parse::<Network>().unwrap().to_string(), "10.0.0.0/8");
        assert_eq!(" ::1 ".parse::<Network>().unwrap().to_string(), "::1/128");
        for nonsense in ["", "host", "10.0.0.0/33", "10.0.0.0/", "::/129", "10.0.0/8", "10.0.0.0/-1"] {
            assert_eq!(nonsense.parse::<Network>(), Err(NetworkError), "{nonsense}");
        }
    }
}
