/** GET /v1/users/{userId}/recommendations: the user's profile times the model's neighbours, reacting to the last listen. */
import { readUser } from '#functions/serve/read-user.ts';
import { cardOf } from '#shared/domain/card.ts';
import { allows } from '#shared/domain/filter.ts';
import { openHeard } from '#shared/domain/heard.ts';
import { reasonOfCandidate, reasonOfPopular } from '#shared/domain/reason.ts';
import { recommend, seedItems } from '#shared/domain/recommend.ts';
import type { Answer, Call } from '#shared/edge/http/operation.ts';
import type { V1 } from '#shared/edge/http/v1.ts';
import { rfc3339OrNull } from '#shared/edge/http/views.ts';
import type { Catalogue } from '#shared/ports/catalogue.ts';
import type { Models } from '#shared/ports/models.ts';
import type { Profiles } from '#shared/ports/profiles.ts';
import type { Users } from '#shared/ports/users.ts';
import type { Kind } from '#shared/schemas/listen.ts';
import type { ModelVersion, UserId } from '#shared/schemas/ids.ts';
import type { Candidate, ItemCard } from '#shared/schemas/model.ts';
import type { Profile } from '#shared/schemas/profile.ts';
import type { User } from '#shared/schemas/user.ts';
