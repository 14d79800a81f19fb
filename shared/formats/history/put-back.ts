/** Lets a reader look at the beginning of a stream and put it back. */

/** `head`, then the rest. Leaving it early ends `rest` too, so that a file behind it is closed. */
export async function* putBack<T>(head: T, rest: AsyncIterator<T>): AsyncGenerator<T> {
  try {
    yield head;
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}
