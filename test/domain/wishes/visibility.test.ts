import { describe, expect, it } from 'vitest';
import { assemble } from '#shared/domain/edition/assemble.ts';
import { withAllowed } from '#shared/domain/edition/visible-edition.ts';
import { allows, wishesOf } from '#shared/domain/wishes/visibility.ts';
import type { ItemCard } from '#shared/schemas/model.ts';
import type { Block, User } from '#shared/schemas/user.ts';
import { ada, adasPlays, dueAt, inputsOf, profileOf } from '#test/support/editions.ts';

const card = (more: Partial<Record<keyof ItemCard, unknown>> = {}): ItemCard =>
  ({ itemId: 'song', kind: 'track', artistId: 'artist', tags: ['Shoegaze'], ...more }) as ItemCard;

const blocking = (...blocks: readonly Block[]): User => ({ ...ada, blocks: [...blocks] });
const block = (kind: Block['kind'], id: string, until?: number): Block => ({
  kind,
  id,
  blockedAt: dueAt,
  ...(until === undefined ? {} : { until }),
});

describe('I7 Never again: allows', () => {
  it('I7 refuses a blocked item, artist and tag, the tag in any case', () => {
    expect(allows(ada, dueAt)(card())).toBe(true);
    for (const refused of [
      block('item', 'song'),
      block('artist', 'artist'),
      block('tag', 'shoegaze'),
      block('tag', 'SHOEGAZE'),
    ]) {
      expect(allows(blocking(refused), dueAt)(card())).toBe(false);
    }
    expect(
      allows(blocking(block('item', 'artist'), block('artist', 'song'), block('tag', 'song')), dueAt)(card()),
    ).toBe(true);
  });

  it('I7 refuses a hated item and not a loved one', () => {
    const hating: User = { ...ada, feedback: [['song', { score: -1, givenAt: dueAt }]] };
    const loving: User = { ...ada, feedback: [['song', { score: 1, givenAt: dueAt }]] };
    expect(allows(hating, dueAt)(card())).toBe(false);
    expect(allows(loving, dueAt)(card())).toBe(true);
  });

  it('lets a block go at the second it ends', () => {
    const user = blocking(block('item', 'song', dueAt + 10));
    expect(allows(user, dueAt + 9)(card())).toBe(false);
    expect(allows(user, dueAt + 10)(card())).toBe(true);
  });

  it('hides explicit items and unwanted kinds as the settings say', () => {
    const clean: User = { ...ada, settings: { ...ada.settings, explicit: false } };
    expect(allows(clean, dueAt)(card({ explicit: true }))).toBe(false);
    expect(allows(clean, dueAt)(card({ explicit: false }))).toBe(true);
    expect(allows(clean, dueAt)(card())).toBe(true);
    const tracksOnly: User = { ...ada, settings: { ...ada.settings, kinds: ['track'] } };
    expect(allows(tracksOnly, dueAt)(card({ kind: 'episode' }))).toBe(false);
    expect(allows(tracksOnly, dueAt)(card())).toBe(true);
  });
});

describe('I7 Never again: editions', () => {
  const profile = profileOf(adasPlays());
  const { edition } = assemble(inputsOf({ patch: 'weekly-jams', profile }));

  it('I7 an edition built before the block is shown without what is blocked', () => {
    const [first] = edition.items;
    const user = blocking(block('artist', first?.item.artistId as string));
    const shown = withAllowed(edition, wishesOf(user, dueAt));
    expect(shown.items.length).toBeLessThan(edition.items.length);
    expect(shown.items.some(({ item }) => item.artistId === first?.item.artistId)).toBe(false);
    expect(shown.items.every((item) => edition.items.includes(item))).toBe(true);
  });

  it('I7 an edition built before the user wanted nothing explicit is shown without what is', () => {
    const items = edition.items.map((shown, nth) => ({ ...shown, item: { ...shown.item, explicit: nth % 2 === 0 } }));
    const shown = withAllowed(
      { ...edition, items },
      wishesOf({ ...ada, settings: { ...ada.settings, explicit: false } }, dueAt),
    );
    expect(shown.items).toEqual(items.filter(({ item }) => !item.explicit));
    expect(withAllowed({ ...edition, items }, wishesOf(ada, dueAt)).items).toEqual(items);
  });

  it('I7 an edition built after the block never had it, and an exploration is full all the same', () => {
    for (const patch of ['weekly-exploration', 'weekly-jams', 'daily-jams'] as const) {
      const user = blocking(block('artist', 'pale-harbour'), block('tag', 'Synth Pop'), block('item', 'stille/1'));
      const built = assemble(inputsOf({ patch, profile, user })).edition;
      expect(built.items.every(({ item }) => allows(user, dueAt)(item))).toBe(true);
      expect(built.items.length).toBeGreaterThanOrEqual(patch === 'weekly-exploration' ? 50 : 10);
    }
  });
});
