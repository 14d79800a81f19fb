/** A playlist in the format that was asked for. */
import { negotiate } from '#shared/edge/http/negotiate.ts';
import type { Answer } from '#shared/edge/http/operation.ts';
import { rfc3339Of } from '#shared/edge/http/views.ts';
import { toJspf } from '#shared/formats/playlist/jspf.ts';
import { toM3u8 } from '#shared/formats/playlist/m3u8.ts';
import { toXspf } from '#shared/formats/playlist/xspf.ts';
import type { Edition } from '#shared/schemas/edition.ts';
import type { ModelVersion } from '#shared/schemas/ids.ts';

export type Requested = {
  readonly format: string | undefined;
  readonly accept: string | null;
  /** Newest listen included, RFC 3339. */
  readonly asOf: string | null;
  /** The listener's IANA zone, whose offset the dates of files carry; UTC when left out. */
  readonly timeZone?: string;
  /** Null for a list in which no model had a part. */
  readonly modelVersion?: ModelVersion | null;
};

export function show(edition: Edition, requested: Requested): Answer {
  const { format, accept, asOf, timeZone = 'UTC', modelVersion = edition.modelVersion } = requested;
  const { createdAt, expiresAt } = edition;
  switch (negotiate(format, accept)) {
    case 'jspf':
      return {
        status: 200,
        text: { type: 'application/jspf+json', text: JSON.stringify(toJspf(edition, { timeZone })) },
      };
    case 'xspf':
      return { status: 200, text: { type: 'application/xspf+xml', text: toXspf(edition, timeZone) } };
    case 'm3u8':
      return { status: 200, text: { type: 'audio/x-mpegurl', text: toM3u8(edition) } };
    case 'json':
      return {
        status: 200,
        json: {
          ...edition,
          modelVersion,
          createdAt: rfc3339Of(createdAt),
          expiresAt: rfc3339Of(expiresAt),
          asOf,
        },
      };
  }
}
