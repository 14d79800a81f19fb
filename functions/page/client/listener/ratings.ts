/** What a listener loves and hates, by item. */

import type { Score } from '#functions/page/client/listener/wishes.ts';
import { useCall } from '#functions/page/client/resource.ts';

export function useRatings(userId: string): ReadonlyMap<string, Score> {
  const { data } = useCall('getFeedback', { userId, limit: 100 });
  return new Map(data?.feedback.map(({ itemId, score }) => [itemId, score]));
}
