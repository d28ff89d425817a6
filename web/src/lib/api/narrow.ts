/**
 * An answer's schema with words instead of any text, where the description gives words in prose only. Keys of an answer are
 * always there; what is not known is null.
 */
export type Narrow<T, Words> = {
  [K in keyof T]-?: K extends keyof Words ? Words[K] : Exclude<T[K], undefined>;
};
