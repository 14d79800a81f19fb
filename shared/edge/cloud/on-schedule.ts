/** Registers a verb that Cloud Scheduler sets off, as of the instant it was due: a retry is then the same run again. */
import type { IncomingHttpHeaders } from 'node:http';
import { http } from '@google-cloud/functions-framework';
import { z } from 'zod';
import { leaveDomain } from '#shared/edge/cloud/leave-domain.ts';
import { keepBodiesRaw, rawBodyOf } from '#shared/edge/cloud/raw-body.ts';
import { traced } from '#shared/edge/cloud/trace.ts';
import type { Clock } from '#shared/ports/clock.ts';
import type { Log } from '#shared/ports/log.ts';
import { Instant } from '#shared/schemas/listen.ts';

export type ScheduledVerb = {
  readonly verb: string;
  /** `at`: Unix seconds. What it resolves with is the answer, for whoever fires it by hand. */
  readonly handle: (at: number) => Promise<unknown>;
  readonly clock: Clock;
  readonly log: Log;
};

export function onSchedule({ verb, handle, clock, log }: ScheduledVerb): void {
  keepBodiesRaw();
  http(verb, async (request, response) => {
    leaveDomain();
    await traced(request.headers, async () => {
      try {
        const result = await handle(dueAt(rawBodyOf(request), request.headers, clock()));
        response.status(200).json(result ?? null);
      } catch (error) {
        const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
        log('ERROR', 'scheduled verb failed', { verb, reason: reason.slice(0, 4_000) });
        response.status(500).end();
      }
    });
  });
}

const Body = z.object({ at: Instant });

/** What the body asks for, else when Scheduler meant to fire, else now. */
function dueAt(body: Buffer, headers: IncomingHttpHeaders, now: number): number {
  const asked = Body.safeParse(jsonOf(body));
  if (asked.success) return asked.data.at;
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
