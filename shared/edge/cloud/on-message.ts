/** Registers a verb that a topic sets off. Pub/Sub acknowledges by the status: 204 is done, 500 is delivered again. */
import { http } from '@google-cloud/functions-framework';
import { deliveryIn, messageIn } from '#shared/edge/cloud/event.ts';
import { leaveDomain } from '#shared/edge/cloud/leave-domain.ts';
import { keepBodiesRaw, rawBodyOf } from '#shared/edge/cloud/raw-body.ts';
import { traceparentOf, withTrace } from '#shared/edge/cloud/trace.ts';
import { reasonOf } from '#shared/edge/reason.ts';
import { inSpan } from '#shared/edge/telemetry.ts';
import { LeaseTaken } from '#shared/ports/lease.ts';
import type { Log } from '#shared/ports/log.ts';
import { httpStatus } from '#shared/ports/telemetry.ts';
import type { Topics } from '#shared/ports/topics.ts';
import { attemptsMaxOf } from '#shared/schemas/attempts.ts';
import type { MessageOf, Topic } from '#shared/schemas/message.ts';
import { Rejection } from '#shared/schemas/problem.ts';

export type MessageVerb<T extends Topic> = {
  readonly verb: string;
  readonly topic: T;
  readonly handle: (message: MessageOf<T>) => Promise<unknown>;
  /** Where a message is sent again that has to wait for another worker: that is no attempt. */
  readonly topics?: Topics;
  readonly log: Log;
};

/**
 *   handled ── 204 ── gone
 *   rejected ─ 204 ── recorded in the log, and gone: trying again would change nothing
 *   taken ──── 204 ── sent again, with all its attempts before it
 *   thrown ─── 500 ── delivered again, later each time; the last time it moves to the dead-letter topic, whole
 */
export function onMessage<T extends Topic>(on: MessageVerb<T>): void {
  const { verb, topic } = on;
  keepBodiesRaw();
  http(verb, async (request, response) => {
    leaveDomain();
    const span = () => ({ name: `${verb} ${topic}`, traceparent: traceparentOf(request.headers), outcome: asStatus });
    const body = await rawBodyOf(request);
    const status = await withTrace(request.headers, () => inSpan(span, () => statusOf(on, body)));
    response.status(status).end();
  });
}

const asStatus = (status: number) => ({ [httpStatus]: status });

async function statusOf<T extends Topic>(on: MessageVerb<T>, body: Buffer): Promise<number> {
  const { verb, topic, log } = on;
  let attempt = 1;
  try {
    const delivered = deliveryIn(body);
    attempt = delivered.deliveryAttempt ?? 1;
    await handleOrPostpone(on, messageIn(topic, delivered));
    return 204;
  } catch (error) {
    if (error instanceof Rejection) {
      log('WARNING', 'message rejected', { verb, topic, code: error.code, detail: error.message });
      return 204;
    }
    const last = attempt >= attemptsMaxOf(topic);
    log('ERROR', last ? 'message buried' : 'message failed', { verb, topic, attempt, reason: reasonOf(error) });
    return 500;
  }
}

async function handleOrPostpone<T extends Topic>(on: MessageVerb<T>, message: MessageOf<T>): Promise<void> {
  const { verb, topic, handle, topics, log } = on;
  try {
    await handle(message);
  } catch (error) {
    if (topics === undefined || !(error instanceof LeaseTaken)) throw error;
    const { userId: orderingKey } = message as { readonly userId?: string };
    await topics.publish(topic, [orderingKey === undefined ? { message } : { message, orderingKey }]);
    log('INFO', 'message postponed', { verb, topic, reason: reasonOf(error) });
  }
}
