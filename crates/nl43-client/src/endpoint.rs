//! Where a meter is reached.

use std::{fmt, str::FromStr};

/// The control port of the NL-43 family.
pub const DEFAULT_TCP_PORT: u16 = 2255;

/// The serial speed a meter leaves the factory with.
pub const DEFAULT_BAUD: u32 = 38_400;

/// Where a meter is reached: over the network or on a serial port.
///
/// Written `tcp://host:2255` or `serial:///dev/ttyUSB0?baud=38400`. The scheme `tcp://`, the port and the speed may be
/// left out.
///
/// ```
/// use nl43_client::Endpoint;
///
/// let usb: Endpoint = "serial:///dev/ttyACM0?baud=115200".parse()?;
/// assert_eq!(usb, Endpoint::Serial { path: "/dev/ttyACM0".into(), baud: 115_200 });
/// assert_eq!("meter.example".parse::<Endpoint>()?.to_string(), "tcp://meter.example:2255");
/// # Ok::<(), nl43_client::EndpointError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Endpoint {
    /// A network address.
    Tcp {
        /// Host name or address literal, without brackets.
        host: String,
        /// Control port, [`DEFAULT_TCP_PORT`] unless a router maps it elsewhere.
        port: u16,
    },
    /// A serial port of this computer.
    Serial {
        /// The port's path or name, such as `/dev/ttyUSB0` or `COM3`.
        path: String,
        /// Speed in bit/s; irrelevant for USB.
        baud: u32,
    },
}

impl Endpoint {
    /// A meter on the network.
    pub fn tcp(host: impl Into<String>, port: u16) -> Self {
        Self::Tcp { host: host.into(), port }
    }

    /// A meter on a serial port.
    pub fn serial(path: impl Into<String>, baud: u32) -> Self {
        Self::Serial { path: path.into(), baud }
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tcp { host, port } if host.contains(':') => write!(f, "tcp://[{host}]:{port}"),
            Self::Tcp { host, port } => write!(f, "tcp://{host}:{port}"),
            Self::Serial { path, baud } => write!(f, "serial://{path}?baud={baud}"),
        }
    }
}

impl FromStr for Endpoint {
    type Err = EndpointError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if let Some(rest) = text.strip_prefix("serial://") {
            return parse_serial(rest);
        }
        if let Some(rest) = text.strip_prefix("tcp://") {
            return parse_tcp(rest.strip_suffix('/').unwrap_or(rest));
        }
        match text.split_once("://") {
            Some((scheme, _)) => Err(EndpointError::Scheme(scheme.to_owned())),
            None => parse_tcp(text),
        }
    }
}

/// Why a text is no [`Endpoint`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EndpointError {
    /// The part before `://` is neither `tcp` nor `serial`.
    #[error("unknown scheme `{0}://`: use tcp://HOST:2255 or serial:///dev/ttyUSB0?baud=38400")]
    Scheme(String),
    /// No host, or one with characters no host name has.
    #[error("`{0}` is no host name or address")]
    Host(String),
    /// The part after the last colon is no port.
    #[error("`{0}` is no port: it must be 1 to 65535")]
    Port(String),
    /// No path of a serial port.
    #[error("the serial port's path is missing, as in serial:///dev/ttyUSB0?baud=38400")]
    Path,
    /// A setting after `?` that is not understood.
    #[error("`{0}` is not understood: only baud=SPEED may follow the serial port's path")]
    Parameter(String),
}

fn parse_tcp(text: &str) -> Result<Endpoint, EndpointError> {
    let (host, port) = split_port(text)?;
    let plausible = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ':' | '%');
    if host.is_empty() || host.len() > 253 || !host.chars().all(plausible) {
        return Err(EndpointError::Host(host.to_owned()));
    }
    let port = match port {
        None => DEFAULT_TCP_PORT,
        Some(digits) => digits
            .parse()
            .ok()
            .filter(|port| *port != 0)
            .ok_or_else(|| EndpointError::Port(digits.to_owned()))?,
    };
    Ok(Endpoint::tcp(host, port))
}

fn split_port(text: &str) -> Result<(&str, Option<&str>), EndpointError> {
    if let Some(rest) = text.strip_prefix('[') {
        let (host, after) = rest.split_once(']').ok_or_else(|| EndpointError::Host(text.to_owned()))?;
        return match after.strip_prefix(':') {
            Some(port) => Ok((host, Some(port))),
            None if after.is_empty() => Ok((host, None)),
            None => Err(EndpointError::Host(text.to_owned())),
        };
    }
    // More than one colon without brackets is an IPv6 address without a port.
    Ok(match text.split_once(':') {
        Some((host, port)) if !port.contains(':') => (host, Some(port)),
        _ => (text, None),
    })
}

fn parse_serial(text: &str) -> Result<Endpoint, EndpointError> {
    let (path, query) = text.split_once('?').map_or((text, None), |(path, query)| (path, Some(query)));
    if path.is_empty() {
        return Err(EndpointError::Path);
    }
    let baud = match query {
        None | Some("") => DEFAULT_BAUD,
        Some(query) => query
            .strip_prefix("baud=")
            .and_then(|speed| speed.parse().ok())
            .filter(|speed| *speed > 0)
            .ok_or_else(|| EndpointError::Parameter(query.to_owned()))?,
    };
    Ok(Endpoint::serial(path, baud))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &Endpoint) {
        let endpoint: Endpoint = text.parse().unwrap();
        assert_eq!(&endpoint, expected);
        assert_eq!(&endpoint.to_string().parse::<Endpoint>().unwrap(), expected, "does not survive printing");
    }

    #[test]
    fn network_addresses_are_understood() {
        check("tcp://192.0.2.7:2255", &Endpoint::tcp("192.0.2.7", 2255));
        check("tcp://192.0.2.7:2255/", &Endpoint::tcp("192.0.2.7", 2255));
        check("meter-3.example", &Endpoint::tcp("meter-3.example", 2255));
        check("meter-3.example:80", &Endpoint::tcp("meter-3.example", 80));
        check("tcp://[fe80::1%eth0]:22", &Endpoint::tcp("fe80::1%eth0", 22));
        check("[::1]", &Endpoint::tcp("::1", 2255));
        check("::1", &Endpoint::tcp("::1", 2255));
    }

    #[test]
    fn serial_ports_are_understood() {
        check("serial:///dev/ttyUSB0", &Endpoint::serial("/dev/ttyUSB0", 38_400));
        check("serial:///dev/ttyUSB0?baud=9600", &Endpoint::serial("/dev/ttyUSB0", 9600));
        check("serial://COM3", &Endpoint::serial("COM3", 38_400));
    }

    #[track_caller]
    fn refuse(text: &str, expected: &EndpointError) {
        assert_eq!(&text.parse::<Endpoint>().unwrap_err(), expected);
    }

    #[test]
    fn mistakes_are_named() {
        refuse("http://meter", &EndpointError::Scheme("http".into()));
        refuse("tcp://", &EndpointError::Host(String::new()));
        refuse("tcp://a b", &EndpointError::Host("a b".into()));
        refuse("tcp://[::1", &EndpointError::Host("[::1".into()));
        refuse("tcp://[::1]x", &EndpointError::Host("[::1]x".into()));
        refuse("meter:0", &EndpointError::Port("0".into()));
        refuse("meter:70000", &EndpointError::Port("70000".into()));
        refuse("serial://", &EndpointError::Path);
        refuse("serial:///dev/ttyS0?parity=odd", &EndpointError::Parameter("parity=odd".into()));
        refuse("serial:///dev/ttyS0?baud=0", &EndpointError::Parameter("baud=0".into()));
    }
}
