/** Operations of the embedded home alone: the cloud has a scheduler and backups of its own. Part of `/v1`. */
import { z } from 'zod';
import type { Operations } from '#shared/edge/http/operation.ts';
import * as api from '#shared/schemas/api.ts';
import { Instant } from '#shared/schemas/listen.ts';

export const homeRoutes = {
  postRun: {
    method: 'POST',
    path: '/v1/run/:verb',
    verb: 'local',
    access: 'operator',
    summary: 'Fire train, plan, watch or collect now; the embedded home only',
    params: z.object({ verb: z.enum(['train', 'plan', 'watch', 'collect']) }),
    body: z.strictObject({ at: Instant.optional().describe('The instant to run as of; now when left out') }),
    bodyOptional: true,
    answers: { 200: z.strictObject({ verb: z.string(), result: z.unknown() }) },
  },
  postBackup: {
    method: 'POST',
    path: '/v1/backups',
    verb: 'local',
    access: 'operator',
    summary: 'A backup of the running home, in a folder beside its data; the embedded home only',
    answers: { 201: api.BackupView },
  },
} as const satisfies Operations;
