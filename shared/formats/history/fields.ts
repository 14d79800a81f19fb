/** Reads single fields as exports write them: trimmed, empty meaning absent, numbers perhaps as text. */

/** The text of a field, or undefined when it is missing, empty, blank or not text. */
export function textOf(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  return text === '' ? undefined : text;
}

/** A whole, non-negative number, also when written as text ("206760", "206760.0"); a fraction is cut off. */
export function wholeOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^\s*\d{1,15}(\.\d+)?\s*$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && number >= 0 && number <= Number.MAX_SAFE_INTEGER
    ? Math.floor(number)
    : undefined;
}

/** The instant, in Unix seconds, of a field that holds Unix seconds, Unix milliseconds or RFC 3339 text with an offset. */
export function instantOf(value: unknown): number | undefined {
  const number = wholeOf(value);
  // 1e11 seconds is the year 5138, 1e11 milliseconds is 1973: the two cannot be mistaken for each other.
  if (number !== undefined) return number < 1e11 ? number : number < 1e14 ? Math.floor(number / 1000) : undefined;
  const text = textOf(value);
  if (text === undefined || !rfc3339.test(text)) return undefined;
  const milliseconds = Date.parse(text);
  return Number.isNaN(milliseconds) ? undefined : Math.floor(milliseconds / 1000);
}

const rfc3339 = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/;

/** A MusicBrainz id in lower case, or undefined when the field holds anything else. */
export function mbidOf(value: unknown): string | undefined {
  const text = textOf(value)?.toLowerCase();
  return text !== undefined && mbid.test(text) ? text : undefined;
}

const mbid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The properties of a JSON object, or undefined for any other value. */
export function objectOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : undefined;
}

/** The same fields without those that are undefined: what a file does not say, a listen does not mention. */
export function definedFields<T extends object>(fields: T): Present<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Present<T>;
}

type Present<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/** A field as a message shows it: quoted, and cut where a hostile file would fill the terminal. */
export function quote(value: unknown): string {
  const json = JSON.stringify(value) ?? 'missing';
  return json.length <= 60 ? json : `${json.slice(0, 57)}…`;
}
