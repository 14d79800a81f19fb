/** Addresses on the web, as clients send them and as they are kept: what people type becomes what RFC 3986 allows. */
import { z } from 'zod';
import { limits } from '#shared/schemas/limits.ts';

export const HttpUrl = z
  .url({ protocol: /^https?$/, error: 'must be an http or https URL' })
  .overwrite(asUri)
  .max(limits.textCharactersMax);

function asUri(text: string): string {
  if (!URL.canParse(text)) return text;
  const url = new URL(text);
  url.pathname = escaped(url.pathname);
  url.search = escaped(url.search.slice(1));
  url.hash = escaped(url.hash.slice(1));
  return url.href;
}

/** Browsers let through some of what must be escaped: brackets, bars, a percent sign that escapes nothing. */
function escaped(part: string): string {
  return part.replace(/%(?![\da-f]{2})|[^\w.~:/?@!$&'()*+,;=%-]/gi, encodeURIComponent);
}
