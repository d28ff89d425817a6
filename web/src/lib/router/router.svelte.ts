import { tick } from 'svelte';

/** The address of the page, as state. Links are plain `<a href>`: clicks on them stay in the page. */
class Router {
  path = $state(window.location.pathname);
  query = $state.raw(new URLSearchParams(window.location.search));

  constructor() {
    window.addEventListener('popstate', () => this.read());
    document.addEventListener('click', (event) => this.follow(event));
  }

  /** Goes to an address of ours. `replace` leaves no step in the history: for filters and the like. */
  go(address: string, options: { replace?: boolean; keepScroll?: boolean } = {}): void {
    const { replace = false, keepScroll = replace } = options;
    const target = new URL(address, window.location.href);
    if (target.href !== window.location.href) {
      history[replace ? 'replaceState' : 'pushState'](null, '', target);
    }
    this.read();
    if (!keepScroll) void tick().then(() => window.scrollTo(0, 0));
  }

  /** Changes parameters of the query in place; null or '' removes one. */
  setQuery(changes: Record<string, string | null>): void {
    const query = new URLSearchParams(window.location.search);
    for (const [key, value] of Object.entries(changes)) {
      if (value === null || value === '') query.delete(key);
      else query.set(key, value);
    }
    const text = query.toString();
    this.go(window.location.pathname + (text ? `?${text}` : ''), { replace: true });
  }

  private read(): void {
    this.path = window.location.pathname;
    this.query = new URLSearchParams(window.location.search);
  }

  private follow(event: MouseEvent): void {
    if (event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (!link || link.target || link.hasAttribute('download') || link.rel === 'external') return;
    if (link.origin !== window.location.origin || !isOurs(link.pathname)) return;
    if (link.hash && link.pathname === window.location.pathname) return;
    event.preventDefault();
    this.go(link.href);
  }
}

/** Paths that the server answers with something that is not this application. */
function isOurs(path: string): boolean {
  return !/^\/(api|docs|redoc|health|metrics|openapi\.json)(\/|$)/.test(path);
}

export const router = new Router();

/** Address of a unit's page. */
export function unitPath(unit: string, rest = ''): string {
  return `/units/${encodeURIComponent(unit)}${rest}`;
}
