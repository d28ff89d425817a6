/** A world for a page in which a day passes as quickly as the page can keep up with. */

export interface SimulatedDay {
  /** Lets time pass; a picture is drawn every so many seconds. */
  pass: (seconds: number, pictureS: number) => Promise<void>;
}

/** Runs in the page before everything else; it must not use anything outside itself. */
export function simulate(): void {
  const UNITS = ['unit-1', 'unit-2', 'unit-3'];
  let now = Date.UTC(2026, 5, 9);
  let ids = 0;
  let seq = 0;
  const timers = new Map<number, { at: number; run: () => void; every: number | null }>();
  let pictures: FrameRequestCallback[] = [];
  let openIncidents = 0;

  // The clock.
  const RealDate = Date;
  class SimulatedDate extends RealDate {
    constructor(...given: unknown[]) {
      super(...((given.length > 0 ? given : [now]) as [number]));
    }
    static override now = () => now;
  }
  const later = (run: () => void, ms = 0, every: number | null = null) => {
    ids += 1;
    timers.set(ids, { at: now + ms, run, every });
    return ids;
  };
  const iso = (at = now) => new RealDate(at).toISOString();
  const level = (unit: number, at = now) => 50 + 20 * Math.sin(at / 60_000 + unit);

  // What the server would send.
  const sockets: { onmessage?: (event: { data: string }) => void }[] = [];
  const streams: ((event: { data: string }) => void)[] = [];
  class SimulatedSocket {
    static readonly OPEN = 1;
    onmessage?: (event: { data: string }) => void;
    constructor() {
      sockets.push(this);
      later(greet);
    }
    close(): void {}
  }
  class SimulatedStream {
    onopen: (() => void) | null = null;
    readyState = 1;
    addEventListener(_kind: string, listener: (event: { data: string }) => void): void {
      streams.push(listener);
      later(() => this.onopen?.());
    }
    close(): void {}
  }
  const say = (frame: object) => {
    const data = JSON.stringify(frame);
    sockets.at(-1)?.onmessage?.({ data });
  };
  const stamp = (unit_id: string) => ({ unit_id, timestamp: iso(), epoch: 'e', seq: (seq += 1) });
  const greet = () =>
    say({
      ...stamp('x'),
      event: 'hello',
      version: '1',
      missing: [],
      units: UNITS.map((unit_id) => ({ unit_id, epoch: 'e', seq })),
    });
  const figures = (unit: number) => {
    const lp = level(unit);
    return { lp, leq: lp, lmax: 80, lmin: 40, ln1: 60, ln2: 58, ln3: 55, ln4: 48, ln5: 46 };
  };
  const viewedNow = (unit: number) => ({
    key: UNITS[unit],
    state: 'live',
    last_seen: iso(),
    weighting: 'A',
    now: { at: iso(), stale_after_s: 4, ...figures(unit) },
  });
  const second = () => {
    if (sockets.length > 0) {
      UNITS.forEach((unit, i) => {
        const ln_percent = [5, 10, 50, 90, 95];
        say({ ...stamp(unit), feed_status: 'ok', measurement_state: 'Start', ...figures(i), ln_percent });
      });
    }
    const data = streams.length > 0 ? JSON.stringify(viewedNow(0)) : '';
    streams.at(-1)?.({ data });
    // An alarm every ten minutes, an outage every hour.
    const at = Math.floor(now / 1000);
    if (at % 600 === 0) {
      openIncidents = (openIncidents + 1) % 3;
      say({ ...stamp('unit-1'), event: 'alert', edge: 'onset', rule: 'r', metric: 'lp' });
    }
    if (at % 3600 === 0) say({ ...stamp('unit-2'), feed_status: 'unreachable', reason: 'timed out' });
  };

  // What it would answer.
  const series = (query: URLSearchParams) => {
    const [, n = '1', unit = 'min'] = /^(\d+)(\w+)$/.exec(query.get('period') ?? '') ?? [];
    const step = Number(n) * ({ s: 1, min: 60, h: 3600, d: 86_400 }[unit] ?? 60);
    const from = Math.floor(RealDate.parse(query.get('from') ?? '') / 1000 / step) * step;
    const to = RealDate.parse(query.get('to') ?? '') / 1000;
    const columns = ['time', 'leq', 'lmax', 'coverage', 'over', 'under', 'sampled', 'uncertainty'];
    const rows = [];
    for (let time = from; time < to && rows.length < 4000; time += step) {
      const leq = level(0, time * 1000);
      rows.push([time, leq, leq + 3, 1, 0, 0, false, null]);
    }
    const period = query.get('period');
    return {
      unit_id: 'unit-1',
      from: iso(from * 1000),
      to: iso(),
      zone: 'UTC',
      period,
      unit: 'dB',
      columns,
      rows,
    };
  };
  const incidents = () =>
    Array.from({ length: 20 + openIncidents }, (_, i) => {
      const unit = UNITS[i % 3] ?? '';
      const times = { onset_at: iso(now - i * 1e5), peak_at: iso(now - i * 1e5), ended_at: null };
      const words = { metric: 'lp', metric_text: 'Lp', unit: 'dB', comparison: 'above', ended_reason: null };
      const event = {
        id: i,
        unit_id: unit,
        rule_id: 3,
        rule_name: 'Loud',
        severity: 'warning',
        ...words,
        ...times,
      };
      const rest = {
        threshold: 70,
        onset_value: 71,
        peak_value: 75 + i / 10,
        exceedances: 1,
        incident_id: i,
      };
      return {
        id: 100 - i,
        unit_id: unit,
        title: `Loud at ${unit}`,
        severity: 'warning',
        state: 'open',
        started_at: times.onset_at,
        ended_at: null,
        open_events: 1,
        event_count: 1,
        events: [{ ...event, ...rest, acknowledged_at: null }],
      };
    });
  const view = () => ({
    name: 'Neighbours',
    zone: 'UTC',
    now: iso(),
    units: [
      {
        ...viewedNow(0),
        name: 'unit-1',
        today: null,
        limits: [],
        last_24h: {
          period_s: 900,
          columns: ['at', 'leq', 'lmax'],
          rows: Array.from({ length: 96 }, (_, i) => {
            const at = now / 1000 - (96 - i) * 900;
            return [at, level(0, at * 1000), 80];
          }),
        },
      },
    ],
  });
  const devices = UNITS.map((unit_id) => ({ unit_id, host: '10.0.0.1', tcp_enabled: true }));
  const summary = () => ({
    open_events: 1,
    unacknowledged: 1,
    incidents_open: 1,
    units: [
      {
        unit_id: 'unit-1',
        open_events: 1,
        unacknowledged: 1,
        worst_severity: 'warning',
        since: iso(now - 5e5),
      },
    ],
  });
  const answer = ({ pathname, searchParams }: URL): object | null => {
    if (pathname.endsWith('/data')) return view();
    if (pathname.endsWith('/series')) return series(searchParams);
    if (pathname.endsWith('/config'))
      return { data: { ...devices[0], ftp_enabled: false, poll_enabled: true } };
    if (pathname.endsWith('/roster')) return { devices, total: UNITS.length };
    if (pathname.endsWith('/_alerts/incidents')) return { incidents: incidents() };
    if (pathname.endsWith('/_alerts/summary')) return summary();
    if (pathname.endsWith('/frequency-weighting')) return { frequency_weighting: 'A', channel: 'Main' };
    return null;
  };
  const send = async (input: RequestInfo | URL): Promise<Response> => {
    const found = answer(new URL(String(input), location.href));
    const status = found ? 200 : 404;
    const body = found ? { status: 'ok', ...found } : { detail: 'Not Found' };
    return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });
  };

  const channel = new MessageChannel();
  const breathe = () =>
    new Promise((resolve) => {
      channel.port1.onmessage = resolve;
      channel.port2.postMessage(null);
    });
  const runTimers = () => {
    for (const [id, timer] of timers) {
      if (timer.at > now) continue;
      if (timer.every === null) timers.delete(id);
      else timer.at = now + timer.every;
      timer.run();
    }
  };
  const pass = async (seconds: number, pictureS: number) => {
    for (let passed = 1; passed <= seconds; passed += 1) {
      now += 1000;
      runTimers();
      second();
      if (passed % pictureS !== 0) continue;
      const due = pictures;
      pictures = [];
      for (const run of due) run(now);
      // What was asked for comes between tasks.
      await breathe();
    }
  };

  Object.assign(window, {
    Date: SimulatedDate,
    setTimeout: (run: () => void, ms?: number) => later(run, ms),
    setInterval: (run: () => void, ms = 1) => later(run, ms, ms),
    clearTimeout: (id: number) => timers.delete(id),
    clearInterval: (id: number) => timers.delete(id),
    requestAnimationFrame: (run: FrameRequestCallback) => pictures.push(run),
    WebSocket: SimulatedSocket,
    EventSource: SimulatedStream,
    fetch: send,
    day: { pass },
  });
}
