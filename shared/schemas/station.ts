/** Where a station stands: what its cursor says. Whoever sends one back may have written it, so all of it is checked. */
import { z } from 'zod';
import { limits } from '#shared/schemas/limits.ts';

const Slice = z.strictObject({
  bits: z.base64().max(limits.cursorCharactersMax),
  count: z.int().nonnegative().max(1_000_000),
});

export const StationPlace = z.strictObject({
  /** Of the seeds: another station's cursor is no place in this one. */
  station: z.string().max(16),
  startedAt: z.int().nonnegative().max(99_999_999_999),
  pages: z.int().nonnegative().max(1_000_000),
  /** The songs that were given, as a scalable Bloom filter. */
  memory: z.array(Slice).max(8),
  /** Artists of the last tracks, the last first. */
  artists: z.array(z.string().max(limits.idBytesMax)).max(20),
  tail: z.array(z.string().max(limits.idBytesMax)).max(20),
});
export type StationPlace = z.infer<typeof StationPlace>;
