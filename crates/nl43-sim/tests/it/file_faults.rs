//! What goes wrong with files, when asked to.

use std::time::Duration;

use nl43_sim::{Fault, FileFault, FilesConfig, MeterConfig, SimMeter};
use tokio::io::AsyncReadExt;
use tokio::time::timeout;

use crate::ftp::Ftp;

const SIZE: u64 = 700_000;
const SILENCE: Duration = Duration::from_millis(150);

/// A meter with a file of [`SIZE`] bytes, and a client that is logged in.
async fn prepared() -> (SimMeter, Ftp) {
    let files = FilesConfig { data_connect: Duration::from_millis(200), ..FilesConfig::default() };
    let config = MeterConfig { files, ..MeterConfig::immediate().with_files() };
    let meter = SimMeter::start(config).await.unwrap();
    meter.card().put_sized("/NL-43/Auto_0019/a.rnd", SIZE).unwrap();
    let ftp = Ftp::log_in(&meter).await;
    (meter, ftp)
}

const RETR: &str = "RETR /NL-43/Auto_0019/a.rnd";

fn apply(meter: &SimMeter, fault: &str) {
    meter.faults().apply(&fault.parse::<Fault>().unwrap());
}

#[tokio::test]
async fn a_cut_transfer_says_so_and_a_short_one_does_not() {
    let (meter, mut ftp) = prepared().await;
    let whole = meter.card().content("/NL-43/Auto_0019/a.rnd").unwrap().to_vec();
    for (fault, verdict) in [("ftp-cut=300000", "426 "), ("ftp-short=300000", "226 "), ("ftp-cut=0", "426 ")]
    {
        apply(&meter, fault);
        let transfer = ftp.transfer(RETR).await.unwrap();
        assert!(transfer.verdict.starts_with(verdict), "{fault}: {}", transfer.verdict);
        let bytes = if fault.ends_with("=0") { 0 } else { 300_000 };
        assert!(transfer.bytes == whole[..bytes], "{fault}: {} bytes", transfer.bytes.len());
        assert_eq!(ftp.names("/NL-43").await, ["Auto_0019"], "listings are left whole");
        meter.faults().heal();
    }
    apply(&meter, &format!("ftp-cut={SIZE}"));
    assert_eq!(ftp.bytes(RETR).await.len() as u64, SIZE, "it never comes to the cut");
}

#[tokio::test]
async fn once_is_once() {
    let (meter, mut ftp) = prepared().await;
    meter.faults().files_once(FileFault::Cut(10));
    assert_eq!(meter.faults().active()[0].to_string(), "ftp-cut=10@once");
    assert_eq!(ftp.transfer(RETR).await.unwrap().bytes.len(), 10);
    assert!(meter.faults().active().is_empty());
    assert_eq!(ftp.bytes(RETR).await.len() as u64, SIZE);
    meter.faults().files(FileFault::LoginFail);
    ftp.ask("USER USER").await;
    for _ in 0..2 {
        assert_eq!(ftp.ask("PASS 0000").await, "530  Login Fail");
    }
}

#[tokio::test]
async fn a_stalled_transfer_waits_for_the_client_to_give_up() {
    let (meter, mut ftp) = prepared().await;
    apply(&meter, "ftp-stall=1000@once");
    let mut data = ftp.open(RETR).await.unwrap();
    let mut bytes = vec![0; 1000];
    data.read_exact(&mut bytes).await.unwrap();
    assert!(timeout(SILENCE, data.read_u8()).await.is_err(), "nothing more comes");
    drop(data);
    assert!(ftp.line().await.starts_with("426 "));
    assert_eq!(ftp.bytes(RETR).await.len() as u64, SIZE);
}

#[tokio::test]
async fn a_data_connection_may_never_come_or_come_from_elsewhere() {
    let (meter, mut ftp) = prepared().await;
    apply(&meter, "ftp-no-data@once");
    let listener = ftp.port().await;
    assert!(ftp.ask("LIST").await.starts_with("150 "));
    assert!(timeout(SILENCE, listener.accept()).await.is_err());
    assert!(ftp.line().await.starts_with("425 "));
    assert_eq!(ftp.open("LIST").await.unwrap().peer_addr().unwrap().ip(), meter.ftp_addr().unwrap().ip());
    ftp.line().await;

    meter.faults().files(FileFault::WrongPeer);
    assert_eq!(ftp.open("LIST").await.unwrap().peer_addr().unwrap().ip().to_string(), "127.0.0.2");
}

#[tokio::test]
async fn nothing_beyond_this_computer_is_dialled() {
    let (_meter, mut ftp) = prepared().await;
    assert!(ftp.ask("PORT 203,0,113,7,195,80").await.starts_with("200 "));
    assert!(ftp.ask("LIST").await.starts_with("150 "));
    assert!(ftp.line().await.starts_with("425 "));
}

#[tokio::test]
async fn what_is_denied_is_listed_all_the_same() {
    let (meter, mut ftp) = prepared().await;
    meter.card().put("/NL-43/Auto_0019/b.rnd", "b").unwrap();
    apply(&meter, "ftp-deny=a.rnd");
    assert_eq!(ftp.names("/NL-43/Auto_0019").await, ["a.rnd", "b.rnd"]);
    assert!(ftp.transfer(RETR).await.unwrap_err().starts_with("550 "));
    assert_eq!(ftp.text("RETR /NL-43/Auto_0019/b.rnd").await, "b");
    apply(&meter, "ftp-deny=/NL-43/Auto_0019@once");
    assert!(ftp.ask("CWD /NL-43/Auto_0019").await.starts_with("550 "));
    assert_eq!(ftp.bytes(RETR).await.len() as u64, SIZE);
}

#[tokio::test]
async fn listings_may_be_garbled_or_hostile() {
    let (meter, mut ftp) = prepared().await;
    apply(&meter, "ftp-garble-list@once");
    assert!(!String::from_utf8_lossy(&ftp.bytes("LIST /NL-43").await).contains("   1 user"));
    apply(&meter, "ftp-list-name=../../evil.rnd");
    assert_eq!(ftp.names("/NL-43").await, ["Auto_0019", "../../evil.rnd"]);
}

#[tokio::test]
async fn the_control_connection_may_close_in_the_middle() {
    let (meter, mut ftp) = prepared().await;
    apply(&meter, "ftp-close=RETR");
    assert!(ftp.ask("PWD").await.starts_with("257 "));
    ftp.send(RETR).await;
    assert!(ftp.is_closed().await);
    meter.faults().files_once(FileFault::Close { verb: None });
    let mut ftp = Ftp::log_in(&meter).await;
    ftp.send("PWD").await;
    assert!(ftp.is_closed().await);
    assert!(Ftp::log_in(&meter).await.ask("PWD").await.starts_with("257 "));
}
