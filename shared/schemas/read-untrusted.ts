/** Reads what somebody sent by a schema: whatever it is, the answer is a value or what is wrong with it, never a throw. */
import { z } from 'zod';

/**
 * Like `safeParse`. Zod compares the `length` of whatever has one, text or not, and an object may be sent as a length that
 * cannot be compared.
 */
export function readUntrusted<S extends z.ZodType>(schema: S, value: unknown): z.ZodSafeParseResult<z.infer<S>> {
  try {
    return schema.safeParse(value);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    const message = 'holds an object where text or a list is wanted';
    const refused = new z.ZodError([{ code: 'custom', path: [], message, input: undefined }]);
    return { success: false, error: refused as z.ZodError<z.infer<S>> };
  }
}
