/** Light, dark, or as the system has it; kept on this machine. */
export type ThemeChoice = 'system' | 'light' | 'dark';

const KEY = 'slmm.theme';

class Theme {
  choice = $state<ThemeChoice>(stored());
  /** Counts up when colours change; charts, which draw their own pixels, redraw then. */
  revision = $state(0);
  private readonly system = window.matchMedia('(prefers-color-scheme: dark)');

  constructor() {
    this.system.addEventListener('change', () => {
      this.revision += 1;
    });
  }

  /** Whether it is dark now. */
  get isDark(): boolean {
    void this.revision;
    return this.choice === 'dark' || (this.choice === 'system' && this.system.matches);
  }

  set(choice: ThemeChoice): void {
    this.choice = choice;
    const root = document.documentElement;
    if (choice === 'system') delete root.dataset['theme'];
    else root.dataset['theme'] = choice;
    try {
      if (choice === 'system') localStorage.removeItem(KEY);
      else localStorage.setItem(KEY, choice);
    } catch {
      // Without storage the choice lasts as long as the page.
    }
    this.revision += 1;
  }

  next(): void {
    const order: ThemeChoice[] = ['system', 'light', 'dark'];
    this.set(order[(order.indexOf(this.choice) + 1) % order.length] ?? 'system');
  }
}

function stored(): ThemeChoice {
  try {
    const kept = localStorage.getItem(KEY);
    return kept === 'light' || kept === 'dark' ? kept : 'system';
  } catch {
    return 'system';
  }
}

export const theme = new Theme();

/** The present value of a custom property of the theme, as a canvas takes it. */
export function themeColor(name: string, element: Element = document.documentElement): string {
  return ofScheme(getComputedStyle(element).getPropertyValue(name).trim(), theme.isDark);
}

/** A colour of one scheme: those of the theme are `light-dark(…)`, which a canvas does not know. */
export function ofScheme(color: string, isDark: boolean): string {
  const [, light, dark] = /^light-dark\(\s*(#\w+)\s*,\s*(#\w+)\s*\)$/.exec(color) ?? [];
  return (isDark ? dark : light) ?? color;
}
