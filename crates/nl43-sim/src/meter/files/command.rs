//! What a client of the file server can say.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

/// One line of a client: a verb and what follows its blank.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Command<'a> {
    pub(super) verb: &'a str,
    /// Names may contain blanks, also at their ends.
    pub(super) argument: &'a str,
}

impl<'a> Command<'a> {
    pub(super) fn read(line: &'a str) -> Self {
        let (verb, argument) = line.split_once(' ').unwrap_or((line, ""));
        Self { verb, argument }
    }
}

/// `192,0,2,7,195,80`: an address and both halves of a port.
pub(super) fn host_port(text: &str) -> Option<SocketAddr> {
    let mut numbers = text.split(',').map(|number| number.trim().parse::<u8>().ok());
    let mut next = || numbers.next().flatten();
    let address = Ipv4Addr::new(next()?, next()?, next()?, next()?);
    let port = u16::from_be_bytes([next()?, next()?]);
    (numbers.next().is_none() && port > 0).then(|| (address, port).into())
}

/// `|1|192.0.2.7|50000|` or `|2|2001:db8::7|50000|`, with any separator.
pub(super) fn extended_host_port(text: &str) -> Option<SocketAddr> {
    let separator = text.chars().next()?;
    let mut parts = text.split(separator).skip(1);
    let family = parts.next()?;
    let address: IpAddr = parts.next()?.parse().ok()?;
    let port = parts.next()?.parse().ok().filter(|port| *port > 0)?;
    let fits = match address {
        IpAddr::V4(_) => family == "1",
        IpAddr::V6(_) => family == "2",
    };
    fits.then_some(SocketAddr::new(address, port))
}

/// The numbers of `227`; `None` for an address that they cannot tell.
pub(super) fn passive_numbers(addr: SocketAddr) -> Option<String> {
    let IpAddr::V4(address) = addr.ip().to_canonical() else { return None };
    let [a, b, c, d] = address.octets();
    let [high, low] = addr.port().to_be_bytes();
    Some(format!("{a},{b},{c},{d},{high},{low}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_keep_their_blanks() {
        let command = Command::read("RETR NL_0001_SLM_Lp _0019_0001.rnd");
        assert_eq!(command, Command { verb: "RETR", argument: "NL_0001_SLM_Lp _0019_0001.rnd" });
        assert_eq!(Command::read("LIST"), Command { verb: "LIST", argument: "" });
    }

    #[test]
    fn addresses_are_read_both_ways() {
        let addr: SocketAddr = "192.0.2.7:50000".parse().unwrap();
        assert_eq!(host_port("192,0,2,7,195,80"), Some(addr));
        assert_eq!(extended_host_port("|1|192.0.2.7|50000|"), Some(addr));
        assert_eq!(extended_host_port("!2!::1!50000!"), Some("[::1]:50000".parse().unwrap()));
        assert_eq!(passive_numbers(addr).as_deref(), Some("192,0,2,7,195,80"));
        assert_eq!(passive_numbers("[::1]:5".parse().unwrap()), None);
        for text in ["", "1,2,3,4,5", "1,2,3,4,5,6,7", "256,0,0,1,5,6", "127,0,0,1,0,0", "a,b,c,d,e,f"] {
            assert_eq!(host_port(text), None, "{text}");
        }
        for text in ["", "|", "|2|192.0.2.7|50000|", "|1|192.0.2.7|0|", "|1|::1|5|", "|1|192.0.2.7"] {
            assert_eq!(extended_host_port(text), None, "{text}");
        }
    }
}
