/** What a model says of one user: items of their own, what is near them and what it proposes. */
import type { UserId } from '#shared/schemas/ids.ts';
import type { Candidate, Candidates, ItemCard, Neighbours } from '#shared/schemas/model.ts';
import type { TestHome } from '#test/support/home.ts';
import { modelVersion } from '#test/support/wire-edition.ts';

export type Taste = {
  readonly userId: string;
  readonly own: readonly ItemCard[];
  readonly near: readonly ItemCard[];
};

/** Every item of `near` is near every item of `own`, and proposed because of them. */
export async function publishTaste({ home, time, call }: TestHome, { userId, own, near }: Taste): Promise<void> {
  await call('PUT', '/v1/items', { items: [...own, ...near] });
  const seeds = own.map(({ itemId, title, artistId, artistName }) => ({
    itemId: itemId as string,
    ...(title === undefined ? {} : { title }),
    ...(artistId === undefined ? {} : { artistId }),
    ...(artistName === undefined ? {} : { artistName }),
    share: 1 / own.length,
  }));
  const proposed = near.map((item, nth): Candidate => ({ item, score: 1 - nth / 10, seeds }));
  const candidates = { modelVersion, userId: userId as UserId, candidates: proposed, loved: [] } satisfies Candidates;
  const neighbours = own.map(
    ({ itemId }): Neighbours => ({
      modelVersion,
      itemId,
      neighbours: [...near, ...own.filter((each) => each.itemId !== itemId)].map((item, nth) => ({
        item,
        score: 1 - nth / 20,
      })),
    }),
  );
  const { modelWriter, registry } = home.stores;
  await modelWriter.write(modelVersion, { neighbours, candidates: [candidates] }, time.now + 7 * 86_400);
  await registry.point(() => ({ modelVersion, publishedAt: time.now, watermark: time.now, previous: [] }));
}
