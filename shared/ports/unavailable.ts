/** A store that cannot be used for now, as on a full disk: nothing was done, and the same may be asked again later. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
}
