import type { ApiClient, Schema } from '$lib/api';
import { currentZone, setLocale, setZone } from '$lib/format';

/** What the server says of itself and its site. Before it has, or where it cannot, the browser's settings apply. */
export class Site {
  info = $state.raw<Schema<'SystemInfo'> | null>(null);
  zone = $state(currentZone());

  async load(api: ApiClient): Promise<void> {
    this.info = await api.find('/api/nl43/_system/info', {});
    if (this.info && setZone(this.info.zone)) this.zone = this.info.zone;
    setLocale(navigator.language);
  }
}
