/** Paths that Google's front end keeps for itself: no operation that a deployment depends on may have one. */
import { expect, it } from 'vitest';
import type { Operation } from '#shared/edge/http/operation.ts';
import { v1 } from '#shared/edge/http/v1.ts';
import { listenBrainz } from '#shared/edge/listenbrainz/routes.ts';
import { isReserved } from '#test/infra/reserved-paths.ts';

it('isReserved: the paths of Cloud Run’s known issues', () => {
  expect(['/eventlog', '/_ah/warmup', '/healthz', '/v1/quiz'].filter(isReserved)).toHaveLength(4);
  expect(['/health', '/v1/users/liz/home', '/_ahead', '/event', '/z/'].filter(isReserved)).toEqual([]);
});

it('operations: no path is one that never reaches Cloud Run, but for the alias of /health', () => {
  const operations: readonly Operation[] = [...Object.values(v1), ...Object.values(listenBrainz)];
  const reserved = operations.filter(({ path }) => isReserved(path)).map(({ path }) => path);
  expect(reserved).toEqual(['/healthz']);
  expect(v1.getHealth).toMatchObject({ path: '/health', answers: v1.getHealthz.answers, verb: v1.getHealthz.verb });
});
