/** How much of everything one assembly reads and keeps, for the length the user asked for. */
import type { Tuning } from '#shared/domain/tuning.ts';
import type { Patch } from '#shared/schemas/edition.ts';

export type Bounds = {
  readonly itemsMax: number;
  readonly ownMax: number;
  readonly lovedMax: number;
  readonly candidatesMax: number;
  readonly popular: { readonly min: number; readonly max: number };
};

type Asked = { readonly patch: Patch; readonly length: number };

export function boundsOf({ patch, length }: Asked, { pool, patches }: Tuning): Bounds {
  const items = (lengths: number): number => Math.ceil(lengths * Math.max(length, pool.lengthMin));
  return {
    itemsMax: items(pool.itemsPerLength),
    ownMax: items(pool.ownPerLength),
    lovedMax: pool.lovedMax,
    candidatesMax: items(patches[patch].candidatesPerLength),
    popular: { min: items(pool.popularPerLength.min), max: items(pool.popularPerLength.max) },
  };
}
