/** Registers a verb that Cloud Scheduler sets off, as of the instant it was due: a retry is then the same run again. */
import type { IncomingHttpHeaders } from 'node:http';
import { http } from '@google-cloud/functions-framework';
import type { z } from 'zod';
import { leaveDomain } from '#shared/edge/cloud/leave-domain.ts';
import { keepBodiesRaw, rawBodyOf } from '#shared/edge/cloud/raw-body.ts';
import { traceparentOf, withTrace } from '#shared/edge/cloud/trace.ts';
import { inSpan } from '#shared/edge/telemetry.ts';
import type { Clock } from '#shared/ports/clock.ts';
import type { Log } from '#shared/ports/log.ts';
import { Instant } from '#shared/schemas/listen.ts';
import { Part } from '#shared/schemas/part.ts';

export type ScheduledVerb = {
  readonly verb: string;
  /** `at`: Unix seconds. What it resolves with is the answer, for a caller who fires it by hand. */
  readonly handle: (at: number, part: Part) => Promise<unknown>;
  readonly clock: Clock;
  readonly log: Log;
};

export function onSchedule({ verb, handle, clock, log }: ScheduledVerb): void {
  keepBodiesRaw();
  http(verb, async (request, response) => {
    leaveDomain();
    await withTrace(request.headers, async () => {
      try {
        const { at, ...part } = askedOf(await rawBodyOf(request));
        const span = () => ({ name: verb, traceparent: traceparentOf(request.headers) });
        const result = await inSpan(span, () => handle(at ?? dueAt(request.headers, clock()), part));
        response.status(200).json(result ?? null);
      } catch (error) {
        const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
        log('ERROR', 'scheduled verb failed', { verb, reason: reason.slice(0, 4_000) });
        response.status(500).end();
      }
    });
  });
}

const Asked = Part.extend({ at: Instant.optional() });

/** What the body asks for; nothing when it is not ours. */
function askedOf(body: Buffer): z.infer<typeof Asked> {
  return Asked.safeParse(jsonOf(body)).data ?? Asked.parse({});
}

/** When Scheduler meant to fire, else now. */
function dueAt(headers: IncomingHttpHeaders, now: number): number {
  const scheduled = Date.parse(String(headers['x-cloudscheduler-scheduletime']));
  return Number.isNaN(scheduled) ? now : Math.floor(scheduled / 1_000);
}

function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}
