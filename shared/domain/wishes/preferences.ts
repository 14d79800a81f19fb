/** What a user says about items, artists and tags: pure changes of the user document, within its limits. */
import { followShow } from '#shared/domain/wishes/follows.ts';
import { limits } from '#shared/schemas/limits.ts';
import { Rejection } from '#shared/schemas/problem.ts';
import type { Block, BlockKind, User, UserSettings, UserSettingsInput } from '#shared/schemas/user.ts';

/** An item with the other ids by which it is known. */
export type NamedItem = { readonly itemId: string; readonly also?: readonly string[] };

/** 1 love, -1 hate, 0 takes either back. `now`: Unix seconds. */
export function setFeedback(user: User, { itemId, also = [] }: NamedItem, score: -1 | 0 | 1, now: number): User {
  const names = new Set([itemId, ...also]);
  // What was said of the same item under another of its names is taken back with it.
  const others = user.feedback.filter(([id, given]) => !names.has(id) && !given.also?.some((each) => names.has(each)));
  if (score === 0) return { ...user, feedback: others };
  if (others.length >= limits.feedbackPerUserMax) {
    throw new Rejection(
      'limit-reached',
      `"feedback": ${limits.feedbackPerUserMax} items have feedback; take some back first`,
    );
  }
  return {
    ...user,
    feedback: [...others, [itemId, { score, givenAt: now, ...(also.length === 0 ? {} : { also: [...also] }) }]],
  };
}

type BlockNamed = { readonly kind: BlockKind; readonly id: string; readonly also?: readonly string[] | undefined };

/** Replaces a block of the same thing; blocks that have run out make room. */
export function addBlock(user: User, block: Block, now: number): User {
  const id = block.kind === 'tag' ? block.id.toLowerCase() : block.id;
  const others = removeBlock(user, { ...block, id }).blocks.filter(({ until }) => until === undefined || until > now);
  if (others.length >= limits.blocksPerUserMax) {
    throw new Rejection('limit-reached', `"blocks": ${limits.blocksPerUserMax} are in force; take some back first`);
  }
  return { ...user, blocks: [...others, { ...block, id }] };
}

/** A block is taken back by any name of what it blocks. */
export function removeBlock(user: User, { kind, id, also = [] }: BlockNamed): User {
  const names = new Set([kind === 'tag' ? id.toLowerCase() : id, ...also]);
  const isMeant = (block: Block): boolean =>
    block.kind === kind && (names.has(block.id) || block.also?.some((name) => names.has(name)) === true);
  return { ...user, blocks: user.blocks.filter((block) => !isMeant(block)) };
}

/** Settings with what was given put in; what was left out stays. */
export function applySettings(settings: UserSettings, given: UserSettingsInput): UserSettings {
  const said = Object.entries(given).filter(([, value]) => value !== undefined);
  const all = Object.entries({ ...settings, ...Object.fromEntries(said) });
  return Object.fromEntries(all.filter(([, value]) => value !== null)) as UserSettings;
}

/**
 * A user as two homes know them: the settings of the one that is moved in, and the wishes of both, of two on the same thing
 * the later one.
 */
export function mergeUsers(known: User, moved: User): User {
  const feedback = moved.feedback
    .toSorted(([, a], [, b]) => a.givenAt - b.givenAt)
    .reduce((user, [itemId, { score, givenAt, also }]) => {
      const before = user.feedback.find(([id]) => id === itemId);
      if (before !== undefined && before[1].givenAt > givenAt) return user;
      return setFeedback(user, { itemId, ...(also === undefined ? {} : { also }) }, score, givenAt);
    }, known);
  const merged = moved.blocks
    .toSorted((a, b) => a.blockedAt - b.blockedAt)
    .reduce((user, block) => {
      const before = user.blocks.find(({ kind, id }) => kind === block.kind && id === block.id);
      return before !== undefined && before.blockedAt > block.blockedAt ? user : addBlock(user, block, block.blockedAt);
    }, feedback);
  const latestImport = Math.max(known.latestImport ?? 0, moved.latestImport ?? 0);
  return {
    ...merged,
    settings: (known.settings.follows ?? []).reduce(followShow, moved.settings),
    ...(latestImport === 0 ? {} : { latestImport }),
    ...(moved.displayName === undefined ? {} : { displayName: moved.displayName }),
  };
}
