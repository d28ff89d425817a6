import type { ApiClient, Schema } from '$lib/api';
import { currentZone, setLocale, setZone } from '$lib/format';
import type { LiveFeed } from '$lib/live';

const ASK_MS = 60_000;

/** What the server says of itself and its site. Before it has, or where it cannot, the browser's settings apply. */
export class Site {
  info = $state.raw<Schema<'SystemInfo'> | null>(null);

  /** The zone that times are shown in. */
  get zone(): string {
    return currentZone();
  }

  /** Keeps up to date until the returned function is called: asks at once, after each new connection, and now and then. */
  follow(api: ApiClient, live: LiveFeed): () => void {
    // What is known stays where the server does not answer; the next connection asks again.
    const ask = () => void this.load(api).catch(() => undefined);
    ask();
    const end = live.on('hello', ask);
    const timer = setInterval(() => document.hidden || ask(), ASK_MS);
    return () => {
      end();
      clearInterval(timer);
    };
  }

  async load(api: ApiClient): Promise<void> {
    const info = await api.find('/api/nl43/_system/info', {});
    if (!info) return;
    this.info = info;
    if (info.zone !== currentZone()) setZone(info.zone);
    setLocale(info.locale ?? navigator.language);
  }

  /** Ends the standby. */
  async resume(api: ApiClient): Promise<void> {
    await api.post('/api/nl43/_system/resume', {});
    await this.load(api);
  }
}
