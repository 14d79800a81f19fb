/** A refusal of one listen: ListenBrainz answers it with the listen's own keys beside `code` and `error`. */
import { Rejection } from '#shared/schemas/problem.ts';

/** Why a listen is kept in quarantine; the same words as `/v1` uses. */
export type RejectionKind = 'invalid-listen' | 'too-old' | 'in-the-future' | 'too-large';

export class ListenRejection extends Rejection {
  readonly verdict: RejectionKind;
  /** What was sent; undefined when it was not even an object. */
  readonly listen: Readonly<Record<string, unknown>> | undefined;

  /** `detail` is ListenBrainz's own text wherever it has one: players show it, and their users search for it. */
  constructor(detail: string, listen?: Readonly<Record<string, unknown>>, verdict: RejectionKind = 'invalid-listen') {
    super('invalid-request', detail);
    this.verdict = verdict;
    this.listen = listen;
  }
}
