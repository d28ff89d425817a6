//! All routes, and the description that follows from them.

use axum::http::Uri;
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::description::described;
use super::edge::{self, Edge};
use super::handlers::{
    alarm_events, alarm_rules, alert_events, alert_rules, alert_trials, backups, campaigns, client_links,
    clock, commands, config, connection_test, connections, control, cycles, delivery_channels,
    delivery_messages, delivery_recipients, diagnostics, files, ftp, health, history, index_number, logs,
    meter_settings, metrics, monitor, operations, pages, polling, power, preset, roster, series, status,
    system, system_info, units, view, weighting,
};
use super::{live, web};
use crate::app::App;

/// What stands above the routes in the API's description. WebSocket paths are listed for their frames, pages for their
/// addresses.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "slmm",
        description = "Live sound levels of RION NL-43/NL-53 meters: one line per meter, any number of viewers.",
    ),
    paths(live::ws::monitor, live::ws::stream, live::ws::monitor_many, pages::page, pages::roster_page),
    components(schemas(
        slm_api_types::AlertFrame,
        slm_api_types::CampaignFrame,
        slm_api_types::ErrorFrame,
        slm_api_types::GapFrame,
        slm_api_types::Heartbeat,
        slm_api_types::HelloFrame,
        slm_api_types::BackfillFrame,
        slm_api_types::OperationFrame,
    )),
    tags(
        (name = "live", description = "Live feeds over WebSocket and server-sent events"),
        (name = "readings", description = "Cached, fresh and past readings"),
        (name = "control", description = "Acting on a meter, and resting its line"),
        (name = "files", description = "Files on a meter's card, over FTP"),
        (name = "cycles", description = "Start and stop cycles"),
        (name = "campaigns", description = "Recurring start and stop cycles"),
        (name = "operations", description = "Long operations and their progress"),
        (name = "settings", description = "Settings of a meter"),
        (name = "configuration", description = "Units and their settings"),
        (name = "alerts", description = "Alert rules and events"),
        (name = "delivery", description = "Messages to people: channels, recipients, what arrived and what did not"),
        (name = "polling", description = "Background polling"),
        (name = "system", description = "The service as a whole"),
        (name = "pages", description = "Pages for people"),
    ),
)]
struct Description;

/// The whole service, ready for connections.
pub(crate) fn router(app: &App) -> Edge {
    let (routes, description) = described(documented());
    let routes = routes
        .merge(pages::routes(&description))
        .merge(web::routes(&app.config.web))
        .method_not_allowed_fallback(edge::method_not_allowed)
        .with_state(app.clone());
    let known = routes.clone();
    let routes = routes.fallback(move |uri: Uri| edge::not_found(known, uri));
    let live = live::socket_routes().fallback(edge::no_such_socket).with_state(app.clone());
    Edge::new(routes, live, app.config.http.cors_origins.clone())
}

/// The API's description as OpenAPI JSON, as `/openapi.json` shows it.
pub fn api_description() -> String {
    let (_, description) = described(documented());
    description.to_pretty_json().unwrap_or_default()
}

