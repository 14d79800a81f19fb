/**
 * The baseline of ingestion: a bare server that parses the same bodies and commits the same bytes to SQLite, synced
 * before it answers: the body, and a profile and a batch of recent listens as large as the ones that ours keeps.
 */
import { createServer } from 'node:http';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { tell } from '#test/bench/servers/told.ts';

const [data = '', profileBytes = '60000'] = process.argv.slice(2);
const database = new DatabaseSync(join(data, 'bare.db'));
database.exec(`
  PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000; PRAGMA cache_size = -65536;
  CREATE TABLE messages (id INTEGER PRIMARY KEY, body TEXT NOT NULL);
  CREATE TABLE profiles (id TEXT PRIMARY KEY, body TEXT NOT NULL);
  CREATE TABLE recent (id INTEGER PRIMARY KEY, body TEXT NOT NULL);
`);
const insertMessage = database.prepare('INSERT INTO messages (body) VALUES (?)');
const upsertProfile = database.prepare(
  'INSERT INTO profiles VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET body = excluded.body',
);
const insertRecent = database.prepare('INSERT INTO recent (body) VALUES (?)');
const profile = 'p'.repeat(Number(profileBytes));

type Sent = { readonly listens: readonly { readonly userId: string }[] };
function commit(body: string, userId: string): void {
  database.exec('BEGIN');
  insertMessage.run(body);
  upsertProfile.run(userId, profile);
  insertRecent.run(body);
  database.exec('COMMIT');
}

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const body = Buffer.concat(chunks).toString('utf8');
    const { listens } = JSON.parse(body) as Sent;
    commit(body, listens[0]?.userId ?? '');
    const text = JSON.stringify({ accepted: listens.length, rejected: [] });
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': text.length });
    response.end(text);
  });
});
server.listen(0, '127.0.0.1', () => tell(server, async () => database.close()));
