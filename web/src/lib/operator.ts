/** The name of whoever works here, kept on this machine: asked for once, offered from then on. */
const KEY = 'slmm.operator';

export function operatorName(): string {
  try {
    return localStorage.getItem(KEY) ?? '';
  } catch {
    return '';
  }
}

export function rememberOperator(name: string): void {
  try {
    localStorage.setItem(KEY, name);
  } catch {
    // Without storage it is asked for again.
  }
}