fn documented() -> OpenApiRouter<App> {
    OpenApiRouter::with_openapi(Description::openapi())
        .routes(routes!(config::get_config, config::put_config, config::delete_config))
        .routes(routes!(roster::get_roster, roster::post_roster))
        .routes(routes!(units::get_units))
        .routes(routes!(units::put_profile))
        .routes(routes!(units::get_groups))
        .routes(routes!(client_links::get_links, client_links::post_link))
        .routes(routes!(client_links::delete_link))
        .routes(routes!(view::view_data))
        .routes(routes!(view::view_events))
        .routes(routes!(polling::get_polling, polling::put_polling))
        .routes(routes!(polling::polling_status))
        .routes(routes!(status::get_status, status::post_status))
        .routes(routes!(status::live))
        .routes(routes!(status::results))
        .routes(routes!(history::history))
        .routes(routes!(series::get_series))
        .routes(routes!(logs::get_logs, logs::delete_logs))
        .merge(alarms())
        .routes(routes!(delivery_channels::list_channels, delivery_channels::add_channel))
        .routes(routes!(
            delivery_channels::get_channel,
            delivery_channels::put_channel,
            delivery_channels::delete_channel
        ))
        .routes(routes!(delivery_channels::test_channel))
        .routes(routes!(delivery_recipients::list_recipients, delivery_recipients::add_recipient))
        .routes(routes!(
            delivery_recipients::get_recipient,
            delivery_recipients::put_recipient,
            delivery_recipients::delete_recipient
        ))
        .routes(routes!(delivery_recipients::test_recipient))
        .routes(routes!(delivery_messages::list_messages))
        .routes(routes!(delivery_messages::get_message, delivery_messages::delete_message))
        .routes(routes!(delivery_messages::resend_message))
        .routes(routes!(control::start))
        .routes(routes!(control::stop))
        .routes(routes!(control::pause))
        .routes(routes!(control::resume))
        .routes(routes!(control::reset))
        .routes(routes!(control::store))
        .routes(routes!(control::measurement_state))
        .routes(routes!(power::battery))
        .routes(routes!(power::sleep))
        .routes(routes!(power::wake))
        .routes(routes!(power::sleep_status))
        .routes(routes!(clock::get_clock, clock::put_clock))
        .routes(routes!(clock::sync_clock))
        .routes(routes!(weighting::get_frequency_weighting, weighting::put_frequency_weighting))
        .routes(routes!(weighting::get_time_weighting, weighting::put_time_weighting))
        .routes(routes!(preset::get_measurement_time, preset::put_measurement_time))
        .routes(routes!(preset::get_leq_interval, preset::put_leq_interval))
        .routes(routes!(preset::get_lp_interval, preset::put_lp_interval))
        .routes(routes!(index_number::get_index_number, index_number::put_index_number))
        .routes(routes!(index_number::overwrite_check))
        .routes(routes!(meter_settings::settings))
        .routes(routes!(meter_settings::all_settings))
        .routes(routes!(diagnostics::diagnostics))
        .routes(routes!(commands::raw_command))
        .routes(routes!(commands::command_list))
        .routes(routes!(control::disconnect))
        .routes(routes!(control::activate))
        .routes(routes!(control::deactivate))
        .routes(routes!(ftp::ftp_enable))
        .routes(routes!(ftp::ftp_disable))
        .routes(routes!(ftp::ftp_status))
        .routes(routes!(files::ftp_files))
        .routes(routes!(files::latest_measurement_time))
        .routes(routes!(files::sync_start_time))
        .routes(routes!(files::ftp_download, files::ftp_get_file))
        .routes(routes!(files::ftp_download_folder, files::ftp_get_folder))
        .routes(routes!(campaigns::list_campaigns, campaigns::add_campaign))
        .routes(routes!(campaigns::get_campaign, campaigns::put_campaign, campaigns::delete_campaign))
        .routes(routes!(campaigns::campaign_runs))
        .routes(routes!(cycles::start_cycle))
        .routes(routes!(cycles::stop_cycle))
        .routes(routes!(cycles::restart_operation))
        .routes(routes!(operations::list_operations))
        .routes(routes!(operations::get_operation, operations::cancel_operation))
        .routes(routes!(monitor::monitor_start))
        .routes(routes!(monitor::monitor_stop))
        .routes(routes!(monitor::monitor_status))
        .routes(routes!(live::sse::events))
        .routes(routes!(live::sse::many_events))
        .routes(routes!(connections::connections_status))
        .routes(routes!(connections::flush_connections))
        .routes(routes!(system::system_status))
        .routes(routes!(system_info::system_info))
        .routes(routes!(connection_test::test_connection))
        .routes(routes!(system::standby))
        .routes(routes!(system::resume))
        .routes(routes!(backups::post_backup))
        .routes(routes!(backups::get_backups))
        .routes(routes!(health::health))
        .routes(routes!(health::devices_health))
        .routes(routes!(metrics::metrics))
}

/// Rules, events and incidents: of one unit, and of all.
fn alarms() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(alert_rules::get_rules, alert_rules::post_rule))
        .routes(routes!(alert_rules::put_rule, alert_rules::delete_rule))
        .routes(routes!(alert_trials::try_rule))
        .routes(routes!(alert_trials::budget))
        .routes(routes!(alert_events::get_events))
        .routes(routes!(alert_events::acknowledge_event))
        .routes(routes!(alarm_rules::list_rules, alarm_rules::post_rule))
        .routes(routes!(alarm_rules::get_rule, alarm_rules::put_rule, alarm_rules::delete_rule))
        .routes(routes!(alarm_rules::shelve_rule, alarm_rules::unshelve_rule))
        .routes(routes!(alarm_events::list_events))
        .routes(routes!(alarm_events::acknowledge_event))
        .routes(routes!(alarm_events::list_incidents))
        .routes(routes!(alarm_events::get_incident))
        .routes(routes!(alarm_events::acknowledge_incident))
        .routes(routes!(alarm_events::get_summary))
}
