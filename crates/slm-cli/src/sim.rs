//! `slmm sim`: simulated meters on ports of this computer.

use std::net::SocketAddr;

use anyhow::Context as _;
use nl43_sim::{FilesConfig, MeterConfig, SecondConnection, SimFleet, SoundField};

use crate::{
    Exit,
    cli::{Second, SimArgs},
    output, signal,
};

/// Runs the command.
pub(crate) async fn run(args: SimArgs) -> anyhow::Result<Exit> {
    let stop = signal::Stop::listen()?;
    let fleet = start(&args).await?;
    for meter in fleet.meters() {
        for fault in &args.fault {
            meter.faults().apply(fault);
        }
        let config = meter.config();
        output::line(format!(
            "tcp://{}  {}, {}, seed {}{}",
            meter.addr(),
            config.model,
            config.sound,
            config.seed,
            meter.ftp_addr().map(|files| format!(", card ftp://{files}/")).unwrap_or_default(),
        ))?;
    }
    if let Some(control) = args.control {
        let address =
            fleet.serve_control(control).await.with_context(|| format!("control interface on {control}"))?;
        output::line(format!("control: http://{address}/"))?;
    }
    output::note("Ctrl-C ends the meters.");
    stop.requested().await;
    fleet.stop().await;
    Ok(Exit::Done)
}

async fn start(args: &SimArgs) -> anyhow::Result<SimFleet> {
    let configs = configs(args)?;
    SimFleet::start(configs).await.with_context(|| match args.base_port {
        0 => "cannot start the meters".to_owned(),
        first => format!(
            "cannot start {} meters on port {first} and following (--base-port 0 takes free ones)",
            args.meters
        ),
    })
}

/// One configuration for each meter: following ports, seeds and, unless one was chosen, sound fields.
fn configs(args: &SimArgs) -> anyhow::Result<Vec<MeterConfig>> {
    let template = MeterConfig {
        model: args.model,
        measuring: args.measuring,
        second_connection: match args.second {
            Second::Ignore => SecondConnection::Ignore,
            Second::Refuse => SecondConnection::Refuse,
            Second::Evict => SecondConnection::Evict,
        },
        files: FilesConfig {
            passive: args.ftp_passive,
            bytes_per_second: args.ftp_speed,
            ..FilesConfig::default()
        },
        ..MeterConfig::default()
    };
    (0..args.meters)
        .map(|number| {
            let port = following(args.base_port, number)?;
            let ftp_port = args.ftp_port.map(|first| following(first, number)).transpose()?;
            let sound = args.sound.clone().unwrap_or_else(|| natural(number));
            let seed = args.seed.wrapping_add(u64::from(number));
            Ok(MeterConfig {
                listen: SocketAddr::new(args.listen, port),
                ftp_listen: ftp_port.map(|port| SocketAddr::new(args.listen, port)),
                sound,
                seed,
                ..template.clone()
            })
        })
        .collect()
}

/// Port of the meter so many behind the first; a free one where the first takes a free one.
fn following(first: u16, number: u16) -> anyhow::Result<u16> {
    match first {
        0 => Ok(0),
        first => first.checked_add(number).context("the last port would be beyond 65535"),
    }
}

/// The natural sound fields in turn.
pub(crate) fn natural(number: u16) -> SoundField {
    let fields = SoundField::NATURAL;
    fields[usize::from(number) % fields.len()].clone()
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;

    use super::*;
    use crate::cli::{Cli, Command};

    fn parsed(line: &str) -> SimArgs {
        match Cli::try_parse_from(["slmm", "sim"].into_iter().chain(line.split_whitespace())).unwrap().command
        {
            Command::Sim(args) => args,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn meters_differ_in_port_seed_and_sound() {
        let configs = configs(&parsed("-n 3 --base-port 4000 --seed 7")).unwrap();
        let told: Vec<_> =
            configs.iter().map(|meter| format!("{} {} {}", meter.listen, meter.seed, meter.sound)).collect();
        assert_eq!(told, ["127.0.0.1:4000 7 traffic", "127.0.0.1:4001 8 piling", "127.0.0.1:4002 9 concert"]);
    }

    #[test]
    fn a_chosen_sound_is_every_meters() {
        let configs =
            configs(&parsed("-n 2 --port 0 --sound rain --second evict --profile nl42 --measuring")).unwrap();
        assert!(configs.iter().all(|meter| meter.sound == SoundField::Rain && meter.listen.port() == 0));
        assert!(
            configs.iter().all(|meter| meter.second_connection == SecondConnection::Evict && meter.measuring)
        );
        assert_eq!(configs[0].model.name(), "NL-42");
    }

    #[test]
    fn cards_are_served_on_request() {
        assert_eq!(configs(&parsed("")).unwrap()[0].ftp_listen, None);
        let configs = configs(&parsed("-n 2 --ftp-port 2121 --ftp-passive --ftp-speed 50000")).unwrap();
        assert_eq!(configs[1].ftp_listen, Some("127.0.0.1:2122".parse().unwrap()));
        assert!(configs[1].files.passive);
        assert_eq!(configs[1].files.bytes_per_second.map(std::num::NonZero::get), Some(50_000));
    }

    #[test]
    fn ports_end_at_65535() {
        assert!(configs(&parsed("-n 2 --base-port 65534")).is_ok());
        assert!(configs(&parsed("-n 3 --base-port 65534")).is_err());
        assert!(configs(&parsed("-n 3 --ftp-port 65534")).is_err());
    }

    #[tokio::test]
    async fn a_port_in_use_is_explained() {
        let taken = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = taken.local_addr().unwrap().port();
        let error = start(&parsed(&format!("--base-port {port}"))).await.unwrap_err();
        assert!(format!("{error:#}").contains(&format!("port {port}")), "{error:#}");
    }
}
