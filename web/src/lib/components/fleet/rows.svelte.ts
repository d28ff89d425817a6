import { untrack } from 'svelte';
import type { App } from '$lib/app';
import { isMeasuring } from '$lib/units';
import type { FleetRow } from './data';

/** Filters and orders look again this often: rows that change places with every value could not be read. */
const LOOK_MS = 3000;

/** The rows of the fleet as of the last look; a change of any unit's state, or of the roster, is one more look. */
export class FleetRows {
  private readonly tick = $derived.by(() => Math.floor(this.app.live.now / LOOK_MS));
  readonly list = $derived.by((): FleetRow[] => {
    void this.tick;
    const { alarms, fleet, live } = this.app;
    const units = fleet.units ?? [];
    return units.map((info) => {
      const unit = live.unit(info.id);
      const state = info.enabled ? unit.state : 'disabled';
      const { frame, housekeeping } = untrack(() => ({
        frame: unit.latest,
        housekeeping: fleet.housekeeping.get(info.id) ?? null,
      }));
      return {
        info,
        state,
        lp: frame?.levels.lp ?? null,
        leq: frame?.levels.leq ?? null,
        at: unit.lastDataAt,
        measuring: isMeasuring(frame?.measuring),
        alarms: alarms.of(info.id),
        housekeeping,
      };
    });
  });

  constructor(private readonly app: App) {}
}
