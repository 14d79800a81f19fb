/** An import of history over HTTP: what is said beside the file, and the records that answer it. */
import { z } from 'zod';
import { limits } from '#shared/schemas/limits.ts';
import { TimeZone } from '#shared/schemas/user.ts';

function isCharacterSet(name: string): boolean {
  try {
    return new TextDecoder(name) !== undefined;
  } catch {
    return false;
  }
}

export const ImportQuery = z.object({
  file: z.string().max(limits.idBytesMax).optional().describe('Name of the file, for what the answer says of it'),
  zone: TimeZone.optional().describe('Zone of times that are written without one; UTC when left out'),
  dates: z
    .enum(['day-first', 'month-first'])
    .optional()
    .describe('What 03/04/2023 means, where the file does not tell'),
  encoding: z
    .string()
    .max(40)
    .refine(isCharacterSet, 'must be a character set, for example "windows-1252"')
    .optional()
    .describe('Character set of a text that is neither UTF-8 nor UTF-16; windows-1252 when left out'),
  private: z.enum(['keep', 'leave']).optional().describe('Whether what was played in a private session counts'),
  after: z.coerce
    .number()
    .int()
    .min(0)
    .max(1e12)
    .optional()
    .describe('Records to pass over: what `read` said last when an import broke off. Sending them again adds nothing'),
});
export type ImportQuery = z.infer<typeof ImportQuery>;

/**
 * What a file holds beside listens and a home takes in: shows that are followed; of another home's export wishes and
 * settings, editions. Not looked at yet.
 */
export type HeldRecord = {
  readonly type: 'user' | 'edition' | 'follow';
  /** Whose it is, where the file says so. */
  readonly userId?: string;
  readonly value: unknown;
};

const Counts = {
  read: z.int().describe('Records of the file so far, whatever became of them'),
  accepted: z.int(),
  rejected: z.int().describe('Listens that were refused'),
  unreadable: z.int().describe('Records that no listen can be made of'),
  omitted: z.int().describe('Records that are no listens'),
  restored: z
    .int()
    .describe("Records that are no listens and were taken in: shows to follow, and what another home's export holds"),
};

/** One line of the answer. `result` is the last; without it the import broke off, and goes on with `after`. */
export const ImportRecord = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('file'),
    file: z.string(),
    format: z.string().optional(),
    refusal: z.string().optional().describe('Why a file of an archive is passed over'),
  }),
  z.strictObject({
    type: z.literal('row'),
    file: z.string(),
    line: z.int(),
    code: z.string(),
    detail: z.string().describe('What is wrong, and what would be right'),
  }),
  z.strictObject({ type: z.literal('progress'), ...Counts }),
  z.strictObject({
    type: z.literal('read'),
    file: z.string(),
    ...Counts,
    remarks: z.array(z.string()).describe('What was assumed, or left out, and how often'),
  }),
  z.strictObject({ type: z.literal('result'), ...Counts }),
  z.strictObject({ type: z.literal('failure'), detail: z.string(), read: z.int() }),
]);
export type ImportRecord = z.infer<typeof ImportRecord>;
export type ImportCounts = { readonly [K in keyof typeof Counts]: number };
