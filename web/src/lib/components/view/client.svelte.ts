import { ApiProblem, toProblem, type ApiClient } from '$lib/api';
import { parseTime, setZone } from '$lib/format';
import { withLater, withNews, type ClientData, type ClientNews, type Heard } from './data';

/** Figures of the day change slowly; the level comes by events. */
const REFRESH_MS = 60_000;
const TICK_MS = 1000;
/** Events come every second or so; without one for this long the stream is opened anew. */
const SILENCE_MS = 45_000;
const REOPEN_MS = 5000;
/** How soon a lost stream is asked about. */
const AGAIN_MS = 2000;
const CLOSED = 2;

/** What a client's page asks of its connection to the server; `EventSource` has it. */
export interface Events {
  onopen: ((event: Event) => void) | null;
  onerror: ((event: Event) => void) | null;
  /** 2: closed for good; it does not come back by itself. */
  readonly readyState: number;
  addEventListener(kind: 'now', listener: (event: MessageEvent<string>) => void): void;
  close(): void;
}

/** `gone`: the link is not valid, or not any more. */
export type LinkState = 'loading' | 'live' | 'reconnecting' | 'gone' | 'failed';

/** The data of one link: read at once and every minute, with levels as they are measured. Asks for nothing else. */
export class ClientView {
  data = $state.raw<ClientData | null>(null);
  state = $state<LinkState>('loading');
  problem = $state.raw<ApiProblem | null>(null);
  /** The server's time, ms. */
  now = $state(Date.now());
  /** When something was last heard, by the server's time. */
  heardAt = $state<number | null>(null);
  private offset = 0;
  private events: Events | null = null;
  private readonly timers: ReturnType<typeof setInterval>[] = [];
  /** The last news of each unit, by its key. */
  private readonly heard = new Map<string, Heard>();
  private openedAt = 0;
  private again: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly api: ApiClient,
    private readonly token: string,
    private readonly open: (address: string) => Events = (address) => new EventSource(address),
  ) {}

  /** Shows and follows until the returned function is called. */
  follow(): () => void {
    const shown = () => {
      if (!document.hidden) void this.load();
    };
    document.addEventListener('visibilitychange', shown);
    window.addEventListener('online', shown);
    this.timers.push(
      setInterval(() => this.tick(), TICK_MS),
      setInterval(shown, REFRESH_MS),
    );
    void this.load();
    return () => {
      document.removeEventListener('visibilitychange', shown);
      window.removeEventListener('online', shown);
      for (const timer of this.timers) clearInterval(timer);
      clearTimeout(this.again);
      this.events?.close();
      this.events = null;
    };
  }

  async load(): Promise<void> {
    try {
      const response = await this.api.raw('get', this.address('data'));
      const data = (await response.json()) as ClientData;
      this.offset = (serverTime(response) ?? parseTime(data.now) ?? Date.now()) - Date.now();
      setZone(data.zone);
      // The body may be some seconds old: what was heard since it was made stays.
      this.data = withLater(data, this.heard);
      this.problem = null;
      this.state = 'live';
      this.hear();
      if (!this.events) this.connect();
    } catch (thrown) {
      this.fail(toProblem(thrown));
    }
  }

  private fail(problem: ApiProblem): void {
    if (problem.kind === 'missing') {
      // Revoked: what was shown is not for these eyes any more.
      this.data = null;
      this.state = 'gone';
      this.heard.clear();
      this.events?.close();
      this.events = null;
      return;
    }
    this.problem = problem;
    this.state = this.data ? 'reconnecting' : 'failed';
  }

  private connect(): void {
    this.events?.close();
    this.openedAt = Date.now();
    const events = this.open(this.address('events'));
    this.events = events;
    events.onopen = () => this.hear();
    events.onerror = () => {
      if (events !== this.events) return;
      if (this.state === 'live') this.state = 'reconnecting';
      if (events.readyState === CLOSED) {
        events.close();
        this.events = null;
      }
      // The link may have been taken back, or its group changed.
      clearTimeout(this.again);
      this.again = setTimeout(() => void this.load(), AGAIN_MS);
    };
    events.addEventListener('now', ({ data }) => {
      this.hear();
      const news = JSON.parse(data) as ClientNews;
      this.heard.set(news.key, { news, at: Date.now() + this.offset });
      if (this.data) this.data = withNews(this.data, news);
    });
  }

  private hear(): void {
    if (this.state === 'gone') return;
    this.state = 'live';
    this.now = Date.now() + this.offset;
    this.heardAt = this.now;
  }

  private tick(): void {
    this.now = Date.now() + this.offset;
    if (this.state === 'gone' || !this.events || document.hidden) return;
    const silent = this.now - (this.heardAt ?? 0);
    if (silent < SILENCE_MS) return;
    if (this.state === 'live') this.state = 'reconnecting';
    // A browser does not always notice that a connection is dead, above all after sleep.
    if (Date.now() - this.openedAt > REOPEN_MS) {
      this.connect();
      void this.load();
    }
  }

  private address(part: 'data' | 'events'): string {
    return `/view/${encodeURIComponent(this.token)}/${part}`;
  }
}

/** When a server sent an answer, ms: never cached, to the second. */
function serverTime(response: Response): number | null {
  const at = Date.parse(response.headers.get('date') ?? '');
  return Number.isNaN(at) ? null : at + 500;
}
