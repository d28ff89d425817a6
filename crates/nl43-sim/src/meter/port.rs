//! A port that listens, refuses or stays deaf, and stays ours meanwhile.

use std::io;
use std::net::SocketAddr;

use socket2::{Domain, Protocol, Socket, Type};
use tokio::net::{TcpListener, TcpStream};

use crate::fault::Line;

/// Enough for bursts of impatient clients; the meter itself serves one.
const BACKLOG: i32 = 64;

/// A TCP port and what it does with connection attempts.
#[derive(Debug)]
pub(super) struct Port {
    addr: SocketAddr,
    state: State,
}

#[derive(Debug)]
enum State {
    Listening(TcpListener),
    /// Bound without listening: attempts are refused and nobody else gets the port.
    Closed {
        _reserved: Socket,
    },
    /// Its queue is full of our own connections, so that further attempts stay unanswered.
    Deaf {
        _listener: Socket,
        _filling: Vec<Socket>,
    },
}

impl Port {
    /// Listens at `addr`; port 0 takes a free one.
    pub(super) fn open(addr: SocketAddr) -> io::Result<Self> {
        if addr.port() != 0 {
            // A shared port would hide that somebody else listens there, so an unshared one is tried first.
            let probe = socket(addr, Sharing::None)?;
            probe.bind(&addr.into())?;
            probe.listen(BACKLOG)?;
        }
        let socket = socket(addr, Sharing::Ours)?;
        socket.bind(&addr.into())?;
        let addr = local_addr(&socket)?;
        Ok(Self { addr, state: State::Listening(listen(socket)?) })
    }

    pub(super) fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// Waits for a connection; forever unless listening.
    ///
    /// # Cancel safety
    /// A connection is either returned or still in the queue.
    pub(super) async fn accept(&self) -> io::Result<TcpStream> {
        match &self.state {
            State::Listening(listener) => {
                let (stream, _) = listener.accept().await?;
                stream.set_nodelay(true)?;
                Ok(stream)
            }
            State::Closed { .. } | State::Deaf { .. } => std::future::pending().await,
        }
    }

    /// Brings the port into another state. The port number is held throughout.
    pub(super) fn follow(&mut self, line: Line) -> io::Result<()> {
        let settled = matches!(
            (line, &self.state),
            (Line::Open | Line::Mute, State::Listening(_))
                | (Line::Refusing, State::Closed { .. })
                | (Line::Deaf, State::Deaf { .. })
        );
        if settled {
            return Ok(());
        }
        // Bound before the present socket is closed, so that the number never becomes free.
        let reserved = socket(self.addr, Sharing::Reservation)?;
        reserved.bind(&self.addr.into())?;
        self.state = State::Closed { _reserved: reserved };
        if line == Line::Refusing {
            return Ok(());
        }
        let socket = socket(self.addr, Sharing::Ours)?;
        socket.bind(&self.addr.into())?;
        self.state =
            if line == Line::Deaf { self.fall_deaf(socket)? } else { State::Listening(listen(socket)?) };
        Ok(())
    }

    fn fall_deaf(&self, listener: Socket) -> io::Result<State> {
        listener.set_nonblocking(true)?;
        listener.listen(0)?;
        let mut filling = Vec::new();
        // One connection fills the queue; a second one is already left unanswered, and stays so.
        for _ in 0..2 {
            let socket = Socket::new(Domain::for_address(self.addr), Type::STREAM, Some(Protocol::TCP))?;
            socket.set_nonblocking(true)?;
            // In progress is what is expected here.
            let _ = socket.connect(&self.addr.into());
            filling.push(socket);
        }
        Ok(State::Deaf { _listener: listener, _filling: filling })
    }
}

/// With whom a socket shares its port.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sharing {
    /// With ended connections only.
    None,
    /// With other sockets of this port, so that one can take over from the other.
    Ours,
    /// As before, but not even with a listener elsewhere that reuses addresses: nothing listens here to fend it off.
    Reservation,
}

fn socket(addr: SocketAddr, sharing: Sharing) -> io::Result<Socket> {
    let socket = Socket::new(Domain::for_address(addr), Type::STREAM, Some(Protocol::TCP))?;
    socket.set_reuse_address(sharing != Sharing::Reservation)?;
    socket.set_reuse_port(sharing != Sharing::None)?;
    Ok(socket)
}

fn listen(socket: Socket) -> io::Result<TcpListener> {
    socket.set_nonblocking(true)?;
    socket.listen(BACKLOG)?;
    TcpListener::from_std(socket.into())
}

fn local_addr(socket: &Socket) -> io::Result<SocketAddr> {
    socket.local_addr()?.as_socket().ok_or_else(|| io::Error::other("not an IP socket"))
}
