import { toProblem } from '$lib/api';

export type Tone = 'ok' | 'info' | 'warn' | 'crit';

export interface Toast {
  id: number;
  tone: Tone;
  text: string;
  /** What to do, or more about it. */
  detail?: string;
  /** Something that can be done about it, undo for instance. */
  action?: { label: string; run: () => void };
}

const SHOWN_MS = 6000;
const MOST = 4;

/** Short messages at the edge of the page. Problems stay until they are dismissed. */
class Toasts {
  list = $state.raw<readonly Toast[]>([]);
  private count = 0;

  show(toast: Omit<Toast, 'id'>, forMs: number | null = toast.tone === 'crit' ? null : SHOWN_MS): number {
    this.count += 1;
    const id = this.count;
    this.list = [...this.list.slice(1 - MOST), { ...toast, id }];
    if (forMs !== null) setTimeout(() => this.dismiss(id), forMs);
    return id;
  }

  done(text: string): void {
    this.show({ tone: 'ok', text });
  }

  /** Shows what went wrong and what to do about it. */
  problem(thrown: unknown): void {
    const problem = toProblem(thrown);
    this.show({ tone: 'crit', text: problem.message, detail: problem.advice });
  }

  dismiss(id: number): void {
    this.list = this.list.filter((toast) => toast.id !== id);
  }
}

export const toasts = new Toasts();
