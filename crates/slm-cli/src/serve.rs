//! `slmm serve`: the service in the foreground.

use slm_server::{Config, Overrides, RawConfig, Server, logging};

use crate::{Exit, cli::ServeArgs, signal};

/// Runs the command.
pub(crate) async fn run(args: ServeArgs) -> anyhow::Result<Exit> {
    // From the beginning, so that a signal during the start ends in order as well.
    let stop = signal::Stop::listen()?;
    let written = RawConfig::gather(&Overrides {
        host: args.host,
        port: args.port,
        data_dir: args.data_dir,
        standby: args.standby,
        log: args.log,
        ..args.settings.overrides()
    });
    let config = Config::check(&written)?;
    let _log = logging::init(&config.data.log(), Some(&config.log.filter))?;
    let zone = config.site.zone_name.as_str();
    tracing::info!(zone, data = %config.data.folder.display(), "configuration: {}", written.origin());
    let server = tokio::select! {
        server = Server::bind(config) => server?,
        () = stop.requested() => return Ok(Exit::Done),
    };
    server.run(stop.requested()).await;
    Ok(Exit::Done)
}
