/** What a listener says about an item: each is done at once, said in words, and can be taken back. */

import { shownName } from '#functions/page/client/base/words.ts';
import type { Schemas } from '#functions/page/client/home/api.ts';
import { call } from '#functions/page/client/home/call.ts';
import { refreshAll } from '#functions/page/client/home/resource.ts';
import { attempt, say } from '#functions/page/client/ui/toast.tsx';

type Card = Schemas['ItemCard'];
export type Liking = -1 | 0 | 1;

const said = { '1': 'Loved', '-1': 'Never again', '0': 'Neither loved nor hated' } as const;

export const shownTitle = ({ title, itemId }: Card): string => shownName(title ?? itemId);

export function rate(
  userId: string,
  item: Card,
  { from, to }: { readonly from: Liking; readonly to: Liking },
): Promise<void> {
  const put = async (score: Liking): Promise<void> => {
    await call('putFeedback', { userId, itemId: item.itemId }, { body: { score } });
    refreshAll();
  };
  return attempt(async () => {
    await put(to);
    say(`${said[to]}: ${shownTitle(item)}`, () => put(from));
  });
}

export type Blocked = { readonly kind: Schemas['BlockView']['kind']; readonly id: string; readonly name: string };

export function block(userId: string, { kind, id, name }: Blocked): Promise<void> {
  return attempt(async () => {
    await call('putBlock', { userId, kind, id }, { body: {} });
    refreshAll();
    say(`Never again: ${shownName(name)}`, () => unblock(userId, { kind, id }));
  });
}

export async function unblock(userId: string, { kind, id }: Pick<Blocked, 'kind' | 'id'>): Promise<void> {
  await call('deleteBlock', { userId, kind, id });
  refreshAll();
}
