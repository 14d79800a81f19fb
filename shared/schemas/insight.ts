/** What `/v1` shows to those who look: who a token opens, when somebody listens, models, courses and dead letters. */
import { z } from 'zod';
import { freshness, Rfc3339 } from '#shared/schemas/api.ts';
import { Variant } from '#shared/schemas/experiment.ts';
import { ModelVersion, UserId } from '#shared/schemas/ids.ts';
import { ModelManifest } from '#shared/schemas/model.ts';
import { TimeZone } from '#shared/schemas/user.ts';

export const TokenView = z.strictObject({
  scope: z.enum(['user', 'operator']),
  userId: UserId.nullable().describe('Whom the token opens; null for the operator, who opens all'),
  tokenId: z.guid().nullable().describe('By which it is revoked; null for the token of the deployment'),
});

export const SignInView = z.strictObject({
  token: z.string().describe('The operator token of this home'),
  scope: z.literal('operator'),
});

export const ListeningView = z.strictObject({
  userId: UserId,
  timeZone: TimeZone,
  hours: z
    .array(z.strictObject({ hour: z.int(), listens: z.int() }))
    .describe('Listens of the last year by hour of the day, in the time zone of the user'),
  months: z
    .array(z.strictObject({ month: z.string(), listens: z.int() }))
    .describe('All listens by month, in days of UTC; months without listens are left out'),
  ...freshness,
});

export const ModelsView = z.strictObject({
  models: z.array(ModelManifest).describe('Newest training first'),
  modelVersion: ModelVersion.nullable().describe('The model that readers follow'),
});

export const ExperimentsView = z.strictObject({
  holdback: z.number().describe('Part of the users who are in no experiment at all'),
  experiments: z.array(z.strictObject({ name: z.string(), variants: z.array(Variant) })),
});

export const CourseView = z.strictObject({
  stages: z.array(
    z.strictObject({
      stage: z.string(),
      points: z.array(z.strictObject({ at: Rfc3339, value: z.number().nullable() })).describe('Oldest first'),
    }),
  ),
});

export const DeadLetterView = z.strictObject({
  deadLetterId: z.string(),
  consumer: z.string().describe('Who could not handle it'),
  attempts: z.int(),
  failedAt: Rfc3339,
  reason: z.string().describe('Why it failed the last time'),
  body: z.string().describe('The message, cut to a bounded length'),
});
export const DeadLettersView = z.strictObject({
  deadLetters: z.array(DeadLetterView).describe('Oldest first'),
  more: z.boolean().describe('Whether there are more than are shown'),
});
