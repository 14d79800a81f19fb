/** What an HTTP operation is: one row of the route tables, from which routing, parsing and OpenAPI all come. */
import type { z } from 'zod';
import type { UserId } from '#shared/schemas/ids.ts';
import type { UserScope } from '#shared/schemas/token.ts';

/**
 * Who may call: anyone; the token's own user (or the operator); any valid token; the operator alone. `listener` is
 * own-user on the ListenBrainz wire: the user is named by `:userName` or `?user_name=`, and where the deployment gives
 * reads to everyone, a call without a token passes too. `unchecked` is anyone with whatever token: the handler judges it.
 */
export type Access = 'public' | 'own-user' | 'token' | 'operator' | 'listener' | 'unchecked';

/** What a token of one user may be narrowed to. */
export type NarrowScope = Exclude<UserScope, 'user' | 'everything'>;

/** The verb that answers; `local` exists on the embedded home only. */
export type HttpVerb = 'ingest' | 'serve' | 'local';

export type Operation = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Segments starting with ":" are parameters. */
  readonly path: string;
  readonly verb: HttpVerb;
  readonly access: Access;
  /** User tokens that may call beside those that open everything; where left out, a token to read may whatever only reads. */
  readonly scopes?: readonly NarrowScope[];
  /** Never answered with 429: scrobblers drop what they are told to send later, and liveness must not depend on a count. */
  readonly unlimited?: boolean;
  readonly summary: string;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  /** The body as documented and, unless `bodyParsed` says otherwise, as parsed. */
  readonly body?: z.ZodType;
  /** A laxer schema to parse with, where each element of a batch is judged on its own. */
  readonly bodyParsed?: z.ZodType;
  /** Whether a request without a body is fine. */
  readonly bodyOptional?: boolean;
  /** The body is a file as it is, in words: the handler reads it when it has room. */
  readonly file?: string;
  /** Success answers by status; null for one without a body. */
  readonly answers: Readonly<Record<number, z.ZodType | null>>;
  /** Whether the answer names a receipt, which its `Location` leads to. */
  readonly receipts?: true;
  /** Media types other than JSON that the success answer may have. */
  readonly formats?: readonly string[];
};

export type Principal =
  | { readonly scope: 'public' }
  | { readonly scope: 'operator' }
  | { readonly scope: 'user'; readonly userId: UserId; readonly tokenId: string; readonly only?: NarrowScope };

type Parsed<S> = S extends z.ZodType ? z.infer<S> : undefined;

/** The bytes of a file that was sent, at most so many. Throws a Rejection: too-large. */
export type ReadFile = (bytesMax: number) => Promise<Uint8Array>;

/** A call with everything parsed. `now`: Unix seconds. */
export type Call<O extends Operation = Operation> = {
  readonly principal: Principal;
  readonly params: Parsed<O['params']>;
  readonly query: Parsed<O['query']>;
  readonly body: O['file'] extends string
    ? ReadFile
    : O['bodyParsed'] extends z.ZodType
      ? Parsed<O['bodyParsed']>
      : Parsed<O['body']>;
  readonly accept: string | null;
  /** The token as presented, for `unchecked` calls only. */
  readonly token?: string | undefined;
  readonly now: number;
};

export type Answer = {
  readonly status: number;
  /** JSON, or text with its media type. */
  readonly json?: unknown;
  readonly text?: { readonly type: string; readonly text: string };
  /** An NDJSON stream of lines, for exports. */
  readonly lines?: AsyncIterable<unknown>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Seconds a private cache may keep it; conditional requests always work. Reads only. */
  readonly maxAgeSeconds?: number;
};

export type Operations = Readonly<Record<string, Operation>>;
export type HandlersOf<T extends Operations> = { readonly [K in keyof T]: (call: Call<T[K]>) => Promise<Answer> };

/** The part of a route table that one verb answers. */
export type OfVerb<T extends Operations, V extends HttpVerb> = {
  readonly [K in keyof T as T[K]['verb'] extends V ? K : never]: T[K];
};

/** Picks the operations of a verb from a table. */
export function operationsOf<T extends Operations, V extends HttpVerb>(table: T, verb: V): OfVerb<T, V> {
  return Object.fromEntries(Object.entries(table).filter(([, operation]) => operation.verb === verb)) as OfVerb<T, V>;
}
