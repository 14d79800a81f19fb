/** What a real client sends and what it reads of the answer: interface facts, as rows of a table. */
import { z } from 'zod';

/** What is there before a client calls. */
export type Known = {
  readonly userName: string;
  /** The bare token, a UUID. */
  readonly token: string;
  readonly playlistId: string;
  /** A listen of the user's, settled long before. */
  readonly listenedAt: number;
  readonly recordingMsid: string;
  /** Unix seconds. */
  readonly now: number;
};

export type Exchange = {
  readonly what: string;
  readonly method?: 'GET' | 'POST';
  /** From the URL the user enters to the one the client calls, joined the way this client joins. */
  readonly url: (entered: string, known: Known) => string;
  readonly headers?: (known: Known) => Record<string, string>;
  readonly body?: (known: Known) => unknown;
  readonly status: number;
  /** What the client reads, as strictly as it does; left out when the status is all it looks at. */
  readonly reads?: z.ZodType;
  /** Headers it reads. */
  readonly headersRead?: readonly string[];
};

export type Client = {
  readonly client: string;
  /** The form of URL that its settings take. */
  readonly enters: (origin: string) => string;
  readonly exchanges: readonly Exchange[];
};

export const json = { 'content-type': 'application/json' };
/** The header in the spelling of most clients, with JSON announced. */
export const tokenAndJson = ({ token }: Known) => ({ authorization: `Token ${token}`, ...json });
export const tokenOnly = ({ token }: Known) => ({ authorization: `Token ${token}` });

/** Compared letter by letter. */
export const statusOk = z.object({ status: z.literal('ok') });
/** The code may be read as text or as a number; a login needs the name. */
export const validToken = z.object({ code: z.literal(200), valid: z.literal(true), user_name: z.literal('ada') });

/** Fractions, letters and nulls where a whole number is declared fail typed clients. */
export const int32 = z
  .int()
  .min(-(2 ** 31))
  .max(2 ** 31 - 1);
