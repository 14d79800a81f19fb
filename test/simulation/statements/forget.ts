/** Removes a user's rows. */
import type { Delete } from '#test/simulation/warehouse.ts';

const byUser = (from: Delete['from']): Delete => ({
  from,
  goes:
    (_tables, { user_id }) =>
    (row: { readonly user_id: string }) =>
      row.user_id === user_id,
});

const byIndex = (from: Delete['from']): Delete => ({
  from,
  goes: ({ model_users }, { user_id }) => {
    const own = new Set(model_users.filter((row) => row.user_id === user_id).map(({ user_index }) => user_index));
    return (row: { readonly user_index: number }) => own.has(row.user_index);
  },
});

/** Of items that nobody else told of. */
const byTeller = (from: 'items' | 'item_tags'): Delete => ({
  from,
  goes: ({ item_words }, { user_id }) => {
    const others = new Set(item_words.filter((row) => row.user_id !== user_id).map(({ item_id }) => item_id));
    const own = new Set(item_words.filter((row) => row.user_id === user_id).map(({ item_id }) => item_id));
    return (row: { readonly item_id: string }) => own.has(row.item_id) && !others.has(row.item_id);
  },
});

export const forgetStatements = {
  'forget/items': byTeller('items'),
  'forget/item_tags': byTeller('item_tags'),
  'forget/item_words': byUser('item_words'),
  'forget/listen_messages': {
    from: 'listen_messages',
    goes:
      (_tables, { user_id }) =>
      (row: { readonly attributes: string }) =>
        (JSON.parse(row.attributes) as { readonly userId?: string }).userId === user_id,
  },
  'forget/arrived_listens': byUser('arrived_listens'),
  'forget/listens': byUser('listens'),
  'forget/retractions': byUser('retractions'),
  'forget/echoes': byUser('echoes'),
  'forget/exposures': byUser('exposures'),
  'forget/model_candidates': byIndex('model_candidates'),
  'forget/model_seeds': byIndex('model_seeds'),
  'forget/model_loved': byIndex('model_loved'),
  'forget/model_user_items': byIndex('model_user_items'),
  'forget/model_users': byUser('model_users'),
} satisfies Record<string, Delete>;
