/**
 * The baseline of serving: a bare handler that makes the same reads from the same file and answers what it found, without
 * any logic. Recommendations: token, user, profile, pointer, candidates and the neighbours of five items; an edition: token,
 * user, edition.
 */
import { hash } from 'node:crypto';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { tell } from '#test/bench/servers/told.ts';

const [data = '', modelVersion = ''] = process.argv.slice(2);
const database = new DatabaseSync(join(data, 'segue.db'));
database.exec('PRAGMA cache_size = -65536');
const one = (collection: string): StatementSync => database.prepare(`SELECT body FROM "${collection}" WHERE id = ?`);
const [tokens, users, profiles, pointers, neighbours, candidates] = [
  'tokens',
  'users',
  'profiles',
  'pointers',
  'neighbours',
  'candidates',
].map(one) as [StatementSync, StatementSync, StatementSync, StatementSync, StatementSync, StatementSync];
const latestEdition = database.prepare(
  'SELECT body FROM editions WHERE "userId" IS ? AND "patch" IS ? ORDER BY "dueAt" DESC, id DESC LIMIT 1',
);

type Row = { readonly body: string } | undefined;
const parse = (row: Row): any => (row === undefined ? undefined : JSON.parse(row.body));
const read = (statement: StatementSync, id: string): any => parse(statement.get(id) as Row);
const key = (text: string): string => hash('sha256', text, 'base64url');
const keyIn = (name: string): string => `${key(name).charAt(0)}:${modelVersion}:${name}`;
const seedsMax = 5;
const each = 5;

function recommendations(userId: string): object {
  read(users, key(userId));
  const profile = read(profiles, key(userId));
  read(pointers, 'current');
  const seeds: string[] = profile.items.slice(0, seedsMax).map(([itemId]: [string]) => itemId);
  const kept = read(candidates, keyIn(key(userId)));
  const near = seeds.map((itemId) => read(neighbours, keyIn(itemId)));
  // As many bytes as an answer has.
  const recommendations = near.map((found) => ({ ...found?.cards, rows: found?.cards.rows.slice(0, each) }));
  return { userId, recommendations, more: kept.proposed.slice(0, 8_000) };
}

function edition(userId: string, patch: string): object {
  read(users, key(userId));
  return parse(latestEdition.get(userId, patch) as Row).edition;
}

const server = createServer((request, response) => {
  read(tokens, key(request.headers.authorization?.slice('Bearer '.length) ?? ''));
  const [, , , userId = '', what, patch = ''] = (request.url ?? '').split('/');
  const text = JSON.stringify(what?.startsWith('rec') ? recommendations(userId) : edition(userId, patch));
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
  response.end(text);
});
server.listen(0, '127.0.0.1', () => tell(server, async () => database.close()));
