/** Which shards of a model are written. The pointer moves when none is missing (I8). */
import { z } from 'zod';
import { ModelVersion } from '#shared/schemas/ids.ts';

export const PublishProgress = z.strictObject({
  modelVersion: ModelVersion,
  shards: z.int(),
  done: z.array(z.int()),
});
export type PublishProgress = z.infer<typeof PublishProgress>;
