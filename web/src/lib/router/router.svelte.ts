import { tick } from 'svelte';

/** Whether a page may be left; it may ask. */
export type Guard = () => boolean;

/** The address of the page, as state. Links are plain `<a href>`: clicks on them stay in the page. */
class Router {
  path = $state(window.location.pathname);
  query = $state.raw(new URLSearchParams(window.location.search));
  private readonly guards = new Set<Guard>();
  /** The place in the history, kept with each of its entries. */
  private place = placeOf(history.state) ?? 0;
  /** What is heard next of the history is its own way back. */
  private isReturning = false;

  constructor() {
    history.replaceState({ place: this.place }, '');
    window.addEventListener('popstate', (event) => this.moved(event));
    document.addEventListener('click', (event) => this.follow(event));
  }

  /** Asks before another page is shown, until the returned function is called. */
  guard(guard: Guard): () => void {
    this.guards.add(guard);
    return () => this.guards.delete(guard);
  }

  /** Goes to an address of ours. `replace` leaves no step in the history: for filters and the like. */
  go(address: string, options: { replace?: boolean; keepScroll?: boolean } = {}): void {
    const { replace = false, keepScroll = replace } = options;
    const target = new URL(address, window.location.href);
    if (target.pathname !== this.path && !this.mayLeave()) return;
    if (target.href !== window.location.href) {
      if (!replace) this.place += 1;
      history[replace ? 'replaceState' : 'pushState']({ place: this.place }, '', target);
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

  /** The browser went back or forward. When the page may not be left, it goes where it came from. */
  private moved(event: PopStateEvent): void {
    if (this.isReturning) {
      this.isReturning = false;
      return;
    }
    const known = placeOf(event.state);
    const place = known ?? this.place + 1;
    // A place within the page was gone to, which has not told its own.
    if (known === null) history.replaceState({ place }, '');
    const steps = place - this.place;
    if (steps !== 0 && window.location.pathname !== this.path && !this.mayLeave()) {
      this.isReturning = true;
      history.go(-steps);
      return;
    }
    this.place = place;
    this.read();
  }

  private mayLeave(): boolean {
    return [...this.guards].every((guard) => guard());
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

function placeOf(state: unknown): number | null {
  const { place } = (state ?? {}) as { place?: unknown };
  return typeof place === 'number' ? place : null;
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
