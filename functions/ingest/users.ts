/** What users and the operator say about users: settings, tokens, feedback, blocks. Everything counts from the next request on. */

import { createNaming } from '#functions/ingest/names.ts';
import { createMissingSchedules, newUser } from '#functions/ingest/welcome.ts';
import { reschedule } from '#shared/domain/edition/calendar.ts';
import { addBlock, applySettings, removeBlock, setFeedback } from '#shared/domain/wishes/preferences.ts';
import { tokenHash } from '#shared/edge/http/authenticate.ts';
import type { HandlersOf } from '#shared/edge/http/operation.ts';
import type { V1 } from '#shared/edge/http/v1.ts';
import { rfc3339Of, userView } from '#shared/edge/http/views.ts';
import type { Catalogue } from '#shared/ports/catalogue.ts';
import type { Schedules } from '#shared/ports/editions.ts';
import type { Topics } from '#shared/ports/topics.ts';
import type { Tokens, Users } from '#shared/ports/users.ts';
import { patches } from '#shared/schemas/edition.ts';
import type { UserId } from '#shared/schemas/ids.ts';
import { limits } from '#shared/schemas/limits.ts';
import { Rejection } from '#shared/schemas/problem.ts';
import { defaultSettings, type User } from '#shared/schemas/user.ts';

type Ports = {
  readonly users: Users;
  readonly tokens: Tokens;
  readonly schedules: Schedules;
  readonly catalogue: Catalogue;
  readonly topics: Topics;
  readonly newUuid: () => string;
};

type UserOperations = Pick<V1, 'putUser' | 'postToken' | 'deleteToken' | 'putFeedback' | 'putBlock' | 'deleteBlock'>;

export function createUserHandlers({
  users,
  tokens,
  schedules,
  catalogue,
  topics,
  newUuid,
}: Ports): HandlersOf<UserOperations> {
  const change = createChange({ users, topics });
  const naming = createNaming(catalogue);
  return {
    putUser: async ({ params: { userId }, body, principal, now }) => {
      const before = await users.read(userId);
      refuseForgotten(before.state, userId);
      if (before.state === 'unknown' && principal.scope !== 'operator') throw unknownUser(userId);
      const settings = applySettings(before.state === 'known' ? before.user.settings : defaultSettings, body);
      await createMissingSchedules(schedules, newUser(userId, settings, now), now);
      const after = await users.update(userId, (user) =>
        user === undefined ? newUser(userId, settings, now) : { ...user, settings: applySettings(user.settings, body) },
      );
      if (after.state !== 'known') throw forgottenUser(userId);
      if (before.state === 'known') await rescheduleAll(schedules, after.user, now);
      return { status: before.state === 'known' ? 200 : 201, json: userView(after.user) };
    },

    postToken: async ({ params: { userId }, body, now }) => {
      await expectKnown(users, userId);
      if ((await tokens.ofUser(userId)).length >= limits.tokensPerUserMax) {
        throw fullOfTokens(userId);
      }
      const token = newUuid();
      const made = { tokenId: newUuid(), userId, scope: body.scope };
      await tokens.create({ ...made, hash: tokenHash(token), createdAt: now });
      // Calls that raced all found room: of those that are too many, none stays.
      if ((await tokens.ofUser(userId)).length > limits.tokensPerUserMax) {
        await tokens.revoke(userId, made.tokenId);
        throw fullOfTokens(userId);
      }
      return { status: 201, json: { token, ...made } };
    },

    deleteToken: async ({ params: { userId, tokenId } }) => {
      if (!(await tokens.revoke(userId, tokenId))) throw new Rejection('not-found', 'There is no such token');
      return { status: 204 };
    },

    putFeedback: async ({ params: { userId, itemId }, body: { score }, now }) => {
      const item = await naming('item', itemId, userId);
      await change(userId, (user) => setFeedback(user, item, score, now));
      return { status: 200, json: { itemId, score } };
    },

    putBlock: async ({ params: { userId, kind, id }, body: { until }, now }) => {
      const { also = [] } = await naming(kind, id, userId);
      const named = also.length === 0 ? {} : { also: [...also] };
      const block = { kind, id, ...named, blockedAt: now, ...(until === undefined ? {} : { until }) };
      await change(userId, (user) => addBlock(user, block, now));
      return {
        status: 200,
        json: { kind, id, blockedAt: rfc3339Of(now), until: until === undefined ? null : rfc3339Of(until) },
      };
    },

    deleteBlock: async ({ params: { userId, kind, id } }) => {
      await change(userId, (user) => removeBlock(user, { kind, id }));
      return { status: 204 };
    },
  };
}

type ChangePorts = { readonly users: Users; readonly topics: Topics };

/** Changes a known user; refuses an unknown or forgotten one. Lists in a player are asked to follow. */
export function createChange({ users, topics }: ChangePorts) {
  return async (userId: UserId, evolve: (user: User) => User): Promise<User> => {
    let isDelivered = false;
    const record = await users.update(userId, (user) => {
      if (user === undefined) return undefined;
      const next = fitting(evolve(user));
      const isWish = next.blocks !== user.blocks || next.feedback !== user.feedback;
      isDelivered = isWish && (user.libraries ?? []).length > 0;
      return next;
    });
    refuseForgotten(record.state, userId);
    if (record.state !== 'known') throw unknownUser(userId);
    if (isDelivered) await topics.publish('editions', [{ message: { type: 'wished', userId } }]);
    return record.user;
  };
}

/** Two thousand blocks and five thousand feedbacks fit one document, unless their ids are as long as ids may be. */
function fitting(user: User): User {
  if (Buffer.byteLength(JSON.stringify(user)) <= limits.userBytesMax) return user;
  const detail = `Blocks and feedback are over ${limits.userBytesMax} bytes together; take some back first`;
  throw new Rejection('limit-reached', detail);
}

/** Refuses an unknown or forgotten user. */
export async function expectKnown(users: Users, userId: UserId): Promise<User> {
  const record = await users.read(userId);
  refuseForgotten(record.state, userId);
  if (record.state !== 'known') throw unknownUser(userId);
  return record.user;
}

async function rescheduleAll(schedules: Schedules, user: User, now: number): Promise<void> {
  for (const patch of patches) {
    await schedules.update(user.userId, patch, (schedule) =>
      schedule === undefined ? undefined : reschedule(schedule, { settings: user.settings, now }),
    );
  }
}

function refuseForgotten(state: 'known' | 'unknown' | 'forgotten', userId: string): void {
  if (state === 'forgotten') throw forgottenUser(userId);
}

const fullOfTokens = (userId: string): Rejection =>
  new Rejection('limit-reached', `"${userId}" has ${limits.tokensPerUserMax} tokens; revoke one first`);

const forgottenUser = (userId: string): Rejection => new Rejection('forgotten', `"${userId}" was forgotten on request`);

const unknownUser = (userId: string): Rejection =>
  new Rejection('not-found', `There is no user "${userId}"; the operator creates one with PUT /v1/users/{userId}`);
