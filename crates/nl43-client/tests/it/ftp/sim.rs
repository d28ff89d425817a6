use nl43_client::ftp::{DataMode, FtpOptions};
use nl43_sim::{MeterConfig, SimMeter};

use super::{fetch, open, path};

/// A meter with FTP on and a file with a blank in its name.
async fn meter() -> SimMeter {
    let meter = SimMeter::start(MeterConfig::immediate().with_files().setting("FTP", "On")).await.unwrap();
    let card = meter.card();
    card.put("/NL-43/Auto_0019/Auto_Lp_01/NL_0001_SLM_Lp _0019_0001.rnd", "Lp,1\r\n").unwrap();
    card.put("/NL-43/Auto_0019/settings.rnh", "").unwrap();
    card.put_sized("/NL-43/Auto_0019/long.wav", 3_000_000).unwrap();
    meter
}

#[tokio::test]
async fn a_tree_is_walked_and_fetched() {
    let meter = meter().await;
    let mut session = open(meter.ftp_addr().unwrap(), &FtpOptions::default()).await;
    let root = session.list(&path("/")).await.unwrap();
    assert!(root.entries.iter().any(|entry| entry.name == "NL-43" && entry.is_dir), "{root:?}");
    let folder = session.list(&path("/NL-43/Auto_0019")).await.unwrap();
    assert_eq!(folder.skipped, []);
    let shown: Vec<_> =
        folder.entries.iter().map(|entry| (entry.name.as_str(), entry.is_dir, entry.size_bytes)).collect();
    assert_eq!(shown, [("Auto_Lp_01", true, 0), ("long.wav", false, 3_000_000), ("settings.rnh", false, 0)]);
    let file = "/NL-43/Auto_0019/Auto_Lp_01/NL_0001_SLM_Lp _0019_0001.rnd";
    assert_eq!(fetch(&mut session, file).await.unwrap(), b"Lp,1\r\n");
    assert_eq!(fetch(&mut session, "/NL-43/Auto_0019/settings.rnh").await.unwrap(), b"");
    let long = fetch(&mut session, "/NL-43/Auto_0019/long.wav").await.unwrap();
    assert_eq!(long, meter.card().content("/NL-43/Auto_0019/long.wav").unwrap().to_vec());
    assert_eq!(session.mode(), DataMode::Active);
    session.quit().await;
    meter.stop().await;
}
