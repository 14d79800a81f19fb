/** The routes of both interfaces, and the ones a verb leaves to another. */

import type { Route } from '#shared/edge/http/match.ts';
import type { Operations } from '#shared/edge/http/operation.ts';
import { v1 } from '#shared/edge/http/v1.ts';
import { listenBrainz } from '#shared/edge/listenbrainz/routes.ts';
import { Rejection } from '#shared/schemas/problem.ts';

/** Operations of another verb, known so that paths and methods are judged alike everywhere. */
export function routesElsewhere(verb: 'ingest' | 'serve'): Route[] {
  const all: Operations = { ...v1, ...listenBrainz };
  return Object.entries(all)
    .filter(([, operation]) => operation.verb === verb)
    .map(([id, operation]) => ({ id, operation, handle: () => Promise.reject(elsewhere(verb)) }));
}

function elsewhere(verb: string): Rejection {
  return new Rejection('not-found', `This is answered by "${verb}": call the public address of the deployment`);
}
