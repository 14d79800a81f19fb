/** Items with the reasons they are there for, as several views show them. */
import type { Schemas } from '#functions/page/client/home/api.ts';
import { ItemRow } from '#functions/page/client/listener/item-row.tsx';
import type { Liking } from '#functions/page/client/listener/wishes.ts';

type Reasoned = {
  readonly item: Schemas['ItemCard'];
  readonly score: number;
  readonly reason?: Schemas['Reason'];
};

type ReasonedItemsProps = {
  readonly userId: string;
  readonly items: readonly Reasoned[];
  readonly ratings: ReadonlyMap<string, Liking>;
};

export function ReasonedItems({ userId, items, ratings }: ReasonedItemsProps) {
  return items.map(({ item, reason, score }) => (
    <ItemRow
      key={item.itemId}
      userId={userId}
      item={item}
      reason={reason}
      score={reason && score}
      rated={ratings.get(item.itemId)}
    />
  ));
}
