/** What a user says about items, artists and tags: pure changes of the user document, within its limits. */
import { limits } from '#shared/schemas/limits.ts';
import { Rejection } from '#shared/schemas/problem.ts';
import type { Block, BlockKind, User, UserSettings, UserSettingsInput } from '#shared/schemas/user.ts';

/** 1 love, -1 hate, 0 takes either back. `now`: Unix seconds. */
export function setFeedback(user: User, itemId: string, score: -1 | 0 | 1, now: number): User {
  const others = user.feedback.filter(([id]) => id !== itemId);
  if (score === 0) return { ...user, feedback: others };
  if (others.length >= limits.feedbackPerUserMax) {
    throw new Rejection(
      'limit-reached',
      `"feedback": ${limits.feedbackPerUserMax} items have feedback; take some back first`,
    );
  }
  return { ...user, feedback: [...others, [itemId, { score, givenAt: now }]] };
}

/** Replaces a block of the same thing; blocks that have run out make room. */
export function addBlock(user: User, block: Block, now: number): User {
  const id = block.kind === 'tag' ? block.id.toLowerCase() : block.id;
  const others = removeBlock(user, block.kind, id).blocks.filter(({ until }) => until === undefined || until > now);
  if (others.length >= limits.blocksPerUserMax) {
    throw new Rejection('limit-reached', `"blocks": ${limits.blocksPerUserMax} are in force; take some back first`);
  }
  return { ...user, blocks: [...others, { ...block, id }] };
}

export function removeBlock(user: User, kind: BlockKind, id: string): User {
  const same = kind === 'tag' ? id.toLowerCase() : id;
  return { ...user, blocks: user.blocks.filter((block) => block.kind !== kind || block.id !== same) };
}

/** Settings with what was given put in; what was left out stays. */
export function applySettings(settings: UserSettings, given: UserSettingsInput): UserSettings {
  const said = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return { ...settings, ...said };
}
