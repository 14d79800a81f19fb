/**
 * Refuses listens early while the home is behind: with 503 and Retry-After, before a body is read, so that memory stays
 * bounded and everything else is still answered. What was accepted is never given up; senders keep the rest and come back.
 */
import type { HttpHandler } from '#shared/edge/http/dispatch.ts';
import { pathOf } from '#shared/edge/http/match.ts';
import type { Dialect } from '#shared/edge/http/problem-response.ts';
import { limits } from '#shared/schemas/limits.ts';
import { Rejection } from '#shared/schemas/problem.ts';

export type SheddingPorts = {
  readonly answer: HttpHandler;
  readonly dialectOf: (path: string) => Dialect;
  /** Whether as many messages as this wait to be learned or to land. */
  readonly isBehind: (messages: number) => boolean;
  /** Whether the disk has no room for more; left out, it has. */
  readonly isDiskShort?: () => boolean;
};

export type SheddingDials = {
  readonly bodyBytesInFlightMax: number;
  readonly queuedMessagesMax: number;
};

/** What takes listens in. */
const shed: ReadonlySet<string> = new Set(['/v1/listens', '/1/submit-listens']);

/** A request costs memory beside its body, too; and most that do not say how long they are hold one listen. */
const requestBytesMin = 16_384;
const undeclaredBytes = 250_000;
/** Callers whose largest requests are read side by side: an importer sends a few batches of 250 KB at once. */
const callersAtOnce = 2;

export function createShedding(
  { answer, dialectOf, isBehind, isDiskShort }: SheddingPorts,
  dials: SheddingDials,
): HttpHandler {
  const { bodyBytesInFlightMax, queuedMessagesMax } = dials;
  const byCaller = new Map<string, number>();
  let bytesInFlight = 0;
  const shareMax = Math.floor(bodyBytesInFlightMax / callersAtOnce);
  const reasonAgainst = (bytes: number, caller: string): string | undefined => {
    if (isDiskShort?.() === true) return 'The disk is nearly full';
    if (isBehind(queuedMessagesMax)) return `${queuedMessagesMax} accepted messages wait to be learned`;
    // What comes alone is taken, whatever its size: its own limit stands elsewhere.
    const own = byCaller.get(caller) ?? 0;
    if (own > 0 && own + bytes > shareMax) return 'Too much of yours is being read already';
    if (bytesInFlight > 0 && bytesInFlight + bytes > bodyBytesInFlightMax) return 'Too much is being read already';
    return undefined;
  };
  const hold = (bytes: number, caller: string): void => {
    bytesInFlight += bytes;
    const own = (byCaller.get(caller) ?? 0) + bytes;
    if (own === 0) byCaller.delete(caller);
    else byCaller.set(caller, own);
  };
  return async (request, peer) => {
    const path = pathOf(request.url);
    if (request.method !== 'POST' || !shed.has(path)) return answer(request, peer);
    const caller = request.headers.get('authorization') ?? peer?.incoming?.socket?.remoteAddress ?? '';
    // One caller counts for its share at most, however large a body it says it will send and however slowly it sends it.
    const bytes = Math.min(shareMax, bytesOf(request));
    const reason = reasonAgainst(bytes, caller);
    if (reason !== undefined) {
      const retryAfterSeconds = limits.overloadedSeconds;
      const detail = `${reason}; send it again in ${retryAfterSeconds} s`;
      return dialectOf(path).refuse(new Rejection('overloaded', detail, { retryAfterSeconds }), { request, path });
    }
    hold(bytes, caller);
    try {
      return await answer(request, peer);
    } finally {
      hold(-bytes, caller);
    }
  };
}

function bytesOf(request: Request): number {
  const declared = Number(request.headers.get('content-length') ?? undeclaredBytes);
  return Math.max(requestBytesMin, Number.isFinite(declared) ? declared : undeclaredBytes);
}
