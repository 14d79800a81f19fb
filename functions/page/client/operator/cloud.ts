/** What the page says where a home in the cloud does otherwise what one process of its own does itself. */
import { ProblemError } from '#functions/page/client/home/call.ts';

/** What only one process of its own can do is done otherwise in the cloud. */
export function explainCloud(error: unknown): never {
  if (error instanceof ProblemError && error.status === 404) {
    throw new Error(
      'This home runs in the cloud: use Cloud Scheduler’s “run now”, and its own backups and dead letters',
    );
  }
  throw error;
}
