/**
 * All texts of the dashboard by key. A language is one more catalogue of the same keys; `use` puts it in force before
 * the page is drawn.
 */
import { en } from './en';

/** A key of the catalogue. */
export type TextKey = keyof typeof en;

/** A whole language. */
export type Catalogue = Readonly<Record<TextKey, string>>;

type Names<S extends string> = S extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never;

/** What a text wants to have filled in. */
export type Params<K extends TextKey> = [Names<(typeof en)[K]>] extends [never]
  ? []
  : [Record<Names<(typeof en)[K]>, string | number>];

type PluralStem<K> = K extends `${infer Stem}.one` ? Stem : never;

/** A text in singular and plural: `STEM.one` and `STEM.other`, both of which may have `{n}`. */
export type PluralKey = PluralStem<TextKey>;

let catalogue: Catalogue = en;
let plural = new Intl.PluralRules('en');

/** Speaks another language from here on. */
export function use(language: string, texts: Catalogue): void {
  catalogue = texts;
  plural = new Intl.PluralRules(language);
}

/** The text of a key, with its places filled in. */
export function t<K extends TextKey>(key: K, ...[params]: Params<K>): string {
  return fill(catalogue[key], params);
}

/** A text that depends on a number, which it may show as `{n}`. */
export function tn(stem: PluralKey, n: number, shown: string = String(n)): string {
  const category = plural.select(n) === 'one' ? 'one' : 'other';
  return fill(catalogue[`${stem}.${category}` as TextKey], { n: shown });
}

function fill(text: string, params: Record<string, string | number> | undefined): string {
  if (!params) return text;
  return text.replace(/\{(\w+)\}/g, (place, name: string) => String(params[name] ?? place));
}
