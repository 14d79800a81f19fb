/** What a listener loves and hates, by item. */

import { useCall } from '#functions/page/client/home/resource.ts';
import type { Liking } from '#functions/page/client/listener/wishes.ts';

export function useRatings(userId: string): ReadonlyMap<string, Liking> {
  const { data } = useCall('getFeedback', { userId, limit: 100 });
  return new Map(data?.feedback.map(({ itemId, score }) => [itemId, score]));
}
