/** Takes judged listens in: users known, bad ones quarantined, good ones published. Shared by `/v1` and `/1`. */

import { hash } from 'node:crypto';
import type { Door, Welcome } from '#functions/ingest/welcome.ts';
import type { Refusal } from '#shared/domain/listens/judging.ts';
import { listenedMessages } from '#shared/domain/listens/messages.ts';
import { pagesOf } from '#shared/domain/pages.ts';
import type { Log } from '#shared/ports/log.ts';
import type { Quarantine } from '#shared/ports/quarantine.ts';
import type { Topics } from '#shared/ports/topics.ts';
import type { Users } from '#shared/ports/users.ts';
import { UserId } from '#shared/schemas/ids.ts';
import { limits } from '#shared/schemas/limits.ts';
import type { Listen } from '#shared/schemas/listen.ts';
import type { Quarantined } from '#shared/schemas/quarantine.ts';
import { readUntrusted } from '#shared/schemas/read-untrusted.ts';

export type AcceptPorts = {
  readonly topics: Topics;
  readonly quarantine: Quarantine;
  readonly users: Pick<Users, 'read'>;
  readonly welcome: Welcome;
  /** Left out where a look at the user is a read that costs. */
  readonly door?: Door;
  readonly log: Log;
};

export type ListenBatch = {
  readonly sent: readonly unknown[];
  readonly listens: readonly Listen[];
  readonly refused: readonly Refusal[];
  /** The user whose token was used; undefined for the operator, whose batches may introduce users. */
  readonly sender: UserId | undefined;
  readonly now: number;
};

export type AcceptListens = (
  batch: ListenBatch,
) => Promise<{ readonly accepted: number; readonly refused: readonly Refusal[] }>;

/** When it resolves, every accepted listen is durable and will be learned, and every refused one can be read back. */
export function createAcceptListens({ topics, quarantine, users, welcome, door, log }: AcceptPorts): AcceptListens {
  return async ({ sent, listens, refused, sender, now }) => {
    if (sender !== undefined) await door?.(sender);
    const forgotten = sender === undefined ? await welcomeAll(welcome, listens, now) : new Set<UserId>();
    const good = forgotten.size === 0 ? listens : listens.filter(({ userId }) => !forgotten.has(userId));
    const late = forgotten.size === 0 ? [] : refusalsOf(sent, forgotten);

    const held = refused.flatMap((refusal) => quarantined(sent[refusal.index], refusal, sender, now));
    const gone = await forgottenAmong(users, held);
    const kept = held.filter(({ userId }) => !gone.has(userId));
    for (const page of pagesOf(kept, 500)) await quarantine.add(page);

    const messages = listenedMessages(good, now);
    if (messages.length > 0) {
      await topics.publish(
        'listens',
        messages.map((message) => ({ message, orderingKey: message.userId })),
      );
    }
    log('INFO', 'listens accepted', { verb: 'ingest', accepted: good.length, refused: refused.length + late.length });
    return { accepted: good.length, refused: [...refused, ...late].sort((a, b) => a.index - b.index) };
  };
}

async function welcomeAll(welcome: Welcome, listens: readonly Listen[], now: number): Promise<Set<UserId>> {
  const forgotten = new Set<UserId>();
  for (const userId of new Set(listens.map((listen) => listen.userId))) {
    if ((await welcome(userId, now)) === 'forgotten') forgotten.add(userId);
  }
  return forgotten;
}

/** Also what is refused for its shape names its user: of who was forgotten nothing is kept again (I10). */
async function forgottenAmong(users: AcceptPorts['users'], held: readonly Quarantined[]): Promise<Set<UserId>> {
  const forgotten = new Set<UserId>();
  for (const userId of new Set(held.map((one) => one.userId))) {
    if ((await users.read(userId)).state === 'forgotten') forgotten.add(userId);
  }
  return forgotten;
}

function refusalsOf(sent: readonly unknown[], forgotten: ReadonlySet<string>): Refusal[] {
  return sent.flatMap((value, index) =>
    forgotten.has((value as { userId?: string }).userId ?? '')
      ? [{ index, code: 'forgotten', detail: '"userId": this user was forgotten; their listens are dropped' }]
      : [],
  );
}

/** The same refusal of the same thing has the same id, so that a retry is kept once. */
function quarantined(
  value: unknown,
  { index, code, detail }: Refusal,
  sender: UserId | undefined,
  now: number,
): Quarantined[] {
  const named = readUntrusted(UserId, (value as { userId?: unknown } | null)?.userId);
  const userId = sender ?? (named.success ? named.data : undefined);
  if (userId === undefined) return [];
  const sent = (JSON.stringify(value) ?? String(value)).slice(0, limits.quarantineCharactersMax).toWellFormed();
  return [
    {
      quarantineId: hash('sha256', JSON.stringify([userId, code, sent]), 'base64url'),
      userId,
      receivedAt: now,
      index,
      code,
      detail,
      sent,
    },
  ];
}
