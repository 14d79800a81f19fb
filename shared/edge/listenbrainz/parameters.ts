/** The parameters of `/1`, read as leniently as ListenBrainz reads them: too large a page is the largest one. */
import { z } from 'zod';
import { UserId } from '#shared/schemas/ids.ts';
import { limits } from '#shared/schemas/limits.ts';

/** A whole number from 0, cut to `max`; `otherwise` when it is left out. */
function whole<D>(name: string, { max, otherwise }: { readonly max: number; readonly otherwise: D }) {
  return z
    .string()
    .regex(/^\d+$/, `'${name}' should be a non-negative integer`)
    .optional()
    .transform((text) => (text === undefined ? otherwise : Math.min(Number(text), max)));
}

const count = whole('count', { max: limits.listensPageSizeMax, otherwise: limits.pageSizeDefault });
const offset = whole('offset', { max: 1_000_000, otherwise: 0 });

/** A page by its size and the entries before it. */
export const page = { count, offset };
export const Paging = z.object(page);

/** The listener a path is about: ListenBrainz's user names are Segue's user ids. */
export const listener = z.object({ userName: UserId });

/** An instant, Unix seconds. */
export const instant = (name: string) => whole(name, { max: 99_999_999_999, otherwise: undefined });

/** "true", "1" and the like; anything else is false. */
export const flag = z
  .string()
  .optional()
  .transform((text) => /^(true|1|yes|t)$/i.test(text ?? ''));
