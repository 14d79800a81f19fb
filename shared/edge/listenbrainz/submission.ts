/** Reads the body of `submit-listens`: the envelope as a whole, then each listen on its own. */
import { ListenRejection } from '#shared/edge/listenbrainz/listen-rejection.ts';
import { readListen } from '#shared/edge/listenbrainz/submitted-listen.ts';
import type { UserId } from '#shared/schemas/ids.ts';
import { limits } from '#shared/schemas/limits.ts';
import type { Listen } from '#shared/schemas/listen.ts';
import { Rejection } from '#shared/schemas/problem.ts';

const listenTypes = ['single', 'import', 'playing_now'] as const;

export type Submission = {
  readonly listenType: (typeof listenTypes)[number];
  /** At least one listen, not yet looked at. */
  readonly payload: readonly unknown[];
};

/** Throws a Rejection in ListenBrainz's words when nothing can be made of the body. */
export function readSubmission(body: unknown): Submission {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw invalid('Invalid JSON document submitted. Top level of JSON document should be a json object.');
  }
  const { listen_type: listenType, payload } = body as { listen_type?: unknown; payload?: unknown };
  if (listenType === undefined || !Array.isArray(payload)) throw invalid('Invalid JSON document submitted.');
  if (payload.length === 0) throw invalid('JSON document does not contain any listens');
  if (payload.length > limits.listensPerRequestMax) {
    const max = limits.listensPerRequestMax;
    throw invalid(`Too many listens. You may not submit more than ${max} listens at once.`);
  }
  if (!isListenType(listenType)) throw invalid('JSON document requires a valid listen_type key.');
  if (listenType !== 'import' && payload.length > 1) {
    const detail = 'JSON document contains more than listen for a single/playing_now. It should contain only one.';
    throw invalid(detail);
  }
  return { listenType, payload };
}

const isListenType = (value: unknown): value is Submission['listenType'] =>
  (listenTypes as readonly unknown[]).includes(value);

const invalid = (detail: string): Rejection => new Rejection('invalid-request', detail);

export type JudgedSubmission = {
  /** Each listen once, however often the batch holds it. */
  readonly listens: readonly Listen[];
  readonly rejected: readonly { readonly index: number; readonly rejection: ListenRejection }[];
};

/** Judges every listen of a `single` or `import`. `now`: Unix seconds. */
export function judgeSubmission(
  payload: readonly unknown[],
  context: { readonly userId: UserId; readonly now: number },
): JudgedSubmission {
  const tooLarge = sizeLimit(payload);
  const listens = new Map<string, Listen>();
  const rejected: { index: number; rejection: ListenRejection }[] = [];
  payload.forEach((sent, index) => {
    try {
      tooLarge(sent);
      const listen = readListen(sent, context);
      if (!listens.has(listen.id)) listens.set(listen.id, listen);
    } catch (error) {
      if (!(error instanceof ListenRejection)) throw error;
      rejected.push({ index, rejection: error });
    }
  });
  return { listens: [...listens.values()], rejected };
}

/**
 * ListenBrainz refuses a batch whose listens are larger than 10 KB on average. Here the batch is held against the same
 * mean, but only its large listens are refused.
 */
export function sizeLimit(payload: readonly unknown[]): (sent: unknown) => void {
  const sizes = new Map(payload.map((sent) => [sent, Buffer.byteLength(JSON.stringify(sent))]));
  const total = payload.reduce<number>((sum, sent) => sum + (sizes.get(sent) as number), 0);
  const { listenBytesMax, listenBytesInSmallBatchMax } = limits;
  const max = total > listenBytesMax * payload.length ? listenBytesMax : listenBytesInSmallBatchMax;
  return (sent) => {
    if ((sizes.get(sent) as number) <= max) return;
    const detail = `JSON document is too large. In aggregate, listens may not be larger than ${listenBytesMax} characters.`;
    throw new ListenRejection(detail, undefined, 'too-large');
  };
}
