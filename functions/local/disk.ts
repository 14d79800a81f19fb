/** How much room is left where the data is: listens are refused before the disk is full, so that what was accepted has room to land. */
import { statfsSync } from 'node:fs';

/** Milliseconds for which an answer serves again. */
const lookAgainMs = 250;

/** Whether less than so many bytes are free for us. Takes microseconds; where nobody can tell, there is room. */
export function createDiskGuard(folder: string, freeBytesMin: number): () => boolean {
  let lookedAt = Number.NEGATIVE_INFINITY;
  let short = false;
  return () => {
    const now = performance.now();
    if (now - lookedAt < lookAgainMs) return short;
    lookedAt = now;
    try {
      const { bavail, bsize } = statfsSync(folder);
      short = bavail * bsize < freeBytesMin;
    } catch {
      short = false;
    }
    return short;
  };
}
