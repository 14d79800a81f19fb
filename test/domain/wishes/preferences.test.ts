import { describe, expect, it } from 'vitest';
import { addBlock, applySettings, removeBlock, setFeedback } from '#shared/domain/wishes/preferences.ts';
import { limits } from '#shared/schemas/limits.ts';
import type { Block, User } from '#shared/schemas/user.ts';
import { ada, dueAt } from '#test/support/editions.ts';

const block = (id: string, more: Partial<Block> = {}): Block => ({ kind: 'item', id, blockedAt: dueAt, ...more });
const full = (until?: number): User => ({
  ...ada,
  blocks: Array.from({ length: limits.blocksPerUserMax }, (_, n) =>
    block(`item ${n}`, n === 0 && until !== undefined ? { until } : {}),
  ),
});
const ids = ({ blocks }: User): string[] => blocks.map(({ kind, id }) => `${kind} ${id}`);

describe('addBlock', () => {
  it('I11 Bounded: takes as many blocks as the limit says and refuses one more', () => {
    const one = { ...full(), blocks: full().blocks.slice(1) };
    expect(addBlock(one, block('last'), dueAt).blocks).toHaveLength(limits.blocksPerUserMax);
    expect(() => addBlock(full(), block('one too many'), dueAt)).toThrow(String(limits.blocksPerUserMax));
  });

  it('takes a block again at the limit, and replaces it in place of keeping both', () => {
    const again = addBlock(full(), block('item 7', { until: dueAt + 60 }), dueAt);
    expect(again.blocks).toHaveLength(limits.blocksPerUserMax);
    expect(again.blocks.filter(({ id }) => id === 'item 7')).toEqual([block('item 7', { until: dueAt + 60 })]);
  });

  it('gives the room of a block to another from the second it ends', () => {
    expect(() => addBlock(full(dueAt + 10), block('new'), dueAt + 9)).toThrow('in force');
    const later = addBlock(full(dueAt + 10), block('new'), dueAt + 10);
    expect(ids(later)).not.toContain('item item 0');
    expect(ids(later)).toContain('item new');
  });

  it('keeps tags in lower case, so that a tag is one in any case, and other ids as they are', () => {
    const once = addBlock(ada, block('Shoegaze', { kind: 'tag' }), dueAt);
    expect(ids(addBlock(once, block('SHOEGAZE', { kind: 'tag' }), dueAt))).toEqual(['tag shoegaze']);
    expect(ids(removeBlock(once, { kind: 'tag', id: 'ShoeGaze' }))).toEqual([]);
    expect(ids(addBlock(addBlock(ada, block('A'), dueAt), block('a'), dueAt))).toEqual(['item A', 'item a']);
  });
});

describe('removeBlock', () => {
  it('takes back the block of this kind and id and no other', () => {
    const both = [block('x'), block('x', { kind: 'artist' }), block('y')].reduce(
      (user, each) => addBlock(user, each, dueAt),
      ada,
    );
    expect(ids(removeBlock(both, { kind: 'item', id: 'x' }))).toEqual(['artist x', 'item y']);
  });
});

describe('setFeedback', () => {
  it('keeps one word an item, the last, and none when it is taken back', () => {
    const loved = setFeedback(setFeedback(ada, { itemId: 'song' }, -1, dueAt), { itemId: 'song' }, 1, dueAt + 1);
    expect(loved.feedback).toEqual([['song', { score: 1, givenAt: dueAt + 1 }]]);
    expect(
      setFeedback(setFeedback(loved, { itemId: 'other' }, 1, dueAt), { itemId: 'song' }, 0, dueAt).feedback.map(
        ([id]) => id,
      ),
    ).toEqual(['other']);
  });

  it('I11 Bounded: refuses feedback on one item more than the limit, not a change of mind', () => {
    const feedback = Array.from({ length: limits.feedbackPerUserMax }, (_, n): User['feedback'][number] => [
      `item ${n}`,
      { score: 1, givenAt: dueAt },
    ]);
    const user = { ...ada, feedback };
    expect(setFeedback({ ...ada, feedback: feedback.slice(1) }, { itemId: 'new' }, 1, dueAt).feedback).toHaveLength(
      feedback.length,
    );
    expect(() => setFeedback(user, { itemId: 'new' }, 1, dueAt)).toThrow(String(limits.feedbackPerUserMax));
    expect(setFeedback(user, { itemId: 'item 3' }, -1, dueAt).feedback).toHaveLength(feedback.length);
    expect(setFeedback(user, { itemId: 'item 3' }, 0, dueAt).feedback).toHaveLength(feedback.length - 1);
  });
});

describe('applySettings', () => {
  it('puts in what was given and keeps what was left out', () => {
    const settings = { ...ada.settings, explicit: true };
    expect(applySettings(settings, { explicit: false, timeZone: undefined })).toEqual({ ...settings, explicit: false });
  });
});
