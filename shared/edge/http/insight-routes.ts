/** Operations for those who look and who mend: who a token opens, listening, models, courses, dead letters. Part of `/v1`. */
import { z } from 'zod';
import type { Operations } from '#shared/edge/http/operation.ts';
import { ExperimentView } from '#shared/schemas/api.ts';
import { UserId } from '#shared/schemas/ids.ts';
import * as insight from '#shared/schemas/insight.ts';
import { limits } from '#shared/schemas/limits.ts';

const limit = z.coerce.number().int().min(1).max(limits.pageSizeMax).default(limits.pageSizeDefault);

export const insights = {
  getToken: {
    method: 'GET',
    path: '/v1/token',
    verb: 'serve',
    access: 'token',
    summary: 'What the token opens with which this is asked',
    answers: { 200: insight.TokenView },
  },
  postSignIn: {
    method: 'POST',
    path: '/v1/sign-ins/:code',
    verb: 'local',
    access: 'public',
    summary: 'Sign in with the code that a home prints at its start; each code does so once. The embedded home only',
    params: z.object({ code: z.guid() }),
    answers: { 201: insight.SignInView },
  },
  getListening: {
    method: 'GET',
    path: '/v1/users/:userId/listening',
    verb: 'serve',
    access: 'own-user',
    summary: 'When somebody listens: by hour of the day and by month',
    params: z.object({ userId: UserId }),
    answers: { 200: insight.ListeningView },
  },
  getModels: {
    method: 'GET',
    path: '/v1/models',
    verb: 'serve',
    access: 'operator',
    summary: 'Models with their gates, quality and state, newest first',
    query: z.object({ limit }),
    answers: { 200: insight.ModelsView },
  },
  getExperiments: {
    method: 'GET',
    path: '/v1/experiments',
    verb: 'serve',
    access: 'operator',
    summary: 'Experiments as they are configured',
    answers: { 200: insight.ExperimentsView },
  },
  getExperiment: {
    method: 'GET',
    path: '/v1/experiments/:experiment',
    verb: 'serve',
    access: 'operator',
    summary: 'What came of an experiment: outcomes by variant, and whether they can be compared',
    params: z.object({ experiment: z.string().max(limits.idBytesMax) }),
    query: z.object({
      days: z.coerce
        .number()
        .int()
        .min(1)
        .max(limits.experimentDaysMax)
        .default(28)
        .describe('Exposures of so many days'),
    }),
    answers: { 200: ExperimentView },
  },
  getCourse: {
    method: 'GET',
    path: '/v1/status/course',
    verb: 'serve',
    access: 'operator',
    summary: 'What the stages of the status measured over the last day, every quarter of an hour',
    answers: { 200: insight.CourseView },
  },
  getDeadLetters: {
    method: 'GET',
    path: '/v1/dead-letters',
    verb: 'local',
    access: 'operator',
    summary: 'Messages that failed for good, with the reason; the embedded home only',
    query: z.object({ limit }),
    answers: { 200: insight.DeadLettersView },
  },
  replayDeadLetters: {
    method: 'POST',
    path: '/v1/dead-letters/replay',
    verb: 'local',
    access: 'operator',
    summary: 'Deliver dead letters again, all of them when none is named; the embedded home only',
    body: z.strictObject({ deadLetterIds: z.array(z.string().max(64)).max(limits.pageSizeMax).optional() }),
    bodyOptional: true,
    answers: { 200: z.strictObject({ replayed: z.array(z.string()) }) },
  },
} as const satisfies Operations;
