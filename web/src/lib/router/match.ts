/** Which page an address is of. */
export interface Match {
  /** The pattern, `/units/:id`. */
  pattern: string;
  params: Readonly<Record<string, string>>;
}

/** The first pattern that a path fits. `:name` stands for one part, `*` at the end for any rest. */
export function matchPath(path: string, patterns: readonly string[]): Match | null {
  const parts = split(path);
  for (const pattern of patterns) {
    const params = fit(parts, split(pattern));
    if (params) return { pattern, params };
  }
  return null;
}

function fit(parts: string[], wanted: string[]): Record<string, string> | null {
  const params: Record<string, string> = {};
  for (const [i, want] of wanted.entries()) {
    if (want === '*') return { ...params, rest: parts.slice(i).join('/') };
    const part = parts[i];
    if (part === undefined) return null;
    if (want.startsWith(':')) params[want.slice(1)] = decode(part);
    else if (want !== part) return null;
  }
  return parts.length === wanted.length ? params : null;
}

function split(path: string): string[] {
  return path.split('/').filter((part) => part !== '');
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
