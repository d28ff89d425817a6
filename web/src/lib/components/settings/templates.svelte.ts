import { readTemplate, shipped, writeTemplate, type Template } from './data';

const KEY = 'slmm-settings-templates';
const MOST = 50;

/** Templates that were saved in this browser, and those that come with the dashboard. */
export class Templates {
  readonly shipped = shipped();
  own = $state.raw<readonly Template[]>([]);

  constructor(private readonly storage: Pick<Storage, 'getItem' | 'setItem'> | null) {
    this.own = this.load();
  }

  /** Saves under its name, in place of one of the same name. */
  save(template: Template): void {
    this.own = [...this.own.filter(({ name }) => name !== template.name), template].slice(-MOST);
    this.keep();
  }

  remove(name: string): void {
    this.own = this.own.filter((template) => template.name !== name);
    this.keep();
  }

  private load(): Template[] {
    try {
      const raw: unknown = JSON.parse(this.storage?.getItem(KEY) ?? '[]');
      if (!Array.isArray(raw)) return [];
      return raw.flatMap((text) => {
        const read = readTemplate(String(text));
        return 'template' in read ? [read.template] : [];
      });
    } catch {
      return [];
    }
  }

  private keep(): void {
    try {
      this.storage?.setItem(KEY, JSON.stringify(this.own.map(writeTemplate)));
    } catch {
      // A browser that keeps nothing; they last as long as the page.
    }
  }
}
