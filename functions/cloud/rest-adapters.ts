/** Firestore and Pub/Sub over REST, for the functions that answer HTTP. */
import { createFirestoreRestStore } from '#shared/adapters/firestore/rest-document-store.ts';
import { createAccessToken, emulatorToken } from '#shared/adapters/google/access-token.ts';
import { createRest, type Rest } from '#shared/adapters/google/rest.ts';
import { createPubSubRestTopics } from '#shared/adapters/pubsub/rest-topics.ts';
import type { CloudConfig } from '#shared/edge/cloud/config.ts';
import type { DocumentStore } from '#shared/ports/document-store.ts';
import type { Topics } from '#shared/ports/topics.ts';

const accessToken = createAccessToken();

export function restDocuments({ projectId, databaseId, emulators }: CloudConfig): DocumentStore {
  const rest = restTo('https://firestore.googleapis.com', emulators.firestore);
  return createFirestoreRestStore({ rest, projectId, databaseId });
}

export function restTopics({ projectId, emulators }: CloudConfig): Topics {
  return createPubSubRestTopics({ rest: restTo('https://pubsub.googleapis.com', emulators.pubsub), projectId });
}

function restTo(origin: string, emulator: string | undefined): Rest {
  return emulator === undefined
    ? createRest({ origin, token: accessToken })
    : createRest({ origin: `http://${emulator}`, token: emulatorToken });
}
