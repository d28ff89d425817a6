//! The leanest meter there is: it answers with a level of the benchmark's choice, and says when it did.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// What a meter hears.
pub(crate) trait Sound: Default + Send + Sync + 'static {
    /// The level to print next, in tenths of a decibel.
    fn tenths(&self) -> usize;

    /// The last byte of an answer with this level has left.
    fn was_sent(&self, tenths: usize);
}

/// How long a meter takes to answer.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Turnaround {
    /// At once, so that all meters keep step.
    None,
    /// 100 to 300 ms.
    OfTheInstrument,
}

/// A meter on a port of its own.
pub(crate) struct LeanMeter<S> {
    pub(crate) address: SocketAddr,
    pub(crate) sound: S,
    turnaround: Turnaround,
}

impl<S: Sound> LeanMeter<S> {
    /// Starts so many.
    pub(crate) async fn start_many(count: usize, turnaround: Turnaround) -> anyhow::Result<Vec<Arc<Self>>> {
        let mut meters = Vec::with_capacity(count);
        for _ in 0..count {
            let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
            let address = listener.local_addr()?;
            let meter = Arc::new(Self { address, sound: S::default(), turnaround });
            tokio::spawn(Arc::clone(&meter).serve(listener));
            meters.push(meter);
        }
        Ok(meters)
    }

    async fn serve(self: Arc<Self>, listener: TcpListener) {
        while let Ok((stream, _)) = listener.accept().await {
            // A broken connection is the client's to mend.
            let _ = self.talk(stream).await;
        }
    }

    async fn talk(&self, stream: TcpStream) -> std::io::Result<()> {
        stream.set_nodelay(true)?;
        let (read, mut write) = stream.into_split();
        let mut lines = BufReader::new(read).lines();
        let mut random = u64::from(self.address.port());
        while let Some(line) = lines.next_line().await? {
            let mut level = None;
            let answer = match line.trim() {
                "DOD?" => {
                    let tenths = *level.insert(self.sound.tenths());
                    format!("R+0000\r\n{}\r\n$", snapshot(tenths))
                }
                "Measure?" => "R+0000\r\nStart\r\n$".to_owned(),
                query if query.ends_with('?') => "R+0001\r\n$".to_owned(),
                _ => "R+0000\r\n$".to_owned(),
            };
            if let Turnaround::OfTheInstrument = self.turnaround {
                tokio::time::sleep(pause(&mut random)).await;
            }
            write.write_all(answer.as_bytes()).await?;
            if let Some(tenths) = level {
                self.sound.was_sent(tenths);
            }
        }
        Ok(())
    }
}

/// 100 to 300 ms, as the instrument takes.
fn pause(random: &mut u64) -> Duration {
    *random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    Duration::from_millis(100 + (*random >> 33) % 200)
}

fn snapshot(tenths: usize) -> String {
    let level = format!("{:3}.{}", tenths / 10, tenths % 10);
    let main =
        format!("{level}, 43.7, 53.7, 44.1, 43.4, 44.2, 44.2, 43.7, 43.4, 43.3, 59.0,  -.-,  -.-,  -.-,0,0");
    let off = ["  -.-"; 14].join(",") + ",-,-";
    [main, off.clone(), off.clone(), off].join(",")
}
