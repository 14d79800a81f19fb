/** Which format of a playlist the client wants: by `?format=`, else by Accept (RFC 9110, section 12.5.1). */
import { Rejection } from '#shared/schemas/problem.ts';

const types = {
  json: ['application/json', 'application/*', '*/*'],
  jspf: ['application/jspf+json'],
  xspf: ['application/xspf+xml'],
  m3u8: ['audio/x-mpegurl', 'audio/mpegurl', 'application/vnd.apple.mpegurl', 'application/x-mpegurl', 'audio/*'],
} as const;
export type PlaylistFormat = keyof typeof types;
const formats = Object.keys(types) as PlaylistFormat[];

export function negotiate(format: string | undefined, accept: string | null): PlaylistFormat {
  if (format !== undefined) return format as PlaylistFormat;
  if (accept === null || accept.trim() === '') return 'json';
  const ranges = accept
    .split(',')
    .map((range) => {
      const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
      const q = Number(parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? 1);
      return { type, q: Number.isNaN(q) ? 0 : q };
    })
    .filter(({ q }) => q > 0)
    .sort((a, b) => b.q - a.q);
  for (const { type } of ranges) {
    const found = formats.find((name) => (types[name] as readonly string[]).includes(type));
    if (found !== undefined) return found;
  }
  throw new Rejection('not-acceptable', `A playlist is given as ${formats.map((name) => types[name][0]).join(', ')}`);
}
